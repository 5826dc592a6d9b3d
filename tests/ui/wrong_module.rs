//! A module that the build script does not generate.

mod workflows {
    arazzo_runtime::include_workflows!("wrong");
}

fn main() {}
