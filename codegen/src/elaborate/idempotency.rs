//! Operations that know a request again by a key (decision D-136).

use serde_json::json;

use crate::{
    model::arazzo::Location,
    resolve::{operation::Operation, workflow::ResolvedStep},
    types::{self, References},
};

use super::declaration::{declared, same_name};

/// The header of the key.
pub(crate) const HEADER: &str = "Idempotency-Key";

/// What a key looks like, to see whether the schema lets it pass.
const SAMPLE: &str = "4f0c6f0e-93a5-5d0b-9d55-0f3bd1f1a3c7";

/// Whether a key is sent that the document does not give: the operation declares one.
pub(crate) fn sends_key(step: &ResolvedStep, operation: &Operation, refs: &dyn References) -> bool {
    let is_given = step.parameters.iter().any(|parameter| {
        let place = parameter.location.as_ref();
        place.is_none_or(|(location, _)| *location == Location::Header)
            && same_name(Location::Header, parameter.name.text.trim(), HEADER)
    });
    let unread = step.unread_parameters.may_declare(HEADER, []);
    let declared = declared(operation, Location::Header, HEADER);
    let schema = declared.and_then(|declared| declared.schema.as_ref());
    let fits = |schema| types::mismatch(&json!(SAMPLE), schema, refs).is_none();
    !is_given && !unread && schema.is_some_and(fits)
}
