//! The names that emitted code uses or defines, one list for each namespace: whoever allocates a name there starts from it.
//!
//! Names of the runtime are no part of it: a module imports those that none of its own types has, and writes the others with
//! their path. A test keeps the lists in step with the templates of `emit`, and `tests/golden` compiles all of these names in
//! every role that a document has names for.

/// Words that Rust keeps for itself in some edition and that `r#` makes usable.
pub(crate) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that not even `r#` makes usable.
pub(crate) const PATH_WORDS: &[&str] = &["self", "crate", "super", "Self"];

/// Functions and modules at the root of a document's module; methods of its client, too, to keep the two apart for readers.
pub(crate) const ROOT: &[&str] = &["builder", "client", "errors", "types"];

/// Statics at the root of a document's module.
pub(crate) const STATICS: &[&str] = &["APIS"];

/// Methods of a document's `ClientBuilder`.
pub(crate) const BUILDER: &[&str] = &["build", "configure", "transport"];

/// Types, traits, variants, statics and type parameters in a workflow's module: its own, and those of the prelude.
pub(crate) const TYPES: &[&str] = &[
    "At",
    "Box",
    "CONSTRAINTS",
    "Called",
    "Client",
    "D",
    "Declared",
    "Default",
    "Err",
    "Failure",
    "From",
    "Inputs",
    "Into",
    "None",
    "Ok",
    "Option",
    "Outputs",
    "PartialOutputs",
    "PartialSteps",
    "Prerequisites",
    "Required",
    "Result",
    "Run",
    "S",
    "Self",
    "Some",
    "Steps",
    "String",
    "T",
    "Value",
    "Vec",
];

/// Functions and variables in a workflow's module.
pub(crate) const VALUES: &[&str] = &[
    "at",
    "attempt",
    "body",
    "call",
    "called",
    "completed",
    "done",
    "ended",
    "error",
    "failure",
    "inner",
    "inputs",
    "kept",
    "next",
    "outputs",
    "partial_outputs",
    "payload",
    "prerequisites",
    "request",
    "required",
    "response",
    "run",
    "start",
    "step",
    "steps",
    "termination",
    "to_send",
    "value",
];
