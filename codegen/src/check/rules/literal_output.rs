//! `literal-output`: an output that is text, not an expression (Arazzo 1.1, section 4.6.4 `outputs`).

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{Elaborated, View},
    load::Node,
    model::texts::{Doubt, Form},
};

pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    for view in elaborated.generated() {
        for (_, step, _) in view.steps() {
            let outputs = step.outputs.iter();
            let found = outputs.filter_map(|(_, node)| judge(&view, node));
            found.for_each(|found| diagnostics.push(found.step(&step.id.text)));
        }
        let outputs = view.model.outputs.iter();
        let found = outputs.filter_map(|(_, node)| judge(&view, node));
        found.for_each(|found| diagnostics.push(found));
    }
}

fn judge(view: &View, node: &Node) -> Option<Diagnostic> {
    let written = view.resolved.texts.value(node)?;
    match &written.form {
        Form::Plain(doubt) if written.all.is_none() => Some(literal(doubt, node)),
        _ => None,
    }
}

fn literal(doubt: &Doubt, node: &Node) -> Diagnostic {
    let text = node.as_str().unwrap_or_default();
    let rule = "an output is a runtime expression, not a literal";
    let found = if let Some(error) = doubt.root.clone() {
        let place = node.within(error.span.clone());
        let found = Diagnostic::new(Code::LiteralOutput, place, error.message.clone());
        error.advise(found)
    } else {
        let found = Diagnostic::new(Code::LiteralOutput, node, rule);
        let meant = format!("${}", text.trim());
        match doubt.without_dollar {
            true => found
                .help(format!("expressions begin with `$`: write `{meant}`"))
                .suggest(meant),
            false => found.help("write an expression such as `$response.body#/id` or `$steps.<stepId>.outputs.<name>`"),
        }
    };
    found.label("expected an expression")
}
