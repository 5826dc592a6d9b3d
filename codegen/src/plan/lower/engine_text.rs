//! Texts of engines: their values are literals, and what a run cannot make valid is reported (decision D-67).

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{Language, Piece, Quoting, TemplatePart as Syntax},
    load::{Node, Pointer},
    model::texts::{Embedded, Given, PointerText, Query, Standard, embedded},
    plan::{Read, TemplatePart, Text},
};

use super::{scope::Scope, workflow_builder::WorkflowBuilder};

impl Language {
    /// The diagnostic for a text that is none of the language.
    pub(super) fn code(self) -> Code {
        match self {
            Self::JsonPath => Code::InvalidJsonpath,
            Self::Regex => Code::InvalidRegex,
            Self::XPath => Code::InvalidXpath,
        }
    }
}

impl WorkflowBuilder<'_, '_> {
    /// A text of an engine, which is valid as far as can be known.
    pub(super) fn checked_engine_text(
        &mut self,
        query: &Query,
        node: &Node,
        language: Language,
        scope: &Scope,
    ) -> Option<Text> {
        let text = self.engine_text(&query.given, node, language, scope)?;
        self.check_engine_text(query, node, language, scope)?;
        Some(text)
    }

    /// Reports a text that no value makes valid.
    pub(super) fn check_engine_text(
        &mut self,
        query: &Query,
        node: &Node,
        language: Language,
        scope: &Scope,
    ) -> Option<()> {
        self.engine_checked(language.code(), node, query.valid.clone(), scope)
    }

    /// A text of an engine, as it stands at `node` or rewritten; constant unless something is embedded in it.
    pub(super) fn engine_text(
        &mut self,
        given: &Given,
        node: &Node,
        language: Language,
        scope: &Scope,
    ) -> Option<Text> {
        let Some(parts) = self.embedded_parts(given, node, scope)? else {
            return Some(Text::Constant(given.text.clone()));
        };
        let placed = given.placed.clone()?;
        let placed = self.engine_checked(language.code(), node, placed, scope)?;
        let mut reads = self
            .embedded_reads(&given.text, parts, node, scope)?
            .into_iter();
        let pieces = placed.pieces.into_iter().map(|piece| match piece {
            Piece::Text(text) => Some(TemplatePart::Text(text)),
            Piece::Place(None) => reads.next().map(TemplatePart::Value),
            Piece::Place(Some(quoting)) => reads
                .next()
                .map(|read| TemplatePart::Quoted(read, quoting, None)),
        });
        pieces.collect::<Option<_>>().map(Text::Dynamic)
    }

    /// A JSON Pointer: a value in it is one token, unless it is all of it (decision D-67).
    pub(super) fn pointer_text(
        &mut self,
        pointer: &PointerText,
        node: &Node,
        scope: &Scope,
    ) -> Option<Text> {
        let text = &pointer.given.text;
        let Some(parts) = self.embedded_parts(&pointer.given, node, scope)? else {
            return Some(Text::Constant(text.clone()));
        };
        let pieces = self.template_parts(parts, node, scope);
        if let [Syntax::Expression(_)] = parts {
            return pieces.map(Text::Dynamic);
        }
        if !matches!(parts.first(), Some(Syntax::Text(first)) if first.starts_with('/')) {
            let mut found = no_pointer(text, node).help(
                "a JSON Pointer begins with `/`, and a value in it is one token: `/items/{…}`",
            );
            if let Some(bare) = text.strip_prefix('#') {
                found = found.suggest(bare);
            }
            self.report(found, scope);
            return None;
        }
        let mut pieces = pieces?;
        for piece in &mut pieces {
            if let TemplatePart::Value(read) = piece {
                *piece = TemplatePart::Quoted(read.clone(), Quoting::PointerToken, None);
            }
        }
        Some(Text::Dynamic(pieces))
    }

    /// A text that is the same in every run, which has to be a JSON Pointer.
    pub(super) fn constant_pointer(
        &mut self,
        pointer: &PointerText,
        node: &Node,
        scope: &Scope,
    ) -> Option<String> {
        let text = &pointer.given.text;
        if pointer.pointer.is_some() {
            return Some(text.clone());
        }
        // A fragment, or an expression with one: the pointer alone is what was meant.
        let bare = text.split_once('#').map_or(text.as_str(), |(_, bare)| bare);
        let mut found = no_pointer(text, node).help(match text.starts_with('/') {
            true => "`~` in a name is written `~0`, and `/` in a name `~1`",
            false => "a JSON Pointer is empty or begins with `/`",
        });
        if Pointer::parse(bare).is_some() {
            found = found.suggest(bare);
        }
        self.report(found, scope);
        None
    }

    /// The pieces of a text with expressions; the inner `None` for one without.
    fn embedded_parts<'g>(
        &mut self,
        given: &'g Given,
        node: &Node,
        scope: &Scope,
    ) -> Option<Option<&'g [Syntax]>> {
        match &given.embedded {
            Embedded::Parts(parts) => Some(Some(parts)),
            Embedded::Nothing => Some(None),
            Embedded::Invalid(error, standard) => {
                let standard = standard.as_deref().map(Standard::parts);
                self.tolerated_template((error, standard, None), node, scope)?;
                given.embedded.parts().map(Some)
            }
        }
    }

    fn embedded_reads(
        &mut self,
        text: &str,
        parts: &[Syntax],
        node: &Node,
        scope: &Scope,
    ) -> Option<Vec<Read>> {
        let written = node.as_str().unwrap_or_default();
        let reads: Vec<_> = embedded(parts)
            .into_iter()
            .map(|embedded| {
                let mut span = embedded.span.clone();
                if text != written {
                    let expression = text.get(span).unwrap_or_default();
                    let at = written.find(expression);
                    span = at.map_or(0..written.len(), |at| at..at + expression.len());
                }
                self.read(&embedded.value, &[], node, span, scope)
            })
            .collect();
        reads.into_iter().collect()
    }
}

/// The report of a `text` that is not a JSON Pointer.
fn no_pointer(text: &str, node: &Node) -> Diagnostic {
    let message = format!("`{text}` is not a JSON Pointer");
    Diagnostic::new(Code::InvalidPointer, node, message)
}
