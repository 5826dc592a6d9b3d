//! Inputs that must not be shown: from the environment, or asked for, so that no argument has to hold them.

use serde_json::{Map, Value};

use super::kind::Kind;
use super::{Environment, Order};
use crate::exchange::Mask;
use crate::invocation::Refused;
use crate::registry::Workflow;
use crate::words::input_variable;

/// Asks a person for a secret that is not echoed; none where there is nobody to ask.
pub(crate) type Ask<'a> = &'a dyn Fn(&str) -> Result<Option<String>, Refused>;

/// Asks on the terminal, if there is one on both ends.
pub(crate) fn ask(question: &str) -> Result<Option<String>, Refused> {
    let term = console::Term::stderr();
    let attended = std::io::IsTerminal::is_terminal(&std::io::stdin()) && term.is_term();
    if !attended {
        return Ok(None);
    }
    let refused = |error| Refused(format!("`{question}` cannot be asked for: {error}"));
    term.write_str(&format!("{question}: ")).map_err(refused)?;
    term.read_secure_line().map(Some).map_err(refused)
}

impl Order {
    /// Fills in secret inputs that are not given, of workflows that run before as well: from `ARAZZO_INPUT_<NAME>`, or
    /// by asking for those without which nothing runs.
    ///
    /// # Errors
    /// The terminal cannot be read.
    pub(crate) fn fill_in_secrets(
        &mut self,
        environment: Environment<'_>,
        ask: Ask<'_>,
    ) -> Result<(), Refused> {
        for (workflow, inputs) in &mut self.before {
            fill_in(workflow, inputs, environment, ask)?;
        }
        fill_in(self.workflow, &mut self.inputs, environment, ask)
    }
}

impl Order {
    /// Hides the secrets among the inputs and settings.
    pub(crate) fn mask(&self) -> Mask {
        let before = self
            .before
            .iter()
            .map(|(workflow, inputs)| (*workflow, inputs));
        let inputs = before.chain([(self.workflow, &self.inputs)]);
        let secrets = inputs.flat_map(|(workflow, inputs)| secrets(workflow, inputs));
        Mask::new(secrets.chain(self.settings.secrets()))
    }
}

/// The secrets among the inputs of a workflow.
fn secrets(workflow: &Workflow, inputs: &Map<String, Value>) -> Vec<String> {
    let fields = workflow.inputs.iter();
    let secret = fields.filter(|field| Kind::of(workflow, field) == Kind::Secret);
    let values = secret.filter_map(|field| inputs.get(field.name)?.as_str());
    values.map(str::to_owned).collect()
}

fn fill_in(
    workflow: &Workflow,
    inputs: &mut Map<String, Value>,
    environment: Environment<'_>,
    ask: Ask<'_>,
) -> Result<(), Refused> {
    for field in workflow.inputs {
        let is_given = inputs.contains_key(field.name);
        if is_given || Kind::of(workflow, field) != Kind::Secret {
            continue;
        }
        let variable = environment(&input_variable(field.name)).filter(|it| !it.is_empty());
        let value = match variable {
            None if field.required => ask(&format!("{} of {}", field.name, workflow.id))?,
            found => found,
        };
        if let Some(value) = value {
            inputs.insert(field.name.to_owned(), Value::String(value));
        }
    }
    Ok(())
}
