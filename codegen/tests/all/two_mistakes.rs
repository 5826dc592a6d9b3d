//! Two mistakes in one document are two reports, whatever they are: none hides behind another one.

use arazzo_codegen::{Generator, load::Memory};
use serde_json::Value;

const PETS: &str = r"
openapi: 3.0.3
info: {title: pets, version: '1'}
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
      - {name: petId, in: path, required: true, schema: {type: integer}}
      - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        '200':
          description: a pet
          content: {application/json: {schema: {type: object, properties: {name: {type: string}, price: {type: number}}}}}
";

const SHOP: &str = r"
openapi: 3.0.3
info: {title: shop, version: '1'}
paths:
  /sessions:
    post:
      operationId: signIn
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {token: {type: string}}}}}}}
  /orders/{orderId}/lines/{line}:
    put:
      operationId: addLine
      parameters:
      - {name: orderId, in: path, required: true, schema: {type: string}}
      - {name: line, in: path, required: true, schema: {type: integer}}
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {total: {type: number}}}}}}}
";

const WORKFLOWS: &str = r"arazzo: 1.1.0
info: {title: t, version: '1'}
sourceDescriptions:
- name: pets
  url: pets.yaml
- name: shop
  url: shop.yaml
components:
  parameters:
    trace:
      name: X-Trace
      in: header
      value: abc
  failureActions:
    again:
      name: again
      type: retry
      retryAfter: 1
workflows:
- workflowId: signIn
  inputs:
    type: object
    required: [user]
    properties:
      user: {type: string}
  steps:
  - stepId: post
    operationId: $sourceDescriptions.shop.signIn
    requestBody:
      payload: {user: $inputs.user}
    outputs:
      token: $response.body#/token
  outputs:
    token: $steps.post.outputs.token
- workflowId: buy
  dependsOn:
  - signIn
  inputs:
    type: object
    required: [pet, order]
    properties:
      pet: {type: integer}
      order: {type: string}
  steps:
  - stepId: look
    operationId: $sourceDescriptions.pets.getPet
    parameters:
    - {name: petId, in: path, value: $inputs.pet}
    - {reference: $components.parameters.trace}
    successCriteria:
    - condition: $statusCode == 200
    outputs:
      name: $response.body#/name
      price: $response.body#/price
    onFailure:
    - {reference: $components.failureActions.again}
  - stepId: add
    operationId: $sourceDescriptions.shop.addLine
    parameters:
    - {name: orderId, in: path, value: $inputs.order}
    - {name: line, in: path, value: 1}
    - {name: Authorization, in: header, value: 'Bearer {$workflows.signIn.outputs.token}'}
    requestBody:
      payload: {name: $steps.look.outputs.name}
    onSuccess:
    - name: dear
      type: goto
      stepId: check
      criteria:
      - condition: $response.body#/total > 100
    - name: cheap
      type: end
    outputs:
      total: $response.body#/total
  - stepId: check
    workflowId: signIn
    parameters:
    - {name: user, value: joe}
    outputs:
      fresh: $outputs.token
  outputs:
    total: $steps.add.outputs.total
    fresh: $steps.check.outputs.fresh
";

/// A mistake: what it replaces in the document, by what, and the code of its report at the line of the replacement.
struct Mistake {
    from: &'static str,
    to: &'static str,
    code: &'static str,
}

const fn mistake(from: &'static str, to: &'static str, code: &'static str) -> Mistake {
    Mistake { from, to, code }
}

const MISTAKES: &[Mistake] = &[
    mistake(
        "- name: pets\n  url: pets.yaml",
        "- name: 5\n  url: pets.yaml",
        "wrong-type",
    ),
    mistake("  url: shop.yaml", "  url: [shop.yaml]", "wrong-type"),
    mistake(
        "      retryAfter: 1",
        "      retryAfter: soon",
        "wrong-type",
    ),
    mistake(
        "      in: header\n      value: abc",
        "      in: head\n      value: abc",
        "invalid-value",
    ),
    mistake(
        "- workflowId: signIn\n  inputs",
        "- workflowId: [signIn]\n  inputs",
        "wrong-type",
    ),
    mistake(
        "    properties:\n      user:",
        "    propertes:\n      user:",
        "unknown-keyword",
    ),
    mistake(
        "{user: $inputs.user}",
        "{user: $inputs.usr}",
        "undeclared-input",
    ),
    mistake(
        "token: $response.body#/token",
        "token: $response.bdy#/token",
        "invalid-expression",
    ),
    mistake(
        "    token: $steps.post.outputs.token",
        "    token: $steps.post.outputs.tokn",
        "unknown-output",
    ),
    mistake("  - signIn\n", "  - signUp\n", "unknown-workflow"),
    mistake("  - stepId: look", "  - stepId: 7", "wrong-type"),
    mistake("pets.getPet", "pets.getPett", "unknown-operation"),
    mistake(
        "value: $inputs.pet}",
        "value: $inputs.dog}",
        "undeclared-input",
    ),
    mistake(
        "$components.parameters.trace",
        "$components.parameters.trase",
        "unknown-component",
    ),
    mistake(
        "condition: $statusCode == 200",
        "condition: $statusCode = 200",
        "invalid-condition",
    ),
    mistake("price: $response.body#/price", "price: 12", "wrong-type"),
    mistake(
        "$components.failureActions.again",
        "$components.failureActions.agian",
        "unknown-component",
    ),
    mistake("  - stepId: add\n", "  - stepId: [add]\n", "wrong-type"),
    mistake("shop.addLine", "shop.addLines", "unknown-operation"),
    mistake(
        "{name: orderId, in: path,",
        "{name: orderid, in: path,",
        "undeclared-path-parameter",
    ),
    mistake(
        "{name: line, in: path, value: 1}",
        "{in: path, value: 1}",
        "missing-field",
    ),
    mistake(
        "{$workflows.signIn.outputs.token}",
        "{$workflows.logIn.outputs.token}",
        "unknown-workflow",
    ),
    mistake(
        "{name: $steps.look.outputs.name}",
        "{name: $steps.look.outputs.title}",
        "unknown-output",
    ),
    mistake(
        "      stepId: check\n",
        "      stepId: chek\n",
        "unknown-step",
    ),
    mistake(
        "body#/total > 100",
        "body#/total >> 100",
        "invalid-condition",
    ),
    mistake(
        "      type: end\n    outputs",
        "      type: stop\n    outputs",
        "invalid-value",
    ),
    mistake(
        "    workflowId: signIn\n",
        "    workflowId: signOn\n",
        "unknown-workflow",
    ),
    mistake(
        "{name: user, value: joe}",
        "{name: users, value: joe}",
        "undeclared-input",
    ),
    mistake(
        "fresh: $outputs.token",
        "fresh: $outputs.tocken",
        "unknown-output",
    ),
    mistake(
        "    total: $steps.add.outputs.total",
        "    total: $steps.ad.outputs.total",
        "unknown-step",
    ),
    mistake(
        "    fresh: $steps.check.outputs.fresh",
        "    fresh: $steps.check.outputs.stale",
        "unknown-output",
    ),
];

/// Mistakes that much follows from, in any of the documents; told alone, at the line of the replacement.
const ALONE: &[Mistake] = &[
    // What every step inherits.
    mistake(
        "  dependsOn:\n  - signIn\n",
        "  dependsOn:\n  - signIn\n  parameters: [{name: X-Trace, in: header, value: $inputs.trace}]\n",
        "undeclared-input",
    ),
    mistake(
        "{name: line, in: path, value: 1}",
        "{name: line, value: 1}",
        "missing-field",
    ),
    mistake(
        "{name: line, in: path, value: 1}",
        "{name: line, in: $inputs.order, value: 1}",
        "invalid-value",
    ),
    mistake(
        "value: $inputs.pet}",
        "value: $Inputs.pet}",
        "misspelt-expression",
    ),
    mistake(
        "condition: $statusCode == 200",
        "condition: $statusCode",
        "truthy-operand",
    ),
    mistake(
        "requestBody:\n      payload: {name: $steps.look.outputs.name}",
        "requestBody: {contentType: application/xml, payload: {name: $steps.look.outputs.name, age: 3}}",
        "xml-object-payload",
    ),
    mistake(
        "      price: $response.body#/price",
        "      ~: $response.body#/price",
        "non-string-key",
    ),
    mistake(
        "requestBody:\n      payload: {name: $steps.look.outputs.name}",
        "requestBody: {contentType: application/json}",
        "missing-body",
    ),
    // In an API.
    mistake(
        "{name: X-Trace, in: header,",
        "{name: X-Trace, in: heder,",
        "invalid-openapi",
    ),
    mistake("        '200':\n", "        '20O':\n", "invalid-status"),
];

/// Pairs of which the first leaves nothing to say of the second: what is read, called or sent is not known.
const EXPLAINED: &[(&str, &str)] = &[
    // The source, the workflow or the step may be the one without a name.
    ("- name: 5\n  url: pets.yaml", "pets.getPett"),
    ("- workflowId: [signIn]\n  inputs", "  - signUp\n"),
    (
        "- workflowId: [signIn]\n  inputs",
        "{$workflows.logIn.outputs.token}",
    ),
    (
        "- workflowId: [signIn]\n  inputs",
        "    workflowId: signOn\n",
    ),
    (
        "- workflowId: [signIn]\n  inputs",
        "{name: users, value: joe}",
    ),
    ("- workflowId: [signIn]\n  inputs", "fresh: $outputs.tocken"),
    ("  - stepId: 7", "{name: $steps.look.outputs.title}"),
    ("  - stepId: [add]\n", "    total: $steps.ad.outputs.total"),
    // What the operation or the workflow takes and gives is not known.
    ("  url: [shop.yaml]", "shop.addLines"),
    ("  url: [shop.yaml]", "{name: orderid, in: path,"),
    ("shop.addLines", "{name: orderid, in: path,"),
    ("    workflowId: signOn\n", "{name: users, value: joe}"),
    ("    workflowId: signOn\n", "fresh: $outputs.tocken"),
];

fn reports(text: String) -> Vec<(String, u64)> {
    reports_of([&text, PETS, SHOP])
}

fn reports_of([workflows, pets, shop]: [&str; 3]) -> Vec<(String, u64)> {
    let files = Memory::new()
        .file("specs/w.arazzo.yaml", workflows)
        .file("specs/pets.yaml", pets)
        .file("specs/shop.yaml", shop);
    let report = Generator::new()
        .files(files)
        .document("specs/w.arazzo.yaml")
        .check();
    let json: Value = serde_json::from_str(&report.json()).unwrap();
    let found = json["diagnostics"].as_array().unwrap().iter();
    let told = |found: &Value| {
        let line = found["line"].as_u64().unwrap();
        (found["code"].as_str().unwrap().to_owned(), line)
    };
    found.map(told).collect()
}

/// The document with `mistakes`, and the lines they are at.
fn with(mistakes: &[&Mistake]) -> (String, Vec<u64>) {
    let mut text = WORKFLOWS.to_owned();
    for mistake in mistakes {
        assert_eq!(text.matches(mistake.from).count(), 1, "{}", mistake.from);
        text = text.replace(mistake.from, mistake.to);
    }
    let line = |mistake: &&Mistake| {
        let before = text.split(mistake.to).next().unwrap();
        before.matches('\n').count() as u64 + 1
    };
    let lines = mistakes.iter().map(line).collect();
    (text, lines)
}

#[test]
fn the_document_is_sound() {
    assert_eq!(reports(WORKFLOWS.to_owned()), []);
}

#[test]
fn one_mistake_is_one_report() {
    for mistake in MISTAKES {
        let (text, lines) = with(&[mistake]);
        let told = reports(text);
        let expected = vec![(mistake.code.to_owned(), lines[0])];
        assert_eq!(told, expected, "{}", mistake.to);
    }
}

#[test]
fn what_follows_from_a_mistake_is_not_told() {
    for mistake in ALONE {
        let mut texts = [WORKFLOWS, PETS, SHOP].map(str::to_owned);
        let broken = texts.iter_mut().find(|text| text.contains(mistake.from));
        let broken = broken.unwrap();
        let line = broken.split(mistake.from).next().unwrap();
        let kept = mistake.to.split("parameters").next().unwrap();
        let kept = if kept == mistake.to { "" } else { kept };
        let line = line.matches('\n').count() + kept.matches('\n').count() + 1;
        *broken = broken.replacen(mistake.from, mistake.to, 1);
        let told = reports_of([&texts[0], &texts[1], &texts[2]]);
        let expected = vec![(mistake.code.to_owned(), line as u64)];
        assert_eq!(told, expected, "{}", mistake.to);
    }
}

#[test]
fn two_mistakes_are_two_reports() {
    let mut wrong = Vec::new();
    for (index, first) in MISTAKES.iter().enumerate() {
        for second in MISTAKES.iter().skip(index + 1) {
            let (text, lines) = with(&[first, second]);
            let told = reports(text);
            for (mistake, line) in [first, second].into_iter().zip(lines) {
                let other = if mistake.to == first.to {
                    second
                } else {
                    first
                };
                let explained = EXPLAINED.contains(&(other.to, mistake.to));
                if told.contains(&(mistake.code.to_owned(), line)) == explained {
                    wrong.push(format!("{:?} beside {:?}: {told:?}", mistake.to, other.to));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn reports_come_in_the_order_of_the_documents() {
    let all: Vec<&Mistake> = MISTAKES.iter().collect();
    let (text, _) = with(&all);
    let identity = "openapi: 3.2.0\n$self: https://x.test/pets.yaml";
    let pets = PETS.replace("openapi: 3.0.3", identity);
    let other = WORKFLOWS.replace("url: pets.yaml", "url: https://x.test/pets.yaml");
    let files = Memory::new()
        .file("specs/z.arazzo.yaml", text)
        .file("specs/a.arazzo.yaml", other.replace("== 200", "== 2000"))
        .file("specs/pets.yaml", pets.replace("in: header,", "in: heder,"))
        .file("specs/shop.yaml", SHOP);
    let report = Generator::new()
        .files(files)
        .source_by_identity("specs/pets.yaml")
        .document("specs/z.arazzo.yaml")
        .document("specs/a.arazzo.yaml")
        .check();
    let json: Value = serde_json::from_str(&report.json()).unwrap();
    let given = [
        "specs/z.arazzo.yaml",
        "specs/a.arazzo.yaml",
        "specs/pets.yaml",
    ];
    let place = |found: &Value| {
        let document = given.iter().position(|name| found["document"] == *name);
        let of = |field: &str| found[field].as_u64().unwrap();
        (document.unwrap(), of("line"), of("column"))
    };
    let found = json["diagnostics"].as_array().unwrap().iter();
    let places: Vec<_> = found.map(place).collect();
    assert!(places.is_sorted(), "{places:?}");
    for document in 0..given.len() {
        assert!(places.iter().any(|place| place.0 == document), "{places:?}");
    }
}
