//! Character classes: `[a-z\d]` and its relatives, written without anything the engine would read differently.

use super::{Fault, escape::Escape, reader::Reader, size};

/// Matches no character at all.
pub(super) const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";
/// Matches every character.
const ANYTHING: &str = "(?s:.)";

impl Reader<'_> {
    /// Rewrites a class, reading on after its opening bracket: its size.
    pub(super) fn class(&mut self, start: usize) -> Result<usize, Fault> {
        let mut size = size::CLASS;
        let negated = self.input.eat("^");
        let mut members = String::new();
        while !self.input.eat("]") {
            if self.input.looking_at("\\p") || self.input.looking_at("\\P") {
                size += size::PROPERTY;
            }
            self.members(start, &mut members)?;
        }
        match (members.is_empty(), negated) {
            (true, false) => self.out.push_str(NOTHING),
            (true, true) => self.out.push_str(ANYTHING),
            (false, _) => {
                self.out.push_str(if negated { "[^" } else { "[" });
                self.out.push_str(&members);
                self.out.push(']');
            }
        }
        Ok(size)
    }

    /// A member of the class that begins at `class`, or a range of them.
    fn members(&mut self, class: usize, members: &mut String) -> Result<(), Fault> {
        let start = self.input.at();
        let low = self.member(class)?;
        if self.input.looking_at("-]") || !self.input.eat("-") {
            push(members, &low);
            return Ok(());
        }
        let high = self.member(class)?;
        match (&low, &high) {
            (Escape::Char(low), Escape::Char(high)) if low <= high => {
                push_range(members, *low, *high);
            }
            (Escape::Char(_), Escape::Char(_)) => {
                let message = "the ends of this range are out of order";
                return Err(Fault::new(self.input.since(start), message));
            }
            // Annex B: with a shorthand at either end the hyphen is only a hyphen.
            _ => {
                push(members, &low);
                push(members, &Escape::Char('-'.into()));
                push(members, &high);
            }
        }
        Ok(())
    }

    fn member(&mut self, class: usize) -> Result<Escape, Fault> {
        let start = self.input.at();
        self.refuse_posix(start);
        match self.input.take() {
            None => Err(
                Fault::new(class..class + 1, "this regex class is not closed")
                    .help("write `\\[` for the character itself"),
            ),
            Some('\\') if self.input.eat("b") => Ok(Escape::Char(0x08)),
            Some('\\') => self.character_escape(start),
            Some(c) => Ok(Escape::Char(c.into())),
        }
    }

    /// Refuses `[:name:]`.
    fn refuse_posix(&mut self, start: usize) {
        let mut ahead = self.input;
        if !ahead.eat("[:") {
            return;
        }
        ahead.eat("^");
        let name = ahead.take_while(|c| c.is_ascii_lowercase());
        if !name.is_empty() && ahead.eat(":]") {
            let message = "POSIX classes are not part of ECMA-262";
            let fault = Fault::new(ahead.since(start), message);
            self.refuse(fault.help("write the characters out, as in `a-z`"));
        }
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
