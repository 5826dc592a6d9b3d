//! Nothing of a document becomes code: whatever a text says, the tokens are those of a harmless one.
//!
//! One text of a document is replaced, by a hostile text and by a harmless one. If both are accepted, the code of both has the
//! same tokens, but for what is in literals, in documentation, and for how things are named.

use arazzo_codegen::load::Document;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Map, Value};

use super::pipeline;
use crate::{Case, Random, Seeds};

/// Texts that end what they stand in, or go on as something else, in Rust, Markdown, HTML, templates or a terminal.
pub const HOSTILE: [&str; 24] = [
    "*/ fn main() {} /*",
    "\n}\n#![allow(warnings)]\nfn main() {}\nmod x {",
    "\"); std::process::exit(1); (\"",
    "\"# ; r#\"",
    "\"##",
    "\\",
    "\\\"",
    "\\u{41}",
    "\u{0}",
    "\u{202e}\u{2066}",
    "\u{feff}",
    "\u{1b}[31m",
    "\r\n\u{85}\u{2028}",
    "{{",
    "}}",
    "{} {0} {name} {:?}",
    "$crate $x $(,)*",
    "'a '\\'' '",
    "// /// //! /* /**",
    "```\nfn main() { panic!() }\n```",
    "~~~rust\nlet x = ;\n~~~",
    "    let x = ;\n\n\tlet y = ;",
    "[x] [`Option`] [a](crate::b) [c]: <d> <!-- <script> <b> & https://a.test/?q=1",
    "r#fn r#type async self Self super crate _",
];

/// What stands in for each: it is as far from a name of Rust.
const HARMLESS: &str = "Harmless text, of a few-words";

/// As long as what no file is refused for.
const LONG: usize = 3_000;

/// Fields whose members have names that authors choose.
const NAMED: [&str; 20] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "examples",
    "failureActions",
    "headers",
    "inputs",
    "mapping",
    "outputs",
    "parameters",
    "patternProperties",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "successActions",
    "variables",
];

/// A text in a file of a case.
#[derive(Debug, Clone)]
pub struct Place {
    /// The number of the file.
    pub file: usize,
    /// The JSON Pointer to the value.
    pub pointer: String,
    /// Whether it is the name of the member, not its value.
    pub key: bool,
}

impl Place {
    /// The fields that lead to it, without the names that authors choose.
    pub fn kind(&self, case: &Case) -> String {
        let name = case.files.get(self.file).map_or("", |(name, _)| name);
        let arazzo = name.contains("arazzo");
        let mut tokens: Vec<&str> = self.pointer.split('/').skip(1).collect();
        for index in 0..tokens.len() {
            let before = index.checked_sub(1).and_then(|at| tokens.get(at)).copied();
            let named = before.is_some_and(|before| NAMED.contains(&before));
            if let Some(token) = tokens.get_mut(index)
                && (named || token.parse::<usize>().is_ok())
            {
                *token = "*";
            }
        }
        let last = tokens.split_off(tokens.len().saturating_sub(2));
        format!("{arazzo} {} {}", self.key, last.join("/"))
    }

    /// Whether `text` is more than a text there: variables of a server, or a media type that decides how a part is written.
    fn decides(&self, text: &str) -> bool {
        let field = self.pointer.rsplit('/').next().unwrap_or_default();
        match field {
            "url" => text.contains('{'),
            "contentType" => text.contains('/'),
            _ => false,
        }
    }
}

pub(super) fn texts(random: &mut Random, seeds: &Seeds) {
    let case = random.pick(&seeds.cases).expect("there are some");
    let all = places(case);
    let Some(place) = random.pick(&all) else {
        return;
    };
    let hostile = match random.below(8) {
        0 => "a\"\\{".repeat(LONG / 4),
        1 => HOSTILE.concat(),
        _ => random.word(&HOSTILE),
    };
    if let Err(words) = same(case, place, &hostile) {
        panic!("{words}");
    }
}

/// All texts of a case.
pub fn places(case: &Case) -> Vec<Place> {
    let mut all = Vec::new();
    for (file, (name, text)) in case.files.iter().enumerate() {
        if let Ok(document) = Document::parse(name, text) {
            gather(file, &document.root, String::new(), &mut all);
        }
    }
    all
}

fn gather(file: usize, value: &Value, pointer: String, all: &mut Vec<Place>) {
    let place = |key| Place {
        file,
        pointer: pointer.clone(),
        key,
    };
    match value {
        Value::String(_) => all.push(place(false)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(file, item, format!("{pointer}/{index}"), all);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let token = key.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{pointer}/{token}");
                all.push(Place {
                    file,
                    pointer: pointer.clone(),
                    key: true,
                });
                gather(file, member, pointer, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether there was something to compare.
///
/// # Errors
/// What differs, if the text has changed more of the code than its literals, documentation and names.
pub fn same(case: &Case, place: &Place, hostile: &str) -> Result<bool, String> {
    if place.decides(hostile) {
        return Ok(false);
    }
    let code_with = |text: &str| pipeline::generated(&replaced(case, place, text));
    let (Some(hostile_code), Some(harmless_code)) = (code_with(hostile), code_with(HARMLESS))
    else {
        return Ok(false);
    };
    let (one, two) = (shape(&hostile_code), shape(&harmless_code));
    if one != two {
        let differ = one.iter().zip(&two).position(|(one, two)| one != two);
        let at = differ.unwrap_or_else(|| one.len().min(two.len()));
        let around = |all: &[String]| {
            let from = at.saturating_sub(20);
            all.get(from..all.len().min(at + 20))
                .unwrap_or_default()
                .join(" ")
        };
        let shown: String = hostile.chars().take(60).collect();
        return Err(format!(
            "{} with {shown:?} at {place:?}:\n{}\nwithout:\n{}",
            case.name,
            around(&one),
            around(&two)
        ));
    }
    Ok(true)
}

/// The case with another text at a place.
pub fn replaced(case: &Case, place: &Place, text: &str) -> Case {
    let mut case = case.clone();
    if let Some((name, content)) = case.files.get_mut(place.file)
        && let Ok(document) = Document::parse(name, content)
    {
        let mut root = document.root.clone();
        match (place.key, place.pointer.rsplit_once('/')) {
            (true, Some((above, token))) => {
                let old = token.replace("~1", "/").replace("~0", "~");
                if let Some(Value::Object(members)) = root.pointer_mut(above) {
                    let renamed = std::mem::take(members).into_iter();
                    let renamed = renamed.map(|(key, value)| {
                        let key = if key == old { text.to_owned() } else { key };
                        (key, value)
                    });
                    *members = Map::from_iter(renamed);
                }
            }
            _ => {
                if let Some(value) = root.pointer_mut(&place.pointer) {
                    *value = Value::String(text.to_owned());
                }
            }
        }
        *content = root.to_string();
    }
    case
}

/// The tokens of `code`, without documentation, names and what literals say.
fn shape(code: &str) -> Vec<String> {
    let tokens: TokenStream = code.parse().expect("it was parsed before");
    let mut all = Vec::new();
    flatten(tokens, &mut all);
    // A comma before what closes a list stands where a line is broken, which is a matter of length.
    let mut shape: Vec<String> = Vec::with_capacity(all.len());
    for token in all {
        let closes = [")", "]", "}", ">"].contains(&token.as_str());
        shape.pop_if(|last| closes && last == ",");
        shape.push(token);
    }
    shape
}

fn flatten(tokens: TokenStream, all: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => match tokens.peek() {
                Some(TokenTree::Group(group)) if is_documentation(group.stream()) => {
                    tokens.next();
                }
                _ => all.push("#".to_owned()),
            },
            TokenTree::Punct(mark) => all.push(mark.as_char().to_string()),
            TokenTree::Literal(_) => all.push("literal".to_owned()),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                let keyword = syn::parse_str::<syn::Ident>(&word).is_err();
                all.push(if keyword { word } else { "name".to_owned() });
            }
            // The body of an arm stands in braces where its line would be too long.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace
                    && all.ends_with(&["=".to_owned(), ">".to_owned()])
                    && is_one(group.stream()) =>
            {
                flatten(group.stream(), all);
                all.push(",".to_owned());
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                all.push(open.to_owned());
                flatten(group.stream(), all);
                all.push(close.to_owned());
            }
        }
    }
}

/// Whether these are one expression and no statements.
fn is_one(tokens: TokenStream) -> bool {
    let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    !tokens.into_iter().any(|token| ends(&token))
}

fn is_documentation(attribute: TokenStream) -> bool {
    let first = attribute.into_iter().next();
    first.is_some_and(|token| token.to_string() == "doc")
}
