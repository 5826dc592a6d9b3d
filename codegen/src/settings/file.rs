//! Settings files: objects whose keys are the names of the generator's methods.

use serde_json::Value;

use crate::{diagnostic::Diagnostics, load::Node};

use super::{
    Origin, Settings, Subject, Visibility,
    report::{unknown, wrong},
};

impl Settings {
    /// Takes in the settings of the file whose content is at `root`, and reports what is none.
    pub(crate) fn read(&mut self, root: &Node, diagnostics: &mut Diagnostics) {
        if root.as_object().is_none() {
            diagnostics.push(wrong(root, "a settings file is an object"));
            return;
        }
        for (key, node) in root.members() {
            let subject = Subject::ALL.into_iter().find(|it| it.name() == key);
            match (subject, key.as_str()) {
                (Some(Subject::Required), _) => self.read_list(&node, diagnostics),
                (Some(subject), _) => self.read_map(subject, &node, diagnostics),
                (None, "visibility") => self.read_visibility(&node, diagnostics),
                (None, "check_inputs") => match node.value() {
                    Value::Bool(check) => self.check_inputs = *check,
                    _ => diagnostics.push(wrong(&node, "`check_inputs` is `true` or `false`")),
                },
                (None, _) => diagnostics.push(unknown(&key, node.key())),
            }
        }
    }

    fn read_visibility(&mut self, node: &Node, diagnostics: &mut Diagnostics) {
        match node.as_str() {
            Some("public") => self.visibility = Visibility::Public,
            Some("crate") => self.visibility = Visibility::Crate,
            _ => diagnostics.push(wrong(node, "`visibility` is `public` or `crate`")),
        }
    }

    /// `required`: a list of JSON Pointers.
    fn read_list(&mut self, node: &Node, diagnostics: &mut Diagnostics) {
        if !node.value().is_array() {
            diagnostics.push(wrong(node, "`required` is a list of JSON Pointers"));
        }
        for item in node.items() {
            match item.as_str() {
                Some(key) => {
                    let origin = Origin::File(Box::new((item.place(), item.place())));
                    self.add(Subject::Required, key.to_owned(), String::new(), origin);
                }
                None => diagnostics.push(wrong(&item, "a JSON Pointer is a string")),
            }
        }
    }

    /// What is set, by what it is for.
    fn read_map(&mut self, subject: Subject, node: &Node, diagnostics: &mut Diagnostics) {
        if node.as_object().is_none() {
            let message = format!(
                "`{}` is an object: what is set, by what it is for",
                subject.name()
            );
            diagnostics.push(wrong(node, &message));
        }
        for (key, value) in node.members() {
            let several = subject.adds_up() && value.value().is_array();
            let values = match several {
                true => value.items(),
                false => vec![value.clone()],
            };
            for one in values {
                match one.as_str() {
                    Some(text) => {
                        let origin = Origin::File(Box::new((value.key(), one.place())));
                        self.add(subject, key.clone(), text.to_owned(), origin);
                    }
                    None => {
                        let message = format!("what `{}` sets is a string", subject.name());
                        diagnostics.push(wrong(&one, &message));
                    }
                }
            }
        }
    }
}
