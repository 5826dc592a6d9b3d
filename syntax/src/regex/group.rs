//! Groups, their names, and the flags that some of them set.

use std::ops::Range;

use super::{
    Fault,
    input::Input,
    reader::{Before, Reader, Target},
    size::Size,
};

/// How deep groups may nest.
const MAX_DEPTH: usize = 40;

/// Flags that the translation has to know itself; `i` is the engine's affair.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) multiline: bool,
    pub(super) dot_all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Captures.
    Plain,
    /// Captures nothing.
    Bare,
    Ahead,
    Behind,
}

const KINDS: [(&str, Kind); 5] = [
    (":", Kind::Bare),
    ("=", Kind::Ahead),
    ("!", Kind::Ahead),
    ("<=", Kind::Behind),
    ("<!", Kind::Behind),
];

/// A group that is open.
pub(super) struct Group {
    /// The bytes that open it.
    pub(super) opened: Range<usize>,
    kind: Kind,
    /// Whether nothing is in it.
    empty: bool,
    /// The flags and the size outside.
    flags: Flags,
    size: Size,
}

impl<'p> Reader<'p> {
    /// What follows an opening parenthesis.
    pub(super) fn open(&mut self, start: usize) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            self.refuse(Fault::new(self.input.next(), "this regex nests too deep"));
        }
        let flags = self.flags;
        let kind = match self.input.eat("?") {
            true => self.kind(start)?,
            false => Some(Kind::Plain),
        };
        let Some(kind) = kind else {
            self.before = Before::Nothing;
            return Ok(());
        };
        if kind == Kind::Plain {
            self.out.push('(');
        }
        let opened = self.input.since(start);
        if self.behind > 0 && matches!(kind, Kind::Ahead | Kind::Behind) {
            let message = "look-around inside a look-behind is not supported";
            self.refuse(Fault::new(opened.clone(), message));
        }
        self.behind += usize::from(kind == Kind::Behind);
        self.open.push(Group {
            opened,
            kind,
            empty: self.input.looking_at(")"),
            flags,
            size: std::mem::take(&mut self.size),
        });
        self.before = Before::Nothing;
        Ok(())
    }

    /// A closing parenthesis.
    pub(super) fn close(&mut self, start: usize) -> Result<(), Fault> {
        let Some(group) = self.open.pop() else {
            let fault = Fault::new(self.input.since(start), "no parenthesis is open here");
            return Err(fault.help("write `\\)` for the character itself"));
        };
        self.out.push(')');
        self.flags = group.flags;
        self.behind -= usize::from(group.kind == Kind::Behind);
        let size = std::mem::replace(&mut self.size, group.size).total();
        self.size.add(size);
        self.before = match group.kind {
            Kind::Plain => Before::Text,
            Kind::Bare if !group.empty => Before::Text,
            Kind::Bare | Kind::Ahead | Kind::Behind => Before::Place,
        };
        Ok(())
    }

    /// What follows `(?`; nothing where it sets flags and opens no group.
    fn kind(&mut self, start: usize) -> Result<Option<Kind>, Fault> {
        for (text, kind) in KINDS {
            if self.input.eat(text) {
                self.out.push_str("(?");
                self.out.push_str(text);
                return Ok(Some(kind));
            }
        }
        if self.input.eat("<") {
            return self.named().map(|()| Some(Kind::Plain));
        }
        let flags = self.input.take_while(|c| "ims-".contains(c));
        let text = match flags.is_empty() {
            true => None,
            false => self.set_flags(flags),
        };
        match text {
            Some(text) if self.input.eat(":") => {
                self.out.push_str(text);
                self.out.push(':');
                Ok(Some(Kind::Bare))
            }
            Some(text) if self.input.eat(")") => {
                self.out.push_str(text);
                self.out
                    .push_str(if text.ends_with('?') { ":)" } else { ")" });
                if start >= self.leading {
                    let fault = self.foreign_group(start);
                    self.refuse(fault.help("flags apply to a group: `(?i:…)`"));
                }
                Ok(None)
            }
            _ if self.input.eat("P<") => {
                let span = self.input.since(start);
                Err(Fault::new(span, "`(?P<` is not part of ECMA-262")
                    .help("write `(?<name>…)`")
                    .replace_by("(?<"))
            }
            _ => {
                self.input.take();
                Err(self.foreign_group(start))
            }
        }
    }

    fn foreign_group(&self, start: usize) -> Fault {
        let message = "this kind of group is not part of ECMA-262";
        Fault::new(self.input.since(start), message)
    }

    /// Sets flags, written `on` or `on-off`: how the engine is told, if they are flags.
    fn set_flags(&mut self, flags: &str) -> Option<&'static str> {
        let (on, off) = flags.split_once('-').unwrap_or((flags, ""));
        for (letters, value) in [(on, true), (off, false)] {
            for letter in letters.chars() {
                match letter {
                    'i' => {}
                    'm' => self.flags.multiline = value,
                    's' => self.flags.dot_all = value,
                    _ => return None,
                }
            }
        }
        match (on.contains('i'), off.contains('i')) {
            (true, true) => None,
            (true, false) => Some("(?i"),
            (false, true) => Some("(?-i"),
            (false, false) => Some("(?"),
        }
    }

    /// What follows `(?<` of a group with a name, which the engine knows by its number only.
    fn named(&mut self) -> Result<(), Fault> {
        let start = self.input.at();
        let name = group_name(&mut self.input)?;
        if self.names.contains(&name) {
            let span = self.input.since(start);
            return Err(Fault::new(span, "this group name is used twice"));
        }
        self.names.push(name);
        Ok(())
    }

    /// The number of the group that `\k<name>` or `\1` refers to. Nothing is read where it refers to none: then it is a
    /// letter or an octal number by annex B.
    pub(super) fn reference(&mut self, start: usize) -> Result<Option<usize>, Fault> {
        let mut ahead = self.input;
        let number = if ahead.eat("k") {
            let named = self.groups.iter().any(Option::is_some);
            let read = match ahead.eat("<") {
                true => group_name(&mut ahead),
                false => Err(expected(&ahead, "`<` and a group's name after `\\k`")),
            };
            match read {
                Ok(name) => {
                    let span = ahead.since(start);
                    let group = self.groups.iter().position(|group| *group == Some(name));
                    if named && group.is_none() {
                        let fault = no_group(span.clone(), &Target::Name(name));
                        self.dangling.get_or_insert(fault);
                    }
                    self.refer(span, Target::Name(name));
                    group.map(|before| before + 1)
                }
                Err(fault) if named => return Err(fault),
                Err(fault) => {
                    self.refuse(fault);
                    None
                }
            }
        } else {
            let digits = ahead.take_while(|c| c.is_ascii_digit());
            let number = digits.parse().unwrap_or(usize::MAX);
            self.refer(ahead.since(start), Target::Number(number));
            Some(number).filter(|number| *number <= self.groups.len())
        };
        if number.is_some() {
            self.input = ahead;
        }
        Ok(number)
    }

    fn refer(&mut self, span: Range<usize>, target: Target<'p>) {
        if self.behind > 0 {
            let message = "back references inside a look-behind are not supported";
            self.refuse(Fault::new(span, message));
        } else {
            self.references.push((span, target));
        }
    }

    /// Refuses references to groups that are nowhere in the pattern.
    pub(super) fn resolve_references(&mut self) {
        for (span, target) in std::mem::take(&mut self.references) {
            let known = match target {
                Target::Number(number) => number <= self.groups.len(),
                Target::Name(name) => self.groups.contains(&Some(name)),
            };
            if !known {
                self.refuse(no_group(span, &target));
            }
        }
    }
}

fn no_group(span: Range<usize>, target: &Target) -> Fault {
    let message = match target {
        Target::Number(number) => format!("this regex has no group {number}"),
        Target::Name(name) => format!("this regex has no group `{name}`"),
    };
    Fault::new(span, message)
}

/// A name and the `>` after it.
fn group_name<'p>(input: &mut Input<'p>) -> Result<&'p str, Fault> {
    let start = input.at();
    let name = input.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
    if name.is_empty() || name.starts_with(char::is_numeric) {
        let message = "a group's name begins with a letter, `_` or `$`";
        return Err(Fault::new(input.since(start), message));
    }
    match input.eat(">") {
        true => Ok(name),
        false => Err(expected(input, "`>` after the group's name")),
    }
}

fn expected(input: &Input<'_>, what: &str) -> Fault {
    let message = format!("expected {what}, found {}", input.found());
    Fault::new(input.next(), message)
}

/// The capturing groups of a pattern, in the order of their opening parentheses.
pub(super) fn names(pattern: &str) -> Vec<Option<&str>> {
    let mut groups = Vec::new();
    let (mut input, mut in_class) = (Input::new(pattern), false);
    while let Some(next) = input.take() {
        match next {
            '\\' => {
                input.take();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && !input.looking_at("?") => groups.push(None),
            '(' if !in_class && input.eat("?<") && !input.rest().starts_with(['=', '!']) => {
                groups.push(Some(input.take_while(|c| c != '>')));
            }
            _ => {}
        }
    }
    groups
}

/// The bytes of the flags that a pattern begins with, `(?i)(?s)`, and the flags.
#[must_use]
pub fn leading_flags(pattern: &str) -> Option<(usize, String)> {
    let mut rest = pattern;
    let mut flags = String::new();
    while let Some((group, after)) = rest
        .strip_prefix("(?")
        .and_then(|rest| rest.split_once(')'))
    {
        if group.is_empty() || !group.chars().all(|flag| "ims".contains(flag)) {
            break;
        }
        for flag in group.chars() {
            if !flags.contains(flag) {
                flags.push(flag);
            }
        }
        rest = after;
    }
    (!flags.is_empty()).then(|| (pattern.len() - rest.len(), flags))
}
