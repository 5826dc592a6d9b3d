//! Where in a run something happens.

use std::fmt;
use std::sync::Arc;

use crate::percent::{Keep, encode};
use crate::run_id::RunId;

/// Where in a run a request, a delay or an event belongs; an extension of every request handed to a
/// [`Transport`](crate::Transport).
///
/// No two requests of a run are at the same position, and neither are two delays; the same run, executed again with the
/// same inputs and the same responses, comes to the same positions. A request that is sent once more with another
/// access token keeps its own.
///
/// As text it is `WORKFLOW/STEP#ENTRY.ATTEMPT`, such as `provision-project-key/createProject#1.2`, followed by `.INDEX`
/// where that is not 0. The steps that called the workflow stand before it, as in
/// `outer/call#1.1/provision-project-key/createProject#1.2`. In names, what is not a letter, digit, `-`, `.`, `_` or `~`
/// is percent-encoded. The id of the run is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The run. The workflows that it calls have the same.
    pub run: RunId,
    /// The position at which a step, or an action of it, called the workflow; none for the workflow that the run is of.
    pub caller: Option<Arc<Position>>,
    /// The `workflowId`.
    pub workflow: &'static str,
    /// The `stepId`.
    pub step: &'static str,
    /// How often the step has been entered in this execution of its workflow. Counts from 1.
    pub entry: u32,
    /// Which request (or call of a workflow) of this entry it is, and of an event or a delay how many there were so far.
    /// Counts from 1; 0 before the first one.
    pub attempt: u32,
    /// How many requests, delays or calls of this attempt came before, each counted among its own: requests are several
    /// where redirects are followed. Counts from 0.
    pub index: u32,
}

impl Position {
    /// How many workflows are around this one.
    #[must_use]
    pub fn depth(&self) -> u32 {
        let mut depth = 0_u32;
        let mut caller = &self.caller;
        while let Some(around) = caller {
            depth = depth.saturating_add(1);
            caller = &around.caller;
        }
        depth
    }

    /// The same attempt's request, delay or call with another index.
    pub(crate) fn at(&self, index: u32) -> Self {
        Self {
            index,
            ..self.clone()
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(caller) = &self.caller {
            write!(f, "{caller}/")?;
        }
        let name = |name: &str| encode(name, Keep::Unreserved);
        let (workflow, step) = (name(self.workflow), name(self.step));
        write!(f, "{workflow}/{step}#{}.{}", self.entry, self.attempt)?;
        match self.index {
            0 => Ok(()),
            index => write!(f, ".{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_names_the_callers_and_keeps_apart_what_names_would_mix_up() {
        let outer = Position {
            run: "r".into(),
            caller: None,
            workflow: "outer",
            step: "call",
            entry: 2,
            attempt: 1,
            index: 0,
        };
        assert_eq!(
            (outer.to_string().as_str(), outer.depth()),
            ("outer/call#2.1", 0)
        );
        let inner = Position {
            caller: Some(Arc::new(outer.at(3))),
            workflow: "in/n#r",
            step: "send it",
            attempt: 0,
            ..outer
        };
        assert_eq!(
            (inner.to_string().as_str(), inner.depth()),
            ("outer/call#2.1.3/in%2Fn%23r/send%20it#2.0", 1)
        );
    }
}
