//! Character classes: `[a-z\d]` and its relatives, written without anything the engine would read differently.

use super::escape::{self, Escape};
use super::translate::{Input, Invalid};

/// Matches no character at all.
pub(super) const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";
/// Matches every character.
const ANYTHING: &str = "(?s:.)";

/// Rewrites a class, reading on after its opening bracket.
pub(super) fn translate(input: &mut Input<'_>, out: &mut String) -> Result<(), Invalid> {
    let negated = input.eat('^');
    let mut members = String::new();
    loop {
        if input.eat(']') {
            break;
        }
        let low = member(input)?;
        let range = input.rest().starts_with('-') && !input.rest().starts_with("-]");
        if !range {
            push(&mut members, &low);
            continue;
        }
        input.eat('-');
        let high = member(input)?;
        match (&low, &high) {
            (Escape::Char(low), Escape::Char(high)) if low <= high => {
                push_range(&mut members, *low, *high)
            }
            (Escape::Char(_), Escape::Char(_)) => return Err(Invalid),
            // Annex B: with a shorthand at either end the hyphen is only a hyphen.
            _ => {
                push(&mut members, &low);
                push(&mut members, &Escape::Char('-'.into()));
                push(&mut members, &high);
            }
        }
    }
    match (members.is_empty(), negated) {
        (true, false) => out.push_str(NOTHING),
        (true, true) => out.push_str(ANYTHING),
        (false, _) => {
            out.push_str(if negated { "[^" } else { "[" });
            out.push_str(&members);
            out.push(']');
        }
    }
    Ok(())
}

fn member(input: &mut Input<'_>) -> Result<Escape, Invalid> {
    match input.take().ok_or(Invalid)? {
        '\\' if input.eat('b') => Ok(Escape::Char(0x08)),
        '\\' => escape::read(input),
        c => Ok(Escape::Char(c.into())),
    }
}

fn push(members: &mut String, member: &Escape) {
    match member {
        Escape::Char(code) => push_range(members, *code, *code),
        Escape::Set {
            members: inner,
            negated: true,
        } => members.push_str(&format!("[^{inner}]")),
        Escape::Set {
            members: inner,
            negated: false,
        } => members.push_str(inner),
    }
}

/// Surrogates are cut off: they are code points, but no characters of any text.
fn push_range(members: &mut String, low: u32, high: u32) {
    let surrogate = |code: &u32| (0xd800..0xe000).contains(code);
    let low = if surrogate(&low) { 0xe000 } else { low };
    let high = if surrogate(&high) { 0xd7ff } else { high };
    if low == high {
        members.push_str(&format!("\\x{{{low:X}}}"));
    } else if low < high {
        members.push_str(&format!("\\x{{{low:X}}}-\\x{{{high:X}}}"));
    }
}
