//! One-line mistakes put into sound documents, one at a time: each has to be reported, by the right code, at its line.

use arazzo_codegen::load::Node;
use serde_json::Value;

use super::{
    Mistake, api,
    broken::{Broken, Place},
    error,
    specimen::Specimen,
    warning,
};

/// A string, or a key where `key` is set.
pub(super) struct At<'a> {
    pub(super) tokens: &'a [String],
    pub(super) text: &'a str,
    pub(super) key: bool,
    pub(super) root: &'a Value,
    /// The documents of operations.
    pub(super) apis: &'a [Value],
}

impl At<'_> {
    /// Whether this is the value of `field` in an object of the list `list`.
    pub(super) fn is(&self, list: &str, field: &str) -> bool {
        let mut last = self.tokens.iter().rev();
        !self.key
            && last.next().is_some_and(|token| token == field)
            && last
                .next()
                .is_some_and(|token| token.parse::<usize>().is_ok())
            && last.next().is_some_and(|token| token == list)
    }

    /// The step this stands in, where that calls an operation.
    pub(super) fn operation_step(&self) -> Option<&Value> {
        let index = self.tokens.iter().position(|token| token == "steps")?;
        let way = self.tokens.get(..=index + 1)?;
        let step = self.root.pointer(&format!("/{}", way.join("/")))?;
        step.get("workflowId").is_none().then_some(step)
    }

    /// The operation of the step this stands in, and its document, where it is named by its bare id.
    pub(super) fn operation(&self) -> Option<(&Value, &Value)> {
        let id = self.operation_step()?.get("operationId")?;
        api::operation(self.apis, id.as_str()?)
    }

    /// What this is a member of.
    pub(super) fn parent(&self) -> Option<&Value> {
        let (_, way) = self.tokens.split_last()?;
        let way = way
            .iter()
            .map(|token| token.replace('~', "~0").replace('/', "~1"));
        let way: String = way.map(|token| format!("/{token}")).collect();
        self.root.pointer(&way)
    }

    /// Whether no other entry of the list that this stands in has the same `name`.
    pub(super) fn has_name_of_its_own(&self) -> bool {
        let name = self.parent().and_then(|parent| parent.get("name"));
        let step = self.operation_step();
        let list = step.and_then(|step| step.get("parameters")?.as_array());
        let same = |entry: &&Value| entry.get("name") == name;
        list.is_some_and(|list| list.iter().filter(same).count() == 1)
    }

    pub(super) fn within(&self, name: &str) -> bool {
        self.tokens.iter().any(|token| token == name)
    }
}

/// The name with a letter more: nothing is called so.
pub(super) fn misspelt(name: &str) -> (String, String) {
    (name.to_owned(), format!("{name}q"))
}

/// What follows `prefix` in an expression, up to the end of the name.
pub(super) fn name_after(text: &str, prefix: &str) -> Option<String> {
    let rest = text.split_once(prefix)?.1;
    let end = rest.find(|next: char| !(next.is_alphanumeric() || next == '_' || next == '-'));
    let name = rest.get(..end.unwrap_or(rest.len()))?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn after(at: &At, prefix: &str) -> Option<(String, String)> {
    let data = |token: &String| token.starts_with("x-") || token == "components";
    if at.key || at.within("description") || at.within("summary") || at.tokens.iter().any(data) {
        return None;
    }
    let name = name_after(at.text, prefix)?;
    Some((format!("{prefix}{name}"), format!("{prefix}{name}q")))
}

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "operationId misspelt",
        told: &[error("unknown-operation")],
        broken: |specimen| {
            each_string(specimen, |at| {
                at.is("steps", "operationId").then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "called workflow misspelt",
        told: &[error("unknown-workflow")],
        broken: |specimen| {
            each_string(specimen, |at| {
                at.is("steps", "workflowId").then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "goto target misspelt",
        told: &[error("unknown-step")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let goto = at.is("onSuccess", "stepId") || at.is("onFailure", "stepId");
                goto.then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "step in an expression misspelt",
        told: &[error("unknown-step")],
        broken: |specimen| each_string(specimen, |at| after(at, "$steps.")),
    },
    Mistake {
        name: "source in an expression misspelt",
        told: &[error("unknown-source")],
        broken: |specimen| each_string(specimen, |at| after(at, "$sourceDescriptions.")),
    },
    Mistake {
        name: "input misspelt",
        told: &[error("undeclared-input")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let [workflows, workflow, ..] = at.tokens else {
                    return None;
                };
                let open = format!("/{workflows}/{workflow}/inputs/additionalProperties");
                match at.root.pointer(&open) {
                    Some(open) if *open != Value::Bool(false) => None,
                    _ => after(at, "$inputs."),
                }
            })
        },
    },
    Mistake {
        name: "component misspelt",
        told: &[error("unknown-component")],
        broken: |specimen| each_string(specimen, |at| after(at, "$components.parameters.")),
    },
    Mistake {
        name: "output of a step misspelt",
        told: &[error("unknown-output"), warning("dotted-walk")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let step = name_after(at.text, "$steps.")?;
                after(at, &format!("$steps.{step}.outputs."))
            })
        },
    },
    Mistake {
        name: "pointer into the response misspelt",
        told: &[warning("undeclared-pointer")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let name = name_after(at.text, "$response.body#/")?;
                let (operation, api) = at.operation()?;
                let schema = |response: &Value| {
                    let content = response.get("content").and_then(Value::as_object);
                    let one = content.is_some_and(|content| content.len() == 1);
                    let schema = response.pointer("/content/application~1json/schema");
                    one && schema.is_some_and(|schema| api::declares(schema, &name, api))
                };
                let declared = api::responses(operation, api).any(schema);
                (at.within("outputs") && declared)
                    .then(|| after(at, "$response.body#/"))
                    .flatten()
            })
        },
    },
    Mistake {
        name: "root of an expression misspelt",
        told: &[
            error("invalid-expression"),
            error("literal-output"),
            error("invalid-condition"),
        ],
        broken: |specimen| {
            each_string(specimen, |at| {
                let outputs = at.within("outputs") && at.within("steps") && !at.key;
                (outputs && at.text.starts_with("$response.body"))
                    .then(|| ("$response.body".to_owned(), "$response.bdy".to_owned()))
            })
        },
    },
    Mistake {
        name: "path parameter misspelt",
        told: &[error("undeclared-path-parameter")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let parameter = at.is("parameters", "name") && at.within("steps");
                let place: Vec<&String> = at.tokens.iter().take(at.tokens.len() - 1).collect();
                let place = place
                    .iter()
                    .fold(String::new(), |all, token| all + "/" + token);
                let location = at.root.pointer(&format!("{place}/in"));
                (parameter && location == Some(&Value::from("path"))).then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "path parameter in another place",
        told: &[error("misplaced-parameter")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let path = at.is("parameters", "in") && at.text == "path";
                if !path || at.operation_step().is_none() || !at.has_name_of_its_own() {
                    return None;
                }
                Some((at.text.to_owned(), "query".to_owned()))
            })
        },
    },
    Mistake {
        name: "place of a parameter unknown",
        told: &[error("invalid-value")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let parameter = at.is("parameters", "in") && at.operation_step().is_some();
                parameter.then(|| (at.text.to_owned(), "body".to_owned()))
            })
        },
    },
    Mistake {
        name: "type of an action unknown",
        told: &[error("invalid-value")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let action = at.is("onSuccess", "type") || at.is("onFailure", "type");
                action.then(|| misspelt(at.text))
            })
        },
    },
    Mistake {
        name: "single `=`",
        told: &[error("invalid-condition")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let simple =
                    at.is("successCriteria", "condition") && at.text.contains("$statusCode == ");
                simple.then(|| ("$statusCode == ".to_owned(), "$statusCode = ".to_owned()))
            })
        },
    },
    Mistake {
        name: "status that cannot be",
        told: &[warning("constant-condition")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let condition =
                    at.is("successCriteria", "condition") && at.text.trim() == "$statusCode == 200";
                condition.then(|| ("200".to_owned(), "2000".to_owned()))
            })
        },
    },
    Mistake {
        name: "status that is not declared",
        told: &[warning("undeclared-status")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let condition =
                    at.is("successCriteria", "condition") && at.text.trim() == "$statusCode == 200";
                condition.then(|| ("200".to_owned(), "299".to_owned()))
            })
        },
    },
    Mistake {
        name: "field misspelt",
        told: &[error("unknown-field")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let known = [
                    "successCriteria",
                    "onSuccess",
                    "onFailure",
                    "parameters",
                    "requestBody",
                ];
                let parent = at.tokens.get(at.tokens.len().checked_sub(3)?)?;
                let field = at.key && parent == "steps" && known.contains(&at.text);
                field.then(|| {
                    let letters: String = at.text.chars().skip(1).collect();
                    (at.text.to_owned(), letters)
                })
            })
        },
    },
    Mistake {
        name: "stepId given twice",
        told: &[error("duplicate-step")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let [workflows, workflow, _, index, _] = at.tokens else {
                    return None;
                };
                let first = at
                    .root
                    .pointer(&format!("/{workflows}/{workflow}/steps/0/stepId"))?;
                (at.is("steps", "stepId") && index != "0").then(|| {
                    (
                        at.text.to_owned(),
                        first.as_str().unwrap_or_default().to_owned(),
                    )
                })
            })
        },
    },
    Mistake {
        name: "version unknown",
        told: &[error("unsupported-version")],
        broken: |specimen| {
            each_string(specimen, |at| {
                let version = !at.key && at.tokens == ["arazzo"];
                version.then(|| (at.text.to_owned(), "3.0.0".to_owned()))
            })
        },
    },
];

/// Every key and every string of a document.
fn places(node: &Node, found: &mut Vec<(Node, bool)>) {
    for (_, member) in node.members() {
        found.push((member.clone(), true));
        places(&member, found);
    }
    for item in node.items() {
        places(&item, found);
    }
    if node.as_str().is_some() {
        found.push((node.clone(), false));
    }
}

/// The document with another text in each string that `change` has one for: what to replace, and by what.
pub(super) fn each_string(
    specimen: &Specimen,
    change: impl Fn(&At) -> Option<(String, String)>,
) -> Vec<Broken> {
    let document = specimen.document;
    let mut all = Vec::new();
    places(&Node::root(document.clone()), &mut all);
    let changed = |(node, key): &(Node, bool)| {
        let tokens: Vec<String> = node.pointer().tokens().collect();
        let at = At {
            tokens: &tokens,
            text: if *key { tokens.last()? } else { node.as_str()? },
            key: *key,
            root: specimen.root,
            apis: &specimen.apis,
        };
        let (from, to) = change(&at)?;
        let place = if *key { node.key() } else { node.place() };
        let range = document.range(&place);
        let start = range.start + document.text.get(range)?.find(&from)?;
        let (before, rest) = document.text.split_at(start);
        let text = format!("{before}{to}{}", rest.strip_prefix(&from)?);
        let line = before.matches('\n').count() + 1;
        let mut broken = specimen.rewritten(text, Place::Lines(line..=line));
        broken.sound = Some(document.text.to_string());
        Some(broken)
    };
    all.iter().filter_map(changed).collect()
}
