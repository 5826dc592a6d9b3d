//! What is read as meant although the standard writes it otherwise (docs/tolerated-forms.md).

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::Tolerated,
    load::Node,
};

/// An expression, or a text that embeds some.
pub(super) fn expression(node: &Node, tolerated: &Tolerated) -> Diagnostic {
    let standard = tolerated.standard.clone();
    in_standard(Code::NonstandardExpression, node, tolerated.why, standard)
}

/// A text that embeds expressions without their braces.
pub(super) fn unbraced(node: &Node, tolerated: &Tolerated) -> Diagnostic {
    let standard = tolerated.standard.clone();
    in_standard(Code::UnbracedExpression, node, tolerated.why, standard)
}

/// A condition of any type.
pub(super) fn condition(node: &Node, why: impl Into<String>, standard: String) -> Diagnostic {
    in_standard(Code::NonstandardCondition, node, why, standard)
}

fn in_standard(code: Code, node: &Node, why: impl Into<String>, standard: String) -> Diagnostic {
    let found = Diagnostic::new(code, node, why);
    found
        .help(format!("the standard form is `{standard}`"))
        .fix(standard)
}

/// A JSON object or list as a condition: the context equals it.
pub(super) fn literal_condition(node: &Node) -> Diagnostic {
    let message =
        "a condition compares with an operator, and knows no literals for objects and lists";
    Diagnostic::new(Code::NonstandardCondition, node, message)
        .label("read as: the context equals this")
        .help("compare the members that matter, each in a condition of its own: `$response.body#/NAME == VALUE`")
}

/// `$inputs` or `$outputs`, which name no value: what they are `read_as`.
pub(super) fn all_values(node: &Node, written: &str, read_as: impl Into<String>) -> Diagnostic {
    let message = format!("`{written}` alone is no value: values are read by their names");
    Diagnostic::new(Code::NonstandardExpression, node, message).label(read_as)
}

/// `[*]` in an expression, which a Selector Object says.
pub(super) fn every_element(node: &Node, object: &str) -> Diagnostic {
    let message =
        "`[*]` is not part of an expression: a Selector Object of Arazzo 1.1 reads every element";
    Diagnostic::new(Code::NonstandardExpression, node, message)
        .label("read as the list of what is there in every element")
        .help(format!("the standard form is `{object}`"))
}
