//! Escapes that mean the same inside and outside a character class (ECMA-262 section 22.2.1 and annex B).

use super::translate::{Input, Invalid};

/// What a backslash and the characters after it stand for.
pub(super) enum Escape {
    /// One code point; may be half of a surrogate pair, which no text holds.
    Char(u32),
    /// A set of characters, as the members of a class of the engine.
    Set { members: String, negated: bool },
}

const SPACE: &str = r"\t\n\x{0B}\x{0C}\r\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// Reads on after a backslash.
pub(super) fn read(input: &mut Input<'_>) -> Result<Escape, Invalid> {
    let set = |members: &str, negated| {
        Ok(Escape::Set {
            members: members.to_owned(),
            negated,
        })
    };
    let before = input.rest();
    let c = input.take().ok_or(Invalid)?;
    let code = match c {
        'd' | 'D' => return set("0-9", c == 'D'),
        'w' | 'W' => return set("A-Za-z0-9_", c == 'W'),
        's' | 'S' => return set(SPACE, c == 'S'),
        'p' | 'P' if input.eat('{') => {
            let property = input.take_until('}').ok_or(Invalid)?;
            if !property
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '='))
            {
                return Err(Invalid);
            }
            return set(&format!("\\{c}{{{property}}}"), false);
        }
        't' => 0x09,
        'n' => 0x0a,
        'v' => 0x0b,
        'f' => 0x0c,
        'r' => 0x0d,
        'x' => hex(input, 2).unwrap_or('x'.into()),
        'u' => unicode(input)?,
        'c' => match input.peek().filter(char::is_ascii_alphabetic) {
            Some(letter) => {
                input.take();
                u32::from(letter) % 32
            }
            None => {
                // Annex B: a `\c` without a letter is a backslash, and the `c` is read again.
                *input = Input::new(before);
                '\\'.into()
            }
        },
        '0'..='7' => {
            *input = Input::new(before);
            octal(input)
        }
        itself => itself.into(),
    };
    Ok(Escape::Char(code))
}

/// Exactly `count` hexadecimal digits.
fn hex(input: &mut Input<'_>, count: usize) -> Option<u32> {
    let digits = input
        .rest()
        .get(..count)
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    input.skip(count);
    u32::from_str_radix(digits, 16).ok()
}

/// `\u0041`, `\u{1F600}`, or the two halves of a surrogate pair; a lone `\u` is the letter.
fn unicode(input: &mut Input<'_>) -> Result<u32, Invalid> {
    if input.eat('{') {
        let digits = input.take_until('}').ok_or(Invalid)?;
        let hexadecimal = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|code| hexadecimal && *code <= 0x10_ffff);
        return code.ok_or(Invalid);
    }
    let Some(first) = hex(input, 4) else {
        return Ok('u'.into());
    };
    if !(0xd800..0xdc00).contains(&first) {
        return Ok(first);
    }
    let mut ahead = Input::new(input.rest());
    let second = if ahead.eat_text("\\u") {
        hex(&mut ahead, 4)
    } else {
        None
    };
    match second.filter(|code| (0xdc00..0xe000).contains(code)) {
        Some(second) => {
            *input = ahead;
            Ok(0x1_0000 + ((first & 0x3ff) << 10 | (second & 0x3ff)))
        }
        None => Ok(first),
    }
}

/// Up to three octal digits, as long as they make a byte.
fn octal(input: &mut Input<'_>) -> u32 {
    let mut code = 0;
    for _ in 0..3 {
        match input.peek().and_then(|c| c.to_digit(8)) {
            Some(digit) if code * 8 + digit <= 0o377 => code = code * 8 + digit,
            _ => break,
        }
        input.take();
    }
    code
}
