//! A name that nothing has is one mistake however often it is used: of the reports about its uses in a workflow only the
//! first stays.

use std::collections::{BTreeSet, HashMap};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Documents,
};

/// What makes two reports one: the code, the message, and the workflow they are about.
type Name = (Code, String, String);

/// Keeps the first report of every unknown name, in the order of the text, and says there how many others there are.
pub fn once_per_name(documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut uses: HashMap<Name, Vec<(usize, usize)>> = HashMap::new();
    for (index, found) in diagnostics.iter().enumerate() {
        if let Some(name) = name(found) {
            let all = uses.entry(name).or_default();
            all.push((position(documents, found), index));
        }
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for all in uses.values() {
        // An alias is the text of its anchor once more.
        let places: BTreeSet<usize> = all.iter().map(|(at, _)| *at).collect();
        if let Some((_, first)) = all.iter().min() {
            counts.insert(*first, places.len());
        }
    }
    let mut index = 0;
    diagnostics.retain(|found| {
        let here = index;
        index += 1;
        if name(found).is_none() {
            return true;
        }
        let Some(count) = counts.get(&here) else {
            return false;
        };
        match count.saturating_sub(1) {
            0 => return true,
            1 => found.notes.push("and 1 more place".to_owned()),
            more => found.notes.push(format!("and {more} more places")),
        }
        // Where all use one name, it may as well be the declaration that has the typo.
        if let Some(meant) = &mut found.suggestion {
            meant.certain = false;
        }
        true
    });
}

/// The name that `found` misses.
fn name(found: &Diagnostic) -> Option<Name> {
    // What is said of a spelling is said of every typo.
    let absent = found.message.starts_with("there is no ") || found.code == Code::WorkflowNeverRuns;
    if !absent || !found.code.is_once_per_name() {
        return None;
    }
    let place = &found.primary.place;
    let workflow: Vec<String> = place.pointer.tokens().take(2).collect();
    let home = match workflow.first().map(String::as_str) {
        Some("workflows") => workflow.join("/"),
        _ => String::new(),
    };
    let scope = format!("{:?}/{home}", place.document);
    Some((found.code, found.message.clone(), scope))
}

/// Where a report is in its document.
fn position(documents: &Documents, found: &Diagnostic) -> usize {
    let place = &found.primary.place;
    let document = documents.get(place.document);
    document.map_or(0, |document| document.range(place).start)
}
