//! The lists of reserved names hold all names that the templates of this stage bind or define.

use std::{fs, path::Path, str::FromStr};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::types::reserved::{KEYWORDS, PATH_WORDS, TYPES, VALUES};

/// What is written once for a client or a crate, where no step has a name.
const AT_THE_ROOT: &[&str] = &[
    "client.rs",
    "crate_files.rs",
    "example.rs",
    "registry.rs",
    "starter.rs",
    "security.rs",
];

/// Lower-case words of templates that bind nothing, or nothing where a name of the document is in scope.
const NOT_BOUND: &[&str] = &[
    "deserialize_with",
    "rename",
    "rename_all",
    "skip_serializing_if",
    "untagged",
    "action",
    "and_then",
    "as_ref",
    "as_str",
    "bool",
    "client",
    "cookie",
    "custom",
    "default",
    "deserialize",
    "deserializer",
    "equal",
    "errors",
    "f32",
    "f64",
    "fitting",
    "from",
    "greater",
    "greater_or_equal",
    "header",
    "i32",
    "i64",
    "less",
    "less_or_equal",
    "map",
    "not_equal",
    "null",
    "optional",
    "optional_json",
    "path",
    "query",
    "querystring",
    "result",
    "scalar",
    "serialize",
    "serializer",
    "status",
    "str",
    "text",
    "text_to_send",
    "to",
    "to_owned",
    "u16",
    "variant",
    "variants",
    "write",
    "_",
    "new",
];

/// Capitalised words of templates that stand behind a path.
const BEHIND_A_PATH: &[&str] = &[
    "Array",
    "Completed",
    "Cookie",
    "DeepObject",
    "Ended",
    "Error",
    "Exact",
    "Form",
    "Label",
    "Matrix",
    "PipeDelimited",
    "Range",
    "Simple",
    "SpaceDelimited",
    "Transport",
    "Variants",
    "ZERO",
];

#[test]
#[allow(clippy::disallowed_methods, reason = "reads the sources of this stage")]
fn every_name_of_a_template_is_reserved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit");
    let mut missing = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".rs") || AT_THE_ROOT.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for word in words(TokenStream::from_str(text).unwrap()) {
            let lists = match word.starts_with(char::is_uppercase) {
                true => [TYPES, BEHIND_A_PATH],
                false => [VALUES, NOT_BOUND],
            };
            if !lists.concat().contains(&word.as_str()) {
                missing.push(format!("{name}: {word}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// The words of all `quote!` in a source.
fn words(source: TokenStream) -> Vec<String> {
    let mut words = Vec::new();
    let mut before = String::new();
    for token in source {
        match &token {
            TokenTree::Group(group) if before == "quote!" => template(group.stream(), &mut words),
            TokenTree::Group(group) => words.extend(self::words(group.stream())),
            _ => {}
        }
        before = match (&token, before.as_str()) {
            (TokenTree::Punct(punct), "quote") if punct.as_char() == '!' => "quote!".to_owned(),
            _ => token.to_string(),
        };
    }
    words
}

/// The words of a template that are no part of a path, no method, no attribute and nothing that is put in.
fn template(tokens: TokenStream, words: &mut Vec<String>) {
    let mut before = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let called = match tokens.peek() {
            Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
            Some(TokenTree::Punct(punct)) => punct.as_char() == '!',
            _ => false,
        };
        let path = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Joint);
        match &token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let type_like = word.starts_with(char::is_uppercase);
                let bound = type_like || before == "fn" || !(called || path);
                let reserved =
                    KEYWORDS.contains(&word.as_str()) || PATH_WORDS.contains(&word.as_str());
                if bound && !reserved && !matches!(before.as_str(), "." | ":" | "#" | "'") {
                    words.push(word);
                }
            }
            TokenTree::Group(group)
                if before != "#" || group.delimiter() == Delimiter::Parenthesis =>
            {
                template(group.stream(), words);
            }
            _ => {}
        }
        // A single colon gives a type.
        let spaced = before != ":" && !path_colon(&token);
        before = match spaced && token.to_string() == ":" {
            true => String::new(),
            false => token.to_string(),
        };
    }
}

fn path_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Joint)
}
