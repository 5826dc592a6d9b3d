//! The canonical text of expressions, templates and conditions: parsing it gives the same tree again.

use std::fmt::{Display, Formatter, Result};

use super::{
    Access, Comparison, Condition, Expression, Message, Operand, OperandKind, Reference, Side,
    Template, TemplatePart,
};

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Url => f.write_str("$url"),
            Self::Method => f.write_str("$method"),
            Self::StatusCode => f.write_str("$statusCode"),
            Self::SelfUri => f.write_str("$self"),
            Self::Request(message) => write!(f, "$request.{message}"),
            Self::Response(message) => write!(f, "$response.{message}"),
            Self::Input(reference) => write!(f, "$inputs.{reference}"),
            Self::Output(reference) => write!(f, "$outputs.{reference}"),
            Self::Step { step, output } => write!(f, "$steps.{}.outputs.{output}", step.value),
            Self::Workflow {
                workflow,
                side,
                name,
            } => {
                let side = match side {
                    Side::Inputs => "inputs",
                    Side::Outputs => "outputs",
                };
                write!(f, "$workflows.{}.{side}.{name}", workflow.value)
            }
            Self::SourceDescription { name, reference } => {
                write!(f, "$sourceDescriptions.{}.{}", name.value, reference.value)
            }
            Self::Component { kind, key } => write!(f, "$components.{}.{}", kind.value, key.value),
            Self::Message => f.write_str("$message.payload"),
        }
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Header(name) => write!(f, "header.{}", name.value),
            Self::Query(name) => write!(f, "query.{}", name.value),
            Self::Path(name) => write!(f, "path.{}", name.value),
            Self::Body(None) => f.write_str("body"),
            Self::Body(Some(pointer)) => write!(f, "body#{}", pointer.value),
        }
    }
}

impl Display for Reference {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.name.value)?;
        match &self.pointer {
            None => Ok(()),
            Some(pointer) => write!(f, "#{}", pointer.value),
        }
    }
}

impl Display for Template {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Whole(expression) => write!(f, "{}", expression.value),
            Self::Parts(parts) => parts.iter().try_for_each(|part| match part {
                TemplatePart::Text(text) => f.write_str(text),
                TemplatePart::Expression(inner) => write!(f, "{{{}}}", inner.value),
            }),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Or(left, right) => {
                grouped(left, 0, f)?;
                f.write_str(" || ")?;
                grouped(right, 1, f)
            }
            Self::And(left, right) => {
                grouped(left, 1, f)?;
                f.write_str(" && ")?;
                grouped(right, 2, f)
            }
            Self::Not(inner) => {
                f.write_str("!")?;
                grouped(inner, 3, f)
            }
            Self::Compare(left, comparison, right) => write!(f, "{left} {comparison} {right}"),
            Self::Truthy(operand) => operand.fmt(f),
        }
    }
}

/// Writes `condition`, in parentheses if it binds weaker than `level`.
fn grouped(condition: &Condition, level: u8, f: &mut Formatter<'_>) -> Result {
    let own = match condition {
        Condition::Or(..) => 0,
        Condition::And(..) => 1,
        Condition::Compare(..) => 2,
        Condition::Not(_) | Condition::Truthy(_) => 3,
    };
    if own < level {
        write!(f, "({condition})")
    } else {
        condition.fmt(f)
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            OperandKind::Null => f.write_str("null")?,
            OperandKind::Bool(value) => value.fmt(f)?,
            OperandKind::Number(number) => number.fmt(f)?,
            OperandKind::Text(text) => f.write_str(&quoted(text))?,
            OperandKind::Expression(expression) => expression.fmt(f)?,
        }
        self.access
            .iter()
            .try_for_each(|access| access.value.fmt(f))
    }
}

impl Display for Access {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Member(name) => write!(f, ".{name}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// `text` as a string of the simple condition language.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
