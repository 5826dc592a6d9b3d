//! What a step makes of the responses that it gets, and of values that are not there or do not fit.

use super::*;

#[tokio::test]
async fn a_whole_body_that_is_not_there_is_no_empty_object() {
    let answers = [r#"{"slug":"a"}"#, "", "<html>"];
    let transport = queue(answers.map(|body| json(200, body)));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut next = async || {
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        step.decode_whole::<Body>(&response)
    };
    let found = next().await.unwrap();
    assert_eq!(found.slug.as_deref(), Some("a"));
    for what in ["empty", "text"] {
        let error = next().await.unwrap_err();
        assert_eq!(error.kind(), Kind::OutputType, "{what}");
    }
}

#[tokio::test]
async fn bodies_are_decoded_and_misfits_are_failures_of_their_own_kind() {
    let answers = [
        r#"{"slug":"a","more":[1]}"#,
        "",
        "{broken",
        r#"{"slug":1}"#,
        r#"{"id":-1}"#,
    ];
    let transport = queue(answers.map(|body| json(200, body)));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut next = async || {
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        (
            step.decode::<Body>(&response),
            step.decode::<Strict>(&response),
        )
    };
    assert_eq!(
        next().await.0.unwrap(),
        Body {
            slug: Some("a".into())
        }
    );
    let (body, strict) = next().await;
    assert_eq!(body.unwrap(), Body { slug: None });
    assert_eq!(strict.unwrap_err().kind(), Kind::OutputType);
    let (body, strict) = next().await;
    for error in [body.unwrap_err(), strict.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.message()),
            (
                Kind::OutputType,
                "the response body could not be read: key must be a string at line 1 column 2"
            )
        );
    }
    assert_eq!(next().await.0.unwrap_err().kind(), Kind::OutputType);
    let error = next().await.1.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (Kind::OutputType, Some(200), 5)
    );
    let message = error.message();
    assert!(
        message.ends_with(": number out of range, expected u32 (0 to 4294967295) at `/id`"),
        "{message}"
    );
}

#[tokio::test]
async fn lines_are_read_as_a_list_and_a_broken_one_is_named() {
    let lines = |body: &'static str| {
        let reply = Reply::new(200).header("content-type", "application/x-ndjson");
        Ok(reply.body(body))
    };
    let answers = ["{\"id\":1}\n\n{\"id\":2}\n", "{\"id\":1}\n{\"id\":", "1\n"];
    let transport = queue(answers.map(lines));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let mut next = async || {
        let request = step.request(Method::GET, &API, "/x").unwrap().json_lines();
        let response = step.send(request).await.unwrap();
        (
            step.decode_whole::<Vec<Strict>>(&response),
            step.read::<u32>(&response, "/1/id", "id"),
            step.select_for_criteria(&response, ["/0"]),
        )
    };
    let (all, second, first) = next().await;
    let ids: Vec<u32> = all.unwrap().into_iter().map(|strict| strict.id).collect();
    assert_eq!(ids, [1, 2]);
    assert_eq!(second.unwrap(), Some(2));
    assert_eq!(first.unwrap(), [Some(json!({"id": 1}))]);
    let (all, second, first) = next().await;
    for error in [all.unwrap_err(), second.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.message()),
            (
                Kind::OutputType,
                "the response body could not be read: line 2 is not JSON: EOF while parsing a value"
            )
        );
    }
    assert_eq!(first.unwrap_err().kind(), Kind::Criteria);
    let (all, second, _) = next().await;
    assert_eq!(all.unwrap_err().kind(), Kind::OutputType);
    assert_eq!(second.unwrap(), None);
}

#[tokio::test]
async fn a_body_that_breaks_off_or_is_too_deep_is_not_one_without_members() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200));
    for (body, reason) in [
        (
            r#"{"slug":"a""#,
            "EOF while parsing an object at line 1 column 11",
        ),
        (&deep, "recursion limit exceeded at line 1 column 132"),
    ] {
        let text = body.to_owned();
        let transport = always(move |_| json(200, text.clone()));
        let client = client(&transport);
        let mut step = client.call("w").step("s");
        let request = step.request(Method::GET, &API, "/x").unwrap();
        let response = step.send(request).await.unwrap();
        let told = format!("the response body could not be read: {reason}");
        for error in [
            step.select(&response, ["/a"]).unwrap_err(),
            step.body(&response).unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.message()),
                (Kind::OutputType, told.as_str())
            );
        }
        for error in [
            step.select_for_criteria(&response, ["/a"]).unwrap_err(),
            step.body_for_criteria(&response).unwrap_err(),
        ] {
            assert_eq!(error.kind(), Kind::Criteria);
            assert!(error.message().ends_with(&told), "{error}");
        }
    }
    // What nobody reads may be as deep as it likes.
    let transport = always(move |_| json(200, deep.clone()));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    assert_eq!(step.decode::<Body>(&response).unwrap(), Body { slug: None });
    assert_eq!(step.select(&response, ["/b"]).unwrap(), [None]);
}

#[tokio::test]
async fn a_page_that_claims_to_be_json_is_text_only_as_a_whole() {
    let transport = always(|_| json(200, "<html>"));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    assert_eq!(step.body(&response).unwrap(), Some(json!("<html>")));
    assert!(step.select(&response, ["/a"]).is_err());
    let failure = step.require("$statusCode == 201", false).unwrap_err();
    assert!(!failure.is_readable());
}

#[tokio::test]
async fn typed_parts_of_a_body_keep_the_digits_of_their_numbers() {
    use arazzo_runtime::Number;
    let body = r#"{"a":[{"n":1.10}],"big":123456789012345678901234567890.5,"id":5.0}"#;
    let transport = always(move |_| json(200, body));
    let client = client(&transport);
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/x").unwrap();
    let response = step.send(request).await.unwrap();
    let read = |pointer: &str| step.read::<Number>(&response, pointer, "o").unwrap();
    assert_eq!(read("/a/0/n").unwrap().as_str(), "1.10");
    assert_eq!(
        read("/big").unwrap().as_str(),
        "123456789012345678901234567890.5"
    );
    assert_eq!(read("/none"), None);
    assert_eq!(step.read(&response, "/id", "o").unwrap(), Some(5_i64));
    let error = step.read::<Number>(&response, "/a", "o").unwrap_err();
    assert_eq!(
        error.message(),
        "output `o` does not have the declared type: invalid type: sequence, expected a number"
    );
}

#[tokio::test]
async fn values_of_a_response_are_picked_by_pointer() {
    let transport = always(|_| json(200, r#"{"a":[{"b":1}],"c":null}"#));
    let response = get(&client(&transport), &API, |it| it).await.unwrap();
    let picked = response.select(["/a/0/b", "/c", "/a/01", "/none"]);
    assert_eq!(picked, [Some(json!(1)), Some(json!(null)), None, None]);
}

#[test]
fn missing_and_mistyped_values_are_told_apart() {
    let transport = ok();
    let client = client(&transport);
    let step = client.call("w").step("s");
    let missing = step
        .required(None::<u8>, "$inputs.id", "path parameter `id`")
        .unwrap_err();
    assert_eq!(
        (missing.kind(), missing.message()),
        (
            Kind::MissingValue,
            "path parameter `id` (`$inputs.id`) has no value"
        )
    );
    let body = json!({"order": {"a/b": null}, "list": []});
    let present = |pointer| step.present(&body, pointer, "$inputs.id", "member `id`");
    assert_eq!(
        present("/order/id").unwrap_err().message(),
        "member `id` (`$inputs.id`) has no value"
    );
    // Null is a value, and what is no object any more has no members to miss.
    for pointer in ["/order/a~1b", "/list/0", "/nothing/id", "/list/0/id"] {
        assert!(present(pointer).is_ok(), "{pointer}");
    }
    assert_eq!(
        step.output(None::<u8>, "o").unwrap_err().kind(),
        Kind::OutputType
    );
    let mistyped = step.typed::<u8>(Some(json!("s3cret")), "o").unwrap_err();
    assert_eq!(
        (mistyped.kind(), mistyped.message()),
        (
            Kind::OutputType,
            "output `o` does not have the declared type: invalid type: string, expected u8"
        )
    );
    assert_eq!(step.typed::<u8>(Some(json!(7)), "o").unwrap(), Some(7));
    assert_eq!(step.typed::<u8>(None, "o").unwrap(), None);
    assert_eq!(
        step.encode_error("replacement `/a`", "no parent").kind(),
        Kind::Encode
    );
}
