//! Prints tokens as source text: one parse, one unparse, and blank lines where a reader expects them.

use proc_macro2::TokenStream;
use quote::quote;

use super::EmitError;

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
    for line in text.lines() {
        // No string literal spans lines and comments begin with slashes, so only the marker looks like this.
        if line.trim() != BLANK {
            tidy(line, &mut out);
        }
        out.push('\n');
    }
    Ok(out)
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
    fn tokens_that_are_not_items_are_an_error() {
        assert!(file(quote!(let x = 1;)).is_err());
    }
}
