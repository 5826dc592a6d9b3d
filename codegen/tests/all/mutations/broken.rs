//! What a mistake makes of a document, and where it has to be told.

use std::{ops::RangeInclusive, path::PathBuf};

use arazzo_codegen::load::{Document, Node, Pointer};
use serde_json::Value;

use super::specimen::Specimen;

/// A document, or one that stands beside it, with a mistake.
pub(crate) struct Broken {
    /// The file with the mistake, and its text.
    pub(crate) file: PathBuf,
    pub(crate) text: String,
    /// The file that the report is about, which may be one that is as it was.
    pub(crate) told_in: PathBuf,
    pub(crate) place: Place,
    /// The value that is a copy of another: what is told of that is told of it again.
    pub(crate) copy: Option<String>,
    /// The text as it was, if `check --fix` can do nothing but give it back.
    pub(crate) sound: Option<String>,
}

/// What a report has to be about.
pub(crate) enum Place {
    Lines(RangeInclusive<usize>),
    /// One of the values at these pointers.
    Values(Vec<String>, Reach),
}

/// What is told of a value.
#[derive(Clone, Copy)]
pub(crate) enum Reach {
    /// What is told of itself.
    Value,
    /// And what is told of its members.
    Members,
    /// And what is told of anything in it.
    All,
}

/// A place with its lines.
struct Spot {
    at: String,
    lines: RangeInclusive<usize>,
}

impl Broken {
    /// Has the mistake told at `at`, in the same reach.
    pub(crate) fn told_at(mut self, at: impl Into<String>) -> Self {
        if let Place::Values(all, _) = &mut self.place {
            *all = vec![at.into()];
        }
        self
    }

    /// Has the mistake told at `at` as well.
    pub(crate) fn or_at(mut self, at: &str) -> Self {
        if let Place::Values(all, _) = &mut self.place {
            all.push(at.to_owned());
        }
        self
    }

    /// Has the mistake told of its values rather than of their members.
    pub(crate) fn exactly(mut self) -> Self {
        if let Place::Values(_, reach) = &mut self.place {
            *reach = Reach::Value;
        }
        self
    }

    /// Has the same told of the value at which the mistake is told as of the one that it is a copy of.
    pub(crate) fn copied(mut self) -> Self {
        if let Place::Values(all, _) = &self.place {
            self.copy = all.first().cloned();
        }
        self
    }

    /// What to call it to people.
    pub(super) fn name(&self, specimen: &Specimen) -> String {
        match &self.place {
            Place::Lines(lines) => format!("{}:{}", specimen.name(), lines.start()),
            Place::Values(at, _) => format!("{} {at:?}", specimen.name()),
        }
    }

    /// Whether a report is at its place: a function, as the text is read for it once.
    pub(super) fn right(&self, specimen: &Specimen) -> impl Fn(&Value) -> bool {
        let (lines, spots, reach) = match &self.place {
            Place::Lines(lines) => (Some(lines.clone()), Vec::new(), Reach::Value),
            Place::Values(all, reach) => (None, self.spots(specimen, all), *reach),
        };
        let file = self.told_in.to_string_lossy().into_owned();
        move |found| {
            let line = usize::try_from(found["line"].as_u64().unwrap()).unwrap();
            let pointer = found["pointer"].as_str().unwrap();
            let is_at = |spot: &Spot| {
                let whole = pointer.rsplit_once('/').map(|(whole, _)| whole);
                let reached = match reach {
                    Reach::Value => pointer == spot.at,
                    Reach::Members => pointer == spot.at || whole == Some(&spot.at),
                    Reach::All => pointer.starts_with(&spot.at),
                };
                reached && spot.lines.contains(&line)
            };
            let near = lines.as_ref().is_some_and(|lines| lines.contains(&line));
            found["document"] == *file && (near || spots.iter().any(is_at))
        }
    }

    fn spots(&self, specimen: &Specimen, all: &[String]) -> Vec<Spot> {
        let text = match self.told_in == self.file {
            true => &self.text,
            false => specimen.text(&self.told_in),
        };
        let document = Document::parse(self.told_in.to_str().unwrap(), text).unwrap();
        let root = Node::root(document.clone());
        let line = |offset| text.split_at(offset).0.matches('\n').count() + 1;
        let spot = |at: &String| {
            let node = root.at(&Pointer::parse(at).unwrap()).unwrap();
            let value = document.range(&node.place());
            // In YAML a value can begin on the line below its key.
            let start = document.range(&node.key()).start.min(value.start);
            Spot {
                at: at.clone(),
                lines: line(start)..=line(value.end),
            }
        };
        all.iter().map(spot).collect()
    }
}
