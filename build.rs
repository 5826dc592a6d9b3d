//! Compiles the documents below `specs/` into modules that `src/lib.rs` includes.

fn main() {
    arazzo_codegen::Generator::new()
        .document("specs/sentry/provision-project-key.arazzo.yaml")
        .document("specs/reports/monthly-report.arazzo.yaml")
        .run_build_script();
}
