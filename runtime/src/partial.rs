//! Outputs of steps as they are known before a run is completed.

/// Outputs as they are known while a run goes on, and in a failure.
#[doc(hidden)]
pub trait Partial: Sized {
    /// The same as a completed run knows them.
    type Completed;

    /// What a completed run proves; `None` if something is missing that every such run has.
    fn completed(self) -> Option<Self::Completed>;
}

/// Of a workflow whose steps have no outputs.
impl Partial for () {
    type Completed = ();

    fn completed(self) -> Option<()> {
        Some(())
    }
}
