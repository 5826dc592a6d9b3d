//! Escapes that mean the same inside and outside a character class (ECMA-262 section 22.2.1 and annex B).

use super::{Fault, input::Input, reader::Reader};

/// What a backslash and the characters after it stand for.
pub(super) enum Escape {
    /// One code point; may be half of a surrogate pair, which no text holds.
    Char(u32),
    /// A set of characters, as the members of a class of the engine.
    Set { members: String, negated: bool },
}

const SPACE: &str = r"\t\n\x{0B}\x{0C}\r\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

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

const HALF: &str = "half a surrogate pair cannot be matched";

impl Reader<'_> {
    /// Reads on after the backslash at `start`.
    pub(super) fn character_escape(&mut self, start: usize) -> Result<Escape, Fault> {
        let set = |members: &str, negated| {
            Ok(Escape::Set {
                members: members.to_owned(),
                negated,
            })
        };
        let Some(letter) = self.input.take() else {
            let fault = Fault::new(self.input.since(start), "nothing follows this backslash");
            return Err(fault.help("write `\\\\` for the character itself"));
        };
        let code = match letter {
            'd' | 'D' => return set("0-9", letter == 'D'),
            'w' | 'W' => return set("A-Za-z0-9_", letter == 'W'),
            's' | 'S' => return set(SPACE, letter == 'S'),
            'p' | 'P' => return self.property(start, letter),
            't' => 0x09,
            'n' => 0x0a,
            'v' => 0x0b,
            'f' => 0x0c,
            'r' => 0x0d,
            'c' => self.control(start),
            'x' => self.hex(start, 2).unwrap_or('x'.into()),
            'u' => self.unicode(start)?,
            '0' if !self.input.rest().starts_with(|c: char| c.is_ascii_digit()) => 0,
            _ => {
                if letter.is_alphanumeric() {
                    self.refuse(foreign(start, letter));
                }
                self.octal(letter)
            }
        };
        Ok(Escape::Char(code))
    }

    /// `cA`. Annex B: without a letter the backslash is a backslash, and the `c` is read again.
    fn control(&mut self, start: usize) -> u32 {
        let mut ahead = self.input;
        if let Some(letter) = ahead.take().filter(char::is_ascii_alphabetic) {
            self.input = ahead;
            return u32::from(letter) % 32;
        }
        self.refuse(Fault::new(ahead.since(start), "a letter must follow `\\c`"));
        self.input.back_to(start + 1);
        '\\'.into()
    }

    /// Exactly `count` hexadecimal digits; nothing is read, and so the letter before stands for itself, where fewer follow.
    fn hex(&mut self, start: usize, count: usize) -> Option<u32> {
        let mut ahead = self.input;
        let read = hex(&mut ahead, start, count);
        match read {
            Ok(code) => {
                self.input = ahead;
                Some(code)
            }
            Err(fault) => {
                self.refuse(fault);
                None
            }
        }
    }

    /// `u0041`, `u{1F600}`, or the two halves of a surrogate pair.
    fn unicode(&mut self, start: usize) -> Result<u32, Fault> {
        if self.input.eat("{") {
            return self.code_point(start);
        }
        let Some(first) = self.hex(start, 4) else {
            return Ok('u'.into());
        };
        if !(0xd800..0xe000).contains(&first) {
            return Ok(first);
        }
        let mut ahead = self.input;
        if first >= 0xdc00 || !ahead.eat("\\u") {
            self.refuse(Fault::new(self.input.since(start), HALF));
            return Ok(first);
        }
        let second = hex(&mut ahead, start, 4).and_then(|second| {
            let half = !(0xdc00..0xe000).contains(&second);
            let fault = half.then(|| Fault::new(ahead.since(start), HALF));
            fault.map_or(Ok(second), Err)
        });
        match second {
            Ok(second) => {
                self.input = ahead;
                Ok(0x1_0000 + ((first & 0x3ff) << 10 | (second & 0x3ff)))
            }
            Err(fault) => {
                self.refuse(fault);
                Ok(first)
            }
        }
    }

    /// `1F600}`
    fn code_point(&mut self, start: usize) -> Result<u32, Fault> {
        let digits = self.input.take_while(|c| c.is_ascii_hexdigit());
        let closed = self.input.eat("}");
        let fault = Fault::new(self.input.since(start), "this is no code point");
        let code = u32::from_str_radix(digits, 16).ok();
        let Some(code) = code.filter(|code| closed && *code <= 0x10_ffff) else {
            return Err(fault);
        };
        if char::from_u32(code).is_none() {
            self.refuse(fault);
        }
        Ok(code)
    }

    /// `{Name}`, `{gc=Name}` or `{Script=Name}`.
    fn property(&mut self, start: usize, letter: char) -> Result<Escape, Fault> {
        if !self.input.eat("{") {
            let message = "`{` and a property's name must follow";
            self.refuse(Fault::new(self.input.since(start), message));
            return Ok(Escape::Char(letter.into()));
        }
        let written = self.input.take_while(|c| c != '}');
        if !self.input.eat("}") {
            let span = self.input.since(start);
            return Err(Fault::new(span, "this property is not closed"));
        }
        let (list, name) = match written.split_once('=') {
            None => (PROPERTIES, written),
            Some(("General_Category" | "gc", name)) => (PROPERTIES, name),
            Some(("Script" | "sc" | "Script_Extensions" | "scx", name)) => (SCRIPTS, name),
            Some(_) => ("", written),
        };
        if name.is_empty() || !list.split_whitespace().any(|known| known == name) {
            let message = format!("the property `{written}` is not supported");
            let fault = Fault::new(self.input.since(start), message);
            let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=');
            if !written.chars().all(word) {
                return Err(fault);
            }
            self.refuse(fault);
        }
        Ok(Escape::Set {
            members: format!("\\{letter}{{{written}}}"),
            negated: false,
        })
    }

    /// An octal number of up to three digits that makes a byte and begins with `first`, or `first` itself (annex B).
    pub(super) fn octal(&mut self, first: char) -> u32 {
        let Some(mut code) = first.to_digit(8) else {
            return first.into();
        };
        for _ in 0..2 {
            match self.input.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if code * 8 + digit <= 0o377 => code = code * 8 + digit,
                _ => break,
            }
            self.input.take();
        }
        code
    }
}

fn hex(input: &mut Input<'_>, start: usize, count: usize) -> Result<u32, Fault> {
    let digits = input.hexadecimal(count);
    match u32::from_str_radix(digits, 16) {
        Ok(code) if digits.len() == count => Ok(code),
        _ => {
            let message = format!("{count} hexadecimal digits must follow");
            Err(Fault::new(input.since(start), message))
        }
    }
}

/// A letter that means nothing here, but something in another dialect.
fn foreign(start: usize, letter: char) -> Fault {
    let span = start..start + 1 + letter.len_utf8();
    let fault = Fault::new(span, format!("`\\{letter}` is no escape of ECMA-262"));
    match letter {
        'A' => fault.help("`^` stands for the start").replace_by("^"),
        'z' | 'Z' => fault.help("`$` stands for the end").replace_by("$"),
        'h' => fault.replace_by("[ \\t]"),
        'a' => fault.replace_by("\\x07"),
        'e' => fault.replace_by("\\x1B"),
        'R' => fault.replace_by("(?:\\r\\n|[\\n\\r])"),
        _ => fault,
    }
}
