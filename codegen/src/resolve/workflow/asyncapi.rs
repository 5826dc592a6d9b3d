//! AsyncAPI steps, which are told apart and refused (decision D-47).

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Place,
    model::arazzo::{self, Target, Text, Version},
};

use super::{Content, Resolver};

impl Resolver<'_> {
    /// Whether `step` names a channel, or an operation of an AsyncAPI source.
    pub(super) fn is_asyncapi(&self, step: &arazzo::Step) -> bool {
        match &step.target {
            Some(Target::ChannelPath(_)) => true,
            Some(Target::OperationId(text)) => match self.source_of(text) {
                Some(name) => self.is_asyncapi_source(&name),
                None => self.speaks_asyncapi_only() || self.is_asyncapi_operation(step, text),
            },
            Some(Target::OperationPath(text)) => match self.path(text) {
                Some(Ok(path)) => {
                    let source = path.source.as_ref();
                    source.is_some_and(|name| self.is_asyncapi_source(&name.value))
                }
                _ => self
                    .source_of(text)
                    .is_some_and(|name| self.is_asyncapi_source(&name)),
            },
            _ => false,
        }
    }

    /// The source that an operation is named behind.
    fn source_of(&self, text: &Text) -> Option<String> {
        match self.behind(text).0 {
            Some(qualified) => Some(qualified.source.value.clone()),
            None => Some(self.qualified_otherwise(text)?.source.value),
        }
    }

    fn is_asyncapi_source(&self, name: &str) -> bool {
        let mut sources = self.own_sources();
        let found = sources.find(|(_, source)| source.model.name.text == name);
        found.is_some_and(|(_, source)| matches!(source.content, Content::AsyncApi(_)))
    }

    /// Whether an id without its source, or with its bare name before it, is one of an AsyncAPI document. Of one that is
    /// not at hand nothing is known: it has what nothing else has (decision D-70).
    fn is_asyncapi_operation(&self, step: &arazzo::Step, text: &Text) -> bool {
        let name = text.text.trim();
        if !self.declared_by(name).is_empty() || self.dotted(name).is_some() {
            return false;
        }
        if let Some((source, _)) = self.behind_source(name, '.') {
            return self.is_asyncapi_source(&source);
        }
        let says_so = step.action.is_some() || step.correlation_id.is_some();
        self.own_sources().any(|(_, source)| match &source.content {
            Content::AsyncApi(Some(root)) => {
                let operations = root.get("operations");
                operations.is_some_and(|operations| operations.get(name).is_some())
            }
            Content::AsyncApi(None) => says_so || self.may_be_elsewhere(name),
            _ => false,
        })
    }

    /// Whether an operation that no source at hand declares can be one of a source that is not: a typo for one that is
    /// declared is more likely that, and so is what is an expression or a path.
    fn may_be_elsewhere(&self, name: &str) -> bool {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let broken =
            (self.own_sources()).any(|(_, source)| matches!(source.content, Content::Unusable(_)));
        name.chars().all(plain) && !broken && !self.is_nearly_declared(name)
    }

    /// Whether every API source of the document is an AsyncAPI document.
    fn speaks_asyncapi_only(&self) -> bool {
        let mut apis = self
            .own_sources()
            .map(|(_, source)| &source.content)
            .filter(|content| !matches!(content, Content::Arazzo(_)))
            .peekable();
        apis.peek().is_some() && apis.all(|content| matches!(content, Content::AsyncApi(_)))
    }

    /// Reports fields that mean something on AsyncAPI steps only (row ST-30), and their use in a description of 1.0.
    pub(super) fn report_asyncapi_fields(
        &self,
        step: &arazzo::Step,
        asyncapi: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let action = step.action.as_ref().map(|text| &text.node);
        let fields = [
            ("action", action),
            ("correlationId", step.correlation_id.as_ref()),
        ];
        for (field, node) in fields {
            let found = match (node, step.node.get(field)) {
                // In which version it belongs there makes no difference.
                (Some(node), _) if !asyncapi => {
                    out_of_place(field, node.key()).label("means nothing here")
                }
                (_, Some(member)) if self.model.version == Version::V1_0 => {
                    arazzo::needs_1_1(field, &member)
                }
                _ => continue,
            };
            diagnostics.push(found.step(&step.id.text));
        }
    }
}

/// The report of what belongs to AsyncAPI steps and stands in another one.
pub(crate) fn out_of_place(what: &str, place: Place) -> Diagnostic {
    let message = format!(
        "`{what}` belongs to AsyncAPI steps, and this step calls an HTTP operation or a workflow"
    );
    Diagnostic::new(Code::AsyncapiField, place, message)
}
