//! The crate that the guide's examples are about.

/// Setting up projects at Sentry.
pub mod sentry {
    arazzo_runtime::include_workflows!("provision_project_key");
}

/// Reports that take their time.
pub mod reports {
    arazzo_runtime::include_workflows!("monthly_report");
}

/// The chapters, whose code is run with that of doc comments.
#[cfg(doctest)]
mod chapters {
    include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
}
