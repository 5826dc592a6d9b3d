//! Types that stand for a format and for a schema, as an application would have them.

use serde::{Deserialize, Serialize};

/// A point in time, as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub String);

/// An amount in some currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the smallest unit.
    pub amount: i64,
    /// Its code.
    pub currency: String,
}
