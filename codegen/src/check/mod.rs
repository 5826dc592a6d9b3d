//! Finds what no earlier stage trips over: flow that leads nowhere, comparisons that decide nothing, things nobody uses.

pub mod catalogue;
