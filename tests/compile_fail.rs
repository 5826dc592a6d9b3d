//! What the types keep from compiling, and what rustc says about it.
//!
//! `TRYBUILD=overwrite cargo test --test compile_fail` rewrites the expected messages.

#[test]
fn misuse_of_the_generated_types_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
