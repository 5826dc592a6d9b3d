//! Comparisons with sets of nodes: they hold if some node makes them hold (XPath 1.0, section 3.4).
//!
//! The engine compares the first node only, and takes `!=` for the contrary of `=`. So these operators are rewritten into
//! calls of the functions in here before the engine sees them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use sxd_xpath::Value;
use sxd_xpath::context::{Context, Evaluation};
use sxd_xpath::function::{Args, Error, Function};
use sxd_xpath::nodeset::Nodeset;

use super::rewrite::Operator;

/// Makes the functions known that [`rewritten`](super::rewrite::rewritten) calls.
pub(super) fn define(context: &mut Context<'_>) {
    for operator in Operator::ALL {
        context.set_function(operator.function(), operator);
    }
}

impl Function for Operator {
    fn evaluate<'c, 'd>(
        &self,
        _: &Evaluation<'c, 'd>,
        values: Vec<Value<'d>>,
    ) -> Result<Value<'d>, Error> {
        let mut values = Args(values);
        values.exactly(2)?;
        let right = values.0.pop().ok_or(Error::ArgumentMissing)?;
        let left = values.0.pop().ok_or(Error::ArgumentMissing)?;
        Ok(Value::Boolean(match self {
            Self::Unequal => unequal(&left, &right),
            ordering => any_ordered(&left, &right, |order| ordering.accepts(order)),
        }))
    }
}

impl Operator {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

fn unequal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => left.boolean() != right.boolean(),
        (Value::Nodeset(left), Value::Nodeset(right)) => {
            let (left, right) = (texts(left), texts(right));
            let all: BTreeSet<&String> = left.union(&right).collect();
            !left.is_empty() && !right.is_empty() && all.len() > 1
        }
        (Value::Number(_), _) | (_, Value::Number(_)) => {
            let (left, right) = (numbers(left), numbers(right));
            // NaN differs from everything, itself included.
            left.iter().any(|left| {
                right
                    .iter()
                    .any(|right| left.partial_cmp(right) != Some(Ordering::Equal))
            })
        }
        (Value::Nodeset(nodes), text) | (text, Value::Nodeset(nodes)) => {
            let text = text.string();
            texts(nodes).iter().any(|node| *node != text)
        }
        _ => left.string() != right.string(),
    }
}

/// Whether some number of the left stands to some number of the right in an accepted order. Of many numbers the smallest and the
/// greatest decide.
fn any_ordered(left: &Value<'_>, right: &Value<'_>, accepts: impl Fn(Ordering) -> bool) -> bool {
    let boolean = matches!(left, Value::Boolean(_)) || matches!(right, Value::Boolean(_));
    let sides = [left, right].map(|side| match side {
        Value::Nodeset(_) if boolean => vec![Value::Boolean(side.boolean()).number()],
        side => numbers(side),
    });
    let [left, right] = sides.map(|numbers| extremes(&numbers));
    left.iter().any(|left| {
        right
            .iter()
            .any(|right| left.partial_cmp(right).is_some_and(&accepts))
    })
}

fn texts(nodes: &Nodeset<'_>) -> BTreeSet<String> {
    nodes.iter().map(|node| node.string_value()).collect()
}

fn numbers(value: &Value<'_>) -> Vec<f64> {
    match value {
        Value::Nodeset(nodes) => nodes
            .iter()
            .map(|node| Value::String(node.string_value()).number())
            .collect(),
        single => vec![single.number()],
    }
}

/// The smallest and the greatest number; none of them is NaN.
fn extremes(numbers: &[f64]) -> Vec<f64> {
    let real = || numbers.iter().copied().filter(|number| !number.is_nan());
    let (least, greatest) = (real().reduce(f64::min), real().reduce(f64::max));
    least.into_iter().chain(greatest).collect()
}
