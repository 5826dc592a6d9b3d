//! Strings that name something: an operation, a workflow, a step, a component. What the document's sources are called
//! decides how they read, so that they are read as soon as the document is.

use std::rc::Rc;

use crate::{
    expression::{
        Expression, Names, OperationPath, Spanned, StepDependency, SyntaxError,
        parse_operation_path,
    },
    load::Node,
};

use super::{
    super::arazzo::{Action, Description, OrReference, Parameter, Step, Target, Text, Workflow},
    Table, key,
};

/// The strings of a document that name something.
#[derive(Debug, Clone, Default)]
pub struct References(Rc<Table<Reference>>);

/// What a string that names something says.
#[derive(Debug)]
pub enum Reference {
    /// What a step calls: `operationId` or `operationPath`.
    Operation {
        /// An operation behind its source, white space around it aside.
        qualified: Option<Qualified>,
        /// The same in braces, single or doubled.
        in_braces: Option<Qualified>,
        /// An `operationPath`.
        path: Result<OperationPath, SyntaxError>,
    },
    /// A workflow.
    Workflow {
        /// A workflow behind its source.
        qualified: Option<Qualified>,
        /// The same in braces, single or doubled.
        in_braces: Option<Qualified>,
    },
    /// A step of another workflow.
    Step(Result<StepDependency, SyntaxError>),
    /// A component.
    Component {
        /// The expression that it has to be.
        read: Result<Expression, SyntaxError>,
        /// What is one when it begins with `$`.
        meant: Option<String>,
    },
}

/// `$sourceDescriptions.SOURCE.NAME`
#[derive(Debug, Clone)]
pub struct Qualified {
    /// The name of the source.
    pub source: Spanned<String>,
    /// What is named in it.
    pub name: Spanned<String>,
}

impl References {
    /// Reads the strings of `document` that name something.
    pub fn of(document: &Description) -> Self {
        let names = document.source_names().map(|name| (name.to_owned(), ()));
        let names = Names {
            sources: Rc::new(names.collect()),
            ..Names::default()
        };
        let mut reader = Reader {
            names,
            table: Table::default(),
        };
        for workflow in &document.workflows {
            reader.workflow(workflow);
        }
        let components = &document.components;
        let actions = components.success_actions.iter();
        for (_, action) in actions.chain(&components.failure_actions) {
            reader.action(action);
        }
        Self(Rc::new(reader.table))
    }

    /// What the string at `node` says.
    pub fn get(&self, node: &Node) -> Option<&Reference> {
        self.0.get(&key(node))
    }
}

impl Reference {
    /// What it names behind a source: as it stands, and in braces.
    pub fn qualified(&self) -> (Option<&Qualified>, Option<&Qualified>) {
        match self {
            Self::Operation {
                qualified,
                in_braces,
                ..
            }
            | Self::Workflow {
                qualified,
                in_braces,
            } => (qualified.as_ref(), in_braces.as_ref()),
            Self::Step(_) | Self::Component { .. } => (None, None),
        }
    }
}

/// What stands in the braces around a whole `text`, single or doubled.
pub fn embraced(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let doubled = inner
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'));
    let inner = doubled.unwrap_or(inner).trim();
    (!inner.is_empty() && !inner.contains(['{', '}'])).then_some(inner)
}

struct Reader {
    names: Names,
    table: Table<Reference>,
}

impl Reader {
    fn workflow(&mut self, workflow: &Workflow) {
        for text in &workflow.depends_on {
            self.named_workflow(text);
        }
        self.parameters(&workflow.parameters);
        self.actions(&workflow.success_actions);
        self.actions(&workflow.failure_actions);
        for step in &workflow.steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        match &step.target {
            Some(Target::OperationId(text) | Target::OperationPath(text)) => {
                let read = Reference::Operation {
                    qualified: self.qualified(text.text.trim()),
                    in_braces: embraced(&text.text).and_then(|inner| self.qualified(inner)),
                    path: parse_operation_path(&text.text),
                };
                self.put(text, read);
            }
            Some(Target::WorkflowId(text)) => self.named_workflow(text),
            Some(Target::ChannelPath(_)) | None => {}
        }
        for text in &step.depends_on {
            let read = Reference::Step(self.names.step_dependency(&text.text));
            self.put(text, read);
        }
        self.parameters(&step.parameters);
        self.actions(&step.on_success);
        self.actions(&step.on_failure);
    }

    fn actions(&mut self, actions: &[OrReference<Action>]) {
        for action in actions {
            match action {
                OrReference::Inline(action) => self.action(action),
                OrReference::Reference(reusable) => self.component(&reusable.reference),
            }
        }
    }

    fn action(&mut self, action: &Action) {
        if let Some(text) = &action.workflow {
            self.named_workflow(text);
        }
        self.parameters(&action.parameters);
    }

    fn parameters(&mut self, parameters: &[OrReference<Parameter>]) {
        for parameter in parameters {
            if let OrReference::Reference(reusable) = parameter {
                self.component(&reusable.reference);
            }
        }
    }

    fn named_workflow(&mut self, text: &Text) {
        let read = Reference::Workflow {
            qualified: self.qualified(&text.text),
            in_braces: embraced(&text.text).and_then(|inner| self.qualified(inner)),
        };
        self.put(text, read);
    }

    fn component(&mut self, text: &Text) {
        let none = Names::default();
        let trimmed = text.text.trim();
        let path = trimmed
            .strip_prefix("#/")
            .map(|path| path.replace('/', "."));
        let meant = format!("${}", path.as_deref().unwrap_or(trimmed));
        let is_one = matches!(none.parse(&meant), Ok(Expression::Component { .. }));
        let read = Reference::Component {
            read: none.parse(&text.text),
            meant: is_one.then_some(meant),
        };
        self.put(text, read);
    }

    fn qualified(&self, text: &str) -> Option<Qualified> {
        match self.names.parse(text) {
            Ok(Expression::SourceDescription { name, reference }) => Some(Qualified {
                source: name,
                name: reference,
            }),
            _ => None,
        }
    }

    fn put(&mut self, text: &Text, read: Reference) {
        self.table.insert(key(&text.node), read);
    }
}
