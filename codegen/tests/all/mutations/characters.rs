//! Mistakes made with the characters of sound documents, one at a time: each has to be reported where it is.

use serde_json::Value;

use super::support::{Table, Told, error};

/// A kind of mistake.
struct Class {
    name: &'static str,
    told: &'static [Told],
    /// What to write instead of a line.
    mutate: fn(&str) -> Option<String>,
    /// The line of the report, counted from the one that was changed.
    line: usize,
}

const CLASSES: &[Class] = &[
    Class {
        name: "key given twice",
        told: &[error("duplicate-key")],
        mutate: |line| {
            let (key, value) = line.split_once("\": ")?;
            // The line ends with a comma, so that there can be another one.
            let scalar = value.ends_with(',') && key.trim_start().starts_with('"');
            scalar.then(|| format!("{line}\n{line}"))
        },
        line: 1,
    },
    Class {
        name: "quote not closed",
        told: &[error("syntax-error")],
        mutate: |line| {
            let text = line.trim_end_matches(',');
            let before = text.strip_suffix('"')?;
            Some(format!("{before}{}", line.get(text.len()..)?))
        },
        line: 0,
    },
    Class {
        name: "colon forgotten",
        told: &[error("syntax-error")],
        mutate: |line| {
            let key = line.find("\": ")? + 1;
            let plain = line.trim_start().find('"') == Some(0);
            let (before, rest) = line.split_at(key);
            plain.then(|| format!("{before}{}", rest.trim_start_matches(':')))
        },
        line: 0,
    },
];

/// Reports of a syntax error can be at the character that cannot be, on the next line.
fn is_near(found: &Value, line: usize) -> bool {
    let told = found["line"]
        .as_u64()
        .and_then(|told| usize::try_from(told).ok());
    told.is_some_and(|told| told == line || told == line + 1)
}

#[test]
fn broken_texts_are_told_where_they_are_broken() {
    let table = Table::of(|specimen, table| {
        let text = format!("{:#}", specimen.open().root);
        let lines: Vec<&str> = text.lines().collect();
        for class in CLASSES {
            for (at, line) in lines.iter().enumerate() {
                let Some(changed) = (class.mutate)(line) else {
                    continue;
                };
                let mut all = lines.clone();
                all[at] = &changed;
                let report = specimen.check(Some(&all.join("\n")));
                let number = at + 1 + class.line;
                let place = format!("{}:{number}", specimen.name.display());
                let right = |found: &Value| is_near(found, number);
                table.judge(class.name, class.told, &report, right, |_| false, &place);
            }
        }
    });
    let names: Vec<_> = CLASSES.iter().map(|class| class.name).collect();
    table.finish(&names, |_| false, &[]);
}
