//! Finds the comparisons in an XPath 1.0 expression and writes them as calls of functions.

use std::ops::Range;

/// An operator that the engine gets wrong for sets of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    pub(super) const ALL: [Self; 5] = [
        Self::Unequal,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
    ];

    /// The name of its function.
    pub(super) fn function(self) -> &'static str {
        match self {
            Self::Unequal => "some-unequal",
            Self::Less => "some-less",
            Self::LessOrEqual => "some-less-or-equal",
            Self::Greater => "some-greater",
            Self::GreaterOrEqual => "some-greater-or-equal",
        }
    }
}

/// The expression with every `!=`, `<`, `<=`, `>` and `>=` as a call; as it is where its brackets do not match.
pub(super) fn rewritten(expression: &str) -> String {
    let tokens = tokens(expression);
    let rewriter = Rewriter { text: expression };
    rewriter
        .binary(&tokens, Level::Or)
        .unwrap_or_else(|| expression.to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Or,
    And,
    Equal,
    Compare(Operator),
    Open,
    Close,
    Comma,
    /// Another operator, or what stands before a name: `@`, `:`, `/`.
    Before,
    /// A name, a literal, `.`
    Operand,
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    span: Range<usize>,
}

/// From the weakest to the closest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Or,
    And,
    Equality,
    Relation,
}

impl Level {
    fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Or => self == Self::Or,
            Kind::And => self == Self::And,
            Kind::Equal | Kind::Compare(Operator::Unequal) => self == Self::Equality,
            Kind::Compare(_) => self == Self::Relation,
            _ => false,
        }
    }

    fn closer(self) -> Option<Self> {
        match self {
            Self::Or => Some(Self::And),
            Self::And => Some(Self::Equality),
            Self::Equality => Some(Self::Relation),
            Self::Relation => None,
        }
    }
}

struct Rewriter<'x> {
    text: &'x str,
}

impl Rewriter<'_> {
    /// Left-associative operators of one level, outside of brackets; `None` where brackets do not match.
    fn binary(&self, tokens: &[Token], level: Level) -> Option<String> {
        let mut depth = 0_usize;
        let mut found: Option<String> = None;
        let (mut before, mut start) = (None, 0);
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Open => depth = depth.checked_add(1)?,
                Kind::Close => depth = depth.checked_sub(1)?,
                kind if depth == 0 && level.has(kind) => {
                    let piece = self.closer(tokens.get(start..at)?, level)?;
                    found = Some(self.joined(found, before.replace(token), piece)?);
                    start = at.checked_add(1)?;
                }
                _ => {}
            }
        }
        let last = self.closer(tokens.get(start..)?, level)?;
        (depth == 0).then_some(())?;
        self.joined(found, before, last)
    }

    fn closer(&self, tokens: &[Token], level: Level) -> Option<String> {
        match level.closer() {
            Some(closer) => self.binary(tokens, closer),
            None => self.operand(tokens),
        }
    }

    fn joined(
        &self,
        left: Option<String>,
        operator: Option<&Token>,
        right: String,
    ) -> Option<String> {
        let (Some(left), Some(operator)) = (left, operator) else {
            return Some(right);
        };
        Some(match operator.kind {
            Kind::Compare(operator) => format!("{}({left}, {right})", operator.function()),
            _ => format!("{left} {} {right}", self.text.get(operator.span.clone())?),
        })
    }

    /// What has no comparison outside of its brackets.
    fn operand(&self, tokens: &[Token]) -> Option<String> {
        let mut out = String::new();
        let mut rest = tokens;
        let mut end: Option<usize> = None;
        while let Some((token, after)) = rest.split_first() {
            let space = end.is_some_and(|end| end < token.span.start);
            out.push_str(if space { " " } else { "" });
            out.push_str(self.text.get(token.span.clone())?);
            (rest, end) = (after, Some(token.span.end));
            if token.kind == Kind::Open {
                let close = closing(after)?;
                out.push_str(&self.list(after.get(..close)?)?);
                let close = after.get(close..)?;
                (rest, end) = (close, close.first().map(|token| token.span.start));
            }
        }
        Some(out)
    }

    /// Expressions with commas between them.
    fn list(&self, tokens: &[Token]) -> Option<String> {
        let mut depth = 0_usize;
        let mut pieces = Vec::new();
        let mut start = 0;
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Open => depth = depth.checked_add(1)?,
                Kind::Close => depth = depth.checked_sub(1)?,
                Kind::Comma if depth == 0 => {
                    pieces.push(self.binary(tokens.get(start..at)?, Level::Or)?);
                    start = at.checked_add(1)?;
                }
                _ => {}
            }
        }
        pieces.push(self.binary(tokens.get(start..)?, Level::Or)?);
        Some(pieces.join(", "))
    }
}

/// Where the bracket closes that was opened before `tokens`.
fn closing(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        match token.kind {
            Kind::Open => depth = depth.saturating_add(1),
            Kind::Close if depth == 0 => return true,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        false
    })
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // A name is an operator only behind an operand (XPath 1.0, section 3.7).
        let behind = found
            .last()
            .is_some_and(|last| matches!(last.kind, Kind::Operand | Kind::Close));
        let (kind, length) = token(rest, behind);
        let end = at.saturating_add(length);
        if let Some(kind) = kind {
            found.push(Token {
                kind,
                span: at..end,
            });
        }
        at = end;
    }
    found
}

/// The kind of the first token, nothing for white space, and its length.
fn token(rest: &str, behind_operand: bool) -> (Option<Kind>, usize) {
    const SYMBOLS: [(&str, Kind); 16] = [
        ("!=", Kind::Compare(Operator::Unequal)),
        ("<=", Kind::Compare(Operator::LessOrEqual)),
        (">=", Kind::Compare(Operator::GreaterOrEqual)),
        ("<", Kind::Compare(Operator::Less)),
        (">", Kind::Compare(Operator::Greater)),
        ("=", Kind::Equal),
        ("(", Kind::Open),
        ("[", Kind::Open),
        (")", Kind::Close),
        ("]", Kind::Close),
        (",", Kind::Comma),
        ("@", Kind::Before),
        (":", Kind::Before),
        ("/", Kind::Before),
        ("|", Kind::Before),
        ("+", Kind::Before),
    ];
    let Some(first) = rest.chars().next() else {
        return (None, 0);
    };
    if let Some((symbol, kind)) = SYMBOLS.iter().find(|(symbol, _)| rest.starts_with(symbol)) {
        return (Some(*kind), symbol.len());
    }
    if first.is_whitespace() {
        return (None, first.len_utf8());
    }
    if matches!(first, '\'' | '"') {
        let inside = rest.get(1..).unwrap_or_default();
        let length = inside
            .find(first)
            .map_or(rest.len(), |at| at.saturating_add(2));
        return (Some(Kind::Operand), length);
    }
    if matches!(first, '*' | '-') {
        let kind = if behind_operand || first == '-' {
            Kind::Before
        } else {
            Kind::Operand
        };
        return (Some(kind), 1);
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !first.is_alphabetic() && first != '_' {
        return (Some(Kind::Operand), first.len_utf8());
    }
    let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let kind = match rest.get(..length) {
        Some("or") if behind_operand => Kind::Or,
        Some("and") if behind_operand => Kind::And,
        Some("div" | "mod") if behind_operand => Kind::Before,
        _ => Kind::Operand,
    };
    (Some(kind), length)
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn comparisons_become_calls() {
        for (text, expected) in [
            ("//price > 15", "some-greater(//price, 15)"),
            ("15 < //price and a", "some-less(15, //price) and a"),
            ("a != b = c", "some-unequal(a, b) = c"),
            ("a < b <= c", "some-less-or-equal(some-less(a, b), c)"),
            ("a + 1 >= -b * 2", "some-greater-or-equal(a + 1, -b * 2)"),
            ("//a[@x != 'y>z']/b[1]", "//a[some-unequal(@x, 'y>z')]/b[1]"),
            (
                "not(//a < 3) or count(b, c > 1) = 2",
                "not(some-less(//a, 3)) or count(b, some-greater(c, 1)) = 2",
            ),
            ("or > and", "some-greater(or, and)"),
            ("//or/and[mod > div]", "//or/and[some-greater(mod, div)]"),
            ("child::or or self::and", "child::or or self::and"),
            ("a * b > * ", "some-greater(a * b, *)"),
            ("position() > 1", "some-greater(position(), 1)"),
            ("a[b > (1", "a[b > (1"),
            ("p:a > $x", "some-greater(p:a, $x)"),
        ] {
            assert_eq!(rewritten(text), expected, "{text}");
        }
    }
}
