//! Which path an unknown one was probably meant to be.

use serde_json::Value;

use crate::{load::Node, nearest::nearest as near_text};

/// The path below `paths` that has `method` and is nearest to `path`: equal but for names of variables, case and slashes at
/// the end, or with the segments of `path` at its end or beginning, or mistyped.
pub(super) fn nearest(paths: &Node, path: &str, method: &str) -> Option<String> {
    let wanted = shape(path);
    let all = paths.as_object()?;
    let mut candidates = all.iter().filter_map(|(known, item)| {
        let distance = distance(&wanted, &shape(known))?;
        let missing = item.get(method).is_none_or(Value::is_null);
        Some((distance, missing, known))
    });
    let Some(first) = candidates.next() else {
        return near_text(path, all.keys().map(String::as_str)).map(str::to_owned);
    };
    let best = candidates.fold(first, |best, next| {
        if (next.0, next.1) < (best.0, best.1) {
            next
        } else {
            best
        }
    });
    Some(best.2.clone())
}

/// Segments in lower case, variables without their names.
fn shape(path: &str) -> Vec<String> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments
        .map(|segment| match (segment.find('{'), segment.rfind('}')) {
            (Some(open), Some(close)) if open < close => {
                let before = segment.get(..open).unwrap_or_default();
                let after = segment.get(close..).unwrap_or_default();
                format!("{before}{{{after}").to_lowercase()
            }
            _ => segment.to_lowercase(),
        })
        .collect()
}

/// Segments by which two shapes differ, if it is plausible that one was meant to be the other.
fn distance(wanted: &[String], known: &[String]) -> Option<usize> {
    if wanted == known {
        return Some(0);
    }
    let (short, long) = if wanted.len() < known.len() {
        (wanted, known)
    } else {
        (known, wanted)
    };
    if !short.is_empty() && (long.ends_with(short) || long.starts_with(short)) {
        return Some(long.len() - short.len());
    }
    let different = wanted.iter().zip(known).filter(|(one, other)| one != other);
    let plausible = wanted.len() == known.len() && wanted.len() > 1;
    (plausible && different.count() == 1).then_some(2)
}
