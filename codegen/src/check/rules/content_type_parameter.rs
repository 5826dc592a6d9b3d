//! `content-type-parameter`: a header that the body of the request decides.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::given::{Given, place},
    model::arazzo::Location,
};

pub(in super::super) fn check(given: &Given, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        for parameter in &caller.resolved.parameters {
            let name = parameter.name.text.trim();
            if place(parameter) == Some(Location::Header)
                && name.eq_ignore_ascii_case("content-type")
            {
                let message = "a `Content-Type` parameter is ignored: the request body decides";
                diagnostics.push(
                    Diagnostic::new(Code::ContentTypeParameter, &parameter.node, message)
                        .help("set `requestBody.contentType`")
                        .step(&caller.step.id.text),
                );
            }
        }
    }
}
