//! `operationId`: an id alone, or behind its source.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    expression::{Spanned, expression_in_literal},
    model::{
        arazzo::{self, Text, Unread},
        texts::{Qualified, embraced},
    },
    resolve::operation::{self, Found, Located},
};

use super::{
    super::{
        ApiDocument, Content, ResolvedTarget, Resolver, Source, embraced,
        own_sources::report_unusable, sources,
    },
    report_all,
    reports::{
        duplicate_operation, expression_as_operation, in_several, misspelt_operation, propose,
        similar, unknown_operation,
    },
};

impl Resolver<'_> {
    pub(super) fn operation_id(
        &self,
        text: &Text,
        step: &arazzo::Step,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let id = step.id.text.as_str();
        let name = text.text.trim();
        if let Some(found) = misspelt_operation(text, name) {
            diagnostics.push(found.step(id));
            return None;
        }
        if let Some(Qualified { source, name }) = self.behind(text).0 {
            return self.qualified(text, source, name, step, diagnostics);
        }
        if let Some(meant) = self.qualified_otherwise(text) {
            let target =
                self.qualified(text, &meant.source, &meant.operation, step, diagnostics)?;
            diagnostics.push(meant.report(text).step(id));
            return Some(target);
        }
        let bare = embraced(name).filter(|inner| !self.declared_by(inner).is_empty());
        if let Some(inner) = bare {
            diagnostics.push(embraced::nonstandard(text, inner).step(id));
        }
        let name = bare.unwrap_or(name);
        let found = self.declared_by(name);
        let apis = self.apis().len();
        match found.as_slice() {
            [(source, Found::One(located))] => {
                if apis > 1 {
                    self.report_bare(text, *source, name, id, diagnostics);
                }
                self.read(*source, located, diagnostics)
            }
            [(_, Found::Several(all))] => {
                diagnostics.push(duplicate_operation(text, name, all).step(id));
                None
            }
            [] => match self.dotted(name) {
                Some((source, located, operation)) => {
                    self.report_dotted(text, source, operation, id, diagnostics);
                    self.read(source, &located, diagnostics)
                }
                None => {
                    self.report_unknown(text, name, id, diagnostics);
                    None
                }
            },
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .filter_map(|(source, _)| self.source_name(*source))
                    .collect();
                diagnostics.push(in_several(text, name, &names).step(id));
                None
            }
        }
    }

    fn operation_ids(&self) -> Vec<String> {
        let apis = self.api_sources();
        apis.flat_map(|(.., api)| api.operations.all().iter().cloned())
            .collect()
    }

    /// Whether `name` is a typo for an operation of the API sources, with the name of its source before it or not.
    pub(in crate::resolve::workflow) fn is_nearly_declared(&self, name: &str) -> bool {
        let ids = self.operation_ids();
        let last = name.rsplit('.').next().unwrap_or(name);
        similar(name, &ids).is_some() || similar(last, &ids).is_some()
    }

    /// The API sources that declare operation `name`, and what is found there.
    pub(in crate::resolve::workflow) fn declared_by(&self, name: &str) -> Vec<(usize, Found)> {
        let found = self
            .api_sources()
            .map(|(index, _, api)| (index, api.operations.find(name, self.documents)))
            .filter(|(_, found)| !matches!(found, Found::None));
        self.distinct(found.collect())
    }

    /// Without what is found in a source whose name was reported, if another one has it too.
    fn distinct(&self, mut found: Vec<(usize, Found)>) -> Vec<(usize, Found)> {
        let mut names: Vec<&str> = Vec::new();
        let mut keep = Vec::new();
        for (index, _) in &found {
            let name = self.source_name(*index).unwrap_or_default();
            keep.push(!name.is_empty() && !names.contains(&name));
            names.push(name);
        }
        if keep.contains(&true) {
            let mut keep = keep.into_iter();
            found.retain(|_| keep.next().unwrap_or_default());
        }
        found
    }

    fn qualified(
        &self,
        text: &Text,
        name: &Spanned<String>,
        reference: &Spanned<String>,
        step: &arazzo::Step,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let id = step.id.text.as_str();
        let (index, source) = self.source(text, name, Some(id), diagnostics)?;
        match &source.content {
            Content::OpenApi(ApiDocument { root, operations }) => {
                match operations.find(&reference.value, self.documents) {
                    Found::One(located) => self.read(index, &located, diagnostics),
                    Found::Several(all) => {
                        diagnostics
                            .push(duplicate_operation(text, &reference.value, &all).step(id));
                        None
                    }
                    Found::None => {
                        // A second source of this name was reported.
                        let namesake = |other: &Source| other.model.name.text == name.value;
                        let mut sources = self.own_sources().map(|(_, other)| other);
                        if sources.by_ref().filter(|other| namesake(other)).count() > 1 {
                            return None;
                        }
                        if !report_all(operation::hiding_any(root), diagnostics) {
                            let name = &reference.value;
                            let mut report = unknown_operation(text, name);
                            if !diagnostics.are_many() {
                                report = propose(report, name, operations.all());
                            }
                            diagnostics.push(report.step(id));
                        }
                        None
                    }
                }
            }
            Content::AsyncApi(_) => None,
            Content::Arazzo(_) => {
                diagnostics.push(
                    sources::without_operations(text.node.place(), &name.value)
                        .help("to call a workflow write `workflowId`")
                        .step(id),
                );
                None
            }
            Content::Unusable(why) => {
                report_unusable(why, diagnostics);
                None
            }
        }
    }

    fn report_bare(
        &self,
        text: &Text,
        source: usize,
        name: &str,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let standard = format!(
            "$sourceDescriptions.{}.{name}",
            self.source_name(source).unwrap_or_default()
        );
        diagnostics.push(
            Diagnostic::new(
                Code::UnqualifiedOperation,
                &text.node,
                format!("operation `{name}` does not say which source it belongs to"),
            )
            .label("there are several API sources")
            .help(format!("write `{standard}`"))
            .fix(standard)
            .step(id),
        );
    }

    /// The operation that `source.operationId` means, the source by its bare name; also its `operationId`.
    pub(in crate::resolve::workflow) fn dotted<'a>(
        &self,
        name: &'a str,
    ) -> Option<(usize, Located, &'a str)> {
        self.api_sources().find_map(|(index, source, api)| {
            let rest = name.strip_prefix(source.model.name.text.as_str())?;
            let operation = rest.strip_prefix('.')?;
            match api.operations.find(operation, self.documents) {
                Found::One(located) => Some((index, located, operation)),
                _ => None,
            }
        })
    }

    fn report_dotted(
        &self,
        text: &Text,
        source: usize,
        operation: &str,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let source = self.source_name(source).unwrap_or_default();
        let standard = format!("$sourceDescriptions.{source}.{operation}");
        diagnostics.push(
            embraced::bare_source(text, &standard)
                .label(format!("operation `{operation}` of source `{source}`"))
                .step(id),
        );
    }

    /// Reports that no source has operation `name`, unless one that cannot be read may have it.
    fn report_unknown(&self, text: &Text, name: &str, id: &str, diagnostics: &mut Diagnostics) {
        if diagnostics.are_many() {
            diagnostics.push(unknown_operation(text, name).step(id));
            return;
        }
        let ids = self.operation_ids();
        let hiding = self.api_sources();
        let hiding = hiding.flat_map(|(.., api)| operation::hiding_any(&api.root));
        if let Some(message) = expression_in_literal(name, "`operationId`") {
            diagnostics.push(expression_as_operation(text, message, &ids).step(id));
            return;
        }
        if report_all(hiding.collect(), diagnostics) {
            return;
        }
        if similar(name, &ids).is_none() {
            let mut broken = self.model.unread_sources != Unread::default();
            for (_, source) in self.own_sources() {
                if let Content::Unusable(why) = &source.content {
                    report_unusable(why, diagnostics);
                    broken = true;
                }
            }
            if broken {
                return;
            }
        }
        diagnostics.push(propose(unknown_operation(text, name), name, &ids).step(id));
    }
}
