//! What named types are called and what stands around them, as far as settings say so (D-129).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    plan::{Errors, Extra, Plan, Workflow, WorkflowRef},
    resolve::workflow::WorkflowId,
    settings::{Setting, Settings, Subject},
    types::{Conjunction, Definition, References, Type, TypeId, Types, type_ident},
};

/// Every emitted type.
const ALL: &str = "*";

/// What a caller of a workflow meets, and the types inside.
const SIDES: [Side; 4] = [Side::Inputs, Side::Outputs, Side::Steps, Side::Errors];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Inputs,
    Outputs,
    Steps,
    Errors,
}

impl Side {
    /// How settings name it.
    fn name(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Outputs => "outputs",
            Self::Steps => "steps",
            Self::Errors => "errors",
        }
    }

    /// The types that its structs mention.
    fn types(self, workflow: &Workflow) -> Vec<&Type> {
        match self {
            Self::Inputs => workflow.inputs.iter().map(|input| &input.ty).collect(),
            Self::Outputs => workflow.outputs.iter().map(|output| &output.ty).collect(),
            Self::Steps => {
                let outputs = workflow.steps.iter().flat_map(|step| &step.outputs);
                outputs.map(|output| &output.ty).collect()
            }
            // They are in a module of their own.
            Self::Errors => Vec::new(),
        }
    }

    /// Its structs.
    fn structs(self, workflow: &Workflow) -> Vec<String> {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match self {
            Self::Inputs => names(&["Inputs"]),
            Self::Outputs if workflow.has_partial_outputs() => {
                names(&["Outputs", "PartialOutputs"])
            }
            Self::Outputs => names(&["Outputs"]),
            Self::Errors if workflow.declared.is_empty() => Vec::new(),
            Self::Errors => names(&["Declared"]),
            Self::Steps if !workflow.has_step_outputs() => Vec::new(),
            Self::Steps => {
                let mut all: Vec<String> = names(&["Steps", "PartialSteps"]);
                for step in workflow
                    .steps
                    .iter()
                    .filter(|step| !step.outputs.is_empty())
                {
                    all.push(step.type_ident.clone());
                    all.push(step.types.partial.clone());
                    all.extend(step.has_attempt_type().then(|| step.types.attempt.clone()));
                }
                all
            }
        }
    }
}

impl Plan {
    /// Renames types, and notes which derives and attributes each has.
    pub(super) fn apply_type_settings(&mut self, settings: &Settings, refs: &dyn References) {
        if settings.has(Subject::RenameType) {
            self.rename_types(settings, refs);
        }
        if settings.has(Subject::Derive) || settings.has(Subject::Attribute) {
            self.add_extras(settings);
        }
    }

    fn rename_types(&mut self, settings: &Settings, refs: &dyn References) {
        let Errors {
            types, type_names, ..
        } = &mut self.errors;
        let emitted = types.iter().map(|(id, _)| id).collect();
        rename(types, emitted, type_names, "errors", settings, refs);
        for (_, workflow) in self.workflows_mut() {
            let all = SIDES.into_iter();
            let emitted = all.flat_map(|side| workflow.types.reachable(side.types(workflow)));
            let emitted = emitted.filter(|id| workflow.types.get(*id).home.is_none());
            let (emitted, ident) = (emitted.collect(), &workflow.ident);
            let (types, names) = (&mut workflow.types, &mut workflow.type_names);
            rename(types, emitted, names, ident, settings, refs);
        }
        let named: BTreeMap<(WorkflowId, TypeId), String> = self
            .workflows()
            .filter_map(|reference| Some((id_of(reference), self.workflow(reference)?)))
            .flat_map(|(workflow, found)| {
                let types = found.types.iter();
                types.map(move |(id, definition)| ((workflow, id), definition.name.clone()))
            })
            .collect();
        // Types of other workflows are called as there.
        for (_, workflow) in self.workflows_mut() {
            let types = workflow.types.iter();
            let adopted =
                types.filter_map(|(id, definition)| Some((id, named.get(&definition.home?)?)));
            for (id, name) in adopted.collect::<Vec<_>>() {
                workflow.types.rename(id, name.clone());
            }
        }
    }

    fn add_extras(&mut self, settings: &Settings) {
        let operations = self.errors.operations.iter();
        let operations = operations.map(|errors| errors.ident.clone());
        let types = self.errors.types.iter();
        let types = types.map(|(_, definition)| definition.name.clone());
        let names = operations.chain(types);
        let errors = names.map(|name| (name, BTreeSet::from([Side::Errors.name()])));
        self.errors.extras = extras(settings, errors.collect());
        let sides = self.sides();
        for (reference, workflow) in self.workflows_mut() {
            let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
            for side in SIDES {
                for name in side.structs(workflow) {
                    names.entry(name).or_default().insert(side.name());
                }
            }
            for (id, definition) in workflow.types.iter() {
                if let Some(sides) = sides.get(&(id_of(reference), id)) {
                    let own = names.entry(definition.name.clone()).or_default();
                    own.extend(sides.iter().map(|side| side.name()));
                }
            }
            workflow.extras = extras(settings, names);
        }
    }

    /// Which sides of any workflow mention a type, by the workflow that defines it.
    fn sides(&self) -> BTreeMap<(WorkflowId, TypeId), BTreeSet<Side>> {
        let mut found: BTreeMap<_, BTreeSet<Side>> = BTreeMap::new();
        for reference in self.workflows() {
            let Some(workflow) = self.workflow(reference) else {
                continue;
            };
            for side in SIDES {
                for id in workflow.types.reachable(side.types(workflow)) {
                    let home = workflow.types.get(id).home;
                    let origin = home.unwrap_or((id_of(reference), id));
                    found.entry(origin).or_default().insert(side);
                }
            }
        }
        found
    }
}

/// Renames types that the module `place` defines.
fn rename(
    types: &mut Types,
    emitted: BTreeSet<TypeId>,
    names: &mut BTreeSet<String>,
    place: &str,
    settings: &Settings,
    refs: &dyn References,
) {
    let mut given: BTreeMap<String, &Setting> = BTreeMap::new();
    for id in emitted {
        let Some(setting) = type_setting(settings, types.get(id), refs) else {
            continue;
        };
        let mut name = type_ident(&setting.value);
        let before = given.insert(name.clone(), setting);
        if before.is_some_and(|before| before.key == setting.key) {
            // A schema can be two types: what is given, and what came with more than it declares.
            name = free(&name, names);
        } else if names.contains(&name) {
            setting.collides(&format!("another type in `{place}`"));
        }
        names.insert(name.clone());
        types.rename(id, name);
    }
}

/// A name with a number that no type has.
fn free(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2_usize..).map(|number| format!("{name}{number}"));
    let mut free = numbered.filter(|name| !taken.contains(name));
    free.next().unwrap_or_default()
}

/// The setting that renames a type: by its name, or by the schema that it is made from.
fn type_setting<'s>(
    settings: &'s Settings,
    definition: &Definition,
    refs: &dyn References,
) -> Option<&'s Setting> {
    let by_name = settings.find(Subject::RenameType, &definition.name);
    by_name.or_else(|| {
        let all = Conjunction::of(definition.source.as_ref()?, refs);
        let mut whole = all.whole(refs).into_iter();
        whole.find_map(|schema| settings.at(Subject::RenameType, schema))
    })
}

/// What settings add to types, given by their names with the sides that they are part of.
fn extras(settings: &Settings, names: BTreeMap<String, BTreeSet<&str>>) -> BTreeMap<String, Extra> {
    let extras = names.into_iter().map(|(name, sides)| {
        let keys = [ALL].into_iter().chain(sides).chain([name.as_str()]);
        let extra = extra(settings, &Vec::from_iter(keys));
        (name, extra)
    });
    extras
        .filter(|(_, extra)| *extra != Extra::default())
        .collect()
}

/// What settings for any of `keys` add.
fn extra(settings: &Settings, keys: &[&str]) -> Extra {
    let added = |subject| {
        let mut all: Vec<String> = Vec::new();
        for setting in keys.iter().flat_map(|key| settings.all_for(subject, key)) {
            if !all.contains(&setting.value) {
                all.push(setting.value.clone());
            }
        }
        all
    };
    Extra {
        derives: added(Subject::Derive),
        attributes: added(Subject::Attribute),
    }
}

fn id_of(reference: WorkflowRef) -> WorkflowId {
    WorkflowId {
        description: reference.document,
        workflow: reference.workflow,
    }
}
