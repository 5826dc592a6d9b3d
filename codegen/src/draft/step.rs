//! A step of a draft: what it calls, what it sends, what is expected of the response.

use serde_json::Value;

use crate::{
    load::{Documents, Node},
    model::openapi::{Operation, Response, StatusPattern},
    types::{Walk, walk},
};

use super::{
    inputs::short,
    listing::Listed,
    schema::encoded,
    wire::Produced,
    yaml::{Entry, Item, Yaml, entry},
};

/// Optional parameters and members that are mentioned; more are looked up.
const MOST_OPTIONAL: usize = 8;

/// A step.
pub(super) struct Step {
    pub(super) id: String,
    pub(super) listed: Listed,
    pub(super) operation: Operation,
    /// What its path is about.
    pub(super) noun: Vec<String>,
    /// The schema of the response that later steps can read from.
    pub(super) response: Option<Node>,
    pub(super) given: Vec<Given>,
    pub(super) body: Option<Body>,
    /// Names and pointer tokens.
    pub(super) outputs: Vec<(String, Vec<String>)>,
    /// Optional parameters that are left out.
    pub(super) optional: Vec<String>,
    /// Whether a body is left out that the operation may have.
    pub(super) without_body: bool,
}

/// A parameter with its value.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) location: &'static str,
    /// What stands before it in the path.
    pub(super) about: Vec<String>,
    pub(super) value: Source,
    pub(super) comments: Vec<String>,
}

/// A request body.
pub(super) struct Body {
    pub(super) content_type: String,
    pub(super) payload: Payload,
    pub(super) comments: Vec<String>,
}

/// What is sent.
pub(super) enum Payload {
    Whole(Source),
    /// Members, each with what is to be said of it.
    Members(Vec<(String, Source, Vec<String>)>),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    Input(String),
    /// The output of the step with this id.
    Output(String, String),
    Literal(Value),
}

impl Source {
    fn written(&self) -> Yaml {
        match self {
            Self::Input(name) => Yaml::text(format!("$inputs.{name}")),
            Self::Output(step, name) => Yaml::text(format!("$steps.{step}.outputs.{name}")),
            Self::Literal(value) => Yaml::Scalar(value.clone()),
        }
    }
}

impl Step {
    /// What later steps can have from it.
    pub(super) fn produced(&self) -> Option<Produced<'_>> {
        let schema = self.response.as_ref()?;
        Some(Produced {
            noun: &self.noun,
            schema,
        })
    }

    /// The output of this step for the value that `tokens` lead to.
    pub(super) fn output(&mut self, wanted: &str, tokens: Vec<String>) -> String {
        let known = self.outputs.iter().find(|(_, known)| *known == tokens);
        if let Some((name, _)) = known {
            return name.clone();
        }
        let wanted = if wanted.is_empty() { "value" } else { wanted };
        let taken = |name: &str| self.outputs.iter().any(|(known, _)| known == name);
        let mut name = wanted.to_owned();
        let mut number = 2;
        while taken(&name) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        self.outputs.push((name.clone(), tokens));
        name
    }

    /// The step as it is written. `source` is the name of the source description, `unique` says that its id names it.
    pub(super) fn written(&self, source: &str, unique: bool, documents: &Documents) -> Item {
        let mut members = vec![entry("stepId", Yaml::text(&self.id))];
        let summary = self.operation.summary.as_deref();
        let told = summary.or(self.operation.description.as_deref());
        if let Some(description) = told.and_then(short) {
            members.push(entry("description", Yaml::text(description)));
        }
        members.push(match self.listed.id.as_ref().filter(|_| unique) {
            Some(id) => entry("operationId", Yaml::text(id)),
            None => {
                let pointer = self.listed.located.pointer();
                let path = format!(
                    "{{$sourceDescriptions.{source}.url}}#{}",
                    bare(pointer.as_str())
                );
                entry("operationPath", Yaml::text(path))
            }
        });
        if self.operation.deprecated
            && let Some(last) = members.last_mut()
        {
            last.comments
                .push("The API calls this operation deprecated.".to_owned());
        }
        if !self.given.is_empty() {
            let given = self.given.iter().map(Given::written).collect();
            members.push(entry("parameters", Yaml::List(given)));
        }
        if let Some(last) = members.last_mut() {
            last.comments.extend(self.optional_notes());
        }
        members.extend(self.body.as_ref().map(Body::written));
        members.push(self.criteria(documents));
        if !self.outputs.is_empty() {
            let outputs = self.outputs.iter().map(|(name, tokens)| {
                let pointer = crate::load::Pointer::from_tokens(tokens);
                let fragment = match tokens.is_empty() {
                    true => String::new(),
                    false => format!("#{pointer}"),
                };
                entry(name, Yaml::text(format!("$response.body{fragment}")))
            });
            members.push(entry("outputs", Yaml::Map(outputs.collect())));
        }
        Item {
            comments: Vec::new(),
            value: Yaml::Map(members),
        }
    }

    /// What is said of what the operation takes and the step does not give.
    fn optional_notes(&self) -> impl Iterator<Item = String> {
        let names: Vec<&str> = self.optional.iter().map(String::as_str).collect();
        let body = "Its request body is optional and left out.".to_owned();
        let parameters = also_takes(&names, "other parameters");
        parameters
            .into_iter()
            .chain(self.without_body.then_some(body))
    }

    /// The outputs of earlier steps that are read here: step and name.
    pub(super) fn reads(&self) -> impl Iterator<Item = (&str, &str)> {
        let given = self.given.iter().map(|given| &given.value);
        let payload = self.body.as_ref().map(|body| &body.payload);
        let sources: Vec<&Source> = match payload {
            None => Vec::new(),
            Some(Payload::Whole(source)) => vec![source],
            Some(Payload::Members(members)) => {
                members.iter().map(|(_, source, _)| source).collect()
            }
        };
        given.chain(sources).filter_map(|source| match source {
            Source::Output(step, name) => Some((step.as_str(), name.as_str())),
            Source::Input(_) | Source::Literal(_) => None,
        })
    }

    /// The statuses that mean success: declared ones, as far as later steps find in their bodies what they need.
    fn criteria(&self, documents: &Documents) -> Entry {
        let responses = &self.operation.responses;
        let succeeds = |response: &&Response| match response.status {
            StatusPattern::Exact(code) => (200..300).contains(&code),
            StatusPattern::Range(digit) => digit == 2,
            StatusPattern::Default => false,
        };
        let declared: Vec<&Response> = responses.iter().filter(succeeds).collect();
        let (usable, other): (Vec<&Response>, Vec<&Response>) = declared
            .iter()
            .partition(|response| self.has_outputs(response, documents));
        let (accepted, passed_over) = match usable.is_empty() {
            true => (declared, Vec::new()),
            false => (usable, other),
        };
        let moved = || {
            responses
                .iter()
                .find(|it| matches!(it.status, StatusPattern::Exact(300..400)))
        };
        let any = "$statusCode >= 200 && $statusCode < 300".to_owned();
        let mut comments = Vec::new();
        let exact: Vec<String> = accepted
            .iter()
            .filter_map(|it| exactly(it.status))
            .collect();
        let condition = match (accepted.len() == exact.len(), exact.is_empty()) {
            (true, false) => exact.join(" || "),
            (true, true) => match moved().and_then(|moved| exactly(moved.status)) {
                Some(moved) => moved,
                None => {
                    comments
                        .push("The API declares no success: any status of 2XX is one.".to_owned());
                    any
                }
            },
            (false, _) => any,
        };
        if !passed_over.is_empty() {
            let statuses = passed_over.iter().map(|it| word(it.status));
            let statuses = statuses.collect::<Vec<_>>().join(", ");
            comments.push(format!(
                "Declared as well, but without what is read from the response: {statuses}."
            ));
        }
        let criterion = Yaml::Map(vec![entry("condition", Yaml::text(condition))]);
        let mut found = entry("successCriteria", Yaml::list(vec![criterion]));
        found.comments = comments;
        found
    }

    fn has_outputs(&self, response: &Response, documents: &Documents) -> bool {
        let json = response.content.iter().find(|media| media.is_json());
        let schema = json.and_then(|media| media.schema.as_ref());
        self.outputs.iter().all(|(_, tokens)| {
            schema.is_some_and(|schema| matches!(walk(schema, tokens, documents), Walk::Found(_)))
        })
    }
}

/// A sentence about what is left out; `others` stands for those that are too many to be named.
pub(super) fn also_takes(names: &[&str], others: &str) -> Option<String> {
    let mut shown: Vec<String> = (names.iter().take(MOST_OPTIONAL))
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > MOST_OPTIONAL {
        shown.push(others.to_owned());
    }
    let last = shown.pop()?;
    Some(match shown.is_empty() {
        true => format!("It also takes {last}."),
        false => format!("It also takes {} and {last}.", shown.join(", ")),
    })
}

/// The schema of the response that a step can read from.
pub(super) fn response_schema(operation: &Operation) -> Option<Node> {
    let mut successes = operation
        .responses
        .iter()
        .filter(|response| match response.status {
            StatusPattern::Exact(code) => (200..300).contains(&code),
            StatusPattern::Range(digit) => digit == 2,
            StatusPattern::Default => false,
        });
    successes.find_map(|response| {
        let json = response.content.iter().find(|media| media.is_json())?;
        json.schema.clone()
    })
}

fn exactly(status: StatusPattern) -> Option<String> {
    match status {
        StatusPattern::Exact(code) => Some(format!("$statusCode == {code}")),
        StatusPattern::Range(_) | StatusPattern::Default => None,
    }
}

fn word(status: StatusPattern) -> String {
    match status {
        StatusPattern::Exact(code) => code.to_string(),
        StatusPattern::Range(digit) => format!("{digit}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// A pointer as a fragment in which braces stay, as everybody writes them.
fn bare(pointer: &str) -> String {
    encoded(pointer).replace("%7B", "{").replace("%7D", "}")
}

impl Given {
    fn written(&self) -> Item {
        let mut value = entry("value", self.value.written());
        value.comments = self.comments.clone();
        Item {
            comments: Vec::new(),
            value: Yaml::Map(vec![
                entry("name", Yaml::text(&self.name)),
                entry("in", Yaml::text(self.location)),
                value,
            ]),
        }
    }
}

impl Body {
    fn written(&self) -> Entry {
        let payload = match &self.payload {
            Payload::Whole(source) => source.written(),
            Payload::Members(members) => Yaml::Map(
                (members.iter())
                    .map(|(name, source, comments)| Entry {
                        comments: comments.clone(),
                        ..entry(name, source.written())
                    })
                    .collect(),
            ),
        };
        let members = vec![
            entry("contentType", Yaml::text(&self.content_type)),
            entry("payload", payload),
        ];
        let mut found = entry("requestBody", Yaml::Map(members));
        found.comments = self.comments.clone();
        found
    }
}
