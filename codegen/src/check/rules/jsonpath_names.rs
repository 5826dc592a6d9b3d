//! `undeclared-pointer` and `never-equal` for JSONPath: names that the schema of what a query looks into does not declare, and
//! values that it never has.

use serde_json::Value as Json;

use crate::{
    diagnostic::Diagnostics,
    elaborate::{criteria::List, known, operation, reads::Reading, statuses::answering},
    expression::{
        Access, Comparison, Expression, Message, Operand, OperandKind, Spanned,
        engine::query::{Logical, Path, Selector, Value},
    },
    load::Node,
    model::{
        arazzo::{Criterion, is_selector},
        texts::{JsonPath, Texts},
    },
    types::Kinds,
};

use super::{
    super::subject::Subject,
    never_equal,
    undeclared_pointer::{after_failure, judge, successes},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in subject.lists() {
        in_criteria(subject, list, diagnostics);
    }
    for list in subject.criteria().iter().map(|lists| &lists.own) {
        let (step, resolved) = (list.step, list.resolved);
        let Some(operation) = operation(resolved) else {
            continue;
        };
        let texts = &resolved.texts;
        let responses = successes(subject, operation, list);
        let others = after_failure(operation, resolved);
        let selectors = step
            .outputs
            .iter()
            .filter_map(|(_, node)| selector(subject, node));
        for (context, query) in selectors {
            let Some(mut looker) = Looker::new(subject, list, &context, &query) else {
                continue;
            };
            if judge(subject, &looker.whole(&context), &responses, &others).is_some() {
                continue;
            }
            let path = texts.query(&query).and_then(|query| query.path.as_ref());
            if let Some(path) = path.and_then(JsonPath::query) {
                looker.path(path, &[], true);
            }
            for reading in &looker.readings {
                if let Some(found) = judge(subject, reading, &responses, &others) {
                    diagnostics.push(found.step(&step.id.text));
                }
            }
        }
    }
}

fn in_criteria(subject: &Subject, list: &List, diagnostics: &mut Diagnostics) {
    let Some(operation) = operation(list.resolved) else {
        return;
    };
    let responses = answering(operation, &list.possible);
    for parsed in &list.criteria {
        let Some((context, tree)) = tree(parsed.criterion, &list.resolved.texts) else {
            continue;
        };
        let Some(mut looker) = Looker::new(subject, list, context, parsed.node()) else {
            continue;
        };
        // What is wrong with the context is told there.
        if judge(subject, &looker.whole(context), &responses, &[]).is_some() {
            continue;
        }
        looker.logical(&tree, &[]);
        let undeclared = looker
            .readings
            .iter()
            .filter_map(|reading| judge(subject, reading, &responses, &[]));
        let never = looker
            .comparisons
            .iter()
            .filter_map(|(left, comparison, right)| {
                never_equal::judge(subject, list, parsed, (left, *comparison, right))
            });
        for found in undeclared.chain(never) {
            diagnostics.push(found.step(&list.step.id.text));
        }
    }
}

/// The context of a JSONPath criterion, and what its condition says. Whether a query finds anything is the question that a query
/// alone asks.
fn tree<'c>(criterion: &'c Criterion, texts: &Texts) -> Option<(&'c Node, Logical)> {
    let context = &criterion.context.as_ref()?.node;
    let query = texts.query(&criterion.condition.node)?;
    Some((context, query.path.as_ref()?.tree()?))
}

/// The context and the query of a Selector Object of type `jsonpath`.
fn selector(subject: &Subject, node: &Node) -> Option<(Node, Node)> {
    if !is_selector(node, subject.version()) {
        return None;
    }
    let kind = node.get("type")?;
    let kind = kind.get("type").unwrap_or(kind);
    (kind.as_str()? == "jsonpath").then_some((node.get("context")?, node.get("selector")?))
}

/// Follows the paths of a query through what it looks into.
struct Looker<'a, 's> {
    subject: &'a Subject<'s>,
    list: &'a List<'s>,
    /// What the query looks into: a response body, or a part of it.
    context: Expression,
    /// The text of the query.
    node: Node,
    /// What is read as a value, or gone through.
    readings: Vec<Reading>,
    comparisons: Vec<(Operand, Comparison, Operand)>,
}

type Way = Vec<Spanned<Access>>;

impl<'a, 's> Looker<'a, 's> {
    fn new(
        subject: &'a Subject<'s>,
        list: &'a List<'s>,
        context: &Node,
        query: &Node,
    ) -> Option<Self> {
        let context = list.resolved.texts.expression(context)?.read.clone().ok()?;
        matches!(context, Expression::Response(Message::Body(_))).then(|| Self {
            subject,
            list,
            context,
            node: query.clone(),
            readings: Vec::new(),
            comparisons: Vec::new(),
        })
    }

    /// The context itself.
    fn whole(&self, context: &Node) -> Reading {
        let length = context.as_str().map_or(0, str::len);
        Reading::of_query(context, self.context.clone(), Vec::new(), 0..length)
    }

    /// `base` leads to what `@` stands for.
    fn logical(&mut self, logical: &Logical, base: &[Spanned<Access>]) {
        match logical {
            Logical::Or(all) | Logical::And(all) => {
                all.iter().for_each(|one| self.logical(one, base));
            }
            Logical::Not(inner) => self.logical(inner, base),
            Logical::Holds(value) => {
                self.value(value, base, false);
            }
            Logical::Compare(left, comparison, right) => {
                // Whether something undeclared is there may be just the question.
                let null = |side: &Spanned<Value>| side.value == Value::Literal(Json::Null);
                let judged = !null(left) && !null(right);
                let sides = (
                    self.value(left, base, judged),
                    self.value(right, base, judged),
                );
                if let (true, Some(left), Some(right)) = (judged, sides.0, sides.1) {
                    self.comparisons.push((left, *comparison, right));
                }
            }
        }
    }

    /// The value as an operand, if it is one that simple conditions know.
    fn value(
        &mut self,
        value: &Spanned<Value>,
        base: &[Spanned<Access>],
        judged: bool,
    ) -> Option<Operand> {
        let mut access = Vec::new();
        let kind = match &value.value {
            Value::Path(path) => {
                access = self.path(path, base, judged)?;
                OperandKind::Expression(self.context.clone())
            }
            Value::Function(name, arguments) => {
                let judged = match name.as_str() {
                    "count" | "value" => false,
                    "match" | "search" => true,
                    _ => judged,
                };
                for argument in arguments {
                    self.value(argument, base, judged);
                }
                return None;
            }
            Value::Expression(expression) => OperandKind::Expression(expression.clone()),
            Value::Literal(Json::Bool(value)) => OperandKind::Bool(*value),
            Value::Literal(Json::Number(number)) => OperandKind::Number(number.clone()),
            Value::Literal(Json::String(text)) => OperandKind::Text(text.clone()),
            Value::Literal(_) => return None,
        };
        Some(Operand {
            kind,
            access,
            span: value.span.clone(),
        })
    }

    /// Where a path leads; `None` where that is not one place. What it goes through on the way to several is read.
    fn path(&mut self, path: &Path, base: &[Spanned<Access>], judged: bool) -> Option<Way> {
        let mut way: Way = match path.absolute {
            true => Vec::new(),
            false => base.to_vec(),
        };
        for segment in &path.segments {
            let [selector] = segment.selectors.as_slice() else {
                self.read(path, &way);
                return None;
            };
            let several = segment.descendants
                || matches!(selector.value, Selector::Several | Selector::Filter(_));
            if several {
                self.read(path, &way);
                if segment.descendants || !self.is_list(&way) {
                    return None;
                }
            }
            let (value, span) = match &selector.value {
                Selector::Name(name) => (Access::Member(name.clone()), self.bare(selector, name)),
                Selector::Index(index) => (
                    Access::Index(u64::try_from(*index).ok()?),
                    segment.span.clone(),
                ),
                // Any element is like the first.
                Selector::Several | Selector::Filter(_) => (Access::Index(0), segment.span.clone()),
            };
            way.push(Spanned { value, span });
            if let Selector::Filter(filter) = &selector.value {
                self.logical(filter, &way);
            }
        }
        if judged {
            self.read(path, &way);
        }
        Some(way)
    }

    /// The bytes of a name without the quotes around it.
    fn bare(&self, selector: &Spanned<Selector>, name: &str) -> std::ops::Range<usize> {
        let inner = selector.span.start + 1..selector.span.end.saturating_sub(1);
        let text = self.node.as_str().unwrap_or_default();
        match text.get(inner.clone()) == Some(name) {
            true => inner,
            false => selector.span.clone(),
        }
    }

    fn read(&mut self, path: &Path, way: &[Spanned<Access>]) {
        if !way.is_empty() {
            self.readings.push(Reading::of_query(
                &self.node,
                self.context.clone(),
                way.to_vec(),
                path.span.clone(),
            ));
        }
    }

    /// Whether a list is at the end of a way, and nothing else.
    fn is_list(&self, way: &[Spanned<Access>]) -> bool {
        let operand = Operand {
            kind: OperandKind::Expression(self.context.clone()),
            access: way.to_vec(),
            span: 0..0,
        };
        known::operand(&self.subject.view, self.list.point(), &operand)
            .is_some_and(|known| known.kinds == Kinds::ARRAY)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

    fn criterion(condition: &str) -> Vec<String> {
        step(&format!(
            "successCriteria: [{{context: $response.body, type: jsonpath, condition: \"{condition}\"}}]"
        ))
    }

    #[test]
    fn what_is_declared_or_only_asked_for_is_fine() {
        for text in [
            "$.name == 'Rex'",
            "$.status == 'sold'",
            "$.toys.length > 0",
            "$.toys[?@ == 'ball']",
            "$.toys[0]",
            "$.nmae",
            "$.error == null",
            "$..nmae",
            "$[?@.nmae == 1]",
            "$.anything.more == 1",
            "count($.nmae) == 0",
        ] {
            assert_eq!(criterion(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_not_is_told() {
        let name = ["undeclared-pointer 0: the response's schema declares no `nmae`"];
        for text in [
            "$.nmae == 'Rex'",
            "$['nmae'].length > 0",
            "$.nmae[?@.a == 1]",
            "$.age == 1 && ($.name == 'a' || $.nmae == 'b')",
            "search($.nmae, 'x')",
        ] {
            assert_eq!(criterion(text), name, "{text}");
        }
        let told = [
            "never-equal 0: this comparison never holds: `slod` is not one of `available`, `pending`, `sold`",
        ];
        assert_eq!(criterion("$.status == 'slod'"), told);
        let told =
            ["never-equal 0: this comparison never holds: a boolean is compared with a string"];
        assert_eq!(criterion("$.vaccinated == 'true'"), told);
    }

    #[test]
    fn filters_look_into_the_elements_of_lists() {
        let told = ["undeclared-pointer 0: the response's schema declares no `nmae`"];
        assert_eq!(criterion("$.friends[?@.nmae == 'Rex']"), told);
        assert_eq!(criterion("$.friends[?@.name == 'Rex' && @.nmae > 1]"), told);
        let told = [
            "never-equal 0: this comparison never holds: `slod` is not one of `available`, `pending`, `sold`",
        ];
        assert_eq!(criterion("$.friends[*].friends[?@.status == 'slod']"), told);
    }
}
