//! Every code is explained, and a case shows its report.

mod programs;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{
    Generator,
    diagnostic::{Code, Level, Severity},
    load::Memory,
    report::Report,
};

use serde_json::{Value, json};

use crate::support::{files, folders, root};

#[test]
fn every_explanation_belongs_to_a_code() {
    for path in files(&root().join("src/diagnostic/codes")) {
        let code = path.file_stem().unwrap().to_str().unwrap();
        assert!(Code::find(code).is_some(), "there is no code `{code}`");
    }
}

/// The second example of an explanation is what people copy.
#[test]
fn corrections_are_yaml() {
    for code in Code::ALL {
        let right = code.explanation().split("```yaml\n").nth(2).unwrap();
        let right = right.split("```").next().unwrap();
        let parsed = serde_yaml::from_str::<serde_yaml::Value>(right);
        assert!(parsed.is_ok(), "{code}: {parsed:?}\n{right}");
    }
}

/// The folder of the cases: each is named after the trap it sets, and `pets.openapi.yaml` serves those without their own.
fn cases() -> PathBuf {
    root().join("tests/cases/err")
}

/// Everything that `check` reports about a case.
fn report(case: &Path) -> Report {
    let mut memory = Memory::new().file(
        "specs/pets.openapi.yaml",
        fs::read_to_string(cases().join("pets.openapi.yaml")).unwrap(),
    );
    for path in files(case) {
        let name = path.strip_prefix(case).unwrap().to_str().unwrap();
        if name.ends_with(".yaml") || name.ends_with(".lock") {
            memory = memory.file(format!("specs/{name}"), fs::read_to_string(&path).unwrap());
        }
    }
    let mut generator = Generator::new().files(memory);
    if case.join("settings.yaml").exists() {
        generator = generator.settings("specs/settings.yaml");
    }
    generator
        .root("specs")
        .unused(true)
        .document("specs/flow.arazzo.yaml")
        .check()
}

/// Cases whose report is kept in the form for programs, too: each field is given in one of them and not in another.
const FOR_PROGRAMS: [&str; 2] = ["unknown-step", "unresolved-references"];

/// `BLESS=1` rewrites the reports; read what changed before committing it.
#[test]
fn reports_are_as_reviewed() {
    let mut wrong = Vec::new();
    let mut beyond = String::new();
    for case in folders(&cases()) {
        let name = case.file_name().unwrap().to_str().unwrap();
        let report = report(&case);
        let (text, json) = (report.human(false), report.json());
        let document = |path: &str| {
            let path = Path::new(path).file_name().unwrap();
            let own = fs::read_to_string(case.join(path));
            own.or_else(|_| fs::read_to_string(cases().join(path)))
                .unwrap()
        };
        let written = programs::written_from(&text, document);
        beyond += &programs::beyond(name, &serde_json::from_str(&json).unwrap(), &written);
        wrong.extend(compared(&case.join("report.txt"), text));
        if FOR_PROGRAMS.contains(&name) {
            wrong.extend(compared(&case.join("report.json"), json));
        }
    }
    wrong.extend(compared(&cases().join("only-for-programs.txt"), beyond));
    assert!(
        wrong.is_empty(),
        "BLESS=1 rewrites these:\n{}",
        wrong.join("\n")
    );
}

/// What a field can say is seen in the reports for programs, and what it is where there is nothing to say.
#[test]
fn reports_for_programs_show_every_field() {
    let mut seen = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for case in FOR_PROGRAMS {
        let text = fs::read_to_string(cases().join(case).join("report.json")).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        for found in json["diagnostics"].as_array().unwrap() {
            for (field, value) in found.as_object().unwrap() {
                let nothing = [json!(null), json!([]), json!(false)].contains(value);
                fields.insert(field.clone());
                seen.insert((field.clone(), nothing));
            }
        }
    }
    for field in ["help", "notes", "step", "suggestion", "fixable"] {
        fields.remove(field);
        for nothing in [true, false] {
            assert!(seen.contains(&(field.to_owned(), nothing)), "{field}");
        }
    }
    for field in fields {
        assert!(
            !seen.contains(&(field.clone(), true)),
            "{field} can be absent"
        );
    }
}

/// What to show if `text` is not what the golden file says.
fn compared(path: &Path, text: String) -> Option<String> {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).unwrap();
        return None;
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    (golden != text).then(|| format!("{}:\n{text}", path.display()))
}

#[test]
fn every_code_has_a_case() {
    // Nobody knows a document that cannot be emitted; it would be mended.
    let mut without: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    without.remove(&Code::Emission);
    for case in folders(&cases()) {
        for found in report(&case).diagnostics.iter() {
            without.remove(&found.code);
        }
    }
    assert!(
        without.is_empty(),
        "no case in tests/cases/err: {without:?}"
    );
}

/// One mistake gives one report: a case named after a code has that code in its report and no other.
#[test]
fn a_mistake_is_told_once() {
    let mut more = Vec::new();
    for case in folders(&cases()) {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let report = report(&case);
        let codes: BTreeSet<Code> = report.diagnostics.iter().map(|found| found.code).collect();
        if Code::find(&name).is_some_and(|code| codes != BTreeSet::from([code])) {
            more.push((name, codes));
        }
    }
    assert!(more.is_empty(), "{more:#?}");
}

/// What people are told of `--fix`, programs are told as well.
#[test]
fn every_form_of_a_report_says_what_fix_writes() {
    let mut written = 0;
    for case in folders(&cases()) {
        let report = report(&case);
        let marked = report
            .human(false)
            .matches("(`check --fix` does it)")
            .count();
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        let found = json["diagnostics"].as_array().unwrap();
        let fixable = found.iter().filter(|found| found["fixable"] == true);
        assert_eq!(fixable.count(), marked, "{}", case.display());
        written += marked;
    }
    assert!(written > 0);
}

#[test]
fn severities_are_those_of_the_codes() {
    for case in folders(&cases()) {
        for found in report(&case).diagnostics.iter() {
            let level = found.code.level();
            let expected = match found.severity {
                Severity::Error => [Level::Error, Level::Either, Level::Allowable],
                Severity::Warning if level == Level::Tolerated => continue,
                Severity::Warning => [Level::Warning, Level::Either, Level::Allowable],
            };
            assert!(
                expected.contains(&level),
                "{}: {:?} is not {level:?}",
                found.code,
                found.severity
            );
        }
    }
}
