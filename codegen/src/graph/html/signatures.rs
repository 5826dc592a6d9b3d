//! What callers see of a workflow's code, taken from the emitted code itself.

use syn::{File, Item, ItemMod, ext::IdentExt, parse_quote};

use crate::{
    emit,
    plan::{Plan, Workflow},
};

/// Parts of the emitted code as text; none where the emitter refuses the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signatures {
    /// The workflow's function, its inputs and outputs.
    pub workflow: Option<String>,
    /// For each step its outputs.
    pub steps: Vec<Option<String>>,
}

impl Signatures {
    /// Those of a plan's workflows, in the order of documents and workflows.
    pub fn of(plan: &Plan) -> Vec<Vec<Self>> {
        let source = emit::module(plan).unwrap_or_default();
        let file = syn::parse_file(&source).ok();
        let items = file.as_ref().map_or(&[] as &[Item], |file| &file.items);
        let of_document = |document: &crate::plan::Document| {
            let items = match &document.module {
                Some(module) => module_named(items, module).unwrap_or_default(),
                None => items,
            };
            let workflows = document.workflows.iter();
            workflows
                .map(|workflow| Self::of_workflow(items, workflow))
                .collect()
        };
        plan.documents.iter().map(of_document).collect()
    }

    fn of_workflow(items: &[Item], workflow: &Workflow) -> Self {
        let own = module_named(items, &workflow.ident).unwrap_or_default();
        let mut texts = Vec::new();
        texts.extend(function(items, &workflow.ident));
        for name in ["Inputs", "Prerequisites", "Outputs"] {
            texts.extend(structure(own, name));
        }
        let steps = workflow.steps.iter();
        Self {
            workflow: (!texts.is_empty()).then(|| texts.join("\n")),
            steps: steps.map(|step| structure(own, &step.type_ident)).collect(),
        }
    }
}

fn module_named<'a>(items: &'a [Item], name: &str) -> Option<&'a [Item]> {
    items.iter().find_map(|item| match item {
        Item::Mod(ItemMod {
            ident,
            content: Some((_, items)),
            ..
        }) if *ident == name || ident.unraw() == name => Some(items.as_slice()),
        _ => None,
    })
}

fn function(items: &[Item], name: &str) -> Option<String> {
    let found = items.iter().find_map(|item| match item {
        Item::Fn(found) if found.sig.ident == name || found.sig.ident.unraw() == name => {
            Some(found)
        }
        _ => None,
    })?;
    let mut found = found.clone();
    found.attrs.clear();
    found.block = parse_quote!({});
    let text = printed(Item::Fn(found));
    Some(text.trim_end().trim_end_matches("{}").trim_end().to_owned() + ";\n")
}

fn structure(items: &[Item], name: &str) -> Option<String> {
    let found = items.iter().find_map(|item| match item {
        Item::Struct(found) if found.ident == name => Some(found),
        _ => None,
    })?;
    let mut found = found.clone();
    found.attrs.clear();
    for field in &mut found.fields {
        field.attrs.clear();
    }
    Some(printed(Item::Struct(found)))
}

fn printed(item: Item) -> String {
    let text = prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    });
    text.replace("::arazzo_runtime::", "arazzo_runtime::")
}
