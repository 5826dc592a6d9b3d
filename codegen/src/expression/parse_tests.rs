use super::*;
use crate::expression::{Message, parse};

fn span<'t, T>(text: &'t str, spanned: &Spanned<T>) -> &'t str {
    text.get(spanned.span.clone()).unwrap()
}

#[test]
fn names_keep_dots_and_dashes_up_to_the_pointer() {
    let text = "$inputs.customer.first-name#/a~1b";
    let Ok(Expression::Input(reference)) = parse(text) else {
        panic!("not an input");
    };
    assert_eq!(reference.name.value, "customer.first-name");
    assert_eq!(span(text, &reference.name), "customer.first-name");
    let pointer = reference.pointer.unwrap();
    assert_eq!(pointer.value.tokens().collect::<Vec<_>>(), ["a/b"]);
    assert_eq!(span(text, &pointer), "/a~1b");
}

#[test]
fn white_space_around_an_index_is_free() {
    for text in [
        "$inputs.list[ 0 ]",
        "$inputs.list[0 ].id",
        "$inputs.a[ 1]#/b",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
    for text in ["$inputs.list[ ]x", "$inputs.list[0 1]", "$inputs.list[ a ]"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = "$steps.my-step.outputs.list[0]";
    let Ok(Expression::Step { step, output }) = parse(text) else {
        panic!("not a step");
    };
    assert_eq!(span(text, &step), "my-step");
    assert_eq!(span(text, &output.name), "list[0]");
    let text = "$workflows.w.inputs.a";
    let Ok(Expression::Workflow {
        workflow,
        side,
        name,
    }) = parse(text)
    else {
        panic!("not a workflow");
    };
    assert_eq!((span(text, &workflow), side), ("w", Side::Inputs));
    assert_eq!(span(text, &name.name), "a");
    let text = "$sourceDescriptions.api.pets.list all";
    let Ok(Expression::SourceDescription { name, reference }) = parse(text) else {
        panic!("not a source description");
    };
    assert_eq!(span(text, &name), "api");
    assert_eq!(span(text, &reference), "pets.list all");
    let text = "$components.parameters.my.org.User";
    let Ok(Expression::Component { key, .. }) = parse(text) else {
        panic!("not a component");
    };
    assert_eq!(span(text, &key), "my.org.User");
}

#[test]
fn requests_have_more_parts_than_responses() {
    assert!(matches!(
        parse("$request.query.filter[status]"),
        Ok(Expression::Request(Message::Query(name))) if name.value == "filter[status]"
    ));
    assert!(matches!(
        parse("$response.header.X-A"),
        Ok(Expression::Response(Message::Header(name))) if name.value == "X-A"
    ));
    assert!(parse("$response.query.a").is_err());
}

#[test]
fn no_pointer_an_empty_one_and_an_empty_key_differ() {
    let pointer = |text| match parse(text) {
        Ok(Expression::Response(Message::Body(pointer))) => {
            pointer.map(|pointer| pointer.value.tokens().collect::<Vec<_>>())
        }
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(pointer("$response.body"), None);
    assert_eq!(pointer("$response.body#"), Some(vec![]));
    assert_eq!(pointer("$response.body#/"), Some(vec![String::new()]));
}

#[test]
fn errors_point_at_what_is_wrong_and_say_what_to_write() {
    for (text, at, message, advice) in [
        ("hello", "h", "begins with `$`", ""),
        ("$", "$", "no runtime expression", "$inputs"),
        ("$imputs.a", "$imputs", "no runtime expression", "$inputs"),
        ("$inputs", "", "`.` after `$inputs`", "$inputs.NAME"),
        ("$response.bdy", "bdy", "no part of a response", "body"),
        (
            "$response.status",
            "status",
            "no part of a response",
            "$statusCode",
        ),
        ("$response.", "", "is missing", "header"),
        (
            "$response.body.name",
            ".name",
            "JSON Pointer",
            "$response.body#/name",
        ),
        ("$response.headers.X", "headers", "singular", "header"),
        ("$response.body#/a~x", "~", "`~` must be followed", "~1"),
        ("$response.body/a", "/", "unexpected `/`", "#/"),
        (
            "$steps.a.response.body",
            "response",
            "only the outputs",
            "$steps.a.outputs.NAME",
        ),
        (
            "$steps.a.token",
            "token",
            "only the outputs",
            "$steps.a.outputs.token",
        ),
        ("$steps.a.outputs", "", "the name of an output", ""),
        ("$steps.a b", " ", "`.outputs.`", "$steps.STEP"),
        (
            "$workflows.w.steps.s",
            "steps",
            "inputs and outputs",
            "$workflows.w.outputs.NAME",
        ),
        (
            "$components.parameter.x",
            "parameter",
            "no kind",
            "parameters",
        ),
        ("$inputs.a{", "{", "unexpected `{`", "cannot hold"),
        ("$message.x", "x", "payload", ""),
    ] {
        let error = parse(text).expect_err(text);
        let found = text.get(error.span.clone()).unwrap();
        assert_eq!(found, at, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
        let help = error.help.unwrap_or_default();
        assert!(help.contains(advice), "{text}: {help}");
    }
}

#[test]
fn asynchronous_messages_are_recognised() {
    for text in [
        "$message.payload",
        "$message.payload#/a",
        "$message.header.x",
    ] {
        assert_eq!(parse(text), Ok(Expression::Message), "{text}");
    }
}
