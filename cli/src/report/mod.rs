//! What is printed in the end: the outcome as JSON for programs, or outputs and what went wrong for people.

mod advice;
mod compared;
mod failure;
mod json;
pub(crate) mod ran;

use arazzo_runtime::Handled;
use serde_json::Value;

use crate::arguments::Order;
use crate::exchange::Mask;
use crate::print::{complain, print};
use crate::table::{columns, value};

pub(crate) use json::{failure as failure_json, json, outcome};
use ran::Ran;

/// For people: outputs to standard output, secrets among them redacted (D-117), what went wrong to standard error.
pub(crate) fn tell(order: &Order, ran: &Ran, mask: &Mask) {
    complain(&mask.text(&handled(&ran.finished.handled)));
    if let Err(error) = &ran.finished.ending {
        complain(&mask.text(&failure::text(order, ran, error)));
    }
    print(&outputs(&ran.finished.shown));
}

/// The failures that actions handled, those that are the same as one.
fn handled(handled: &[Handled]) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for one in handled {
        let line = one.to_string();
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => lines.push((line, 1)),
        }
    }
    let text = |(line, count): (String, usize)| match count {
        1 => format!("note: {line}\n"),
        count => format!("note: {line}, {count} times\n"),
    };
    lines.into_iter().map(text).collect()
}

/// The outputs below each other. Objects and lists that are longer than a line begin on one of their own.
fn outputs(outputs: &Value) -> String {
    let mut out = String::new();
    let mut rows = Vec::new();
    for (name, output) in outputs.as_object().into_iter().flatten() {
        let line = value(output);
        if line.chars().count() <= LINE || output.is_string() {
            rows.push(vec![name.clone(), line]);
            continue;
        }
        out.push_str(&columns(0, &std::mem::take(&mut rows)));
        let text = crate::text::harmless(&format!("{output:#}"));
        let lines = text.lines().map(|line| format!("  {line}\n"));
        out.push_str(&format!("{name}\n{}", lines.collect::<String>()));
    }
    out.push_str(&columns(0, &rows));
    out
}

/// What is longer is no line.
const LINE: usize = 100;

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn outputs_stand_below_each_other() {
        let long = "x".repeat(100);
        let shown = json!({"id": 7, "name": "a b", "all": {"long": long}, "z": null});
        let text =
            format!("id    7\nname  a b\nall\n  {{\n    \"long\": \"{long}\"\n  }}\nz  null\n");
        assert_eq!(super::outputs(&shown), text);
        assert_eq!(super::outputs(&json!(null)), "");
    }
}
