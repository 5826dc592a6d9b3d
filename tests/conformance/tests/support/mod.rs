//! What running a case takes: the case itself, a server that plays its script, and the comparison of what came out.

pub(crate) mod body;
pub(crate) mod case;
pub(crate) mod script;
pub(crate) mod values;
