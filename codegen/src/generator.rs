//! The library's front door: which documents, which options, and what to do with them.

mod command;
mod settings;
mod source_file;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use crate::{
    check,
    crate_folder::{self, CrateError, CrateFile, Runtime},
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate, emit, graph,
    load::{self, Caller, Disk, Documents, Files, Limits, Node, Options},
    module_name::{distinct, module_name, usable},
    plan::{self, Plan, TypeNote},
    report::{Policy, Report},
    resolve,
    settings::Visibility,
    stack::with_room,
};

pub use source_file::{SourceFileError, Stale};

/// Compiles Arazzo documents. Configure it, then call one of the methods that end in a [`Report`].
pub struct Generator {
    files: Box<dyn Files>,
    options: Options,
    strict: bool,
    unused: bool,
    explain_types: bool,
    policy: Policy,
    documents: Vec<(String, PathBuf)>,
}

/// How a crate with a command line over the workflows is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrateOptions {
    /// The folder to write to.
    pub output: PathBuf,
    /// The name of the package; by default the folder's.
    pub package: Option<String>,
    /// Where the crate gets the runtime from.
    pub runtime: Runtime,
    /// Overwrites files that were edited, or that were not generated.
    pub force: bool,
}

/// The Rust source of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The module's name.
    pub name: String,
    /// The module's content.
    pub source: String,
}

impl Default for Generator {
    fn default() -> Self {
        Self::new()
    }
}

impl Generator {
    /// No documents, tolerant, reading from disk.
    pub fn new() -> Self {
        Self {
            files: Box::new(Disk),
            options: Options::default(),
            strict: false,
            unused: false,
            explain_types: false,
            policy: Policy::default(),
            documents: Vec::new(),
        }
    }

    /// Makes deviations from the standard whose meaning is plain errors instead of warnings.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Reports inputs, outputs of steps and components that nothing uses, too. The command line's `check` does.
    #[must_use]
    pub fn unused(mut self, unused: bool) -> Self {
        self.unused = unused;
        self
    }

    /// Tells which parts of inputs and outputs are no better than `serde_json::Value`, and why: [`Report::types`].
    #[must_use]
    pub fn explain_types(mut self, explain: bool) -> Self {
        self.explain_types = explain;
        self
    }

    /// Which warnings are errors and which are nothing.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Makes all warnings errors, except those that are allowed.
    #[must_use]
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.policy.deny_warnings = deny;
        self
    }

    /// Makes warnings with this code errors.
    #[must_use]
    pub fn deny(mut self, code: impl Into<String>) -> Self {
        self.policy.deny.extend(Code::find(&code.into()));
        self
    }

    /// Leaves out warnings with this code. To allow one for a single object of a document, list it in the object's
    /// `x-arazzo-codegen-allow`.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.policy.allow.extend(Code::find(&code.into()));
        self
    }

    /// The folder that file access stays below. By default the nearest folder above each document that holds `.git` or
    /// `Cargo.toml`, else the parent of the document's folder.
    #[must_use]
    pub fn root(mut self, root: impl Into<PathBuf>) -> Self {
        self.options.root = Some(root.into());
        self
    }

    /// A file standing in for a source description, by its name or its URL. One that no document has is an error.
    #[must_use]
    pub fn source(mut self, name_or_url: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let source = (name_or_url.into(), path.into());
        self.options.sources.push(source);
        self
    }

    /// A document that is found by its `$self`.
    #[must_use]
    pub fn source_by_identity(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.identities.push(path.into());
        self
    }

    /// How much of documents is read before giving up, where the defaults are too low for documents that are trusted, or too
    /// high for those that are not.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Who configures this, whose language reports speak.
    #[must_use]
    pub fn caller(mut self, caller: Caller) -> Self {
        self.options.caller = caller;
        self
    }

    /// Where documents are read from, instead of the disk.
    #[must_use]
    pub fn files(mut self, files: impl Files + 'static) -> Self {
        self.files = Box::new(files);
        self
    }

    /// A document to compile, into a module named after the file.
    #[must_use]
    pub fn document(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        self.named_document(module_name(&path), path)
    }

    /// A document to compile, into the module `name`.
    #[must_use]
    pub fn named_document(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.documents.push((usable(name.into()), path.into()));
        self
    }

    /// Finds everything that is wrong with the documents.
    pub fn check(self) -> Report {
        with_room(|| self.checked())
    }

    fn checked(self) -> Report {
        let explain = self.explain_types;
        let (plans, mut diagnostics, documents) = self.planned();
        for plan in &plans {
            module(plan, emit::module(plan), &mut diagnostics);
        }
        let mut report = Report::new(diagnostics, documents);
        report.types = explain.then(|| {
            // A document may be given twice.
            let mut seen = HashSet::new();
            let mut notes: Vec<_> = plans.iter().flat_map(Plan::type_notes).collect();
            notes.retain(
                |TypeNote {
                     workflow,
                     item,
                     place,
                     reason,
                     ..
                 }| {
                    seen.insert((
                        workflow.clone(),
                        item.clone(),
                        place.clone(),
                        reason.clone(),
                    ))
                },
            );
            notes
        });
        report
    }

    /// The Rust source of all documents: the module's content if there is one document, else one module each.
    pub fn generate(self) -> (String, Report) {
        let (modules, report) = self.modules();
        let visibility = report.documents.settings().visibility;
        let source = match modules.as_slice() {
            [only] => only.source.clone(),
            several => several.iter().map(|it| it.wrapped(visibility)).collect(),
        };
        (source, report)
    }

    /// The Rust source of each document; nothing for documents with errors.
    pub fn modules(self) -> (Vec<Module>, Report) {
        self.modules_by(emit::module)
    }

    /// The same to be included in private modules as well.
    pub(crate) fn included_modules(self) -> (Vec<Module>, Report) {
        self.modules_by(emit::included)
    }

    fn modules_by(
        self,
        emit: fn(&Plan) -> Result<String, emit::EmitError>,
    ) -> (Vec<Module>, Report) {
        with_room(|| {
            let (plans, mut diagnostics, documents) = self.compiled();
            let modules = plans
                .iter()
                .filter_map(|plan| module(plan, emit(plan), &mut diagnostics))
                .collect();
            (modules, Report::new(diagnostics, documents))
        })
    }

    /// What was decided about each document, for people to read; nothing for documents with errors.
    pub fn plans(self) -> (Vec<Plan>, Report) {
        with_room(|| {
            let (plans, diagnostics, documents) = self.planned();
            (plans, Report::new(diagnostics, documents))
        })
    }

    /// Writes a crate that is ready to run, and says what became of its files; nothing for documents with errors.
    ///
    /// Files that were edited, or that were not generated, are never overwritten unless `options` say so: then nothing is
    /// written at all. The exceptions, which are kept, are an edited `Cargo.toml`, `README.md` and `.gitignore`. Modules of
    /// documents that are no longer given are removed.
    pub fn write_crate(
        self,
        options: &CrateOptions,
    ) -> (Result<Vec<CrateFile>, CrateError>, Report) {
        with_room(|| {
            let command = self.crate_command(options);
            let (plans, diagnostics, documents) = self.compiled();
            let written = match diagnostics.iter().any(Diagnostic::is_error) {
                true => crate_folder::check(options).map(|()| Vec::new()),
                false => crate_folder::write(&plans, options, &command),
            };
            (written, Report::new(diagnostics, documents))
        })
    }

    /// The plans of all documents; none if there are errors.
    pub(crate) fn planned(self) -> (Vec<Plan>, Vec<Diagnostic>, Documents) {
        self.planned_with(|_, _, _| {})
    }

    /// The plans of all documents, each with a module of its own.
    fn compiled(self) -> (Vec<Plan>, Vec<Diagnostic>, Documents) {
        self.planned_with(distinct)
    }

    fn planned_with(
        self,
        then: impl Fn(&mut Vec<Plan>, &Documents, &mut Diagnostics),
    ) -> (Vec<Plan>, Vec<Diagnostic>, Documents) {
        let mut diagnostics = Diagnostics::new(self.strict);
        let mut documents = Documents::new(self.files, self.options);
        let mut settings = Diagnostics::new(false);
        documents.read_settings(&mut settings);
        let mut plans = plans(&self.documents, self.unused, &documents, &mut diagnostics);
        then(&mut plans, &documents, &mut diagnostics);
        check_sources(&self.documents, &documents, &mut diagnostics);
        load::check_reached_keys(&documents, &mut diagnostics);
        check::unknown_codes(&documents, &mut diagnostics);
        let mut reported = self.policy.reported(diagnostics, &documents);
        check_settings(&self.documents, &documents, &reported, &mut settings);
        reported.extend(settings);
        if reported.iter().any(Diagnostic::is_error) {
            plans.clear();
        }
        (plans, reported, documents)
    }
}

/// Reports files that are given for sources that no document has.
fn check_sources(
    entries: &[(String, PathBuf)],
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) {
    // What a document that cannot be read would have named is not known.
    let read: Result<Vec<_>, _> = entries
        .iter()
        .map(|(_, path)| documents.open_path(path))
        .collect();
    if let Ok(read) = read
        && let Some(entry) = read.into_iter().next()
    {
        load::check_sources(&Node::root(entry), documents, diagnostics);
    }
}

/// Reports what is wrong with the settings: with errors in the documents it is not known what else they may be for.
fn check_settings(
    entries: &[(String, PathBuf)],
    documents: &Documents,
    reported: &[Diagnostic],
    diagnostics: &mut Diagnostics,
) {
    let opened: Result<Vec<_>, _> = entries
        .iter()
        .map(|(_, path)| documents.open_path(path))
        .collect();
    let Some(entry) = opened.ok().and_then(|all| all.into_iter().next()) else {
        return;
    };
    let entry = Node::root(entry).place();
    let planned = !reported.iter().any(Diagnostic::is_error);
    let settings = documents.settings();
    settings.report(&entry, planned, diagnostics);
    emit::check_settings(settings, &entry, diagnostics);
}

/// The stages up to the plan, one entry document after the other.
fn plans(
    entries: &[(String, PathBuf)],
    unused: bool,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Vec<Plan> {
    for error in documents.open_offered() {
        if let Some(found) = error.diagnostic() {
            diagnostics.push(found);
        }
    }
    let mut plans = Vec::new();
    for (name, path) in entries {
        let Some(root) = open(path, documents, diagnostics) else {
            continue;
        };
        let Some(world) = resolve::workflow::resolve(root.document(), documents, diagnostics)
        else {
            continue;
        };
        let elaborated = elaborate::all(&world, documents);
        check::all(&elaborated, diagnostics);
        let mut plan = plan::build(&elaborated, name, diagnostics);
        graph::illustrate(&mut plan);
        plans.push(plan);
        if unused {
            check::unused(&world, documents, diagnostics);
        }
    }
    plans
}

/// The last stage.
fn module(
    plan: &Plan,
    emitted: Result<String, emit::EmitError>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Module> {
    match emitted {
        Ok(source) => Some(Module {
            name: plan.module.clone(),
            source,
        }),
        Err(error) => {
            if let Some(place) = &plan.place {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Emission,
                        place.clone(),
                        format!("the code for this document cannot be written: {error}"),
                    )
                    .help("this is a defect of the generator: please report it with the document"),
                );
            }
            None
        }
    }
}

/// Opens an entry document and says what is wrong with its text.
fn open(path: &Path, documents: &Documents, diagnostics: &mut Diagnostics) -> Option<Node> {
    match documents.open_path(path) {
        Ok(document) => {
            load::check_keys(&document, diagnostics);
            Some(Node::root(document))
        }
        Err(error) => {
            if let Some(found) = error.diagnostic() {
                diagnostics.push(found);
            }
            None
        }
    }
}

impl Module {
    fn wrapped(&self, visibility: Visibility) -> String {
        let word = match visibility {
            Visibility::Public => "pub",
            Visibility::Crate => "pub(crate)",
        };
        let Self { name, source } = self;
        format!("/// Workflows of the document `{name}`.\n{word} mod {name} {{\n{source}\n}}\n")
    }
}

/// The long explanation of a diagnostic's code.
pub fn explain(code: &str) -> Option<&'static str> {
    Code::find(code).map(Code::explanation)
}
