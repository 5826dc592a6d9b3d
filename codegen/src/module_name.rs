//! What the module of each document is called.

use std::path::Path;

use heck::ToSnakeCase;

use crate::{
    check::module_collision,
    diagnostic::Diagnostics,
    load::Documents,
    plan::Plan,
    types::{Names, module_ident},
};

/// The module a document is compiled into by default: the file's name without `.arazzo.yaml`, in snake case.
pub fn module_name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".arazzo").unwrap_or(&stem);
    let name = stem.to_snake_case();
    match name.chars().next() {
        None => "document".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => usable(name),
    }
}

/// The name, or what stands for it where Rust keeps it for itself: `type` becomes `type_`.
pub(crate) fn usable(name: String) -> String {
    let ident = module_ident(&name);
    let kept = ident == format!("{name}_") || name.chars().all(|letter| letter == '_');
    if kept { ident } else { name }
}

/// Gives each document a module of its own. A document that is given twice is compiled once.
pub(crate) fn distinct(plans: &mut Vec<Plan>, documents: &Documents, found: &mut Diagnostics) {
    let mut names = Names::new();
    let mut known = Vec::new();
    plans.retain_mut(|plan| {
        let document = plan.place.as_ref().map(|place| place.document);
        let asked = (plan.module.clone(), document);
        if known.contains(&asked) {
            return false;
        }
        let name = names.claim(&plan.module);
        if name != plan.module
            && let Some(place) = &plan.place
        {
            let first = known.iter().find(|(known, _)| *known == plan.module);
            let first = first.and_then(|(_, document)| documents.get((*document)?));
            let first = first.map_or_else(String::new, |first| format!(" of `{}`", first.name));
            found.push(module_collision(place.clone(), &first, &plan.module, &name));
        }
        plan.module = name;
        known.push(asked);
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Generator, load::Memory};

    #[test]
    fn modules_are_named_after_files() {
        let name = |path| module_name(Path::new(path));
        assert_eq!(
            name("specs/provision-project-key.arazzo.yaml"),
            "provision_project_key"
        );
        assert_eq!(name("Flow.json"), "flow");
        assert_eq!(name("2fa.arazzo.json"), "_2fa");
        assert_eq!(name("type.arazzo.yaml"), "type_");
        assert_eq!(name("self.yaml"), "self_");
        assert_eq!(usable("_".to_owned()), "underscore");
        assert_eq!(usable("my_type".to_owned()), "my_type");
    }

    #[test]
    fn no_two_documents_have_one_module() {
        let flow = "arazzo: 1.0.1
info: {title: t, version: '1'}
sourceDescriptions: [{name: api, url: ../api.yaml}]
workflows: [{workflowId: w, steps: [{stepId: s, operationId: o}]}]
";
        let api = "openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://api.example'}]
paths: {/o: {get: {operationId: o, responses: {'200': {description: d}}}}}
";
        let memory = Memory::new()
            .file("a/flow.yaml", flow)
            .file("b/flow.yaml", flow)
            .file("api.yaml", api);
        let generator = || {
            let generator = Generator::new().files(memory.clone()).root("/");
            let documents = ["a/flow.yaml", "b/flow.yaml", "a/flow.yaml"];
            documents.into_iter().fold(generator, Generator::document)
        };
        let (modules, report) = generator().modules();
        let names: Vec<&str> = modules.iter().map(|module| &*module.name).collect();
        assert_eq!(names, ["flow", "flow_2"], "{}", report.human(false));
        let told: Vec<_> = report.lines().into_iter().map(|line| line.text).collect();
        let expected = "b/flow.yaml:1:1: [identifier-collision] the module of `a/flow.yaml` has the name `flow` already, so that this one is `flow_2`";
        assert_eq!(told, [expected]);
        // Nobody who checks a tree of documents has to name them.
        assert_eq!(generator().check().human(false), "");
    }
}
