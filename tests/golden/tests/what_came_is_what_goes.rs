//! Unions and enums through their generated types: tags stay, unknown values survive, misfits are told branch by branch.
#![allow(clippy::expect_used, reason = "tests")]

use golden::{
    case_schema_any_of, case_schema_discriminator, case_schema_enums, case_schema_hostile,
    case_schema_maps, case_schema_recursion,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("fits its schema")
}

fn write(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("has a JSON form")
}

#[test]
fn a_tag_that_the_schema_does_not_declare_is_written() {
    use case_schema_discriminator::read::{Dot, GetBody, Square};
    let dot = json!({"kind": "Dot", "x": 7});
    let typed: GetBody = read(&dot);
    assert!(matches!(
        &typed,
        GetBody::Dot(Dot {
            x: Some(7),
            pet: None
        })
    ));
    assert_eq!(write(&typed), dot);
    let made = GetBody::Square(Square {
        kind: None,
        side: Some(2.into()),
    });
    assert_eq!(write(&made), json!({"kind": "Edgy", "side": 2}));
}

#[test]
fn all_values_that_are_mapped_to_a_schema_mean_it_and_stay() {
    use case_schema_discriminator::read::GetBody;
    for kind in ["round", "ball"] {
        let circle = json!({"kind": kind, "radius": 1.5});
        let typed: GetBody = read(&circle);
        assert!(matches!(typed, GetBody::Circle(_)), "{kind}");
        assert_eq!(write(&typed), circle);
    }
    let unknown = json!({"kind": "blob", "mass": [1]});
    let typed: GetBody = read(&unknown);
    assert!(matches!(typed, GetBody::Other(_)));
    assert_eq!(write(&typed), unknown);
}

#[test]
fn schemas_that_extend_another_keep_their_own_members() {
    use case_schema_discriminator::read::Pet;
    let dog = json!({
        "petType": "Dog", "name": "Rex", "colour": "red",
        "friend": {"petType": "cat", "claws": 4}
    });
    let typed: Pet = read(&dog);
    let friend = match &typed {
        Pet::Dog(dog) => dog.friend.as_deref(),
        _ => None,
    };
    assert!(matches!(friend, Some(Pet::Cat(cat)) if cat.claws == Some(4)));
    assert_eq!(write(&typed), dog);
}

#[test]
fn a_value_that_no_branch_takes_is_told_branch_by_branch() {
    use case_schema_any_of::read::GetBody;
    assert!(matches!(read(&json!("x")), GetBody::String(text) if text == "x"));
    let error = serde_json::from_value::<GetBody>(json!({"radius": "s3cret"}));
    let told = error.expect_err("fits no branch").to_string();
    assert_eq!(
        told,
        "data did not match any variant of `GetBody`: `String`: invalid type: map, expected a string; \
         `Object`: data did not match any variant of `GetBodyObject`: \
         `Box`: missing field `id`; `Circle`: invalid type: string, expected a number"
    );
}

#[test]
fn unknown_values_of_an_enum_survive() {
    use case_schema_enums::read::{GetBody, GetBodyOther};
    let body = json!({"collide": "a b", "other": "other", "numbers": 9});
    let typed: GetBody = read(&body);
    assert_eq!(typed.other, Some(GetBodyOther::Other));
    assert_eq!(write(&typed), body);
}

#[test]
fn nested_values_of_any_depth_are_read_and_written() {
    use case_schema_recursion::read::{Json, Tree};
    let json = json!({"a": ["x", {"b": ["y"]}]});
    assert_eq!(write(&read::<Json>(&json)), json);
    let tree = json!({
        "left": {"left": null}, "children": [{"left": null}], "named": {"n": {"left": null}},
        "next": {"left": null, "next": {"left": null}}
    });
    assert_eq!(write(&read::<Tree>(&tree)), tree);
}

#[test]
fn members_by_pattern_have_the_types_of_their_patterns() {
    use case_schema_maps::read::GetBody;
    let body = json!({
        "patterns": {"x-a": true}, "two": {"x-a": true, "y-a": 1}, "beside": {"id": "i", "n": 0.5},
        "unsure": {"x-a": true, "other": {}}, "rest": {"n": 1, "z": "text"}, "vague": {"x": {"a": 1}}
    });
    assert_eq!(write(&read::<GetBody>(&body)), body);
}

#[test]
fn names_that_no_language_likes_are_names() {
    use case_schema_hostile::read::GetBody;
    let body = json!({
        "*/ fn main() {} /*": "a", "": "\0", "\0\n": 1, "日本": "x", "r#type": "y", "anything": [null],
        "no_items": [], "numbers": 1.0, "huge": 12345678901234567_u64
    });
    assert_eq!(write(&read::<GetBody>(&body)), body);
}
