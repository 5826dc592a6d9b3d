//! Keys by which a server knows a request that it had before.

use http::HeaderName;
use uuid::Uuid;

use crate::position::Position;

/// The header of the key, which makes it harmless to send a request twice (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The namespace of the ids of runs: a random number that stands here for good.
const RUNS: Uuid = Uuid::from_u128(0x3f0c_5d0e_8a4b_4c57_9a1e_6d2b_70c4_91f3);

/// The key of the entry of a step that `position` is in (decision D-136): a UUID of version 5 (RFC 9562, section 5.5), so
/// that the run comes to the same key when it is executed again under its id.
pub(crate) fn key(position: &Position) -> String {
    let run = Uuid::new_v5(&RUNS, position.run.as_str().as_bytes());
    let entry = Position {
        attempt: 0,
        index: 0,
        ..position.clone()
    };
    Uuid::new_v5(&run, entry.to_string().as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn position() -> Position {
        Position {
            run: "job-1".into(),
            caller: None,
            workflow: "w",
            step: "s",
            entry: 1,
            attempt: 1,
            index: 0,
        }
    }

    #[test]
    fn attempts_share_a_key_and_nothing_else_does() {
        let first = key(&position());
        let other = |change: &dyn Fn(&mut Position)| {
            let mut position = position();
            change(&mut position);
            key(&position)
        };
        assert_eq!(other(&|it| it.attempt = 2), first);
        assert_eq!(other(&|it| it.index = 1), first);
        let around = Arc::new(position());
        let keys = [
            other(&|it| it.entry = 2),
            other(&|it| it.run = "job-2".into()),
            other(&|it| it.workflow = "w/s"),
            other(&|it| it.step = "t"),
            other(&|it| it.caller = Some(Arc::clone(&around))),
            other(&|it| it.caller = Some(Arc::new(around.at(1)))),
            first,
        ];
        let distinct: std::collections::BTreeSet<&String> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn a_key_is_a_uuid_that_never_changes() {
        // Computed by another implementation, from `job-1` and then `w/s#1.0`.
        assert_eq!(key(&position()), "0932fd3a-2db5-532d-82f0-54143a469dec");
    }
}
