//! Short ways to write plans down.

use std::time::Duration;

use crate::{
    expression::Comparison,
    model::arazzo::Location,
    plan::*,
    types::{Shape, Type},
};

pub(super) fn string() -> Type {
    Type::new(Shape::String)
}

pub(super) fn input(name: &str, ident: &str, ty: Type, missing: bool) -> InputField {
    InputField {
        name: name.into(),
        ident: ident.into(),
        ty,
        missing,
        default: None,
        documentation: None,
        untyped: vec![],
    }
}

/// A read of an input.
pub(super) fn from_input(inputs: &[InputField], field: usize) -> Read {
    let input = &inputs[field];
    Read {
        origin: Origin::Input { field },
        access: vec![],
        ty: input.ty.clone(),
        missing: input.missing,
        text: format!("$inputs.{}", input.name),
    }
}

pub(super) fn from_step(step: usize, output: usize, ty: Type, missing: bool, text: &str) -> Read {
    Read {
        origin: Origin::Step {
            step,
            output,
            definite: true,
        },
        access: vec![],
        ty,
        missing,
        text: text.into(),
    }
}

pub(super) fn read(origin: Origin, ty: Type, missing: bool, text: &str) -> Read {
    Read {
        origin,
        access: vec![],
        ty,
        missing,
        text: text.into(),
    }
}

pub(super) fn parameter(location: Location, name: &str, value: Value) -> Parameter {
    let text = match &value {
        Value::Read(read) => read.text.clone(),
        other => format!("{other:?}"),
    };
    Parameter {
        name: name.into(),
        location,
        required: location == Location::Path,
        style: None,
        explode: None,
        allow_reserved: false,
        content: None,
        value,
        text,
    }
}

pub(super) fn call(method: &str, path: &str) -> OperationCall {
    OperationCall {
        api: 0,
        operation_id: None,
        summary: None,
        method: method.into(),
        path: path.into(),
        servers: None,
        parameters: vec![],
        body: None,
        accept: Some("application/json".into()),
        security: vec![],
        redirects: vec![],
        responses: vec![],
        lines: false,
        reading: Reading::default(),
        errors: None,
        idempotency: false,
    }
}

pub(super) fn json_body(payload: Value) -> Body {
    Body {
        content_type: "application/json".into(),
        kind: BodyKind::Json,
        payload,
        required: true,
        replacements: vec![],
        needed: vec![],
        observed: false,
        text: String::new(),
    }
}

pub(super) fn member(name: &str, ident: &str, value: Value) -> Member {
    Member {
        name: name.into(),
        ident: ident.into(),
        value,
        required: false,
    }
}

pub(super) fn step(id: &str, ident: &str, type_ident: &str, call: StepCall) -> Step {
    Step {
        id: id.into(),
        ident: ident.into(),
        type_ident: type_ident.into(),
        types: StepTypes {
            partial: format!("Partial{type_ident}"),
            attempt: format!("{type_ident}Attempt"),
            after: format!("After{type_ident}"),
        },
        documentation: None,
        call,
        criteria: vec![Criterion {
            test: Test::Successful,
            text: "status is 2xx".into(),
        }],
        outputs: vec![],
        polls: Vec::new(),
        after: Vec::new(),
        depends_on: vec![],
        on_success: vec![],
        on_failure: vec![],
        exits: vec![],
        timeout: None,
        definite: true,
        at_end: Presence::default(),
        outputs_after_failure: false,
        entry: Entry::default(),
        attempt_takes: Takes::default(),
        takes: Takes::default(),
    }
}

pub(super) fn operation(call: OperationCall) -> StepCall {
    StepCall::Operation(Box::new(call))
}

pub(super) fn status(status: u16) -> Criterion {
    Criterion {
        test: Test::Status(Comparison::Equal, status),
        text: format!("$statusCode == {status}"),
    }
}

pub(super) fn output(
    name: &str,
    ident: &str,
    ty: Type,
    missing: bool,
    value: Value,
    text: &str,
) -> StepOutput {
    StepOutput {
        name: name.into(),
        ident: ident.into(),
        ty,
        missing,
        promoted: false,
        value,
        text: text.into(),
        documentation: None,
        untyped: vec![],
    }
}

pub(super) fn workflow_output(
    name: &str,
    ident: &str,
    ty: Type,
    missing: bool,
    value: Read,
) -> OutputField {
    let text = value.text.clone();
    OutputField {
        name: name.into(),
        ident: ident.into(),
        ty,
        missing,
        value: Value::Read(value),
        text,
        proven: false,
        untyped: vec![],
    }
}

pub(super) fn action(name: &str, kind: ActionKind, criteria: Vec<Criterion>) -> Action {
    Action {
        name: name.into(),
        kind,
        criteria,
    }
}

pub(super) fn retry(
    name: &str,
    limit: u32,
    millis: u64,
    helper: Option<Helper>,
    criteria: Vec<Criterion>,
) -> Action {
    let kind = ActionKind::Retry {
        ident: name.replace('-', "_"),
        limit,
        after: Duration::from_millis(millis),
        helper,
    };
    action(name, kind, criteria)
}

pub(super) fn workflow(id: &str, ident: &str) -> Workflow {
    Workflow {
        id: id.into(),
        ident: ident.into(),
        version: String::new(),
        documentation: None,
        inputs: vec![],
        open: false,
        types: crate::types::Types::default(),
        outputs: vec![],
        steps: vec![],
        control: Control::default(),
        prerequisites: vec![],
        called: vec![],
        credentials: vec![],
        declared: vec![],
        ends_on_failure: false,
        run_takes: Takes::default(),
        outputs_take: Takes::default(),
        omitted: false,
        notes: vec![],
        type_names: Default::default(),
        constraints: vec![],
        extras: Default::default(),
        picture: None,
    }
}

/// One field of a response's object.
pub(super) fn projected(
    name: &str,
    ident: &str,
    ty: ProjectionType,
    missing: bool,
) -> ProjectionField {
    ProjectionField {
        name: name.into(),
        ident: ident.into(),
        ty,
        missing,
        nullable: false,
    }
}

pub(super) fn field_access(ident: &str, missing: bool) -> Access {
    Access::Field {
        ident: ident.into(),
        missing,
        nullable: false,
        boxed: false,
    }
}

/// Leaves read one by one.
pub(super) fn selected(pointers: &[&str]) -> Reading {
    let leaves = pointers
        .iter()
        .map(|pointer| Leaf {
            pointer: (*pointer).into(),
            ty: Type::value(),
            missing: true,
            path: vec![],
        })
        .collect();
    Reading {
        how: How::Select,
        leaves,
        xml: None,
    }
}

pub(super) fn leaf(index: usize, text: &str) -> Read {
    read(Origin::Body { leaf: index }, Type::value(), true, text)
}

pub(super) fn plan(module: &str, mut workflows: Vec<Workflow>) -> Plan {
    for workflow in &mut workflows {
        let steps = workflow.steps.iter().map(|step| step.type_ident.clone());
        workflow.type_names = steps.collect();
    }
    let mut plan = Plan {
        requirements: Default::default(),
        visibility: Default::default(),
        place: None,
        module: module.into(),
        title: "A test".into(),
        documentation: None,
        apis: vec![Api {
            constant: "API".into(),
            source: "api".into(),
            title: None,
            license: None,
            document_url: "api.yaml".into(),
            servers: vec![Server {
                url: "https://api.test/v1".into(),
                variables: vec![],
            }],
            method: "base_url".into(),
        }],
        errors: Default::default(),
        schemes: vec![],
        documents: vec![Document {
            module: None,
            title: "A test".into(),
            workflows,
        }],
    };
    plan.name_requirements();
    plan.settle();
    plan
}
