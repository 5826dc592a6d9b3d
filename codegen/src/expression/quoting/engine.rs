//! Where values stand in the text of an engine: each is one literal of its language (decision D-67).

use std::ops::Range;

mod jsonpath;

use super::{
    super::{Expression, Spanned, SyntaxError, TemplatePart},
    Quoting,
};

/// The language of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// JSONPath (RFC 9535).
    JsonPath,
    /// Regular expressions of ECMA-262.
    Regex,
    /// XPath 1.0.
    XPath,
}

/// A text of an engine, with what becomes of the values in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EngineText {
    /// What the text consists of; each embedded expression is one place.
    pub pieces: Vec<Piece>,
    /// For each place, texts that may stand for it in the text as it was written.
    pub samples: Vec<&'static [&'static str]>,
}

/// A piece of an [`EngineText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// The next value.
    Place(Option<Quoting>),
}

/// One literal: a number, a string. The spaces keep it apart from a name before it.
const LITERAL: &[&str] = &[" 0 ", " 'x' "];

impl EngineText {
    fn text(&mut self, more: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(more),
            _ if more.is_empty() => {}
            _ => self.pieces.push(Piece::Text(more.to_owned())),
        }
    }

    fn place(&mut self, quoting: Quoting, samples: &'static [&'static str]) {
        self.pieces.push(Piece::Place(Some(quoting)));
        self.samples.push(samples);
    }

    /// What stands at the end of the text so far.
    fn end(&self) -> &str {
        match self.pieces.last() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }
}

/// Finds what becomes of each value in a text.
///
/// # Errors
///
/// Where no literal can stand.
pub fn engine_text(language: Language, parts: &[TemplatePart]) -> Result<EngineText, SyntaxError> {
    match (language, parts) {
        // A pattern from elsewhere.
        (Language::Regex, [TemplatePart::Expression(_)]) => Ok(EngineText {
            pieces: vec![Piece::Place(None)],
            samples: vec![&["x"]],
        }),
        (Language::XPath, [TemplatePart::Expression(only)]) => {
            let message =
                "an expression in an XPath is one literal, and a literal alone selects nothing";
            let error = SyntaxError::new(braced(only), message);
            Err(error.help(
                "write the path, with expressions for the values in it: `/pets/pet[@id = {…}]`",
            ))
        }
        (Language::JsonPath, _) => jsonpath::places(parts),
        (Language::Regex, _) => regex(parts),
        (Language::XPath, _) => Ok(xpath(parts)),
    }
}

/// The bytes of an embedded expression with its braces.
fn braced(embedded: &Spanned<Expression>) -> Range<usize> {
    // Tolerated forms may lack the braces.
    embedded.span.start.saturating_sub(1)..embedded.span.end + 1
}

fn regex(parts: &[TemplatePart]) -> Result<EngineText, SyntaxError> {
    let mut found = EngineText::default();
    let (mut in_class, mut escaped) = (false, false);
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let embedded = match part {
            TemplatePart::Text(text) => {
                for c in text.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' => escaped = true,
                        '[' => in_class = true,
                        ']' => in_class = false,
                        _ => {}
                    }
                }
                found.text(text);
                continue;
            }
            TemplatePart::Expression(embedded) => embedded,
        };
        if escaped {
            return Err(escaped_twice(embedded));
        }
        if !in_class && repeats(parts.peek().copied()) {
            found.text("(?:");
            found.place(Quoting::Regex, &["\\x78"]);
            found.text(")");
        } else {
            found.place(Quoting::Regex, &["\\x78"]);
        }
    }
    Ok(found)
}

/// Whether a pattern goes on with a quantifier: what repeats is the value before it, not its last character.
fn repeats(next: Option<&TemplatePart>) -> bool {
    matches!(next, Some(TemplatePart::Text(next)) if next.starts_with(['*', '+', '?', '{']))
}

fn escaped_twice(embedded: &Spanned<Expression>) -> SyntaxError {
    let message = "`\\` stands before an expression, whose value is escaped anyway";
    let error = SyntaxError::new(braced(embedded), message);
    error.help("leave the `\\` out, or write `\\\\` for the character itself")
}

/// XPath 1.0 escapes nothing in its strings: one that holds values is put together of several (`concat`).
fn xpath(parts: &[TemplatePart]) -> EngineText {
    let mut found = EngineText::default();
    let mut string: Option<XPathString> = None;
    for part in parts {
        match part {
            TemplatePart::Text(text) => {
                for c in text.chars() {
                    match string.take() {
                        Some(open) if open.quote == c => open.close(&mut found),
                        Some(mut open) => {
                            open.text.push(c);
                            string = Some(open);
                        }
                        None if matches!(c, '\'' | '"') => string = Some(XPathString::open(c)),
                        None => found.text(c.encode_utf8(&mut [0; 4])),
                    }
                }
            }
            TemplatePart::Expression(_) => match &mut string {
                Some(open) => {
                    open.place();
                    found.samples.push(&["x"]);
                }
                None if expects_a_name(found.end()) => {
                    found.text("*[name() = ");
                    found.place(Quoting::XPathString, &[" x "]);
                    found.text("]");
                }
                None => {
                    found.text(" ");
                    found.place(Quoting::XPathLiteral, LITERAL);
                }
            },
        }
    }
    if let Some(open) = string {
        open.close(&mut found);
    }
    found
}

/// Whether an XPath goes on with the name of a node.
fn expects_a_name(before: &str) -> bool {
    let before = before.trim_end();
    ["/", "@", "::"].iter().any(|end| before.ends_with(end))
}

/// A string of an XPath, of which the rest is not yet read.
struct XPathString {
    quote: char,
    pieces: Vec<Piece>,
    /// What came after them.
    text: String,
}

impl XPathString {
    fn open(quote: char) -> Self {
        Self {
            quote,
            pieces: Vec::new(),
            text: String::new(),
        }
    }

    /// The text so far, as a string of its own.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            let quote = self.quote;
            self.pieces
                .push(Piece::Text(format!("{quote}{text}{quote}")));
        }
    }

    fn place(&mut self) {
        self.end_text();
        self.pieces.push(Piece::Place(Some(Quoting::XPathString)));
    }

    fn close(mut self, found: &mut EngineText) {
        self.end_text();
        let several = self.pieces.len() > 1;
        match self.pieces.len() {
            0 => found.text(&[self.quote, self.quote].iter().collect::<String>()),
            1 => {}
            _ => found.text("concat("),
        }
        for (at, piece) in self.pieces.into_iter().enumerate() {
            if at > 0 {
                found.text(", ");
            }
            match piece {
                Piece::Text(text) => found.text(&text),
                place @ Piece::Place(_) => found.pieces.push(place),
            }
        }
        if several {
            found.text(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Template, embedded};

    fn read(language: Language, text: &str) -> Result<String, SyntaxError> {
        let Template::Parts(parts) = embedded(text).unwrap() else {
            panic!("{text}");
        };
        let found = engine_text(language, &parts)?;
        let places = found
            .pieces
            .iter()
            .filter(|it| matches!(it, Piece::Place(_)));
        assert_eq!(places.count(), found.samples.len(), "{text}");
        let pieces = found.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Place(Some(quoting)) => format!("<{quoting:?}>"),
            Piece::Place(None) => "<raw>".to_owned(),
        });
        Ok(pieces.collect())
    }

    #[test]
    fn values_are_literals_of_a_jsonpath() {
        for (text, expected) in [
            ("$[?@.a == {$inputs.x}]", "$[?@.a == <JsonPathLiteral>]"),
            (
                "$[?@.a == '\\'{$inputs.x}']",
                "$[?@.a == '\\'<JsonPathText>']",
            ),
            ("$[\"{$inputs.x}\"]", "$[\"<JsonPathText>\"]"),
            ("$[{$inputs.x}]", "$[<JsonPathLiteral>]"),
            // Patterns: all of one is a pattern itself.
            (
                "$[?match(@.a, '{$inputs.x}') && search(@.b, {$inputs.y})]",
                "$[?match(@.a, '<JsonPathText>') && search(@.b, <JsonPathLiteral>)]",
            ),
            (
                "$[?match('{$inputs.x}', @['a,b'])]",
                "$[?match('<JsonPathText>', @['a,b'])]",
            ),
            (
                "$[?search(value(@[0, 1]), \"^{$inputs.x}+[{$inputs.y}*]\")]",
                "$[?search(value(@[0, 1]), \"^(?:<JsonPathPattern>)+[<JsonPathPattern>*]\")]",
            ),
            (
                "$[?match(@.a, '{$inputs.x}{$inputs.y}')]",
                "$[?match(@.a, '<JsonPathPattern><JsonPathPattern>')]",
            ),
            (
                "$[?match(@.a, '\\\\\\\\{$inputs.x}') || @.b == '.{$inputs.y}']",
                "$[?match(@.a, '\\\\\\\\<JsonPathPattern>') || @.b == '.<JsonPathText>']",
            ),
        ] {
            assert_eq!(read(Language::JsonPath, text).as_deref(), Ok(expected));
        }
        for text in ["$.{$inputs.x}", "$..{$inputs.x}.a"] {
            let error = read(Language::JsonPath, text).unwrap_err();
            assert_eq!(text.get(error.span), Some("{$inputs.x}"));
            assert!(error.help.unwrap().contains("`[{$inputs.x}]`"));
        }
        assert!(read(Language::JsonPath, "$[?match(@.a, '\\\\{$inputs.x}b')]").is_err());
    }

    #[test]
    fn values_match_themselves_in_a_regex() {
        for (text, expected) in [
            ("{$inputs.x}", "<raw>"),
            ("^{$inputs.x}$", "^<Regex>$"),
            ("a{$inputs.x}+b", "a(?:<Regex>)+b"),
            ("[{$inputs.x}+]", "[<Regex>+]"),
            ("\\[{$inputs.x}?", "\\[(?:<Regex>)?"),
            ("\\\\{$inputs.x}", "\\\\<Regex>"),
        ] {
            assert_eq!(read(Language::Regex, text).as_deref(), Ok(expected));
        }
        assert!(read(Language::Regex, "^\\{$inputs.x}").is_err());
    }

    #[test]
    fn values_are_literals_of_an_xpath() {
        for (text, expected) in [
            ("//a[b = '{$inputs.x}']", "//a[b = <XPathString>]"),
            (
                "//a[b = \"it's {$inputs.x}\"]/''",
                "//a[b = concat(\"it's \", <XPathString>)]/''",
            ),
            (
                "//a[b='{$inputs.x}{$inputs.y}']",
                "//a[b=concat(<XPathString>, <XPathString>)]",
            ),
            ("//a[{$inputs.x}]", "//a[ <XPathLiteral>]"),
            (
                "/a/{$inputs.x}/@{$inputs.y}",
                "/a/*[name() = <XPathString>]/@*[name() = <XPathString>]",
            ),
        ] {
            assert_eq!(read(Language::XPath, text).as_deref(), Ok(expected));
        }
        assert!(read(Language::XPath, "{$inputs.x}").is_err());
    }
}
