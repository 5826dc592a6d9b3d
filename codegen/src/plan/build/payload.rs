//! The payload as written against the schema of the media type: members, required ones, `readOnly`, literal values.

use crate::{
    check::Literal,
    model::arazzo::RequestBody,
    resolve::operation::MediaType,
    types::{Fault, Mismatch, Wire},
};

use super::{
    body::{Family, family},
    scope::Scope,
    workflow::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Warns where the payload as written cannot be what the schema asks for.
    pub(super) fn check_payload(
        &mut self,
        body: &RequestBody,
        content_type: &str,
        declared: Option<&MediaType>,
        scope: &Scope,
    ) {
        let (Some(payload), Some(schema)) = (
            &body.payload,
            declared.and_then(|media| media.schema.clone()),
        ) else {
            return;
        };
        let literal = Literal {
            node: payload,
            inner: None,
            place: "the body",
            schemas: &[schema],
            wire: match family(content_type) {
                Family::Form | Family::Multipart => Wire::Form,
                _ => Wire::Json,
            },
            body: true,
        };
        let replaced = |found: &Mismatch| self::replaced(found, body);
        self.check_written(&literal, replaced, scope);
    }

    /// Warns of what does not fit in a value as it is written, but for what `excused` lets pass.
    pub(super) fn check_written(
        &mut self,
        literal: &Literal,
        excused: impl Fn(&Mismatch) -> bool,
        scope: &Scope,
    ) {
        let found = literal.mismatches(self.version(), self.builder.references());
        for mismatch in found.iter().filter(|found| !excused(found)) {
            // What was told to be no expression was not meant to be sent, and fits nowhere.
            if !self.is_told_misspelt(&literal.node_of(mismatch)) {
                self.report(literal.report(mismatch), scope);
            }
        }
    }
}

fn replaced(found: &Mismatch, body: &RequestBody) -> bool {
    let Fault::Missing { name } = &found.fault else {
        return false;
    };
    body.replacements
        .iter()
        .any(|replacement| replacement.target.text.contains(name))
}
