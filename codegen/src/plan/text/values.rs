//! Values and conditions of a plan as text.

use crate::{
    expression::Comparison,
    plan::{
        Access, Criterion, Operand, Origin, Query, Read, Side, TemplatePart, Test, Text, Value,
        WorkflowRef,
    },
};

use super::Printer;

impl Printer<'_> {
    pub(super) fn criterion(&self, criterion: &Criterion) -> String {
        self.test(&criterion.test)
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Successful => "status is 2xx".to_owned(),
            Test::Constant(value) => value.to_string(),
            Test::Repeats(_) => "the answer is not final".to_owned(),
            Test::Status(comparison, status) => format!("status {} {status}", symbol(*comparison)),
            Test::And(left, right) => format!("({} && {})", self.test(left), self.test(right)),
            Test::Or(left, right) => format!("({} || {})", self.test(left), self.test(right)),
            Test::Not(inner) => format!("!{}", self.test(inner)),
            Test::Compare(left, comparison, right) => format!(
                "{} {} {}",
                self.operand(left),
                symbol(*comparison),
                self.operand(right)
            ),
            Test::Truthy(operand) => format!("truthy {}", self.operand(operand)),
            Test::Exists(read) => format!("{} is there", self.read(read)),
            Test::Regex { pattern, context } => {
                format!("{} matches /{}/", self.read(context), self.text(pattern))
            }
            Test::JsonPathExists { query, context } => {
                format!("{} has {}", self.read(context), self.text(query))
            }
            Test::JsonPathHolds {
                expression,
                context,
            } => format!("{} meets {}", self.read(context), self.text(expression)),
            Test::XPath {
                expression,
                context,
            } => format!(
                "{} meets xpath {}",
                self.read(context),
                self.text(expression)
            ),
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Null => "null".to_owned(),
            Operand::Bool(value) => value.to_string(),
            Operand::Number(value) => value.to_string(),
            Operand::Text(value) => format!("'{value}'"),
            Operand::Json(value) => value.to_string(),
            Operand::Read(read) => self.read(read),
        }
    }

    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Literal(json) => json.to_string(),
            Value::Read(read) => self.read(read),
            Value::Template(parts) => format!("template \"{}\"", self.parts(parts)),
            Value::Object(object) => {
                let members: Vec<String> = object
                    .members
                    .iter()
                    .map(|member| {
                        let needed = member.required && may_be_missing(&member.value);
                        let mark = if needed { "!" } else { "" };
                        format!("{}{mark}: {}", member.name, self.value(&member.value))
                    })
                    .collect();
                format!("{{ {} }}", members.join(", "))
            }
            Value::Array(items) => format!(
                "[{}]",
                items
                    .iter()
                    .map(|item| self.value(item))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            Value::Selector(selector) => {
                let (engine, text) = match &selector.query {
                    Query::Pointer(text) => ("pointer", text),
                    Query::JsonPath(text) => ("jsonpath", text),
                    Query::XPath(text) => ("xpath", text),
                };
                format!(
                    "{engine} {} of {}",
                    self.text(text),
                    self.read(&selector.context)
                )
            }
        }
    }

    fn text(&self, text: &Text) -> String {
        match text {
            Text::Constant(text) => text.clone(),
            Text::Dynamic(parts) => self.parts(parts),
        }
    }

    fn parts(&self, parts: &[TemplatePart]) -> String {
        let mut text = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(part) => text.push_str(part),
                TemplatePart::Value(read) => text.push_str(&format!("{{{}}}", self.read(read))),
                TemplatePart::Quoted(read, quoting, _) => {
                    text.push_str(&format!("{{{quoting:?} {}}}", self.read(read)))
                }
            }
        }
        text
    }

    pub(super) fn read(&self, read: &Read) -> String {
        let step = |index: usize| self.workflow.steps.get(index);
        let origin = match &read.origin {
            Origin::Input { field } => format!(
                "inputs.{}",
                self.workflow
                    .inputs
                    .get(*field)
                    .map_or("?", |field| field.name.as_str())
            ),
            Origin::Step {
                step: index,
                output,
                ..
            } => {
                let found = step(*index);
                let output = found
                    .and_then(|step| step.outputs.get(*output))
                    .map_or("?", |output| output.name.as_str());
                format!("{}.{output}", found.map_or("?", |step| step.id.as_str()))
            }
            Origin::Body { leaf } => format!("body[{leaf}]"),
            Origin::Prerequisite { index, side } => {
                let prerequisite = self.workflow.prerequisites.get(*index);
                self.side(prerequisite.map(|found| found.workflow), *side)
            }
            Origin::Called { slot, side } => {
                let slot = self.workflow.called.get(*slot);
                self.side(slot.map(|found| found.workflow), *side)
            }
            Origin::JustCalled { workflow, side } => self.side(Some(*workflow), *side),
            other => format!("{other:?}"),
        };
        let way: String = read
            .access
            .iter()
            .map(|access| match access {
                Access::Field { ident, .. } => format!(".{ident}"),
                Access::Element { index, .. } => format!("[{index}]"),
                Access::Key { key, .. } => format!("[{key:?}]"),
                Access::Pointer(pointer) | Access::Json(pointer) => format!("#{pointer}"),
            })
            .collect();
        format!("{origin}{way}{}", if read.missing { "?" } else { "" })
    }
}

impl Printer<'_> {
    /// A value of another workflow's run.
    fn side(&self, reference: Option<WorkflowRef>, side: Side) -> String {
        let workflow = reference.and_then(|reference| {
            let document = self.plan.documents.get(reference.document)?;
            document.workflows.get(reference.workflow)
        });
        let Some(workflow) = workflow else {
            return "?".to_owned();
        };
        let (word, name) = match side {
            Side::Input(index) => (
                "inputs",
                workflow.inputs.get(index).map(|field| field.name.as_str()),
            ),
            Side::Output(index) => (
                "outputs",
                workflow.outputs.get(index).map(|field| field.name.as_str()),
            ),
        };
        format!("{}.{word}.{}", workflow.id, name.unwrap_or("?"))
    }
}

fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// Whether a run may find nothing.
pub(super) fn may_be_missing(value: &Value) -> bool {
    match value {
        Value::Read(read) => read.missing,
        Value::Selector(_) => true,
        _ => false,
    }
}
