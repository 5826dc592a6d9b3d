//! Documentation of generated items: text of documents made safe for rustdoc, which reads it as Markdown.

use proc_macro2::TokenStream;
use quote::quote;

/// `#[doc]` attributes for our own text, which is Markdown already. Lines become lines; those of text are broken between
/// words, those inside of a fence are not.
pub(super) fn doc(text: &str) -> TokenStream {
    let mut inside = false;
    let lines = text.lines().flat_map(|line| {
        // Text of documents has no fences.
        let fence = line.starts_with("```");
        inside ^= fence;
        match fence || inside {
            true => vec![line.to_owned()],
            false => wrapped(line),
        }
    });
    let lines = lines.map(|line| {
        // The space after the slashes of `/// text`.
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Lines that rustdoc shows as they are and never compiles, in a `language` that is not Rust.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = printable(line);
        // What looks like a fence would end this one.
        match line.trim_start().starts_with("```") {
            true => line.replacen("```", "~~~", 1),
            false => line.trim_end().to_owned(),
        }
    });
    format!(
        "```{language}\n{}\n```",
        Vec::from_iter(lines).join("\n").trim_end()
    )
}

/// Width of a line of documentation, indentation and slashes aside.
const WIDTH: usize = 100;

/// A line broken between words. Tables and headings stay whole, and no line begins with what Markdown takes for a mark.
fn wrapped(line: &str) -> Vec<String> {
    let indent = match marker(line) {
        Marker::Item(width) => width,
        Marker::Other => return vec![line.to_owned()],
        Marker::None => line.len().saturating_sub(line.trim_start().len()),
    };
    let text = line.trim_start();
    let mut lines = Vec::new();
    let mut current = " ".repeat(line.len().saturating_sub(text.len()));
    let mut in_code = false;
    for (position, word) in text.split(' ').enumerate() {
        let full = current.chars().count().saturating_add(word.chars().count()) >= WIDTH;
        let may_begin = marker(word) == Marker::None && !word.is_empty();
        if full && may_begin && !in_code && !current.trim().is_empty() {
            lines.push(std::mem::replace(&mut current, " ".repeat(indent)));
        } else if position > 0 {
            current.push(' ');
        }
        current.push_str(word);
        in_code ^= word.matches('`').count() % 2 == 1;
    }
    lines.push(current);
    lines
}

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// Text.
    None,
    /// An item of a list; its text begins after this many characters.
    Item(usize),
    /// A heading, a table, a quotation.
    Other,
}

fn marker(line: &str) -> Marker {
    let trimmed = line.trim_start();
    let indent = line.len().saturating_sub(trimmed.len());
    let word = trimmed.split(' ').next().unwrap_or_default();
    let number = word.trim_end_matches(['.', ')']);
    let numbered = !number.is_empty()
        && number.len().saturating_add(1) == word.len()
        && number.len() < 10
        && number.bytes().all(|byte| byte.is_ascii_digit());
    if matches!(word, "-" | "*" | "+") || numbered {
        return Marker::Item(indent.saturating_add(word.len()).saturating_add(1));
    }
    if word.starts_with(['#', '|', '>', '=']) || word.starts_with("---") {
        Marker::Other
    } else {
        Marker::None
    }
}

/// Text of a document as Markdown that rustdoc has nothing to say against.
///
/// Line breaks and lists are kept. Indentation is dropped, so that no line becomes code that rustdoc would compile;
/// a fence loses its meaning for the same reason. Markup of links and HTML is shown as written.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut paragraph_ends = false;
    // How far the lines of a list's item are indented after its first.
    let mut item = 0_usize;
    for line in text.lines() {
        // Markdown makes one space of several anyway.
        let line = printable(line)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let line = line.as_str();
        if line.is_empty() {
            (paragraph_ends, item) = (true, 0);
            continue;
        }
        if !out.is_empty() {
            out.push_str(if paragraph_ends { "\n\n" } else { "\n" });
        }
        paragraph_ends = false;
        match marker(line) {
            Marker::Item(width) => item = width,
            Marker::Other => item = 0,
            Marker::None => out.push_str(&" ".repeat(item)),
        }
        out.push_str(&markdown_line(line));
    }
    out
}

/// The first sentence or line, for places where one line has to do.
pub(super) fn headline(text: &str) -> String {
    let first = text.trim().lines().next().unwrap_or_default();
    markdown_line(&printable(first.trim()))
}

/// The first line as it is, for a terminal.
pub(super) fn plain(text: &str) -> String {
    let first = text.trim().lines().next().unwrap_or_default();
    printable(first.trim())
}

/// A name between back-ticks.
pub(super) fn code(name: &str) -> String {
    let plain: String = printable(name).replace('`', "'");
    format!("`{plain}`")
}

/// Control and direction characters would let text look like something else than it is.
fn printable(line: &str) -> String {
    line.chars()
        .map(|c| {
            if c.is_control() || is_deceptive(c) {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// Whether a character lets text look like something else than it is.
pub(super) fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Escapes what Markdown or rustdoc would act upon; code between back-ticks stays as it is.
fn markdown_line(line: &str) -> String {
    if line.starts_with("```") || line.starts_with("~~~") {
        return line.replace('`', "\\`").replace('~', "\\~");
    }
    let ticks = line.matches('`').count();
    let mut out = String::with_capacity(line.len());
    for (index, piece) in line.split('`').enumerate() {
        if index > 0 {
            out.push_str(if ticks.is_multiple_of(2) { "`" } else { "\\`" });
        }
        let in_code = index % 2 == 1 && ticks.is_multiple_of(2);
        if in_code {
            out.push_str(piece);
        } else {
            escape_words(piece, &mut out);
        }
    }
    out
}

/// Escapes brackets, angle brackets and backslashes, and puts bare addresses between angle brackets.
fn escape_words(piece: &str, out: &mut String) {
    for (index, word) in piece.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        match address(word) {
            Some((before, address, after)) => {
                escape(before, out);
                out.push('<');
                out.push_str(address);
                out.push('>');
                escape(after, out);
            }
            None => escape(word, out),
        }
    }
}

/// Splits a word around a bare `http` address, without the punctuation that closes a sentence.
fn address(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let (before, rest) = word.split_at_checked(start)?;
    let end = rest
        .find(['<', '>', '[', ']', '(', ')', '"', '\'', '`', '{', '}', '\\'])
        .unwrap_or(rest.len());
    let (address, after) = rest.split_at_checked(end)?;
    let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    let (address, punctuation) = address.split_at_checked(trimmed.len())?;
    let has_host = address
        .split("://")
        .nth(1)
        .is_some_and(|host| !host.is_empty());
    has_host.then_some(())?;
    // `after` includes the punctuation, which directly precedes it.
    let after = rest.get(rest.len() - punctuation.len() - after.len()..)?;
    Some((before, address, after))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A link to `path`, shown as `name`; just the name where it is a raw identifier, to which rustdoc has no links.
pub(super) fn link(name: &str, path: &str) -> String {
    match path.contains("r#") {
        true => format!("`{name}`"),
        false => format!("[`{name}`]({path})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_brackets_text() {
        assert_eq!(
            prose("See https://a.test/x?y=1. Or [this](https://b.test)."),
            "See <https://a.test/x?y=1>. Or \\[this\\](<https://b.test>)."
        );
        assert_eq!(
            prose("a <b> Vec<T> `Vec<T>`"),
            "a \\<b\\> Vec\\<T\\> `Vec<T>`"
        );
        assert_eq!(prose("http:// alone"), "http:// alone");
    }

    #[test]
    fn no_line_becomes_a_code_block() {
        assert_eq!(
            prose("a\n\n    let x;\n```rust\nfn f() {}\n```"),
            "a\n\nlet x;\n\\`\\`\\`rust\nfn f() {}\n\\`\\`\\`"
        );
    }

    #[test]
    fn a_fence_holds_what_is_in_it() {
        assert_eq!(
            fenced("text", "a\u{202e}\n  ```\n```rust\nlet x;\n"),
            "```text\na\n  ~~~\n~~~rust\nlet x;\n```"
        );
        let long = format!("let a = \"{}\";", "word ".repeat(30));
        let text = doc(&fenced("text", &long)).to_string();
        assert_eq!(text.matches("doc =").count(), 3, "{text}");
    }

    #[test]
    fn an_odd_tick_is_escaped() {
        assert_eq!(prose("it`s [x]"), "it\\`s \\[x\\]");
    }

    #[test]
    fn documents_cannot_leave_the_comment() {
        assert_eq!(prose("a */ \"# \u{202e}b\u{0}\r\nc"), "a */ \"# b\nc");
    }

    #[test]
    fn long_lines_are_broken_and_items_indented() {
        let line = format!(
            "- {} - {}",
            "word ".repeat(19).trim(),
            "word ".repeat(3).trim()
        );
        // The dash goes with what is before it: at the beginning of a line it would make an item.
        let expected = format!("- {} -\n  word word word", "word ".repeat(19).trim());
        assert_eq!(wrapped(&prose(&line)).join("\n"), expected);
        assert_eq!(prose("1. a\nb\n\nc"), "1. a\n   b\n\nc");
        assert_eq!(wrapped("  b c"), ["  b c"]);
    }
}
