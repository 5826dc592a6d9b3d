//! The source descriptions of the document whose steps are resolved.

use crate::{
    diagnostic::{Diagnostic, Diagnostics, names::Named},
    expression::Spanned,
    model::arazzo::Text,
};

use super::{ApiDocument, Content, Resolver, Source};

impl Resolver<'_> {
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

    pub(super) fn api_sources(&self) -> impl Iterator<Item = (usize, &Source, &ApiDocument)> {
        self.own_sources()
            .filter_map(|(index, source)| match &source.content {
                Content::OpenApi(api) => Some((index, source, api)),
                _ => None,
            })
    }

    /// The API sources, each name once: a second one of a name was reported, and one without a name too.
    pub(super) fn apis(&self) -> Vec<usize> {
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

    pub(super) fn source_name(&self, index: usize) -> Option<&str> {
        self.world
            .sources
            .get(index)
            .map(|source| source.model.name.text.as_str())
    }
}

/// Reports, once for all that need it, why a source cannot be used.
pub(super) fn report_unusable(why: &Option<Box<Diagnostic>>, diagnostics: &mut Diagnostics) {
    if let Some(found) = why {
        diagnostics.push((**found).clone());
    }
}
