//! Checks regular expressions: ECMA-262 as far as the runtime's engine carries it (decision D-32).
//!
//! Accepted is the syntax without flags, Annex B leniency included where it is harmless (`]`, `}` and a `{`
//! that opens no quantifier stand for themselves), plus `\u{…}` and `\p{…}`. Refused beyond what ECMA-262
//! refuses: escapes that mean something in other dialects and a mere letter in this one, half surrogate
//! pairs, look-around and back references inside a look-behind, and sizes the engine would not compile.

mod class;
mod escape;

use std::ops::Range;

use crate::expression::{SyntaxError, cursor::Cursor};

/// How deep groups may nest.
const MAX_DEPTH: usize = 40;
/// How many single-character matchers a pattern may come to once its counted repetitions are written out.
const MAX_SIZE: usize = 20_000;

/// Checks that `pattern` is a regular expression the runtime can evaluate.
///
/// # Errors
///
/// Where it is not, with the offending bytes.
pub fn check_regex(pattern: &str) -> Result<(), SyntaxError> {
    let flags = leading_flags(pattern).map_or(0, |(length, _)| length);
    let mut checker = Checker {
        cursor: Cursor::window(pattern, flags..pattern.len()),
        groups: 0,
        names: Vec::new(),
        references: Vec::new(),
        depth: 0,
        behind: 0,
    };
    let size = checker.alternatives()?;
    if checker.cursor.looking_at(")") {
        let error = checker.cursor.error("no parenthesis is open here");
        return Err(error.help("write `\\)` for the character itself"));
    }
    if size > MAX_SIZE {
        let message = "this regex repeats too much to be compiled";
        return Err(SyntaxError::new(0..pattern.len(), message));
    }
    checker.resolve_references()
}

/// For a pattern that begins with flags, `(?i)a|b`: the pattern of ECMA-262 that says the same (decision D-61).
pub fn flags_of_all(pattern: &str) -> Option<String> {
    let (length, flags) = leading_flags(pattern)?;
    Some(format!("(?{flags}:{})", pattern.get(length..)?))
}

/// The bytes of the flags that a pattern begins with, and the flags.
fn leading_flags(pattern: &str) -> Option<(usize, String)> {
    let mut rest = pattern;
    let mut flags = String::new();
    while let Some((group, after)) = rest
        .strip_prefix("(?")
        .and_then(|rest| rest.split_once(')'))
    {
        if group.is_empty() || !group.chars().all(|flag| "ims".contains(flag)) {
            break;
        }
        flags.extend(
            group
                .chars()
                .filter(|flag| !flags.contains(*flag))
                .collect::<Vec<_>>(),
        );
        rest = after;
    }
    (!flags.is_empty()).then(|| (pattern.len() - rest.len(), flags))
}

/// For a pattern written as a literal of a script, `/^a$/i`: the pattern that says the same.
///
/// The slashes would be matched as characters otherwise, which is hardly ever meant.
pub fn regex_literal(text: &str) -> Option<String> {
    let (pattern, flags) = text.strip_prefix('/')?.rsplit_once('/')?;
    let known = flags.chars().all(|flag| "dgimsuvy".contains(flag));
    let anchored = pattern.starts_with('^') || pattern.ends_with('$');
    if !known || pattern.is_empty() || (flags.is_empty() && !anchored) {
        return None;
    }
    let kept: String = flags.chars().filter(|flag| "ims".contains(*flag)).collect();
    Some(if kept.is_empty() {
        pattern.to_owned()
    } else {
        format!("(?{kept}:{pattern})")
    })
}

/// A back reference, checked once all groups are known.
enum Target {
    Number(usize),
    Name(String),
}

struct Checker<'a> {
    cursor: Cursor<'a>,
    groups: usize,
    names: Vec<String>,
    references: Vec<(Range<usize>, Target)>,
    depth: usize,
    /// How many look-behinds are open.
    behind: usize,
}

/// A piece of a pattern that a quantifier may follow.
struct Term {
    /// About how much it adds to the compiled pattern, a plain character being 1.
    size: usize,
    repeatable: bool,
}

impl Term {
    /// Matches characters.
    fn atom(size: usize) -> Self {
        Self {
            size,
            repeatable: true,
        }
    }

    /// Matches a place; cannot be repeated.
    fn assertion(size: usize) -> Self {
        Self {
            size,
            repeatable: false,
        }
    }
}

/// Sizes of sets of characters as the engine compiles them, measured.
const ANY_SIZE: usize = 4;
const CLASS_SIZE: usize = 4;
const PROPERTY_SIZE: usize = 100;

impl Checker<'_> {
    /// `a|b`, up to the closing parenthesis or the end: the size.
    fn alternatives(&mut self) -> Result<usize, SyntaxError> {
        let mut size: usize = 0;
        while let Some(next) = self.cursor.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.cursor.bump();
                }
                _ => size = size.saturating_add(self.repeated_term()?),
            }
        }
        Ok(size)
    }

    fn repeated_term(&mut self) -> Result<usize, SyntaxError> {
        if let Some(span) = self.quantifier()?.map(|(span, _)| span) {
            return Err(nothing_to_repeat(span));
        }
        let term = self.term()?;
        let Some((span, times)) = self.quantifier()? else {
            return Ok(term.size);
        };
        if !term.repeatable {
            return Err(nothing_to_repeat(span));
        }
        if let Some((again, _)) = self.quantifier()? {
            let error = nothing_to_repeat(again);
            return Err(error.help("possessive quantifiers are not part of ECMA-262"));
        }
        Ok(term.size.max(1).saturating_mul(times.max(1)))
    }

    /// Reads a quantifier, if one stands here: its bytes, and how often it repeats at most as far as counted.
    fn quantifier(&mut self) -> Result<Option<(Range<usize>, usize)>, SyntaxError> {
        let start = self.cursor.at();
        let times = match self.cursor.peek() {
            Some('*' | '+' | '?') => {
                self.cursor.bump();
                1
            }
            Some('{') => match self.counted(start)? {
                Some(times) => times,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.cursor.eat("?");
        Ok(Some((self.cursor.range(start), times)))
    }

    /// `{2}`, `{2,}`, `{2,3}`; nothing if the brace opens none of these.
    fn counted(&mut self, start: usize) -> Result<Option<usize>, SyntaxError> {
        self.cursor.bump();
        let least = self.cursor.take_while(|c| c.is_ascii_digit());
        let most = if self.cursor.eat(",") {
            self.cursor.take_while(|c| c.is_ascii_digit())
        } else {
            least
        };
        if least.is_empty() || !self.cursor.eat("}") {
            self.cursor.set(start);
            return Ok(None);
        }
        let number = |digits: &str| digits.parse().unwrap_or(usize::MAX);
        let (least, most) = (
            number(least),
            if most.is_empty() {
                number(least)
            } else {
                number(most)
            },
        );
        if least > most {
            return Err(SyntaxError::new(
                self.cursor.range(start),
                "the numbers of this quantifier are out of order",
            ));
        }
        Ok(Some(most))
    }

    fn term(&mut self) -> Result<Term, SyntaxError> {
        match self.cursor.peek() {
            Some('^' | '$') => {
                self.cursor.bump();
                Ok(Term::assertion(0))
            }
            Some('(') => self.group(),
            Some('[') => self.class().map(Term::atom),
            Some('\\') => self.escape(),
            next => {
                self.cursor.bump();
                Ok(Term::atom(if next == Some('.') { ANY_SIZE } else { 1 }))
            }
        }
    }

    fn group(&mut self) -> Result<Term, SyntaxError> {
        let start = self.cursor.at();
        self.cursor.bump();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.cursor.error("this regex nests too deep"));
        }
        let kind = if self.cursor.eat("?") {
            self.group_kind(start)?
        } else {
            self.groups += 1;
            Group::Plain
        };
        if self.behind > 0 && matches!(kind, Group::Ahead | Group::Behind) {
            let message = "look-around inside a look-behind is not supported";
            return Err(SyntaxError::new(self.cursor.range(start), message));
        }
        let behind = usize::from(matches!(kind, Group::Behind));
        self.behind += behind;
        let opened = self.cursor.range(start);
        let bare = matches!(kind, Group::Bare) && self.cursor.looking_at(")");
        let size = self.alternatives()?;
        self.behind -= behind;
        self.depth -= 1;
        if !self.cursor.eat(")") {
            let error = SyntaxError::new(opened, "this parenthesis is not closed");
            return Err(error.help("write `\\(` for the character itself"));
        }
        // Annex B lets look-ahead and nothing at all be repeated; the engine does not, and it would say nothing.
        let repeatable = !bare && matches!(kind, Group::Plain | Group::Bare);
        Ok(Term { size, repeatable })
    }

    /// What follows `(?`.
    fn group_kind(&mut self, start: usize) -> Result<Group, SyntaxError> {
        for (opening, kind) in [
            (":", Group::Bare),
            ("=", Group::Ahead),
            ("!", Group::Ahead),
            ("<=", Group::Behind),
            ("<!", Group::Behind),
        ] {
            if self.cursor.eat(opening) {
                return Ok(kind);
            }
        }
        if self.cursor.eat("<") {
            self.groups += 1;
            let name_start = self.cursor.at();
            let name = self.group_name()?;
            if self.names.contains(&name) {
                let span = self.cursor.range(name_start);
                return Err(SyntaxError::new(span, "this group name is used twice"));
            }
            self.names.push(name);
            return Ok(Group::Plain);
        }
        let flags = self.cursor.take_while(|c| "ims-".contains(c));
        if !flags.is_empty() && self.cursor.eat(":") {
            return Ok(Group::Bare);
        }
        let inline = !flags.is_empty() && self.cursor.looking_at(")");
        if self.cursor.eat("P<") {
            let error =
                SyntaxError::new(self.cursor.range(start), "`(?P<` is not part of ECMA-262");
            return Err(error.help("write `(?<name>…)`").replace_by("(?<"));
        }
        self.cursor.bump();
        let error = SyntaxError::new(
            self.cursor.range(start),
            "this kind of group is not part of ECMA-262",
        );
        Err(if inline {
            error.help("flags apply to a group: `(?i:…)`")
        } else {
            error
        })
    }

    /// A name and the `>` after it.
    fn group_name(&mut self) -> Result<String, SyntaxError> {
        let start = self.cursor.at();
        let name = self
            .cursor
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return Err(SyntaxError::new(
                self.cursor.range(start),
                "a group's name begins with a letter, `_` or `$`",
            ));
        }
        if !self.cursor.eat(">") {
            return Err(self.cursor.expected("`>` after the group's name"));
        }
        Ok(name.to_owned())
    }

    fn resolve_references(self) -> Result<(), SyntaxError> {
        for (span, target) in self.references {
            let message = match target {
                Target::Number(number) if number > self.groups => {
                    format!("this regex has no group {number}")
                }
                Target::Name(name) if !self.names.contains(&name) => {
                    format!("this regex has no group `{name}`")
                }
                _ => continue,
            };
            return Err(SyntaxError::new(span, message));
        }
        Ok(())
    }
}

enum Group {
    /// Captures.
    Plain,
    /// Captures nothing.
    Bare,
    Ahead,
    Behind,
}

fn nothing_to_repeat(span: Range<usize>) -> SyntaxError {
    SyntaxError::new(span, "this quantifier has nothing to repeat")
        .help("put `\\` before it for the character itself")
}

#[cfg(test)]
mod tests;
