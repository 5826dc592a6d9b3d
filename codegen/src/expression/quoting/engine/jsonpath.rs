//! Values in a JSONPath: strings, literals, and pieces of the patterns of `match()` and `search()`.

use super::{
    super::{
        super::{SyntaxError, TemplatePart},
        Quoting,
    },
    EngineText, LITERAL, braced, escaped_twice, repeats,
};

/// What becomes of each value.
pub(super) fn places(parts: &[TemplatePart]) -> Result<EngineText, SyntaxError> {
    if let Some(error) = literal_as_query(parts) {
        return Err(error);
    }
    let mut found = EngineText::default();
    let mut reader = Reader::default();
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let embedded = match part {
            TemplatePart::Text(text) => {
                text.chars().for_each(|letter| reader.pass(letter));
                found.text(text);
                continue;
            }
            TemplatePart::Expression(embedded) => embedded,
        };
        let next = parts.peek().copied();
        match &mut reader.string {
            Some(string) if string.is_piece(next) => {
                if string.escape {
                    return Err(escaped_twice(embedded));
                }
                if !string.class && repeats(next) {
                    found.text("(?:");
                    found.place(Quoting::JsonPathPattern, &["x"]);
                    found.text(")");
                } else {
                    found.place(Quoting::JsonPathPattern, &["x"]);
                }
                string.begun = true;
            }
            Some(string) => {
                found.place(Quoting::JsonPathText, &["x"]);
                string.begun = true;
            }
            None if found.end().ends_with('.') => {
                let message = "an expression in a JSONPath is one literal, and after `.` only a name can stand";
                let error = SyntaxError::new(braced(embedded), message);
                return Err(error.help(format!(
                    "write `[{{{}}}]` without the dot, or the name itself",
                    embedded.value
                )));
            }
            None => found.place(Quoting::JsonPathLiteral, LITERAL),
        }
    }
    Ok(found)
}

/// What to say where a value is to be the query, or what a query begins with.
fn literal_as_query(parts: &[TemplatePart]) -> Option<SyntaxError> {
    let blank = |part: &&TemplatePart| match part {
        TemplatePart::Text(text) => !text.trim().is_empty(),
        TemplatePart::Expression(_) => true,
    };
    let mut parts = parts.iter().filter(blank);
    let Some(TemplatePart::Expression(embedded)) = parts.next() else {
        return None;
    };
    match parts.next() {
        None => {}
        Some(TemplatePart::Text(text)) if text.starts_with(['.', '[']) => {}
        Some(_) => return None,
    }
    let message = "an expression in a JSONPath is one literal, and a literal alone selects nothing";
    let error = SyntaxError::new(braced(embedded), message);
    Some(
        error
            .help("write the query, with expressions for the values in it: `$.pets[?@.id == {…}]`"),
    )
}

/// A JSONPath, read as far as it decides what a value in it is.
#[derive(Default)]
struct Reader {
    /// The string that is open.
    string: Option<Literal>,
    /// The name that ends here.
    name: String,
    /// The brackets that are open: the commas so far, if it is a function that takes a pattern.
    brackets: Vec<Option<usize>>,
}

/// A string that is not read to its end.
struct Literal {
    quote: char,
    escaped: bool,
    /// Whether there is something in it.
    begun: bool,
    /// Whether it is the pattern of a function.
    pattern: bool,
    /// Whether a class of the pattern is open.
    class: bool,
    /// Whether the pattern has a `\` for what comes next.
    escape: bool,
}

impl Literal {
    /// Whether a value here is a piece of a pattern. What is all of it is a pattern itself.
    fn is_piece(&self, next: Option<&TemplatePart>) -> bool {
        let ends = matches!(next, Some(TemplatePart::Text(text)) if text.starts_with(self.quote));
        self.pattern && (self.begun || !ends)
    }

    /// A letter of what the string stands for.
    fn pass(&mut self, letter: char) {
        self.begun = true;
        match letter {
            _ if self.escape => self.escape = false,
            '\\' => self.escape = true,
            '[' => self.class = true,
            ']' => self.class = false,
            _ => {}
        }
    }
}

impl Reader {
    fn pass(&mut self, letter: char) {
        let Some(string) = &mut self.string else {
            return self.outside(letter);
        };
        if string.escaped {
            string.escaped = false;
            string.pass(letter);
        } else if letter == '\\' {
            string.escaped = true;
        } else if letter == string.quote {
            self.string = None;
        } else {
            string.pass(letter);
        }
    }

    fn outside(&mut self, letter: char) {
        match letter {
            '\'' | '"' => {
                self.string = Some(Literal {
                    quote: letter,
                    escaped: false,
                    begun: false,
                    pattern: self.brackets.last() == Some(&Some(1)),
                    class: false,
                    escape: false,
                });
            }
            '(' => {
                let takes_pattern = matches!(self.name.as_str(), "match" | "search");
                self.brackets.push(takes_pattern.then_some(0));
            }
            '[' => self.brackets.push(None),
            ')' | ']' => drop(self.brackets.pop()),
            ',' => {
                if let Some(Some(commas)) = self.brackets.last_mut() {
                    *commas += 1;
                }
            }
            _ => {}
        }
        if letter.is_alphanumeric() || letter == '_' {
            self.name.push(letter);
        } else {
            self.name.clear();
        }
    }
}
