//! Escapes of regular expressions.

use super::{ANY_SIZE, Checker, PROPERTY_SIZE, Target, Term};
use crate::expression::SyntaxError;

/// Values of `General_Category`, short and long, and the binary properties that the engine knows.
const PROPERTIES: &str = " L Lu Ll Lt LC Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cn \
    Letter Uppercase_Letter Lowercase_Letter Titlecase_Letter Cased_Letter Modifier_Letter Other_Letter Mark \
    Nonspacing_Mark Spacing_Mark Enclosing_Mark Number Decimal_Number Letter_Number Other_Number Punctuation \
    Connector_Punctuation Dash_Punctuation Open_Punctuation Close_Punctuation Initial_Punctuation \
    Final_Punctuation Other_Punctuation Symbol Math_Symbol Currency_Symbol Modifier_Symbol Other_Symbol \
    Separator Space_Separator Line_Separator Paragraph_Separator Other Control Format Private_Use Unassigned \
    Any ASCII Alphabetic Lowercase Uppercase White_Space Emoji ";

/// Scripts that can be named by `Script=`.
const SCRIPTS: &str = " Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew \
    Hiragana Kannada Katakana Khmer Lao Latin Malayalam Mongolian Myanmar Sinhala Tamil Telugu Thai Tibetan Common ";

impl Checker<'_> {
    /// An escape outside a class.
    pub(super) fn escape(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor.at();
        match self.cursor.peek_second() {
            Some('b' | 'B') => {
                self.cursor.bump();
                self.cursor.bump();
                Ok(Term::assertion(0))
            }
            Some('k') => {
                self.cursor.eat("\\k");
                if !self.cursor.eat("<") {
                    return Err(self.cursor.expected("`<` and a group's name after `\\k`"));
                }
                let name = self.group_name()?;
                self.reference(start, Target::Name(name))
            }
            Some('1'..='9') => {
                self.cursor.bump();
                let digits = self.cursor.take_while(|c| c.is_ascii_digit());
                let number = digits.parse().unwrap_or(usize::MAX);
                self.reference(start, Target::Number(number))
            }
            _ => {
                let property = matches!(self.cursor.peek_second(), Some('p' | 'P'));
                let set = self.character_escape()?.is_none();
                Ok(Term::atom(match (set, property) {
                    (_, true) => PROPERTY_SIZE,
                    (true, _) => ANY_SIZE,
                    _ => 1,
                }))
            }
        }
    }

    fn reference(&mut self, start: usize, target: Target) -> Result<Term, SyntaxError> {
        let span = self.cursor.range(start);
        if self.behind > 0 {
            let message = "back references inside a look-behind are not supported";
            return Err(SyntaxError::new(span, message));
        }
        self.references.push((span, target));
        Ok(Term::atom(1))
    }

    /// An escape that stands for characters: the character, or nothing where it stands for a set of them.
    pub(super) fn character_escape(&mut self) -> Result<Option<char>, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.bump();
        let Some(letter) = self.cursor.bump() else {
            let error =
                SyntaxError::new(self.cursor.range(start), "nothing follows this backslash");
            return Err(error.help("write `\\\\` for the character itself"));
        };
        match letter {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => Ok(None),
            't' => Ok(Some('\t')),
            'n' => Ok(Some('\n')),
            'r' => Ok(Some('\r')),
            'v' => Ok(Some('\u{b}')),
            'f' => Ok(Some('\u{c}')),
            '0' if !self.cursor.peek().is_some_and(|c| c.is_ascii_digit()) => Ok(Some('\0')),
            'c' => match self.cursor.bump() {
                Some(control) if control.is_ascii_alphabetic() => {
                    Ok(char::from_u32(u32::from(control) % 32))
                }
                _ => Err(self.no_escape(start, "a letter must follow `\\c`")),
            },
            'x' => self.hex(start, 2).map(char::from_u32),
            'u' => self.unicode(start),
            'p' | 'P' => self.property(start).map(|()| None),
            _ if letter.is_alphanumeric() => Err(self.foreign(start, letter)),
            _ => Ok(Some(letter)),
        }
    }

    /// `uXXXX`, `uXXXX\uXXXX` (a surrogate pair) or `u{X}`.
    fn unicode(&mut self, start: usize) -> Result<Option<char>, SyntaxError> {
        if self.cursor.eat("{") {
            let digits = self.cursor.take_while(|c| c.is_ascii_hexdigit());
            let value = u32::from_str_radix(digits, 16).ok();
            let closed = self.cursor.eat("}");
            return match value.and_then(char::from_u32) {
                Some(c) if closed => Ok(Some(c)),
                _ => Err(self.no_escape(start, "this is no code point")),
            };
        }
        let first = self.hex(start, 4)?;
        if !(0xD800..0xE000).contains(&first) {
            return Ok(char::from_u32(first));
        }
        let half = "half a surrogate pair cannot be matched";
        if first >= 0xDC00 || !self.cursor.eat("\\u") {
            return Err(self.no_escape(start, half));
        }
        let second = self.hex(start, 4)?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(self.no_escape(start, half));
        }
        Ok(char::from_u32(
            0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00),
        ))
    }

    fn hex(&mut self, start: usize, count: usize) -> Result<u32, SyntaxError> {
        let mut left = count;
        let digits = self.cursor.take_while(|c| {
            let keep = left > 0 && c.is_ascii_hexdigit();
            left = left.saturating_sub(usize::from(keep));
            keep
        });
        match u32::from_str_radix(digits, 16) {
            Ok(value) if digits.len() == count => Ok(value),
            _ => Err(self.no_escape(start, &format!("{count} hexadecimal digits must follow"))),
        }
    }

    /// `{Name}`, `{gc=Name}` or `{Script=Name}`.
    fn property(&mut self, start: usize) -> Result<(), SyntaxError> {
        if !self.cursor.eat("{") {
            return Err(self.no_escape(start, "`{` and a property's name must follow"));
        }
        let written = self.cursor.take_while(|c| c != '}');
        if !self.cursor.eat("}") {
            return Err(self.no_escape(start, "this property is not closed"));
        }
        let (list, name) = match written.split_once('=') {
            None => (PROPERTIES, written),
            Some(("General_Category" | "gc", name)) => (PROPERTIES, name),
            Some(("Script" | "sc" | "Script_Extensions" | "scx", name)) => (SCRIPTS, name),
            Some(_) => ("", written),
        };
        let known = !name.is_empty() && list.split_whitespace().any(|known| known == name);
        if known {
            return Ok(());
        }
        Err(self.no_escape(start, &format!("the property `{written}` is not supported")))
    }

    fn no_escape(&self, start: usize, message: &str) -> SyntaxError {
        SyntaxError::new(self.cursor.range(start), message)
    }

    /// A letter that means nothing here, but something in another dialect.
    fn foreign(&self, start: usize, letter: char) -> SyntaxError {
        let span = self.cursor.range(start);
        let error = SyntaxError::new(span, format!("`\\{letter}` is no escape of ECMA-262"));
        match letter {
            'A' => error.help("`^` stands for the start").replace_by("^"),
            'z' | 'Z' => error.help("`$` stands for the end").replace_by("$"),
            'h' => error.replace_by("[ \\t]"),
            'a' => error.replace_by("\\x07"),
            'e' => error.replace_by("\\x1B"),
            'R' => error.replace_by("(?:\\r\\n|[\\n\\r])"),
            _ => error,
        }
    }
}
