//! Which workflow is meant. It decides which flags there are, so it is looked for before all else.

use arazzo_syntax::nearest::nearest;

use super::command::{COMMANDS, Program, Selected};
use crate::refused::Refused;
use crate::registry::Workflow;
use crate::unknown::unknown;
use crate::words::kebab;

/// The arguments with the workflow's name as the program's commands have it, and the workflow if there is one.
pub(super) fn select(
    program: &Program,
    mut given: Vec<String>,
) -> Result<(Vec<String>, Option<Selected>), Refused> {
    let wanted = document_option(&given);
    let is_option = |argument: Option<&String>| argument.is_none_or(|it| it.starts_with('-'));
    if is_option(given.first()) {
        return Ok((given, None));
    }
    let first = given.first().cloned().unwrap_or_default();
    let is_command = COMMANDS.contains(&first.as_str());
    if is_command && !matches!(first.as_str(), "batch" | "run" | "help" | "describe") {
        return Ok((given, None));
    }
    let position = usize::from(is_command);
    let Some(name) = given
        .get(position)
        .filter(|it| !it.starts_with('-'))
        .cloned()
    else {
        return Ok((given, None));
    };
    if first == "help" && COMMANDS.contains(&name.as_str()) {
        return Ok((given, None));
    }
    let selected = find(program, &name, wanted.as_deref(), is_command)?;
    if !matches!(first.as_str(), "batch" | "run" | "describe") {
        let command = kebab(selected.workflow.key);
        // Workflows that are called like a command are run by `run`.
        let is_own = !command.is_empty() && !COMMANDS.contains(&command.as_str());
        let words = match (is_own, first.as_str()) {
            (true, _) => vec![command],
            (false, "help") => vec!["run".to_owned()],
            (false, _) => vec!["run".to_owned(), name],
        };
        given.splice(position..=position, words);
    }
    Ok((given, Some(selected)))
}

/// The value of `--document`, wherever it stands.
fn document_option(given: &[String]) -> Option<String> {
    let mut all = given.iter();
    while let Some(argument) = all.next() {
        if let Some(name) = argument.strip_prefix("--document=") {
            return Some(name.to_owned());
        }
        if argument == "--document" {
            return all.next().cloned();
        }
    }
    None
}

/// The workflow of this name: its id, its key, or its id in kebab case.
fn find(
    program: &Program,
    name: &str,
    document: Option<&str>,
    is_argument: bool,
) -> Result<Selected, Refused> {
    let documents = program.documents;
    if let Some(document) = document
        && documents.iter().all(|known| known.name != document)
    {
        let known: Vec<&str> = documents.iter().map(|known| known.name).collect();
        return Err(Refused(unknown("document called", document, &known)));
    }
    let candidates = documents
        .iter()
        .filter(|known| document.is_none_or(|wanted| known.name == wanted))
        .flat_map(|document| {
            let workflows = document.workflows.iter();
            workflows.map(move |workflow| Selected { document, workflow })
        });
    let candidates: Vec<_> = candidates.collect();
    // An exact name wins over one that is only written differently.
    let rules: [&dyn Fn(&Workflow) -> bool; 3] = [
        &|workflow| workflow.key == name,
        &|workflow| workflow.id == name,
        &|workflow| kebab(workflow.key) == name,
    ];
    for rule in rules {
        let fitting: Vec<_> = candidates.iter().filter(|it| rule(it.workflow)).collect();
        match fitting.as_slice() {
            [] => {}
            [found] => return Ok(**found),
            several => {
                let names: Vec<&str> = several.iter().map(|it| it.document.name).collect();
                let names = names.join(", ");
                return Err(Refused(format!(
                    "several documents have `{name}`: say `--document` with one of {names}"
                )));
            }
        }
    }
    Err(missing(&candidates, name, is_argument))
}

/// There is no such workflow: the nearest one is proposed, in the form in which it would be written there.
fn missing(candidates: &[Selected], name: &str, is_argument: bool) -> Refused {
    let keys = candidates.iter().map(|it| it.workflow.key);
    let mut known: Vec<String> = match is_argument {
        true => keys.map(str::to_owned).collect(),
        false => keys.map(kebab).chain(COMMANDS.map(str::to_owned)).collect(),
    };
    known.sort();
    known.dedup();
    let rest = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`list` shows those there are".to_owned(),
    };
    let what = if is_argument {
        "workflow"
    } else {
        "workflow or command"
    };
    Refused(format!("there is no {what} `{name}`; {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invocation::{Invocation, Running};
    use crate::registry::Document;

    fn run(_: &Invocation) -> Running<'_> {
        Box::pin(async { Err(Refused::new("not meant to run")) })
    }

    const fn workflow(id: &'static str) -> Workflow {
        Workflow::describe(id).run(run)
    }

    static DOCUMENTS: &[Document] = &[
        Document::new("shop", "Shop").workflows(&[
            workflow("placeOrder"),
            workflow("place-order"),
            workflow("refund"),
            workflow("list"),
            workflow("?"),
            Workflow::describe("signIn").key("lib.signIn").run(run),
        ]),
        Document::new("bank", "Bank").workflows(&[workflow("refund")]),
    ];

    /// The arguments as the commands have them, with document and key of the workflow.
    fn selected(line: &str) -> Result<String, String> {
        let program = Program {
            name: "p".to_owned(),
            version: "1".to_owned(),
            documents: DOCUMENTS,
        };
        let given = line.split(' ').map(str::to_owned).collect();
        let (given, found) = select(&program, given).map_err(|error| error.to_string())?;
        let found = found.map_or_else(String::new, |it| {
            format!(" ({} {})", it.document.name, it.workflow.key)
        });
        let names = ["p".to_owned()].into_iter().chain(given.clone());
        let parsed = program.command(None).try_get_matches_from(names);
        assert!(
            parsed.is_ok() || given.contains(&"help".to_owned()),
            "{given:?}"
        );
        Ok(given.join(" ") + &found)
    }

    #[test]
    fn workflows_are_meant_by_key_id_or_kebab_case() {
        for (line, wanted) in [
            ("placeOrder --json", "place-order --json (shop placeOrder)"),
            ("run placeOrder", "run placeOrder (shop placeOrder)"),
            ("run place-order", "run place-order (shop place-order)"),
            ("signIn", "lib-sign-in (shop lib.signIn)"),
            ("lib.signIn", "lib-sign-in (shop lib.signIn)"),
            ("lib-sign-in", "lib-sign-in (shop lib.signIn)"),
            ("describe signIn", "describe signIn (shop lib.signIn)"),
            ("help placeOrder", "help place-order (shop placeOrder)"),
            // What a command has the name of is run by `run`.
            ("list", "list"),
            ("run list", "run list (shop list)"),
            ("?", "run ? (shop ?)"),
            ("help ?", "help run (shop ?)"),
            ("help run", "help run"),
        ] {
            assert_eq!(selected(line).as_deref(), Ok(wanted), "{line}");
        }
    }

    #[test]
    fn a_name_in_two_documents_needs_one_of_them() {
        let told = "several documents have `refund`: say `--document` with one of shop, bank";
        assert_eq!(selected("run refund"), Err(told.to_owned()));
        for line in ["refund --document bank", "refund --json --document=bank"] {
            let found = selected(line).unwrap_or_default();
            assert!(found.ends_with("(bank refund)"), "{found}");
        }
        let told = "there is no document called `bnk`; did you mean `bank`?";
        assert_eq!(selected("refund --document bnk"), Err(told.to_owned()));
    }

    #[test]
    fn the_nearest_name_is_proposed_as_it_would_be_written() {
        for (line, told) in [
            (
                "plase-order",
                "workflow or command `plase-order`; did you mean `place-order`?",
            ),
            (
                "run lib.signin",
                "workflow `lib.signin`; did you mean `lib.signIn`?",
            ),
            (
                "x-y-z",
                "workflow or command `x-y-z`; `list` shows those there are",
            ),
        ] {
            assert_eq!(selected(line), Err(format!("there is no {told}")));
        }
    }
}
