//! The fields of a workflow's `Inputs`, from its JSON Schema (Arazzo 1.1, section 4.6.4 `inputs`).

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    diagnostic::{Code, Diagnostic},
    elaborate::Needs,
    load::Node,
    model::arazzo,
    nearest::is_typo,
    plan::{InputDefault, InputField},
    resolve::workflow::{ResolvedTarget, WorkflowId},
    settings::{Subject, default_of_own_type},
    types::{
        Conjunction, Constant, Enums, Lowering, Names, Shape, Type, Untyped, Wanted, field_ident,
        is_like,
    },
};

use super::{Builder, secrets::hidden};

impl<'a> Builder<'a> {
    /// Whether the schema of a workflow's inputs speaks of others than those that it declares.
    pub(super) fn is_open(&self, id: WorkflowId) -> bool {
        let model = self.world.model(id);
        let schema = model.and_then(|workflow| workflow.inputs.as_ref());
        schema.is_some_and(|schema| Conjunction::of(schema, self.references()).speaks_of_others())
    }

    /// Makes the fields of a workflow's inputs.
    pub(super) fn make_inputs(&mut self, id: WorkflowId) {
        let mut fields = self.declared_inputs(id);
        self.name_inputs(id, &mut fields);
        self.describe_inputs(id, &mut fields);
        self.hide_inputs(id, &mut fields);
        if fields.iter().any(|field| field.missing) {
            self.require_needed(id, &mut fields);
        }
        self.inputs.insert(id, Rc::new(fields));
    }

    /// What no run of a workflow can do without.
    pub(super) fn needs(&self, id: WorkflowId) -> Needs {
        let mut required: BTreeMap<WorkflowId, BTreeSet<String>> = BTreeMap::new();
        for (callee, _) in self.callees(id) {
            // In a circle of calls, what one needs depends on what it needs.
            let names = if self.elaborated.calls().in_one_circle(id, callee) {
                BTreeSet::new()
            } else {
                self.required_inputs(callee)
            };
            required.insert(callee, names);
        }
        let Some(view) = self.elaborated.view(id) else {
            return Needs::default();
        };
        Needs::of(&view, &|target, name| match target {
            ResolvedTarget::Workflow(callee) => required
                .get(callee)
                .is_some_and(|names| names.contains(name)),
            ResolvedTarget::Operation { .. } => false,
        })
    }

    fn required_inputs(&self, id: WorkflowId) -> BTreeSet<String> {
        let inputs = self.inputs(id);
        inputs
            .iter()
            .filter(|field| field.is_required())
            .map(|field| field.name.clone())
            .collect()
    }

    /// Gives inputs that are given secrets a type that hides them.
    fn hide_inputs(&self, id: WorkflowId, fields: &mut [InputField]) {
        let given = |field: &InputField| self.secrets.inputs.contains(&(id, field.name.clone()));
        for field in fields.iter_mut().filter(|field| given(field)) {
            if let Some(hidden) = hidden(&field.ty.shape) {
                field.ty.shape = hidden;
                if let Some(default) = &mut field.default {
                    default.constant = default.constant.clone().hidden();
                }
                let text = field.documentation.get_or_insert_default();
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                text.push_str("A secret: a workflow that calls this one hands one on.");
            }
        }
    }

    /// Takes in what settings call inputs.
    fn name_inputs(&self, id: WorkflowId, fields: &mut [InputField]) {
        if !self.documents().settings().has(Subject::RenameField) {
            return;
        }
        let owner = self.workflow_name(id);
        let wanted = fields.iter().map(|field| {
            let setting = self.field_setting(owner, "inputs", &field.name);
            match setting {
                Some(_) => Wanted::new(&field.name, setting, field_ident),
                None => Wanted::known(&field.name, &field.ident),
            }
        });
        let idents = Names::new().assign(&wanted.collect::<Vec<_>>());
        for (field, ident) in fields.iter_mut().zip(idents) {
            field.ident = ident;
        }
    }

    fn declared_inputs(&mut self, id: WorkflowId) -> Vec<InputField> {
        let world = self.world;
        let Some(schema) = world
            .model(id)
            .and_then(|workflow| workflow.inputs.as_ref())
        else {
            return Vec::new();
        };
        let mut lowering = Lowering::new(self.references(), Enums::Open);
        let bare = arazzo::bare_inputs(schema);
        if !bare.is_empty() {
            let fields = bare_fields(&mut lowering, schema, &bare);
            self.lowerings.insert(id, lowering);
            return fields;
        }
        let view = self.elaborated.view(id);
        let kept = view.map(|view| view.handed_on(schema, self.references()));
        let Some(members) = lowering.members(schema, "Inputs", &kept.unwrap_or_default()) else {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::InputsNotAnObject,
                    schema,
                    "a workflow's `inputs` is the schema of an object",
                )
                .label("describes no object")
                .help("write `type: object` and the inputs below `properties`"),
            );
            return Vec::new();
        };
        if let (true, Some(ty)) = (members.fields.is_empty(), members.additional) {
            let mut untyped = lowering.take_untyped();
            if untyped.is_empty() && ty.holds_value() {
                untyped.push(Untyped {
                    node: schema.clone(),
                    reason: "the schema names no inputs".to_owned(),
                });
            }
            self.lowerings.insert(id, lowering);
            return self.undeclared_inputs(id, &ty, &untyped);
        }
        let references = self.references();
        let whole = Conjunction::of(schema, references);
        let fits = |name: &str, default: &serde_json::Value| {
            let schemas = whole.property(name);
            let mut found = schemas.iter();
            found.all(|schema| is_like(default, schema, references))
        };
        let mut own = Vec::new();
        let fields = members
            .fields
            .into_iter()
            .map(|field| {
                let json = field.default.filter(|json| fits(&field.name, json));
                if json.is_some() && lowering.types().hold_own(&field.ty) {
                    own.push(field.name.clone());
                }
                let default = json.and_then(|json| default(&lowering, json, &field.ty));
                InputField {
                    // What has a default may be left out, whatever `required` says (decision D-41).
                    missing: !field.required && default.is_none(),
                    name: field.name,
                    ident: field.ident,
                    ty: field.ty,
                    default,
                    documentation: field.documentation,
                    untyped: field.untyped,
                }
            })
            .collect();
        for name in own {
            let place = whole.property(&name).first().map(Node::place);
            let place = place.unwrap_or_else(|| schema.place());
            self.diagnostics.push(default_of_own_type(place, &name));
        }
        self.lowerings.insert(id, lowering);
        fields
    }

    /// Fields for inputs that may be called anything; a string schema makes all of them strings.
    fn undeclared_inputs(&self, id: WorkflowId, ty: &Type, untyped: &[Untyped]) -> Vec<InputField> {
        let mut idents = Names::new();
        let view = self.elaborated.view(id);
        let names = view.map_or(&[][..], |view| view.inputs());
        names
            .iter()
            .map(|name| InputField {
                missing: true,
                ident: idents.claim(&field_ident(name)),
                name: name.clone(),
                ty: ty.clone(),
                default: None,
                documentation: None,
                untyped: untyped.to_vec(),
            })
            .collect()
    }

    /// Decision D-49: what every run needs is a plain field.
    fn require_needed(&mut self, id: WorkflowId, fields: &mut [InputField]) {
        let needs = self.needs(id);
        let schema = self
            .world
            .model(id)
            .and_then(|workflow| workflow.inputs.clone());
        for field in fields.iter_mut().filter(|field| field.missing) {
            if !needs.inputs.contains(&field.name) {
                continue;
            }
            field.missing = false;
            // Inputs without `properties` were told of already.
            let Some(schema) = schema.as_ref().filter(|schema| {
                !means_required(schema, &field.name) && arazzo::bare_inputs(schema).is_empty()
            }) else {
                continue;
            };
            let place = schema
                .get("properties")
                .and_then(|properties| properties.get(&field.name))
                .map_or_else(|| schema.place(), |node| node.key());
            self.diagnostics.push(
                Diagnostic::new(
                    Code::NeededInput,
                    place,
                    format!(
                        "input `{}` is optional, but no run succeeds without it",
                        field.name
                    ),
                )
                .label("taken as required")
                .help(format!("add `{}` to `required`", field.name)),
            );
        }
    }
}

/// A default that is a value of the input's type; one that is not is reported as `invalid-default`, and fills nothing in.
fn default(lowering: &Lowering<'_>, json: serde_json::Value, ty: &Type) -> Option<InputDefault> {
    let constant = Constant::of(lowering.types(), &json, ty)?;
    Some(InputDefault { json, constant })
}

/// Fields of `bare` inputs, which stand where `schema` should have its `properties` (decision D-101).
fn bare_fields(
    lowering: &mut Lowering<'_>,
    schema: &Node,
    bare: &[(String, Node)],
) -> Vec<InputField> {
    let required = schema.get("required").map(|names| names.items());
    let required = required.unwrap_or_default();
    let mut idents = Names::new();
    let fields = bare.iter().map(|(name, member)| {
        let ty = match member.as_str() {
            None => lowering.lower(member, name),
            Some("string") => Type::new(Shape::String),
            Some("integer") => Type::new(Shape::Int64),
            Some("number") => Type::new(Shape::Number),
            Some("boolean") => Type::new(Shape::Bool),
            Some(_) => Type::new(Shape::Value),
        };
        let mut untyped = lowering.take_untyped();
        if untyped.is_empty() && ty.holds_value() {
            let reason = "its type says nothing of what it holds".to_owned();
            let node = member.clone();
            untyped.push(Untyped { node, reason });
        }
        InputField {
            missing: !required.iter().any(|one| one.as_str() == Some(name)),
            ident: idents.claim(&field_ident(name)),
            name: name.clone(),
            ty,
            default: None,
            documentation: None,
            untyped,
        }
    });
    fields.collect()
}

/// Whether a keyword that is a typo for `required`, which is reported as such, names this property.
fn means_required(schema: &Node, name: &str) -> bool {
    let members = schema.members().into_iter();
    let mut misspelt = members.filter(|(key, _)| is_typo(key, "required"));
    misspelt.any(|(_, names)| names.items().iter().any(|item| item.as_str() == Some(name)))
}
