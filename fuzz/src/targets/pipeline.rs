//! From documents to code.

use arazzo_codegen::{Generator, GraphFormat, GraphOptions};

use crate::{Case, Random, Seeds, mutate};

pub(super) fn documents(random: &mut Random, seeds: &Seeds) {
    let case = mutate::case(random, seeds);
    if code(&case).is_some() && random.percent(10) {
        let formats = [
            GraphFormat::Svg,
            GraphFormat::Html,
            GraphFormat::Mermaid,
            GraphFormat::Dot,
        ];
        for format in formats {
            let options = GraphOptions {
                format,
                data: true,
                ..GraphOptions::default()
            };
            generator(&case).graph(&options);
        }
    }
}

/// The code of a case, if there is any; says what is wrong with the generator on the way.
pub(super) fn code(case: &Case) -> Option<String> {
    let (code, report) = generator(case).unused(true).explain_types(true).generate();
    for text in [report.human(false), report.json(), report.sarif()] {
        assert!(!text.contains("\u{1b}["), "an escape sequence: {text:?}");
    }
    let mut codes = report.diagnostics.iter().map(|found| found.code.as_str());
    assert!(
        !codes.any(|code| code == "emission"),
        "{}",
        report.human(false)
    );
    if report.has_errors() {
        assert!(code.is_empty(), "code in spite of {}", report.human(false));
        return None;
    }
    let parsed = syn::parse_file(&code);
    assert!(parsed.is_ok(), "{:?}", parsed.err());
    let (again, _) = generator(case).generate();
    assert!(again == code, "another code for the same documents");
    Some(code)
}

/// The code of a case, if there is any.
pub(super) fn generated(case: &Case) -> Option<String> {
    let (code, report) = generator(case).generate();
    (!report.has_errors()).then_some(code)
}

fn generator(case: &Case) -> Generator {
    Generator::new().files(case.memory()).document(case.entry())
}

/// The code of so many mutants that are accepted, each with its seed, beginning with `seed`: to be compiled.
pub fn accepted(seeds: &Seeds, seed: u64, count: usize) -> Vec<(u64, String)> {
    let mutants = (seed..).filter_map(|seed| {
        let case = mutate::case(&mut Random::new(seed), seeds);
        Some((seed, generated(&case)?))
    });
    mutants.take(count).collect()
}
