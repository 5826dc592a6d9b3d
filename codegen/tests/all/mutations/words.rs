//! Mistakes within the texts that engines, OpenAPI documents and schemas of inputs give their meaning.

use serde_json::Value;

use super::{
    Mistake, api, error,
    strings::{At, each_string, misspelt, name_after},
    warning,
};

/// Keywords of which one letter less is none.
const KEYWORDS: [&str; 4] = ["properties", "items", "type", "description"];

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "response header misspelt",
        told: &[warning("undeclared-header")],
        broken: |specimen| {
            each_string(specimen, |at| {
                if at.key || !at.within("outputs") {
                    return None;
                }
                let name = name_after(at.text, "$response.header.")?;
                let (operation, api) = at.operation()?;
                let declares = |response: &Value| {
                    let headers = response.get("headers").and_then(Value::as_object);
                    headers.is_some_and(|all| all.keys().any(|key| key.eq_ignore_ascii_case(&name)))
                };
                api::responses(operation, api)
                    .any(declares)
                    .then(|| misspelt(&name))
            })
        },
    },
    Mistake {
        name: "media type misspelt",
        told: &[warning("undeclared-media-type")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let [.., parent, field] = at.tokens else {
                    return None;
                };
                let (operation, api) = at.operation()?;
                let body = api::followed(operation.get("requestBody")?, api);
                let content = body.get("content")?.as_object()?;
                let written = !at.key && parent == "requestBody" && field == "contentType";
                // What is replaced in a payload depends on its media type, too.
                let plain = at.parent()?.get("replacements").is_none();
                let open =
                    content.keys().any(|declared| declared.contains('*')) || at.text.contains(';');
                (written && plain && !open && content.contains_key(at.text))
                    .then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "regex broken",
        told: &[error("invalid-regex")],
        broken: |specimen| each_string(specimen, |at| broken(at, "regex", "(")),
    },
    Mistake {
        name: "JSONPath broken",
        told: &[error("invalid-jsonpath")],
        broken: |specimen| each_string(specimen, |at| broken(at, "jsonpath", "[?")),
    },
    Mistake {
        name: "list counted without its elements",
        told: &[warning("counted-node")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let start = at.text.find("count(")?;
                let counted = at.text.get(start..)?.split(')').next()?;
                let list = counted.strip_suffix("[*]")?;
                let condition = !at.key && at.tokens.last()? == "condition";
                (condition && !list.contains(['[', '*']))
                    .then(|| (counted.to_owned(), list.to_owned()))
            })
        },
    },
    Mistake {
        name: "XPath broken",
        told: &[error("invalid-xpath")],
        broken: |specimen| each_string(specimen, |at| broken(at, "xpath", "[")),
    },
    Mistake {
        name: "type of a source wrong",
        told: &[error("source-type-mismatch")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let other = match at.text {
                    "openapi" => "arazzo",
                    _ => "openapi",
                };
                // One document is about a source whose file is not there.
                let there = at.parent()?.get("url") != Some(&Value::from("./lost.yaml"));
                (there && at.is("sourceDescriptions", "type"))
                    .then(|| (at.text.to_owned(), other.to_owned()))
            })
        },
    },
    Mistake {
        name: "keyword of an input schema misspelt",
        told: &[warning("unknown-keyword"), error("unknown-keyword")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let keyword = of_inputs(at) && at.key && KEYWORDS.contains(&at.text);
                keyword.then(|| {
                    let letters: String = at.text.chars().skip(1).collect();
                    (at.text.to_owned(), letters)
                })
            })
        },
    },
    Mistake {
        name: "type of an input misspelt",
        told: &[warning("invalid-schema")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let field = at.tokens.last().is_some_and(|field| field == "type");
                let kind = of_inputs(at) && !at.key && field && at.tokens.len() > 4;
                kind.then(|| misspelt(at.text))
            })
        },
    },
];

/// Breaks the text that an engine of this kind reads.
fn broken(at: &At, kind: &str, end: &str) -> Option<(String, String)> {
    let (field, parent) = (at.tokens.last()?, at.parent()?);
    let text = field == "condition" || field == "selector" && parent.get("context").is_some();
    let given = parent.get("type")?;
    let given = given.get("type").unwrap_or(given);
    let data = at.within("payload") || at.tokens.iter().any(|token| token.starts_with("x-"));
    let ends = format!("{}{end}", at.text);
    // What an expression is put into can be known when it runs only.
    let whole = !at.text.contains("{$");
    (!at.key && text && whole && !data && given == kind).then(|| (at.text.to_owned(), ends))
}

/// Whether this is a keyword, or the value of one, of the schema of a workflow's inputs or of one of its properties.
fn of_inputs(at: &At) -> bool {
    match at.tokens {
        [workflows, _, inputs, _] => workflows == "workflows" && inputs == "inputs",
        [workflows, _, inputs, properties, _, _] => {
            workflows == "workflows" && inputs == "inputs" && properties == "properties"
        }
        _ => false,
    }
}
