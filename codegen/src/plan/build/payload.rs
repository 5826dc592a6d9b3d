//! The payload as written against the schema of the media type: members, required ones, `readOnly`, literal values.

use crate::{
    check::Literal,
    expression::{self, Template},
    load::Pointer,
    model::arazzo::{Engine, Replacement, RequestBody},
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

/// Whether a replacement makes good what is wrong with the payload as written: it puts another value there or above, or
/// something below where too little is.
fn replaced(found: &Mismatch, body: &RequestBody) -> bool {
    let mut replacements = body.replacements.iter();
    let at: Vec<String> = found.pointer.tokens().collect();
    let names: &[String] = match &found.fault {
        Fault::Missing { name } => std::slice::from_ref(name),
        Fault::MissingAny { names } => names,
        _ => &[],
    };
    replacements.any(|replacement| {
        let Some(target) = constant_way(replacement) else {
            // What it leads to cannot be told.
            let text = &replacement.target.text;
            return text.contains('{') || names.iter().any(|name| text.contains(name));
        };
        let added = target.strip_prefix(at.as_slice());
        match (added, &found.fault) {
            (Some([]), _) => true,
            (Some([name, ..]), Fault::Missing { .. } | Fault::MissingAny { .. }) => {
                names.contains(name)
            }
            (Some(_), Fault::Bound(_)) => true,
            _ => at.starts_with(&target),
        }
    })
}

/// The tokens of a target that is a JSON Pointer and the same in every run.
fn constant_way(replacement: &Replacement) -> Option<Vec<String>> {
    let selector = replacement.selector.as_ref();
    let pointer = selector.is_none_or(|selector| selector.engine == Engine::JsonPointer);
    let text = &replacement.target.text;
    let constant = matches!(expression::template(text), Ok(Template::Literal(_)));
    let way = Pointer::parse(text).filter(|_| pointer && constant)?;
    Some(way.tokens().collect())
}
