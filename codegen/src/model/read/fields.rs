//! Reads an object's known fields and reports the others: the one place that knows misspelt, unknown, newer and
//! empty fields.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::{Node, Place},
    model::{
        arazzo::{Text, Unread},
        faults,
    },
};

pub(super) use super::shape::{Field, Shape, field, field_1_1, short_field};

use super::{Reader, field::meant_field, forms, version};

/// An object whose members have been matched with the fields of its shape.
pub(super) struct Object {
    pub(super) node: Node,
    shape: &'static Shape,
    known: Vec<(&'static str, Node)>,
}

impl Object {
    /// The member that stands for field `name`, even where its key is misspelt.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        let mut known = self.known.iter();
        known
            .find(|(field, _)| *field == name)
            .map(|(_, node)| node)
    }

    /// Whether field `name` is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether field `name` is left out or has no value.
    pub(super) fn is_empty_at(&self, name: &str) -> bool {
        self.get(name).is_none_or(|member| member.value().is_null())
    }

    /// Whether field `name` has a value that is no list.
    pub(super) fn has_no_list(&self, name: &str) -> bool {
        let value = self.get(name).map(Node::value);
        value.is_some_and(|value| !value.is_array() && !value.is_null())
    }

    /// Whether field `name` has a value that is no object.
    pub(super) fn has_no_map(&self, name: &str) -> bool {
        let value = self.get(name).map(Node::value);
        value.is_some_and(|value| !value.is_object() && !value.is_null())
    }

    /// Stands for the name in field `name`, which was reported: nothing is called so.
    pub(super) fn nameless(&self, name: &str) -> Text {
        let mut members = std::iter::once(&name).chain(self.shape.identity);
        let node = members.find_map(|member| self.get(member));
        Text {
            text: String::new(),
            node: node.unwrap_or(&self.node).clone(),
        }
    }

    /// Where to point for a finding about the object as a whole.
    pub(super) fn anchor(&self) -> Place {
        let mut identity = self.shape.identity.iter();
        let member = identity.find_map(|name| self.get(name));
        member.map_or_else(|| whole(&self.node), Node::place)
    }

    /// The object in words: ``step `pay` ``, or `a step` where it has no name.
    pub(super) fn title(&self) -> String {
        let name = ["name", "workflowId", "stepId"]
            .iter()
            .find(|name| self.shape.identity.contains(*name))
            .and_then(|name| self.get(name)?.as_str());
        match name {
            Some(name) => format!("{} `{name}`", without_article(self.shape.what)),
            None => self.shape.what.to_owned(),
        }
    }
}

impl Reader<'_> {
    /// Matches the members of `node` with the fields of `shape`, reporting what does not belong.
    pub(super) fn object(&mut self, node: &Node, shape: &'static Shape) -> Option<Object> {
        if node.as_object().is_none() {
            let found = self.of_wrong_type(node, &format!("{} must be an object", shape.what));
            let form = forms::entry(shape.what, node);
            self.report(match form {
                Some(form) => found.help(form),
                None => found,
            });
            return None;
        }
        let mut known = Vec::new();
        let mut foreign = Vec::new();
        for field in shape.fields {
            if let Some(member) = node.get(field.name) {
                self.check_version(field, &member);
                known.push((field.name, member));
            }
        }
        for (key, member) in node.members() {
            let exact = shape.fields.iter().any(|field| field.name == key);
            // A key that is no string was reported with the keys of the whole document.
            if key.starts_with("x-") {
                self.extension(node, shape, (&key, &member));
            }
            if exact || key.starts_with("x-") || self.is_no_string(&member) {
                continue;
            }
            match meant_field(shape, (&key, &member), &known) {
                Some(meant) => {
                    if self.misspelt_field(shape, (&key, &member), meant, &known) {
                        known.push((meant.name, member));
                    }
                }
                None => foreign.push((key, member)),
            }
        }
        for (key, member) in foreign {
            // What other documents have in place of `arazzo` is reported as that.
            let has = |name: &str| known.iter().any(|(known, _)| *known == name);
            if !version::stands_for_it(shape, node, &key) || has("arazzo") {
                self.unknown_field(node, shape, (&key, &member));
            }
        }
        Some(Object {
            node: node.clone(),
            shape,
            known,
        })
    }

    /// Reports the use of something that came with 1.1.
    pub(super) fn needs_1_1(&mut self, place: Place, what: &str) {
        self.report(faults::needs_1_1(place, what));
    }

    /// The value of field `name`, which may be left out. An empty value (`parameters:` and nothing after it) is read
    /// as left out.
    pub(super) fn optional(&mut self, object: &Object, name: &str) -> Option<Node> {
        let member = object.get(name)?;
        if member.value().is_null() {
            self.tolerate(
                faults::wrong_type(member.key(), format!("`{name}` has no value"))
                    .into_warning()
                    .label("read as if it were not there")
                    .help("remove the field, or give it a value"),
            );
            return None;
        }
        Some(member.clone())
    }

    /// The value of field `name`, which has to be there.
    pub(super) fn required(&mut self, object: &Object, name: &str) -> Option<Node> {
        match object.get(name) {
            Some(member) if !member.value().is_null() => Some(member.clone()),
            Some(member) => {
                let title = object.title();
                self.report(faults::missing_value(member.key(), &title, name));
                None
            }
            None => {
                self.missing(object, name);
                None
            }
        }
    }

    /// Reports that `object` lacks field `name`.
    pub(super) fn missing(&mut self, object: &Object, name: &str) {
        self.report(
            faults::missing_field(object.anchor(), &object.title(), name)
                .help(format!("add `{name}`, which is required")),
        );
    }

    /// Reports, once, that `object` lacks these fields.
    pub(super) fn missing_all(&mut self, object: &Object, names: &[&str]) {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        self.report(
            faults::missing_fields(object.anchor(), &object.title(), names)
                .help(format!("add {}, which are required", quoted.join(" and "))),
        );
    }

    /// The text of field `name`, which may be left out.
    pub(super) fn text(&mut self, object: &Object, name: &str) -> Option<Text> {
        let node = self.optional(object, name)?;
        self.string(&node, &format!("`{name}`"))
    }

    /// The text of field `name`, which has to be there.
    pub(super) fn required_text(&mut self, object: &Object, name: &str) -> Option<Text> {
        let node = self.required(object, name)?;
        self.string(&node, &format!("`{name}`"))
    }

    /// The string at `node`; `what` says what it is where it is something else.
    pub(super) fn string(&mut self, node: &Node, what: &str) -> Option<Text> {
        let Some(text) = node.as_str() else {
            self.wrong_type(node, &format!("{what} must be a string"));
            return None;
        };
        Some(Text {
            text: text.to_owned(),
            node: node.clone(),
        })
    }

    /// Text for people only, where a number or a boolean does no harm.
    pub(super) fn prose(&mut self, object: &Object, name: &str) -> Option<String> {
        let node = self.optional(object, name)?;
        self.prose_of(&node, name)
    }

    /// As [`Self::prose`], for a field that has to be there.
    pub(super) fn required_prose(&mut self, object: &Object, name: &str) -> Option<String> {
        let node = self.required(object, name)?;
        self.prose_of(&node, name)
    }

    fn prose_of(&mut self, node: &Node, name: &str) -> Option<String> {
        if node.value().is_number() || node.value().is_boolean() {
            let text = node.value().to_string();
            self.report(
                faults::wrong_type(
                    node.place(),
                    format!("`{name}` should be a string, not {}", kind(node)),
                )
                .into_warning()
                .label("read as text")
                .help("put it in quotes")
                .fix(format!("\"{text}\"")),
            );
            return Some(text);
        }
        self.string(node, &format!("`{name}`"))
            .map(|text| text.text)
    }

    /// An identifier without the white space around it, which nobody means.
    pub(super) fn trimmed(&mut self, text: Text) -> Text {
        let trimmed = text.text.trim();
        if trimmed.len() == text.text.len() {
            return text;
        }
        let message = format!("white space around `{trimmed}`");
        self.tolerate(
            Diagnostic::new(Code::SurroundingSpace, content(&text.node), message)
                .label("ignored")
                .help("remove the white space")
                .fix(trimmed),
        );
        Text {
            text: trimmed.to_owned(),
            node: text.node,
        }
    }

    /// The elements of the list in field `name`, and its node; nothing where it is left out or no list.
    pub(super) fn list(&mut self, object: &Object, name: &str) -> Option<(Node, Vec<Node>)> {
        let node = self.optional(object, name)?;
        self.elements(node, name)
    }

    /// The elements of the list in field `name`, which has to hold at least one.
    pub(super) fn required_list(&mut self, object: &Object, name: &str) -> Vec<Node> {
        let Some(node) = self.required(object, name) else {
            return Vec::new();
        };
        let Some((node, items)) = self.elements(node, name) else {
            return Vec::new();
        };
        if items.is_empty() {
            self.report(empty_list(&node, name));
        }
        items
    }

    /// The elements of a list that has to declare something, and what it may declare where it holds nothing.
    pub(super) fn declarations(&mut self, object: &Object, name: &str) -> (Vec<Node>, Unread) {
        let items = self.required_list(object, name);
        let unread = if items.is_empty() || self.has_twice(object, name) {
            Unread::anything()
        } else {
            Unread::default()
        };
        (items, unread)
    }

    /// Whether field `name` is given more than once.
    pub(super) fn has_twice(&self, object: &Object, name: &str) -> bool {
        object
            .get(name)
            .is_some_and(|member| self.is_given_twice(member))
    }

    fn elements(&mut self, node: Node, name: &str) -> Option<(Node, Vec<Node>)> {
        if !node.value().is_array() {
            let mut found = self.of_wrong_type(&node, &format!("`{name}` must be a list"));
            if let Some(form) = forms::list(name, &node) {
                found = found.help(form);
            }
            let only = forms::scalar_list(&node).filter(|_| name == "dependsOn");
            self.report(match only {
                Some(list) => found.fix_value(list),
                None => found,
            });
            return None;
        }
        let items = node.items();
        Some((node, items))
    }

    /// The members of the map in field `name`.
    pub(super) fn map(&mut self, object: &Object, name: &str) -> Vec<(String, Node)> {
        let Some(node) = self.optional(object, name) else {
            return Vec::new();
        };
        if node.as_object().is_none() {
            let mut found = self.of_wrong_type(&node, &format!("`{name}` must be an object"));
            if name == "outputs" {
                let form =
                    "write a name and where its value comes from: `NAME: $response.body#/POINTER`";
                found = found.help(form);
            }
            self.report(found);
        }
        node.members()
    }

    /// Reports a value of the wrong JSON type; `rule` says what it must be.
    pub(super) fn wrong_type(&mut self, node: &Node, rule: &str) {
        let found = self.of_wrong_type(node, rule);
        self.report(found);
    }

    /// The report of a value of the wrong JSON type.
    pub(super) fn of_wrong_type(&self, node: &Node, rule: &str) -> Diagnostic {
        let message = format!("{rule}, not {}", kind(node));
        let place = if node.value().is_array() || node.value().is_object() {
            whole(node)
        } else {
            node.place()
        };
        let mut found = faults::wrong_type(place, message);
        let scalar = node.value().is_number() || node.value().is_boolean();
        if scalar && rule.ends_with("a string") {
            found = found
                .help("put it in quotes")
                .fix(format!("\"{}\"", node.value()));
        }
        found
    }
}

/// A list that has to hold something and does not.
pub(super) fn empty_list(node: &Node, name: &str) -> Diagnostic {
    Diagnostic::error(Code::EmptyList, node, format!("`{name}` is an empty list"))
        .help("add an entry: at least one is required")
}

/// Where to point for the whole of a value: its key where it has one, which is a line instead of a block.
pub(super) fn whole(node: &Node) -> Place {
    let last = node.pointer().tokens().last();
    let in_list = last.is_none_or(|token| token.bytes().all(|byte| byte.is_ascii_digit()));
    if in_list { node.place() } else { node.key() }
}

/// The content of the string at `node`, without the quotes around it: what a replacement replaces.
pub(super) fn content(node: &Node) -> Place {
    node.within(0..node.as_str().map_or(0, str::len))
}

/// The JSON type at `node`, with its article.
pub(super) fn kind(node: &Node) -> &'static str {
    match node.value() {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "a boolean",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a string",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "an object",
    }
}

fn without_article(what: &str) -> &str {
    what.trim_start_matches("an ").trim_start_matches("a ")
}
