//! What a test written as JSONPath is in the standard's words: a simple condition on the context, or a query.

use serde_json::Value as Json;

use super::{
    JsonPathTest,
    tree::{Logical, Path, Selector, Value},
};
use crate::{
    expression::{
        Comparison, Condition, Expression, Message, Names, Operand, OperandKind, Reference, Spanned,
    },
    load::Pointer,
};

/// Longer lists than this are not counted by looking for their last element.
const MAX_LENGTH: u64 = 1000;
/// Nobody reads a condition of more parts.
const MAX_OPERATORS: usize = 64;

/// A simple condition that says what a test says of its context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimpleForm {
    /// The condition.
    pub condition: String,
    /// Whether it looks for elements where the test counts them.
    pub counts: bool,
    /// Whether it matters that a simple condition takes what is missing for `null`.
    pub nulls: bool,
}

impl JsonPathTest {
    /// The simple condition that says the same of `context`.
    pub fn simple(&self, context: &Expression) -> Option<SimpleForm> {
        let mut writer = Writer {
            context,
            counts: false,
            nulls: false,
        };
        let text = writer.logical(&self.tree)?.to_string();
        let read = Names::default().condition(&text).ok()?;
        let same = read
            .operands()
            .iter()
            .all(|operand| operand.access.is_empty());
        (same && read.to_string() == text).then_some(SimpleForm {
            condition: text,
            counts: writer.counts,
            nulls: writer.nulls,
        })
    }

    /// The query that finds something just where the test holds: `$.items[0]` for `$.items.length > 0`. `text` is the test as
    /// it was given.
    pub fn query(&self, text: &str) -> Option<String> {
        let Logical::Compare(left, comparison, right) = &self.tree else {
            return None;
        };
        let counted = size("count", &left.value, *comparison, &right.value);
        let measured = size("length", &left.value, *comparison, &right.value);
        let (path, comparison, length) = counted.or(measured)?;
        let at = match comparison {
            Comparison::Greater => length,
            Comparison::GreaterOrEqual => length.checked_sub(1)?,
            Comparison::NotEqual if length == 0 => 0,
            _ => return None,
        };
        let way = text.get(path.span.start + 1..path.span.end)?;
        let query = match counted {
            // A query holds if it finds a node.
            Some(_) if at == 0 => format!("${way}"),
            Some(_) => return None,
            None => format!("${way}[{at}]"),
        };
        super::check_jsonpath(&query).ok().map(|_| query)
    }
}

struct Writer<'a> {
    context: &'a Expression,
    counts: bool,
    nulls: bool,
}

impl Writer<'_> {
    fn logical(&mut self, logical: &Logical) -> Option<Condition> {
        match logical {
            Logical::Or(all) => self.joined(all, Condition::Or),
            Logical::And(all) => self.joined(all, Condition::And),
            Logical::Not(inner) => Some(Condition::Not(Box::new(self.logical(inner)?))),
            Logical::Compare(left, comparison, right) => {
                match size("length", &left.value, *comparison, &right.value) {
                    Some((path, comparison, length)) => self.counted(path, comparison, length),
                    None => Some(Condition::Compare(
                        self.operand(&left.value)?,
                        *comparison,
                        self.operand(&right.value)?,
                    )),
                }
            }
            Logical::Holds(value) => match &value.value {
                Value::Path(path) => self.element(path, None, true),
                _ => None,
            },
        }
    }

    fn joined(
        &mut self,
        all: &[Logical],
        join: fn(Box<Condition>, Box<Condition>) -> Condition,
    ) -> Option<Condition> {
        if all.len() > MAX_OPERATORS {
            return None;
        }
        let mut conditions = all.iter().map(|one| self.logical(one));
        let first = conditions.next()??;
        conditions.try_fold(first, |before, next| {
            Some(join(Box::new(before), Box::new(next?)))
        })
    }

    /// A comparison of a list's length, by the elements that are there then.
    fn counted(&mut self, path: &Path, comparison: Comparison, length: u64) -> Option<Condition> {
        self.counts = true;
        let before = length.checked_sub(1);
        match comparison {
            Comparison::Greater => self.element(path, Some(length), true),
            Comparison::GreaterOrEqual => self.element(path, Some(before?), true),
            Comparison::Less => self.element(path, Some(before?), false),
            Comparison::LessOrEqual => self.element(path, Some(length), false),
            Comparison::Equal | Comparison::NotEqual => {
                let equal = comparison == Comparison::Equal;
                let beyond = self.element(path, Some(length), !equal)?;
                let Some(before) = before else {
                    return Some(beyond);
                };
                let last = Box::new(self.element(path, Some(before), equal)?);
                Some(match equal {
                    true => Condition::And(last, Box::new(beyond)),
                    false => Condition::Or(last, Box::new(beyond)),
                })
            }
        }
    }

    /// Whether there is something at `path`, or at an index below it.
    fn element(&mut self, path: &Path, index: Option<u64>, there: bool) -> Option<Condition> {
        self.nulls = true;
        let comparison = match there {
            true => Comparison::NotEqual,
            false => Comparison::Equal,
        };
        let value = self.at(path, index)?;
        Some(Condition::Compare(
            value,
            comparison,
            plain(OperandKind::Null),
        ))
    }

    fn operand(&mut self, value: &Value) -> Option<Operand> {
        Some(plain(match value {
            Value::Literal(Json::Null) => {
                self.nulls = true;
                OperandKind::Null
            }
            Value::Literal(Json::Bool(value)) => OperandKind::Bool(*value),
            Value::Literal(Json::Number(number)) => OperandKind::Number(number.clone()),
            Value::Literal(Json::String(text)) => OperandKind::Text(text.clone()),
            Value::Expression(expression) => OperandKind::Expression(expression.clone()),
            Value::Path(path) => return self.at(path, None),
            Value::Literal(_) | Value::Function(..) => return None,
        }))
    }

    /// The value at `path` below the context, and at an index below that.
    fn at(&self, path: &Path, index: Option<u64>) -> Option<Operand> {
        let mut way = path.way()?;
        way.extend(index.map(|index| index.to_string()));
        let expression = below(self.context, &way)?;
        Some(plain(OperandKind::Expression(expression)))
    }
}

impl Path {
    /// The tokens of the pointer that leads where a query of names and indexes does.
    pub fn way(&self) -> Option<Vec<String>> {
        let token = |selector: &Spanned<Selector>| match &selector.value {
            Selector::Name(name) => Some(name.clone()),
            Selector::Index(index) => Some(u64::try_from(*index).ok()?.to_string()),
            Selector::Several | Selector::Filter(_) => None,
        };
        let segments = self.segments.iter();
        let way = segments.map(|segment| token(segment.selectors.first()?));
        self.is_singular().then(|| way.collect()).flatten()
    }
}

/// A comparison of what `function` says of a query with a whole number, the function at its left.
fn size<'a>(
    function: &str,
    left: &'a Value,
    comparison: Comparison,
    right: &'a Value,
) -> Option<(&'a Path, Comparison, u64)> {
    let (arguments, comparison, number) = match (left, right) {
        (Value::Function(name, arguments), Value::Literal(Json::Number(number)))
            if name == function =>
        {
            (arguments, comparison, number)
        }
        (Value::Literal(Json::Number(number)), Value::Function(name, arguments))
            if name == function =>
        {
            (arguments, comparison.mirrored(), number)
        }
        _ => return None,
    };
    let length = number.as_u64().filter(|length| *length <= MAX_LENGTH)?;
    match arguments.as_slice() {
        [
            Spanned {
                value: Value::Path(path),
                ..
            },
        ] => Some((path, comparison, length)),
        _ => None,
    }
}

fn plain(kind: OperandKind) -> Operand {
    Operand {
        kind,
        access: Vec::new(),
        span: 0..0,
    }
}

/// The expression that reads what is at `way` below another; `None` where a condition would read its text otherwise.
fn below(expression: &Expression, way: &[String]) -> Option<Expression> {
    let mut expression = expression.clone();
    let pointer = match &mut expression {
        Expression::Response(Message::Body(pointer))
        | Expression::Request(Message::Body(pointer)) => pointer,
        Expression::Input(reference)
        | Expression::Output(reference)
        | Expression::Step {
            output: reference, ..
        }
        | Expression::Workflow {
            name: reference, ..
        } => {
            let Reference { name, pointer } = reference;
            is_plain(&name.value).then_some(pointer)?
        }
        _ if way.is_empty() => return Some(expression),
        _ => return None,
    };
    let known = pointer.iter().flat_map(|pointer| pointer.value.tokens());
    let tokens: Vec<String> = known.chain(way.iter().cloned()).collect();
    if !tokens.iter().all(|token| is_plain(token)) {
        return None;
    }
    if !tokens.is_empty() {
        let value = Pointer::from_tokens(tokens.iter().map(String::as_str));
        *pointer = Some(Spanned { value, span: 0..0 });
    }
    Some(expression)
}

/// Whether a name ends nowhere in a condition before its own end.
fn is_plain(name: &str) -> bool {
    let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    !name.is_empty() && name.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::super::jsonpath_test;
    use super::SimpleForm;
    use crate::expression::parse;

    fn form(context: &str, text: &str) -> Option<SimpleForm> {
        jsonpath_test(text)
            .expect(text)
            .simple(&parse(context).unwrap())
    }

    #[test]
    fn a_test_is_a_simple_condition_on_its_context() {
        for (context, text, expected) in [
            (
                "$response.body",
                "$.success == true",
                "$response.body#/success == true",
            ),
            (
                "$response.body#/links",
                "$[0].rel === \"it's\"",
                "$response.body#/links/0/rel == 'it''s'",
            ),
            (
                "$steps.a.outputs.pet",
                "$.a == 1 || !($['b-c'] != $inputs.d && @.e < 2)",
                "$steps.a.outputs.pet#/a == 1 || !($steps.a.outputs.pet#/b-c != $inputs.d && $steps.a.outputs.pet#/e < 2)",
            ),
            ("$statusCode", "$ == 200", "$statusCode == 200"),
        ] {
            let found = form(context, text).expect(text);
            assert_eq!(found.condition, expected, "{text}");
            assert!(!found.counts && !found.nulls, "{text}");
        }
    }

    #[test]
    fn presence_is_what_is_not_null() {
        for (text, expected) in [
            ("$.key != null", "$response.body#/key != null"),
            (
                "$.a && $.b",
                "$response.body#/a != null && $response.body#/b != null",
            ),
            ("!$.error", "!($response.body#/error != null)"),
        ] {
            let Some(found) = form("$response.body", text) else {
                panic!("{text}");
            };
            assert_eq!(found.condition, expected, "{text}");
            assert!(found.nulls, "{text}");
        }
    }

    #[test]
    fn lengths_are_told_by_elements() {
        for (text, expected, query) in [
            (
                "$.a.length > 0",
                "$response.body#/a/0 != null",
                Some("$.a[0]"),
            ),
            (
                "0 < $.a.length",
                "$response.body#/a/0 != null",
                Some("$.a[0]"),
            ),
            ("$.length >= 3", "$response.body#/2 != null", Some("$[2]")),
            ("$['a b'].length != 0", "", Some("$['a b'][0]")),
            ("$.a.length == 0", "$response.body#/a/0 == null", None),
            ("$.a.length < 3", "$response.body#/a/2 == null", None),
            (
                "length($.a) == 2",
                "$response.body#/a/1 != null && $response.body#/a/2 == null",
                None,
            ),
            (
                "$.a.length > 0 && $.b == 1",
                "$response.body#/a/0 != null && $response.body#/b == 1",
                None,
            ),
        ] {
            let test = jsonpath_test(text).expect(text);
            let simple = test.simple(&parse("$response.body").unwrap());
            assert_eq!(
                simple.map(|form| form.condition).unwrap_or_default(),
                expected,
                "{text}"
            );
            assert_eq!(test.query(text).as_deref(), query, "{text}");
        }
    }

    #[test]
    fn what_a_condition_cannot_say_has_no_such_form() {
        for (context, text) in [
            ("$response.body", "$['a b'] == 1"),
            ("$response.body", "$['a.b'] == 1"),
            ("$response.body", "$[-1] == 1"),
            ("$response.body", "count($.a[*]) == 1"),
            ("$response.body", "match($.a, 'x') && $.b == 1"),
            ("$response.header.X", "$.a == 1"),
            ("$inputs.a.b", "$.c == 1"),
        ] {
            assert_eq!(form(context, text), None, "{context} {text}");
        }
    }
}
