//! What each step sends, as far as it is known before a run: for `--dry-run`.

use std::{cell::RefCell, collections::BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use crate::{
    model::arazzo::Location,
    plan::{
        ActionKind, Body, BodyKind, Encoding, Helper, OperationCall, Parameter, Plan, Reading,
        Replacement, ReplacementTarget, Server, Step, StepCall, Text, Value, Workflow,
        WorkflowCall, XmlBody,
    },
    types::{Kind, Shape},
};

use super::{
    super::{
        body, client,
        names::{Imports, Locals},
        request as emitted, xml,
    },
    given::{given, token},
    key_of, list, remark,
};

/// Names of the command line's library that stand in descriptions of requests.
pub(super) const USED: [&str; 5] = ["Argument", "Body", "Called", "Given", "Request"];

/// Names of the runtime that do.
pub(super) const USED_OF_RUNTIME: [&str; 6] = [
    "Api",
    "Encoding",
    "Parameter",
    "Server",
    "ServerVariable",
    "Style",
];

/// The APIs of a plan, which requests name.
pub(super) fn apis(plan: &Plan) -> impl Iterator<Item = TokenStream> + '_ {
    plan.apis.iter().map(|api| {
        let (source, url) = (&api.source, &api.document_url);
        let servers = servers(&api.servers);
        quote!(&Api::new(#source, #url, #servers))
    })
}

/// What is added to a step: its request or the inputs of the workflow that it calls, when it runs, and the workflows that
/// its actions call.
pub(super) fn of_step(plan: &Plan, workflow: &Workflow, index: usize, step: &Step) -> TokenStream {
    let own = match &step.call {
        StepCall::Workflow(call) => list("inputs", inputs(plan, workflow, call)),
        StepCall::Operation(call) => {
            let request = request(plan, workflow, call);
            (!request.is_empty()).then(|| quote!(.request(Request::new() #request)))
        }
    };
    let remark = remark::step(workflow, index);
    let remark = (!remark.is_empty()).then(|| quote!(.remark(#remark)));
    let called = called_by_actions(step).into_iter();
    let called = called.filter_map(|(remark, call)| {
        let key = key_of(plan, call.workflow)?;
        let inputs = inputs(plan, workflow, call);
        Some(quote!(Called::new(#remark, #key, &[#(#inputs),*])))
    });
    let called = list("called", called);
    quote!(#own #remark #called)
}

/// Workflows that actions of a step call, each with what leads to it.
fn called_by_actions(step: &Step) -> Vec<(String, &WorkflowCall)> {
    let actions = step.on_success.iter().chain(&step.on_failure);
    let calls = actions.filter_map(|action| match &action.kind {
        ActionKind::Transfer(call) => Some((format!("only by action `{}`", action.name), call)),
        ActionKind::Retry {
            helper: Some(Helper::Workflow(call)),
            ..
        } => Some((
            format!("only before a retry by action `{}`", action.name),
            call,
        )),
        _ => None,
    });
    calls.collect()
}

fn inputs(plan: &Plan, workflow: &Workflow, call: &WorkflowCall) -> Vec<TokenStream> {
    let target = plan.documents.get(call.workflow.document);
    let target = target.and_then(|it| it.workflows.get(call.workflow.workflow));
    let inputs = call.inputs.iter().filter_map(|argument| {
        let name = &target?.inputs.get(argument.field)?.name;
        let value = given(workflow, &argument.value);
        Some(quote!((#name, #value)))
    });
    inputs.collect()
}

fn request(plan: &Plan, workflow: &Workflow, call: &OperationCall) -> TokenStream {
    let own = call.servers.as_deref().map(servers);
    let own = own.map(|servers| quote!(.servers(#servers)));
    let sent = call.parameters.iter().filter(|it| !is_left_out(it));
    let arguments: Vec<TokenStream> = sent.map(|one| argument(workflow, one)).collect();
    let arguments = (!arguments.is_empty()).then(|| quote!(.arguments(&[#(#arguments),*])));
    let accept = call.accept.as_ref().map(|accept| quote!(.accept(#accept)));
    let security = (!call.security.is_empty()).then(|| {
        let ty = quote!(::arazzo_runtime::Scheme);
        let alternatives = call.security.iter().map(|together| {
            let schemes = together.iter().filter_map(|index| plan.schemes.get(*index));
            let schemes = schemes.map(|scheme| client::scheme_value(plan, scheme, &ty));
            quote!(&[#(&#schemes),*])
        });
        quote!(.security(&[#(#alternatives),*]))
    });
    let body = call.body.as_ref().map(|one| {
        let body = self::body(workflow, one);
        quote!(.body(#body))
    });
    let secrets = secrets(workflow, &call.reading);
    let secrets = (!secrets.is_empty()).then(|| quote!(.secrets(&[#(#secrets),*])));
    quote!(#own #arguments #accept #security #body #secrets)
}

/// Where the answer has secrets among what is read of it: JSON Pointers with `*` for each element or member.
fn secrets(workflow: &Workflow, reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for leaf in &reading.leaves {
        let mut open = vec![(leaf.pointer.clone(), &leaf.ty)];
        // A type that holds itself is looked into once for each place where it stands.
        let mut seen = BTreeSet::new();
        while let Some((pointer, ty)) = open.pop() {
            match &ty.shape {
                Shape::Secret | Shape::SecretValue => found.push(pointer),
                Shape::List(of) | Shape::Map(of) => open.push((format!("{pointer}/*"), of)),
                Shape::Named(id) if seen.insert(*id) => {
                    let definition = workflow.types.get(*id);
                    let Kind::Struct { fields, .. } = &definition.kind else {
                        open.extend(
                            definition
                                .types()
                                .into_iter()
                                .map(|ty| (pointer.clone(), ty)),
                        );
                        continue;
                    };
                    let below = |name: &str| format!("{pointer}{}", token(name));
                    open.extend(fields.iter().map(|field| (below(&field.name), &field.ty)));
                }
                _ => {}
            }
        }
    }
    found
}

fn servers(servers: &[Server]) -> TokenStream {
    // The registry imports what stands in it.
    let imports = Imports::new(&BTreeSet::new());
    let servers = servers
        .iter()
        .map(|server| emitted::server(&imports, server));
    quote!(&[#(#servers),*])
}

/// Whether it is a literal null, which is never sent.
fn is_left_out(parameter: &Parameter) -> bool {
    matches!(&parameter.value, Value::Literal(Json::Null)) && !parameter.required
}

fn argument(workflow: &Workflow, parameter: &Parameter) -> TokenStream {
    let place = match parameter.location {
        Location::Path => quote!(path),
        Location::Query => quote!(query),
        Location::Querystring => quote!(querystring),
        Location::Header => quote!(header),
        Location::Cookie => quote!(cookie),
    };
    let (ty, style) = (quote!(Parameter), quote!(Style));
    let declared = emitted::declaration_of(&ty, Some(&style), parameter);
    let value = given(workflow, &parameter.value);
    quote!(Argument::#place(#declared, #value))
}

fn body(workflow: &Workflow, described: &Body) -> TokenStream {
    let (content_type, payload) = (&described.content_type, given(workflow, &described.payload));
    let made = match &described.kind {
        BodyKind::Json => quote!(json(#content_type, #payload)),
        BodyKind::JsonText => quote!(json_text(#content_type, #payload)),
        BodyKind::Form(parts) => {
            let parts = encodings(parts);
            quote!(form(#content_type, #payload, #parts))
        }
        BodyKind::Multipart(parts) => {
            let parts = encodings(parts);
            quote!(multipart(#content_type, #payload, #parts))
        }
        BodyKind::Xml(described) => {
            let root = self::xml(described);
            quote!(xml(#content_type, #payload, #root))
        }
        BodyKind::Text => quote!(text(#content_type, #payload)),
        BodyKind::Bytes => quote!(bytes(#content_type, #payload)),
    };
    let replacements = described.replacements.iter().filter_map(|replacement| {
        let ReplacementTarget::Pointer(Text::Constant(pointer)) = &replacement.target else {
            return None;
        };
        let value = given(workflow, &replacement.value);
        Some(quote!((#pointer, #value)))
    });
    let replacements: Vec<TokenStream> = replacements.collect();
    let replacements =
        (!replacements.is_empty()).then(|| quote!(.replacements(&[#(#replacements),*])));
    let later: Vec<&str> = described
        .replacements
        .iter()
        .filter_map(replaced_later)
        .collect();
    let later = (!later.is_empty()).then(|| quote!(.replaced_later(&[#(#later),*])));
    quote!(Body::#made #replacements #later)
}

/// The target of a replacement whose matches are only known of the payload that is sent.
fn replaced_later(replacement: &Replacement) -> Option<&str> {
    match &replacement.target {
        ReplacementTarget::Pointer(Text::Constant(_)) => None,
        ReplacementTarget::Pointer(Text::Dynamic(_)) => Some("a pointer that is put together"),
        ReplacementTarget::JsonPath(text) | ReplacementTarget::XPath(text) => match text {
            Text::Constant(text) => Some(text),
            Text::Dynamic(_) => Some("a query that is put together"),
        },
    }
}

fn encodings(parts: &[Encoding]) -> TokenStream {
    let (ty, style) = (quote!(Encoding), quote!(Style));
    let parts = parts
        .iter()
        .map(|part| body::encoding_of(&ty, Some(&style), part));
    quote!(&[#(#parts),*])
}

/// A reference to a description of XML, in a block with the statics that it needs.
fn xml(described: &XmlBody) -> TokenStream {
    /// The block.
    #[derive(Default)]
    struct Block {
        locals: Locals<'static>,
        statics: RefCell<TokenStream>,
    }

    impl xml::Surroundings for Block {
        fn xml(&self, name: &'static str) -> TokenStream {
            let name = super::ident(name);
            quote!(::arazzo_runtime::xml::#name)
        }

        fn fresh(&self, wanted: &str) -> Ident {
            self.locals.fresh(wanted)
        }

        fn hoist(&self, statement: TokenStream) {
            self.statics.borrow_mut().extend(statement);
        }
    }

    let block = Block::default();
    let root = xml::root(&block, described);
    let statics = block.statics.into_inner();
    quote!({ #statics static ROOT: ::arazzo_runtime::xml::Xml = #root; &ROOT })
}

#[cfg(test)]
mod tests {
    use crate::testing::program;

    const API: &str = "
openapi: 3.1.0
info: {title: shop, version: '1'}
servers: [{url: 'https://{region}.shop.example/v1', variables: {region: {default: eu}}}]
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
security: [{bearer: []}]
paths:
  /orders/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    put:
      operationId: put
      parameters:
      - {name: filter, in: query, style: deepObject, schema: {type: object}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {note: {type: string}}}}}}
      responses:
        '200':
          description: Done.
          content: {application/json: {schema: {type: object, properties: {token: {type: string, format: password}}}}}
  /send:
    post:
      operationId: send
      security: []
      requestBody: {content: {application/xml: {schema: {type: object, xml: {name: order}, properties: {id: {type: string}}}}}}
      responses: {'204': {description: Sent.}}
";
    const FLOW: &str = "workflows:
- workflowId: order
  inputs:
    type: object
    properties:
      order: {type: object, required: [id], properties: {id: {type: string}, tags: {type: array, items: {type: string}}}}
  steps:
  - stepId: put
    operationId: put
    parameters:
    - {name: id, in: path, value: $inputs.order#/id}
    - {name: filter, in: query, value: {a: $inputs.order#/tags/0}}
    requestBody:
      payload: {note: 'for {$inputs.order#/id}', n: 1, list: [x, $inputs.order]}
      replacements: [{target: /more, value: $inputs.order#/id}]
    outputs: {token: $response.body#/token}
    onFailure:
    - {name: again, type: retry, retryLimit: 3, retryAfter: 2}
    - {name: away, type: goto, workflowId: sendIt}
  - stepId: send
    workflowId: sendIt
    parameters: [{name: id, value: $steps.put.outputs.token}]
- workflowId: sendIt
  inputs: {type: object, properties: {id: {type: string}}}
  steps:
  - {stepId: send, operationId: send, requestBody: {payload: {id: $inputs.id}}}
";

    /// The program without white space and the commas that depend on it.
    fn squeezed(text: &str) -> String {
        text.split_whitespace()
            .collect::<String>()
            .replace(",)", ")")
            .replace(",]", "]")
    }

    #[test]
    fn a_request_is_described_by_what_is_known_of_it() {
        let program = squeezed(&program(API, FLOW));
        for part in [
            r#".apis(&[&Api::new("api", "api.yaml", &[Server::new("https://{region}.shop.example/v1").variables(&[ServerVariable::new("region", "eu")])])])"#,
            r#"Step::operation("put", "api", "PUT", "/orders/{id}")"#,
            r#".request(Request::new().arguments(&["#,
            r#"Argument::path(Parameter::new("id", "$inputs.order#/id"), Given::Input("/order/id"))"#,
            r#".style(Style::DeepObject), Given::Object(&[("a", Given::Input("/order/tags/0"))]))"#,
            r#".security(&[&[&::arazzo_runtime::Scheme::bearer("api", "bearer")]])"#,
            r#"("note", Given::Template(&[Given::Text("for "), Given::Input("/order/id")]))"#,
            r#"("n", Given::Json("1"))"#,
            r#"Given::Array(&[Given::Text("x"), Given::Input("/order")])"#,
            r#".replacements(&[("/more", Given::Input("/order/id"))])"#,
            r#".secrets(&["/token"])).remark("repeated at most 3 times, 2 s apart by action `again`")"#,
            r#".called(&[Called::new("only by action `away`", "sendIt", &[])])"#,
            r#".inputs(&[("id", Given::Unknown("$steps.put.outputs.token"))])"#,
            r#"static ROOT: ::arazzo_runtime::xml::Xml ="#,
        ] {
            let part = squeezed(part);
            assert!(program.contains(&part), "{part} is not in {program}");
        }
    }
}
