//! The names that a document declares, which expressions are read with (decision D-53).

use std::{collections::BTreeMap, rc::Rc};

use super::access::{is_member_char, split_reference};
use crate::nearest::meant;

/// What expressions of a workflow can name. A declared name is read as a whole, the longest first, before dots,
/// brackets, slashes or `#` in it mean anything; a name that nothing declares consists of letters, digits, `_`, `-`
/// and `.`.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The workflow's id: `$workflows.<own>.inputs.x` is another form of `$inputs.x`.
    pub own: Option<String>,
    /// Inputs of the workflow.
    pub inputs: Vec<String>,
    /// What `$outputs` can name: outputs of the workflow's steps, and of the workflows that they call.
    pub outputs: Vec<String>,
    /// Whether there are inputs that could not be read and may have any name.
    pub unread_inputs: bool,
    /// The same of outputs.
    pub unread_outputs: bool,
    /// The steps of the workflow.
    pub steps: Values<Vec<String>>,
    /// The outputs of the workflows that steps call, by the id of the step.
    pub called: BTreeMap<String, Vec<String>>,
    /// The workflows of its document.
    pub workflows: Rc<Values<Signature>>,
    /// Workflows of other documents that it calls or depends on.
    pub foreign: Values<Signature>,
    /// The source descriptions of its document.
    pub sources: Rc<Values<()>>,
}

/// Inputs and outputs of a workflow.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    /// The names of its inputs.
    pub inputs: Vec<String>,
    /// The names of its outputs.
    pub outputs: Vec<String>,
}

/// What ids stand for.
#[derive(Debug, Clone)]
pub struct Values<T> {
    by_id: BTreeMap<String, T>,
    /// The ids that no general rule for names can read.
    unusual: Vec<String>,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self {
            by_id: BTreeMap::new(),
            unusual: Vec::new(),
        }
    }
}

impl<T> FromIterator<(String, T)> for Values<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(ids: I) -> Self {
        let mut values = Self::default();
        for (id, value) in ids {
            if !id.chars().all(is_id_char) {
                values.unusual.push(id.clone());
            }
            values.by_id.entry(id).or_insert(value);
        }
        values
    }
}

impl<T> Values<T> {
    /// What `id` stands for.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.by_id.get(id)
    }

    /// How many bytes of `text` are an id: the longest declared one, or as far as ids go in general.
    fn id_length(&self, text: &str) -> usize {
        let general = text.find(|c| !is_id_char(c)).unwrap_or(text.len());
        longest(&self.unusual, text).map_or(general, |declared| declared.max(general))
    }
}

/// What an id consists of where no declared one is longer.
fn is_id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// The bytes of the longest of `names` that `text` begins with, as a whole name.
fn longest<S: AsRef<str>>(names: &[S], text: &str) -> Option<usize> {
    names
        .iter()
        .map(AsRef::as_ref)
        .filter(|name| !name.is_empty() && text.starts_with(*name))
        .map(str::len)
        .filter(|length| {
            let after = text.get(*length..);
            after.is_some_and(|after| !after.starts_with(is_member_char))
        })
        .max()
}

/// Whose values an expression reads, by the name that comes next in it.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    Inputs,
    Outputs,
    /// The outputs of this step.
    Step(&'a str),
    /// The inputs of this workflow.
    WorkflowInputs(&'a str),
    WorkflowOutputs(&'a str),
}

impl Names {
    /// How many bytes of `text` are the id of a step.
    pub(super) fn step_id(&self, text: &str) -> usize {
        self.steps.id_length(text)
    }

    /// How many bytes of `text` are the id of a workflow.
    pub(super) fn workflow_id(&self, text: &str) -> usize {
        let here = self.workflows.id_length(text);
        here.max(self.foreign.id_length(text))
    }

    /// Whether `id` is the workflow whose expressions these are.
    pub(super) fn is_own(&self, id: &str) -> bool {
        self.own.as_deref() == Some(id)
    }

    /// How many bytes of `text` are the name of a source description.
    pub(super) fn source_name(&self, text: &str) -> usize {
        self.sources.id_length(text)
    }

    /// How many bytes of `text` are a declared name.
    pub(super) fn declared(&self, whose: Whose<'_>, text: &str) -> Option<usize> {
        longest(self.of(whose), text)
    }

    /// Whether `name` is a declared name, or one with a way into its value.
    pub(super) fn declares(&self, whose: Whose<'_>, name: &str) -> bool {
        split_reference(name, self.of(whose)).is_some()
    }

    /// Whether any name may be one that was declared and could not be read.
    pub(super) fn is_unread(&self, whose: Whose<'_>) -> bool {
        match whose {
            Whose::Inputs => self.unread_inputs,
            Whose::Outputs | Whose::Step(_) => self.unread_outputs,
            Whose::WorkflowInputs(_) | Whose::WorkflowOutputs(_) => false,
        }
    }

    /// The only step that declares the output `name`.
    pub(super) fn step_with(&self, name: &str) -> Option<&str> {
        let steps = self.steps.by_id.iter();
        let mut found = steps.filter(|(_, outputs)| outputs.iter().any(|output| output == name));
        match (found.next(), found.next()) {
            (Some((step, _)), None) => Some(step),
            _ => None,
        }
    }

    /// Whether nobody knows the outputs of `step`, so that `name` may be one of them.
    pub(super) fn may_have_output(&self, step: &str, name: &str) -> bool {
        let unknown = self.steps.get(step).is_none() && !self.steps.by_id.is_empty();
        let word = meant(name, ["inputs", "outputs"]);
        !name.is_empty() && word.is_none() && (unknown || self.unread_outputs)
    }

    /// Whether `written` was meant to be a declared name.
    pub(super) fn is_nearly(&self, whose: Whose<'_>, written: &str) -> bool {
        meant(written, self.of(whose).iter().map(String::as_str)).is_some()
    }

    pub(super) fn of(&self, whose: Whose<'_>) -> &[String] {
        let signature = |id: &str| self.workflows.get(id).or_else(|| self.foreign.get(id));
        match whose {
            Whose::Inputs => &self.inputs,
            Whose::Outputs => &self.outputs,
            // A step that is not declared was meant to be one of those that are.
            Whose::Step(id) => self.steps.get(id).unwrap_or(&self.outputs),
            Whose::WorkflowInputs(id) => signature(id).map_or(&[], |found| &found.inputs),
            Whose::WorkflowOutputs(id) => signature(id).map_or(&[], |found| &found.outputs),
        }
    }
}

/// Whether `name` is one that the grammar of Arazzo 1.1 allows (`identifier`).
pub fn is_identifier(name: &str) -> bool {
    name.chars().all(|c| is_id_char(c) || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::Expression;

    fn names() -> Names {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let step = |id: &str, outputs: &[&str]| (id.to_owned(), own(outputs));
        let workflow = |id: &str| {
            let signature = Signature {
                inputs: own(&["the id"]),
                outputs: own(&["The Item"]),
            };
            (id.to_owned(), signature)
        };
        Names {
            own: Some("mine".to_owned()),
            inputs: own(&[
                "$top",
                "$.xgafv",
                "prefs",
                "prefs/level",
                "a",
                "a#/b",
                "f[s]",
                "x y",
            ]),
            outputs: own(&["First Item"]),
            unread_inputs: false,
            unread_outputs: false,
            steps: [step("s", &["First Item", "ids"]), step("my step", &["@id"])]
                .into_iter()
                .collect(),
            called: BTreeMap::new(),
            workflows: Rc::new([workflow("sign in")].into_iter().collect()),
            foreign: Values::default(),
            sources: Rc::new([("my api".to_owned(), ())].into_iter().collect()),
        }
    }

    /// The name that the expression has, and its pointer.
    fn named(text: &str) -> (String, Option<String>) {
        let found = names().parse(text).unwrap();
        let reference = found.reference().unwrap();
        let pointer = reference.pointer.as_ref();
        let name = reference.name.value.clone();
        (name, pointer.map(|pointer| pointer.value.to_string()))
    }

    #[test]
    fn declared_names_are_read_whole_and_the_longest_first() {
        for (text, name, pointer) in [
            ("$inputs.$top", "$top", None),
            ("$inputs.$.xgafv", "$.xgafv", None),
            ("$inputs.prefs/level", "prefs/level", None),
            ("$inputs.prefs#/level", "prefs", Some("/level")),
            ("$inputs.a#/b", "a#/b", None),
            ("$inputs.a#/b#/c", "a#/b", Some("/c")),
            ("$inputs.a#/c", "a", Some("/c")),
            ("$inputs.x y.z[0]", "x y.z[0]", None),
            ("$steps.s.outputs.First Item#/id", "First Item", Some("/id")),
            ("$steps.my step.outputs.@id", "@id", None),
            ("$workflows.sign in.inputs.the id", "the id", None),
            ("$workflows.sign in.outputs.The Item", "The Item", None),
            ("$outputs.First Item", "First Item", None),
        ] {
            let expected = (name.to_owned(), pointer.map(str::to_owned));
            assert_eq!(named(text), expected, "{text}");
        }
        let source = names().parse("$sourceDescriptions.my api.list all");
        assert!(
            matches!(source, Ok(Expression::SourceDescription { name, .. }) if name.value == "my api")
        );
    }

    #[test]
    fn a_name_of_another_owner_or_with_more_behind_it_is_not_read() {
        for text in [
            "$steps.s.outputs.x y",
            "$inputs.x and more of it",
            "$inputs.prefs /level",
        ] {
            assert!(names().parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn inputs_of_the_own_workflow_are_inputs() {
        for (text, same) in [
            ("$workflows.mine.inputs.a", "$inputs.a"),
            ("$workflows.mine.inputs.a#/0", "$inputs.a#/0"),
        ] {
            let found = names().parse(text).unwrap();
            assert_eq!(found.to_string(), same);
            assert!(matches!(found, Expression::Input(_)), "{text}");
        }
        for text in [
            "$workflows.mine.outputs.a",
            "$workflows.sign in.inputs.the id",
        ] {
            let found = names().parse(text).unwrap();
            assert!(matches!(found, Expression::Workflow { .. }), "{text}");
        }
    }

    #[test]
    fn a_misspelt_name_is_read_to_its_end() {
        for (text, name) in [
            ("$inputs.$tpo", "$tpo"),
            ("$inputs.perfs/level", "perfs/level"),
            ("$inputs.x z", "x z"),
            ("$steps.s.outputs.Frist Item", "Frist Item"),
        ] {
            assert_eq!(named(text), (name.to_owned(), None), "{text}");
        }
    }

    #[test]
    fn templates_conditions_and_text_without_braces_read_them_too() {
        let names = names();
        let condition = "$inputs.prefs/level == 'a' && $steps.s.outputs.First Item != null && $inputs.f[s] == $inputs.$top";
        let found = names.condition(condition).unwrap();
        let texts: Vec<String> = found
            .operands()
            .iter()
            .map(|operand| operand.to_string())
            .collect();
        assert_eq!(
            texts,
            [
                "$inputs.prefs/level",
                "'a'",
                "$steps.s.outputs.First Item",
                "null",
                "$inputs.f[s]",
                "$inputs.$top"
            ]
        );
        let template = names.template("/{$inputs.x y}/{$inputs.$top}").unwrap();
        assert_eq!(template.expressions().len(), 2);
        for (text, standard) in [
            ("Bearer $inputs.x y!", "Bearer {$inputs.x y}!"),
            ("n=$inputs.$top", "n={$inputs.$top}"),
            (
                "n=$steps.my step.outputs.@id, ",
                "n={$steps.my step.outputs.@id}, ",
            ),
            (
                "n=$workflows.sign in.outputs.The Item",
                "n={$workflows.sign in.outputs.The Item}",
            ),
        ] {
            let found = names.tolerated(text).map(|found| found.standard);
            assert_eq!(found.as_deref(), Some(standard), "{text}");
        }
    }

    #[test]
    fn a_declared_output_right_behind_its_step_gets_the_word_between() {
        let names = names();
        for (text, standard) in [
            ("$steps.s.ids", "$steps.s.outputs.ids"),
            ("$steps.s.ids.a[0]", "$steps.s.outputs.ids#/a/0"),
            ("x $steps.s.ids.a, b", "x {$steps.s.outputs.ids#/a}, b"),
            ("$steps.s.First Item#/id", "$steps.s.outputs.First Item#/id"),
            ("x {$steps.s.ids#/0}", "x {$steps.s.outputs.ids#/0}"),
            ("x $steps.s.ids", "x {$steps.s.outputs.ids}"),
        ] {
            let found = names.tolerated(text).map(|found| found.standard);
            assert_eq!(found.as_deref(), Some(standard), "{text}");
        }
        let found = names.tolerated_condition("$steps.s.ids != null && !$steps.s.ids[0]");
        assert_eq!(
            found.unwrap().standard,
            "$steps.s.outputs.ids != null && !$steps.s.outputs.ids[0]"
        );
        assert_eq!(names.tolerated("$steps.s.other"), None);
        assert_eq!(names.tolerated("$steps.s.output.ids"), None);
    }

    #[test]
    fn what_was_embedded_stands_where_it_was_written() {
        let text = "a {$steps.s.ids} b {$response.body.x} c";
        let tolerated = names().tolerated(text).unwrap();
        let template = names().template(&tolerated.standard).unwrap();
        let template = tolerated.in_place(template);
        let places = template.expressions();
        let written = places.iter().map(|found| text.get(found.span.clone()));
        assert_eq!(
            written.collect::<Vec<_>>(),
            [Some("$steps.s.ids"), Some("$response.body.x")]
        );
    }

    #[test]
    fn the_dependencies_of_steps_name_any_id() {
        let found = names().step_dependency("$sourceDescriptions.my api.sign in.steps.my step");
        let found = found.unwrap();
        assert_eq!(found.source.unwrap().value, "my api");
        assert_eq!(
            (found.workflow.value.as_str(), found.step.value.as_str()),
            ("sign in", "my step")
        );
    }
}
