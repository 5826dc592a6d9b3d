//! The syntax tree of JSONPath queries and of the logical expressions in their filters (RFC 9535, section 2).

use std::ops::Range;

use serde_json::Value as Json;

use crate::expression::{Comparison, Expression, Spanned};

/// A query: `$` or `@` and what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Whether it begins at the root; else at the node that the filter around it looks at.
    pub absolute: bool,
    /// Its segments, from left to right.
    pub segments: Vec<Segment>,
    /// Its bytes.
    pub span: Range<usize>,
}

/// `.name`, `[…]` or either after `..`.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Whether it looks at everything below, not at children only.
    pub descendants: bool,
    /// What it selects.
    pub selectors: Vec<Spanned<Selector>>,
    /// Its bytes.
    pub span: Range<usize>,
}

/// What is selected of a node's children.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector {
    /// A member.
    Name(String),
    /// An element; negative ones count from the end.
    Index(i64),
    /// `*`, or a slice.
    Several,
    /// Those of which this holds.
    Filter(Box<Logical>),
}

/// `a && b || !c`
#[derive(Debug, Clone, PartialEq)]
pub enum Logical {
    /// One of them.
    Or(Vec<Logical>),
    /// All of them.
    And(Vec<Logical>),
    /// The contrary.
    Not(Box<Logical>),
    /// A comparison.
    Compare(Spanned<Value>, Comparison, Spanned<Value>),
    /// A query that finds something, or a function that holds.
    Holds(Spanned<Value>),
}

/// What is compared, or given to a function.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A literal.
    Literal(Json),
    /// A runtime expression that stands for a value.
    Expression(Expression),
    /// A query.
    Path(Path),
    /// A function and its arguments.
    Function(String, Vec<Spanned<Value>>),
}

impl Selector {
    /// The children of a node that it may select.
    fn children<'j>(&self, node: &'j Json) -> Vec<&'j Json> {
        match (self, node) {
            (Self::Name(name), Json::Object(members)) => members.get(name).into_iter().collect(),
            (Self::Index(index), Json::Array(items)) => {
                let at = match usize::try_from(*index) {
                    Ok(at) => Some(at),
                    Err(_) => usize::try_from(index.unsigned_abs())
                        .ok()
                        .and_then(|back| items.len().checked_sub(back)),
                };
                at.and_then(|at| items.get(at)).into_iter().collect()
            }
            (Self::Several | Self::Filter(_), Json::Array(items)) => items.iter().collect(),
            (Self::Several | Self::Filter(_), Json::Object(members)) => members.values().collect(),
            _ => Vec::new(),
        }
    }
}

impl Segment {
    /// Whether it selects one node at most: a name or an index.
    pub(super) fn is_singular(&self) -> bool {
        let one = self
            .selectors
            .iter()
            .all(|selector| matches!(selector.value, Selector::Name(_) | Selector::Index(_)));
        one && !self.descendants && self.selectors.len() == 1
    }
}

impl Path {
    /// The filter at the root that the query begins with: `$[?…].name`.
    pub fn leading_filter(&self) -> Option<&Logical> {
        let segment = self.segments.first()?;
        match segment.selectors.as_slice() {
            [
                Spanned {
                    value: Selector::Filter(filter),
                    ..
                },
            ] if !segment.descendants => Some(filter),
            _ => None,
        }
    }

    /// Whether nothing follows the first segment.
    pub fn is_one_segment(&self) -> bool {
        self.segments.len() == 1
    }

    fn filters(&self) -> impl Iterator<Item = &Logical> {
        let selectors = self.segments.iter().flat_map(|segment| &segment.selectors);
        selectors.filter_map(|selector| match &selector.value {
            Selector::Filter(filter) => Some(filter.as_ref()),
            _ => None,
        })
    }

    /// Whether it selects one node at most because it consists of names and indexes only.
    pub fn is_singular(&self) -> bool {
        self.segments.iter().all(Segment::is_singular)
    }

    /// The tokens of the JSON Pointer to the one node that it selects. None where a pointer might find another: an index from
    /// the end, a name of digits.
    pub fn tokens(&self) -> Option<Vec<String>> {
        let tokens = self.segments.iter().map(|segment| {
            let [selector] = segment.selectors.as_slice() else {
                return None;
            };
            match &selector.value {
                _ if segment.descendants => None,
                Selector::Name(name) if name.parse::<u64>().is_ok() => None,
                Selector::Name(name) => Some(name.clone()),
                Selector::Index(index) => u64::try_from(*index).ok().map(|it| it.to_string()),
                Selector::Several | Selector::Filter(_) => None,
            }
        });
        tokens.collect()
    }
}

impl Path {
    /// Whether it may find something in a value, parts of which are `open`: they become what only a run knows. Filters may hold
    /// for anything.
    pub fn may_select(&self, value: &Json, open: &dyn Fn(&Json) -> bool) -> bool {
        let mut nodes = vec![value];
        for segment in &self.segments {
            if segment.descendants || nodes.iter().any(|node| open(node)) {
                return true;
            }
            let selectors = || segment.selectors.iter().map(|selector| &selector.value);
            let selected = nodes
                .iter()
                .flat_map(|node| selectors().flat_map(move |selector| selector.children(node)));
            nodes = selected.collect();
        }
        !nodes.is_empty()
    }

    /// Which of its segments are indexes.
    pub fn indexes(&self) -> impl Iterator<Item = usize> {
        let segments = self.segments.iter().enumerate();
        segments.filter_map(|(at, segment)| {
            let mut selectors = segment.selectors.iter();
            let index = selectors.any(|it| matches!(it.value, Selector::Index(_)));
            index.then_some(at)
        })
    }
}

impl Logical {
    /// What a query says where a test stands: it holds if it finds something.
    pub fn holds(path: Path) -> Self {
        let span = path.span.clone();
        let value = Value::Path(path);
        Self::Holds(Spanned { value, span })
    }

    /// The names that all its paths begin with, which look into the node that is tested; `None` where one begins at the root,
    /// or otherwise than by a name.
    pub fn member_names(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        self.names_into(&mut names).then_some(names)
    }

    fn names_into<'t>(&'t self, names: &mut Vec<&'t str>) -> bool {
        match self {
            Self::Or(all) | Self::And(all) => all.iter().all(|one| one.names_into(names)),
            Self::Not(inner) => inner.names_into(names),
            Self::Compare(left, _, right) => {
                left.value.names_into(names) && right.value.names_into(names)
            }
            Self::Holds(value) => value.value.names_into(names),
        }
    }

    /// Queries whose nodes are counted although they select one at most.
    pub fn counted_ones(&self) -> Vec<&Path> {
        match self {
            Self::Or(all) | Self::And(all) => all.iter().flat_map(Self::counted_ones).collect(),
            Self::Not(inner) => inner.counted_ones(),
            Self::Compare(left, _, right) => {
                let sides = [&left.value, &right.value];
                sides.iter().filter_map(|side| side.counted_one()).collect()
            }
            Self::Holds(value) => match &value.value {
                Value::Path(path) => path.filters().flat_map(Self::counted_ones).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// The paths that begin at the root, those inside filters included.
    pub(super) fn absolute_paths(&self) -> Vec<&Path> {
        match self {
            Self::Or(all) | Self::And(all) => all.iter().flat_map(Self::absolute_paths).collect(),
            Self::Not(inner) => inner.absolute_paths(),
            Self::Compare(left, _, right) => {
                let mut found = left.value.absolute_paths();
                found.extend(right.value.absolute_paths());
                found
            }
            Self::Holds(value) => value.value.absolute_paths(),
        }
    }
}

impl Value {
    fn names_into<'t>(&'t self, names: &mut Vec<&'t str>) -> bool {
        match self {
            Self::Path(path) => {
                let first = path.segments.first().filter(|first| !first.descendants);
                let selectors = first.map(|first| first.selectors.as_slice());
                let Some(
                    [
                        Spanned {
                            value: Selector::Name(name),
                            ..
                        },
                    ],
                ) = selectors
                else {
                    return false;
                };
                names.push(name);
                !path.absolute && self.absolute_paths().is_empty()
            }
            Self::Function(_, arguments) => arguments
                .iter()
                .all(|argument| argument.value.names_into(names)),
            Self::Literal(_) | Self::Expression(_) => true,
        }
    }

    fn counted_one(&self) -> Option<&Path> {
        match self {
            Self::Function(name, arguments) if name == "count" => match arguments.as_slice() {
                [
                    Spanned {
                        value: Self::Path(path),
                        ..
                    },
                ] => Some(path).filter(|path| path.is_singular()),
                _ => None,
            },
            _ => None,
        }
    }

    fn absolute_paths(&self) -> Vec<&Path> {
        match self {
            Self::Path(path) => {
                let own = path.absolute.then_some(path);
                own.into_iter()
                    .chain(path.filters().flat_map(Logical::absolute_paths))
                    .collect()
            }
            Self::Function(_, arguments) => {
                let arguments = arguments.iter();
                arguments
                    .flat_map(|argument| argument.value.absolute_paths())
                    .collect()
            }
            Self::Literal(_) | Self::Expression(_) => Vec::new(),
        }
    }

    /// Whether it is a function with a truth value.
    pub(super) fn is_logical(&self) -> bool {
        matches!(self, Self::Function(name, _) if matches!(name.as_str(), "match" | "search"))
    }
}

/// The text of a string literal that has been read: `'…'` or `"…"`, escapes and all.
pub(super) fn unquoted(literal: &str) -> String {
    let inner = literal
        .get(1..literal.len().saturating_sub(1))
        .unwrap_or("");
    let json = match literal.starts_with('\'') {
        true => inner.replace("\\'", "'").replace('"', "\\\""),
        false => inner.to_owned(),
    };
    serde_json::from_str(&format!("\"{json}\"")).unwrap_or_else(|_| inner.to_owned())
}
