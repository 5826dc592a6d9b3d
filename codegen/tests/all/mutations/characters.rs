//! Mistakes made with the characters of sound documents, one at a time: each has to be reported where it is.

use super::{
    Mistake,
    broken::{Broken, Place},
    error,
    specimen::Specimen,
};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "key given twice",
        told: &[error("duplicate-key")],
        broken: |specimen| {
            each_line(specimen, 1, |line| {
                let (key, value) = line.split_once("\": ")?;
                // The line ends with a comma, so that there can be another one.
                let scalar = value.ends_with(',') && key.trim_start().starts_with('"');
                scalar.then(|| format!("{line}\n{line}"))
            })
        },
    },
    Mistake {
        name: "quote not closed",
        told: &[error("syntax-error")],
        broken: |specimen| {
            each_line(specimen, 0, |line| {
                let text = line.trim_end_matches(',');
                let before = text.strip_suffix('"')?;
                Some(format!("{before}{}", line.get(text.len()..)?))
            })
        },
    },
    Mistake {
        name: "colon forgotten",
        told: &[error("syntax-error")],
        broken: |specimen| {
            each_line(specimen, 0, |line| {
                let key = line.find("\": ")? + 1;
                let plain = line.trim_start().find('"') == Some(0);
                let (before, rest) = line.split_at(key);
                plain.then(|| format!("{before}{}", rest.trim_start_matches(':')))
            })
        },
    },
];

/// The document as JSON, with another text for each line that `change` has one for. The report is so many lines `below`; one
/// of a syntax error can be at the character that cannot be, on the next line.
fn each_line(specimen: &Specimen, below: usize, change: fn(&str) -> Option<String>) -> Vec<Broken> {
    let text = format!("{:#}", specimen.root);
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(changed) = change(line) {
            let mut lines = lines.clone();
            lines[at] = &changed;
            let told = at + 1 + below;
            all.push(specimen.rewritten(lines.join("\n"), Place::Lines(told..=told + 1)));
        }
    }
    all
}
