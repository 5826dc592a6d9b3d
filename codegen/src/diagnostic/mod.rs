//! What the generator has to say about a document: plain data, collected by every stage, rendered by `report`.

mod code;
mod mistakes;
pub(crate) mod names;

pub use code::{Code, Level, Severity};
pub(crate) use mistakes::Mistakes;

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::{
    load::{Node, Place},
    nearest::Meant,
};

/// The extension that lists codes of warnings which are not reported, for the object that has it and all it holds.
pub(crate) const ALLOW: &str = "x-arazzo-codegen-allow";

/// One finding, anchored at the text it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is known by.
    pub code: Code,
    /// Whether code can be emitted all the same.
    pub severity: Severity,
    /// One sentence without a full stop, naming what was found.
    pub message: String,
    /// The offending text.
    pub primary: Label,
    /// Declarations and other places involved.
    pub secondary: Vec<Label>,
    /// Facts that help to understand the finding.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// A replacement of the offending text.
    pub suggestion: Option<Suggestion>,
    /// The `stepId` of the step concerned, if any.
    pub step: Option<String>,
    /// What is at fault wherever it shows; see [`Self::once_for`].
    pub(crate) culprit: Option<Place>,
    /// Whether it misses a name, which may be used in many places.
    pub(crate) misses_name: bool,
}

/// A place in a document with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// Shown beside the underlined text; may be empty.
    pub text: String,
}

/// A replacement of the primary label's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to write instead of the text of the primary label.
    pub replacement: String,
    /// Whether `check --fix` may apply it without asking.
    pub certain: bool,
    /// What the replacement is written as.
    pub form: Form,
}

/// What a [`Suggestion`] replaces a text by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Text of the same string.
    #[default]
    Text,
    /// A value of another type, as the document writes it: `[a]`, `2`.
    Value,
}

impl Diagnostic {
    /// A diagnostic about `place`, as serious as its code says: of a code that has one level.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::of(code.level().severity(), code, place.into(), message.into())
    }

    /// An error about `place`, of a code that may be one.
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::of(Severity::Error, code, place.into(), message.into())
    }

    /// A warning about `place`, of a code that may be one.
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, code, place.into(), message.into())
    }

    fn of(severity: Severity, code: Code, place: Place, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            primary: Label {
                place,
                text: String::new(),
            },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            suggestion: None,
            step: None,
            culprit: None,
            misses_name: false,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub(crate) fn into_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Whether it forbids emitting code.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The words beside the underlined text.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place involved, such as a declaration.
    #[must_use]
    pub fn also(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            place: place.into(),
            text: text.into(),
        });
        self
    }

    /// A fact that helps to understand the finding.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// An exact replacement of the offending text that a person should look at.
    #[must_use]
    pub fn suggest(mut self, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Suggestion {
            replacement: replacement.into(),
            certain: false,
            form: Form::Text,
        });
        self
    }

    /// An exact replacement of the offending text by one with the name that was meant: applied by `check --fix` if that is
    /// beyond doubt.
    #[must_use]
    pub fn correct(self, meant: Meant<'_>, replacement: impl Into<String>) -> Self {
        match meant {
            Meant::Certain(_) => self.fix(replacement),
            Meant::Likely(_) => self.suggest(replacement),
        }
    }

    /// An exact replacement that keeps the meaning for certain, which `check --fix` applies.
    #[must_use]
    pub fn fix(mut self, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Suggestion {
            replacement: replacement.into(),
            certain: true,
            form: Form::Text,
        });
        self
    }

    /// As [`Self::fix`], by a value of another type, as the document writes it.
    #[must_use]
    pub fn fix_value(mut self, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Suggestion {
            replacement: replacement.into(),
            certain: true,
            form: Form::Value,
        });
        self
    }

    /// Says that `culprit` is at fault, which may show in many places: the first finding about it stands for all of the code.
    #[must_use]
    pub(crate) fn once_for(mut self, culprit: impl Into<Place>) -> Self {
        self.culprit = Some(culprit.into());
        self
    }

    /// Says that it misses a name: of a code that is [said once per name](Code::is_once_per_name), the first use in a workflow
    /// stands for all.
    #[must_use]
    pub(crate) fn about_missing_name(mut self) -> Self {
        self.misses_name = true;
        self
    }

    /// What makes two findings one: the same words about the same value, or the same culprit.
    fn identity(&self) -> (Code, &Place, Option<&str>) {
        match &self.culprit {
            Some(culprit) => (self.code, culprit, None),
            None => (self.code, &self.primary.place, Some(&self.message)),
        }
    }

    /// Equal for findings that are one.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.identity().hash(&mut hasher);
        hasher.finish()
    }

    /// Takes in that `other` says the same: what several steps share belongs to none of them.
    pub(crate) fn share(&mut self, other: &Self) {
        if self.step != other.step {
            self.step = None;
        }
        self.severity = self.severity.max(other.severity);
    }

    /// The step concerned.
    #[must_use]
    pub fn step(mut self, step: impl Into<String>) -> Self {
        // A step whose id was reported has none to be known by.
        self.step = Some(step.into()).filter(|id| !id.is_empty());
        self
    }
}

/// Everything found so far, in the order it was found. Stages only add to it: what they have to know of earlier mistakes is
/// in what earlier stages hand on, or among `Mistakes`. Which findings are reported, and how, is decided at the end
/// (`report::policy`).
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Where in `found` to look for a finding that says the same: a document may hold thousands of mistakes.
    known: HashMap<u64, Vec<usize>>,
    mistakes: Mistakes,
    strict: bool,
    each: bool,
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl Diagnostics {
    /// An empty collection. With `strict`, tolerated deviations are errors.
    pub fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// An empty collection that keeps what is said of each step, be it in the same words.
    pub fn of_each_step(strict: bool) -> Self {
        Self {
            each: true,
            ..Self::new(strict)
        }
    }

    /// Adds a finding, unless it is known: the same words about the same value, whatever led there. One of a code that is
    /// [tolerated](Level::Tolerated) is a warning, or an error under `--strict`.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.code.level() == Level::Tolerated {
            diagnostic.severity = self.tolerated();
        }
        self.add(diagnostic);
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.mistakes.add(&diagnostic);
        let alike = self.known.entry(diagnostic.hash()).or_default();
        for index in alike.iter() {
            if let Some(known) = self.found.get_mut(*index)
                && known.identity() == diagnostic.identity()
                && (!self.each || known.step == diagnostic.step)
            {
                if known.culprit.is_none() {
                    known.share(&diagnostic);
                }
                return;
            }
        }
        alike.push(self.found.len());
        self.found.push(diagnostic);
    }

    /// Adds a deviation from the standard whose meaning is plain, of a code that has errors as well: a warning, or an error
    /// under `--strict`.
    pub fn tolerate(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.severity = self.tolerated();
        self.add(diagnostic);
    }

    /// Adds a finding about what nothing depends on: a warning, whatever it would be elsewhere.
    pub fn mention(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.severity = Severity::Warning;
        self.add(diagnostic);
    }

    /// How serious a deviation is whose meaning is plain.
    pub(crate) fn tolerated(&self) -> Severity {
        match self.strict {
            true => Severity::Error,
            false => Severity::Warning,
        }
    }

    /// Whether there are more reports than anybody reads: what takes long to find out, such as the nearest of thousands of
    /// names, is not looked for any more, so that a document of mistakes takes no longer than its length.
    pub fn are_many(&self) -> bool {
        const MANY: usize = 200;
        self.found.len() >= MANY
    }

    /// Whether tolerated deviations are errors.
    pub fn strict(&self) -> bool {
        self.strict
    }

    /// What is known to be wrong so far.
    pub(crate) fn mistakes(&self) -> &Mistakes {
        &self.mistakes
    }

    /// An empty collection for findings of an attempt, which [`Self::extend`] takes if it counts.
    #[must_use]
    pub(crate) fn branch(&self) -> Self {
        Self::new(self.strict)
    }

    /// Adds what was found by an attempt.
    pub(crate) fn extend(&mut self, found: Self) {
        found.into_iter().for_each(|found| self.add(found));
    }
}

impl From<&Node> for Place {
    fn from(node: &Node) -> Self {
        node.place()
    }
}
