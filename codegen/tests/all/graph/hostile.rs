//! Text of documents stays text, whatever it looks like.

use std::collections::BTreeSet;

use arazzo_codegen::{Generator, GraphFormat, GraphOptions, load::Memory};

const API: &str = "openapi: 3.1.0
info: {title: API, version: '1'}
servers: [{url: 'https://api.test'}]
paths:
  /a: {get: {operationId: find, summary: '</text><script>alert(5)</script>', responses: {'200': {description: ok}}}}
";

pub(super) const FLOW: &str = r##"arazzo: 1.0.1
info: {title: "</title></script><img src=x onerror=alert(1)>", version: '1'}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]
workflows:
  - workflowId: "w\"]; end; %%{init: {'theme':'dark'}}%% <b>&amp;"
    summary: "</script><img src=x onerror=alert(2)> ]]> -->"
    steps:
      - stepId: "a\"] --> x[\"<script>alert(3)</script>"
        description: "`**md**` $$x^2$$ fa:fa-ban #quot; \\N \\\" </style><style>*{display:none}"
        operationId: find
        onFailure:
          - {name: "'onload='alert(4)", type: retry, retryLimit: 2, retryAfter: 0.25, criteria: [{context: $response.body, type: regex, condition: "^a[\"|`]b$"}]}
          - {name: "go|x|\" end", type: goto, stepId: "end", criteria: [{condition: "$statusCode == 404 && $response.body#/a != '\"]}|<>'"}]}
      - stepId: "end"
        operationId: find
      - stepId: "</svg>"
        operationId: find
        outputs: {"<i>": $response.body#/id}
    outputs: {o: "$steps.</svg>.outputs.<i>"}
"##;

pub(super) fn drawn(format: GraphFormat) -> String {
    let files = Memory::new()
        .file("/p/flow.yaml", FLOW)
        .file("/p/api.yaml", API);
    let generator = Generator::new().files(files).document("/p/flow.yaml");
    let (drawing, report) = generator.graph(&GraphOptions {
        workflow: None,
        format,
        data: true,
    });
    assert!(!report.has_errors(), "{}", report.human(false));
    drawing
}

/// The names of all elements, and of all their attributes.
fn names(markup: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut elements, mut attributes) = (BTreeSet::new(), BTreeSet::new());
    for tag in markup.split('<').skip(1) {
        let end = tag
            .find('>')
            .unwrap_or_else(|| panic!("an open tag: {tag}"));
        let (tag, text) = tag.split_at(end);
        assert!(
            !text[1..].contains('>') || tag.starts_with("style") || tag == "script",
            "{text}"
        );
        let name = tag.split_whitespace().next().unwrap();
        elements.insert(name.trim_start_matches(['/', '!']).trim_end_matches('/'));
        let mut quoted = tag.split('"');
        while let (Some(before), Some(_)) = (quoted.next(), quoted.next()) {
            attributes.insert(
                before
                    .split_whitespace()
                    .next_back()
                    .unwrap()
                    .trim_end_matches('='),
            );
        }
    }
    (elements, attributes)
}

#[test]
fn a_picture_has_the_elements_of_a_picture_only() {
    let drawing = drawn(GraphFormat::Svg);
    let (elements, attributes) = names(&drawing);
    let known = [
        "circle", "desc", "g", "path", "rect", "style", "svg", "text", "title",
    ];
    assert_eq!(elements, BTreeSet::from(known));
    assert!(
        attributes.iter().all(|name| !name.starts_with("on")),
        "{attributes:?}"
    );
    assert!(drawing.contains("&lt;script&gt;alert(5)&lt;/script&gt;"));
}

#[test]
fn a_page_has_the_elements_of_a_page_only() {
    let page = drawn(GraphFormat::Html);
    let (before, rest) = page.split_once("<script>").unwrap();
    let (script, after) = rest.split_once("</script>").unwrap();
    assert!(!script.contains("alert") && !after.contains("<script"));
    let (elements, attributes) = names(before);
    for name in ["img", "i", "b", "script", "iframe", "object", "link"] {
        assert!(!elements.contains(name), "{name}");
    }
    assert!(
        attributes
            .iter()
            .all(|name| !name.starts_with("on") && *name != "style"),
        "{attributes:?}"
    );
    assert!(
        attributes
            .iter()
            .all(|name| !matches!(*name, "src" | "xlink:href"))
    );
    assert!(before.contains("default-src &#39;none&#39;"), "{before}");
    assert_eq!(page.matches("</style>").count(), 1);
    assert_eq!(
        page.matches("http").count() - page.matches("http-equiv").count(),
        page.matches("http://www.w3.org/2000/svg").count()
    );
}

#[test]
fn mermaid_and_dot_stay_within_their_quotes() {
    let mermaid = drawn(GraphFormat::Mermaid);
    for line in mermaid.lines().skip(1) {
        let quotes = line.matches('"').count();
        assert!(quotes == 0 || quotes == 2, "{line}");
        assert!(
            !line.contains("%%") && !line.contains("$$") && !line.contains('`'),
            "{line}"
        );
    }
    let dot = drawn(GraphFormat::Dot);
    for line in dot.lines() {
        let plain = line.replace("\\\\", "").replace("\\\"", "");
        assert!(plain.matches('"').count() % 2 == 0, "{line}");
    }
}
