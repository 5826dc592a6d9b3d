//! Reads a tree into the objects of [`super::arazzo`]: reports every mistake of structure and keeps what is sound.
//!
//! One file an object. Nothing here knows OpenAPI, expressions or what a name refers to.

mod action;
mod actions;
mod choice;
mod components;
mod criterion;
mod dependencies;
mod description;
mod expression_type;
mod extension;
mod field;
mod fields;
mod forms;
mod id;
mod inputs;
mod misplaced;
mod number;
mod outputs;
mod parameter;
mod parameters;
mod request_body;
mod reusable;
mod selector;
mod source;
mod step;
mod version;
mod workflow;

#[cfg(test)]
mod one_report;
#[cfg(test)]
mod testing;

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Node, Pointer},
    model::faults,
};

use super::arazzo::{Components, Description, Selector, Text, Version};

/// Reads an Arazzo Description (Arazzo 1.1, section 4.6 "Schema").
///
/// What is broken is reported and left out, so the result is complete only if no error was added. Nothing comes back
/// where the document is no Arazzo description of a supported version.
pub fn read(root: &Node, diagnostics: &mut Diagnostics) -> Option<Description> {
    description::description(root, diagnostics)
}

/// Reads a Selector Object; nothing where it is broken, which is reported.
pub fn selector(node: &Node, version: Version, diagnostics: &mut Diagnostics) -> Option<Selector> {
    let mut reader = Reader::new(node, version, diagnostics);
    selector::selector(&mut reader, node)
}

/// Whether the value at `node` is a Selector Object: in 1.1 an object with exactly `context`, `selector` and `type`;
/// in 1.0 it is data.
pub fn is_selector(node: &Node, version: Version) -> bool {
    selector::is_selector(node, version)
}

/// Whether inputs have other members in the place of a schema's keywords: `inputs: {schema: …}`.
pub fn other_inputs(schema: &Node) -> bool {
    inputs::is_other(schema)
}

/// The report about `field` of an AsyncAPI step in a description that declares 1.0.
pub fn needs_1_1(field: &str, member: &Node) -> Diagnostic {
    faults::needs_1_1(member.key(), &format!("field `{field}`"))
}

/// Whether the parameter at `node` says where a request has it, rightly or not.
pub fn says_where(node: &Node) -> bool {
    parameter::says_where(node)
}

/// The inputs that stand where their schema should, with what describes them: `inputs: {genre: string}`.
pub fn bare_inputs(schema: &Node) -> Vec<(String, Node)> {
    inputs::bare(schema)
}

/// The same of a value.
pub fn selects(value: &serde_json::Value, version: Version) -> bool {
    selector::selects(value, version)
}

/// What the readers of all objects share.
struct Reader<'d> {
    root: Node,
    version: Version,
    diagnostics: &'d mut Diagnostics,
    components: Components,
    /// Where in the lists of `components` an entry is, by the field it is in and its key.
    index: HashMap<(&'static str, String), usize>,
    /// `components` entries that something refers to, as `parameters.page`.
    used: HashSet<String>,
    /// Whether the component being read is one that nothing refers to: it can do no harm, so nothing in it is an error.
    unused: bool,
    /// Ids that were reported as unusual: one that is given twice is unusual once.
    unusual: HashSet<String>,
}

impl<'d> Reader<'d> {
    fn new(node: &Node, version: Version, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            root: Node::root(node.document().clone()),
            version,
            diagnostics,
            components: Components::default(),
            index: HashMap::new(),
            used: HashSet::new(),
            unused: false,
            unusual: HashSet::new(),
        }
    }

    /// Adds a finding, naming the step it is in.
    fn report(&mut self, found: Diagnostic) {
        let found = self.in_step(found);
        match self.unused {
            true => self.diagnostics.mention(found),
            false => self.diagnostics.push(found),
        }
    }

    /// Adds a deviation whose meaning is plain.
    fn tolerate(&mut self, found: Diagnostic) {
        if self.unused {
            return self.report(found);
        }
        let found = self.in_step(found);
        self.diagnostics.tolerate(found);
    }

    /// Whether the key of `value` is no string, which was reported with the keys of the whole document.
    fn is_no_string(&self, value: &Node) -> bool {
        let keys = value.document().non_string_keys();
        keys.contains(value.pointer())
    }

    /// Whether the member `value` is given more than once, which was reported: what the others say is not known.
    fn is_given_twice(&self, value: &Node) -> bool {
        let keys = value.document().duplicate_keys();
        keys.contains(value.pointer())
    }

    /// The step is told by the pointer, so that every reader of a value names it alike.
    fn in_step(&self, found: Diagnostic) -> Diagnostic {
        match self.step_at(&found.primary.place.pointer) {
            Some(id) => found.step(id),
            None => found,
        }
    }

    fn step_at(&self, pointer: &Pointer) -> Option<String> {
        let tokens: Vec<String> = pointer.tokens().take(4).collect();
        let [workflows, _, steps, _] = tokens.as_slice() else {
            return None;
        };
        if workflows != "workflows" || steps != "steps" {
            return None;
        }
        let step = self.root.at(&Pointer::from_tokens(&tokens))?;
        step.str_at("stepId").map(str::to_owned)
    }
}

/// Reports the second and every later use of a name: `what` in words, `code` for all of them.
fn report_duplicate(reader: &mut Reader<'_>, code: Code, what: &str, name: &Text, first: &Node) {
    reader.report(
        Diagnostic::new(
            code,
            &name.node,
            format!("duplicate {what} `{}`", name.text),
        )
        .also(first, "first used here")
        .help("give it another name; names are case-sensitive"),
    );
}

/// Whether `name` is made of letters, digits, `-` and `_`, and of `.` where `dots` allows it.
pub fn is_name(name: &str, dots: bool) -> bool {
    let allowed = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (dots && byte == b'.')
    };
    !name.is_empty() && name.bytes().all(allowed)
}
