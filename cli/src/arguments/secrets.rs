//! Inputs that must not be shown: from the environment, or asked for, so that no argument has to hold them.

use serde_json::{Map, Value};

use super::given::Environment;
use super::kind::Kind;
use super::order::Order;
use crate::refused::Refused;
use crate::registry::{Field, Workflow};
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
    /// Takes secret inputs that are not given from `ARAZZO_INPUT_<NAME>`, those of workflows that run before as well.
    pub(crate) fn take_secrets(&mut self, environment: Environment<'_>) {
        for (workflow, inputs) in self.inputs_mut() {
            for field in lacking(workflow, inputs) {
                let value = environment(&input_variable(field.name));
                if let Some(value) = value.filter(|it| !it.is_empty()) {
                    inputs.insert(field.name.to_owned(), Value::String(value));
                }
            }
        }
    }

    /// Asks for the secret inputs that are still missing, once nothing else is.
    ///
    /// # Errors
    /// The terminal cannot be read.
    pub(crate) fn ask_for_secrets(&mut self, ask: Ask<'_>) -> Result<(), Refused> {
        let lacks_others = |(workflow, inputs): (&'static Workflow, &mut Map<String, Value>)| {
            let mut fields = workflow.inputs.iter().filter(|field| field.required);
            let is_other = |field: &Field| Kind::of(workflow, field) != Kind::Secret;
            fields.any(|field| is_other(field) && !inputs.contains_key(field.name))
        };
        if self.inputs_mut().any(lacks_others) {
            return Ok(());
        }
        for (workflow, inputs) in self.inputs_mut() {
            for field in lacking(workflow, inputs) {
                let question = format!("{} of {}", field.name, workflow.id);
                let answer = if field.required {
                    ask(&question)?
                } else {
                    None
                };
                if let Some(value) = answer {
                    inputs.insert(field.name.to_owned(), Value::String(value));
                }
            }
        }
        Ok(())
    }

    /// The workflows in the order in which they run, with their inputs.
    fn inputs_mut(&mut self) -> impl Iterator<Item = (&'static Workflow, &mut Map<String, Value>)> {
        let before = self.before.iter_mut();
        let before = before.map(|(workflow, inputs)| (*workflow, inputs));
        before.chain([(self.workflow, &mut self.inputs)])
    }
}

/// The secret inputs that are not given.
fn lacking(workflow: &Workflow, inputs: &Map<String, Value>) -> Vec<&'static Field> {
    let fields = workflow.inputs.iter();
    let missing = fields.filter(|field| !inputs.contains_key(field.name));
    let secret = missing.filter(|field| Kind::of(workflow, field) == Kind::Secret);
    secret.collect()
}
