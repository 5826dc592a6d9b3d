//! A workflow as what a picture of it shows.

use std::time::Duration;

/// A workflow: its steps, and how control moves between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// `workflowId`; of a foreign document below the name of its module: `lib.login`.
    pub name: String,
    /// The first paragraph of its documentation.
    pub summary: Option<String>,
    /// Names of its inputs, optional ones with `?` behind.
    pub inputs: Vec<String>,
    /// Its outputs and where they come from.
    pub outputs: Vec<Datum>,
    /// The workflows that must have completed before.
    pub prerequisites: Vec<String>,
    /// Steps in execution order.
    pub steps: Vec<Step>,
    /// How control moves, in the order of the steps that it leaves.
    pub edges: Vec<Edge>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `stepId`.
    pub id: String,
    /// What it calls.
    pub call: Call,
    /// What it is for: its description's first paragraph, else the operation's summary.
    pub summary: Option<String>,
    /// What has to hold for success.
    pub criteria: Vec<String>,
    /// What is sent, and where it comes from.
    pub takes: Vec<Datum>,
    /// Its outputs.
    pub gives: Vec<Datum>,
    /// `dependsOn`: indices into [`Graph::steps`].
    pub needs: Vec<usize>,
    /// `timeout` of an attempt.
    pub timeout: Option<Duration>,
}

/// What a step calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// An HTTP operation.
    Operation {
        /// Upper case.
        method: String,
        /// Template, as the OpenAPI document has it.
        path: String,
        /// `operationId`.
        id: Option<String>,
        /// Name of the source description.
        source: String,
    },
    /// Another workflow.
    Workflow(String),
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Datum {
    /// Where it goes: `path id`, `body.name`, `input name`, or the name of an output.
    pub place: String,
    /// The value as written.
    pub value: String,
    /// What it is made of, each once.
    pub from: Vec<Origin>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An input of the workflow.
    Input(String),
    /// An output of a step of the workflow.
    Step {
        /// Index into [`Graph::steps`].
        step: usize,
        /// Name of the output.
        output: String,
    },
    /// A value of another workflow's run: `login.outputs.token`.
    Workflow(String),
}

/// A way that control takes, or what is needed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The step that control leaves.
    pub from: usize,
    /// Where it leads.
    pub to: Target,
    /// What it is.
    pub kind: EdgeKind,
    /// Name of the action; none where control just goes on.
    pub action: Option<String>,
    /// What has to hold for the action; nothing means always.
    pub criteria: Vec<String>,
}

/// Where an edge leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a step: index into [`Graph::steps`].
    Step(usize),
    /// The workflow is completed.
    Completed,
    /// A success action ends the workflow.
    Ended,
    /// A failure action ends the workflow.
    Failed,
    /// The workflow goes on as another one.
    Workflow(String),
}

/// What an edge is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeKind {
    /// Control goes on after success, without an action.
    Next,
    /// A success action.
    Success {
        /// Whether the jump closes a polling loop, which waits for the poll interval.
        paced: bool,
    },
    /// A failure action.
    Failure,
    /// The step is tried again.
    Retry {
        /// How often at most.
        limit: u32,
        /// The wait before.
        after: Duration,
        /// Whether an answer that is not final is asked for again, rather than a failure mended.
        polls: bool,
        /// What runs before.
        helper: Option<Helper>,
    },
}

/// What runs before a retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Helper {
    /// A step: index into [`Graph::steps`].
    Step(usize),
    /// A workflow.
    Workflow(String),
}

impl Graph {
    /// The name that `data-edge` gives an edge, unique in the workflow: `STEP/next`, `STEP/success/ACTION`,
    /// `STEP/failure/ACTION` and `STEP/retry/ACTION`.
    pub fn key(&self, edge: &Edge) -> String {
        let step = self.step_id(edge.from);
        let action = edge.action.as_deref().unwrap_or_default();
        match edge.kind {
            EdgeKind::Next => format!("{step}/next"),
            EdgeKind::Success { .. } => format!("{step}/success/{action}"),
            EdgeKind::Failure => format!("{step}/failure/{action}"),
            EdgeKind::Retry { .. } => format!("{step}/retry/{action}"),
        }
    }

    /// Whether some failure action of a step applies whatever the failure is.
    pub fn minds_all_failures(&self, step: usize) -> bool {
        self.edges.iter().any(|edge| {
            edge.from == step && edge.kind == EdgeKind::Failure && edge.criteria.is_empty()
        })
    }

    /// `stepId` of a step by its index.
    pub fn step_id(&self, step: usize) -> &str {
        self.steps.get(step).map_or("?", |step| step.id.as_str())
    }

    /// A step by number and name, as people speak of it: `2 watch`.
    pub fn numbered(&self, step: usize) -> String {
        format!("{} {}", step.saturating_add(1), self.step_id(step))
    }

    /// What an edge does, in words: `retries up to 3 times, 2 s apart`.
    pub fn effect(&self, edge: &Edge) -> String {
        match (&edge.kind, &edge.to) {
            (
                EdgeKind::Retry {
                    limit,
                    after,
                    polls,
                    helper,
                },
                _,
            ) => {
                let word = if *polls { "asks again" } else { "retries" };
                let mut text = match limit {
                    0 => format!("never {word}"),
                    1 => format!("{word} once"),
                    _ => format!("{word} up to {limit} times"),
                };
                match (after.is_zero(), limit) {
                    (true, _) => {}
                    (false, 1) => text.push_str(&format!(", after {}", seconds(*after))),
                    (false, _) => text.push_str(&format!(", {} apart", seconds(*after))),
                }
                match helper {
                    Some(Helper::Step(step)) => {
                        text.push_str(&format!(", after running {}", self.numbered(*step)));
                    }
                    Some(Helper::Workflow(name)) => {
                        text.push_str(&format!(", after running workflow {name}"));
                    }
                    None => {}
                }
                text
            }
            (EdgeKind::Success { paced: true }, Target::Step(step)) => {
                format!("goes to {}, at the poll interval", self.numbered(*step))
            }
            (_, Target::Step(step)) => format!("goes to {}", self.numbered(*step)),
            (_, Target::Completed) => "completes the workflow".to_owned(),
            (_, Target::Ended) => "ends the workflow".to_owned(),
            (_, Target::Failed) => "ends the workflow as failed".to_owned(),
            (_, Target::Workflow(name)) => format!("goes on as workflow {name}"),
        }
    }
}

impl Edge {
    /// When it is taken, in words: `when a and b`; empty if always.
    pub fn condition(&self) -> String {
        match self.criteria.as_slice() {
            [] => String::new(),
            all => format!("when {}", all.join(" and ")),
        }
    }
}

impl Origin {
    /// As people speak of it: `input name`, `2 watch: state`.
    pub fn words(&self, graph: &Graph) -> String {
        match self {
            Self::Input(name) => format!("input {name}"),
            Self::Step { step, output } => format!("{}: {output}", graph.numbered(*step)),
            Self::Workflow(text) => text.clone(),
        }
    }
}

/// A duration in seconds: `2 s`, `0.5 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}
