//! The core function library of XPath 1.0, and well-known functions of later versions.

/// Names with the least and the largest number of arguments.
const CORE: [(&str, usize, usize); 25] = [
    ("last", 0, 0),
    ("position", 0, 0),
    ("count", 1, 1),
    ("local-name", 0, 1),
    ("namespace-uri", 0, 1),
    ("name", 0, 1),
    ("string", 0, 1),
    ("concat", 2, usize::MAX),
    ("starts-with", 2, 2),
    ("contains", 2, 2),
    ("substring-before", 2, 2),
    ("substring-after", 2, 2),
    ("substring", 2, 3),
    ("string-length", 0, 1),
    ("normalize-space", 0, 1),
    ("translate", 3, 3),
    ("boolean", 1, 1),
    ("not", 1, 1),
    ("true", 0, 0),
    ("false", 0, 0),
    ("number", 0, 1),
    ("sum", 1, 1),
    ("floor", 1, 1),
    ("ceiling", 1, 1),
    ("round", 1, 1),
];

const LATER: &str = " abs adjust-dateTime-to-timezone avg codepoints-to-string compare current-date current-dateTime \
    current-time data dateTime deep-equal distinct-values empty ends-with error exactly-one exists filter \
    fold-left for-each format-number format-dateTime has-children head index-of insert-before json-doc json-to-xml lower-case \
    matches max min node-name one-or-more parse-json parse-xml path remove replace reverse root round-half-to-even \
    serialize sort string-join string-to-codepoints subsequence tail tokenize trace unordered upper-case \
    xml-to-json year-from-date zero-or-one map array item ";

/// The least and the largest number of arguments of a core function.
pub(super) fn arity(name: &str) -> Option<(usize, usize)> {
    let found = CORE.iter().find(|(core, _, _)| *core == name);
    found.map(|(_, least, most)| (*least, *most))
}

/// Whether `name` is a function of XPath 2.0 or later.
pub(super) fn is_later(name: &str) -> bool {
    LATER.split_whitespace().any(|later| later == name)
}

/// All core functions, for suggestions.
pub(super) fn names() -> Vec<&'static str> {
    CORE.iter().map(|(name, _, _)| *name).collect()
}
