//! The outputs of a step whose failures the workflow goes on from.

use serde::{Deserialize, Serialize};

/// What is there of a step that may have failed while the run went on: `C` are the outputs of a step that is completed,
/// `F` is what the last attempt that got a response left behind.
///
/// It serialises as what it holds. Read back, what has all outputs of a completed step is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StepOutputs<C, F> {
    /// The outputs of a completed step.
    Completed(C),
    /// The outputs of a failed attempt, as far as its response has them.
    Failed(F),
}

impl<C, F> StepOutputs<C, F> {
    /// The outputs of the completed step.
    pub fn completed(&self) -> Option<&C> {
        match self {
            Self::Completed(outputs) => Some(outputs),
            Self::Failed(_) => None,
        }
    }

    /// What the failed attempt left behind.
    pub fn failed(&self) -> Option<&F> {
        match self {
            Self::Completed(_) => None,
            Self::Failed(outputs) => Some(outputs),
        }
    }

    /// The outputs of the completed step.
    pub fn into_completed(self) -> Option<C> {
        match self {
            Self::Completed(outputs) => Some(outputs),
            Self::Failed(_) => None,
        }
    }

    /// What one of the two functions finds, for an output that may be read from either.
    pub fn find<'a, V>(
        &'a self,
        in_completed: impl FnOnce(&'a C) -> Option<V>,
        in_failed: impl FnOnce(&'a F) -> Option<V>,
    ) -> Option<V> {
        match self {
            Self::Completed(outputs) => in_completed(outputs),
            Self::Failed(outputs) => in_failed(outputs),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Order {
        id: u8,
    }

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct OrderAttempt {
        id: Option<u8>,
    }

    #[test]
    fn an_output_is_found_wherever_it_is() {
        let find = |outputs: &StepOutputs<Order, OrderAttempt>| {
            outputs.find(|order| Some(order.id), |order| order.id)
        };
        assert_eq!(find(&StepOutputs::Completed(Order { id: 7 })), Some(7));
        assert_eq!(find(&StepOutputs::Failed(OrderAttempt { id: None })), None);
    }

    #[test]
    fn it_is_stored_as_what_it_holds() {
        let completed = StepOutputs::<Order, OrderAttempt>::Completed(Order { id: 7 });
        let failed = StepOutputs::<Order, OrderAttempt>::Failed(OrderAttempt { id: None });
        for (outputs, text) in [(completed, json!({"id": 7})), (failed, json!({"id": null}))] {
            let written = serde_json::to_value(&outputs).expect("outputs have a JSON form");
            assert_eq!(written, text);
            let read: StepOutputs<Order, OrderAttempt> =
                serde_json::from_value(written).expect("what was written can be read");
            assert_eq!(read, outputs);
        }
    }
}
