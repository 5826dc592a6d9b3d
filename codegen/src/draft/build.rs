//! Puts a draft together, step after step.

use serde_json::json;

use crate::{
    diagnostic::Diagnostics,
    load::{Documents, Node},
    model::openapi::{Location, MediaType, Operation, Parameter, RequestBody, is_range},
    resolve::operation,
    types::{Conjunction, Kinds},
};

use super::{
    inputs::Inputs,
    listing::Listed,
    names::{Taken, camel, is_generic, noun, noun_before, singular_words, words},
    schema::{Described, only_value},
    step::{Body, Given, Payload, Source, Step, response_schema},
    wire::{self, Need},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// The steps so far.
pub(super) struct Builder<'a> {
    pub(super) described: Described<'a>,
    pub(super) root: &'a Node,
    pub(super) inputs: Inputs,
    pub(super) steps: Vec<Step>,
    pub(super) ids: Taken,
}

impl<'a> Builder<'a> {
    pub(super) fn new(described: Described<'a>, root: &'a Node) -> Self {
        Self {
            described,
            root,
            inputs: Inputs::default(),
            steps: Vec::new(),
            ids: Taken::default(),
        }
    }

    fn documents(&self) -> &'a Documents {
        self.described.documents
    }

    /// Adds a step that calls this operation.
    pub(super) fn step(&mut self, listed: &Listed) {
        // What is wrong with it `check` says.
        let mut diagnostics = Diagnostics::new(false);
        let documents = self.documents();
        let read = operation::read(&listed.located, self.root, documents, &mut diagnostics);
        let Some(operation) = read else {
            return;
        };
        let name = match &listed.id {
            Some(id) => words(id),
            None => [words(&listed.method), noun(&listed.path)].concat(),
        };
        let id = self.ids.take([camel(&name)], "step");
        let noun = noun(&listed.path);
        let mut step = Step {
            id,
            listed: listed.clone(),
            noun,
            response: response_schema(&operation),
            given: Vec::new(),
            body: None,
            outputs: Vec::new(),
            optional: Vec::new(),
            operation,
        };
        for parameter in step.operation.parameters.clone() {
            self.parameter(&parameter, &mut step);
        }
        self.undeclared(&mut step);
        if let Some(body) = step.operation.request_body.clone() {
            step.body = self.body(&body, &mut step);
        }
        self.steps.push(step);
    }

    fn parameter(&mut self, parameter: &Parameter, step: &mut Step) {
        let Some(location) = place(parameter.location).filter(|_| !parameter.ignored) else {
            return;
        };
        if !parameter.required {
            if !parameter.deprecated {
                step.optional.push(parameter.name.clone());
            }
            return;
        }
        let about = match parameter.location {
            Location::Path => noun_before(&step.operation.path, &parameter.name),
            _ => step.noun.clone(),
        };
        let (value, comments) = self.value_of(parameter, location, &about, step);
        step.given.push(Given {
            name: parameter.name.clone(),
            location,
            about,
            value,
            comments,
        });
    }

    /// Variables of the path that no parameter declares.
    fn undeclared(&mut self, step: &mut Step) {
        let path = step.operation.path.clone();
        let variables = path.split('{').skip(1);
        for variable in variables.filter_map(|rest| rest.split('}').next()) {
            let name = operation::plain_variable(variable);
            let is_it = |given: &Given| {
                given.location == "path" && operation::plain_variable(&given.name) == name
            };
            if name.is_empty() || step.given.iter().any(is_it) {
                continue;
            }
            let about = noun_before(&path, variable);
            let schema = [("type".to_owned(), "string".into())].into_iter().collect();
            let input = self.inputs.add(name, &about, &step.id, schema, None);
            step.given.push(Given {
                name: name.to_owned(),
                location: "path",
                about,
                value: Source::Input(input),
                comments: vec!["The API does not declare this parameter.".to_owned()],
            });
        }
    }

    fn value_of(
        &mut self,
        parameter: &Parameter,
        location: &'static str,
        about: &[String],
        step: &Step,
    ) -> (Source, Vec<String>) {
        let of_content = parameter
            .content
            .as_ref()
            .and_then(|(_, schema)| schema.clone());
        let schemas: Vec<Node> = parameter
            .schema
            .clone()
            .or(of_content)
            .into_iter()
            .collect();
        let all = Conjunction::all(&schemas, self.documents());
        if let Some(value) = only_value(&all) {
            return (Source::Literal(value), Vec::new());
        }
        // The same parameter of an earlier step has the same value.
        let same = |given: &&Given| {
            given.name == parameter.name
                && given.location == location
                && (location != "path" || given.about == about)
        };
        let mut earlier = self.steps.iter().rev();
        if let Some(given) = earlier.find_map(|step| step.given.iter().find(same)) {
            return (given.value.clone(), Vec::new());
        }
        let need = Need {
            name: parameter.name.clone(),
            about: about.to_vec(),
            kinds: all.kinds(),
            in_path: location == "path",
        };
        if let Some(wired) = self.wired(&need) {
            return wired;
        }
        let schema = self.described.input(&schemas);
        let told = parameter
            .node
            .str_at("description")
            .or(all.text("description"));
        let name = self
            .inputs
            .add(&parameter.name, about, &step.id, schema, told);
        (Source::Input(name), Vec::new())
    }

    /// The output of an earlier step that a value can be had from.
    fn wired(&mut self, need: &Need) -> Option<(Source, Vec<String>)> {
        let produced: Vec<_> = self.steps.iter().map(Step::produced).collect();
        let (index, wire) = wire::find(need, &produced, self.documents())?;
        let step = self.steps.get_mut(index)?;
        let name = step.output(&wire.output, wire.tokens.clone());
        let member = wire.tokens.last().cloned().unwrap_or_default();
        let from = &step.id;
        let comment = match wire.first_of_list {
            true => format!("Guessed: `{member}` of the first element that `{from}` lists."),
            false => format!("Guessed by its name: `{member}` in the response of `{from}`."),
        };
        Some((Source::Output(step.id.clone(), name), vec![comment]))
    }

    fn body(&mut self, body: &RequestBody, step: &mut Step) -> Option<Body> {
        let media = chosen(&body.content)?;
        let content_type = match is_range(&media.name) {
            true => "application/json".to_owned(),
            false => media.name.clone(),
        };
        let members = self.members(media);
        let structured = is_structured(&content_type);
        let payload = match members.filter(|_| structured) {
            Some(members) => self.payload(&members, step),
            None => Vec::new(),
        };
        let changes = matches!(step.operation.method.as_str(), "PUT" | "PATCH");
        let mut comments = Vec::new();
        let payload = match payload.is_empty() {
            false => Payload::Members(payload),
            true if body.required || changes => Payload::Whole(self.whole(media, structured, step)),
            true => {
                step.optional.push("requestBody".to_owned());
                return None;
            }
        };
        if body.content.len() > 1 {
            let others = body.content.iter().filter(|other| other.name != media.name);
            let others: Vec<String> = others.map(|other| format!("`{}`", other.name)).collect();
            comments.push(format!("The API takes {} as well.", others.join(", ")));
        }
        Some(Body {
            content_type,
            payload,
            comments,
        })
    }

    /// The whole body as one input.
    fn whole(&mut self, media: &MediaType, structured: bool, step: &Step) -> Source {
        let schemas: Vec<Node> = media.schema.clone().into_iter().collect();
        let schema = match structured {
            true => self.described.input(&schemas),
            false => {
                let text = media.name.starts_with("text/") || operation::is_xml(&media.name);
                let text = match text {
                    true => json!({"type": "string"}),
                    false => json!({"type": "string", "format": "binary"}),
                };
                text.as_object().cloned().unwrap_or_default()
            }
        };
        let told = media
            .schema
            .as_ref()
            .and_then(|schema| schema.str_at("description"));
        let name = self.inputs.add("body", &step.noun, &step.id, schema, told);
        Source::Input(name)
    }

    /// The members of a body that is an object and leaves no choice, with their schemas and whether they are required.
    fn members(&self, media: &MediaType) -> Option<Vec<Member>> {
        let Some(schema) = &media.schema else {
            // The form fields of Swagger 2.0.
            let fields = media.encoding.iter().map(|field| Member {
                name: field.name.clone(),
                required: field
                    .node
                    .get("required")
                    .is_some_and(|it| it.value() == true),
                schemas: vec![field.node.clone()],
            });
            return Some(fields.collect());
        };
        let all = Conjunction::of(schema, self.documents());
        let object = all.kinds().is_none_or(|kinds| kinds == Kinds::OBJECT);
        if !object || !all.choices().is_empty() || !all.declares_members() {
            return None;
        }
        let required = all.required();
        let members = all.properties().into_iter().map(|(name, schemas)| Member {
            required: required.contains(&name),
            schemas,
            name,
        });
        Some(members.collect())
    }

    fn payload(
        &mut self,
        members: &[Member],
        step: &mut Step,
    ) -> Vec<(String, Source, Vec<String>)> {
        let mut payload = Vec::new();
        for member in members {
            let all = Conjunction::all(&member.schemas, self.documents());
            if all.flag("readOnly") {
                continue;
            }
            let need = Need {
                name: member.name.clone(),
                about: Vec::new(),
                kinds: all.kinds(),
                in_path: false,
            };
            let (value, comments) = match (member.required, only_value(&all)) {
                (true, Some(value)) => (Source::Literal(value), Vec::new()),
                (true, None) => self.wired(&need).unwrap_or_else(|| {
                    let schema = self.described.input(&member.schemas);
                    let told = all.text("description");
                    let name = &member.name;
                    let name = self.inputs.add(name, &step.noun, &step.id, schema, told);
                    (Source::Input(name), Vec::new())
                }),
                (false, _) if self.names_a_thing(&member.name) => match self.wired(&need) {
                    Some(wired) => wired,
                    None => continue,
                },
                (false, _) => continue,
            };
            payload.push((member.name.clone(), value, comments));
        }
        payload
    }

    /// Whether an optional member is called after something that an earlier step is about, such as `customerId`.
    fn names_a_thing(&self, name: &str) -> bool {
        let mut thing = singular_words(name);
        if is_generic(&thing) {
            return false;
        }
        if thing.last().is_some_and(|last| last == "id") {
            thing.pop();
        }
        let creates = |step: &&Step| step.operation.method == "POST" && step.noun == thing;
        !thing.is_empty() && self.steps.iter().any(|step| creates(&step))
    }
}

/// A member of a body.
struct Member {
    name: String,
    required: bool,
    schemas: Vec<Node>,
}

fn place(location: Location) -> Option<&'static str> {
    match location {
        Location::Path => Some("path"),
        Location::Query => Some("query"),
        Location::Header => Some("header"),
        Location::Cookie => Some("cookie"),
        Location::Querystring => None,
    }
}

/// The media type that is written best: JSON, forms, text.
fn chosen(content: &[MediaType]) -> Option<&MediaType> {
    let rank = |media: &MediaType| match media.name.as_str() {
        _ if media.is_json() && !is_range(&media.name) => 0,
        FORM => 1,
        "multipart/form-data" => 2,
        name if name.starts_with("text/") => 3,
        name if is_range(name) => 5,
        _ => 4,
    };
    content.iter().min_by_key(|media| rank(media))
}

/// Whether a body of this type is sent as an object.
fn is_structured(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    operation::is_json(bare) || bare == FORM || bare.starts_with("multipart/")
}

/// What to read of the last step, if nothing else of it is read: a few members that always are there, or the list.
pub(super) fn results(step: &mut Step, documents: &Documents) -> Vec<(String, String)> {
    /// More make the outputs hard to read.
    const MOST: usize = 5;
    let Some(schema) = step.response.clone() else {
        return Vec::new();
    };
    let all = Conjunction::of(&schema, documents);
    if all.kinds() == Some(Kinds::ARRAY) {
        let name = step.output(&format!("{}List", camel(&step.noun)), Vec::new());
        return vec![(name, step.id.clone())];
    }
    let required = all.required();
    let mut members: Vec<(String, bool)> = Vec::new();
    for (name, schemas) in all.properties() {
        let member = Conjunction::all(&schemas, documents);
        let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
        let kinds = member.kinds();
        if kinds.is_some_and(|kinds| kinds.within(scalar)) && !member.flag("writeOnly") {
            members.push((name.clone(), required.contains(&name)));
        }
    }
    // Those that are always there come first, among them what names the thing.
    let identifies = |name: &str| super::names::IDENTITIES.contains(&name);
    members.sort_by_key(|(name, required)| (!required, !identifies(name)));
    let enough = members
        .iter()
        .filter(|(_, required)| *required)
        .count()
        .clamp(3, MOST);
    let names: Vec<String> = members
        .into_iter()
        .take(enough)
        .map(|(name, _)| name)
        .collect();
    names
        .into_iter()
        .map(|name| {
            let own = words(&name);
            let wanted = match is_generic(&own) {
                true => camel(&[step.noun.clone(), own].concat()),
                false => camel(&own),
            };
            (step.output(&wanted, vec![name]), step.id.clone())
        })
        .collect()
}

/// Names of schemes and how each is sent, for people.
pub(super) fn credentials(operation: &Operation) -> Vec<String> {
    let uses = operation.security.iter().flatten();
    let mut found: Vec<String> = Vec::new();
    for scheme in uses.map(|it| &it.scheme) {
        let kind = match &scheme.kind {
            operation::SecurityKind::ApiKey { name, .. } => format!("the key `{name}`"),
            operation::SecurityKind::Basic => "user and password".to_owned(),
            operation::SecurityKind::Bearer => "a bearer token".to_owned(),
            operation::SecurityKind::OtherHttp(name) => format!("HTTP {name}"),
            operation::SecurityKind::OAuth2 { .. } => "OAuth 2.0".to_owned(),
            operation::SecurityKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
            operation::SecurityKind::MutualTls => "a client certificate".to_owned(),
        };
        let told = format!("`{}` ({kind})", scheme.name);
        if !found.contains(&told) {
            found.push(told);
        }
    }
    found
}

/// Whether an operation can be called without any of them.
pub(super) fn is_anonymous(operation: &Operation) -> bool {
    operation.security.is_empty() || operation.security.iter().any(Vec::is_empty)
}
