//! Whether a run can begin with its inputs: what is missing, what does not fit, and what is odd.

use arazzo_syntax::nearest::nearest;
use serde_json::{Map, Value};

use super::flags;
use super::kind::Kind;
use super::order::Order;
use crate::refused::Refused;
use crate::registry::{Field, Workflow};
use crate::table::columns;
use crate::words::input_variable;

impl Order {
    /// Refuses inputs that are missing or do not fit, of whatever workflow: a request that is sent cannot be taken back.
    ///
    /// # Errors
    /// What is missing, with its flag, and what does not fit.
    pub(crate) fn check_inputs(&self) -> Result<(), Refused> {
        self.check_all([(self.workflow, &self.inputs)])
    }

    /// The same for the workflows that run before, where each line has inputs of the workflow itself.
    ///
    /// # Errors
    /// What is missing, and what does not fit.
    pub(crate) fn check_prerequisites(&self) -> Result<(), Refused> {
        self.check_all([])
    }

    fn check_all<const N: usize>(
        &self,
        own: [(&'static Workflow, &Map<String, Value>); N],
    ) -> Result<(), Refused> {
        let before = self.before.iter();
        let before = before.map(|(workflow, inputs)| (*workflow, inputs));
        let mut problems: Vec<String> = before
            .chain(own)
            .filter_map(|(workflow, inputs)| {
                let is_own = std::ptr::eq(workflow, self.workflow);
                missing(workflow, inputs, is_own).or_else(|| {
                    let inputs = Value::Object(inputs.clone());
                    let Refused(problem) = (workflow.check)(&inputs).err()?;
                    Some(format!("workflow `{}`: {problem}", workflow.id))
                })
            })
            .collect();
        problems.dedup();
        match problems.as_slice() {
            [] => Ok(()),
            _ => Err(Refused(problems.join("\nerror: "))),
        }
    }

    /// What is odd about the inputs, and no reason to refuse them: values that the schema does not list.
    pub(crate) fn notes(&self) -> Vec<String> {
        let fields = self.workflow.inputs.iter();
        let notes = fields.filter_map(|field| {
            let Kind::Text(known) = Kind::of(self.workflow, field) else {
                return None;
            };
            let given = self.inputs.get(field.name)?.as_str()?;
            if known.is_empty() || known.iter().any(|it| it == given) {
                return None;
            }
            let rest = match nearest(given, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are `{}`", known.join("`, `")),
            };
            Some(format!(
                "`{given}` is no known value of `{}` and is sent as it is; {rest}",
                field.name
            ))
        });
        notes.collect()
    }
}

/// What is said of required inputs that are not given: how each can be.
fn missing(workflow: &Workflow, inputs: &Map<String, Value>, is_own: bool) -> Option<String> {
    let flags = flags::flags(workflow);
    let flag = |name: &str| flags.iter().find(|flag| flag.field.name == name);
    let missing = workflow.inputs.iter();
    let missing = missing.filter(|it| it.required && !inputs.contains_key(it.name));
    let row = |field: &Field| {
        let name = field.name;
        let way = match flag(name) {
            Some(flag) if is_own => flag.usage(),
            None if is_own => format!("--input {name}=VALUE"),
            _ => name.to_owned(),
        };
        let mut about = field.about();
        if Kind::of(workflow, field) == Kind::Secret {
            let variable = input_variable(name);
            about = format!("{about} [or by {variable}]").trim().to_owned();
        }
        vec![way, about]
    };
    let rows: Vec<_> = missing.map(row).collect();
    let (id, list) = (workflow.id, columns(2, &rows));
    let list = list.trim_end();
    (!rows.is_empty()).then(|| match is_own {
        true => format!("workflow `{id}` needs more inputs:\n{list}"),
        false => format!(
            "workflow `{id}`, which runs before, needs more inputs, by `--prerequisite-inputs '{id}=JSON'`:\n{list}"
        ),
    })
}
