//! The plan as text: what a reviewer reads beside the emitted code.

use std::fmt::{self, Display, Formatter};

use crate::{
    expression::Comparison,
    types::{Shape, Type, Types},
};

use super::{
    Access, ActionKind, Body, BodyKind, Control, Criterion, Helper, How, Operand, OperationCall,
    Origin, Plan, Projection, ProjectionShape, ProjectionType, Query, Read, Step, StepCall,
    TemplatePart, Test, Text, Value, Workflow, WorkflowCall,
};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "module {}", self.module)?;
        for api in &self.apis {
            let servers: Vec<&str> = api
                .servers
                .iter()
                .map(|server| server.url.as_str())
                .collect();
            writeln!(
                f,
                "api {} {} servers {servers:?} override {}",
                api.constant, api.source, api.method
            )?;
        }
        for scheme in &self.schemes {
            writeln!(
                f,
                "scheme {} {:?} method {}",
                scheme.constant, scheme.kind, scheme.method
            )?;
        }
        for document in &self.documents {
            if let Some(module) = &document.module {
                writeln!(f, "\ndocument {module}")?;
            }
            for workflow in document
                .workflows
                .iter()
                .filter(|workflow| !workflow.omitted)
            {
                write!(
                    f,
                    "\n{}",
                    Printer {
                        plan: self,
                        workflow
                    }
                )?;
            }
        }
        Ok(())
    }
}

struct Printer<'a> {
    plan: &'a Plan,
    workflow: &'a Workflow,
}

impl Display for Printer<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let workflow = self.workflow;
        let control = if workflow.control == Control::Linear {
            "linear"
        } else {
            "jumps"
        };
        writeln!(
            f,
            "workflow {} as {} ({control})",
            workflow.id, workflow.ident
        )?;
        for prerequisite in &workflow.prerequisites {
            writeln!(f, "  after {}", self.name(prerequisite.workflow))?;
        }
        for field in &workflow.inputs {
            let default = field
                .default
                .as_ref()
                .map(|default| format!(" = {default}"))
                .unwrap_or_default();
            writeln!(
                f,
                "  input {}: {}{default}",
                field.name,
                self.ty(&field.ty, field.missing)
            )?;
        }
        for step in &workflow.steps {
            self.step(step, f)?;
        }
        for field in &workflow.outputs {
            let proven = if field.proven { " (proven)" } else { "" };
            writeln!(
                f,
                "  output {}: {}{proven} = {}",
                field.name,
                self.ty(&field.ty, field.missing),
                self.value(&field.value)
            )?;
        }
        Ok(())
    }
}

impl Printer<'_> {
    fn step(&self, step: &Step, f: &mut Formatter<'_>) -> fmt::Result {
        let definite = if step.definite { "" } else { " (maybe)" };
        writeln!(f, "  step {}{definite}", step.id)?;
        match &step.call {
            StepCall::Operation(call) => self.operation(call, f)?,
            StepCall::Workflow(call) => writeln!(f, "    call {}", self.call(call))?,
        }
        if let Some(timeout) = step.timeout {
            writeln!(f, "    timeout {timeout:?}")?;
        }
        for criterion in &step.criteria {
            writeln!(f, "    when {}", self.criterion(criterion))?;
        }
        if let StepCall::Operation(call) = &step.call {
            self.reading(call, f)?;
        }
        for output in &step.outputs {
            let promoted = if output.promoted { " (promoted)" } else { "" };
            writeln!(
                f,
                "    output {}: {}{promoted} = {}",
                output.name,
                self.ty(&output.ty, output.missing),
                self.value(&output.value)
            )?;
        }
        for (word, actions) in [("success", &step.on_success), ("failure", &step.on_failure)] {
            for action in actions {
                let criteria: Vec<String> = action
                    .criteria
                    .iter()
                    .map(|criterion| self.criterion(criterion))
                    .collect();
                let when = if criteria.is_empty() {
                    String::new()
                } else {
                    format!(" when {}", criteria.join(" and "))
                };
                writeln!(
                    f,
                    "    on {word} {}: {}{when}",
                    action.name,
                    self.action(&action.kind)
                )?;
            }
        }
        Ok(())
    }

    fn operation(&self, call: &OperationCall, f: &mut Formatter<'_>) -> fmt::Result {
        let api = self
            .plan
            .apis
            .get(call.api)
            .map_or("?", |api| api.source.as_str());
        writeln!(f, "    {} {} of {api}", call.method, call.path)?;
        for parameter in &call.parameters {
            let required = if parameter.required { " required" } else { "" };
            let style = parameter
                .style
                .map(|style| format!(" {style:?}"))
                .unwrap_or_default();
            let explode = parameter
                .explode
                .map(|explode| format!(" explode={explode}"))
                .unwrap_or_default();
            writeln!(
                f,
                "    {:?} {}{required}{style}{explode} = {}",
                parameter.location,
                parameter.name,
                self.value(&parameter.value)
            )?;
        }
        if let Some(body) = &call.body {
            self.body(body, f)?;
        }
        if let Some(accept) = &call.accept {
            writeln!(f, "    accept {accept}")?;
        }
        let alternatives: Vec<String> = call
            .security
            .iter()
            .map(|needed| {
                needed
                    .iter()
                    .filter_map(|index| self.plan.schemes.get(*index))
                    .map(|scheme| scheme.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" + ")
            })
            .collect();
        if !alternatives.is_empty() {
            writeln!(f, "    security {}", alternatives.join(" | "))?;
        }
        Ok(())
    }

    fn body(&self, body: &Body, f: &mut Formatter<'_>) -> fmt::Result {
        let kind = match &body.kind {
            BodyKind::Json => "json",
            BodyKind::JsonText => "json text",
            BodyKind::Form(_) => "form",
            BodyKind::Multipart(_) => "multipart",
            BodyKind::Text => "text",
            BodyKind::Bytes => "bytes",
        };
        writeln!(
            f,
            "    body {} as {kind} = {}",
            body.content_type,
            self.value(&body.payload)
        )?;
        for replacement in &body.replacements {
            writeln!(
                f,
                "      replace {} = {}",
                replacement.text,
                self.value(&replacement.value)
            )?;
        }
        Ok(())
    }

    fn reading(&self, call: &OperationCall, f: &mut Formatter<'_>) -> fmt::Result {
        match &call.reading.how {
            How::Nothing => Ok(()),
            How::Struct(projection) => writeln!(f, "    reads {}", self.projection(projection)),
            How::Select => {
                let pointers: Vec<&str> = call
                    .reading
                    .leaves
                    .iter()
                    .map(|leaf| leaf.pointer.as_str())
                    .collect();
                writeln!(f, "    selects {pointers:?}")
            }
        }
    }

    fn projection(&self, projection: &Projection) -> String {
        let inner = |ty: &ProjectionType| match ty {
            ProjectionType::Leaf(ty) => self.ty(ty, false),
            ProjectionType::Nested(nested) => self.projection(nested),
        };
        match &projection.shape {
            ProjectionShape::Object(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|field| {
                        format!(
                            "{}{}: {}",
                            field.name,
                            if field.missing { "?" } else { "" },
                            inner(&field.ty)
                        )
                    })
                    .collect();
                format!("{} {{ {} }}", projection.name, fields.join(", "))
            }
            ProjectionShape::Element { index, of } => {
                format!("{}[{index}: {}]", projection.name, inner(of))
            }
            ProjectionShape::Whole(ty) => format!("{} = {}", projection.name, self.ty(ty, false)),
        }
    }

    fn action(&self, kind: &ActionKind) -> String {
        let step = |index: &usize| {
            self.workflow
                .steps
                .get(*index)
                .map_or("?", |step| step.id.as_str())
                .to_owned()
        };
        match kind {
            ActionKind::Proceed => "go on".to_owned(),
            ActionKind::End => "end".to_owned(),
            ActionKind::Goto { step: to, paced } => format!(
                "go to {}{}",
                step(to),
                if *paced { " at the poll interval" } else { "" }
            ),
            ActionKind::Transfer(call) => format!("transfer to {}", self.call(call)),
            ActionKind::Retry {
                limit,
                after,
                helper,
                ..
            } => {
                let helper = match helper {
                    Some(Helper::Step(index)) => format!(" after step {}", step(index)),
                    Some(Helper::Workflow(call)) => format!(" after {}", self.call(call)),
                    None => String::new(),
                };
                format!("retry {limit} times, waiting {after:?}{helper}")
            }
        }
    }

    fn call(&self, call: &WorkflowCall) -> String {
        let target = self
            .plan
            .documents
            .get(call.workflow.document)
            .and_then(|document| document.workflows.get(call.workflow.workflow));
        let inputs: Vec<String> = call
            .inputs
            .iter()
            .map(|argument| {
                let name = target
                    .and_then(|target| target.inputs.get(argument.field))
                    .map_or("?", |field| field.name.as_str());
                format!("{name} = {}", self.value(&argument.value))
            })
            .collect();
        format!("{}({})", self.name(call.workflow), inputs.join(", "))
    }

    fn name(&self, reference: super::WorkflowRef) -> String {
        let document = self.plan.documents.get(reference.document);
        let workflow = document
            .and_then(|document| document.workflows.get(reference.workflow))
            .map_or("?", |workflow| workflow.id.as_str());
        match document.and_then(|document| document.module.as_deref()) {
            Some(module) => format!("{module}.{workflow}"),
            None => workflow.to_owned(),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> String {
        self.test(&criterion.test)
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Successful => "status is 2xx".to_owned(),
            Test::Constant(value) => value.to_string(),
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
            Operand::Read(read) => self.read(read),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Literal(json) => json.to_string(),
            Value::Read(read) => self.read(read),
            Value::Template(parts) => format!("template \"{}\"", self.parts(parts)),
            Value::Object(object) => {
                let members: Vec<String> = object
                    .members
                    .iter()
                    .map(|member| format!("{}: {}", member.name, self.value(&member.value)))
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
                TemplatePart::Value(read) | TemplatePart::Json(read) => {
                    text.push_str(&format!("{{{}}}", self.read(read)));
                }
            }
        }
        text
    }

    fn read(&self, read: &Read) -> String {
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
            other => format!("{other:?}"),
        };
        let way: String = read
            .access
            .iter()
            .map(|access| match access {
                Access::Field { ident, .. } => format!(".{ident}"),
                Access::Element { index, .. } => format!("[{index}]"),
                Access::Key { key, .. } => format!("[{key:?}]"),
                Access::Pointer(pointer) => format!("#{pointer}"),
            })
            .collect();
        format!("{origin}{way}{}", if read.missing { "?" } else { "" })
    }

    fn ty(&self, ty: &Type, missing: bool) -> String {
        let name = type_name(ty, &self.workflow.types);
        if missing { format!("{name}?") } else { name }
    }
}

fn type_name(ty: &Type, types: &Types) -> String {
    let name = match &ty.shape {
        Shape::List(of) => format!("[{}]", type_name(of, types)),
        Shape::Map(of) => format!("map of {}", type_name(of, types)),
        Shape::Tuple(of) => format!(
            "({})",
            of.iter()
                .map(|of| type_name(of, types))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Shape::Named(id) => types.get(*id).name.clone(),
        shape => format!("{shape:?}").to_lowercase(),
    };
    if ty.nullable {
        format!("{name} or null")
    } else {
        name
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
