//! The requests of a workflow as far as they are known before anything is sent.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use arazzo_runtime::{Api, BuildError, Client, ClientBuilder, Event, EventKind, Method, StepError};
use serde_json::Value;

use super::mask::Mask;
use crate::step::{Call, Step};

mod capture;
mod known;
pub(crate) mod plan;
mod previewed;
mod secrets;
mod show;

pub use capture::Capture;
pub use previewed::Previewed;
pub(crate) use secrets::hide as hide_secrets;

pub use plan::{Argument, Body, Called, Given, Request};

use known::{Inputs, Known, Placeholders};
use plan::{Place, Written};
use show::Shown;

/// The operation of a request.
#[derive(Clone, Copy)]
struct Target {
    source: &'static str,
    method: &'static str,
    path: &'static str,
}

/// How a preview is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As HTTP text, separated as in the `.http` files of editors.
    #[default]
    Http,
    /// As commands for a shell.
    Curl,
}

/// Puts requests together as a run would, and sends none of them.
///
/// The runtime writes them, so that paths, queries, forms and servers are those of a run. What only answers can tell
/// stands there as its runtime expression in angle brackets: `<$steps.create.outputs.id>`.
///
/// ```
/// use arazzo_cli::exchange::{Argument, Format, Given, Mask, Preview, Previewed, Request};
/// use arazzo_cli::Step;
/// use arazzo_runtime::{Api, Parameter, Server};
/// use serde_json::json;
///
/// static API: Api = Api::new("shop", "shop.yaml", &[Server::new("https://shop.test")]);
/// static APIS: &[&Api] = &[&API];
/// // A written crate has such a list of its workflows.
/// static STEPS: &[Step] = &[Step::operation("read", "shop", "GET", "/orders/{id}").request(
///     Request::new().arguments(&[Argument::path(Parameter::new("id", "$inputs.id"), Given::Input("/id"))]),
/// )];
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), arazzo_runtime::BuildError> {
/// let workflows = [Previewed { id: "order", key: "order", steps: STEPS, inputs: json!({}) }];
/// let mut preview = Preview::new(APIS, &workflows, |builder| builder, Mask::new(), Format::Curl)?;
/// preview.add("order", &json!({"id": "a b"})).await;
/// assert!(preview.finish().contains("https://shop.test/orders/a%20b"));
/// # Ok(())
/// # }
/// ```
pub struct Preview<'w> {
    workflows: &'w [Previewed],
    apis: &'static [&'static Api],
    client: Client,
    capture: Capture,
    /// Schemes that the last request had no credential for.
    unconfigured: Arc<Mutex<Vec<&'static str>>>,
    mask: Mask,
    format: Format,
    placeholders: Placeholders,
    text: String,
}

impl<'w> Preview<'w> {
    /// Of these workflows, for a client that `configure` gives its servers and credentials. What `mask` knows is not
    /// shown.
    ///
    /// # Errors
    /// The client cannot be built.
    pub fn new(
        apis: &'static [&'static Api],
        workflows: &'w [Previewed],
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
        mask: Mask,
        format: Format,
    ) -> Result<Self, BuildError> {
        let (capture, unconfigured) = (Capture::new(), Arc::new(Mutex::new(Vec::new())));
        let noted = Arc::clone(&unconfigured);
        let observer = move |event: &Event<'_>| {
            if let EventKind::CredentialMissing { schemes } = event.kind {
                *noted.lock().unwrap_or_else(PoisonError::into_inner) = schemes.to_vec();
            }
        };
        let builder = Client::builder(apis).transport(capture.clone());
        Ok(Self {
            workflows,
            apis,
            client: configure(builder).observer(observer).build()?,
            capture,
            unconfigured,
            mask,
            format,
            placeholders: Placeholders::default(),
            text: String::new(),
        })
    }

    /// Adds the requests of a workflow with these inputs, those of the workflows that it calls among them.
    pub async fn add(&mut self, key: &'static str, inputs: &Value) {
        secrets::hide(self.workflows, key, inputs, &self.mask);
        self.workflow(key, inputs.clone(), &mut Vec::new()).await;
    }

    /// All that was added, as text without secrets.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    async fn workflow(
        &mut self,
        key: &'static str,
        inputs: Value,
        callers: &mut Vec<&'static str>,
    ) {
        let workflows = self.workflows;
        let Some(workflow) = workflows.iter().find(|it| it.key == key) else {
            return;
        };
        let inputs = workflow.filled(inputs);
        callers.push(key);
        for step in workflow.steps {
            match step.call {
                Call::Operation {
                    source,
                    method,
                    path,
                } => {
                    let target = Target {
                        source,
                        method,
                        path,
                    };
                    self.operation(workflow.id, step, target, &inputs, callers)
                        .await;
                }
                Call::Workflow(key) => {
                    let called = Called::new(step.remark, key, step.inputs);
                    self.called(step, called, &inputs, callers).await;
                }
            }
            for called in step.called {
                self.called(step, *called, &inputs, callers).await;
            }
        }
        callers.pop();
    }

    async fn called(
        &mut self,
        step: &Step,
        called: Called,
        inputs: &Value,
        callers: &mut Vec<&'static str>,
    ) {
        let Called {
            key,
            inputs: given,
            remark,
        } = called;
        let given = self.evaluation(inputs).object(given);
        let again = callers.contains(&key);
        let what = match again {
            true => format!("calls workflow `{key}` again, as above"),
            false => format!("calls workflow `{key}`"),
        };
        self.head(callers, step.id, remark, &[what]);
        if !again {
            // Boxed, because a called workflow calls others.
            Box::pin(self.workflow(key, given, callers)).await;
        }
    }

    fn evaluation<'a>(&'a mut self, inputs: &'a Value) -> Inputs<'a> {
        Inputs {
            inputs,
            placeholders: &mut self.placeholders,
        }
    }

    async fn operation(
        &mut self,
        workflow: &'static str,
        step: &Step,
        target: Target,
        inputs: &Value,
        callers: &[&'static str],
    ) {
        let arguments: Vec<Option<Known>> = step
            .request
            .arguments
            .iter()
            .map(|argument| self.evaluation(inputs).value(&argument.value))
            .collect();
        let body = step
            .request
            .body
            .as_ref()
            .map(|body| (body, self.payload(body, inputs)));
        let mut remarks = Vec::new();
        if matches!(body, Some((_, None))) {
            remarks.push("without a body, since it has no value".to_owned());
        }
        if let Some((Body { later, .. }, _)) = &body
            && !later.is_empty()
        {
            let targets = later.join("`, `");
            remarks.push(format!(
                "the payload before its replacements at `{targets}`"
            ));
        }
        let failed = self
            .put_together(workflow, step, target, &arguments, body)
            .await
            .err();
        let unconfigured = std::mem::take(
            &mut *self
                .unconfigured
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        if !unconfigured.is_empty() {
            remarks.push(format!(
                "no credential is configured for `{}`",
                unconfigured.join("`, `")
            ));
        }
        let request = self.capture.take();
        if request.is_none() {
            let why = failed
                .map(|error| error.message().to_owned())
                .unwrap_or_default();
            let why = self.placeholders.shown(&self.mask.text(&why));
            remarks.push(format!("cannot be shown: {why}"));
        }
        self.head(callers, step.id, step.remark, &remarks);
        let text = match &request {
            Some(request) => {
                let shown = Shown::new(request, &self.mask, &self.placeholders);
                match self.format {
                    Format::Http => shown.http(),
                    Format::Curl => shown.curl(),
                }
            }
            None => format!("# {} {}\n", target.method, target.path),
        };
        self.text.push_str(&text);
    }

    fn payload(&mut self, body: &Body, inputs: &Value) -> Option<Known> {
        let payload = self.evaluation(inputs).value(&body.payload)?;
        if body.replacements.is_empty() {
            return Some(payload);
        }
        let mut json = match (&payload, body.written) {
            (Known::Json(Value::String(text)), Written::JsonText) => {
                serde_json::from_str(text).unwrap_or_else(|_| payload.json())
            }
            _ => payload.json(),
        };
        for (pointer, given) in body.replacements {
            let value = self
                .evaluation(inputs)
                .value(given)
                .map(|value| value.json());
            // What cannot be replaced is for the run to report.
            arazzo_runtime::replace::pointer(&mut json, pointer, value).ok();
        }
        Some(match body.written {
            Written::JsonText => Known::Json(Value::String(json.to_string())),
            _ => Known::Json(json),
        })
    }

    /// Lets the runtime write the request, which the transport then keeps.
    async fn put_together(
        &self,
        workflow: &'static str,
        step: &Step,
        target: Target,
        arguments: &[Option<Known>],
        body: Option<(&Body, Option<Known>)>,
    ) -> Result<(), StepError> {
        let mut entered = self.client.call(workflow).step(step.id);
        let api = self.apis.iter().find(|api| api.name() == target.source);
        let (Some(api), Ok(method)) = (api, Method::from_bytes(target.method.as_bytes())) else {
            return Ok(());
        };
        let mut request = entered
            .request(method, api, target.path)?
            .security(step.request.security);
        if let Some(servers) = step.request.servers {
            request = request.servers(servers);
        }
        if let Some(accept) = step.request.accept {
            request = request.accept(accept);
        }
        for (argument, value) in step.request.arguments.iter().zip(arguments) {
            let parameter = argument.parameter;
            request = match argument.place {
                Place::Path => request.path(parameter, value),
                Place::Query => request.query(parameter, value),
                Place::Querystring => {
                    request.querystring(parameter, &value.as_ref().map(Known::text))
                }
                Place::Header => request.header(parameter, value),
                Place::Cookie => request.cookie(parameter, value),
            };
        }
        if let Some((body, Some(payload))) = body {
            request = self.written(request, body, &payload);
        }
        entered.send(request).await.map(drop)
    }

    fn written(
        &self,
        request: arazzo_runtime::Request,
        body: &Body,
        payload: &Known,
    ) -> arazzo_runtime::Request {
        let content_type = body.content_type;
        let whole = payload.text();
        match body.written {
            Written::Json => request.json(content_type, payload),
            // Of a body that is not known nothing can be said but its expression.
            _ if self.placeholders.is_one(&whole) => request.text(content_type, whole),
            Written::JsonText => request.json_text(content_type, whole),
            Written::Form(encodings) => request.form(content_type, payload, encodings),
            Written::Multipart(encodings) => request.multipart(content_type, payload, encodings),
            Written::Xml(root) => request.xml(content_type, payload, root),
            Written::Text => request.text(content_type, whole),
            Written::Bytes => match payload {
                Known::Bytes(bytes) => request.bytes(content_type, bytes.clone()),
                _ => request.bytes(content_type, whole),
            },
        }
    }

    /// The line above a request: whose it is, and when it runs.
    fn head(&mut self, callers: &[&'static str], step: &str, remark: &str, remarks: &[String]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let path = callers.join(" > ");
        writeln!(self.text, "### {path}: step `{step}`").ok();
        let own = (!remark.is_empty()).then_some(remark);
        for remark in own.into_iter().chain(remarks.iter().map(String::as_str)) {
            writeln!(self.text, "# {remark}").ok();
        }
    }
}

impl std::fmt::Debug for Preview<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
