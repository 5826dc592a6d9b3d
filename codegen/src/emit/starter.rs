//! The files around the documents of a crate to start from: manifest, build script, library, program.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::{
    plan::{Plan, Scheme, SchemeKind},
    shell,
};

use super::{
    Dependency, EmitError,
    crate_files::{crate_name, package_name, quoted},
    docs, emitted,
    example::{inputs, variable},
    names::ident,
    render,
};

/// What a crate to start from is about.
#[derive(Debug, Clone, Copy)]
pub struct Starter<'a> {
    /// The name that is wanted for the package.
    pub package: &'a str,
    /// The document, below the folder of the crate, with slashes.
    pub document: &'a str,
    /// The module it is compiled into.
    pub module: &'a str,
    /// The function of the workflow that the program runs.
    pub function: &'a str,
    /// What is planned for the document; nothing if it has errors.
    pub plan: Option<&'a Plan>,
    /// Where the crate gets the runtime and the generator from.
    pub runtime: &'a Dependency,
    /// See [`runtime`](Self::runtime).
    pub generator: &'a Dependency,
}

/// The files, by path below the folder of the crate.
///
/// # Errors
/// A defect of the emitter.
pub fn starter_files(starter: &Starter) -> Result<Vec<(PathBuf, String)>, EmitError> {
    let file = |path: &str, text: String| (Path::new(path).to_path_buf(), text);
    Ok(vec![
        file("Cargo.toml", manifest(starter)?),
        file("build.rs", build_script(starter)?),
        file("src/lib.rs", library(starter)?),
        file("src/main.rs", program(starter)?),
        file(".gitignore", "/target\n".to_owned()),
    ])
}

fn manifest(starter: &Starter) -> Result<String, EmitError> {
    let (runtime, generator) = (starter.runtime.place(), starter.generator.place());
    let package = quoted(&package_name(starter.package));
    let features = features(starter)?;
    Ok(format!(
        "[package]\n\
         name = {package}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         publish = false\n\
         \n\
         [dependencies]\n\
         arazzo_runtime = {{ package = \"runtime\", {runtime}{features} }}\n\
         serde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\
         \n\
         [build-dependencies]\n\
         arazzo_codegen = {{ package = \"codegen\", {generator}, default-features = false }}\n\
         \n\
         # Remove this to make the crate a member of the workspace around it.\n\
         [workspace]\n"
    ))
}

/// The key with the features of the runtime that the module needs; nothing if it needs none.
fn features(starter: &Starter) -> Result<String, EmitError> {
    let Some(plan) = starter.plan else {
        return Ok(String::new());
    };
    let (_, engines) = emitted(plan, plan.visibility)?;
    let features: Vec<String> = engines.features().into_iter().map(quoted).collect();
    Ok(match features.is_empty() {
        true => String::new(),
        false => format!(", features = [{}]", features.join(", ")),
    })
}

fn build_script(starter: &Starter) -> Result<String, EmitError> {
    let document = starter.document;
    let code = render::file(quote! {
        fn main() {
            arazzo_codegen::Generator::new()
                .document(#document)
                .run_build_script();
        }
    })?;
    Ok(format!(
        "//! Compiles the workflows; `src/lib.rs` includes the code.\n\n{code}"
    ))
}

fn library(starter: &Starter) -> Result<String, EmitError> {
    let (name, module) = (starter.module, ident(starter.module));
    let documentation = docs::doc(&format!("Generated from `{}`.", starter.document));
    let code = render::file(quote! {
        #documentation
        pub mod #module {
            arazzo_runtime::include_workflows!(#name);
        }
    })?;
    Ok(format!("//! Workflows as async functions.\n\n{code}"))
}

fn program(starter: &Starter) -> Result<String, EmitError> {
    let library = ident(&crate_name(&package_name(starter.package)));
    let (module, function) = (ident(starter.module), ident(starter.function));
    let help = help(starter);
    let schemes = starter.plan.map(|plan| plan.schemes.as_slice());
    let credentials: Vec<TokenStream> = schemes
        .unwrap_or_default()
        .iter()
        .filter_map(credential)
        .collect();
    let given = (!credentials.is_empty()).then(|| {
        quote! {
            // Credentials come from the environment, so that no shell keeps them.
            #(#credentials)*
        }
    });
    let api = starter.plan.and_then(|plan| plan.apis.first());
    let explained = explained();
    let base_url = ident(api.map_or("base_url", |api| &api.method));
    let code = render::file(quote! {
        use std::{env, error::Error, fs, process::ExitCode};
        __blank_line!();
        use arazzo_runtime::{Response, StepError};
        use #library::#module;
        __blank_line!();
        const HELP: &[&str] = &[#(#help),*];
        __blank_line!();
        #[tokio::main(flavor = "current_thread")]
        async fn main() -> ExitCode {
            match run().await {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    eprintln!("error: {error}");
                    ExitCode::FAILURE
                }
            }
        }
        __blank_line!();
        async fn run() -> Result<(), Box<dyn Error>> {
            let mut client = #module::Client::builder();
            let mut inputs = String::from("{}");
            let mut arguments = env::args().skip(1);
            while let Some(argument) = arguments.next() {
                match argument.as_str() {
                    "-h" | "--help" => {
                        println!("{}", HELP.join("\n"));
                        return Ok(());
                    }
                    "--server" => {
                        let url = arguments.next().ok_or("`--server` needs a URL")?;
                        client = client.#base_url(url);
                    }
                    option if option.starts_with('-') => {
                        return Err(format!("there is no option `{option}`; `--help` lists them").into());
                    }
                    _ => inputs = argument,
                }
            }
            if let Some(path) = inputs.strip_prefix('@') {
                inputs = fs::read_to_string(path)
                    .map_err(|error| format!("cannot read `{path}`: {error}"))?;
            }
            #given
            let client = client.build()?;
            let inputs = serde_json::from_str(&inputs)
                .map_err(|error| format!("the inputs: {error}; `--help` shows some"))?;
            let run = #module::#function(&client, inputs)
                .await
                .map_err(|failure| explained(&failure))?;
            let outputs = serde_json::to_string_pretty(&run.outputs)?;
            println!("{outputs}");
            Ok(())
        }
        __blank_line!();
        #explained
    })?;
    Ok(format!(
        "//! Runs a workflow of `{}`: `cargo run -- --help` says how.\n\n{code}",
        starter.document
    ))
}

/// The function of the program that words a failure. A criterion that was not met says little without the answer.
fn explained() -> TokenStream {
    quote! {
        /// What failed, and the beginning of the server's answer on one line.
        fn explained(error: &StepError) -> String {
            const LONGEST: usize = 400;
            let answer = error.response().and_then(Response::text).unwrap_or_default();
            let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut letters = answer.chars().filter(|letter| !letter.is_control());
            let shown: String = letters.by_ref().take(LONGEST).collect();
            let rest = if letters.next().is_some() { " …" } else { "" };
            match shown.is_empty() {
                true => error.to_string(),
                false => format!("{error}\nthe server answered: {shown}{rest}"),
            }
        }
    }
}

/// What `--help` prints, line by line.
fn help(starter: &Starter) -> Vec<String> {
    let workflow = starter.plan.and_then(|plan| {
        let mut all = plan
            .documents
            .iter()
            .flat_map(|document| &document.workflows);
        all.find(|workflow| !workflow.omitted && workflow.ident == starter.function)
    });
    let mut lines = Vec::new();
    let told = workflow.and_then(|workflow| workflow.documentation.as_deref());
    lines.extend(told.map(docs::plain));
    lines.push(String::new());
    let example = workflow.map(inputs).unwrap_or_default();
    let example = match example.is_empty() {
        true => String::new(),
        false => format!(" {}", shell::word(&Value::Object(example).to_string())),
    };
    lines.push(format!("  cargo run --{example} [--server URL]"));
    let schemes = starter
        .plan
        .map(|plan| plan.schemes.as_slice())
        .unwrap_or_default();
    if !schemes.is_empty() {
        lines.push(String::new());
        lines.push("Credentials, from the environment:".to_owned());
    }
    lines.extend(schemes.iter().map(|scheme| match &scheme.kind {
        SchemeKind::Basic => format!("  {}=USER:PASSWORD", variable(scheme)),
        SchemeKind::MutualTls => format!(
            "  {}: a client certificate, see the client's builder",
            scheme.name
        ),
        _ => format!("  {}=VALUE", variable(scheme)),
    }));
    lines
}

fn credential(scheme: &Scheme) -> Option<TokenStream> {
    let (variable, method) = (variable(scheme), ident(&scheme.method));
    match scheme.kind {
        SchemeKind::MutualTls => None,
        SchemeKind::Basic => Some(quote! {
            if let Ok(value) = env::var(#variable) {
                let (user, password) = value.split_once(':').unwrap_or((&value, ""));
                client = client.#method(user, password);
            }
        }),
        _ => Some(quote! {
            if let Ok(value) = env::var(#variable) {
                client = client.#method(value);
            }
        }),
    }
}
