//! What the strings of a workflow say, each read once: expressions, text that embeds them, conditions and queries.
//!
//! The model is where document text is parsed, and later stages look here. They begin when every workflow is resolved,
//! because what a workflow declares decides how its strings read (decisions D-53, D-145): two workflows that share a
//! component may read it differently, so that each has texts of its own.

mod embedded;
mod held;
mod jsonpath;
mod query;
mod references;
mod value;

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use crate::{
    diagnostic::Diagnostics,
    expression::{Condition, Expression, Names, SyntaxError, Tolerated},
    load::{self, DocumentId, Node},
};

use super::arazzo::{
    Criterion, CriterionKind, Engine, ExpressionType, Replacement, Text, Version, is_selector,
    selector,
};

pub use embedded::{Embedded, Given};
pub use held::Held;
pub use jsonpath::{As, Counting, JsonPath, Test};
pub use query::{Member, PointerText, Query};
pub use references::{Qualified, Reference, References, embraced};
pub use value::{All, Doubt, Form, Standard, Written, embedded};

/// The strings of one workflow.
#[derive(Debug, Default)]
pub struct Texts {
    /// What its strings can name.
    names: Rc<Names>,
    values: Table<Written>,
    expressions: Table<Whole>,
    conditions: Table<Simple>,
    queries: Table<Query>,
    pointers: Table<PointerText>,
    /// The texts of values that only a run knows.
    dynamic: HashSet<String>,
}

type Table<T> = HashMap<(DocumentId, load::Pointer), T>;

fn key(node: &Node) -> (DocumentId, load::Pointer) {
    (node.document().id, node.pointer().clone())
}

/// A string that must be one expression.
#[derive(Debug)]
pub struct Whole {
    /// What it reads, white space around it aside.
    pub read: Result<Expression, SyntaxError>,
    /// Where it is none, the expression that it means all the same, in its standard form.
    pub standard: Option<(Expression, Tolerated)>,
    /// All inputs, or all outputs of a step.
    pub all: Option<All>,
}

/// A simple condition.
#[derive(Debug)]
pub struct Simple {
    /// What it says.
    pub read: Result<Condition, SyntaxError>,
    /// Where it is none, the condition that it means all the same.
    pub tolerated: Option<Tolerated>,
}

impl Simple {
    /// What it says, in its standard form or a tolerated one.
    pub fn condition(&self) -> Option<&Condition> {
        match &self.read {
            Ok(condition) => Some(condition),
            Err(_) => self.tolerated.as_ref()?.condition.as_ref(),
        }
    }
}

impl Texts {
    /// No strings yet, of a workflow that declares `names`.
    pub fn new(names: Rc<Names>) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// A string in a value position.
    pub fn value(&self, node: &Node) -> Option<&Written> {
        self.values.get(&key(node))
    }

    /// A string that must be one expression: the `context` of a criterion or a Selector Object.
    pub fn expression(&self, node: &Node) -> Option<&Whole> {
        self.expressions.get(&key(node))
    }

    /// A simple condition.
    pub fn condition(&self, node: &Node) -> Option<&Simple> {
        self.conditions.get(&key(node))
    }

    /// A regular expression, a JSONPath or an XPath.
    pub fn query(&self, node: &Node) -> Option<&Query> {
        self.queries.get(&key(node))
    }

    /// A JSON Pointer that may embed expressions.
    pub fn pointer(&self, node: &Node) -> Option<&PointerText> {
        self.pointers.get(&key(node))
    }

    /// The target of a replacement, if it is a JSON Pointer that is the same in every run.
    pub fn constant_target(&self, replacement: &Replacement) -> Option<&load::Pointer> {
        self.pointer(&replacement.target.node)?.constant()
    }

    /// Whether only a run knows what a text in a value position becomes.
    pub fn is_dynamic(&self, text: &str) -> bool {
        self.dynamic.contains(text)
    }

    /// Whether there are inputs that were reported, or that the schema declares by a misspelt keyword.
    pub fn lacks_inputs(&self, known: bool) -> bool {
        self.names.unread_inputs || !known && !self.names.inputs.is_empty()
    }

    /// Whether there are outputs that were reported.
    pub fn lacks_outputs(&self) -> bool {
        self.names.unread_outputs
    }

    /// Reads the strings of a value: all in it, and those of the Selector Objects in it as what they are.
    pub fn read_value(&mut self, node: &Node, version: Version) {
        if let Some(text) = node.as_str() {
            let written = Written::value(&self.names, text);
            if written.holds_expression() {
                self.dynamic.insert(text.to_owned());
            }
            self.values.insert(key(node), written);
            return;
        }
        if is_selector(node, version) {
            self.read_selector(node, version);
        }
        for item in node.items() {
            self.read_value(&item, version);
        }
        for (_, member) in node.members() {
            self.read_value(&member, version);
        }
    }

    /// Reads an output: an expression or a Selector Object, white space around which means nothing.
    pub fn read_output(&mut self, node: &Node, version: Version) {
        match node.as_str() {
            Some(text) => {
                let written = Written::output(&self.names, text);
                self.values.insert(key(node), written);
            }
            None => {
                self.read_selector(node, version);
                self.read_value(node, version);
            }
        }
    }

    /// Reads the context and the condition of a criterion.
    pub fn read_criterion(&mut self, criterion: &Criterion) {
        if let Some(context) = &criterion.context {
            self.read_context(context);
        }
        let condition = &criterion.condition;
        let context = criterion.context.as_ref().map(|context| &context.node);
        let query = match &criterion.kind {
            CriterionKind::Json(_) => return,
            CriterionKind::Simple => {
                let simple = self.simple(&condition.text);
                self.conditions.insert(key(&condition.node), simple);
                return;
            }
            CriterionKind::Regex => Query::regex(&self.names, &condition.text),
            CriterionKind::Engine(kind) => match self.engine(condition, kind, context) {
                Some(query) => query,
                None => return,
            },
        };
        self.queries.insert(key(&condition.node), query);
    }

    /// Reads the target of a replacement and its value.
    pub fn read_replacement(&mut self, replacement: &Replacement, version: Version) {
        self.read_value(&replacement.value, version);
        let target = &replacement.target;
        match &replacement.selector {
            Some(kind) => self.read_query(target, kind, None),
            // An XPath where the body is XML text.
            None => {
                self.read_pointer(target, None);
                let query = Query::xpath(&self.names, &target.text);
                self.queries.insert(key(&target.node), query);
            }
        }
    }

    fn read_selector(&mut self, node: &Node, version: Version) {
        // What is wrong with it is reported where the object is read.
        let Some(selector) = selector(node, version, &mut Diagnostics::new(false)) else {
            return;
        };
        self.read_context(&selector.context);
        let context = &selector.context.node;
        self.read_query(&selector.selector, &selector.kind, Some(context));
    }

    fn read_query(&mut self, text: &Text, kind: &ExpressionType, context: Option<&Node>) {
        match self.engine(text, kind, context) {
            Some(query) => {
                self.queries.insert(key(&text.node), query);
            }
            None => self.read_pointer(text, context),
        }
    }

    /// A text of the engine; `None` for a JSON Pointer.
    fn engine(&self, text: &Text, kind: &ExpressionType, context: Option<&Node>) -> Option<Query> {
        match kind.engine {
            Engine::JsonPath => {
                let context = context.and_then(|context| self.expression(context));
                let draft = kind.is_draft();
                Some(Query::jsonpath(&self.names, &text.text, draft, context))
            }
            Engine::XPath => Some(Query::xpath(&self.names, &text.text)),
            Engine::JsonPointer => None,
        }
    }

    fn read_pointer(&mut self, text: &Text, context: Option<&Node>) {
        let context = context.and_then(|context| self.expression(context));
        let pointer = PointerText::read(&self.names, &text.text, context);
        self.pointers.insert(key(&text.node), pointer);
    }

    /// A context is an expression; where it is none, what it is as a value tells why.
    fn read_context(&mut self, context: &Text) {
        let names = &self.names;
        let text = context.text.trim();
        let indent = context.text.len() - context.text.trim_start().len();
        let read = names.parse(text).map_err(|error| error.shifted(indent));
        let tolerated = match read {
            Ok(_) => None,
            Err(_) => names.tolerated(&context.text),
        };
        let whole = Whole {
            read,
            standard: tolerated.and_then(|found| Some((names.parse(&found.standard).ok()?, found))),
            all: All::named(text),
        };
        let written = Written::value(names, &context.text);
        self.values.insert(key(&context.node), written);
        self.expressions.insert(key(&context.node), whole);
    }

    fn simple(&self, text: &str) -> Simple {
        let read = self.names.condition(text);
        let tolerated = match read {
            Ok(_) => None,
            Err(_) => self.names.tolerated_condition(text),
        };
        Simple { read, tolerated }
    }
}
