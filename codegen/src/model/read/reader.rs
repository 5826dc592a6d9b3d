//! What the readers of all objects share: the document, its components, and how findings in it are reported.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Node, Pointer},
    model::arazzo::{Components, Text, Version},
};

/// What the readers of all objects share.
pub(super) struct Reader<'d> {
    pub(super) root: Node,
    pub(super) version: Version,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) components: Components,
    /// Where in the lists of `components` an entry is, by the field it is in and its key.
    pub(super) index: HashMap<(&'static str, String), usize>,
    /// `components` entries that something refers to, as `parameters.page`.
    pub(super) used: HashSet<String>,
    /// Whether the component being read is one that nothing refers to: it can do no harm, so nothing in it is an error.
    pub(super) unused: bool,
    /// Ids that were reported as unusual: one that is given twice is unusual once.
    pub(super) unusual: HashSet<String>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(node: &Node, version: Version, diagnostics: &'d mut Diagnostics) -> Self {
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
    pub(super) fn report(&mut self, found: Diagnostic) {
        let found = self.in_step(found);
        match self.unused {
            true => self.diagnostics.mention(found),
            false => self.diagnostics.push(found),
        }
    }

    /// Adds a deviation whose meaning is plain.
    pub(super) fn tolerate(&mut self, found: Diagnostic) {
        if self.unused {
            return self.report(found);
        }
        let found = self.in_step(found);
        self.diagnostics.tolerate(found);
    }

    /// Whether the key of `value` is no string, which was reported with the keys of the whole document.
    pub(super) fn is_no_string(&self, value: &Node) -> bool {
        let keys = value.document().non_string_keys();
        keys.contains(value.pointer())
    }

    /// Whether the member `value` is given more than once, which was reported: what the others say is not known.
    pub(super) fn is_given_twice(&self, value: &Node) -> bool {
        let keys = value.document().duplicate_keys();
        keys.contains(value.pointer())
    }

    /// The step is told by the pointer, so that every reader of a value names it alike.
    pub(super) fn in_step(&self, found: Diagnostic) -> Diagnostic {
        match self.step_at(&found.primary.place.pointer) {
            Some(id) => found.step(id),
            None => found,
        }
    }

    pub(super) fn step_at(&self, pointer: &Pointer) -> Option<String> {
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
pub(super) fn report_duplicate(
    reader: &mut Reader<'_>,
    code: Code,
    what: &str,
    name: &Text,
    first: &Node,
) {
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
