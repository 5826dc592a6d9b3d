//! What is wrong with settings, in the report of the documents that they are for.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::listed},
    load::{Node, Place},
    nearest::nearest,
};

use super::{Origin, Setting, Settings, Subject};

impl Settings {
    /// Reports what is for nothing that is there, what gives a name that something else has, and what is set twice. `entry`
    /// is where settings are reported that a program made. Unless everything was `planned`, it is not known which types and
    /// schemas there are.
    pub(crate) fn report(&self, entry: &Place, planned: bool, diagnostics: &mut Diagnostics) {
        let mut seen = BTreeSet::new();
        for setting in self.iter() {
            let known = matches!(
                setting.subject,
                Subject::RenameWorkflow | Subject::RenameStep
            );
            if !seen.insert((setting.subject, &setting.key)) && !setting.subject.adds_up() {
                let message = format!("{} is set twice", setting.shown());
                diagnostics.push(setting.invalid(entry, message).label("set again"));
            } else if let Some((why, help)) = setting.unusable() {
                let message = format!("{} {why}", setting.shown());
                let found = setting.invalid(entry, message).label("cannot be used");
                diagnostics.push(found.help(help));
            } else if !setting.met.get() && (planned || known) {
                diagnostics.push(self.unknown(setting, entry));
            } else if setting.hides_secret.get() {
                let message = format!("{} is for a schema that holds secrets", setting.shown());
                let found = setting.invalid(entry, message).label("would not hide them");
                diagnostics.push(found.help("replace the schemas beside its `format: password`"));
            } else if let Some(other) = setting.collision.borrow().as_deref() {
                let Setting { key, value, .. } = setting;
                let message = format!("`{key}` is to be called `{value}`, as {other} is already");
                diagnostics.push(setting.invalid(entry, message).label("the name is taken"));
            }
        }
    }

    /// A setting for something that is not there.
    fn unknown(&self, setting: &Setting, entry: &Place) -> Diagnostic {
        let Setting { subject, key, .. } = setting;
        let message = format!(
            "{} is for a {} that is not there",
            setting.shown(),
            subject.what()
        );
        let found = Diagnostic::new(Code::UnknownSetting, setting.place(entry).0, message);
        let found = setting.told_where(found.label(format!(
            "nothing that is compiled has the {} `{key}`",
            subject.what()
        )));
        let asked = self.asked.borrow();
        let asked = asked.get(subject);
        let known: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
        match nearest(key, known.iter().copied()) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => found,
            None => found.help(format!("known: {}", listed(&known))),
        }
    }
}

impl Setting {
    /// Why it cannot be used whatever the documents say, and what to do about it.
    fn unusable(&self) -> Option<(&'static str, &'static str)> {
        match (self.subject, self.key.as_str()) {
            (Subject::Replace | Subject::Required, key) if !key.contains('#') => Some((
                "names no schema",
                "a schema is named by its JSON Pointer: `#/components/schemas/Order`",
            )),
            (Subject::Format, "password") => Some((
                "would show secrets",
                "values of this format are secrets, which a type of yours would not hide",
            )),
            (Subject::Format, "binary") => Some((
                "is for no JSON",
                "values of this format are bytes on the wire",
            )),
            _ => None,
        }
    }

    /// How it is written.
    fn shown(&self) -> String {
        format!("`{}` of `{}`", self.subject.name(), self.key)
    }

    /// Where its key and its value stand, or the document that a program compiles.
    fn place(&self, entry: &Place) -> (Place, Place) {
        match &self.origin {
            Origin::Call(_) => (entry.clone(), entry.clone()),
            Origin::File(places) => (**places).clone(),
        }
    }

    /// Says which call made it.
    fn told_where(&self, found: Diagnostic) -> Diagnostic {
        match &self.origin {
            Origin::Call(at) => found.note(format!(
                "set in {}:{}:{}",
                at.file(),
                at.line(),
                at.column()
            )),
            Origin::File(_) => found,
        }
    }

    /// The report of a value that cannot be used.
    pub(crate) fn invalid(&self, entry: &Place, message: impl Into<String>) -> Diagnostic {
        let place = self.place(entry).1;
        self.told_where(Diagnostic::new(Code::InvalidSetting, place, message))
    }
}

/// The report of a settings file whose value at `node` is no setting.
pub(super) fn wrong(node: &Node, message: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidSetting, node, message).label("cannot be used")
}

/// The report of a key of a settings file that is no setting.
pub(super) fn unknown(key: &str, place: Place) -> Diagnostic {
    let names = Subject::ALL.iter().map(|subject| subject.name());
    let all: Vec<&str> = names.chain(["visibility", "check_inputs"]).collect();
    let message = format!("there is no setting `{key}`");
    let found = Diagnostic::new(Code::UnknownSetting, place, message).label("unknown setting");
    match nearest(key, all.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help(format!("settings: `{}`", all.join("`, `"))),
    }
}

/// The report of an input with a default, whose type is one of the user's.
pub(crate) fn default_of_own_type(place: Place, input: &str) -> Diagnostic {
    let message =
        format!("input `{input}` has a default, which no code can write in a type of yours");
    Diagnostic::new(Code::InvalidSetting, place, message)
        .label("replaced by `format` or `replace`")
        .help("name the other schemas by `replace`, or do without the default")
}
