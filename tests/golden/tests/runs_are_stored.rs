//! What a run was made with and what became of it can be stored, read again and compared.
#![allow(clippy::expect_used, reason = "tests")]

use arazzo_runtime::testing::{Reply, Script, Target};
use golden::case_input_defaults::{self, Client, outer, send};
use serde_json::json;

/// A client whose requests all succeed, and what it sends.
fn client() -> (Client, Script) {
    let script = Script::new();
    script
        .on(Target::any())
        .always(|_| Ok(Reply::new(200).body(json!({}))));
    let client = Client::builder().transport(script.clone()).build();
    (client.expect("a client"), script)
}

#[tokio::test]
async fn a_run_says_which_inputs_it_had_and_sends_just_those() {
    let (client, script) = client();
    let inputs = send::Inputs {
        count: 9,
        ..send::Inputs::new("7")
    };
    let run = case_input_defaults::send(&client, inputs.clone())
        .await
        .expect("a run");
    assert_eq!(run.inputs, inputs);
    assert_eq!((run.inputs.count, run.inputs.name.as_str()), (9, "nobody"));
    script.sent()[0].assert_json(json!({
        "id": "7", "size": "small", "count": 9, "name": "nobody", "city": "Bern", "labels": {"a": "b"}, "key": 7,
        "blob": "AAEC"
    }));
}

#[tokio::test]
async fn a_called_workflow_has_its_defaults_where_nothing_is_handed_on() {
    let (client, script) = client();
    case_input_defaults::outer(&client, outer::Inputs::default())
        .await
        .expect("a run");
    script.sent()[1].assert_json(json!({"size": "small", "key": 7, "count": 3}));
    let given = outer::Inputs {
        count: Some(5),
        ..outer::Inputs::default()
    };
    case_input_defaults::outer(&client, given)
        .await
        .expect("a run");
    script.sent()[3].assert_json(json!({"size": "small", "key": 7, "count": 5}));
}

#[test]
fn inputs_from_json_have_the_same_defaults() {
    let read: send::Inputs = serde_json::from_value(json!({"id": "7"})).expect("inputs");
    assert_eq!(read, send::Inputs::new("7"));
    // Null is no value of a type that has none.
    assert!(serde_json::from_value::<send::Inputs>(json!({"id": "7", "count": null})).is_err());
    assert!(serde_json::from_value::<send::Inputs>(json!({})).is_err());
}

#[tokio::test]
async fn a_run_is_the_same_after_it_was_stored() {
    let (client, _) = client();
    let run = case_input_defaults::outer(&client, outer::Inputs::default())
        .await
        .expect("a run");
    let stored = serde_json::to_string(&run).expect("JSON");
    let again: outer::Run = serde_json::from_str(&stored).expect("the run");
    assert_eq!(again, run);
    assert_eq!(again.steps.call.key, send::InputsKey::Integer(7));
}
