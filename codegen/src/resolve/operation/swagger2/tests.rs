//! Swagger 2.0 against the OpenAPI 3.0 it means.

use crate::{
    model::openapi::{OAuthFlowKind, SecurityKind, Style},
    resolve::testing::{described, read, sound},
};

const SWAGGER: &str = "
swagger: '2.0'
host: api.example:8080
basePath: /v1/
schemes: [http, https, wss]
consumes: [application/xml]
produces: [application/json, application/xml]
securityDefinitions:
  key: {type: apiKey, in: query, name: k}
  user: {type: basic}
  app: {type: oauth2, flow: application, tokenUrl: https://t.example, scopes: {a: b}}
security: [{key: [], user: []}, {app: [a]}]
parameters:
  Limit: {name: limit, in: query, type: integer, required: true}
  Pet: {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
definitions: {Pet: {type: object}}
";

#[test]
fn swagger_is_read_as_the_openapi_it_means() {
    let operation = sound(&format!(
        "{SWAGGER}
paths:
  /x/{{id}}:
    parameters: [{{name: id, in: path, type: string, required: true}}]
    post:
      operationId: op
      consumes: [application/json]
      parameters:
      - $ref: '#/parameters/Limit'
      - $ref: '#/parameters/Pet'
      - {{name: a, in: query, type: array, items: {{type: string}}, collectionFormat: multi}}
      - {{name: b, in: query, type: array, collectionFormat: ssv}}
      - {{name: c, in: header, type: array, collectionFormat: csv}}
      responses:
        200: {{schema: {{type: array}}, headers: {{X-Rate: {{type: integer}}}}}}
        204: {{description: none}}"
    ));
    assert_eq!(
        described(&operation),
        ["Path id!", "Query limit!", "Query a", "Query b", "Header c"]
    );
    let styles: Vec<_> = operation
        .parameters
        .iter()
        .map(|p| (p.style, p.explode))
        .collect();
    assert_eq!(
        styles[2..],
        [
            (Style::Form, true),
            (Style::SpaceDelimited, false),
            (Style::Simple, false)
        ]
    );
    let limit = operation.parameters[1].schema.as_ref().unwrap();
    assert_eq!(limit.str_at("type"), Some("integer"));
    let body = operation.request_body.as_ref().unwrap();
    assert!(body.required);
    assert_eq!(body.content.len(), 1);
    assert_eq!(body.content[0].name, "application/json");
    assert!(
        body.content[0]
            .schema
            .as_ref()
            .unwrap()
            .get("$ref")
            .is_some()
    );
    let urls: Vec<_> = operation
        .servers
        .iter()
        .map(|server| server.url.as_str())
        .collect();
    assert_eq!(
        urls,
        ["https://api.example:8080/v1", "http://api.example:8080/v1"]
    );
    assert_eq!(operation.accept(), ["application/json", "application/xml"]);
    assert_eq!(
        operation.responses[0].headers[0]
            .schema
            .as_ref()
            .unwrap()
            .str_at("type"),
        Some("integer")
    );
    assert!(operation.responses[1].content.is_empty());
    assert_eq!(operation.security.len(), 2);
    assert_eq!(operation.security[0][1].scheme.kind, SecurityKind::Basic);
    let SecurityKind::OAuth2 { flows } = &operation.security[1][0].scheme.kind else {
        panic!("not oauth2");
    };
    assert_eq!(flows[0].kind, OAuthFlowKind::ClientCredentials);
}

#[test]
fn swagger_form_fields_become_a_body_and_a_file_makes_it_multipart() {
    let form = |field: &str, consumes: &str| {
        let operation = sound(&format!(
            "swagger: '2.0'
paths:
  /x:
    post:
      operationId: op
      consumes: {consumes}
      parameters:
      - {{name: a, in: formData, type: array, collectionFormat: multi, required: true}}
      - {{name: b, in: formData, type: {field}}}"
        ));
        let urls: Vec<String> = operation
            .servers
            .into_iter()
            .map(|server| server.url)
            .collect();
        assert_eq!(urls, ["/"]);
        operation.request_body.unwrap()
    };
    let plain = form("string", "[]");
    assert!(plain.required);
    assert_eq!(plain.content[0].name, "application/x-www-form-urlencoded");
    assert_eq!(plain.content[0].encoding[0].explode, Some(true));
    let file = form("file", "[application/x-www-form-urlencoded]");
    assert_eq!(file.content[0].name, "multipart/form-data");
    let content_type = file.content[0].encoding[1].content_type.as_deref();
    assert_eq!(content_type, Some("application/octet-stream"));
}

#[test]
fn what_a_reference_that_leads_nowhere_describes_is_left_out_with_a_warning() {
    let (operation, found) = read(&[(
        "api.yaml",
        "
swagger: '2.0'
consumes: [application/xml]
paths:
  /x/{id}:
    post:
      operationId: op
      parameters: [{$ref: '#/parameters/Id'}, {name: q, in: query, type: string}]
      responses: {200: {$ref: '#/responses/Ok'}}",
    )]);
    let warned = |text: &&String| text.starts_with("warning ");
    assert_eq!(found.iter().filter(warned).count(), 2, "{found:?}");
    assert_eq!(described(&operation), ["Query q"]);
    assert!(operation.unread_parameters.may_declare("id", []));
    // It may have been the body.
    let body = operation.request_body.unwrap();
    assert!(!body.required);
    assert_eq!(body.content[0].name, "application/xml");
    assert!(operation.responses[0].is_unread());
}
