//! References to steps in a step's `dependsOn`.

use super::{Names, Spanned, SyntaxError, cursor::Cursor};

const FORMS: &str =
    "`$workflows.WORKFLOW.steps.STEP` or `$sourceDescriptions.NAME.WORKFLOW.steps.STEP`";

/// A step of another workflow, as `dependsOn` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepDependency {
    /// The source description whose document declares the workflow, if it is another document.
    pub source: Option<Spanned<String>>,
    /// The `workflowId`.
    pub workflow: Spanned<String>,
    /// The `stepId`.
    pub step: Spanned<String>,
}

/// Reads `$workflows.WORKFLOW.steps.STEP` and `$sourceDescriptions.NAME.WORKFLOW.steps.STEP` (decision D-46: the grammar
/// of expressions lacks the forms).
///
/// # Errors
///
/// Where `text` is not exactly of one of these forms.
pub(super) fn read(names: &Names, text: &str) -> Result<StepDependency, SyntaxError> {
    let mut cursor = Cursor::new(text);
    let mut source = None;
    if cursor.eat("$sourceDescriptions.") {
        let length = names.source_name(cursor.rest());
        source = Some(id(&mut cursor, length, "a source description's name")?);
        if !cursor.eat(".") {
            return Err(cursor.expected("`.` and a workflow's id"));
        }
    } else if !cursor.eat("$workflows.") {
        return Err(cursor.expected(FORMS));
    }
    let workflow = cursor
        .rest()
        .find(".steps.")
        .unwrap_or_else(|| names.workflow_id(cursor.rest()));
    let workflow = id(&mut cursor, workflow, "a workflow's id")?;
    if !cursor.eat(".steps.") {
        return Err(cursor.expected("`.steps.` and a step's id"));
    }
    let step = cursor.rest().len();
    let step = id(&mut cursor, step, "a step's id")?;
    Ok(StepDependency {
        source,
        workflow,
        step,
    })
}

/// The next `length` bytes.
fn id(cursor: &mut Cursor<'_>, length: usize, what: &str) -> Result<Spanned<String>, SyntaxError> {
    let start = cursor.at();
    cursor.set(start + length);
    let name = cursor.since(start);
    if name.is_empty() {
        return Err(cursor.expected(what));
    }
    Ok(Spanned {
        value: name.to_owned(),
        span: cursor.range(start),
    })
}

impl Names {
    /// Reads `$workflows.WORKFLOW.steps.STEP` and `$sourceDescriptions.NAME.WORKFLOW.steps.STEP`.
    ///
    /// # Errors
    ///
    /// Where `text` is not exactly of one of these forms.
    pub fn step_dependency(&self, text: &str) -> Result<StepDependency, SyntaxError> {
        read(self, text)
    }
}

#[cfg(test)]
mod tests {
    use crate::expression::step_dependency;

    #[test]
    fn a_step_of_another_workflow_is_named() {
        let found = step_dependency("$workflows.w-1.steps.s_2").unwrap();
        assert_eq!(found.workflow.value, "w-1");
        assert_eq!(
            (found.step.value.as_str(), found.step.span),
            ("s_2", 21..24)
        );
    }

    #[test]
    fn the_workflow_may_be_of_another_document() {
        let found = step_dependency("$sourceDescriptions.api.w.steps.s").unwrap();
        let source = found.source.unwrap();
        assert_eq!((source.value.as_str(), source.span), ("api", 20..23));
        assert_eq!(found.workflow.span, 24..25);
        assert_eq!(found.step.span, 32..33);
    }

    #[test]
    fn anything_else_is_an_error_with_its_place() {
        for (text, at) in [
            ("plain", 0),
            ("$workflows..steps.s", 11),
            ("$workflows.w.outputs.s", 12),
            ("$workflows.w.steps.", 19),
            ("$sourceDescriptions.api", 23),
            ("$sourceDescriptions.api.w", 25),
        ] {
            assert_eq!(step_dependency(text).unwrap_err().span.start, at, "{text}");
        }
    }
}
