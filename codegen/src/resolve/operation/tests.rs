//! What a step's operation is read as, trap by trap.

use crate::{
    load::Node,
    model::openapi::{Location, OAuthFlowKind, SecurityKind, ServerLevel, StatusPattern, Style},
    resolve::testing::{files, read, sound},
};

use super::{Found, Operation, find_by_id};

fn text(lines: &str) -> String {
    format!("openapi: 3.1.0\n{lines}")
}

/// `in name` of each parameter, with a mark for what is required.
fn parameters(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter();
    parameters
        .map(|parameter| {
            let mark = if parameter.required { "!" } else { "" };
            format!("{:?} {}{mark}", parameter.location, parameter.name)
        })
        .collect()
}

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
fn operation_parameters_override_those_of_the_path_item_in_their_place() {
    let operation = sound(&text(
        "
paths:
  /x/{id}:
    parameters:
    - {name: id, in: path, schema: {type: string}}
    - {name: X-A, in: header}
    - {name: limit, in: query}
    get:
      operationId: op
      parameters:
      - {name: limit, in: query, required: true, style: pipeDelimited}
      - {name: x-a, in: header, required: true}
      - {name: id, in: query}",
    ));
    assert_eq!(
        parameters(&operation),
        ["Path id!", "Header x-a!", "Query limit!", "Query id"]
    );
    assert_eq!(operation.parameters[2].style, Style::PipeDelimited);
    assert!(!operation.parameters[2].explode);
}

#[test]
fn style_and_explode_have_the_defaults_of_their_place() {
    let operation = sound(&text(
        "
paths:
  /x/{p}:
    get:
      operationId: op
      parameters:
      - {name: p, in: path}
      - {name: q, in: query}
      - {name: h, in: header}
      - {name: c, in: cookie, style: cookie}
      - {name: d, in: query, style: deepObject}
      - {name: f, in: query, explode: false}",
    ));
    let found: Vec<_> = operation
        .parameters
        .iter()
        .map(|p| (p.style, p.explode))
        .collect();
    let expected = [
        (Style::Simple, false),
        (Style::Form, true),
        (Style::Simple, false),
        (Style::Form, true),
        (Style::DeepObject, false),
        (Style::Form, false),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_style_that_its_place_does_not_know_is_replaced_with_a_warning() {
    let (operation, found) = read(&[(
        "api.yaml",
        "openapi: 3.0.0\npaths: {/x: {get: {operationId: op, parameters: [{name: q, in: query, style: simple}, {name: q, in: query}]}}}",
    )]);
    assert_eq!(operation.parameters[0].style, Style::Form);
    assert_eq!(
        found,
        [
            "warning /paths/~1x/get/parameters/0/style: style `simple` cannot be used here",
            "warning /paths/~1x/get/parameters/1: the operation declares parameter `q` twice",
        ]
    );
}

#[test]
fn a_parameter_with_content_has_its_media_type_and_schema() {
    let operation = sound(
        "
openapi: 3.2.0
paths:
  /x:
    query:
      operationId: op
      parameters:
      - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
      - {name: all, in: querystring, content: {application/x-www-form-urlencoded: {}}}
      - {name: AUTHORIZATION, in: header, schema: {type: string}}",
    );
    assert_eq!(operation.method, "QUERY");
    let content = operation.parameters[0].content.as_ref().unwrap();
    assert_eq!(content.0, "application/json");
    assert!(content.1.is_some());
    assert_eq!(operation.parameters[1].location, Location::Querystring);
    assert!(operation.parameters[2].ignored);
    assert!(!operation.parameters[0].ignored);
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
  parameters: [{$ref: '../shared.yaml#/parameters/Id'}]
  post:
    operationId: op
    requestBody: {$ref: '../shared.yaml#/bodies/Pet'}
    responses: {201: {$ref: '../shared.yaml#/responses/Made'}}",
        ),
        (
            "api/shared.yaml",
            "
parameters: {Id: {name: id, in: query}}
bodies: {Pet: {required: true, content: {application/json: {schema: {$ref: pet.yaml}}}}}
responses: {Made: {headers: {X-Rate: {$ref: '#/headers/Rate'}, content-type: {}}}}
headers: {Rate: {required: true, schema: {type: integer}}}",
        ),
    ]);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(parameters(&operation), ["Query id"]);
    let body = operation.request_body.as_ref().unwrap();
    assert!(body.required);
    let schema = body.content[0].schema.as_ref().unwrap();
    assert_eq!(schema.document().name, "api/shared.yaml");
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
        parameters(&operation),
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
            "error /paths/~1x/get/parameters/0/$ref: `#/components/parameters/Nope` leads nowhere: `/components/parameters` has no `Nope`",
            "error /paths/~1x/get/parameters/1: a parameter needs `in`",
            "error /paths/~1x/get/parameters/2/in: parameter `r` has an unknown `in`",
            "error /paths/~1x/get/responses/200/$ref: `#/components/responses/Nope` leads nowhere: `/components` has no `responses`",
            "warning /paths/~1x/get/responses/2000: `2000` is not a status",
        ]
    );
    assert_eq!(operation.responses.len(), 1);
}

#[test]
fn the_nearest_list_of_servers_wins_and_an_empty_one_says_nothing() {
    let api = |operation: &str, item: &str| {
        sound(&text(&format!(
            "
servers: [{{url: /root}}]
paths:
  /x:
    servers: {item}
    get: {{operationId: op, servers: {operation}}}"
        )))
    };
    let urls = |operation: Operation| (operation.server_level, operation.servers[0].url.clone());
    let own = api("[{url: /own}, {url: /other}]", "[{url: /item}]");
    assert_eq!(urls(own), (ServerLevel::Operation, "/own".into()));
    let item = api("[]", "[{url: /item}]");
    assert_eq!(urls(item), (ServerLevel::PathItem, "/item".into()));
    let root = api("[]", "null");
    assert_eq!(urls(root), (ServerLevel::Root, "/root".into()));
    let none = sound(&text("paths: {/x: {get: {operationId: op}}}"));
    assert_eq!(urls(none), (ServerLevel::Root, "/".into()));
}

#[test]
fn server_variables_are_read_as_text_and_only_those_in_the_url() {
    let operation = sound(&text(
        "
servers:
- url: https://{host}:{port}/{host}
  variables:
    host: {default: a.example, enum: [a.example, b.example]}
    port: {default: 8443, enum: [443, 8443]}
    unused: {}
paths: {/x: {get: {operationId: op}}}",
    ));
    let variables = &operation.servers[0].variables;
    assert_eq!(variables.len(), 2);
    assert_eq!(variables[0].allowed, ["a.example", "b.example"]);
    assert_eq!(
        (variables[1].name.as_str(), variables[1].default.as_str()),
        ("port", "8443")
    );
}

#[test]
fn a_server_variable_without_value_is_refused() {
    let (_, found) = read(&[(
        "api.yaml",
        "
openapi: 3.0.0
servers: [{url: 'https://{a}.{b}/{c}', variables: {b: {enum: [x]}, c: {enum: [x], default: y}}}, {description: none}]
paths: {/x: {get: {operationId: op}}}",
    )]);
    assert_eq!(
        found,
        [
            "error /servers/0/url: server variable `a` is not declared",
            "error /servers/0/variables/b: server variable `b` has no `default`",
            "warning /servers/0/variables/c/default: the default of server variable `c` is none of its `enum`",
            "error /servers/1: a server needs a `url`",
        ]
    );
}

const SCHEMES: &str = "
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: Basic}
    digest: {type: http, scheme: digest}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: r}}, x-own: {}}}
    odd: {type: basic}
";

#[test]
fn security_of_the_operation_replaces_that_of_the_document() {
    let api = |security: &str| {
        sound(&text(&format!(
            "{SCHEMES}paths: {{/x: {{get: {{operationId: op{security}}}}}}}"
        )))
    };
    let kinds = |operation: Operation| -> Vec<Vec<SecurityKind>> {
        let alternatives = operation.security.into_iter();
        alternatives
            .map(|uses| uses.into_iter().map(|used| used.scheme.kind).collect())
            .collect()
    };
    let key = SecurityKind::ApiKey {
        location: Location::Header,
        name: "X-Key".into(),
    };
    assert_eq!(kinds(api("")), [vec![key.clone()]]);
    assert_eq!(
        kinds(api(", security: []")),
        Vec::<Vec<SecurityKind>>::new()
    );
    assert_eq!(
        kinds(api(", security: [{}, {key: [], basic: []}, {digest: []}]")),
        [
            vec![],
            vec![key, SecurityKind::Basic],
            vec![SecurityKind::OtherHttp("digest".into())]
        ]
    );
    let oauth = api(", security: [{oauth: [read]}]");
    assert_eq!(oauth.security[0][0].scopes, ["read"]);
    let SecurityKind::OAuth2 { flows } = &oauth.security[0][0].scheme.kind else {
        panic!("not oauth2");
    };
    assert_eq!(flows.len(), 1);
    assert_eq!(flows[0].kind, OAuthFlowKind::ClientCredentials);
    assert_eq!(flows[0].token_url.as_deref(), Some("/token"));
}

#[test]
fn unknown_and_malformed_schemes_are_refused_where_they_are_used() {
    let api = format!(
        "openapi: 3.0.0{SCHEMES}paths: {{/x: {{get: {{operationId: op, security: [{{kye: []}}, {{odd: []}}]}}}}}}"
    );
    let (_, found) = read(&[("api.yaml", &api)]);
    assert_eq!(
        found,
        [
            "error /paths/~1x/get/security/0/kye: security scheme `kye` is not declared",
            "error /components/securitySchemes/odd/type: a security scheme needs a known `type`",
        ]
    );
}

#[test]
fn an_exact_status_beats_its_range_which_beats_default() {
    let operation = sound(&text(
        "
paths:
  /x:
    get:
      operationId: op
      responses:
        default: {content: {application/problem+json: {}}}
        2XX: {content: {text/plain: {}, application/json: {}}}
        201: {content: {APPLICATION/json: {}}}
        x-own: {}",
    ));
    let status = |code| operation.response_for(code).map(|response| response.status);
    assert_eq!(status(201), Some(StatusPattern::Exact(201)));
    assert_eq!(status(202), Some(StatusPattern::Range(2)));
    assert_eq!(status(404), Some(StatusPattern::Default));
    assert_eq!(
        operation.accept(),
        ["application/problem+json", "application/json", "text/plain"]
    );
    let plain = sound(&text(
        "paths: {/x: {get: {operationId: op, responses: {200: {}}}}}",
    ));
    assert!(plain.response_for(500).is_none());
    assert_eq!(plain.accept(), ["*/*"]);
}

#[test]
fn the_body_is_json_where_that_is_among_several() {
    let body = |content: &str| {
        let operation = sound(&text(&format!(
            "paths: {{/x: {{post: {{operationId: op, requestBody: {{content: {content}}}}}}}}}"
        )));
        let body = operation.request_body.unwrap();
        body.default_media_type().map(|media| media.name.clone())
    };
    assert_eq!(body("{text/csv: {}}").as_deref(), Some("text/csv"));
    assert_eq!(
        body("{'*/*': {}, text/csv: {}, application/hal+json: {}}").as_deref(),
        Some("application/hal+json")
    );
    assert_eq!(
        body("{'*/*': {}, text/csv: {}}").as_deref(),
        Some("text/csv")
    );
    assert_eq!(body("{}"), None);
}

#[test]
fn a_response_body_is_described_by_the_most_specific_media_type() {
    let operation = sound(&text(
        "
paths:
  /x:
    get:
      operationId: op
      responses: {200: {content: {'*/*': {}, 'text/*': {}, text/csv: {}, 'text/csv; header=present': {}}}}",
    ));
    let response = &operation.responses[0];
    let name = |content_type| {
        response
            .media_type_for(content_type)
            .map(|media| media.name.as_str())
    };
    assert_eq!(
        name("text/csv;header=present"),
        Some("text/csv; header=present")
    );
    assert_eq!(name("Text/CSV; charset=utf-8"), Some("text/csv"));
    assert_eq!(name("text/html"), Some("text/*"));
    assert_eq!(name("image/png"), Some("*/*"));
    assert_eq!(
        response.json().map(|media| media.name.as_str()),
        Some("*/*")
    );
}

#[test]
fn encodings_keep_what_was_said_and_no_defaults() {
    let operation = sound(&text(
        "
paths:
  /x:
    post:
      operationId: op
      requestBody:
        content:
          multipart/form-data:
            encoding:
              photo: {contentType: image/png, headers: {X-Size: {schema: {type: integer}}}}
              tags: {style: spaceDelimited, explode: false, allowReserved: true}",
    ));
    let encoding = &operation.request_body.unwrap().content[0].encoding;
    assert_eq!(encoding[0].content_type.as_deref(), Some("image/png"));
    assert_eq!(encoding[0].headers[0].name, "X-Size");
    assert_eq!((encoding[0].style, encoding[0].explode), (None, None));
    assert_eq!(
        (encoding[1].style, encoding[1].explode),
        (Some(Style::SpaceDelimited), Some(false))
    );
    assert!(encoding[1].allow_reserved);
}

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
        parameters(&operation),
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
fn a_scheme_may_be_named_by_its_uri() {
    let (operation, found) = read(&[
        (
            "api.yaml",
            "openapi: 3.2.0\npaths: {/x: {get: {operationId: op, security: [{'auth.yaml#/token': []}]}}}",
        ),
        ("auth.yaml", "token: {type: http, scheme: bearer}"),
    ]);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(operation.security[0][0].scheme.kind, SecurityKind::Bearer);
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
        let Found::One(located) = find_by_id(&root, "op", &documents) else {
            panic!("not found in {api}");
        };
        let mut diagnostics = crate::diagnostic::Diagnostics::new(false);
        let operation = super::read(&located, &root, &documents, &mut diagnostics);
        assert!(operation.is_some(), "{api}");
    }
}

/// Reads every operation of every OpenAPI document below the folder that `OPENAPI_DOCUMENTS` names, and prints what was
/// found and how long it took.
#[test]
#[ignore = "needs documents that are not part of the project"]
fn documents_found_in_the_wild() {
    let folder = std::env::var("OPENAPI_DOCUMENTS").unwrap();
    let mut paths = Vec::new();
    collect_files(folder.as_ref(), &mut paths);
    for path in paths {
        let options = crate::load::Options::default();
        let documents = crate::load::Documents::new(Box::new(crate::load::Disk), options);
        let start = std::time::Instant::now();
        let Ok(document) = documents.open_path(&path) else {
            println!("{}: unreadable", path.display());
            continue;
        };
        let root = Node::root(document);
        if !matches!(
            crate::model::openapi::kind(&root),
            crate::model::openapi::DocumentKind::OpenApi(_)
        ) {
            continue;
        }
        let loaded = start.elapsed();
        let operations = super::all(&root, &documents);
        let listed = start.elapsed();
        let mut diagnostics = crate::diagnostic::Diagnostics::new(false);
        for located in &operations {
            super::read(located, &root, &documents, &mut diagnostics);
        }
        let all = start.elapsed();
        println!(
            "{}: {} operations, load {:?}, list {:?}, read {:?}",
            path.display(),
            operations.len(),
            loaded,
            listed - loaded,
            all - listed
        );
        for found in diagnostics.iter() {
            println!(
                "  {:?} {} {}: {}",
                found.severity, found.code, found.primary.place.pointer, found.message
            );
        }
    }
}

fn collect_files(folder: &std::path::Path, paths: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect_files(&path, paths);
        } else if path
            .extension()
            .is_some_and(|kind| kind == "yaml" || kind == "yml" || kind == "json")
        {
            paths.push(path);
        }
    }
}
