//! Arguments as people and programs write them.

use serde_json::json;

use super::super::{Document, Input, InputKind, Invocation, Refused, Running, Workflow};
use super::{Command, Order, parse};

fn refuse(_: &Invocation) -> Running<'_> {
    Box::pin(async { Err(Refused("not meant to run".to_owned())) })
}

const fn workflow(id: &'static str, inputs: &'static [Input]) -> Workflow {
    Workflow {
        id,
        key: id,
        summary: "",
        inputs,
        open: false,
        prerequisites: &[],
        check: |_| Ok(()),
        run: refuse,
    }
}

const fn input(name: &'static str, kind: InputKind) -> Input {
    Input {
        name,
        required: true,
        kind,
        summary: "",
    }
}

static DOCUMENTS: &[Document] = &[
    Document {
        name: "shop",
        title: "Shop",
        schemes: &[],
        certificates: &[],
        sources: &[],
        workflows: &[
            workflow(
                "placeOrder",
                &[
                    input("orderId", InputKind::Text),
                    input("count", InputKind::Json),
                    input("gift", InputKind::Boolean),
                ],
            ),
            workflow("refund", &[]),
            Workflow {
                prerequisites: &["placeOrder"],
                ..workflow("ship", &[])
            },
            Workflow {
                open: true,
                ..workflow("trace", &[])
            },
        ],
    },
    Document {
        name: "bank",
        title: "Bank",
        schemes: &[],
        certificates: &[],
        sources: &[],
        workflows: &[workflow("refund", &[])],
    },
];

fn order(line: &str) -> Result<Order, String> {
    match parse(DOCUMENTS, line.split(' ').map(Into::into).collect()) {
        Ok(Command::Run(order)) => Ok(*order),
        Ok(other) => Err(format!("{other:?}")),
        Err(Refused(message)) => Err(message),
    }
}

#[test]
fn single_inputs_win_over_the_object_wherever_they_stand() {
    let order = order(
        r#"run placeOrder --input count=2 --inputs {"orderId":"a","count":1} --input=orderId=7"#,
    )
    .unwrap();
    assert_eq!(json!(order.inputs), json!({"orderId": "7", "count": 2}));
    assert!(!order.json);
}

#[test]
fn people_write_kebab_case_and_typed_flags() {
    let typed = order("place-order --order-id 7 --gift --count=[1] --json").unwrap();
    assert_eq!(
        json!(typed.inputs),
        json!({"orderId": "7", "gift": true, "count": [1]})
    );
    assert!(typed.json);
    assert!(
        order("run place-order")
            .unwrap_err()
            .starts_with("there is no workflow `place-order`")
    );
}

#[test]
fn a_name_in_two_documents_needs_one_of_them() {
    assert!(order("run refund").unwrap_err().contains("--document"));
    assert_eq!(
        order("run refund --document bank").unwrap().document.name,
        "bank"
    );
    assert!(
        order("run refund --document=x")
            .unwrap_err()
            .contains("no document `x`")
    );
}

#[test]
fn wrong_arguments_are_told_without_their_values() {
    for (line, message) in [
        ("run", "`run` needs the name of a workflow"),
        ("run placeOrder --order-id 7", "unknown option `--order-id`"),
        (
            "run placeOrder --credential secret",
            "`--credential` wants NAME=VALUE",
        ),
        (
            "run placeOrder --max-steps x",
            "`--max-steps` wants a whole number, not `x`",
        ),
        (
            "run placeOrder --poll-interval -1",
            "`--poll-interval` wants seconds, not `-1`",
        ),
        ("run placeOrder --inputs [1]", "inputs are a JSON object"),
        (
            "place-order --gift=maybe",
            "`maybe` is neither `true` nor `false`",
        ),
        ("run placeOrder --timeout", "`--timeout` needs a value"),
    ] {
        assert_eq!(order(line).unwrap_err(), message, "{line}");
    }
}

#[test]
fn inputs_of_unknown_names_are_refused_with_the_nearest_one() {
    let count = "there is no input of workflow `placeOrder` called `coutn`; did you mean `count`?";
    for (line, message) in [
        (r#"run placeOrder --inputs {"coutn":1}"#, count),
        ("run placeOrder --input coutn=1", count),
        (
            r#"run ship --prerequisite-inputs placeOrder={"coutn":1}"#,
            count,
        ),
        (
            "run ship --prerequisite-inputs placeOrdr={}",
            "there is no workflow before `ship` called `placeOrdr`; did you mean `placeOrder`?",
        ),
        (
            "run refund --document shop --input a=1",
            "there is no input of workflow `refund` called `a`",
        ),
    ] {
        assert_eq!(order(line).unwrap_err(), message, "{line}");
    }
    assert!(order(r#"run ship --prerequisite-inputs placeOrder={"count":1}"#).is_ok());
    assert!(order("run trace --input anything=1").is_ok());
}
