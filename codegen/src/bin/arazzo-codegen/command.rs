//! What the user wants done.

use std::path::{Path, PathBuf};

use arazzo_codegen::{CrateOptions, GraphFormat, Runtime, diagnostic::Code, report::Policy};

use arazzo_codegen::nearest::nearest;

use crate::{
    arguments::{Argument, Arguments, WrongUsage},
    help,
};

/// One call of the program.
#[derive(Debug)]
pub(crate) enum Command {
    Generate {
        input: Input,
        output: Option<PathBuf>,
    },
    Check {
        input: Input,
        format: Format,
        policy: Policy,
        fix: bool,
        explain_types: bool,
    },
    Crate {
        input: Input,
        options: CrateOptions,
    },
    Graph {
        input: Input,
        workflow: Option<String>,
        format: GraphFormat,
    },
    Explain(String),
    /// Text that was asked for.
    Print(String),
}

/// The documents and how they are read: what every verb but `explain` takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    /// Module names, where given, and files.
    pub(crate) specs: Vec<(Option<String>, PathBuf)>,
    pub(crate) strict: bool,
    pub(crate) root: Option<PathBuf>,
    pub(crate) sources: Vec<(String, PathBuf)>,
    pub(crate) identities: Vec<PathBuf>,
}

/// How `check` reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
    Sarif,
}

type Parsed<T> = Result<T, WrongUsage>;

const VERBS: [&str; 6] = ["check", "crate", "graph", "explain", "generate", "help"];

/// A first word that is nearly a verb and nothing else.
fn no_such_verb(word: &str) -> Option<WrongUsage> {
    let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let near = nearest(word, VERBS).filter(|_| plain && !Path::new(word).exists())?;
    Some(WrongUsage(format!(
        "there is no verb `{word}`; did you mean `{near}`?"
    )))
}

/// Reads a command.
pub(crate) fn parse(mut arguments: Arguments) -> Parsed<Command> {
    let verb = arguments.verb(&VERBS);
    if let Some(wrong) = arguments
        .first()
        .filter(|_| verb.is_none())
        .and_then(no_such_verb)
    {
        return Err(wrong);
    }
    match verb.as_deref() {
        Some("check") => check(arguments),
        Some("crate") => write_crate(arguments),
        Some("graph") => graph(arguments),
        Some("explain") => explain(arguments),
        Some("help") => help_about(arguments),
        _ => generate(arguments),
    }
}

fn generate(arguments: Arguments) -> Parsed<Command> {
    let mut output = None;
    let read = read(arguments, help::GENERATE, |option, arguments| {
        match option {
            "-o" | "--output" => output = Some(PathBuf::from(arguments.value(option)?)),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(read.and(|input| Command::Generate { input, output }))
}

fn check(arguments: Arguments) -> Parsed<Command> {
    let mut format = Format::default();
    let mut policy = Policy::default();
    let mut fix = false;
    let mut explain_types = false;
    let read = read(arguments, help::CHECK, |option, arguments| {
        match option {
            "--format" => {
                format = match arguments.value(option)?.as_str() {
                    "human" => Format::Human,
                    "json" => Format::Json,
                    "sarif" => Format::Sarif,
                    other => return Err(one_of(option, other, "human, json, sarif")),
                }
            }
            "--deny" => match arguments.value(option)? {
                all if all == "warnings" => policy.deny_warnings = true,
                code => policy.deny.push(known(code)?),
            },
            "--fix" => fix = true,
            "--explain-types" => explain_types = true,
            "--allow" => policy.allow.push(known(arguments.value(option)?)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(read.and(|input| Command::Check {
        input,
        format,
        policy,
        fix,
        explain_types,
    }))
}

fn write_crate(arguments: Arguments) -> Parsed<Command> {
    let mut options = CrateOptions::default();
    let mut runtimes = Vec::new();
    let read = read(arguments, help::CRATE, |option, arguments| {
        match option {
            "-o" | "--output" => options.output = PathBuf::from(arguments.value(option)?),
            "--package" => options.package = Some(arguments.value(option)?),
            "--runtime" => runtimes.push(Runtime::Path(PathBuf::from(arguments.value(option)?))),
            "--runtime-git" => runtimes.push(runtime_git(&arguments.value(option)?)),
            "--force" => options.force = true,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    if matches!(read, Read::Input(_)) && options.output.as_os_str().is_empty() {
        return Err(WrongUsage("`crate` needs `--output DIR`".to_owned()));
    }
    if runtimes.len() > 1 {
        let several =
            "the runtime is given more than once: keep one `--runtime` or `--runtime-git`";
        return Err(WrongUsage(several.to_owned()));
    }
    options.runtime = runtimes.pop().unwrap_or_default();
    Ok(read.and(|input| Command::Crate { input, options }))
}

/// `URL` or `URL#REV`.
fn runtime_git(value: &str) -> Runtime {
    match value.split_once('#') {
        Some((url, rev)) if !rev.is_empty() => Runtime::Git {
            url: url.to_owned(),
            rev: Some(rev.to_owned()),
        },
        _ => Runtime::Git {
            url: value.trim_end_matches('#').to_owned(),
            rev: None,
        },
    }
}

fn graph(arguments: Arguments) -> Parsed<Command> {
    let mut workflow = None;
    let mut format = GraphFormat::default();
    let read = read(arguments, help::GRAPH, |option, arguments| {
        match option {
            "--workflow" => workflow = Some(arguments.value(option)?),
            "--format" => {
                format = match arguments.value(option)?.as_str() {
                    "mermaid" => GraphFormat::Mermaid,
                    "dot" => GraphFormat::Dot,
                    "svg" => GraphFormat::Svg,
                    other => return Err(one_of(option, other, "mermaid, dot, svg")),
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    if matches!(&read, Read::Input(input) if input.specs.len() > 1) {
        return Err(WrongUsage("`graph` draws one document".to_owned()));
    }
    Ok(read.and(|input| Command::Graph {
        input,
        workflow,
        format,
    }))
}

fn explain(mut arguments: Arguments) -> Parsed<Command> {
    match (arguments.next()?, arguments.next()?) {
        (Some(Argument::Value(code)), None) => Ok(Command::Explain(code)),
        (None, None) => Ok(Command::Print(help::codes())),
        (Some(Argument::Option(option)), None) if is_help(&option) => {
            Ok(Command::Print(help::explain()))
        }
        _ => Err(WrongUsage("`explain` takes one code".to_owned())),
    }
}

fn help_about(mut arguments: Arguments) -> Parsed<Command> {
    let text = match arguments
        .verb(&["check", "crate", "graph", "explain"])
        .as_deref()
    {
        Some("check") => help::CHECK,
        Some("crate") => help::CRATE,
        Some("graph") => help::GRAPH,
        Some("explain") => return Ok(Command::Print(help::explain())),
        _ => match arguments.first().and_then(no_such_verb) {
            Some(wrong) => return Err(wrong),
            None => help::GENERATE,
        },
    };
    Ok(Command::Print(text.to_owned()))
}

/// What came of reading documents and shared flags.
enum Read {
    Input(Input),
    Print(String),
}

impl Read {
    fn and(self, command: impl FnOnce(Input) -> Command) -> Command {
        match self {
            Self::Input(input) => command(input),
            Self::Print(text) => Command::Print(text),
        }
    }
}

/// Reads documents and shared flags; `own` reads the verb's own flags and tells whether the option was one.
fn read(
    mut arguments: Arguments,
    help: &str,
    mut own: impl FnMut(&str, &mut Arguments) -> Parsed<bool>,
) -> Parsed<Read> {
    let mut input = Input::default();
    while let Some(argument) = arguments.next()? {
        let option = match argument {
            Argument::Value(spec) => {
                input.specs.push(named_spec(&spec));
                continue;
            }
            Argument::Option(option) => option,
        };
        if own(&option, &mut arguments)? {
            continue;
        }
        match option.as_str() {
            "--strict" => input.strict = true,
            "--root" => input.root = Some(PathBuf::from(arguments.value(&option)?)),
            "--source" => input.source(&arguments.value(&option)?),
            "-V" | "--version" => {
                let version = env!("CARGO_PKG_VERSION");
                return Ok(Read::Print(format!("arazzo-codegen {version}\n")));
            }
            other if is_help(other) => return Ok(Read::Print(help.to_owned())),
            other => return Err(unknown_option(other, help)),
        }
    }
    if input.specs.is_empty() {
        return Err(WrongUsage("no document given".to_owned()));
    }
    Ok(Read::Input(input))
}

/// What is said of an option that the verb does not have; its help names those that it has.
fn unknown_option(option: &str, help: &str) -> WrongUsage {
    let words = help.split(|letter: char| letter.is_whitespace() || letter == ',');
    let known = words.filter(|word| word.starts_with("--"));
    WrongUsage(match nearest(option, known) {
        Some(near) => format!("unknown option `{option}`; did you mean `{near}`?"),
        None => format!("unknown option `{option}`"),
    })
}

impl Input {
    /// `NAME_OR_URL=PATH` or `PATH`. All of them may hold `=`: what exists is a file, and the longest name counts.
    fn source(&mut self, value: &str) {
        let mut pairs = value.rmatch_indices('=').filter_map(|(at, _)| {
            let (name, path) = value.split_at_checked(at)?;
            Some((name, path.strip_prefix('=')?))
        });
        let existing = pairs.find(|(_, path)| Path::new(path).exists());
        match existing.or_else(|| value.rsplit_once('=')) {
            Some((name, path)) if !Path::new(value).exists() => {
                self.sources.push((name.to_owned(), PathBuf::from(path)));
            }
            _ => self.identities.push(PathBuf::from(value)),
        }
    }
}

/// `NAME=SPEC` or `SPEC`, where NAME is a Rust identifier.
fn named_spec(value: &str) -> (Option<String>, PathBuf) {
    let identifier = |name: &str| {
        !name.starts_with(|first: char| first.is_ascii_digit())
            && !name.is_empty()
            && name
                .chars()
                .all(|next| next.is_alphanumeric() || next == '_')
    };
    match value.split_once('=') {
        Some((name, path)) if identifier(name) => (Some(name.to_owned()), PathBuf::from(path)),
        _ => (None, PathBuf::from(value)),
    }
}

/// A code of a diagnostic: a misspelt one would silently change nothing.
fn known(code: String) -> Parsed<Code> {
    Code::find(&code).ok_or_else(|| no_such_code(&code))
}

/// What to say about a code that does not exist.
pub(crate) fn no_such_code(code: &str) -> WrongUsage {
    let near: Vec<_> = (Code::near(code).into_iter())
        .map(|near| format!("`{near}`"))
        .collect();
    let near = match near.as_slice() {
        [] => "; `arazzo-codegen explain` lists all codes".to_owned(),
        near => format!("; did you mean {}?", near.join(" or ")),
    };
    WrongUsage(format!("no diagnostic has the code `{code}`{near}"))
}

fn is_help(option: &str) -> bool {
    matches!(option, "-h" | "--help")
}

fn one_of(option: &str, found: &str, allowed: &str) -> WrongUsage {
    WrongUsage(format!("`{option} {found}` is not one of: {allowed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Parsed<Command> {
        parse(Arguments::new(text.split_whitespace().map(str::to_owned)))
    }

    #[test]
    fn documents_and_sources_may_have_names() {
        let text = "pets=a.yaml dir/b=c.yaml --source https://x.test/?a=b=d.yaml --source e.yaml --strict -o f.rs";
        let Ok(Command::Generate { input, output }) = parsed(text) else {
            panic!("not understood");
        };
        let expected = Input {
            specs: vec![
                (Some("pets".into()), "a.yaml".into()),
                (None, "dir/b=c.yaml".into()),
            ],
            strict: true,
            root: None,
            sources: vec![("https://x.test/?a=b".into(), "d.yaml".into())],
            identities: vec!["e.yaml".into()],
        };
        assert_eq!((input, output), (expected, Some("f.rs".into())));
    }

    #[test]
    fn check_takes_a_policy() {
        let Ok(Command::Check { format, policy, .. }) = parsed(
            "check a.yaml --format=sarif --deny warnings --deny unusual-id --allow missing-body",
        ) else {
            panic!("not understood");
        };
        assert_eq!(format, Format::Sarif);
        assert!(policy.deny_warnings);
        assert_eq!(
            (policy.deny, policy.allow),
            (vec![Code::UnusualId], vec![Code::MissingBody])
        );
    }

    #[test]
    fn mistakes_are_told() {
        let told = |text| match parsed(text) {
            Err(WrongUsage(told)) => told,
            Ok(command) => panic!("{command:?}"),
        };
        assert_eq!(told(""), "no document given");
        assert_eq!(told("a.yaml --nope"), "unknown option `--nope`");
        assert_eq!(
            told("check a.yaml --fromat json"),
            "unknown option `--fromat`; did you mean `--format`?"
        );
        assert_eq!(told("a.yaml -o"), "`-o` needs a value");
        assert_eq!(
            told("check a.yaml --format x"),
            "`--format x` is not one of: human, json, sarif"
        );
        assert_eq!(told("crate a.yaml"), "`crate` needs `--output DIR`");
        assert_eq!(told("graph a.yaml b.yaml"), "`graph` draws one document");
        assert_eq!(
            told("check a.yaml --allow mising-body"),
            "no diagnostic has the code `mising-body`; did you mean `missing-body`?"
        );
        assert_eq!(told("explain a b"), "`explain` takes one code");
        assert_eq!(
            told("chekc a.yaml"),
            "there is no verb `chekc`; did you mean `check`?"
        );
        assert!(
            told("check a.yaml --deny missing-parameter").ends_with(
                "did you mean `missing-path-parameter` or `missing-required-parameter`?"
            )
        );
        assert_eq!(told("check a.yaml --strict=no"), "unexpected value `no`");
    }
}
