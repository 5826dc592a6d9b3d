//! How callers make inputs.

use super::build::*;
use crate::{
    plan::*,
    types::{Constant, Shape, Type},
};

/// The text of a module with one workflow of these inputs.
fn text(inputs: Vec<InputField>) -> String {
    let mut workflow = workflow("w", "w");
    workflow.inputs = inputs;
    workflow.steps = vec![step("s", "s", "S", operation(call("GET", "/s")))];
    super::squeezed(&super::emitted(&plan("flow", vec![workflow])))
}

fn required(names: &[&str]) -> Vec<InputField> {
    let field = |name: &&str| input(name, name, string(), false);
    names.iter().map(field).collect()
}

#[track_caller]
fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n\n{text}");
    }
}

#[test]
fn what_is_required_is_given_and_the_rest_is_not() {
    let mut inputs = required(&["a", "b"]);
    inputs.push(input("c", "c", Type::new(Shape::Int64), true));
    let text = text(inputs);
    assert_contains(
        &text,
        &[
            "pub fn new(a: impl Into<String>, b: impl Into<String>) -> Self { Self { a: a.into(), b: b.into(), c: None, } }",
            "/// let inputs = w::Inputs::new(\"A\", \"B\"); /// let run = w(&client, inputs).await?;",
        ],
    );
    assert!(
        !text.contains("struct Required") && !text.contains("impl Default for Inputs"),
        "{text}"
    );
}

#[test]
fn more_than_seven_have_names() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    assert!(!text(required(&names)).contains("struct Required"));
    let mut eight = required(&names);
    eight.extend(required(&["r#type"]));
    let text = text(eight);
    assert_contains(
        &text,
        &[
            "/// See `r#type`. pub r#type: String, }",
            "pub fn new(required: Required) -> Self { Self { a: required.a,",
            "/// let inputs = w::Inputs::new(w::Required {",
        ],
    );
}

#[test]
fn a_default_has_one_function_and_no_option() {
    let mut field = input("size", "size", string(), false);
    field.default = Some(InputDefault {
        json: "small".into(),
        constant: Constant::Text("small".to_owned()),
    });
    assert_contains(
        &text(vec![field]),
        &[
            "record!(Inputs { size = default(Inputs::default_size) });",
            "impl Default for Inputs { fn default() -> Self { Self { size: Self::default_size() } } }",
            "pub(super) fn default_size() -> String { \"small\".to_owned() }",
        ],
    );
}
