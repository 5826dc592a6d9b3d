//! The generator that the arguments of a verb ask for.

use arazzo_codegen::{
    Generator,
    load::{Caller, Limits},
};

use crate::{
    command::{Check, Settings},
    input::{Input, Reading},
    output::complain,
    values::{Offered, Spec},
};

/// A generator of these documents.
pub(crate) fn generator(reading: &Reading, specs: &[Spec]) -> Generator {
    let mut generator = Generator::new()
        .caller(Caller::CommandLine)
        .strict(reading.strict);
    if let Some(root) = &reading.root {
        generator = generator.root(root);
    }
    for offered in &reading.source {
        generator = match offered {
            Offered::Source(name, path) => generator.source(name, path),
            Offered::Identity(path) => generator.source_by_identity(path),
        };
    }
    let limits = reading
        .limit
        .iter()
        .try_fold(Limits::default(), |limits, (name, limit)| {
            limits.with(name, *limit)
        });
    if let Some(limits) = limits {
        generator = generator.limits(limits);
    }
    for Spec { name, path } in specs {
        generator = match name {
            Some(name) => generator.named_document(name, path),
            None => generator.document(path),
        };
    }
    generator
}

fn documents(input: &Input, settings: &Settings) -> Generator {
    with(generator(&input.reading, &input.specs), settings)
}

/// The same with the file of settings that is given.
pub(crate) fn with(generator: Generator, settings: &Settings) -> Generator {
    match &settings.file {
        Some(path) => generator.settings(path),
        None => generator,
    }
}

/// The documents, to be compiled; those that are given twice are told of.
pub(crate) fn compiling(input: &Input, settings: &Settings) -> Generator {
    for (at, second) in input.specs.iter().enumerate() {
        let mut before = input.specs.iter().take(at);
        let same = |first: &&Spec| first.name == second.name && first.file() == second.file();
        if let Some(first) = before.find(same) {
            let (first, second) = (first.path.display(), second.path.display());
            let is = match first.to_string() == second.to_string() {
                true => "is given twice".to_owned(),
                false => format!("is `{second}` under another name"),
            };
            complain(&format!("warning: `{first}` {is}, and compiled once\n\n"));
        }
    }
    documents(input, settings)
}

/// A generator that reports as `check` does.
pub(crate) fn checking(check: &Check) -> Generator {
    let generator = documents(&check.input, &check.settings);
    generator.unused(true).policy(check.policy())
}
