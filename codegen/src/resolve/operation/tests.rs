//! What a step's operation is read as when its document is spread over files, broken or strange.

use crate::{
    diagnostic::Diagnostics,
    load::Node,
    model::openapi::ServerLevel,
    resolve::testing::{described, files, read, sound, text},
};

use super::{Found, OperationIds};

#[test]
fn nothing_is_noticed_of_what_the_operation_does_not_reach() {
    let operation = sound(&text(
        "
paths:
  /broken: {get: {parameters: [{$ref: '#/nowhere'}], responses: 12}}
  /far: {$ref: gone.yaml}
  /x: {get: {operationId: op, responses: {'200': {content: {application/json: {schema: {$ref: '#/no'}}}}}}}
security: []
components: {parameters: {A: {name: 1}}, securitySchemes: []}",
    ));
    let schema = operation.responses[0].content[0]
        .schema
        .as_ref()
        .map(Node::pointer);
    assert!(schema.unwrap().as_str().ends_with("/schema"));
}

#[test]
fn parameters_bodies_responses_headers_and_path_items_may_stand_in_other_files() {
    let (operation, found) = read(&[
        (
            "api/openapi.yaml",
            "openapi: 3.0.3\npaths: {/x: {$ref: 'paths/x.yaml#/item'}}",
        ),
        (
            "api/paths/x.yaml",
            "
item:
  parameters: [{$ref: '../common.yaml#/parameters/Id'}]
  post:
    operationId: op
    requestBody: {$ref: '../common.yaml#/bodies/Pet'}
    responses: {201: {$ref: '../common.yaml#/responses/Made'}}",
        ),
        (
            "api/common.yaml",
            "
parameters: {Id: {name: id, in: query}}
bodies: {Pet: {required: true, content: {application/json: {schema: {$ref: pet.yaml}}}}}
responses: {Made: {headers: {X-Rate: {$ref: '#/headers/Rate'}, content-type: {}}}}
headers: {Rate: {required: true, schema: {type: integer}}}",
        ),
    ]);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(described(&operation), ["Query id"]);
    let body = operation.request_body.as_ref().unwrap();
    assert!(body.required);
    let schema = body.content[0].schema.as_ref().unwrap();
    assert_eq!(schema.document().name, "api/common.yaml");
    let headers = &operation.responses[0].headers;
    assert_eq!(headers.len(), 1);
    assert!(headers[0].required && headers[0].schema.is_some());
}

#[test]
fn what_stands_beside_the_reference_of_a_path_item_counts_too() {
    let operation = sound(&text(
        "
paths:
  /x:
    $ref: '#/components/pathItems/X'
    parameters: [{name: near, in: query}, {name: both, in: query, required: true}]
components:
  pathItems:
    X:
      parameters: [{name: far, in: query}, {name: both, in: query}]
      servers: [{url: https://far.example}]
      get: {operationId: op}",
    ));
    assert_eq!(
        described(&operation),
        ["Query far", "Query both!", "Query near"]
    );
    assert_eq!(operation.server_level, ServerLevel::PathItem);
    assert_eq!(operation.servers[0].url, "https://far.example");
}

#[test]
fn broken_references_are_reported_where_they_are_met() {
    let (operation, found) = read(&[(
        "api.yaml",
        "
openapi: 3.0.0
paths:
  /x:
    get:
      operationId: op
      parameters: [{$ref: '#/components/parameters/Nope'}, {name: q}, {name: r, in: body}]
      responses: {'200': {$ref: '#/components/responses/Nope'}, 2xx: {}, '2000': {}}
components: {parameters: {}}",
    )]);
    assert_eq!(
        found,
        [
            "warning /paths/~1x/get/parameters/0/$ref: `#/components/parameters/Nope` leads nowhere: `/components/parameters` has no `Nope`",
            "warning /paths/~1x/get/parameters/1: a parameter needs `in`",
            "warning /paths/~1x/get/parameters/2/in: parameter `r` has an unknown `in`",
            "warning /paths/~1x/get/responses/200/$ref: `#/components/responses/Nope` leads nowhere: `/components` has no `responses`",
            "warning /paths/~1x/get/responses/2000: `2000` is not a status",
        ]
    );
    // The status whose response is not there is declared all the same.
    assert_eq!(operation.responses.len(), 2);
}

#[test]
fn a_document_that_is_strange_everywhere_is_read_without_a_word_or_with_one() {
    for rest in [
        "parameters: {a: b}",
        "parameters: [1, null, [x], {$ref: 3}]",
        "requestBody: 3",
        "requestBody: {content: [a]}",
        "requestBody: {content: {application/json: null}}",
        "responses: [a]",
        "responses: {200: 3, 2é: {}, '': {}}",
        "responses: {200: {headers: [x], content: {'': {encoding: 3}}}}",
        "servers: x",
        "servers: [3, {url: 3}, {url: 'a{b'}]",
        "security: {a: []}",
        "security: [3, {a: 3}]",
        "description: 3",
    ] {
        let api = format!("openapi: 3.1.0\npaths: {{/x: {{get: {{operationId: op, {rest}}}}}}}");
        let (documents, root) = files(&[("api.yaml", &api)]);
        let Found::One(located) = OperationIds::read(&root).find("op", &documents) else {
            panic!("not found in {api}");
        };
        let mut diagnostics = Diagnostics::new(false);
        let operation = super::read(&located, &root, &documents, &mut diagnostics);
        assert!(operation.is_some(), "{api}");
    }
}

#[test]
fn what_a_reference_that_leads_nowhere_describes_is_left_out_with_a_warning() {
    let api = "
openapi: 3.0.3
paths:
  /x/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    post:
      operationId: op
      parameters:
      - {$ref: 'gone.yaml#/limit'}
      - {$ref: 'https://api.example/common.yaml#/page'}
      - {name: size, in: query, content: {application/json: {$ref: '#/components/mediaTypes/Size'}}}
      requestBody: {$ref: '#/components/requestBodies/First'}
      responses:
        200: {$ref: '#/components/responses/Ok'}
        201:
          headers: {X-Next: {$ref: '#/components/headers/Next'}, X-Page: {schema: {type: string}}}
          content: {application/json: {}}
        204: {$ref: '#/components/responses/None'}
        default: {$ref: '#/components/responses/Error'}
components:
  requestBodies: {First: {$ref: '#/components/requestBodies/Second'}}";
    let (operation, found) = read(&[("api.yaml", api)]);
    let places: Vec<&str> = (found.iter())
        .map(|found| found.split(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(
        places,
        [
            "warning /paths/~1x~1{id}/parameters/0/$ref",
            "warning /paths/~1x~1{id}/post/parameters/0/$ref",
            "warning /paths/~1x~1{id}/post/parameters/1/$ref",
            "warning /paths/~1x~1{id}/post/parameters/2/content/application~1json/$ref",
            "warning /components/requestBodies/First/$ref",
            "warning /paths/~1x~1{id}/post/responses/200/$ref",
            "warning /paths/~1x~1{id}/post/responses/201/headers/X-Next/$ref",
            "warning /paths/~1x~1{id}/post/responses/204/$ref",
            "warning /paths/~1x~1{id}/post/responses/default/$ref",
        ]
    );
    assert_eq!(described(&operation), ["Query size"]);
    assert!(operation.unread_parameters.may_declare("limit", []));
    let body = operation.request_body.as_ref().unwrap();
    assert!(body.is_unread() && !body.required);
    assert_eq!(operation.accept(), ["application/json", "*/*"]);
    let unread: Vec<_> = operation.responses.iter().map(|r| r.is_unread()).collect();
    assert_eq!(unread, [true, false, true, true]);
    let headers = &operation.responses[1].headers;
    let names: Vec<_> = headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["X-Next", "X-Page"]);
}

#[test]
fn a_reference_that_leads_nowhere_is_an_error_when_strict() {
    let api = "openapi: 3.0.3\npaths: {/x: {get: {operationId: op, parameters: [{$ref: '#/no'}], responses: {200: {$ref: '#/no'}}}}}";
    let (documents, root) = files(&[("api.yaml", api)]);
    let Found::One(located) = OperationIds::read(&root).find("op", &documents) else {
        panic!("not found");
    };
    let mut diagnostics = Diagnostics::new(true);
    super::read(&located, &root, &documents, &mut diagnostics);
    let found = diagnostics.into_iter();
    assert_eq!(found.filter(|found| found.is_error()).count(), 2);
}
