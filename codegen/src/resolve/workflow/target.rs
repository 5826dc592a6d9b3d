//! What a step calls: `operationId`, `operationPath`, `workflowId` (Arazzo 1.1, section 4.6.5).

mod reports;

use std::rc::Rc;

use crate::{
    diagnostic::{
        Code, Diagnostic, Diagnostics,
        names::{Named, listed},
    },
    expression::{self, Expression, OperationPath, Spanned, expression_in_literal},
    model::arazzo::{self, Target, Text, Unread},
    resolve::operation::{self, Found, Located, NotFound},
};

use super::{
    ApiDocument, Content, ResolvedTarget, Resolver, Source,
    embraced::{self, embraced},
    sources,
    unknown::misspelt_root,
};
use reports::{
    duplicate_operation, expression_as_operation, path_not_found, propose, propose_path, similar,
    unknown_operation,
};

impl Resolver<'_> {
    /// Finds what `step` calls.
    pub(super) fn target(
        &self,
        step: &arazzo::Step,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let id = step.id.text.as_str();
        match step.target.as_ref()? {
            Target::OperationId(text) => self.operation_id(text, step, diagnostics),
            Target::OperationPath(text) => self.operation_path(text, id, diagnostics),
            Target::WorkflowId(text) => self
                .workflow_reference(text, Some(id), diagnostics)
                .map(ResolvedTarget::Workflow),
            Target::ChannelPath(_) => None,
        }
    }

    fn operation_id(
        &self,
        text: &Text,
        step: &arazzo::Step,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let id = step.id.text.as_str();
        let name = text.text.trim();
        if let Some(found) = misspelt_root(Code::UnknownOperation, text, name) {
            diagnostics.push(found.step(id));
            return None;
        }
        if let Ok(Expression::SourceDescription {
            name: source,
            reference,
        }) = self.names.parse(name)
        {
            return self.qualified(text, &source, &reference, step, diagnostics);
        }
        if let Some(meant) = self.qualified_otherwise(&text.text) {
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
                let first = names.first().copied().unwrap_or("name");
                diagnostics.push(
                    Diagnostic::new(
                        Code::AmbiguousOperation,
                        &text.node,
                        format!("operation `{name}` is ambiguous: several sources declare it"),
                    )
                    .label(format!("declared by {}", listed(&names)))
                    .help(format!(
                        "name the source: `$sourceDescriptions.{first}.{name}`"
                    ))
                    .step(id),
                );
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
    pub(super) fn is_nearly_declared(&self, name: &str) -> bool {
        let ids = self.operation_ids();
        let last = name.rsplit('.').next().unwrap_or(name);
        similar(name, &ids).is_some() || similar(last, &ids).is_some()
    }

    /// The API sources that declare operation `name`, and what is found there.
    pub(super) fn declared_by(&self, name: &str) -> Vec<(usize, Found)> {
        let found = self
            .api_sources()
            .map(|(index, _, api)| (index, api.operations.find(name, self.documents)))
            .filter(|(_, found)| !matches!(found, Found::None));
        self.distinct(found.collect())
    }

    /// The API sources, each name once: a second one of a name was reported, and one without a name too.
    fn apis(&self) -> Vec<usize> {
        let mut names: Vec<&str> = Vec::new();
        let mut apis = Vec::new();
        for (index, source, _) in self.api_sources() {
            let name = source.model.name.text.as_str();
            if name.is_empty() || !names.contains(&name) {
                names.push(name);
                apis.push(index);
            }
        }
        apis
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

    fn operation_path(
        &self,
        text: &Text,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let path = match expression::parse_operation_path(&text.text) {
            Ok(path) => path,
            Err(error) => {
                let mut found = Diagnostic::new(
                    Code::InvalidOperationPath,
                    text.node.within(error.span),
                    error.message,
                )
                .step(id);
                if let Some(help) = error.help {
                    found = found.help(help);
                }
                diagnostics.push(found);
                return None;
            }
        };
        let candidates: Vec<usize> = match &path.source {
            Some(name) => vec![self.source(text, name, Some(id), diagnostics)?.0],
            None => self.apis(),
        };
        let mut errors = Vec::new();
        let mut found = Vec::new();
        for index in candidates {
            let Some(source) = self.world.sources.get(index) else {
                continue;
            };
            match &source.content {
                Content::OpenApi(ApiDocument { root, .. }) => {
                    match operation::find_by_pointer(root, &path.pointer, self.documents) {
                        Ok(located) => found.push((index, located)),
                        Err(error) => errors.push(error),
                    }
                }
                Content::Unusable(why) => report_unusable(why, diagnostics),
                Content::Arazzo(_) | Content::AsyncApi(_) => errors.push(NotFound::default()),
            }
        }
        match found.as_slice() {
            [(source, located)] => {
                self.report_tolerated(text, &path, *source, located, id, diagnostics);
                self.read(*source, located, diagnostics)
            }
            [] => {
                let hiding = self
                    .api_sources()
                    .flat_map(|(.., api)| operation::hiding_at(&api.root, &path.pointer));
                if let Some(error) = errors.first()
                    && !report_all(hiding.collect(), diagnostics)
                {
                    let mut report = path_not_found(text, &path.pointer, error);
                    if !diagnostics.are_many() {
                        report = propose_path(report, error);
                    }
                    diagnostics.push(report.step(id));
                }
                None
            }
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::AmbiguousOperation,
                        &text.node,
                        "the path is ambiguous: several sources have it",
                    )
                    .help("name the source: `{$sourceDescriptions.<name>.url}#/paths/…`")
                    .step(id),
                );
                None
            }
        }
    }

    fn report_tolerated(
        &self,
        text: &Text,
        path: &OperationPath,
        source: usize,
        located: &Located,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(why) = path.tolerated else { return };
        let name = self.source_name(source).unwrap_or_default();
        let standard = expression::operation_path_text(name, &located.pointer());
        diagnostics.push(
            Diagnostic::new(
                Code::NonstandardOperationPath,
                &text.node,
                format!("`operationPath` is not in its standard form: {why}"),
            )
            .help(format!(
                "the standard form, with `$sourceDescriptions`, is `{standard}`"
            ))
            .fix(standard)
            .step(id),
        );
    }

    pub(super) fn source(
        &self,
        text: &Text,
        name: &Spanned<String>,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(usize, &Source)> {
        let found = self
            .own_sources()
            .find(|(_, source)| source.model.name.text == name.value);
        let names = || self.model.source_names();
        if found.is_none() && !self.model.unread_sources.may_declare(&name.value, names()) {
            let place = text.node.within(name.span.clone());
            let known: Vec<&str> = names().collect();
            let report = Named::Source.unknown(place, &name.value, &known);
            diagnostics.push(match step {
                Some(step) => report.step(step),
                None => report,
            });
        }
        found
    }

    pub(super) fn own_sources(&self) -> impl Iterator<Item = (usize, &Source)> {
        let own = self
            .world
            .descriptions
            .get(self.description)
            .map(|found| found.sources.as_slice())
            .unwrap_or_default();
        own.iter()
            .filter_map(|index| Some((*index, self.world.sources.get(*index)?)))
    }

    fn api_sources(&self) -> impl Iterator<Item = (usize, &Source, &ApiDocument)> {
        self.own_sources()
            .filter_map(|(index, source)| match &source.content {
                Content::OpenApi(api) => Some((index, source, api)),
                _ => None,
            })
    }

    fn source_name(&self, index: usize) -> Option<&str> {
        self.world
            .sources
            .get(index)
            .map(|source| source.model.name.text.as_str())
    }

    fn read(
        &self,
        source: usize,
        located: &Located,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let Content::OpenApi(ApiDocument { root, .. }) = &self.world.sources.get(source)?.content
        else {
            return None;
        };
        let operation = operation::read(located, root, self.documents, diagnostics)?;
        Some(ResolvedTarget::Operation {
            source,
            operation: Rc::new(operation),
        })
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
    pub(super) fn dotted<'a>(&self, name: &'a str) -> Option<(usize, Located, &'a str)> {
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

/// Reports, once for all that need it, why a source cannot be used.
pub(super) fn report_unusable(why: &Option<Box<Diagnostic>>, diagnostics: &mut Diagnostics) {
    if let Some(found) = why {
        diagnostics.push((**found).clone());
    }
}

/// Reports what may hide an operation that is not found; whether there is anything.
fn report_all(found: Vec<Diagnostic>, diagnostics: &mut Diagnostics) -> bool {
    let any = !found.is_empty();
    found.into_iter().for_each(|found| diagnostics.push(found));
    any
}
