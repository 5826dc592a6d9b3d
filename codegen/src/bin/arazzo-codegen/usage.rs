//! What is said of arguments that make no sense: one sentence, and the name that was probably meant.

use std::{ffi::OsString, fmt, path::Path};

use arazzo_codegen::nearest::nearest;
use clap::{
    CommandFactory, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{command::Call, values::Spec};

/// Why there is nothing to run.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Text that was asked for: help, or the version.
    Asked(String),
    Wrong(WrongUsage),
}

/// What is wrong with the arguments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongUsage {
    /// One sentence for the user.
    pub(crate) message: String,
    /// The verb whose help tells more.
    pub(crate) verb: Option<String>,
}

impl WrongUsage {
    pub(crate) fn new(message: impl Into<String>, verb: Option<&str>) -> Self {
        Self {
            message: message.into(),
            verb: verb.map(str::to_owned),
        }
    }
}

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = self.verb.iter().map(|verb| format!(" {verb}"));
        let verb = verb.collect::<String>();
        let message = &self.message;
        write!(f, "error: {message}\nTry `arazzo-codegen{verb} --help`.\n")
    }
}

/// Reads a call; the first argument is the name of the program.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Call, Stop> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(wrong) = arguments
        .get(1)
        .and_then(|first| no_such_verb(first.to_str()?))
    {
        return Err(Stop::Wrong(wrong));
    }
    let call = Call::try_parse_from(&arguments).map_err(|error| stop(&error, &arguments))?;
    let wrong = misplaced_verb(&call, &arguments).or_else(|| one_name_for_two(call.specs()));
    match wrong {
        Some(wrong) => Err(Stop::Wrong(wrong)),
        None => Ok(call),
    }
}

/// Two documents whose modules were given the same name.
fn one_name_for_two(specs: &[Spec]) -> Option<WrongUsage> {
    specs.iter().enumerate().find_map(|(at, second)| {
        let name = second.name.as_ref()?;
        let mut before = specs.iter().take(at);
        let first = before.find(|first| first.name.as_ref() == Some(name))?;
        let (one, other) = (first.path.display(), second.path.display());
        let message = format!("both `{one}` and `{other}` are named `{name}`");
        (first.file() != second.file()).then(|| WrongUsage::new(message, None))
    })
}

/// A verb that is not the first argument, and no file either.
fn misplaced_verb(call: &Call, arguments: &[OsString]) -> Option<WrongUsage> {
    let verb = verb_of(arguments)?;
    let first = arguments.get(1).filter(|first| **first != *verb)?;
    let path = Path::new(&verb);
    let mut specs = call.generate.input.specs.iter();
    let is_spec = call.verb.is_none() && specs.any(|spec| spec.path == path);
    if is_spec && path.exists() || call.verb.is_none() && !is_spec {
        return None;
    }
    let message = format!("`{verb}` has to come first, before `{}`", first.display());
    Some(WrongUsage::new(message, Some(&verb)))
}

fn is_verb(word: &str) -> bool {
    Call::command().find_subcommand(word).is_some()
}

/// The first argument that is a verb.
fn verb_of(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    words.find(|word| is_verb(word)).map(str::to_owned)
}

/// A first word that is nearly a verb and nothing else.
fn no_such_verb(word: &str) -> Option<WrongUsage> {
    let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let command = Call::command();
    let verbs = command.get_subcommands().map(clap::Command::get_name);
    let verbs: Vec<&str> = verbs.chain(["help"]).collect();
    if !plain || verbs.contains(&word) || Path::new(word).exists() {
        return None;
    }
    let near = nearest(word, verbs)?;
    let message = format!("there is no verb `{word}`; did you mean `{near}`?");
    Some(WrongUsage::new(message, None))
}

fn stop(error: &clap::Error, arguments: &[OsString]) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp => return Stop::Asked(error.to_string()),
        ErrorKind::DisplayVersion => {
            let version = env!("CARGO_PKG_VERSION");
            return Stop::Asked(format!("arazzo-codegen {version}\n"));
        }
        _ => {}
    }
    let verb = verb_of(arguments);
    Stop::Wrong(WrongUsage {
        message: sentence(error, verb.as_deref()),
        verb,
    })
}

/// What is wrong, in a sentence.
fn sentence(error: &clap::Error, verb: Option<&str>) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("`, `"),
        _ => String::new(),
    };
    let value = text(ContextKind::InvalidValue);
    // `--output <FILE>`, or `<SHELL>`.
    let argument = text(ContextKind::InvalidArg);
    let name = argument.split(' ').next().unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => unknown_option(name, verb),
        ErrorKind::UnknownArgument => match verb {
            Some(verb) => format!("`{argument}` is one argument too many for `{verb}`"),
            None => format!("unexpected argument `{argument}`"),
        },
        ErrorKind::InvalidSubcommand => {
            let word = text(ContextKind::InvalidSubcommand);
            let near = no_such_verb(&word).map(|wrong| wrong.message);
            near.unwrap_or_else(|| format!("there is no verb `{word}`"))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("`{name}` needs a value"),
        ErrorKind::InvalidValue => one_of(error, name, &value),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error);
            why.map_or_else(
                || format!("`{name} {value}` is invalid"),
                ToString::to_string,
            )
        }
        ErrorKind::TooManyValues => format!("`{name}` takes no value, but `{value}` is given"),
        ErrorKind::MissingRequiredArgument if argument.contains("SPEC") => {
            "no document given".to_owned()
        }
        ErrorKind::MissingRequiredArgument => {
            // Without a verb only `--check` asks for more.
            let what = verb.unwrap_or("--check");
            format!("`{what}` needs `{}`", bare(&argument))
        }
        ErrorKind::ArgumentConflict => conflict(&argument, &text(ContextKind::PriorArg)),
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8".to_owned(),
        _ => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            line.trim_start_matches("error: ").to_owned()
        }
    }
}

/// What is said of a value that is none of those that there are.
fn one_of(error: &clap::Error, name: &str, value: &str) -> String {
    let allowed = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(allowed)) => allowed.as_slice(),
        _ => &[],
    };
    let given = match name.starts_with('-') {
        true => format!("{name} {value}"),
        false => value.to_owned(),
    };
    let near = nearest(value, allowed.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("`{given}` is not one of: {}{near}", allowed.join(", "))
}

/// An argument as the documentation writes it: `--output DIR`.
fn bare(argument: &str) -> String {
    argument.replace(['<', '>'], "")
}

fn conflict(option: &str, prior: &str) -> String {
    let (option, prior) = (bare(option), bare(prior));
    match prior == option {
        true => format!("`{option}` is given more than once"),
        false => format!("`{option}` and `{prior}` exclude each other"),
    }
}

/// What is said of an option that the verb does not have.
fn unknown_option(option: &str, verb: Option<&str>) -> String {
    let mut command = Call::command();
    command.build();
    let options_of = |command: &clap::Command| -> Vec<String> {
        let options = command.get_arguments().filter_map(clap::Arg::get_long);
        options.map(|name| format!("--{name}")).collect()
    };
    let own = verb.and_then(|verb| command.find_subcommand(verb));
    let own = options_of(own.unwrap_or(&command));
    if let Some(near) = nearest(option, own.iter().map(String::as_str)) {
        return format!("unknown option `{option}`; did you mean `{near}`?");
    }
    let has = |command: &&clap::Command| {
        let options = options_of(command);
        !command.is_hide_set() && options.iter().any(|known| known == option)
    };
    let others: Vec<String> = [&command]
        .into_iter()
        .chain(command.get_subcommands())
        .filter(has)
        .map(|other| format!("`{}`", other.get_bin_name().unwrap_or(other.get_name())))
        .collect();
    match others.as_slice() {
        [] => format!("unknown option `{option}`"),
        others => format!(
            "unknown option `{option}`; it is one of {}",
            others.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use arazzo_codegen::diagnostic::Code;

    use super::*;
    use crate::{
        command::{Format, Verb},
        input::Reading,
        values::{Offered, Spec},
    };

    fn parsed(text: &str) -> Result<Call, Stop> {
        let words = text.split_whitespace();
        parse(["arazzo-codegen"].into_iter().chain(words).map(Into::into))
    }

    #[test]
    fn the_program_is_described_soundly() {
        Call::command().debug_assert();
    }

    #[test]
    fn documents_and_sources_may_have_names() {
        let text = "pets=a.yaml dir/b=c.yaml --source https://x.test/?a=b=d.yaml --source e.yaml --strict -of.rs";
        for text in [text.to_owned(), format!("generate {text}")] {
            let call = parsed(&text).unwrap();
            let generate = match call.verb {
                Some(Verb::Generate(generate)) => generate,
                _ => call.generate,
            };
            let named = |name: Option<&str>, path: &str| Spec {
                name: name.map(str::to_owned),
                path: path.into(),
            };
            let specs = [named(Some("pets"), "a.yaml"), named(None, "dir/b=c.yaml")];
            assert_eq!(generate.input.specs, specs);
            let reading = Reading {
                strict: true,
                root: None,
                limit: vec![],
                source: vec![
                    Offered::Source("https://x.test/?a=b".into(), "d.yaml".into()),
                    Offered::Identity("e.yaml".into()),
                ],
            };
            assert_eq!(generate.input.reading, reading);
            assert_eq!(generate.output, Some("f.rs".into()));
        }
    }

    #[test]
    fn check_takes_a_policy() {
        let text =
            "check a.yaml --format=sarif --deny warnings --deny unusual-id --allow missing-body";
        let Ok(Call {
            verb: Some(Verb::Check(check)),
            ..
        }) = parsed(text)
        else {
            panic!("not understood");
        };
        assert_eq!(check.format, Format::Sarif);
        let policy = check.policy();
        assert!(policy.deny_warnings);
        assert_eq!(policy.deny, [Code::UnusualId]);
        assert_eq!(policy.allow, [Code::MissingBody]);
    }

    #[test]
    fn the_first_word_that_is_no_verb_is_a_document() {
        for text in ["flows", "chekc.yaml", "-- --strict"] {
            assert!(parsed(text).unwrap().verb.is_none(), "{text}");
        }
    }

    #[test]
    fn mistakes_are_told_in_a_sentence() {
        for (text, expected) in [
            ("", "no document given"),
            ("a.yaml --nope", "unknown option `--nope`"),
            (
                "check a.yaml --fromat json",
                "unknown option `--fromat`; did you mean `--format`?",
            ),
            (
                "a.yaml --fix",
                "unknown option `--fix`; it is one of `arazzo-codegen check`",
            ),
            (
                "check a.yaml --output b",
                "unknown option `--output`; it is one of `arazzo-codegen`, `arazzo-codegen crate`, `arazzo-codegen graph`",
            ),
            ("a.yaml -o", "`--output` needs a value"),
            (
                "check a.yaml --format x",
                "`--format x` is not one of: human, json, sarif",
            ),
            (
                "graph a.yaml --format mermiad",
                "`--format mermiad` is not one of: mermaid, dot, svg, html; did you mean `mermaid`?",
            ),
            ("crate a.yaml", "`crate` needs `--output DIR`"),
            ("a.yaml --check", "`--check` needs `--output FILE`"),
            (
                "crate a.yaml -o b -o c",
                "`--output DIR` is given more than once",
            ),
            (
                "crate a.yaml -o b --runtime c --runtime-git d",
                "`--runtime PATH` and `--runtime-git URL[#REV]` exclude each other",
            ),
            (
                "graph a.yaml b.yaml",
                "`b.yaml` is one argument too many for `graph`",
            ),
            ("explain a b", "`b` is one argument too many for `explain`"),
            (
                "check a.yaml --allow mising-body",
                "no diagnostic has the code `mising-body`; did you mean `missing-body`?",
            ),
            (
                "check a.yaml --deny missing-parameter",
                "no diagnostic has the code `missing-parameter`; did you mean `missing-path-parameter` or `missing-required-parameter`?",
            ),
            (
                "chekc a.yaml",
                "there is no verb `chekc`; did you mean `check`?",
            ),
            (
                "help chekc",
                "there is no verb `chekc`; did you mean `check`?",
            ),
            (
                "--strict check a.yaml",
                "`check` has to come first, before `--strict`",
            ),
            (
                "a.yaml check b.yaml",
                "`check` has to come first, before `a.yaml`",
            ),
            (
                "check a.yaml --strict=no",
                "`--strict` takes no value, but `no` is given",
            ),
            (
                "check p=a.yaml b.yaml p=c.yaml",
                "both `a.yaml` and `c.yaml` are named `p`",
            ),
            (
                "completions bsh",
                "`bsh` is not one of: bash, elvish, fish, powershell, zsh; did you mean `bash`?",
            ),
        ] {
            match parsed(text) {
                Err(Stop::Wrong(wrong)) => assert_eq!(wrong.message, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
