use crate::{Generator, load::Memory};

const API: &str = "
openapi: 3.0.3
info: {title: books, version: '1'}
servers: [{url: 'https://books.example'}]
paths:
  /send:
    post:
      operationId: send
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [book]
              properties:
                book: {type: string}
                note: {type: string}
                order: {type: object, required: [id], properties: {id: {type: string}}}
      responses: {'204': {description: ok}}
";

/// What the plan says of members that are needed, for a payload and its replacements, each a target and a value.
fn needed(payload: &str, replacements: &[(&str, &str)]) -> Vec<String> {
    let written = replacements.iter().map(|(target, value)| {
        let kind = match target.starts_with('$') {
            true => ", targetSelectorType: jsonpath",
            false => "",
        };
        format!("{{target: \"{target}\", value: {value}{kind}}}")
    });
    let written: Vec<String> = written.collect();
    let flow = format!(
        "arazzo: 1.1.0
info: {{title: t, version: '1'}}
sourceDescriptions: [{{name: books, url: books.yaml, type: openapi}}]
workflows:
- workflowId: w
  inputs: {{type: object, properties: {{a: {{type: string}}, b: {{type: string}}, o: {{type: object}}}}}}
  steps:
  - stepId: s
    operationId: send
    requestBody: {{payload: {payload}, replacements: [{}]}}
",
        written.join(", ")
    );
    let files = Memory::new()
        .file("flow.yaml", flow)
        .file("books.yaml", API);
    let (plans, report) = Generator::new().files(files).document("flow.yaml").plans();
    assert!(!report.has_errors(), "{}", report.human(false));
    let plan: String = plans.iter().map(ToString::to_string).collect();
    let lines = plan.lines().map(str::trim);
    let lines = lines.filter(|line| line.starts_with("needs") || line.ends_with("needed"));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_member_that_a_replacement_may_bring_as_well_is_looked_for_at_the_end() {
    let at_the_end = ["needs /book = $inputs.a"];
    assert_eq!(
        needed("{book: $inputs.a}", &[("/book", "$inputs.b")]),
        at_the_end
    );
    // Several that have the same target, and those whose targets only a run knows.
    assert_eq!(
        needed(
            "{note: x}",
            &[("/book", "$inputs.a"), ("/book", "$inputs.b")]
        ),
        at_the_end
    );
    assert_eq!(
        needed("{book: $inputs.a}", &[("$.note", "$inputs.b")]),
        at_the_end
    );
    assert_eq!(
        needed("{book: $inputs.a}", &[("/{$inputs.b}", "x")]),
        at_the_end
    );
}

#[test]
fn what_is_there_in_any_case_is_not_looked_for() {
    assert_eq!(
        needed("{book: $inputs.a}", &[("/book", "x")]),
        Vec::<String>::new()
    );
    assert_eq!(
        needed("{book: x}", &[("/book", "$inputs.a")]),
        Vec::<String>::new()
    );
    assert_eq!(
        needed("{note: x}", &[("/book", "$inputs.a"), ("/book", "x")]),
        Vec::<String>::new()
    );
    assert_eq!(
        needed("{note: x}", &[("/book", "$inputs.a")]),
        ["replace /book = inputs.a? needed"]
    );
}

#[test]
fn what_replaces_an_object_answers_for_its_members() {
    let order = "{book: x, order: {id: $inputs.a}}";
    assert_eq!(
        needed(order, &[("/order", "$inputs.o")]),
        ["needs /order/id = $inputs.a unless /order"]
    );
    assert_eq!(
        needed(order, &[("/order", "{id: x}")]),
        Vec::<String>::new()
    );
}
