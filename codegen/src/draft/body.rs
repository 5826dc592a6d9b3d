//! The body of a drafted request: members that are needed, or the whole as one input.

use serde_json::json;

use crate::{
    load::Node,
    model::openapi::{MediaType, RequestBody, is_range},
    resolve::operation,
    types::{Conjunction, Kinds},
};

use super::{
    build::Builder,
    names::{is_generic, singular_words},
    schema::only_value,
    step::{Body, Payload, Source, Step, also_takes},
    wire::Need,
};

const FORM: &str = "application/x-www-form-urlencoded";

impl Builder<'_> {
    pub(super) fn body(&mut self, body: &RequestBody, step: &mut Step) -> Option<Body> {
        let media = chosen(&body.content)?;
        let content_type = match is_range(&media.name) {
            true => "application/json".to_owned(),
            false => media.name.clone(),
        };
        let members = self.members(media);
        let structured = is_structured(&content_type);
        let members = members.filter(|_| structured).unwrap_or_default();
        let payload = self.payload(&members, step);
        let unusual = matches!(step.operation.method.as_str(), "GET" | "HEAD" | "DELETE");
        let mut comments = Vec::new();
        let payload = match payload.is_empty() {
            false => {
                comments.extend(left_out(&members, &payload));
                Payload::Members(payload)
            }
            true if unusual && !body.required => {
                step.without_body = true;
                return None;
            }
            true => {
                let optional = "Optional: without this input no body is sent.".to_owned();
                comments.extend((!body.required).then_some(optional));
                Payload::Whole(self.whole(media, structured, body.required, step))
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

    /// The whole body as one input, which may be left out if the body may.
    fn whole(
        &mut self,
        media: &MediaType,
        structured: bool,
        required: bool,
        step: &Step,
    ) -> Source {
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
        if !required {
            self.inputs.make_optional(&name);
        }
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
                read_only: false,
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
        let declared = all.properties();
        let known = |name: &String| declared.iter().any(|(declared, _)| declared == name);
        let others = required.iter().filter(|name| !known(name)).cloned();
        let others: Vec<_> = others.map(|name| (name, Vec::new())).collect();
        let members = declared.into_iter().chain(others);
        let members = members.map(|(name, schemas)| Member {
            required: required.contains(&name),
            read_only: Conjunction::all(&schemas, self.documents()).flag("readOnly"),
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
            if member.read_only {
                continue;
            }
            let all = Conjunction::all(&member.schemas, self.documents());
            let need = Need {
                name: member.name.clone(),
                about: Vec::new(),
                kinds: all.kinds(),
                nullable: all.nullable(),
                in_path: false,
            };
            let (value, comments) = match (member.required, only_value(&all)) {
                (true, Some(value)) => (Source::Literal(value), Vec::new()),
                (true, None) => self.wired(&need, &all).unwrap_or_else(|| {
                    let schema = self.described.input(&member.schemas);
                    let told = all.text("description");
                    let name = &member.name;
                    let name = self.inputs.add(name, &step.noun, &step.id, schema, told);
                    (Source::Input(name), Vec::new())
                }),
                (false, _) if self.names_a_thing(&member.name) => match self.wired(&need, &all) {
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

/// What is said of members that a body may have and this one has not.
fn left_out(members: &[Member], payload: &[(String, Source, Vec<String>)]) -> Option<String> {
    let given = |member: &Member| payload.iter().any(|(name, ..)| *name == member.name);
    let names: Vec<&str> = (members.iter())
        .filter(|member| !given(member) && !member.read_only)
        .map(|member| member.name.as_str())
        .collect();
    also_takes(&names, "others")
}

/// A member of a body.
struct Member {
    name: String,
    required: bool,
    /// Whether it is only sent by the server.
    read_only: bool,
    schemas: Vec<Node>,
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
