//! Constraints of inputs: what their schemas ask of every value, whatever else it is (D-130). A choice (`oneOf`, `anyOf`) and a
//! condition ask something of some values only, and are left to the server.

use arazzo_syntax::regex;
use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::Language,
    load::Node,
    model::arazzo,
    plan::{Bound, Constraint, InputField, Rule, Size},
    resolve::workflow::WorkflowId,
    types::{Additional, Conjunction, Key},
};

use super::Builder;

/// As many constraints are checked; a schema that has more is no input that anybody writes.
const MAX_CONSTRAINTS: usize = 500;

/// Formats that the runtime can judge.
const FORMATS: [&str; 7] = ["date", "date-time", "time", "uuid", "ipv4", "ipv6", "uri"];

impl Builder<'_> {
    /// What is checked of a workflow's inputs, if anything is.
    pub(super) fn constraints(&mut self, id: WorkflowId, inputs: &[InputField]) -> Vec<Constraint> {
        let model = self.world.model(id);
        let schema = model.and_then(|workflow| workflow.inputs.as_ref());
        let Some(schema) = schema.filter(|_| self.documents().settings().check_inputs) else {
            return Vec::new();
        };
        let mut found = Found::default();
        let whole = Conjunction::of(schema, self.references());
        let bare = arazzo::bare_inputs(schema);
        for input in inputs {
            let schemas = match bare.iter().find(|(name, _)| *name == input.name) {
                Some((_, schema)) => vec![schema.clone()],
                None => member(&whole, &input.name),
            };
            let place = Place {
                at: format!("/{}", token(&input.name)),
                secret: input.ty.is_secret(),
            };
            self.constrain(&schemas, &place, &mut Vec::new(), &mut found);
        }
        if found.too_many {
            let message =
                format!("the inputs have more than {MAX_CONSTRAINTS} constraints to check");
            let found = Diagnostic::warning(Code::LimitExceeded, schema, message);
            self.diagnostics
                .push(found.label("the first of them are checked"));
        }
        found.all
    }

    /// Takes in what `schemas` ask of the values at a place; `open` are those around it.
    fn constrain(
        &mut self,
        schemas: &[Node],
        place: &Place,
        open: &mut Vec<Key>,
        found: &mut Found,
    ) {
        let references = self.references();
        let all = Conjunction::all(schemas, references);
        let key = all.key();
        // What holds itself is checked once.
        if open.contains(&key) || found.too_many {
            return;
        }
        let secret = place.secret || all.text("format") == Some("password");
        let here = Place {
            at: place.at.clone(),
            secret,
        };
        for rule in self.rules(&all) {
            found.add(&here, rule);
        }
        open.push(key);
        for (name, schemas) in all.properties() {
            self.constrain(&schemas, &here.inside(&token(&name)), open, found);
        }
        for (index, schemas) in all.prefix().iter().enumerate() {
            self.constrain(schemas, &here.inside(&index.to_string()), open, found);
        }
        if all.prefix().is_empty() {
            self.constrain(&all.items(), &here.inside("*"), open, found);
        }
        if let Additional::Schemas(schemas) = all.additional()
            && !all.declares_members()
        {
            self.constrain(&schemas, &here.inside("*"), open, found);
        }
        open.pop();
    }

    /// What the keywords of a schema ask.
    fn rules(&mut self, all: &Conjunction) -> Vec<Rule> {
        let mut found = Vec::new();
        for part in all.parts() {
            found.extend(bounds(part));
            found.extend(sizes(part));
            found.extend(part.get("pattern").and_then(|it| self.pattern(&it)));
        }
        if let Some(values) = all.enumeration().filter(|values| !values.is_empty()) {
            found.push(Rule::Enum(values.iter().map(Value::to_string).collect()));
        }
        let format = all.text("format");
        let known = FORMATS.into_iter().find(|known| format == Some(known));
        found.extend(known.map(Rule::Format));
        found
    }

    /// A pattern that the runtime can search for; what it cannot is reported.
    fn pattern(&mut self, node: &Node) -> Option<Rule> {
        let text = node.as_str()?;
        let Err(error) = regex::check(text) else {
            return Some(Rule::Pattern(text.to_owned()));
        };
        let found = Diagnostic::new(
            Language::Regex.code(),
            node.within(error.span),
            error.message,
        );
        let found =
            found.note("inputs are checked against their schemas, as `check_inputs` asks for");
        self.diagnostics.push(match error.help {
            Some(help) => found.help(help),
            None => found,
        });
        None
    }
}

/// Where values stand in the inputs.
struct Place {
    at: String,
    secret: bool,
}

impl Place {
    fn inside(&self, token: &str) -> Self {
        Self {
            at: format!("{}/{token}", self.at),
            secret: self.secret,
        }
    }
}

#[derive(Default)]
struct Found {
    all: Vec<Constraint>,
    too_many: bool,
}

impl Found {
    fn add(&mut self, place: &Place, rule: Rule) {
        self.too_many |= self.all.len() >= MAX_CONSTRAINTS;
        if !self.too_many {
            self.all.push(Constraint {
                at: place.at.clone(),
                rule,
                secret: place.secret,
            });
        }
    }
}

/// The schemas of an input.
fn member(whole: &Conjunction, name: &str) -> Vec<Node> {
    let declared = whole.property(name);
    match (declared.is_empty(), whole.additional()) {
        (true, Additional::Schemas(schemas)) => schemas,
        _ => declared,
    }
}

/// A name as a token of a pointer in which `*` stands for all.
fn token(name: &str) -> String {
    match name {
        "*" => "~2".to_owned(),
        name => name.replace('~', "~0").replace('/', "~1"),
    }
}

/// Bounds of numbers; OpenAPI 3.0 makes them exclusive by a flag beside them.
fn bounds(part: &Node) -> Vec<Rule> {
    use Bound::{ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum};
    let bounds = [
        ("minimum", Minimum),
        ("exclusiveMinimum", ExclusiveMinimum),
        ("maximum", Maximum),
        ("exclusiveMaximum", ExclusiveMaximum),
    ];
    let flagged = |keyword| part.value().get(keyword) == Some(&Value::Bool(true));
    let bounds = bounds.into_iter().filter_map(|(keyword, bound)| {
        let number = part.get(keyword)?.literal();
        let digits = number.as_number()?.to_string();
        let bound = match bound {
            Minimum if flagged("exclusiveMinimum") => ExclusiveMinimum,
            Maximum if flagged("exclusiveMaximum") => ExclusiveMaximum,
            other => other,
        };
        Some(Rule::Bound(bound, digits))
    });
    bounds.collect()
}

fn sizes(part: &Node) -> Vec<Rule> {
    let sizes = [
        ("minLength", Size::MinLength),
        ("maxLength", Size::MaxLength),
        ("minItems", Size::MinItems),
        ("maxItems", Size::MaxItems),
    ];
    let sizes = sizes.into_iter().filter_map(|(keyword, size)| {
        let count = part.value().get(keyword)?.as_u64()?;
        Some(Rule::Size(size, usize::try_from(count).ok()?))
    });
    sizes.collect()
}
