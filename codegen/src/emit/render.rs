//! Prints tokens as source text: one parse, one unparse, and blank lines where a reader expects them.

use proc_macro2::TokenStream;
use quote::quote;

use super::error::EmitError;

/// What stands for a blank line in the tokens, where items or statements may stand.
const BLANK: &str = "__blank_line!();";

/// A blank line between items or statements; prettyplease has no notion of one.
pub(super) fn blank() -> TokenStream {
    quote!(
        __blank_line!();
    )
}

/// The parts that are not empty, with a blank line between them.
pub(super) fn spaced(parts: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut out = TokenStream::new();
    for part in parts {
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.extend(blank());
        }
        out.extend(part);
    }
    out
}

/// The items as formatted Rust.
///
/// # Errors
/// The tokens are no sequence of items, which is a defect of the emitter.
pub(super) fn file(items: TokenStream) -> Result<String, EmitError> {
    let file: syn::File = syn::parse2(items.clone()).map_err(|error| EmitError {
        message: format!("the generated tokens are not Rust: {error}"),
        tokens: items.to_string(),
    })?;
    let text = prettyplease::unparse(&file);
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.ends_with("! {") {
            let indent = line.len().saturating_sub(line.trim_start().len());
            out.push_str(line);
            out.push('\n');
            let inside = lines.by_ref().take_while(|line| line.trim() != "}");
            statements(
                &inside.map(str::trim).collect::<Vec<_>>().join(" "),
                indent,
                &mut out,
            );
            continue;
        }
        // No string literal spans lines and comments begin with slashes, so only the marker looks like this.
        if line.trim() != BLANK {
            tidy(line, &mut out);
        }
        out.push('\n');
    }
    Ok(out)
}

/// The content of a macro's braces, a line for each of its semicolons, and the brace that closes it; prettyplease fills
/// lines with it.
fn statements(content: &str, indent: usize, out: &mut String) {
    let (mut in_text, mut escaped) = (false, false);
    let ends = |c: char| {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ => {}
        }
        c == ';' && !in_text
    };
    let space = " ".repeat(indent);
    for statement in content.split_inclusive(ends) {
        tidy(&format!("{space}    {}", statement.trim()), out);
        out.push('\n');
    }
    out.push_str(&space);
    out.push_str("}\n");
}

/// Takes out the space before the colons of `json!({ "name" : 1 })`; prettyplease does not format inside of macros.
fn tidy(line: &str, out: &mut String) {
    if line.trim_start().starts_with("//") {
        out.push_str(line);
        return;
    }
    let (mut in_text, mut escaped) = (false, false);
    let mut chars = line.chars().peekable();
    let mut after_text = false;
    while let Some(c) = chars.next() {
        if after_text && c == ' ' && chars.peek() == Some(&':') {
            after_text = false;
            continue;
        }
        after_text = false;
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => {
                after_text = in_text;
                in_text = !in_text;
            }
            _ => {}
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_apart_and_statements_can_be() {
        let text = file(spaced([
            quote!(
                struct A;
            ),
            TokenStream::new(),
            quote!(
                struct B;
            ),
        ]))
        .unwrap();
        assert_eq!(text, "struct A;\n\nstruct B;\n");
    }

    #[test]
    fn colons_inside_of_macros_are_tidy() {
        let text = file(quote!(
            const A: B = json!({ "a \" : ": "b : c" });
        ))
        .unwrap();
        assert_eq!(text, "const A: B = json!({ \"a \\\" : \": \"b : c\" });\n");
    }

    #[test]
    fn a_macro_with_braces_has_a_line_for_each_semicolon() {
        let text = file(quote!(
            mod m {
                ::a::b! { "w"; ONE = "; \" }": 200 "application/json", default; TWO = "two"; }
            }
        ))
        .unwrap();
        assert_eq!(
            text,
            "mod m {\n    ::a::b! {\n        \"w\";\n        ONE = \"; \\\" }\": 200 \"application/json\", default;\n        TWO = \"two\";\n    }\n}\n"
        );
    }

    #[test]
    fn tokens_that_are_not_items_are_an_error() {
        assert!(file(quote!(let x = 1;)).is_err());
    }
}
