//! The chapter with all codes is what `explain` prints. `BLESS=1` rewrites it.

use std::fmt::Write;
use std::{env, fs};

use arazzo_codegen::diagnostic::{Code, Level};

use crate::support::workspace;

fn chapter() -> String {
    let mut text = String::from(
        "# All codes\n\nWritten from the same texts that `arazzo-codegen explain CODE` prints. The second column says how serious a \
         code is: a *tolerated* form is a warning, and an error under `--strict`.\n\n| code | | |\n|---|---|---|\n",
    );
    for code in Code::ALL {
        writeln!(
            text,
            "| [`{code}`](#{code}) | {} | {} |",
            level(*code),
            code.title()
        )
        .unwrap();
    }
    for code in Code::ALL {
        let explanation = code.explanation();
        let body = explanation.split_once('\n').map_or("", |(_, body)| body);
        write!(
            text,
            "\n## {code}\n\n{} ({}).\n{body}",
            code.title(),
            level(*code)
        )
        .unwrap();
    }
    text
}

fn level(code: Code) -> &'static str {
    match code.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Tolerated => "tolerated",
        Level::Either => "error or warning",
        Level::Allowable => "error that can be allowed",
    }
}

#[test]
fn the_chapter_with_all_codes_is_that_of_the_program() {
    let path = workspace().join("docs/guide/codes.md");
    let expected = chapter();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "BLESS=1 rewrites docs/guide/codes.md");
}
