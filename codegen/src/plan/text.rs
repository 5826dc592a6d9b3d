//! The plan as text: what a reviewer reads beside the emitted code.

mod errors;
mod types;
mod values;

use std::fmt::{self, Display, Formatter};

use super::{
    ActionKind, Body, BodyKind, Control, Encoding, Helper, How, OperationCall, Parameter, Plan,
    Projection, ProjectionShape, ProjectionType, Step, StepCall, Workflow, WorkflowCall,
};

use values::may_be_missing;

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
                write!(f, "\n{}", self.text_of(workflow))?;
            }
        }
        errors::errors(self, f)
    }
}

impl Plan {
    /// One of its workflows.
    pub(super) fn text_of<'a>(&'a self, workflow: &'a Workflow) -> impl Display + 'a {
        Printer {
            plan: self,
            workflow,
        }
    }
}

struct Printer<'a> {
    plan: &'a Plan,
    workflow: &'a Workflow,
}

impl Display for Printer<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let workflow = self.workflow;
        let control = match workflow.control {
            Control::Forward => "forward",
            Control::Back => "back",
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
                .map(|default| format!(" = {}", default.json))
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
        self.declared(f)?;
        self.types(f)
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
        for poll in &step.polls {
            let criteria = poll.criteria.iter();
            let criteria: Vec<String> = criteria.map(|one| self.criterion(one)).collect();
            match criteria.as_slice() {
                [] => writeln!(f, "    never final for {}", poll.name)?,
                all => writeln!(
                    f,
                    "    not final for {} while {}",
                    poll.name,
                    all.join(" and ")
                )?,
            }
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
        if let Some(servers) = &call.servers {
            let urls: Vec<&str> = servers.iter().map(|server| server.url.as_str()).collect();
            writeln!(f, "    servers {urls:?}")?;
        }
        for parameter in &call.parameters {
            writeln!(f, "    {}", self.parameter(parameter))?;
        }
        if let Some(body) = &call.body {
            self.body(body, f)?;
        }
        if call.idempotency {
            writeln!(f, "    idempotency key")?;
        }
        if let Some(accept) = &call.accept {
            writeln!(f, "    accept {accept}")?;
        }
        if call.lines {
            writeln!(f, "    reads JSON lines as a list")?;
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
            .map(|needed| {
                if needed.is_empty() {
                    "nothing".to_owned()
                } else {
                    needed
                }
            })
            .collect();
        if !alternatives.is_empty() {
            writeln!(f, "    security {}", alternatives.join(" | "))?;
        }
        Ok(())
    }

    fn parameter(&self, parameter: &Parameter) -> String {
        let mut text = format!("{:?} {}", parameter.location, parameter.name);
        if parameter.required {
            text.push_str(" required");
        }
        if let Some(style) = parameter.style {
            text.push_str(&format!(" {style:?}"));
        }
        if let Some(explode) = parameter.explode {
            text.push_str(&format!(" explode={explode}"));
        }
        if parameter.allow_reserved {
            text.push_str(" reserved");
        }
        if let Some(content) = &parameter.content {
            text.push_str(&format!(" as {content}"));
        }
        format!("{text} = {}", self.value(&parameter.value))
    }

    fn body(&self, body: &Body, f: &mut Formatter<'_>) -> fmt::Result {
        let kind = match &body.kind {
            BodyKind::Json => "json",
            BodyKind::JsonText => "json text",
            BodyKind::Form(_) => "form",
            BodyKind::Multipart(_) => "multipart",
            BodyKind::Xml(_) => "xml",
            BodyKind::Text => "text",
            BodyKind::Bytes => "bytes",
        };
        writeln!(
            f,
            "    body {} as {kind} = {}",
            body.content_type,
            self.value(&body.payload)
        )?;
        if let BodyKind::Form(parts) | BodyKind::Multipart(parts) = &body.kind {
            for part in parts {
                writeln!(f, "      part {}", encoding(part))?;
            }
        }
        for replacement in &body.replacements {
            let fills = replacement.fills.is_some() && may_be_missing(&replacement.value);
            writeln!(
                f,
                "      replace {} = {}{}",
                replacement.text,
                self.value(&replacement.value),
                if fills { " needed" } else { "" }
            )?;
        }
        for needed in &body.needed {
            let around = needed.unless.iter();
            let around = around.filter_map(|index| body.replacements.get(*index));
            let around: Vec<&str> = around.map(|one| one.text.as_str()).collect();
            let unless = match around.is_empty() {
                true => String::new(),
                false => format!(" unless {}", around.join(" or ")),
            };
            writeln!(
                f,
                "      needs {} = {}{unless}",
                needed.pointer, needed.text
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
}

fn encoding(part: &Encoding) -> String {
    let mut text = part.name.clone();
    if let Some(content_type) = &part.content_type {
        text.push_str(&format!(" as {content_type}"));
    }
    if let Some(style) = part.style {
        text.push_str(&format!(" {style:?}"));
    }
    if let Some(explode) = part.explode {
        text.push_str(&format!(" explode={explode}"));
    }
    if part.allow_reserved {
        text.push_str(" reserved");
    }
    for (name, value) in &part.headers {
        text.push_str(&format!(" {name}={value:?}"));
    }
    if part.binary {
        text.push_str(" binary");
    }
    if let Some(filename) = part.filename.as_ref().filter(|file| **file != part.name) {
        text.push_str(&format!(" file={filename:?}"));
    }
    if part.base64 {
        text.push_str(" from base64");
    }
    text
}
