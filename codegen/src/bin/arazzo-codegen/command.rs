//! What the program can be asked for. The comments are the texts behind `--help`.

use std::path::PathBuf;

use arazzo_codegen::{GraphFormat, diagnostic::Code, report::Policy};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::{
    init::{self, Init},
    input::{Input, Reading},
    values::{self, Denied, RuntimeGit, Spec},
    vendor::{self, Vendor},
};

/// One call of the program.
#[derive(Debug, Parser)]
#[command(
    name = "arazzo-codegen",
    version,
    propagate_version = true,
    override_usage = "\
arazzo-codegen [NAME=]SPEC... [-o FILE [--check]]   Rust source, to stdout or FILE
       arazzo-codegen VERB ...                             one of the verbs below",
    about = "Compiles Arazzo workflows into typed async Rust functions.",
    subcommand_negates_reqs = true,
    subcommand_help_heading = "Verbs",
    after_help = "\
Examples:
  arazzo-codegen specs/provision.arazzo.yaml -o src/provision.rs
  arazzo-codegen specs/provision.arazzo.yaml -o src/provision.rs --check
  arazzo-codegen --source petstore=vendor/petstore.json flows.arazzo.yaml

Nothing but `vendor` uses the network. Exit status: 0 fine, 1 refused, 2 wrong usage."
)]
pub(crate) struct Call {
    #[command(flatten)]
    pub(crate) generate: Generate,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// What a call without a verb does.
    #[command(hide = true)]
    Generate(Generate),
    /// Report everything that is wrong with the documents
    #[command(after_help = "\
Examples:
  arazzo-codegen check specs/*.arazzo.yaml --deny warnings
  arazzo-codegen check flows.arazzo.yaml --format sarif > flows.sarif")]
    Check(Check),
    /// Write a crate: a library with one module a document, and a command line over all workflows
    #[command(after_help = "\
Its README.md shows how each workflow is called. Files begin with a mark and a checksum. One that was edited,
or has no mark, is never overwritten: nothing is written then, except that README.md, .gitignore and an edited
Cargo.toml stay as they are. Modules of documents that are no longer given are removed.

Example:
  arazzo-codegen crate pets=pets.arazzo.yaml --output pets-cli
  cargo run --manifest-path pets-cli/Cargo.toml -- list")]
    Crate(Crate),
    /// Draw the control flow of a document's workflows
    #[command(after_help = "\
Example:
  arazzo-codegen graph flows.arazzo.yaml --workflow checkout --format svg -o checkout.svg")]
    Graph(Graph),
    /// Write a crate to start from, with a sample workflow or one drafted over an OpenAPI description
    #[command(after_help = init::AFTER_HELP)]
    Init(Init),
    /// Keep copies of what documents refer to on the network, for all builds
    #[command(after_help = vendor::AFTER_HELP)]
    Vendor(Vendor),
    /// Explain a diagnostic: what it means, why it matters, what to do; without CODE, list all codes
    #[command(after_help = format!("\
Example:
  arazzo-codegen explain unknown-operation

Codes:
{}", values::codes().trim_end()))]
    Explain(Explain),
    /// Print a script that completes this program's options in a shell
    #[command(after_help = "\
Example:
  arazzo-codegen completions bash > ~/.local/share/bash-completion/completions/arazzo-codegen")]
    Completions(Completions),
}

/// What is decided about the code.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct Settings {
    #[arg(
        id = "settings",
        long = "settings",
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        help = "A YAML or JSON file with settings of the code: names, types, visibility;\n\
                its keys are the methods of Generator that set them"
    )]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[arg(
        short,
        long,
        value_name = "FILE",
        help = "Write to FILE instead of stdout, to be committed: only where it differs, never\n\
                over a file of yours, with its command in a header, out of reach of rustfmt"
    )]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing; if FILE is stale, fail and print the difference
    #[arg(long, requires = "output")]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[arg(
        long,
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true,
        help = "human: on stderr, with the text underlined [default];\n\
                json, sarif: on stdout; in JSON `fixable` says of a finding whether --fix\n\
                applies its `suggestion`"
    )]
    pub(crate) format: Format,
    /// Make all warnings errors, or those with this code
    #[arg(long, value_name = "warnings|CODE", value_parser = values::denied)]
    deny: Vec<Denied>,
    /// Do not report warnings with this code
    #[arg(long, value_name = "CODE", value_parser = values::code)]
    allow: Vec<Code>,
    #[arg(
        long,
        help = "Apply the suggestions that are certain to the documents given, and print what\n\
                changed; comments and layout stay"
    )]
    pub(crate) fix: bool,
    #[arg(
        long,
        help = "Also tell which inputs and outputs are serde_json::Value, and why: as notes, and\n\
                in JSON as the array `types` beside `diagnostics`"
    )]
    pub(crate) explain_types: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Crate {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// The folder to write
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// The name of the package [default: the folder's]
    #[arg(long, value_name = "NAME")]
    pub(crate) package: Option<String>,
    #[arg(
        long,
        value_name = "PATH",
        conflicts_with = "runtime_git",
        help = "The runtime is a dependency by path: its folder [default: the one beside this\n\
                generator's sources, where they still are]"
    )]
    pub(crate) runtime: Option<PathBuf>,
    /// The runtime is a dependency by git: the repository that holds it
    #[arg(long, value_name = "URL[#REV]", value_parser = values::runtime_git)]
    pub(crate) runtime_git: Option<RuntimeGit>,
    /// Overwrite files that were edited, or that were not generated
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// An Arazzo document
    #[arg(value_parser = values::spec, value_hint = ValueHint::FilePath)]
    pub(crate) spec: Spec,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// This workflow only [default: all]
    #[arg(long, value_name = "ID")]
    pub(crate) workflow: Option<String>,
    #[arg(
        long,
        hide_possible_values = true,
        help = "mermaid, dot (Graphviz), svg or html (a page that shows each step's details)\n\
                [default: what FILE ends in, else mermaid]"
    )]
    format: Option<Drawing>,
    /// Show inputs, parameters, bodies and outputs, and what flows where
    #[arg(long)]
    pub(crate) data: bool,
    /// Write to FILE instead of stdout; a file that is no such picture is never overwritten
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, as it stands in a report: error[CODE]
    #[arg(value_parser = values::code)]
    pub(crate) code: Option<Code>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// How `check` reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
    Sarif,
}

/// How `graph` draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    Mermaid,
    Dot,
    Svg,
    Html,
}

impl From<Drawing> for GraphFormat {
    fn from(drawing: Drawing) -> Self {
        match drawing {
            Drawing::Mermaid => Self::Mermaid,
            Drawing::Dot => Self::Dot,
            Drawing::Svg => Self::Svg,
            Drawing::Html => Self::Html,
        }
    }
}

impl Call {
    /// The documents, where several can be given.
    pub(crate) fn specs(&self) -> &[Spec] {
        match &self.verb {
            None => &self.generate.input.specs,
            Some(Verb::Generate(generate)) => &generate.input.specs,
            Some(Verb::Check(check)) => &check.input.specs,
            Some(Verb::Crate(wanted)) => &wanted.input.specs,
            // The others write one picture, no code, or read no documents.
            Some(
                Verb::Graph(_)
                | Verb::Init(_)
                | Verb::Vendor(_)
                | Verb::Explain(_)
                | Verb::Completions(_),
            ) => &[],
        }
    }
}

impl Graph {
    /// The format that is asked for, be it by the name of the file.
    pub(crate) fn format(&self) -> Drawing {
        let ending = self.output.as_ref().and_then(|path| path.extension());
        let by_name = match ending.and_then(|ending| ending.to_str()) {
            Some("svg") => Drawing::Svg,
            Some("html" | "htm") => Drawing::Html,
            Some("dot" | "gv") => Drawing::Dot,
            _ => Drawing::Mermaid,
        };
        self.format.unwrap_or(by_name)
    }
}

impl Check {
    /// Which warnings are errors and which are nothing.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = Policy {
            allow: self.allow.clone(),
            ..Policy::default()
        };
        for denied in &self.deny {
            match denied {
                Denied::Warnings => policy.deny_warnings = true,
                Denied::Code(code) => policy.deny.push(*code),
            }
        }
        policy
    }
}
