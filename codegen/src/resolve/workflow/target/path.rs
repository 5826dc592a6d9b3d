//! `operationPath`: a pointer to an operation, with its source or without.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    expression::{self, OperationPath},
    model::arazzo::Text,
    resolve::operation::{self, Located, NotFound},
};

use super::{
    super::{ApiDocument, Content, ResolvedTarget, Resolver, own_sources::report_unusable},
    report_all,
    reports::{path_in_several, path_not_found, propose_path},
};

impl Resolver<'_> {
    pub(super) fn operation_path(
        &self,
        text: &Text,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let path = match self.path(text)? {
            Ok(path) => path,
            Err(error) => {
                let mut found = Diagnostic::new(
                    Code::InvalidOperationPath,
                    text.node.within(error.span.clone()),
                    error.message.clone(),
                )
                .step(id);
                if let Some(help) = error.help.clone() {
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
                self.report_tolerated(text, path, *source, located, id, diagnostics);
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
                diagnostics.push(path_in_several(text).step(id));
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
}
