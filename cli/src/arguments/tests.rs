//! Arguments as people and programs write them.

use clap::Command;
use serde_json::{Value, json};

use super::{Order, add};
use crate::invocation::{Invocation, Running};
use crate::refused::Refused;
use crate::registry::{Document, Field, Workflow};

fn refuse(_: &Invocation) -> Running<'_> {
    Box::pin(async { Err(Refused::new("not meant to run")) })
}

static SHOP: Document = Document::new("shop", "Shop").workflows(&[
    Workflow::describe("placeOrder")
        .inputs(&[
            Field::required("orderId", r#"{"type":"string"}"#),
            Field::required("count", r#"{"type":"integer"}"#),
            Field::optional("gift", r#"{"type":"boolean"}"#),
            Field::optional("items", r##"{"$ref":"#/$defs/Items"}"##),
            Field::optional("timeout", r#"{"type":"number"}"#),
            Field::optional("password", r#"{"type":"string","format":"password"}"#),
        ])
        .types(&[("Items", r#"{"type":"array"}"#)])
        .run(refuse),
    Workflow::describe("refund").run(refuse),
    Workflow::describe("ship")
        .prerequisites(&["placeOrder"])
        .run(refuse),
    Workflow::describe("trace").open().run(refuse),
]);

/// What the arguments after the workflow's name ask for.
fn order(workflow: &str, arguments: &[&str]) -> Result<Order, String> {
    let mut workflows = SHOP.workflows.iter();
    let workflow = workflows.find(|it| it.id == workflow).unwrap();
    let command = add(Command::new("shop"), "shop", Some(workflow));
    let arguments = [&["shop"], arguments].concat();
    let matches = command.try_get_matches_from(arguments);
    let matches = matches.map_err(|error| error.render().to_string())?;
    Order::new(&SHOP, workflow, &matches, &|_| None).map_err(|error| error.to_string())
}

fn inputs(arguments: &[&str]) -> Value {
    json!(order("placeOrder", arguments).unwrap().inputs)
}

#[test]
fn single_inputs_win_over_the_object_wherever_they_stand() {
    let object = r#"{"orderId":"a","count":1}"#;
    let given = inputs(&[
        "--input",
        "count=2",
        "--inputs",
        object,
        "--input=orderId=7",
    ]);
    assert_eq!(given, json!({"orderId": "7", "count": 2}));
    let given = inputs(&["--order-id", "b", "--inputs", object]);
    assert_eq!(given, json!({"orderId": "b", "count": 1}));
}

#[test]
fn typed_flags_are_read_by_the_schema() {
    let given = inputs(&["--order-id", "7", "--gift", "--count=-2", "--items", "[1]"]);
    let wanted = json!({"orderId": "7", "gift": true, "count": -2, "items": [1]});
    assert_eq!(given, wanted);
    let given = inputs(&[
        "--orderId=-x",
        "--gift",
        "false",
        "--count",
        "1",
        "--count",
        "2",
    ]);
    assert_eq!(given, json!({"orderId": "-x", "gift": false, "count": 2}));
    assert!(order("placeOrder", &["--json"]).unwrap().json);
}

#[test]
fn an_input_called_like_an_option_has_a_flag_of_its_own() {
    let given = inputs(&["--timeout", "5", "--input-timeout", "0.5"]);
    assert_eq!(given, json!({"timeout": 0.5}));
}

#[test]
fn any_names_make_a_command() {
    const NAMES: [&str; 12] = [
        "", "-", "help", "json", "a", "A", "a_", "input-a", "é b", "a=b", "--x", "input",
    ];
    let fields: Vec<Field> = NAMES.map(|name| Field::optional(name, "{}")).to_vec();
    let workflow = Workflow::describe("w").inputs(fields.leak()).run(refuse);
    let command = add(Command::new("shop"), "shop", Some(&workflow));
    command.clone().debug_assert();
    let longs = command
        .get_arguments()
        .filter(|it| it.get_id().as_str().starts_with("input "));
    let longs: Vec<_> = longs.filter_map(clap::Arg::get_long).collect();
    let wanted = [
        "input-help",
        "input-json",
        "a",
        "input-a",
        "input-input-a",
        "é-b",
        "a-b",
        "x",
        "input-input",
    ];
    assert_eq!(longs, wanted);
}

#[test]
fn wrong_arguments_are_told_without_what_may_be_secret() {
    for (arguments, message) in [
        (
            &["--credential", "secret"][..],
            "`--credential` wants NAME=VALUE",
        ),
        (
            &["--max-steps", "x"],
            "`--max-steps` wants a whole number, not `x`",
        ),
        (
            &["--poll-interval", "-1"],
            "`--poll-interval` wants seconds, not `-1`",
        ),
        (&["--inputs", "[1]"], "`--inputs`: inputs are a JSON object"),
        (
            &["--gift=maybe"],
            "`--gift` wants `true` or `false`, not `maybe`",
        ),
        (
            &["--count", "1.5"],
            "`--count` wants a whole number, not `1.5`",
        ),
        (
            &["--input", "count=x"],
            "`--input count` wants a whole number, not `x`",
        ),
    ] {
        assert_eq!(order("placeOrder", arguments).unwrap_err(), message);
    }
    let refused = order("placeOrder", &["--timeout"]).unwrap_err();
    assert!(
        refused.contains("a value is required for '--timeout <SECONDS>'"),
        "{refused}"
    );
    let refused = order("placeOrder", &["--pasword=hunter2"]).unwrap_err();
    assert!(
        refused.contains("--password") && !refused.contains("hunter2"),
        "{refused}"
    );
}

#[test]
fn inputs_of_unknown_names_are_refused_with_the_nearest_one() {
    let count = "there is no input of workflow `placeOrder` called `coutn`; did you mean `count`?";
    for (workflow, arguments, message) in [
        ("placeOrder", &["--inputs", r#"{"coutn":1}"#][..], count),
        ("placeOrder", &["--input", "coutn=1"], count),
        (
            "ship",
            &["--prerequisite-inputs", r#"placeOrder={"coutn":1}"#],
            count,
        ),
        (
            "ship",
            &["--prerequisite-inputs", "placeOrdr={}"],
            "there is no workflow before `ship` called `placeOrdr`; did you mean `placeOrder`?",
        ),
        (
            "refund",
            &["--input", "a=1"],
            "there is no input of workflow `refund` called `a`",
        ),
    ] {
        assert_eq!(order(workflow, arguments).unwrap_err(), message);
    }
    assert!(
        order(
            "ship",
            &["--prerequisite-inputs", r#"placeOrder={"count":1}"#]
        )
        .is_ok()
    );
    assert!(order("trace", &["--input", "anything=1"]).is_ok());
}
