//! Work grows with the length of a document, not with its square. It is counted in allocations, which are the same on every
//! machine and in every run; this is a binary of its own so that nothing else allocates.

mod long;

use std::alloc::System;

use arazzo_codegen::Generator;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use long::Kind;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Kinds of document that take twice the work at twice the length.
const LINEAR: &[&str] = &[
    "calls",
    "calls of what waits",
    "waits",
    "circle",
    "goto workflows",
    "retry workflows",
    "workflows",
    "steps",
    "reads",
    "reads of requests",
    "reads of later steps",
    "jumps on",
    "jumps back",
    "depends on many",
    "actions",
    "criteria",
    "headers",
    "outputs",
    "inputs",
    "components",
    "sources",
    "unknown operations",
    "unknown fields",
    "members",
    "inheritance",
    "operations",
    "parameters",
    "server variables",
    "text with values",
    "xml text with values",
];

/// How many allocations it takes to compile a document of this length, and to show what is wrong with it.
fn work(kind: &Kind, length: usize) -> usize {
    let files = kind.files(length);
    let region = Region::new(ALLOCATOR);
    let generator = Generator::new().unused(true).files(files);
    let (_, report) = generator.document("0.json").generate();
    report.human(false);
    region.change().allocations
}

#[test]
fn work_grows_with_the_length_of_documents() {
    let kinds = long::kinds();
    for name in LINEAR {
        let kind = kinds.iter().find(|kind| kind.name == *name).unwrap();
        let work = [50, 100, 200].map(|length| work(kind, length));
        for pair in work.windows(2) {
            assert!(pair[1] * 2 < pair[0] * 5, "{name}: {work:?}");
        }
    }
}
