//! Words for a pointer that leads nowhere, and where it was probably meant to lead.

use std::ops::Range;

use crate::{
    diagnostic::{Code, Diagnostic},
    elaborate::reads::Reading,
    expression::{Expression, Message},
    load::{Place, Pointer},
    nearest::{meant, nearest, resembling},
    types::{Inside, Kinds, Walk, walk},
};

use super::{super::super::subject::Subject, Missing};

/// The error about a `token` of the expression at `whole` that none of the `declared` members has: it stands at `part`, where
/// it can be told from the rest.
pub(crate) fn no_member(token: &str, declared: &[String], whole: Place, part: Place) -> Diagnostic {
    let apart = part != whole;
    let message = format!("the schema declares no `{token}` here");
    let found = Diagnostic::error(Code::UndeclaredPointer, part, message);
    match nearest(token, declared.iter().map(String::as_str)) {
        Some(near) => {
            let found = found.help(format!("`{near}` has a similar name"));
            match apart {
                true => found.suggest(near),
                false => found,
            }
        }
        None if declared.is_empty() => found,
        None => {
            let all: Vec<String> = declared.iter().map(|name| format!("`{name}`")).collect();
            found.help(format!("declared: {}", all.join(", ")))
        }
    }
}

/// A warning about the way to something that is probably not there.
pub(super) fn warning(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(Code::UndeclaredPointer, place, message)
}

/// What is said of the token that is missing.
pub(super) fn report(
    subject: &Subject,
    reading: &Reading,
    tokens: &[String],
    missing: &Missing,
) -> Diagnostic {
    let lost = Lost {
        subject,
        reading,
        tokens,
        missing,
    };
    let found = match missing.inside {
        Inside::Object => lost.index_too_much(),
        Inside::Array if !is_index(lost.token()) => lost.no_index(),
        Inside::Array => None,
        Inside::Scalar => lost.too_far(),
    };
    found.unwrap_or_else(|| lost.undeclared())
}

/// A pointer that leads nowhere.
struct Lost<'a> {
    subject: &'a Subject<'a>,
    reading: &'a Reading,
    tokens: &'a [String],
    missing: &'a Missing,
}

impl Lost<'_> {
    fn token(&self) -> &str {
        self.tokens.get(self.missing.at).map_or("", String::as_str)
    }

    /// The tokens before the missing one, and those after it.
    fn around(&self) -> (&[String], &[String]) {
        let at = self.missing.at;
        let before = self.tokens.get(..at).unwrap_or_default();
        (before, self.tokens.get(at + 1..).unwrap_or_default())
    }

    /// An index where an object is, whose member the rest of the way would find.
    fn index_too_much(&self) -> Option<Diagnostic> {
        let (before, after) = self.around();
        let better = [before, after].concat();
        let useful = is_index(self.token()) && !after.is_empty() && self.is_found(&better);
        if !useful {
            return None;
        }
        let message = format!("{} is an object, not an array", self.holder());
        let span = token_span(self.reading, self.missing.at, self.missing.at + 1);
        let next = token_span(self.reading, self.missing.at + 1, self.missing.at + 1);
        let found = self
            .warning(span.as_ref(), message)
            .help(nearest_pointer(&better));
        let next = next.and_then(|next| self.reading.text(&next));
        let exact = span.filter(|span| self.reading.piece(span).is_some());
        Some(match (exact, next) {
            (Some(_), Some(next)) => found.suggest(next),
            _ => found,
        })
    }

    /// A member of a list.
    fn no_index(&self) -> Option<Diagnostic> {
        let (before, after) = self.around();
        let token = self.token();
        let message = format!("{} is an array: it has no `{token}`", self.holder());
        let span = token_span(self.reading, self.missing.at, self.missing.at);
        let found = self.warning(span.as_ref(), message);
        let element = |index: &str| [before, &[index.to_owned()]].concat();
        let better = [
            element("0").as_slice(),
            [token.to_owned()].as_slice(),
            after,
        ]
        .concat();
        if !self.is_found(&better) {
            let [first, second] = ["0", "1"].map(|index| pointer(&element(index)));
            return Some(found.help(format!(
                "its elements are `{first}`, `{second}` and so on; a pointer counts nothing"
            )));
        }
        let found = found.help(format!("its first element has one: `{}`", pointer(&better)));
        let exact = span.filter(|span| self.reading.piece(span).is_some());
        let raw = exact.and_then(|span| self.reading.text(&span));
        Some(match raw.filter(|_| self.in_pointer()) {
            Some(raw) => found.suggest(format!("0/{raw}")),
            None => found,
        })
    }

    /// Beyond a value that has no parts.
    fn too_far(&self) -> Option<Diagnostic> {
        let (before, _) = self.around();
        let kinds = self.kinds(before)?;
        let message = format!(
            "{} is {}: it has no `{}`",
            self.holder(),
            kinds.words(false),
            self.token()
        );
        let span = token_span(self.reading, self.missing.at, self.missing.at);
        let found = self.warning(span.as_ref(), message);
        Some(found.help(match before.is_empty() {
            true => "the value is the whole body: `$response.body`".to_owned(),
            false => format!("the value is `{}`", pointer(before)),
        }))
    }

    /// A member that is not declared.
    fn undeclared(&self) -> Diagnostic {
        let token = self.token();
        let span = token_span(self.reading, self.missing.at, self.missing.at);
        let message = format!("the response's schema declares no `{token}`");
        let found = self.warning(span.as_ref(), message);
        let (before, after) = self.around();
        let with = |name: &str| [before, &[name.to_owned()], after].concat();
        let names = self.missing.declared.iter().map(String::as_str);
        // The schema is asked last and only of what follows the name, for it may declare thousands of names.
        let fit = resembling(token, names)
            .filter(|name| after.is_empty() || self.is_possible(&with(name)));
        let Some(meant) = meant(token, fit) else {
            if self.missing.declared.is_empty() {
                return found;
            }
            let names: Vec<String> = (self.missing.declared.iter().take(8))
                .map(|name| format!("`{name}`"))
                .collect();
            return found.help(format!("declared there: {}", names.join(", ")));
        };
        let found = found.help(nearest_pointer(&with(meant.name())));
        // Names that need more than the pointer's own escapes are left to a person.
        let plain =
            |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '@');
        match self.place(span.as_ref()) {
            Some(_) if meant.name().chars().all(plain) => found.correct(meant, meant.name()),
            _ => found,
        }
    }

    fn warning(&self, span: Option<&Range<usize>>, message: String) -> Diagnostic {
        let place = self.place(span);
        let place = place.unwrap_or_else(|| self.reading.place());
        warning(place, message)
            .label("probably never there")
            .also(&self.missing.schema, "the schema")
    }

    fn place(&self, span: Option<&Range<usize>>) -> Option<Place> {
        span.and_then(|span| self.reading.piece(span))
    }

    /// What the missing token was looked for in.
    fn holder(&self) -> String {
        match self.around().0.last() {
            None => "the body".to_owned(),
            Some(index) if is_index(index) => format!("element {index}"),
            Some(name) => format!("`{name}`"),
        }
    }

    /// Whether the missing token stands in the pointer, rather than in an access after it.
    fn in_pointer(&self) -> bool {
        self.missing.at < pointer_length(self.reading)
    }

    /// Whether the schema declares something at the end of the way.
    fn is_found(&self, way: &[String]) -> bool {
        let walked = walk(&self.missing.schema, way, self.subject.documents);
        matches!(walked, Walk::Found(_))
    }

    /// Whether the schema lets the way have an end.
    fn is_possible(&self, way: &[String]) -> bool {
        let walked = walk(&self.missing.schema, way, self.subject.documents);
        !matches!(walked, Walk::Undeclared { .. })
    }

    fn kinds(&self, way: &[String]) -> Option<Kinds> {
        let refs = self.subject.documents;
        let Walk::Found(found) = walk(&self.missing.schema, way, refs) else {
            return None;
        };
        let places = found.places.iter();
        let mut all = places.flat_map(|place| place.alternatives(refs).all);
        let first = all.next()?.kinds()?;
        all.try_fold(first, |kinds, next| Some(kinds.or(next.kinds()?)))
    }
}

fn is_index(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

fn pointer(way: &[String]) -> String {
    format!("#{}", Pointer::from_tokens(way.iter().map(String::as_str)))
}

fn nearest_pointer(way: &[String]) -> String {
    format!("the nearest declared pointer is `{}`", pointer(way))
}

/// How many tokens the pointer has, accesses after it apart.
fn pointer_length(reading: &Reading) -> usize {
    match &reading.expression {
        Expression::Response(Message::Body(Some(pointer))) => pointer.value.tokens().count(),
        _ => 0,
    }
}

/// The bytes of some tokens of the pointer, or of one access after it.
fn token_span(reading: &Reading, from: usize, to: usize) -> Option<Range<usize>> {
    let Expression::Response(Message::Body(pointer)) = &reading.expression else {
        return None;
    };
    let count = pointer_length(reading);
    if from >= count {
        let access = reading.access.get(from - count).filter(|_| from == to)?;
        let text = reading.text(&access.span)?;
        let start = access.span.start + usize::from(text.starts_with('.'));
        return (!text.starts_with('[')).then_some(start..access.span.end);
    }
    let span = pointer.as_ref()?.span.clone();
    let text = reading.text(&span)?;
    let mut start = span.start + text.find('/')? + 1;
    let rest = reading.text(&(start..span.end))?;
    let mut first = None;
    for (index, raw) in rest.split('/').enumerate() {
        if index == from {
            first = Some(start);
        }
        if index == to {
            return Some(first?..start + raw.len());
        }
        start += raw.len() + 1;
    }
    None
}
