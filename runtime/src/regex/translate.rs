//! Rewrites an ECMA-262 pattern into the engine's dialect, so that every construct keeps its ECMA meaning.
//!
//! The engine shares most syntax but not all meanings: its shorthands know Unicode, its `$` its escapes and its
//! character classes differ, and it has constructs ECMA-262 lacks. So nothing is passed through unread: each
//! construct is recognised and written anew, and what ECMA-262 does not have is an error. The lenient syntax of
//! ECMA-262 annex B is accepted. One extension: flags for the rest of a pattern, as in `(?i)`, are accepted too,
//! because authors write them and they can only mean one thing.

use super::class;
use super::escape::{self, Escape};

/// What `^`, `$` and `.` take for the end of a line.
const LINE_ENDS: &str = r"\n\r\x{2028}\x{2029}";

/// The pattern in the engine's dialect.
///
/// # Errors
/// If the pattern is not one that ECMA-262 allows, as far as that shows without the engine.
pub(super) fn translate(pattern: &str) -> Result<String, Invalid> {
    let mut translator = Translator {
        input: Input::new(pattern),
        groups: group_names(pattern),
        out: String::with_capacity(pattern.len()),
        enclosing: Vec::new(),
        flags: Flags::default(),
        repeatable: false,
    };
    check_names(&translator.groups)?;
    while let Some(c) = translator.input.take() {
        translator.construct(c)?;
    }
    if translator.enclosing.is_empty() {
        Ok(translator.out)
    } else {
        Err(Invalid)
    }
}

/// The pattern is not a regular expression of ECMA-262.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Invalid;

/// Flags this translation has to know itself; `i` is the engine's affair.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    multiline: bool,
    dot_all: bool,
}

struct Translator<'p> {
    input: Input<'p>,
    /// The capturing groups in order, with their names.
    groups: Vec<Option<&'p str>>,
    out: String,
    /// Flags to return to at the end of each open group.
    enclosing: Vec<Flags>,
    flags: Flags,
    /// Whether a quantifier may follow here.
    repeatable: bool,
}

impl Translator<'_> {
    fn construct(&mut self, c: char) -> Result<(), Invalid> {
        let mut repeatable = true;
        match c {
            '\\' => repeatable = self.escape()?,
            '[' => class::translate(&mut self.input, &mut self.out)?,
            '.' if self.flags.dot_all => self.out.push_str("(?s:.)"),
            '.' => self.out.push_str(&format!("[^{LINE_ENDS}]")),
            '^' | '$' => {
                self.anchor(c);
                repeatable = false;
            }
            '(' => {
                self.open()?;
                repeatable = false;
            }
            ')' => {
                self.flags = self.enclosing.pop().ok_or(Invalid)?;
                self.out.push(')');
            }
            '|' => {
                self.out.push('|');
                repeatable = false;
            }
            '*' | '+' | '?' => return self.repeat(&c.to_string()),
            '{' => match self.counted()? {
                Some(quantifier) => return self.repeat(&quantifier),
                None => push_literal(&mut self.out, c),
            },
            literal => push_literal(&mut self.out, literal),
        }
        self.repeatable = repeatable;
        Ok(())
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

    fn repeat(&mut self, quantifier: &str) -> Result<(), Invalid> {
        if !self.repeatable {
            return Err(Invalid);
        }
        self.out.push_str(quantifier);
        if self.input.eat('?') {
            self.out.push('?');
        }
        self.repeatable = false;
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,3}` after its opening brace; anything else leaves the input where it is.
    fn counted(&mut self) -> Result<Option<String>, Invalid> {
        let Some((inside, _)) = self.input.rest().split_once('}') else {
            return Ok(None);
        };
        let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if low.is_empty() || !digits(low) || !digits(high) {
            return Ok(None);
        }
        let number = |text: &str| text.parse::<u32>().map_err(|_| Invalid);
        if !high.is_empty() && number(low)? > number(high)? {
            return Err(Invalid);
        }
        self.input.skip(inside.len().saturating_add(1));
        Ok(Some(format!("{{{inside}}}")))
    }

    /// What follows an opening parenthesis.
    fn open(&mut self) -> Result<(), Invalid> {
        let outside = self.flags;
        if !self.input.eat('?') {
            self.out.push('(');
        } else if let Some(kind) = ["<=", "<!", ":", "=", "!"]
            .iter()
            .find(|kind| self.input.eat_text(kind))
        {
            self.out.push_str("(?");
            self.out.push_str(kind);
        } else if self.input.eat('<') {
            // Names were read beforehand; the engine sees numbers only.
            self.input.take_until('>').ok_or(Invalid)?;
            self.out.push('(');
        } else {
            let flags = self
                .input
                .take_while(|c| c.is_ascii_alphabetic() || c == '-');
            let (on, off) = flags.split_once('-').unwrap_or((flags, ""));
            self.set_flags(on, off)?;
            self.out
                .push_str(match (on.contains('i'), off.contains('i')) {
                    (true, true) => return Err(Invalid),
                    (true, false) => "(?i",
                    (false, true) => "(?-i",
                    (false, false) => "(?",
                });
            if !flags.is_empty() && self.input.eat(')') {
                let nothing_for_the_engine = self.out.ends_with('?');
                self.out
                    .push_str(if nothing_for_the_engine { ":)" } else { ")" });
                return Ok(());
            }
            if flags.is_empty() || !self.input.eat(':') {
                return Err(Invalid);
            }
            self.out.push(':');
        }
        self.enclosing.push(outside);
        Ok(())
    }

    fn set_flags(&mut self, on: &str, off: &str) -> Result<(), Invalid> {
        for (letters, value) in [(on, true), (off, false)] {
            for letter in letters.chars() {
                match letter {
                    'i' => {}
                    'm' => self.flags.multiline = value,
                    's' => self.flags.dot_all = value,
                    _ => return Err(Invalid),
                }
            }
        }
        Ok(())
    }

    /// What follows a backslash; says whether a quantifier may follow that.
    fn escape(&mut self) -> Result<bool, Invalid> {
        if self.input.eat('b') {
            self.out.push_str(
                "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))",
            );
            return Ok(false);
        }
        if self.input.eat('B') {
            self.out.push_str(
                "(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))",
            );
            return Ok(false);
        }
        if let Some(group) = self.reference()? {
            // A group that took no part matches as empty text in ECMA-262, and fails in the engine.
            self.out.push_str(&format!("(?:(?({group})\\{group}|))"));
            return Ok(true);
        }
        match escape::read(&mut self.input)? {
            Escape::Char(code) => match char::from_u32(code) {
                Some(c) => push_literal(&mut self.out, c),
                // Half of a surrogate pair: no text in UTF-8 holds one.
                None => self.out.push_str(class::NOTHING),
            },
            Escape::Set { members, negated } => {
                self.out.push_str(if negated { "[^" } else { "[" });
                self.out.push_str(&members);
                self.out.push(']');
            }
        }
        Ok(true)
    }

    /// The number of the group that `\1` or `\k<name>` refers to, if it is a reference at all.
    fn reference(&mut self) -> Result<Option<usize>, Invalid> {
        let rest = self.input.rest();
        if rest.starts_with('k') && self.groups.iter().any(Option::is_some) {
            self.input.skip(1);
            let name = if self.input.eat('<') {
                self.input.take_until('>')
            } else {
                None
            };
            let group = self
                .groups
                .iter()
                .position(|group| group.is_some() && *group == name)
                .ok_or(Invalid)?;
            return Ok(Some(group.saturating_add(1)));
        }
        let digits = rest
            .len()
            .saturating_sub(rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let number = rest
            .get(..digits)
            .and_then(|text| text.parse::<usize>().ok());
        Ok(number
            .filter(|number| (1..=self.groups.len()).contains(number))
            .inspect(|_| self.input.skip(digits)))
    }
}

/// Writes a character that stands for itself.
pub(super) fn push_literal(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        out.push(c);
    } else {
        out.push_str(&format!("\\x{{{:02X}}}", u32::from(c)));
    }
}

/// The capturing groups of a pattern, in the order of their opening parentheses.
fn group_names(pattern: &str) -> Vec<Option<&str>> {
    let mut groups = Vec::new();
    let (mut input, mut in_class) = (Input::new(pattern), false);
    while let Some(c) = input.take() {
        match c {
            '\\' => {
                input.take();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && !input.rest().starts_with('?') => groups.push(None),
            '(' if !in_class && input.eat_text("?<") && !input.rest().starts_with(['=', '!']) => {
                groups.push(Some(input.take_until('>').unwrap_or("")));
            }
            _ => {}
        }
    }
    groups
}

fn check_names(groups: &[Option<&str>]) -> Result<(), Invalid> {
    let mut seen = Vec::new();
    for name in groups.iter().flatten() {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let begins_well = name
            .chars()
            .next()
            .is_some_and(|c| fits(c) && !c.is_numeric());
        if !begins_well || !name.chars().all(fits) || seen.contains(name) {
            return Err(Invalid);
        }
        seen.push(name);
    }
    Ok(())
}

/// The part of the pattern that is still to be read.
pub(super) struct Input<'p>(&'p str);

impl<'p> Input<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self(pattern)
    }

    pub(super) fn rest(&self) -> &'p str {
        self.0
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.skip(c.len_utf8());
        Some(c)
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or("");
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.take();
        }
        found
    }

    pub(super) fn eat_text(&mut self, wanted: &str) -> bool {
        let found = self.0.starts_with(wanted);
        if found {
            self.skip(wanted.len());
        }
        found
    }

    /// The text up to `end`, which is read as well; nothing is read if it does not come.
    pub(super) fn take_until(&mut self, end: char) -> Option<&'p str> {
        let (text, rest) = self.0.split_once(end)?;
        self.0 = rest;
        Some(text)
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'p str {
        let rest = self.0.trim_start_matches(wanted);
        let text = self.0.strip_suffix(rest).unwrap_or("");
        self.0 = rest;
        text
    }
}
