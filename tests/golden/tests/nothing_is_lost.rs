//! What a workflow hands on whole says all that it said when it came, whatever its schema declares.
#![allow(clippy::expect_used, reason = "tests")]

use golden::{case_schema_null, case_union_read_into, case_whole_body_typed};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    let typed: T = serde_json::from_value(value.clone()).expect("fits its schema");
    serde_json::to_value(typed).expect("has a JSON form")
}

#[test]
fn undeclared_members_stay() {
    use case_whole_body_typed::r#move::Dog;
    let dog = json!({
        "id": 7, "name": "Rex", "mood": "sleepy", "additional": true, "colour": {"coat": "red"}, "weight": null,
        "mother": {"id": 1, "name": "Bella", "legs": 4}
    });
    assert_eq!(again::<Dog>(&dog), dog);
    let typed: Dog = serde_json::from_value(dog).expect("fits its schema");
    assert_eq!(typed.additional_.len(), 2);
}

#[test]
fn null_is_not_missing() {
    use case_schema_null::read::GetBody;
    let full = json!({"a": null, "b": null, "c": null, "d": null, "e": null});
    assert_eq!(again::<GetBody>(&full), full);
    let sparse = json!({"a": "x", "b": 2});
    assert_eq!(again::<GetBody>(&sparse), sparse);
}

#[test]
fn unknown_alternatives_stay_as_they_are() {
    use case_union_read_into::read::GetBodyItem;
    let known = json!({"kind": "card", "last4": "4242", "network": "x"});
    assert_eq!(again::<GetBodyItem>(&known), known);
    let unknown = json!({"kind": "cash", "coins": [1, 2]});
    assert_eq!(again::<GetBodyItem>(&unknown), unknown);
}

#[test]
fn what_does_not_fit_is_no_value() {
    use case_whole_body_typed::r#move::Dog;
    let misfit = serde_json::from_value::<Dog>(json!({"id": "7", "name": "Rex"}));
    assert!(misfit.is_err());
}
