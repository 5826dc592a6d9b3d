//! Texts of engines: their values are literals, and what a run cannot make valid is reported (decision D-67).

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{
        self, Language, Piece, Quoting, SyntaxError, Template, TemplatePart as Syntax,
        engine::{check_jsonpath, check_regex, check_xpath},
    },
    load::Node,
    model::arazzo::Text as Written,
    plan::{TemplatePart, Text},
};

use super::{scope::Scope, workflow::WorkflowBuilder};

impl Language {
    /// The diagnostic for a text that is none of the language.
    pub(super) fn code(self) -> Code {
        match self {
            Self::JsonPath => Code::InvalidJsonpath,
            Self::Regex => Code::InvalidRegex,
            Self::XPath => Code::InvalidXpath,
        }
    }

    fn check(self, text: &str) -> Result<(), SyntaxError> {
        match self {
            Self::JsonPath => check_jsonpath(text).map(|_| ()),
            Self::Regex => check_regex(text),
            Self::XPath => check_xpath(text),
        }
    }
}

impl WorkflowBuilder<'_, '_> {
    /// A text of an engine, which is valid as far as can be known.
    pub(super) fn checked_engine_text(
        &mut self,
        written: &Written,
        language: Language,
        scope: &Scope,
    ) -> Option<Text> {
        let text = self.engine_text(&written.text, &written.node, language, scope)?;
        self.check_engine_text(&text, written, language, scope)?;
        Some(text)
    }

    /// Reports a text that no value makes valid.
    pub(super) fn check_engine_text(
        &mut self,
        text: &Text,
        written: &Written,
        language: Language,
        scope: &Scope,
    ) -> Option<()> {
        let checked = match text {
            Text::Constant(text) => language.check(text),
            // Tolerated forms have no braces to look for.
            Text::Dynamic(_) if self.names().embedded(&written.text).is_err() => Ok(()),
            Text::Dynamic(_) => self
                .names()
                .check_text(&written.text, language, |text| language.check(text))
                .map(|_| ()),
        };
        self.engine_checked(language.code(), &written.node, checked, scope)
    }

    /// A text of an engine, as it stands at `node` or rewritten; constant unless something is embedded in it.
    pub(super) fn engine_text(
        &mut self,
        text: &str,
        node: &Node,
        language: Language,
        scope: &Scope,
    ) -> Option<Text> {
        let Some(parts) = self.embedded_parts(text, node, scope)? else {
            return Some(Text::Constant(text.to_owned()));
        };
        let placed = expression::engine_text(language, &parts);
        let placed = self.engine_checked(language.code(), node, placed, scope)?;
        let mut reads = self.embedded_reads(text, &parts, node, scope)?.into_iter();
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
    pub(super) fn pointer_text(&mut self, text: &Written, scope: &Scope) -> Option<Text> {
        let Some(parts) = self.embedded_parts(&text.text, &text.node, scope)? else {
            return Some(Text::Constant(text.text.clone()));
        };
        let pieces = self.template_parts(&parts, &text.node, scope);
        if let [Syntax::Expression(_)] = parts.as_slice() {
            return pieces.map(Text::Dynamic);
        }
        if !matches!(parts.first(), Some(Syntax::Text(first)) if first.starts_with('/')) {
            let mut found = no_pointer(&text.text, &text.node).help(
                "a JSON Pointer begins with `/`, and a value in it is one token: `/items/{…}`",
            );
            if let Some(bare) = text.text.strip_prefix('#') {
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

    /// The pieces of a text with expressions; the inner `None` for one without.
    fn embedded_parts(
        &mut self,
        text: &str,
        node: &Node,
        scope: &Scope,
    ) -> Option<Option<Vec<Syntax>>> {
        match self.names().embedded(text) {
            Ok(Template::Parts(parts)) => Some(Some(parts)),
            Ok(_) => Some(None),
            Err(error) => match self.tolerated_template(text, error, node, scope)? {
                Template::Parts(parts) => Some(Some(parts)),
                _ => None,
            },
        }
    }

    fn embedded_reads(
        &mut self,
        text: &str,
        parts: &[Syntax],
        node: &Node,
        scope: &Scope,
    ) -> Option<Vec<crate::plan::Read>> {
        let written = node.as_str().unwrap_or_default().to_owned();
        let reads: Vec<_> = parts
            .iter()
            .filter_map(|part| match part {
                Syntax::Text(_) => None,
                Syntax::Expression(embedded) => Some(embedded),
            })
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
pub(super) fn no_pointer(text: &str, node: &Node) -> Diagnostic {
    let message = format!("`{text}` is not a JSON Pointer");
    Diagnostic::new(Code::InvalidPointer, node, message)
}
