//! What is wrong with the fields of objects, in one wording whichever object has them.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::{Node, Place},
};

/// `owner` lacks `field`.
pub(crate) fn missing_field(place: Place, owner: &str, field: &str) -> Diagnostic {
    missing_fields(place, owner, &[field])
}

/// `owner` lacks all of `fields`.
pub(crate) fn missing_fields(place: Place, owner: &str, fields: &[&str]) -> Diagnostic {
    let names: Vec<String> = fields.iter().map(|field| format!("no `{field}`")).collect();
    let message = format!("{owner} has {}", names.join(" and "));
    Diagnostic::new(Code::MissingField, place, message)
}

/// `field` of `owner` has no value.
pub(crate) fn missing_value(place: Place, owner: &str, field: &str) -> Diagnostic {
    let message = format!("`{field}` of {owner} has no value");
    Diagnostic::new(Code::MissingField, place, message)
}

/// A parameter that does not say where requests have it; of a component if something `refers` to it.
pub(crate) fn missing_location(place: Place, name: &str, refers: bool) -> Diagnostic {
    let owner = match refers {
        true => format!("parameter `{name}`, which this refers to,"),
        false => format!("parameter `{name}`"),
    };
    missing_field(place, &owner, "in")
}

/// A field that means nothing where it stands.
pub(crate) fn ignored_field(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::IgnoredField, place, message).label("ignored")
}

/// `owner` has both fields, and may have one of them.
pub(crate) fn conflicting_targets(
    owner: &str,
    (name, first): (&str, &Node),
    (other, second): (&str, &Node),
) -> Diagnostic {
    let message = format!("{owner} has both `{name}` and `{other}`");
    Diagnostic::new(Code::ConflictingFields, second.key(), message)
        .also(first.key(), "the other target")
}

/// `in` on a parameter of an action.
pub(crate) fn location_of_input(place: Place) -> Diagnostic {
    let message = "`in` must not be used on a parameter of an action";
    Diagnostic::new(Code::ConflictingFields, place, message)
        .note("the parameters of an action are inputs of the workflow it goes to")
        .help("remove `in`")
}

/// A step or an action that has to lead somewhere.
pub(crate) fn missing_target(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::MissingTarget, place, message)
}

/// `owner` has a field of another name than any it can have.
pub(crate) fn unknown_field(place: Place, owner: &str, name: &str) -> Diagnostic {
    let message = format!("{owner} has no field `{name}`");
    Diagnostic::error(Code::UnknownField, place, message)
}

/// `$ref` in the place of a Reusable Object.
pub(crate) fn json_reference(place: Place) -> Diagnostic {
    let message = "`$ref` does not refer to components in Arazzo, except in schemas";
    Diagnostic::error(Code::UnknownField, place, message)
}

/// Something that came with 1.1, where a description declares 1.0.
pub(crate) fn needs_1_1(place: Place, what: &str) -> Diagnostic {
    let message = format!("{what} needs Arazzo 1.1, but this description declares 1.0");
    Diagnostic::error(Code::FieldNeeds11, place, message)
        .help("declare `arazzo: 1.1.0`, or do without it")
}

/// The version of JSONPath that came with 1.1, where a description declares 1.0.
pub(crate) fn version_needs_1_1(place: Place) -> Diagnostic {
    let message = "`rfc9535` is a version of Arazzo 1.1, but this description declares 1.0";
    Diagnostic::warning(Code::FieldNeeds11, place, message)
        .help("declare `arazzo: 1.1.0`, or write `type: jsonpath`")
}

/// A member of a schema that is not one of its keywords.
pub(crate) fn unknown_keyword(place: Place, name: &str) -> Diagnostic {
    let message = format!("JSON Schema has no keyword `{name}`");
    Diagnostic::warning(Code::UnknownKeyword, place, message)
}

/// A member of `inputs` that is none of a schema's keywords, and holds inputs.
pub(crate) fn inputs_without_keyword(place: Place, name: &str) -> Diagnostic {
    let message = format!("`inputs` is a JSON Schema, and `{name}` is not one of its keywords");
    Diagnostic::error(Code::UnknownKeyword, place, message)
}

/// A value that its field cannot have; the `message` names both.
pub(crate) fn invalid_value(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, place, message)
}

/// A value of another type than its field has; the `message` names both.
pub(crate) fn wrong_type(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongType, place, message)
}

/// An empty name of `what`.
pub(crate) fn empty_name(place: Place, what: &str) -> Diagnostic {
    Diagnostic::error(Code::InvalidName, place, format!("{what} is empty"))
}

/// A name that `what` cannot have.
pub(crate) fn invalid_name(place: Place, name: &str, what: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be {what}");
    Diagnostic::error(Code::InvalidName, place, message)
}

/// An expression where a parameter has its name; the `message` says so.
pub(crate) fn computed_name(place: Place, message: String) -> Diagnostic {
    Diagnostic::error(Code::InvalidName, place, message)
        .help("write the name itself; for parameters of several names write several")
}

/// The name of an output that expressions of other tools may not be able to have.
pub(crate) fn nonstandard_output(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` is no standard name for an output");
    Diagnostic::warning(Code::InvalidName, place, message).label("read as it is written")
}

/// The name of an input that expressions of Arazzo 1.1 cannot have.
pub(crate) fn nonstandard_input(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` is no name that an expression of Arazzo 1.1 can have");
    Diagnostic::warning(Code::InvalidName, place, message)
        .label("read as the input of this name")
        .help("use letters, digits, `-`, `_` and `.` only")
}
