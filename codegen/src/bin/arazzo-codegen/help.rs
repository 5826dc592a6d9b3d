//! The texts behind `--help`.

use arazzo_codegen::diagnostic::Code;

macro_rules! with_shared {
    ($text:expr) => {
        concat!(
            $text,
            "\n\
Everywhere:
      --strict                   deviations from the standard whose meaning is plain are errors
      --source NAME_OR_URL=PATH  a file standing in for a source description, by its name or url
      --source PATH              a document that is found by its $self
      --root DIR                 files are read below this folder only [default: the nearest folder above
                                 the document with .git or Cargo.toml, else the parent of its folder]
  -h, --help                     this text
  -V, --version                  the version

Nothing is fetched from the network. Exit status: 0 fine, 1 refused, 2 wrong usage.
"
        )
    };
}

pub(crate) const GENERATE: &str = with_shared!(
    "\
Compiles Arazzo workflows into typed async Rust functions.

Usage:
  arazzo-codegen [NAME=]SPEC... [-o FILE]            Rust source, to stdout or FILE
  arazzo-codegen check [NAME=]SPEC...                what is wrong with the documents
  arazzo-codegen crate [NAME=]SPEC... --output DIR   a crate that is ready to run
  arazzo-codegen graph SPEC                          a drawing of the control flow
  arazzo-codegen explain [CODE]                      what a diagnostic means; without CODE, all codes
  arazzo-codegen help [check|crate|graph|explain]    more about one of these

  NAME names the generated module [default: the file's name in snake case]
  -o, --output FILE              write to FILE instead of stdout

Examples:
  arazzo-codegen specs/provision.arazzo.yaml -o src/provision.rs
  arazzo-codegen --source petstore=vendor/petstore.json flows.arazzo.yaml
"
);

pub(crate) const CHECK: &str = with_shared!(
    "\
Reports everything that is wrong with the documents.

Usage: arazzo-codegen check [NAME=]SPEC... [--format human|json|sarif] [--deny warnings|CODE]... [--allow CODE]... [--fix] [--explain-types]

      --format FORMAT            human: on stderr, with the text underlined [default]
                                 json, sarif: on stdout; in JSON `fixable` says of a finding whether --fix applies
                                 its `suggestion`
      --deny warnings            warnings are errors
      --deny CODE                warnings with this code are errors
      --allow CODE               warnings with this code are not reported
      --fix                      apply the suggestions that are certain to the documents given, and print what changed;
                                 comments and layout stay
      --explain-types            also say which inputs and outputs are serde_json::Value, and why: as notes, and in
                                 JSON as the array `types` beside `diagnostics`

Examples:
  arazzo-codegen check specs/*.arazzo.yaml --deny warnings
  arazzo-codegen check flows.arazzo.yaml --format sarif > flows.sarif
"
);

pub(crate) const CRATE: &str = with_shared!(
    "\
Writes a crate: a library with one module a document, and a command line over all workflows.

Usage: arazzo-codegen crate [NAME=]SPEC... --output DIR [--package NAME] [--runtime PATH | --runtime-git URL[#REV]] [--force]

  -o, --output DIR               the folder to write
      --package NAME             the name of the package [default: the folder's]
      --runtime PATH             the runtime is a dependency by path: its folder [default: the one beside this generator's
                                 sources, where they still are]
      --runtime-git URL[#REV]    the runtime is a dependency by git: the repository that holds it
      --force                    overwrite files that were edited, or that were not generated

Files begin with a mark and a checksum. One that was edited, or has no mark, is never overwritten: nothing is written then,
except that an edited Cargo.toml is kept as it is. Modules of documents that are no longer given are removed.

Example:
  arazzo-codegen crate pets=pets.arazzo.yaml --output pets-cli && cargo run --manifest-path pets-cli/Cargo.toml -- list
"
);

pub(crate) const GRAPH: &str = with_shared!(
    "\
Draws the control flow of workflows, to stdout.

Usage: arazzo-codegen graph SPEC [--workflow ID] [--format mermaid|dot|svg]

      --workflow ID              this workflow only [default: all]
      --format FORMAT            mermaid [default], dot (Graphviz) or svg

Example:
  arazzo-codegen graph flows.arazzo.yaml --workflow checkout --format svg > checkout.svg
"
);

const EXPLAIN: &str = "\
Explains a diagnostic: what it means, why it matters, what to do.

Usage: arazzo-codegen explain [CODE]

Example:
  arazzo-codegen explain unknown-operation

Codes:
";

/// What `explain` does, with all codes.
pub(crate) fn explain() -> String {
    format!("{EXPLAIN}{}", codes())
}

/// All codes, one a line, with what each is about.
pub(crate) fn codes() -> String {
    let line = |code: &Code| format!("  {code:<32} {}\n", code.title());
    Code::ALL.iter().map(line).collect()
}
