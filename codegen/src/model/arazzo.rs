//! The objects of an Arazzo description (Arazzo 1.1, section 4.6 "Schema").

use crate::load::Node;

use super::texts::References;

pub use super::{
    read::{
        bare_inputs, is_name, is_selector, needs_1_1, other_inputs, read, says_where, selector,
        selects,
    },
    unread::{Unread, UnreadParts},
};
pub use arazzo_syntax::parameter::Location;

/// Text that knows its place.
#[derive(Debug, Clone)]
pub struct Text {
    /// The string.
    pub text: String,
    /// Where it stands.
    pub node: Node,
}

/// `arazzo: 1.0.x` or `1.1.x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 1.0.0, 1.0.1
    V1_0,
    /// 1.1.0
    V1_1,
}

/// The root object.
#[derive(Debug, Clone)]
pub struct Description {
    /// Its place.
    pub node: Node,
    /// Feature version.
    pub version: Version,
    /// `$self` (1.1), as written.
    pub self_uri: Option<Text>,
    /// `info.title`.
    pub title: String,
    /// `info.summary`.
    pub summary: Option<String>,
    /// `info.description`.
    pub description: Option<String>,
    /// `sourceDescriptions`.
    pub sources: Vec<SourceDescription>,
    /// `workflows`.
    pub workflows: Vec<Workflow>,
    /// `components`.
    pub components: Components,
    /// Entries of `sourceDescriptions` that cannot be found by their name.
    pub unread_sources: Unread,
    /// Entries of `workflows` that cannot be found by their name.
    pub unread_workflows: Unread,
    /// What its strings say that name something.
    pub references: References,
}

impl Description {
    /// The ids of its workflows.
    pub fn workflow_ids(&self) -> impl Iterator<Item = &str> {
        self.workflows
            .iter()
            .map(|workflow| workflow.id.text.as_str())
    }

    /// The names of its sources.
    pub fn source_names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| source.name.text.as_str())
    }
}

/// A Source Description Object.
#[derive(Debug, Clone)]
pub struct SourceDescription {
    /// Its place.
    pub node: Node,
    /// `name`; empty where it was reported.
    pub name: Text,
    /// `url`, as written.
    pub url: Text,
    /// `type`, if given and known.
    pub kind: Option<SourceKind>,
}

/// `type` of a source description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// `openapi`
    OpenApi,
    /// `arazzo`
    Arazzo,
    /// `asyncapi` (1.1)
    AsyncApi,
}

impl SourceKind {
    /// As `type` writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenApi => "openapi",
            Self::Arazzo => "arazzo",
            Self::AsyncApi => "asyncapi",
        }
    }
}

/// The Components Object; keys as written.
#[derive(Debug, Clone, Default)]
pub struct Components {
    /// `inputs`: JSON Schemas.
    pub inputs: Vec<(String, Node)>,
    /// `parameters`.
    pub parameters: Vec<(String, Parameter)>,
    /// `successActions`.
    pub success_actions: Vec<(String, Action)>,
    /// `failureActions`.
    pub failure_actions: Vec<(String, Action)>,
    /// Entries that are left out above because the reader reported them: they do exist.
    pub broken: Vec<Node>,
}

/// A Workflow Object.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Its place.
    pub node: Node,
    /// `workflowId`; empty where it was reported.
    pub id: Text,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `inputs`: a JSON Schema.
    pub inputs: Option<Node>,
    /// `dependsOn`: ids or `$sourceDescriptions` expressions.
    pub depends_on: Vec<Text>,
    /// `steps`.
    pub steps: Vec<Step>,
    /// `successActions`.
    pub success_actions: Vec<OrReference<Action>>,
    /// `failureActions`.
    pub failure_actions: Vec<OrReference<Action>>,
    /// `outputs`: values are expressions or Selector Objects.
    pub outputs: Vec<(String, Node)>,
    /// `parameters`.
    pub parameters: Vec<OrReference<Parameter>>,
    /// What is left out above.
    pub unread: UnreadParts,
}

impl Workflow {
    /// The ids of its steps.
    pub fn step_ids(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.id.text.as_str())
    }
}

/// A Step Object.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its place.
    pub node: Node,
    /// `stepId`; empty where it was reported.
    pub id: Text,
    /// `description`.
    pub description: Option<String>,
    /// What the step calls; `None` where the reader already reported why.
    pub target: Option<Target>,
    /// `action` (1.1, AsyncAPI).
    pub action: Option<Text>,
    /// `correlationId` (1.1, AsyncAPI): any JSON, expression or Selector Object.
    pub correlation_id: Option<Node>,
    /// `timeout` in milliseconds (1.1).
    pub timeout: Option<u64>,
    /// `dependsOn` (1.1): step ids or expressions.
    pub depends_on: Vec<Text>,
    /// `parameters`.
    pub parameters: Vec<OrReference<Parameter>>,
    /// `requestBody`.
    pub request_body: Option<RequestBody>,
    /// `successCriteria`.
    pub success_criteria: Vec<Criterion>,
    /// `onSuccess`.
    pub on_success: Vec<OrReference<Action>>,
    /// `onFailure`.
    pub on_failure: Vec<OrReference<Action>>,
    /// `outputs`: values are expressions or Selector Objects.
    pub outputs: Vec<(String, Node)>,
    /// What is left out above.
    pub unread: UnreadParts,
}

/// What a step calls.
#[derive(Debug, Clone)]
pub enum Target {
    /// `operationId`
    OperationId(Text),
    /// `operationPath`
    OperationPath(Text),
    /// `workflowId`
    WorkflowId(Text),
    /// `channelPath` (AsyncAPI)
    ChannelPath(Text),
}

/// An object, or a Reusable Object that points at one in `components`.
#[derive(Debug, Clone)]
pub enum OrReference<T> {
    /// Written in place.
    Inline(T),
    /// `reference: $components.…`
    Reference(Reusable),
}

/// A Reusable Object.
#[derive(Debug, Clone)]
pub struct Reusable {
    /// Its place.
    pub node: Node,
    /// `reference`.
    pub reference: Text,
    /// `value`, which overrides a parameter's value.
    pub value: Option<Node>,
}

/// A Parameter Object.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its place.
    pub node: Node,
    /// `name`.
    pub name: Text,
    /// `in`.
    pub location: Option<(Location, Node)>,
    /// `value`: any JSON, expression or Selector Object.
    pub value: Node,
}

/// A Request Body Object.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Its place.
    pub node: Node,
    /// `contentType`.
    pub content_type: Option<Text>,
    /// `payload`: any JSON; `Some` with a null value for an explicit null.
    pub payload: Option<Node>,
    /// `replacements`.
    pub replacements: Vec<Replacement>,
    /// Whether there is a `contentType` or a replacement that is left out above because it was reported.
    pub unread: bool,
}

/// A Payload Replacement Object.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Its place.
    pub node: Node,
    /// `target`.
    pub target: Text,
    /// `targetSelectorType` (1.1).
    pub selector: Option<ExpressionType>,
    /// `value`.
    pub value: Node,
}

/// A Criterion Object.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Its place.
    pub node: Node,
    /// `context`.
    pub context: Option<Text>,
    /// `condition`.
    pub condition: Text,
    /// `type`, simple where not given.
    pub kind: CriterionKind,
}

/// `type` of a criterion.
#[derive(Debug, Clone)]
pub enum CriterionKind {
    /// `simple`; with the node of an explicit `type`.
    Simple,
    /// `simple`, but a JSON object or array instead of a condition: the context equals it. No standard form, but plain.
    Json(serde_json::Value),
    /// `regex`
    Regex,
    /// `jsonpath` or `xpath`, with a version where one is given.
    Engine(ExpressionType),
}

/// An engine and the version of its language, from `type: jsonpath` or an Expression Type Object.
#[derive(Debug, Clone)]
pub struct ExpressionType {
    /// Its place.
    pub node: Node,
    /// Which engine.
    pub engine: Engine,
    /// `version`, as written, if given: `rfc9535`, `draft-goessner-dispatch-jsonpath-00`, `xpath-10`, …
    pub version: Option<String>,
}

impl ExpressionType {
    /// Whether it is JSONPath as it was before RFC 9535.
    pub fn is_draft(&self) -> bool {
        let version = self.version.as_deref();
        version.is_some_and(|version| version.starts_with("draft-goessner"))
    }
}

/// A query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// RFC 6901 (1.1)
    JsonPointer,
    /// RFC 9535
    JsonPath,
    /// XPath
    XPath,
}

/// A Success Action Object or a Failure Action Object.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its place.
    pub node: Node,
    /// `name`.
    pub name: Text,
    /// `type`.
    pub kind: ActionKind,
    /// `workflowId`.
    pub workflow: Option<Text>,
    /// `stepId`.
    pub step: Option<Text>,
    /// `retryAfter` in seconds; a JSON number.
    pub retry_after: Option<Node>,
    /// `retryLimit`.
    pub retry_limit: Option<Node>,
    /// `parameters` (1.1).
    pub parameters: Vec<OrReference<Parameter>>,
    /// `criteria`.
    pub criteria: Vec<Criterion>,
    /// Of `parameters`, what is left out above.
    pub unread_parameters: Unread,
    /// Whether there is a target that is left out above.
    pub unread_target: bool,
    /// Whether there are criteria that are left out above.
    pub unread_criteria: bool,
}

impl Action {
    /// Whether it applies whenever it is its turn.
    pub fn is_unconditional(&self) -> bool {
        self.criteria.is_empty() && !self.unread_criteria
    }
}

/// `type` of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// `end`
    End,
    /// `goto`
    Goto,
    /// `retry`
    Retry,
}

/// A Selector Object (1.1), read from a value by the stage that meets it.
#[derive(Debug, Clone)]
pub struct Selector {
    /// Its place.
    pub node: Node,
    /// `context`: a runtime expression.
    pub context: Text,
    /// `selector`.
    pub selector: Text,
    /// `type`.
    pub kind: ExpressionType,
}
