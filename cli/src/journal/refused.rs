//! What is said of a file that is no journal, or not the right one.

use arazzo_runtime::JournalError;

use crate::refused::Refused;

pub(super) fn refused(error: JournalError) -> Refused {
    Refused::new(error.to_string())
}
