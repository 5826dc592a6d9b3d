//! Operands of simple conditions: literals, and expressions with `.name` and `[n]` after them.

use super::{
    Access, Expression, Message, Operand, OperandKind, Reference, Spanned, SyntaxError, access,
    cursor::Cursor,
    display::quoted,
    parser::Parser,
    roots::{ALONE, ROOTS, known_root},
    words::negation,
};
use crate::load::Pointer;

/// Every way to read more dots than this is not tried.
const MAX_DOTS: usize = 6;

/// Reads one operand.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<Operand, SyntaxError> {
    let start = parser.cursor.at();
    let kind = match parser.cursor.peek() {
        Some('$') => OperandKind::Expression(parser.expression()?),
        Some('\'') => OperandKind::Text(single_quoted(&mut parser.cursor)?),
        Some('"') => OperandKind::Text(double_quoted(parser)?),
        Some('{') if parser.cursor.peek_second() == Some('$') => {
            return Err(braced(&mut parser.cursor));
        }
        Some(c) if is_word_char(c) => word(&mut parser.cursor)?,
        _ => return Err(parser.cursor.expected("a literal or an expression")),
    };
    let expression = matches!(kind, OperandKind::Expression(_));
    if !expression && matches!(parser.cursor.peek(), Some('.' | '[')) {
        return Err(parser
            .cursor
            .error("`.name` and `[n]` can only follow an expression"));
    }
    let access = access::all(&mut parser.cursor, false)?;
    if !at_end_of_operand(&parser.cursor) {
        return Err(parser.cursor.expected("an operator or the end"));
    }
    Ok(Operand {
        kind,
        access,
        span: parser.cursor.range(start),
    })
}

/// Reads the right operand of a comparison, where text without quotes is plainly text: a deviation.
pub(super) fn read_right(parser: &mut Parser<'_>) -> Result<Option<Operand>, SyntaxError> {
    let start = parser.cursor.at();
    let word = parser.cursor.take_while(is_word_char).to_owned();
    let end = parser.cursor.at();
    let bare = is_bare_text(&word) && ends_side(&mut parser.cursor);
    parser.cursor.set(if bare { end } else { start });
    if !bare {
        return Ok(None);
    }
    let replacement = quoted(&word);
    let help = format!("strings stand in single quotes: `{replacement}`");
    let span = parser.cursor.range(start);
    let why = "text in conditions stands in single quotes";
    parser
        .deviations
        .note(span.clone(), replacement, why, help)?;
    Ok(Some(Operand {
        kind: OperandKind::Text(word),
        access: Vec::new(),
        span,
    }))
}

/// Whether a word can be nothing but text whose quotes were forgotten: no literal in some spelling, no operator of
/// another language, no expression without its `$`.
fn is_bare_text(word: &str) -> bool {
    const MEANT: [&str; 10] = [
        "true",
        "false",
        "null",
        "none",
        "nil",
        "undefined",
        "not",
        "and",
        "or",
        "in",
    ];
    let lower = word.to_lowercase();
    let first = word.split(['.', '/']).next().unwrap_or(word);
    let expression = ALONE.contains(&word) || first != word && ROOTS.contains(&first);
    word.starts_with(char::is_alphabetic)
        && !MEANT.contains(&lower.as_str())
        && !expression
        && !word.ends_with('.')
}

/// Whether nothing more stands on this side of `&&`, `||` and `)`.
fn ends_side(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_space();
    cursor.done() || ["&&", "||", ")"].iter().any(|end| cursor.looking_at(end))
}

/// Whether a comparison, or nothing more on this side, follows the operand that was just read.
fn ends_operand(cursor: &Cursor<'_>) -> bool {
    let mut after = cursor.clone();
    after.skip_space();
    after.peek().is_none_or(|c| "=!<>&|)".contains(c))
}

/// White space, an operator or a parenthesis must follow an operand.
fn at_end_of_operand(cursor: &Cursor<'_>) -> bool {
    cursor
        .peek()
        .is_none_or(|c| c.is_whitespace() || "=!<>&|()".contains(c))
}

/// `'text'`, in which `''` stands for one quote.
fn single_quoted(cursor: &mut Cursor<'_>) -> Result<String, SyntaxError> {
    let start = cursor.at();
    cursor.bump();
    let mut text = String::new();
    loop {
        match cursor.bump() {
            None => {
                return Err(SyntaxError::new(
                    cursor.range(start),
                    "this string is not closed",
                ));
            }
            Some('\'') if cursor.eat("'") => text.push('\''),
            Some('\'') => return Ok(text),
            Some(c) => text.push(c),
        }
    }
}

/// `"text"`, with the escapes of JSON: a deviation.
fn double_quoted(parser: &mut Parser<'_>) -> Result<String, SyntaxError> {
    let start = parser.cursor.at();
    parser.cursor.bump();
    loop {
        match parser.cursor.bump() {
            None => {
                let span = parser.cursor.range(start);
                return Err(SyntaxError::new(span, "this string is not closed"));
            }
            Some('\\') => {
                parser.cursor.bump();
            }
            Some('"') => break,
            Some(_) => {}
        }
    }
    let written = parser.cursor.since(start);
    let text = serde_json::from_str(written).unwrap_or_else(|_| {
        let inner = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        inner.unwrap_or(written).to_owned()
    });
    let replacement = quoted(&text);
    let help = format!("write `{replacement}`");
    parser.deviations.note(
        parser.cursor.range(start),
        replacement,
        "strings in conditions stand in single quotes",
        help,
    )?;
    Ok(text)
}

/// `{$…}`: braces have no place around an operand.
fn braced(cursor: &mut Cursor<'_>) -> SyntaxError {
    let start = cursor.at();
    let inner = cursor.take_while(|c| c != '}').to_owned();
    let closed = cursor.bump().is_some();
    let error = SyntaxError::new(
        cursor.range(start),
        "expressions in simple conditions stand without braces",
    );
    match inner.strip_prefix('{') {
        Some(inner) if closed => error.replace_by(inner),
        _ => error,
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.' | '/')
}

/// A number, `true`, `false`, `null`, or a string whose quotes were forgotten.
fn word(cursor: &mut Cursor<'_>) -> Result<OperandKind, SyntaxError> {
    let start = cursor.at();
    let word = cursor.take_while(|c| !(c.is_whitespace() || "=!<>&|()'\"".contains(c)));
    match word {
        "null" => return Ok(OperandKind::Null),
        "true" => return Ok(OperandKind::Bool(true)),
        "false" => return Ok(OperandKind::Bool(false)),
        _ => {}
    }
    if let Ok(number) = serde_json::from_str(word) {
        return Ok(OperandKind::Number(number));
    }
    let span = cursor.range(start);
    let error = SyntaxError::new(
        span,
        format!("`{word}` is neither a literal nor an expression"),
    );
    Err(match word.to_lowercase().as_str() {
        literal @ ("true" | "false" | "null") => error
            .help(format!("literals are lower case: write `{literal}`"))
            .replace_by(literal),
        "none" | "nil" | "undefined" => error.help("write `null`").replace_by("null"),
        "not" => negation(error, cursor),
        _ if known_root(&format!("${word}")).is_some() || ALONE.contains(&word) => error
            .help(format!("expressions begin with `$`: write `${word}`"))
            .replace_by(format!("${word}")),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
            error.help("numbers are written as in JSON, strings in single quotes")
        }
        // Something follows that text in quotes would not fit before either.
        _ if !ends_operand(cursor) => {
            error.help("strings stand in single quotes, and an operator follows them")
        }
        _ => {
            let quoted = quoted(word);
            error
                .help(format!("strings stand in single quotes: `{quoted}`"))
                .replace_by(quoted)
        }
    })
}

impl Operand {
    /// The ways to read the dots right behind the pointer of this operand: each may belong to a name, or begin an access.
    /// First comes the pointer as it is written, last the way the parser of conditions read it; the earlier a dot, the rather
    /// it belongs to a name. Empty where there is no pointer, or no `.name` behind it.
    pub fn dotted_readings(&self) -> Vec<Self> {
        let is_member = |access: &&Spanned<Access>| matches!(access.value, Access::Member(_));
        let dots = self.access.iter().take_while(is_member).count();
        let splits = match dots {
            0 => return Vec::new(),
            // Of more dots than anybody writes only the plain readings are looked at.
            1..=MAX_DOTS => (0..1u32 << dots).collect(),
            _ => vec![0, u32::MAX],
        };
        let readings = splits.into_iter();
        readings
            .filter_map(|split| self.split_at_dots(dots, split))
            .collect()
    }

    /// The reading in which the dots begin an access whose bits are set, the first dot being the highest bit.
    fn split_at_dots(&self, dots: usize, split: u32) -> Option<Self> {
        let OperandKind::Expression(expression) = &self.kind else {
            return None;
        };
        let mut pointer = expression.pointer()?.as_str().to_owned();
        if pointer.is_empty() {
            return None;
        }
        let (mut end, mut access): (_, Vec<Spanned<Access>>) = (None, Vec::new());
        for (at, dotted) in self.access.iter().enumerate() {
            let begins = dots
                .checked_sub(at + 1)
                .is_none_or(|bit| split == u32::MAX || bit < MAX_DOTS && split >> bit & 1 == 1);
            match (&dotted.value, access.last_mut()) {
                (Access::Member(name), None) if !begins => {
                    pointer.push('.');
                    pointer.push_str(name);
                    end = Some(dotted.span.end);
                }
                (
                    Access::Member(name),
                    Some(Spanned {
                        value: Access::Member(whole),
                        span,
                    }),
                ) if !begins => {
                    whole.push('.');
                    whole.push_str(name);
                    span.end = dotted.span.end;
                }
                _ => access.push(dotted.clone()),
            }
        }
        let expression = expression.with_pointer(Pointer::parse(&pointer)?, end)?;
        Some(Self {
            kind: OperandKind::Expression(expression),
            access,
            span: self.span.clone(),
        })
    }
}

impl Expression {
    /// The JSON Pointer of this expression, if one is written.
    pub fn pointer(&self) -> Option<&Pointer> {
        let spanned = match self {
            Self::Request(Message::Body(pointer)) | Self::Response(Message::Body(pointer)) => {
                pointer
            }
            _ => &self.reference()?.pointer,
        };
        spanned.as_ref().map(|pointer| &pointer.value)
    }

    /// The same expression with another pointer, which ends elsewhere if `end` says so; none if it has no pointer.
    fn with_pointer(&self, pointer: Pointer, end: Option<usize>) -> Option<Self> {
        let mut other = self.clone();
        let place = match &mut other {
            Self::Request(Message::Body(place)) | Self::Response(Message::Body(place)) => place,
            Self::Input(reference)
            | Self::Output(reference)
            | Self::Step {
                output: reference, ..
            }
            | Self::Workflow {
                name: reference, ..
            } => &mut reference.pointer,
            _ => return None,
        };
        let place = place.as_mut()?;
        place.value = pointer;
        place.span.end = end.unwrap_or(place.span.end);
        Some(other)
    }

    /// The input or output this expression names, if it names one.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Input(reference) | Self::Output(reference) => Some(reference),
            Self::Step { output, .. } => Some(output),
            Self::Workflow { name, .. } => Some(name),
            _ => None,
        }
    }
}
