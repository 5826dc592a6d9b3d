//! Checks JSONPath queries against the grammar of RFC 9535, and rewrites what was meant to be one.

mod filter;
mod literal;
mod pattern;
mod reader;
mod simple;
pub mod tree;

pub(super) use reader::MAX_DEPTH;
use std::ops::Range;

use reader::{Dialect, Reader};
pub use simple::SimpleForm;
use tree::{Logical, Path, Selector};

use crate::expression::{
    Expression, Spanned, SyntaxError,
    fix::{Fix, Tolerated, apply},
};

/// What is known about a valid query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonPathInfo {
    /// Whether it selects one node at most because it consists of names and indexes only (RFC 9535, section
    /// 2.3.5.1): such a selector gives the value itself, any other an array (decision D-35).
    pub singular: bool,
}

/// A test that was written where a query belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonPathTest {
    /// The logical expression of RFC 9535, section 2.3.5, that says the same with the root as `@`.
    pub condition: String,
    /// Runtime expressions that stand for a whole value in [`JsonPathTest::condition`], each between braces;
    /// the spans, counted in it, exclude them. They must be put in as JSON text: a string with its quotes.
    pub values: Vec<Spanned<Expression>>,
    /// What was rewritten, in the text as it was given.
    pub fixes: Vec<Fix>,
    /// The tree of the text as it was given, where the root stands for `@`.
    pub tree: Logical,
}

/// Checks that `text` is a JSONPath query of RFC 9535, white space around it aside.
///
/// # Errors
///
/// Where it is not, with the offending bytes. What is a test rather than a query ([`jsonpath_test`]) is told
/// that comparisons belong into a filter.
pub fn check_jsonpath(text: &str) -> Result<JsonPathInfo, SyntaxError> {
    let singular = jsonpath_query(text)?.is_singular();
    Ok(JsonPathInfo { singular })
}

/// The tree of a JSONPath query of RFC 9535.
///
/// # Errors
///
/// As [`check_jsonpath`].
pub fn jsonpath_query(text: &str) -> Result<Path, SyntaxError> {
    query(&mut Reader::new(text, Dialect::Rfc9535))
}

fn query(reader: &mut Reader<'_>) -> Result<Path, SyntaxError> {
    let start = reader.cursor.at();
    if !reader.cursor.eat("$") {
        let error = reader.cursor.expected("`$`, with which a query begins");
        return Err(match reader.cursor.peek() {
            Some('@') => error.help("`@` means something inside a filter only"),
            _ => error,
        });
    }
    let segments = reader.segments()?;
    if reader.cursor.done() {
        return Ok(Path {
            absolute: true,
            segments,
            span: reader.cursor.range(start),
        });
    }
    let at = reader.cursor.at();
    reader.blank();
    let operators = ["==", "!=", "<", ">", "=", "&&", "||"];
    if operators
        .iter()
        .any(|operator| reader.cursor.looking_at(operator))
    {
        let message = "a JSONPath query selects nodes; comparisons belong into a filter";
        let error = reader.cursor.error(message);
        return Err(error.help("write a filter, as in `$[?@.status == 'done']`"));
    }
    reader.cursor.set(at);
    Err(reader.cursor.expected("`.`, `[` or the end of the query"))
}

/// Recognises a test written where a query belongs: `$.status == "x"`, `$.items.length > 0`, `$.a && !$.b`.
///
/// Queries that are compared must select one node at most. `.length` at their end means the number of
/// elements. `None` for a valid query, and where no logical expression says the same.
pub fn jsonpath_test(text: &str) -> Option<JsonPathTest> {
    if check_jsonpath(text).is_ok() {
        return None;
    }
    let (first, tree) = test(text)?;
    let condition = apply(text, &first.fixes);
    let Reader { values, fixes, .. } = test(&condition)?.0;
    fixes.is_empty().then_some(JsonPathTest {
        condition,
        values,
        fixes: first.fixes,
        tree,
    })
}

/// The query of RFC 9535 that a text means which counts nodes in another way: `$[?@.a[*].length > 1]`; `None` for a valid
/// query, and where nothing else can be meant.
pub fn counting_query(text: &str) -> Option<Tolerated> {
    let mut reader = Reader::new(text, Dialect::Counting);
    query(&mut reader).ok()?;
    let standard = apply(text, &reader.fixes);
    let why = reader.fixes.first()?.why;
    let mut again = Reader::new(&standard, Dialect::Counting);
    query(&mut again).ok()?;
    again.fixes.is_empty().then_some(Tolerated {
        standard,
        why,
        fixes: reader.fixes,
        references: Vec::new(),
        condition: None,
    })
}

/// Where a query or a test counts the nodes of a query that selects one at most.
pub fn counted_one(text: &str) -> Option<Range<usize>> {
    let tree = match jsonpath_query(text) {
        Ok(path) => Logical::holds(path),
        Err(_) => test(text)?.1,
    };
    tree.counted_ones().first().map(|path| path.span.clone())
}

/// What stands in a query that is nothing but a filter: `@.a == 1` of `$[?@.a == 1]`.
pub fn root_filter_text(text: &str) -> Option<&str> {
    let inside = text.trim().strip_prefix('$')?.trim_start();
    let inside = inside.strip_prefix('[')?.strip_suffix(']')?.trim_start();
    Some(inside.strip_prefix('?')?.trim())
}

fn test(text: &str) -> Option<(Reader<'_>, Logical)> {
    let mut reader = Reader::new(text, Dialect::Test);
    let tree = reader.logical().ok()?;
    reader.cursor.done().then_some((reader, tree))
}

/// The member that everything in a query or a test begins with, and what remains of the text when it looks into that member:
/// `files` and `$.length > 0` for `$.files.length > 0`.
pub fn within_member(text: &str) -> Option<(String, String)> {
    let tree = match jsonpath_query(text) {
        Ok(path) => Logical::holds(path),
        Err(_) => jsonpath_test(text)?.tree,
    };
    let mut member: Option<&str> = None;
    let mut fixes = Vec::new();
    for path in tree.absolute_paths() {
        let first = path.segments.first().filter(|first| !first.descendants)?;
        let [
            Spanned {
                value: Selector::Name(name),
                ..
            },
        ] = first.selectors.as_slice()
        else {
            return None;
        };
        if member.is_some_and(|member| member != name) {
            return None;
        }
        member = Some(name);
        fixes.push(Fix {
            span: first.span.clone(),
            replacement: String::new(),
            why: "",
        });
    }
    Some((member?.to_owned(), apply(text, &fixes)))
}

/// The RFC 9535 form of a query of `draft-goessner-dispatch-jsonpath-00`.
///
/// Names with `-` get brackets and quotes, `.length` that is compared becomes `length()`, `===` becomes `==`.
///
/// # Errors
///
/// Where the query holds a script expression, `[(…)]`, or is no query at all.
pub fn normalise_draft(text: &str) -> Result<String, SyntaxError> {
    let mut reader = Reader::new(text, Dialect::Draft);
    query(&mut reader)?;
    Ok(apply(text, &reader.fixes))
}

#[cfg(test)]
mod tests;
