//! What a reader relies on and no compiler checks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use arazzo_codegen::diagnostic::{Code, Level};

use crate::support::{files, workspace};

/// The sources below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found
}

/// `D-07`, `D-05a`: every number of a decision in `text`.
fn cited(text: &str) -> BTreeSet<String> {
    text.match_indices("D-")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
        .filter_map(|(at, _)| {
            let digits = text[at + 2..]
                .chars()
                .take_while(char::is_ascii_digit)
                .count();
            let letter = text[at + 2 + digits..]
                .chars()
                .next()
                .filter(|c| ('a'..='f').contains(c))
                .map_or(0, char::len_utf8);
            (digits >= 2).then(|| text[at..at + 2 + digits + letter].to_owned())
        })
        .collect()
}

#[test]
fn every_decision_that_a_comment_cites_is_listed() {
    let root = workspace();
    let decisions = fs::read_to_string(root.join("docs/decisions.md")).unwrap();
    let listed: BTreeSet<String> = decisions
        .lines()
        .filter_map(|line| {
            line.strip_prefix("**")?
                .split_once(". ")
                .map(|(number, _)| number)
        })
        .map(str::to_owned)
        .collect();
    let mut missing = Vec::new();
    for path in ["cli/src", "codegen/src", "runtime/src", "syntax/src"]
        .iter()
        .flat_map(|folder| sources(&root.join(folder)))
    {
        for number in cited(&fs::read_to_string(&path).unwrap()) {
            if !listed.contains(&number) {
                missing.push(format!("{}: {number}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/decisions.md: {missing:#?}");
    assert_eq!(
        listed.len(),
        decisions
            .lines()
            .filter(|line| line.starts_with("**D-"))
            .count()
    );
}

/// The stages in the order in which data flows. Those of one line are one: what is loaded says where it stands, and
/// that is where diagnostics point.
const STAGES: [&[&str]; 18] = [
    &["nearest", "circles", "one_move", "shell"],
    &["load", "diagnostic", "settings"],
    &["expression"],
    &["model"],
    &["resolve"],
    &["flow"],
    &["types"],
    &["elaborate"],
    &["draft"],
    &["check"],
    &["plan"],
    &["emit"],
    &["graph"],
    &["report"],
    &["module_name", "stack", "crate_folder", "build_script"],
    &["generator"],
    &["drawing"],
    &["starter"],
];

/// The modules of the crate that a source file imports, or names by their whole path; tests at its end aside.
fn imported(source: &str) -> BTreeSet<&str> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let first = |text: &str| {
        let end = text.find(|letter: char| !(letter.is_ascii_lowercase() || letter == '_'));
        end.unwrap_or(text.len())
    };
    let mut found = BTreeSet::new();
    for (at, root) in source.match_indices("crate::") {
        let rest = &source[at + root.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(&rest[..first(rest)]);
            continue;
        };
        let mut depth = 1;
        let mut begins = true;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                letter if letter.is_ascii_lowercase() && begins && depth == 1 => {
                    found.insert(&list[at..at + first(&list[at..])]);
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn a_stage_imports_from_earlier_ones_only() {
    let root = workspace().join("codegen/src");
    let place = |stage: &str| STAGES.iter().position(|names| names.contains(&stage));
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in sources(&root) {
        let below = path.strip_prefix(&root).unwrap();
        let first = below.components().next().unwrap().as_os_str();
        let stage = first.to_str().unwrap().trim_end_matches(".rs");
        let name = below.to_string_lossy();
        // What tests share, and the command line, which uses the crate from outside.
        if stage == "lib" || stage == "bin" || name.contains("test") {
            continue;
        }
        let own = place(stage).unwrap_or_else(|| panic!("{stage} is no stage: add it"));
        seen.insert(own);
        let source = fs::read_to_string(&path).unwrap();
        for other in imported(&source) {
            if place(other).is_some_and(|other| other > own) {
                wrong.push(format!("{name} imports {other}"));
            }
        }
    }
    assert_eq!(seen.len(), STAGES.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What parses document text. Behind the model nobody does: `model::texts` has what was read (decision D-145).
const PARSERS: [&str; 8] = [
    "Names",
    "parse_operation_path",
    "misspelt_root",
    "wrong_root",
    "is_literal",
    "holds_expression",
    "expression_in_literal",
    "engine",
];

/// The names that a source file imports from the module `expression`, without those behind them.
fn of_expression(source: &str) -> BTreeSet<&str> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut found = BTreeSet::new();
    for (at, path) in source.match_indices("expression::") {
        let rest = &source[at + path.len()..];
        let end = match rest.starts_with('{') {
            false => rest.find(|letter| !is_name(letter)).unwrap(),
            true => {
                let mut depth = 0;
                let closes = rest.find(|letter| {
                    depth += match letter {
                        '{' => 1,
                        '}' => -1,
                        _ => 0,
                    };
                    depth == 0
                });
                closes.unwrap()
            }
        };
        let names = rest[..end].split(|letter| !is_name(letter));
        found.extend(names.filter(|name| !name.is_empty()));
    }
    // The trees of queries are data.
    if source.contains("engine::query") {
        found.remove("engine");
    }
    found
}

#[test]
fn document_text_is_parsed_in_the_model() {
    let root = workspace().join("codegen/src");
    let mut wrong = Vec::new();
    // `resolve` puts together what can be named, and says of text that is no name what it looks like.
    let allowed = |name: &str, parser: &str| match name {
        "resolve/workflow/names.rs" => parser == "Names",
        // Of the patterns of schemas.
        "plan/lower/constraint.rs" => parser == "engine",
        name => {
            name.starts_with("resolve") && ["wrong_root", "expression_in_literal"].contains(&parser)
        }
    };
    for stage in [
        "resolve",
        "flow",
        "types",
        "elaborate",
        "check",
        "plan",
        "emit",
        "graph",
    ] {
        for path in sources(&root.join(stage)) {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy();
            let source = fs::read_to_string(&path).unwrap();
            let found = of_expression(&source);
            for parser in PARSERS.iter().filter(|parser| found.contains(*parser)) {
                if !name.contains("test") && !allowed(&name, parser) {
                    wrong.push(format!("{name} imports {parser}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let source = "use crate::{expression::{self, Names, engine::{check_regex}}, load};";
    assert!(of_expression(source).is_superset(&["Names", "engine", "check_regex"].into()));
}

#[test]
fn imports_are_found_however_they_are_written() {
    let source = "use crate::{\n    load::{Node, text::A},\n    plan,\n};\nuse crate::types::Shape;\nfn f() { crate::emit::g() }";
    assert_eq!(
        imported(source).into_iter().collect::<Vec<_>>(),
        ["emit", "load", "plan", "types"]
    );
}

/// Build scripts compile this tree, cold, in every checkout of everybody who uses the crate.
#[test]
fn the_library_alone_is_a_small_tree() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "codegen", "--no-default-features"])
        .args(["--edges", "normal,build", "--prefix", "none", "--offline"])
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{tree:?}");
    let text = String::from_utf8(tree.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(' ').next());
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    assert!(names.contains("serde_yaml"), "{names:?}");
    assert!(!names.contains("clap"), "{names:?}");
    assert!(names.len() <= 30, "{} crates: {names:?}", names.len());
}

/// Codes that several places raise, and why.
const SEVERAL: [(Code, &[&str], &str); 4] = [
    (
        Code::InvalidCondition,
        &["check/rules/invalid_condition", "model/read/criterion"],
        "the reader finds a comparison in pieces, the rule what does not parse",
    ),
    (
        Code::InvalidExpression,
        &[
            "check/rules/unreadable",
            "plan/lower/object_of_all",
            "plan/lower/read",
            "resolve/workflow/foreign_steps",
        ],
        "`dependsOn` has a grammar of its own; the others have no value in common but that",
    ),
    (
        Code::LimitExceeded,
        &[
            "check/rules/limit_exceeded",
            "load/error",
            "plan/lower/constraint",
            "plan/lower/secret",
            "resolve/workflow/size",
        ],
        "each limit is known where it is exceeded",
    ),
    (
        Code::UnsupportedVersion,
        &["model/read/version", "resolve/workflow/sources"],
        "of Arazzo, and of OpenAPI",
    ),
];

/// The text of each module of the crate without its tests, by its path without `.rs`.
fn modules() -> BTreeMap<String, String> {
    let root = workspace().join("codegen/src");
    let all = sources(&root).into_iter().filter_map(|path| {
        let below = path.strip_prefix(&root).unwrap();
        let name = below.to_str().unwrap().trim_end_matches(".rs");
        let name = name.trim_end_matches("/mod").replace('\\', "/");
        let source = fs::read_to_string(&path).unwrap();
        let own = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        (!name.contains("test")).then(|| (name, own.to_owned()))
    });
    all.collect()
}

/// The codes that a text names behind `before`.
fn named(text: &str, before: &str) -> BTreeSet<Code> {
    let names = text.split(before).skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let rest = if before.ends_with('(') {
            rest.strip_prefix("Code::")?
        } else {
            rest
        };
        rest.split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
    });
    let names: BTreeSet<&str> = names.collect();
    let all = Code::ALL.iter().copied();
    all.filter(|code| names.contains(format!("{code:?}").as_str()))
        .collect()
}

#[test]
fn every_code_is_raised_in_one_place() {
    let mut places: BTreeMap<Code, BTreeSet<String>> = BTreeMap::new();
    for (module, source) in modules() {
        // The list of all codes, and what is made of those that were found.
        if !["diagnostic/code", "report/policy"].contains(&module.as_str()) {
            for code in named(&source, "Code::") {
                places.entry(code).or_default().insert(module.clone());
            }
        }
    }
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Some(all) = places.get(code) else {
            wrong.push(format!("{code}: nothing raises it"));
            continue;
        };
        // A module and those inside of it are one place.
        let is_one = all.iter().any(|outer| {
            all.iter()
                .all(|place| place == outer || place.starts_with(&format!("{outer}/")))
        });
        let known = SEVERAL.iter().find(|(several, ..)| several == code);
        let expected =
            known.map(|(_, places, _)| places.iter().map(|place| (*place).to_owned()).collect());
        match (is_one, expected) {
            (true, None) => {}
            (true, Some(_)) => wrong.push(format!("{code}: one place now, take it off the list")),
            (false, expected) if expected.as_ref() == Some(all) => {}
            (false, _) => wrong.push(format!("{code}: raised in {all:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_level_is_given_only_where_the_code_leaves_it_open() {
    let open = |code: &Code| matches!(code.level(), Level::Either | Level::Allowable);
    for (module, source) in modules() {
        let fixed = named(&source, "Diagnostic::new(");
        assert!(
            !fixed.iter().any(open),
            "{module}: error or warning? {fixed:?}"
        );
        for call in ["Diagnostic::error(", "Diagnostic::warning("] {
            let given = named(&source, call);
            assert!(
                given.iter().all(open),
                "{module}: `Diagnostic::new` knows: {given:?}"
            );
        }
    }
}
