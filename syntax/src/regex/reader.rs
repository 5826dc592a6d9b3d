//! The constructs of a pattern, one after the other.

use std::ops::Range;

use super::{
    Fault,
    class::NOTHING,
    escape::Escape,
    group::{Flags, Group, leading_flags, names},
    input::Input,
    size::{self, Size},
};

/// What `^`, `$` and `.` take for the end of a line.
const LINE_ENDS: &str = r"\n\r\x{2028}\x{2029}";

const AT_A_BORDER: &str = "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))";
const WITHIN: &str = "(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))";

/// What stands before a quantifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing, or a place, which cannot be repeated.
    Nothing,
    /// A group that matches no text: annex B lets it be repeated; the engine does not, and it would say nothing.
    Place,
    Text,
    Quantifier,
}

/// A back reference, checked once all groups are known.
pub(super) enum Target<'p> {
    Number(usize),
    Name(&'p str),
}

pub(super) struct Reader<'p> {
    pub(super) input: Input<'p>,
    /// All capturing groups in order, with their names.
    pub(super) groups: Vec<Option<&'p str>>,
    /// The names of those that have been read.
    pub(super) names: Vec<&'p str>,
    pub(super) references: Vec<(Range<usize>, Target<'p>)>,
    /// The first reference to a name that no group has, where groups have names.
    pub(super) dangling: Option<Fault>,
    /// The pattern in the engine's dialect.
    pub(super) out: String,
    pub(super) open: Vec<Group>,
    /// How many look-behinds are open.
    pub(super) behind: usize,
    pub(super) flags: Flags,
    /// Where the flags end that the pattern begins with.
    pub(super) leading: usize,
    pub(super) before: Before,
    pub(super) size: Size,
    /// The first thing that a document should not say, though it can only mean one thing.
    pub(super) refused: Option<Fault>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self {
            input: Input::new(pattern),
            groups: names(pattern),
            names: Vec::new(),
            references: Vec::new(),
            dangling: None,
            out: String::with_capacity(pattern.len()),
            open: Vec::new(),
            behind: 0,
            flags: Flags::default(),
            leading: leading_flags(pattern).map_or(0, |(length, _)| length),
            before: Before::Nothing,
            size: Size::default(),
            refused: None,
        }
    }

    /// Notes what a document should not say.
    pub(super) fn refuse(&mut self, fault: Fault) {
        self.refused.get_or_insert(fault);
    }

    /// Reads the whole pattern.
    pub(super) fn read(&mut self) -> Result<(), Fault> {
        let mut start = 0;
        while let Some(next) = self.input.take() {
            self.construct(start, next)?;
            start = self.input.at();
        }
        if let Some(group) = self.open.pop() {
            return Err(Fault::new(group.opened, "this parenthesis is not closed")
                .help("write `\\(` for the character itself"));
        }
        if self.size.total() > size::MOST {
            let message = "this regex repeats too much to be compiled";
            self.refuse(Fault::new(0..start, message));
        }
        self.resolve_references();
        self.dangling.take().map_or(Ok(()), Err)
    }

    fn construct(&mut self, start: usize, next: char) -> Result<(), Fault> {
        match next {
            '\\' => self.escape(start)?,
            '[' => {
                let size = self.class(start)?;
                self.term(size);
            }
            '.' => {
                self.any();
                self.term(size::ANY);
            }
            '^' | '$' => {
                self.anchor(next);
                self.place();
            }
            '(' => self.open(start)?,
            ')' => self.close(start)?,
            '|' => {
                self.out.push('|');
                self.before = Before::Nothing;
            }
            '*' | '+' | '?' => self.repeat(start, &next.to_string(), 1)?,
            '{' => match self.counted(start)? {
                Some((quantifier, times)) => self.repeat(start, quantifier, times)?,
                None => self.literal(next),
            },
            literal => self.literal(literal),
        }
        Ok(())
    }

    /// What was read matches text.
    pub(super) fn term(&mut self, size: usize) {
        self.size.add(size);
        self.before = Before::Text;
    }

    /// What was read matches a place.
    pub(super) fn place(&mut self) {
        self.size.add(0);
        self.before = Before::Nothing;
    }

    fn literal(&mut self, literal: char) {
        push_literal(&mut self.out, literal);
        self.term(1);
    }

    fn any(&mut self) {
        if self.flags.dot_all {
            self.out.push_str("(?s:.)");
        } else {
            self.out.push_str(&format!("[^{LINE_ENDS}]"));
        }
    }

    fn anchor(&mut self, anchor: char) {
        let text = match (anchor, self.flags.multiline) {
            ('^', true) => format!("(?<![^{LINE_ENDS}])"),
            ('^', false) => r"\A".to_owned(),
            (_, true) => format!("(?![^{LINE_ENDS}])"),
            (_, false) => r"\z".to_owned(),
        };
        self.out.push_str(&text);
    }

    /// A quantifier that repeats `times` at most, as far as it counts.
    fn repeat(&mut self, start: usize, quantifier: &str, times: usize) -> Result<(), Fault> {
        let lazy = self.input.eat("?");
        let fault = Fault::new(
            self.input.since(start),
            "this quantifier has nothing to repeat",
        );
        match self.before {
            Before::Text => {}
            Before::Place => self.refuse(fault.help(ITSELF)),
            Before::Nothing => return Err(fault.help(ITSELF)),
            Before::Quantifier => {
                return Err(fault.help("possessive quantifiers are not part of ECMA-262"));
            }
        }
        self.out.push_str(quantifier);
        if lazy {
            self.out.push('?');
        }
        self.size.repeat(times);
        self.before = Before::Quantifier;
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}` after its opening brace, and the larger number; anything else stays unread.
    fn counted(&mut self, start: usize) -> Result<Option<(&'p str, usize)>, Fault> {
        let mut ahead = self.input;
        let least = ahead.take_while(|c| c.is_ascii_digit());
        let most = match ahead.eat(",") {
            true => ahead.take_while(|c| c.is_ascii_digit()),
            false => least,
        };
        if least.is_empty() || !ahead.eat("}") {
            return Ok(None);
        }
        self.input = ahead;
        let number = |digits: &str| digits.parse().unwrap_or(usize::MAX);
        let times = number(if most.is_empty() { least } else { most });
        if number(least) > times {
            let message = "the numbers of this quantifier are out of order";
            return Err(Fault::new(self.input.since(start), message));
        }
        Ok(Some((self.input.text(start), times)))
    }

    /// What follows a backslash outside a class.
    fn escape(&mut self, start: usize) -> Result<(), Fault> {
        for (letter, border) in [("b", AT_A_BORDER), ("B", WITHIN)] {
            if self.input.eat(letter) {
                self.out.push_str(border);
                self.place();
                return Ok(());
            }
        }
        let property = matches!(self.input.peek(), Some('p' | 'P'));
        let escape = match self.input.peek() {
            Some(first @ ('k' | '1'..='9')) => {
                if let Some(group) = self.reference(start)? {
                    // A group that took no part matches as empty text in ECMA-262, and fails in the engine.
                    self.out.push_str(&format!("(?:(?({group})\\{group}|))"));
                    self.term(1);
                    return Ok(());
                }
                self.input.take();
                Escape::Char(self.octal(first))
            }
            _ => self.character_escape(start)?,
        };
        self.term(match &escape {
            _ if property => size::PROPERTY,
            Escape::Set { .. } => size::ANY,
            Escape::Char(_) => 1,
        });
        match escape {
            Escape::Char(code) => match char::from_u32(code) {
                Some(c) => push_literal(&mut self.out, c),
                // Half of a surrogate pair: no text in UTF-8 holds one.
                None => self.out.push_str(NOTHING),
            },
            Escape::Set { members, negated } => {
                self.out.push_str(if negated { "[^" } else { "[" });
                self.out.push_str(&members);
                self.out.push(']');
            }
        }
        Ok(())
    }
}

const ITSELF: &str = "put `\\` before it for the character itself";

/// Writes a character that stands for itself.
fn push_literal(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        out.push(c);
    } else {
        out.push_str(&format!("\\x{{{:02X}}}", u32::from(c)));
    }
}
