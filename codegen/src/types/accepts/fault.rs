//! What can be wrong with a literal, and the words for it.

use serde_json::{Map, Value};

use crate::{
    load::{Node, Pointer},
    nearest::{Meant, meant},
    types::Conjunction,
};

/// At most so many values are listed in a message.
pub(super) const MAX_LISTED: usize = 8;

/// Texts are shown up to this length.
const LONGEST: usize = 40;

/// A place where a literal differs from its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, inside the literal.
    pub pointer: Pointer,
    /// What is wrong.
    pub fault: Fault,
    /// The schema that says so.
    pub schema: Option<Node>,
    /// Whether the pointer leads to just what is wrong: not where a text is wrong in one of the values it lists.
    pub exact: bool,
    /// Whether other alternatives are refused for other reasons.
    pub closest: bool,
}

/// What is wrong with a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A value of another kind.
    Kind {
        /// `an integer`
        expected: String,
        /// ``the string `x` ``
        found: String,
    },
    /// A value that is not listed.
    Unlisted {
        /// ``one of `a`, `b` ``
        expected: String,
        /// What is there instead.
        found: String,
        /// The text that is there, and the texts that are listed.
        texts: Option<(String, Vec<String>)>,
        /// Whether only one value is listed, as in the tag of an alternative.
        only: bool,
    },
    /// Too long, too short, too large: the whole sentence.
    Bound(String),
    /// A required member is not there.
    Missing {
        /// Its name.
        name: String,
    },
    /// None of these members is there, and one is required.
    MissingAny {
        /// Their names.
        names: Vec<String>,
    },
    /// A member that only the server sets.
    ReadOnly {
        /// Its name.
        name: String,
    },
    /// A member that is not declared.
    Undeclared {
        /// Its name.
        name: String,
        /// What is declared.
        declared: Vec<String>,
        /// What is declared and not there.
        free: Vec<String>,
    },
    /// A member that the schema forbids by its name.
    RuledOut {
        /// Its name.
        name: String,
    },
}

impl Mismatch {
    pub(super) fn new(at: &Pointer, fault: Fault, schema: Option<&Node>) -> Self {
        Self {
            pointer: at.clone(),
            fault,
            schema: schema.cloned(),
            exact: true,
            closest: false,
        }
    }

    /// A member of an object that lacks it.
    pub fn missing(name: &str, schema: &Node) -> Self {
        let name = name.to_owned();
        Self::new(&Pointer::root(), Fault::Missing { name }, Some(schema))
    }

    /// A member of `object` that is none of those declared. What is there already was not meant once more.
    pub fn undeclared(
        at: &Pointer,
        name: &str,
        declared: &[String],
        object: &Map<String, Value>,
    ) -> Self {
        let free = declared.iter().filter(|name| !object.contains_key(*name));
        let wrong = Fault::Undeclared {
            name: name.to_owned(),
            declared: declared.to_vec(),
            free: free.cloned().collect(),
        };
        Self::new(at, wrong, None)
    }

    /// The same, where the value is what stands at `place`.
    #[must_use]
    pub fn below(mut self, place: &Pointer) -> Self {
        let tokens: Vec<String> = place.tokens().chain(self.pointer.tokens()).collect();
        self.pointer = Pointer::from_tokens(tokens);
        self
    }

    /// What is wrong, and where if not with the whole, as a sentence without a full stop.
    pub fn words(&self) -> String {
        match self.pointer.is_root() {
            true => self.fault.words(),
            false => format!("at `{}`: {}", self.pointer, self.fault.words()),
        }
    }

    /// The declared name or listed text that was probably meant.
    pub fn meant(&self) -> Option<Meant<'_>> {
        match &self.fault {
            Fault::Undeclared { name, free, .. } => meant(name, free.iter().map(String::as_str)),
            Fault::Unlisted {
                texts: Some((given, listed)),
                ..
            } => meant(given, listed.iter().map(String::as_str)),
            _ => None,
        }
    }

    /// Whether it is the member that is wrong, not its value.
    pub fn is_about_member(&self) -> bool {
        matches!(
            self.fault,
            Fault::Undeclared { .. } | Fault::ReadOnly { .. } | Fault::RuledOut { .. }
        )
    }

    /// Whether it is the same mistake, whatever is said about it.
    pub(super) fn is(&self, other: &Self) -> bool {
        let undeclared = |fault: &Fault| matches!(fault, Fault::Undeclared { .. });
        self.pointer == other.pointer
            && (self.fault == other.fault || undeclared(&self.fault) && undeclared(&other.fault))
    }
}

impl Fault {
    pub(super) fn kind(expected: String, value: &Value) -> Self {
        Self::Kind {
            expected,
            found: shown(value),
        }
    }

    /// What is wrong, as a sentence without a full stop.
    pub fn words(&self) -> String {
        match self {
            Self::Kind { expected, found } => format!("expected {expected}, found {found}"),
            Self::Unlisted {
                expected, found, ..
            } => format!("expected {expected}, found {found}"),
            Self::Bound(words) => words.clone(),
            Self::Missing { name } => format!("the required member `{name}` is missing"),
            Self::MissingAny { names } => {
                format!("none of the members {} is there", quoted(names))
            }
            Self::ReadOnly { name } => format!("the member `{name}` is read-only"),
            Self::Undeclared { name, .. } => format!("the schema declares no member `{name}`"),
            Self::RuledOut { name } => format!("the schema rules the member `{name}` out"),
        }
    }
}

/// A value that is not among those listed.
pub(super) fn unlisted(value: &Value, allowed: &[Value], nullable: bool) -> Fault {
    let mut listed: Vec<String> = allowed.iter().take(MAX_LISTED).map(brief).collect();
    if allowed.len() > MAX_LISTED {
        listed.push("…".to_owned());
    }
    if nullable {
        listed.push("`null`".to_owned());
    }
    let texts = allowed.iter().filter_map(Value::as_str).map(str::to_owned);
    Fault::Unlisted {
        expected: match listed.as_slice() {
            [] => "no value at all, since the list of values is empty".to_owned(),
            [only] => only.clone(),
            several => format!("one of {}", several.join(", ")),
        },
        found: brief(value),
        texts: value
            .as_str()
            .map(|text| (text.to_owned(), texts.collect())),
        only: allowed.len() == 1,
    }
}

/// The schema that has the keyword, else the outermost.
pub(super) fn that_says<'a>(all: &'a Conjunction, keyword: &str) -> Option<&'a Node> {
    let has = |part: &&Node| part.value().get(keyword).is_some();
    let found = all.parts().iter().find(has);
    found.or_else(|| all.seen().first())
}

pub(super) fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// A value with its kind, for messages.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("the boolean {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => format!("the string {}", brief(value)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A value short enough for a message.
pub(super) fn brief(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("`{start}…`")
}
