//! What settings of the generator change, seen by a caller and by the server.
#![allow(clippy::expect_used, reason = "tests")]

use arazzo_runtime::testing::{Script, Target};
use arazzo_runtime::{Kind, StepError};
use golden::{
    own::{Money, Timestamp},
    settings_checked, settings_derived, settings_own, settings_renamed, settings_required,
};
use serde_json::{Value, json};

const DUE: &str = "2026-11-30T12:00:00Z";

fn order() -> Value {
    json!({
        "id": "o-1", "order-lines": [{"sku": "AB-1"}], "tracking": "t-1",
        "price": {"amount": 100, "currency": "EUR"}, "due": DUE
    })
}

/// A server that knows one order.
fn shop(order: &Value) -> Script {
    let script = Script::new();
    script
        .on(Target::any())
        .reply(201, order.clone())
        .reply(200, json!({"amount": 90, "currency": "EUR"}));
    script
}

fn given() -> Value {
    json!({
        "sku": "AB-1", "qty": 2, "due": DUE, "price": {"amount": 100, "currency": "EUR"},
        "size": "small"
    })
}

/// The client of a module over a transport.
macro_rules! client {
    ($module:ident, $server:expr) => {
        $module::Client::builder()
            .typed_transport($server.clone())
            .build()
            .expect("a client")
    };
}

/// Inputs from JSON.
macro_rules! inputs {
    ($json:expr) => {
        serde_json::from_value($json).expect("inputs")
    };
}

#[tokio::test]
async fn names_change_in_rust_and_stay_on_the_wire() {
    use settings_renamed::place::{Create, Inputs, Money, Order, OrderLine};
    let server = shop(&order());
    let client = client!(settings_renamed, server);
    let inputs: Inputs = inputs!(given());
    assert_eq!(inputs.quantity, 2);
    let Money { cents, .. } = &inputs.price;
    assert_eq!(*cents, 100);
    let run = settings_renamed::place(&client, inputs)
        .await
        .expect("a run");
    let Create {
        order: Order { lines, .. },
        ..
    } = &run.steps.create;
    let lines: &[OrderLine] = lines.as_deref().expect("lines");
    assert_eq!(lines.len(), 1);
    assert_eq!(run.outputs.id, "o-1");
    assert_eq!(
        serde_json::to_value(&run.outputs).expect("JSON"),
        json!({
            "order": self::order(), "order-id": "o-1", "due": DUE, "tracking": "t-1",
            "price": {"amount": 90, "currency": "EUR"}
        })
    );
    let sent: Value = serde_json::from_slice(server.sent()[0].body()).expect("a body");
    assert_eq!(sent, given());
}

#[test]
fn traits_are_derived_and_attributes_stand_where_they_are_asked_for() {
    use settings_derived::place_order_v2::{Inputs, Outputs, ShopOrderDto, Size, Steps};
    fn compared<T: PartialEq>() {}
    fn hashed<T: std::hash::Hash>() {}
    compared::<Inputs>();
    compared::<Steps>();
    compared::<Outputs>();
    hashed::<Outputs>();
    hashed::<ShopOrderDto>();
    assert!(Size::Small < Size::Large);
}

#[tokio::test]
async fn own_types_are_sent_read_compared_and_looked_into() {
    use settings_own::place_order_v2::Inputs;
    let server = shop(&order());
    let client = client!(settings_own, server);
    let price = Money {
        amount: 100,
        currency: "EUR".to_owned(),
    };
    let inputs = Inputs {
        price: price.clone(),
        due: Timestamp(DUE.to_owned()),
        ..inputs!(given())
    };
    let run = settings_own::place_order_v2(&client, inputs)
        .await
        .expect("a run");
    assert_eq!(run.outputs.due, Timestamp(DUE.to_owned()));
    assert_eq!(run.outputs.order.price, price);
    assert_eq!(run.outputs.price.amount, 90);
    let [create, find] = &server.sent()[..] else {
        panic!("two requests");
    };
    let sent: Value = serde_json::from_slice(create.body()).expect("a body");
    assert_eq!(sent, given());
    assert_eq!(
        find.uri().to_string(),
        "https://shop.test/prices/100/2026-11-30T12%3A00%3A00Z?price%5Bamount%5D=100&price%5Bcurrency%5D=EUR"
    );
}

#[tokio::test]
async fn a_criterion_compares_own_types_by_their_json() {
    let mut other = order();
    other["due"] = json!("2026-12-01T12:00:00Z");
    let server = shop(&other);
    let client = client!(settings_own, server);
    let failure = settings_own::place_order_v2(&client, inputs!(given())).await;
    let failure = failure.expect_err("another day");
    assert_eq!(failure.error.kind(), Kind::Criteria);
}

#[tokio::test]
async fn what_does_not_fit_an_own_type_is_a_failure() {
    let mut other = order();
    other["price"] = json!({"amount": "much", "currency": "EUR"});
    let server = shop(&other);
    let client = client!(settings_own, server);
    let failure = settings_own::place_order_v2(&client, inputs!(given())).await;
    assert_eq!(
        failure.expect_err("no price").error.kind(),
        Kind::OutputType
    );
}

#[tokio::test]
async fn what_is_taken_as_required_is_there_or_the_run_fails() {
    let server = shop(&order());
    let client = client!(settings_required, server);
    let run = settings_required::place_order_v2(&client, inputs!(given())).await;
    let tracking: String = run.expect("a run").outputs.tracking;
    assert_eq!(tracking, "t-1");
    let mut other = order();
    other.as_object_mut().expect("an object").remove("tracking");
    let server = shop(&other);
    let client = client!(settings_required, server);
    let failure = settings_required::place_order_v2(&client, inputs!(given())).await;
    let error = failure.expect_err("no tracking").error;
    assert_eq!(
        (error.kind(), error.step()),
        (Kind::OutputType, Some("POST-orders"))
    );
}

/// What a run with these inputs fails with; nothing is sent.
async fn refused(change: impl FnOnce(&mut Value)) -> StepError {
    let mut given = given();
    change(&mut given);
    let server = shop(&order());
    let client = client!(settings_checked, server);
    let failure = settings_checked::place_order_v2(&client, inputs!(given)).await;
    assert!(server.sent().is_empty());
    failure.expect_err("inputs that break a constraint").error
}

#[tokio::test]
async fn inputs_are_checked_before_the_first_request() {
    let error = refused(|given| given["qty"] = json!(11)).await;
    assert_eq!(
        (error.kind(), error.step(), error.attempts()),
        (Kind::InvalidInput, None, 0)
    );
    assert_eq!(error.kind().as_str(), "invalid-input");
    assert_eq!(
        error.message(),
        "input `qty` is 11: `maximum` asks for at most 10"
    );
    for (name, value, message) in [
        (
            "sku",
            json!("ab"),
            "input `sku` is \"ab\": `pattern` asks for a match of `^[A-Z]{2}-[0-9]+$`",
        ),
        (
            "due",
            json!("soon"),
            "input `due` is \"soon\": `format` asks for `date-time`",
        ),
        (
            "size",
            json!("huge"),
            "input `size` is \"huge\": `enum` asks for one of \"small\", \"large\"",
        ),
        (
            "note",
            json!("too long"),
            "input `note` is \"too long\": `maxLength` asks for at most 5 characters",
        ),
        (
            "tags",
            json!(["ab", "a"]),
            "input `tags/1` is \"a\": `minLength` asks for at least 2 characters",
        ),
        (
            "tags",
            json!(["ab", "cd", "ef"]),
            "input `tags` is [\"ab\",\"cd\",\"ef\"]: `maxItems` asks for at most 2 elements",
        ),
        (
            "pin",
            json!("123"),
            "input `pin` is a secret that is not what the schema asks for: `minLength` asks for at least 4 characters",
        ),
    ] {
        let error = refused(|given| given[name] = value).await;
        assert_eq!(error.message(), message);
    }
    let error = refused(|given| {
        given["qty"] = json!(0);
        given["note"] = json!("too long");
    });
    assert_eq!(error.await.message().matches("asks for").count(), 2);
}

#[tokio::test]
async fn inputs_that_are_what_their_schemas_ask_for_are_sent() {
    let server = shop(&order());
    let client = client!(settings_checked, server);
    let run = settings_checked::place_order_v2(&client, inputs!(given())).await;
    assert_eq!(run.expect("a run").outputs.order_id, "o-1");
}
