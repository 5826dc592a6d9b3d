use arazzo_runtime::{Encoding, Parameter, Scheme, Server, Style};
use serde_json::json;

use super::*;
use crate::step::Step;

static API: Api = Api::new("shop", "api.yaml", &[Server::new("https://shop.test/v1")]);
static APIS: &[&Api] = &[&API];
static BEARER: Scheme = Scheme::bearer("shop", "bearer");
static KEY: Scheme = Scheme::api_key_query("shop", "key", "api_key");

const fn p(name: &'static str, expression: &'static str) -> Parameter {
    Parameter::new(name, expression)
}

static ORDER: &[Step] = &[
    Step::operation("create", "shop", "POST", "/orders/{shop}").request(
        Request::new()
            .arguments(&[
                Argument::path(p("shop", "$inputs.shop"), Given::Input("/shop")),
                Argument::query(
                    p("tags", "$inputs.tags").style(Style::PipeDelimited),
                    Given::Input("/tags"),
                ),
                Argument::query(p("left-out", "$inputs.none"), Given::Input("/none")),
                Argument::header(p("X-Trace", "x"), Given::Text("it's")),
            ])
            .accept("application/json")
            .security(&[&[&BEARER]])
            .body(
                Body::json(
                    "application/json",
                    Given::Object(&[
                        ("sku", Given::Input("/sku")),
                        ("password", Given::Input("/password")),
                        ("limit", Given::Input("/limit")),
                    ]),
                )
                .replacements(&[(
                    "/note",
                    Given::Template(&[Given::Text("by "), Given::Input("/sku")]),
                )]),
            ),
    ),
    Step::workflow("pay", "pay")
        .inputs(&[("order", Given::Unknown("$steps.create.outputs.id"))])
        .remark("unless action `done` of step `create` ends the workflow"),
    Step::operation("upload", "shop", "PUT", "/orders/{id}/file").request(
        Request::new()
            .arguments(&[Argument::path(
                p("id", "$steps.create.outputs.id"),
                Given::Unknown("$steps.create.outputs.id"),
            )])
            .body(Body::multipart(
                "multipart/form-data",
                Given::Object(&[
                    ("file", Given::Bytes("/file")),
                    ("id", Given::Unknown("$steps.create.outputs.id")),
                ]),
                &[Encoding::new("file").content_type("image/png")],
            )),
    ),
];

static PAY: &[Step] = &[
    Step::operation("charge", "shop", "POST", "/charges").request(
        Request::new()
            .security(&[&[&KEY]])
            .arguments(&[Argument::query(
                p("order", "$inputs.order"),
                Given::Input("/order/number"),
            )])
            .body(Body::form(
                "application/x-www-form-urlencoded",
                Given::Object(&[
                    ("order", Given::Input("/order")),
                    ("to", Given::Text("a&b")),
                ]),
                &[],
            )),
    ),
    Step::operation("broken", "shop", "GET", "/x/{id}").request(
        Request::new().arguments(&[Argument::path(p("id", "$inputs.id"), Given::Input("/id"))]),
    ),
    Step::workflow("again", "order"),
];

async fn preview(format: Format, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let workflows = [
        Previewed {
            id: "order",
            key: "order",
            steps: ORDER,
            inputs: json!({"properties": {
                "limit": {"default": 7},
                "password": {"format": "password"},
            }}),
        },
        Previewed {
            id: "pay",
            key: "pay",
            steps: PAY,
            inputs: json!({}),
        },
    ];
    let mask = Mask::new();
    mask.hide("k3y");
    let mut preview = Preview::new(APIS, &workflows, configure, mask, format).unwrap();
    let inputs = json!({
        "shop": "a/b", "tags": ["x", "y z"], "sku": "S-1", "password": "hunter2", "file": "aGk=",
    });
    preview.add("order", &inputs).await;
    preview.finish()
}

#[tokio::test]
async fn every_request_is_shown_as_far_as_it_is_known() {
    let text = preview(Format::Http, |builder| {
        builder.credential("shop", "bearer", "t0ken")
    })
    .await;
    assert_eq!(
        text,
        "\
### order: step `create`
POST https://shop.test/v1/orders/a%2Fb?tags=x%7Cy%20z HTTP/1.1
x-trace: it's
accept: application/json
content-type: application/json
authorization: Bearer [redacted]

{\"sku\":\"S-1\",\"password\":\"[redacted]\",\"limit\":7,\"note\":\"by S-1\"}

### order: step `pay`
# unless action `done` of step `create` ends the workflow
# calls workflow `pay`

### order > pay: step `charge`
# no credential is configured for `key`
POST https://shop.test/v1/charges?order=<$steps.create.outputs.id#/number> HTTP/1.1
accept: */*
content-type: application/x-www-form-urlencoded

order=<$steps.create.outputs.id>&to=a%26b

### order > pay: step `broken`
# cannot be shown: path parameter `id` (`$inputs.id`) has no value
# GET /x/{id}

### order > pay: step `again`
# calls workflow `order` again, as above

### order: step `upload`
PUT https://shop.test/v1/orders/<$steps.create.outputs.id>/file HTTP/1.1
accept: */*
content-type: multipart/form-data; boundary=boundary

--boundary\r
Content-Disposition: form-data; name=\"file\"; filename=\"file\"\r
Content-Type: image/png\r
\r
hi\r
--boundary\r
Content-Disposition: form-data; name=\"id\"\r
\r
<$steps.create.outputs.id>\r
--boundary--
"
    );
}

#[tokio::test]
async fn as_commands_they_can_be_pasted() {
    let text = preview(Format::Curl, |builder| {
        builder
            .credential("shop", "key", "k3y")
            .default_base_url("http://localhost:1")
    })
    .await;
    let first = "\
### order: step `create`
# no credential is configured for `bearer`
curl \\
  --request POST \\
  'http://localhost:1/orders/a%2Fb?tags=x%7Cy%20z' \\
";
    assert!(text.starts_with(first), "{text}");
    assert!(
        text.contains("  --header 'x-trace: it'\\''s' \\\n"),
        "{text}"
    );
    let charge = "  'http://localhost:1/charges?order=<$steps.create.outputs.id#/number>&api_key=%5Bredacted%5D' \\\n";
    assert!(text.contains(charge), "{text}");
}
