//! Texts of engines: regular expressions, XPath, JSONPath, JSON Pointers.

use crate::{
    expression::{
        Expression, Language, Names, Quotes, Spanned, SyntaxError, Tolerated,
        engine::{check_regex, check_xpath, flags_of_all},
    },
    load::Pointer,
};

use super::{All, Embedded, Given, JsonPath, Whole};

/// A text of an engine.
#[derive(Debug)]
pub struct Query {
    /// The text as it is written.
    pub text: String,
    /// The form with braces around the expressions that stand in quotes without them: `'$inputs.name'` (decision D-62).
    pub braced: Option<Tolerated>,
    /// The text in that form, as it is handed to the engine.
    pub given: Given,
    /// Why no value makes it valid.
    pub valid: Result<(), SyntaxError>,
    /// Whether the text as it is written is one of the language.
    pub understood: bool,
    /// For a regular expression whose flags hold for all of it, the standard form (decision D-61).
    pub flags: Option<String>,
    /// What a JSONPath asks.
    pub path: Option<JsonPath>,
    /// The same looking into one member, where the context stands for all inputs or outputs (decision D-66).
    pub member: Option<Member<Query>>,
}

/// A query, or a pointer, over all inputs or outputs, as one over the value that it begins with.
#[derive(Debug)]
pub struct Member<T> {
    /// The name of that input or output.
    pub name: String,
    /// The expression that reads it.
    pub expression: Option<Expression>,
    /// What looks into it.
    pub query: Box<T>,
}

/// A JSON Pointer that may embed expressions.
#[derive(Debug)]
pub struct PointerText {
    /// The text.
    pub given: Given,
    /// The pointer, whatever its tokens embed.
    pub pointer: Option<Pointer>,
    /// The same looking into one member, where the context stands for all inputs or outputs.
    pub member: Option<Member<PointerText>>,
}

impl Query {
    pub(super) fn regex(names: &Names, text: &str) -> Self {
        let flags = flags_of_all(text);
        Self {
            flags,
            ..Self::checked(names, text, Language::Regex, check_regex)
        }
    }

    pub(super) fn xpath(names: &Names, text: &str) -> Self {
        Self::checked(names, text, Language::XPath, check_xpath)
    }

    fn checked(
        names: &Names,
        text: &str,
        language: Language,
        check: fn(&str) -> Result<(), SyntaxError>,
    ) -> Self {
        let given = Given::read(names, text, Some(language));
        let valid = match given.embedded {
            Embedded::Nothing => check(text),
            Embedded::Parts(_) => names.check_text(text, language, check).map(|_| ()),
            // Tolerated forms have no braces to look for.
            Embedded::Invalid(..) => Ok(()),
        };
        Self {
            text: text.to_owned(),
            braced: None,
            given,
            valid,
            understood: check(text).is_ok(),
            flags: None,
            path: None,
            member: None,
        }
    }

    /// A JSONPath, of the draft of Goessner or of RFC 9535, that looks into `context`.
    pub(super) fn jsonpath(
        names: &Names,
        text: &str,
        draft: bool,
        context: Option<&Whole>,
    ) -> Self {
        let expression = context.and_then(|context| context.read.as_ref().ok());
        let braced = braced(names, text);
        let used = braced.as_ref().map_or(text, |found| &found.standard);
        let given = Given::read(names, used, Some(Language::JsonPath));
        let path = JsonPath::read(names, (text, &given), draft, expression);
        let valid = match given.embedded {
            Embedded::Invalid(..) => Ok(()),
            _ => path.read.clone().map(|_| ()),
        };
        let all = context.and_then(|context| context.all.as_ref());
        let member = all.filter(|_| !text.contains("$inputs")).and_then(|all| {
            let (name, rest) = crate::expression::engine::within_member(text)?;
            let expression = all.member(names, &name);
            let of_member = Whole::of(expression.clone());
            let query = Self::jsonpath(names, &rest, draft, of_member.as_ref());
            Some(Member {
                name,
                expression,
                query: Box::new(query),
            })
        });
        Self {
            text: text.to_owned(),
            braced,
            given,
            valid,
            understood: path.is_query(),
            flags: None,
            path: Some(path),
            member,
        }
    }
}

impl PointerText {
    /// The pointer, if it is the same in every run.
    pub fn constant(&self) -> Option<&Pointer> {
        let constant = matches!(self.given.embedded, Embedded::Nothing);
        self.pointer.as_ref().filter(|_| constant)
    }

    pub(super) fn read(names: &Names, text: &str, context: Option<&Whole>) -> Self {
        let all = context.and_then(|context| context.all.as_ref());
        let member = all.and_then(|all| {
            let (name, rest) = first_token(text)?;
            Some(Member {
                expression: all.member(names, &name),
                query: Box::new(Self::read(names, &rest, None)),
                name,
            })
        });
        Self {
            given: Given::read(names, text, None),
            pointer: Pointer::parse(text),
            member,
        }
    }
}

impl All {
    /// The expression of one of the values.
    fn member(&self, names: &Names, name: &str) -> Option<Expression> {
        let base = match self {
            Self::Inputs => "$inputs".to_owned(),
            Self::Outputs(step) => format!("$steps.{step}.outputs"),
        };
        names.parse(&format!("{base}.{name}")).ok()
    }
}

impl Whole {
    fn of(expression: Option<Expression>) -> Option<Self> {
        expression.map(|expression| Self {
            read: Ok(expression),
            standard: None,
            all: None,
        })
    }
}

/// The text with braces around the expressions that stand in quotes without them; `None` where that is not all of them.
fn braced(names: &Names, text: &str) -> Option<Tolerated> {
    let tolerated = names.tolerated(text)?;
    let is_quoted = |reference: &Spanned<Expression>| {
        let mut quotes = Quotes::default();
        quotes.pass(text.get(..reference.span.start).unwrap_or_default());
        quotes.is_open()
    };
    let references = &tolerated.references;
    (!references.is_empty() && references.iter().all(is_quoted)).then_some(tolerated)
}

/// The first token of a JSON Pointer, and the pointer behind it.
fn first_token(pointer: &str) -> Option<(String, String)> {
    let inside = pointer.strip_prefix('/')?;
    let (first, rest) = inside.split_at(inside.find('/').unwrap_or(inside.len()));
    // Only a run knows which one a value names.
    let name = Pointer::parse(&format!("/{first}")).filter(|_| !first.contains('{'))?;
    let name = name.tokens().next()?;
    Some((name, rest.to_owned()))
}
