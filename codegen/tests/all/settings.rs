//! Settings of the generator: what is reported of them, and how they meet. What they change is run in `tests/golden`.

use std::fs;

use arazzo_codegen::{Generator, Visibility, diagnostic::Code, load::Memory};

use crate::support::root;

const PETS: &str = "
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: day, in: query, schema: {type: string, format: date}}]
      responses:
        '200':
          description: Pets
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet: {type: object, properties: {a-b: {type: string}, c: {type: string}}}
";

/// A workflow with one step, and more of both.
fn flow(workflow: &str, step: &str) -> String {
    format!(
        "
arazzo: 1.0.1
info: {{title: Pets, version: '1'}}
sourceDescriptions: [{{name: pets, url: pets.yaml}}]
workflows:
  - workflowId: find
    {workflow}
    steps:
      - stepId: list
        operationId: listPets
        {step}
"
    )
}

fn with(flow: &str) -> Generator {
    let files = Memory::new()
        .file("flow.yaml", flow)
        .file("pets.yaml", PETS);
    Generator::new().files(files).document("flow.yaml")
}

fn messages(generator: Generator) -> Vec<String> {
    let report = generator.check();
    let found = report.diagnostics.iter();
    found.map(|found| found.message.clone()).collect()
}

const OUTPUTS: &str = "outputs: {pet: $response.body}";

#[test]
fn a_setting_for_nothing_is_an_error_that_names_the_call_and_what_was_meant() {
    let generator = with(&flow("", OUTPUTS)).rename_step("find/lst", "all");
    let line = line!() - 1;
    let report = generator.check();
    let [found] = &report.diagnostics[..] else {
        panic!("{}", report.human(false));
    };
    assert_eq!(found.code, Code::UnknownSetting);
    assert_eq!(found.help.as_deref(), Some("did you mean `find/list`?"));
    let call = format!("set in {}:{line}:", file!());
    assert!(found.notes[0].starts_with(&call), "{:?}", found.notes);
    assert!(report.human(false).contains("--> flow.yaml:"));
}

#[test]
fn what_is_not_planned_may_be_what_a_setting_is_for() {
    let set = |flow: &str| {
        let generator = with(flow).rename_type("Pett", "Animal");
        messages(generator.rename_workflow("fnd", "search"))
    };
    assert_eq!(set(&flow("", OUTPUTS)).len(), 2);
    let broken = set(&flow("outputs: {x: $steps.none.outputs.x}", OUTPUTS));
    assert!(broken.iter().any(|message| message.contains("`fnd`")));
    assert!(
        !broken.iter().any(|message| message.contains("Pett")),
        "{broken:?}"
    );
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let twice = "outputs: {a-b: $response.body#/c, c: $response.body#/a-b}";
    for (generator, expected) in [
        (
            with(&flow("", twice)).rename_field("find/list/outputs/a-b", "c"),
            "`find/list/outputs/a-b` is to be called `c`, as `c` is already",
        ),
        (
            with(&flow("", twice)).rename_workflow("find", "client"),
            "`find` is to be called `client`, as something that the emitted code needs is already",
        ),
        (
            with(&flow("", OUTPUTS)).rename_type("Pet", "List"),
            "`Pet` is to be called `List`, as another type in `find` is already",
        ),
        (
            with(&flow("", OUTPUTS))
                .rename_type("Pet", "A")
                .rename_type("Pet", "B"),
            "`rename_type` of `Pet` is set twice",
        ),
    ] {
        assert_eq!(messages(generator), [expected]);
    }
}

#[test]
fn a_new_name_ends_a_collision() {
    let twice = "outputs: {a-b: $response.body#/c, a_b: $response.body#/a-b}";
    assert_eq!(messages(with(&flow("", twice))).len(), 1);
    let renamed = with(&flow("", twice)).rename_field("find/list/outputs/a_b", "other");
    assert_eq!(messages(renamed), Vec::<String>::new());
}

#[test]
fn a_schema_that_is_two_types_has_two_new_names() {
    let inputs =
        "inputs: {type: object, properties: {pet: {$ref: 'pets.yaml#/components/schemas/Pet'}}}";
    let generator = with(&flow(inputs, OUTPUTS)).rename_type("#/components/schemas/Pet", "Animal");
    let (code, report) = generator.generate();
    assert_eq!(report.human(false), "");
    for name in ["pub struct Animal {", "pub struct Animal2 {"] {
        assert!(code.contains(name), "{code}");
    }
    assert!(!code.contains("struct Pet"));
}

#[test]
fn no_code_writes_the_default_of_a_type_that_nobody_knows() {
    let inputs = "inputs: {type: object, properties: {day: {type: string, format: date, default: '2026-11-30'}}}";
    let sent = "parameters: [{name: day, in: query, value: $inputs.day}]";
    let own = with(&flow(inputs, sent)).format("date", "crate::Day");
    assert_eq!(
        messages(own),
        ["input `day` has a default, which no code can write in a type of yours"]
    );
}

#[test]
fn a_type_of_the_users_hides_no_secret() {
    let inputs = "inputs: {type: object, properties: {login: {type: object, properties: {pin: {type: string, format: password}}}}}";
    let pointer = "#/workflows/0/inputs/properties/login";
    let own = with(&flow(inputs, OUTPUTS)).replace(pointer, "crate::Login");
    let message = format!("`replace` of `{pointer}` is for a schema that holds secrets");
    assert_eq!(messages(own), [message]);
}

#[test]
fn patterns_that_nobody_can_search_for_are_errors_where_they_are_checked() {
    let inputs = "inputs: {type: object, properties: {day: {type: string, pattern: '('}}}";
    let sent = "parameters: [{name: day, in: query, value: $inputs.day}]";
    assert_eq!(messages(with(&flow(inputs, sent))), Vec::<String>::new());
    let report = with(&flow(inputs, sent)).check_inputs(true).check();
    let codes: Vec<Code> = report.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::InvalidRegex]);
}

#[test]
fn settings_are_for_all_documents_and_modules() {
    let files = Memory::new()
        .file("a.yaml", flow("", OUTPUTS))
        .file("b.yaml", flow("", OUTPUTS).replace("find", "seek"))
        .file("pets.yaml", PETS);
    let generator = Generator::new()
        .files(files)
        .document("a.yaml")
        .document("b.yaml");
    let generator = generator
        .rename_workflow("seek", "search")
        .visibility(Visibility::Crate);
    let (code, report) = generator.generate();
    assert_eq!(report.human(false), "");
    assert!(code.contains("pub(crate) mod a {") && code.contains("pub(crate) async fn search<"));
    assert!(!code.contains("pub struct"), "{code}");
}

#[test]
fn a_written_file_tells_where_its_settings_are() {
    let folder = root().join("../target/tmp/settings");
    fs::create_dir_all(&folder).unwrap();
    let cases = root().join("tests/cases/settings");
    for name in ["shop.arazzo.yaml", "shop.openapi.yaml"] {
        fs::copy(cases.join(name), folder.join(name)).unwrap();
    }
    fs::write(
        folder.join("settings.yaml"),
        "rename_type: {ShopOrderDto: Order}",
    )
    .unwrap();
    let (output, _) = (
        folder.join("shop.rs"),
        fs::remove_file(folder.join("shop.rs")),
    );
    let generator = || {
        let generator = Generator::new()
            .root(&folder)
            .settings(folder.join("settings.yaml"));
        generator.document(folder.join("shop.arazzo.yaml"))
    };
    let (written, report) = generator().write_to(&output);
    assert!(written.is_ok(), "{}", report.human(false));
    let text = fs::read_to_string(&output).unwrap();
    assert!(text.contains("--settings ") && text.contains("pub struct Order {"));
    assert!(generator().check_written(&output).0.is_ok());
    let read = report.documents.files_read();
    assert!(read.iter().any(|path| path.ends_with("settings.yaml")));
}
