//! A workflow as generated code has it: a step that all is well with, and one that meets a fault and is retried once.

use std::time::Duration;

use arazzo_runtime::{
    Api, Client, Failure, Method, Number, Parameter, Request, Response, Retry, Run, Scheme, Secret,
    Step, StepError, StepOutputs, Termination,
};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::shown::SECRET;

static GOOD: Api = Api::new("good", "openapi.yaml", &[]);
static BAD: Api = Api::new("bad", "openapi.yaml", &[]);
pub(super) static APIS: [&Api; 2] = [&GOOD, &BAD];

static TOKEN: Scheme = Scheme::oauth2("bad", "token").token_url("/token");
static KEY: Scheme = Scheme::api_key_query("bad", "key", "api_key");
static SESSION: Scheme = Scheme::api_key_cookie("bad", "session", "sid");
static PASS: Scheme = Scheme::api_key_header("bad", "pass", "X-Pass");

/// The outputs of the steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Steps {
    pub(super) find: Option<String>,
    pub(super) pay: Option<StepOutputs<Pay, PayAttempt>>,
}

/// The outputs of the step that succeeded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pay {
    pub(super) receipt: String,
}

/// What an attempt that failed left behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PayAttempt {
    pub(super) receipt: Option<String>,
}

arazzo_runtime::completed!(Steps => Done { find, pay [!] });

/// The outputs of the steps of a completed run.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) find: String,
    pub(super) pay: Pay,
}

pub(super) type Ended = Result<Run<(), (), Done>, Failure<Steps>>;

/// Finds an order at a good host, and pays for it at a bad one.
pub(super) async fn order(client: &Client, fault: &Fault) -> Ended {
    let call = client.call("order");
    let mut steps = Steps::default();
    let result = async {
        steps.find = Some(find(call.step("find")).await?);
        pay(call.step("pay"), fault, &mut steps.pay).await?;
        Ok(((), Termination::Completed))
    };
    let result = result.await;
    call.over((), result, steps)
}

async fn find(mut step: Step<'_>) -> Result<String, StepError> {
    let request = step.request(Method::GET, &GOOD, "/orders")?;
    let response = step.send(request).await?;
    step.succeeded(&response)?;
    let found = step.decode_whole::<Body>(&response)?;
    Ok(found.receipt)
}

async fn pay(
    mut step: Step<'_>,
    fault: &Fault,
    kept: &mut Option<StepOutputs<Pay, PayAttempt>>,
) -> Result<(), StepError> {
    let mut again = Retry::new("again", 1, Duration::ZERO);
    loop {
        let mut failure = match attempt(&mut step, fault).await {
            Ok(receipt) => {
                *kept = Some(StepOutputs::Completed(Pay { receipt }));
                return Ok(());
            }
            Err(failure) if failure.is_final() => return Err(failure),
            Err(failure) => failure,
        };
        if let Some(response) = failure.response() {
            let [receipt] = response.select(["/receipt"]);
            let receipt = receipt.and_then(arazzo_runtime::json::fitting);
            *kept = Some(StepOutputs::Failed(PayAttempt { receipt }));
        }
        if !step.may_retry(&mut again, &mut failure) {
            return Err(failure);
        }
        step.wait(&again, &failure).await?;
    }
}

#[derive(Serialize)]
struct Payment {
    pin: Secret,
}

async fn attempt(step: &mut Step<'_>, fault: &Fault) -> Result<String, StepError> {
    let secret = Secret::from(SECRET);
    let parameter = |name| Parameter::new(name, "$inputs.pin");
    let request = step.request(fault.method(), &BAD, "/orders/{pin}")?;
    let mut request = request
        .accept("application/json")
        .path(parameter("pin"), &secret)
        .query(parameter("pin"), &secret)
        .header(parameter("X-Pin"), &secret)
        .cookie(parameter("pin"), &secret)
        .security(&[&[&TOKEN, &KEY, &SESSION, &PASS]]);
    if fault.method() == Method::POST {
        let pin = secret.clone();
        request = request.json("application/json", &Payment { pin });
    }
    if let Some(timeout) = fault.timeout {
        request = request.timeout(timeout);
    }
    let response = step.send((fault.request)(request)).await?;
    (fault.read)(step, &response)
}

/// How a response is read.
pub(super) type Read = fn(&mut Step<'_>, &Response) -> Result<String, StepError>;

/// What is done to a request before it is sent.
pub(super) type Change = fn(Request) -> Request;

#[derive(Deserialize)]
struct Body {
    receipt: String,
}

/// As the type of its schema.
pub(super) fn typed(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let body = step.decode_whole::<Body>(response)?;
    Ok(body.receipt)
}

/// By a JSON Pointer.
pub(super) fn pointed(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let [receipt] = step.select(response, ["/receipt"])?;
    step.output(step.typed(receipt, "receipt")?, "receipt")
}

/// As any JSON.
pub(super) fn whole(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let body = step.output(step.body(response)?, "body")?;
    let receipt = body.get("receipt").cloned();
    step.output(step.typed(receipt, "receipt")?, "receipt")
}

/// As text.
pub(super) fn text(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    step.output(response.text(), "text")
}

/// Not at all.
pub(super) fn unread(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    Ok("r-1".to_owned())
}

/// By a criterion on a JSON Pointer, and then not at all.
pub(super) fn judged(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    let [receipt] = step.select_for_criteria(response, ["/receipt"])?;
    step.require("$response.body#/receipt != null", receipt.is_some())?;
    Ok("r-1".to_owned())
}

/// A number with all its digits.
pub(super) fn number(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let number = step.read::<Number>(response, "/n", "n")?;
    let number = step.output(number, "n")?;
    Ok(number.as_str().to_owned())
}

/// A number as an integer of 64 bits.
pub(super) fn integer(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let number = step.read::<i64>(response, "/n", "n")?;
    Ok(step.output(number, "n")?.to_string())
}

/// A number as one of floating point.
pub(super) fn float(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let number = step.read::<f64>(response, "/n", "n")?;
    Ok(step.output(number, "n")?.to_string())
}

/// As a list of JSON lines.
pub(super) fn lines(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    step.succeeded(response)?;
    let mut bodies = step.decode_whole::<Vec<Body>>(response)?;
    step.output(bodies.pop().map(|body| body.receipt), "receipt")
}

/// By a regular expression that would search for ages.
#[cfg(feature = "regex")]
pub(super) fn searched(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    use arazzo_runtime::regex::Regex;
    static PATTERN: Regex = Regex::new("^(a+)+(?=b)$");
    let matches = PATTERN.is_match(response.text().as_deref());
    step.require("^(a+)+(?=b)$", matches)?;
    Ok("r-1".to_owned())
}

/// By a JSONPath criterion.
#[cfg(feature = "jsonpath")]
pub(super) fn queried(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    use arazzo_runtime::jsonpath::JsonPath;
    static QUERY: JsonPath = JsonPath::new("$..[?match(@, '(a+)+b')]");
    let body = step.body_for_criteria(response)?;
    step.require("$..[?match(@, '(a+)+b')]", QUERY.exists(body.as_ref()))?;
    Ok("r-1".to_owned())
}

/// By an XPath criterion.
#[cfg(feature = "xpath")]
pub(super) fn walked(step: &mut Step<'_>, response: &Response) -> Result<String, StepError> {
    use arazzo_runtime::xpath::XPath;
    static QUERY: XPath = XPath::new("//receipt");
    step.require("//receipt", QUERY.holds(response.text().as_deref()))?;
    Ok("r-1".to_owned())
}

#[cfg(not(feature = "jsonpath"))]
pub(super) use unread as queried;
#[cfg(not(feature = "xpath"))]
pub(super) use unread as walked;
#[cfg(not(feature = "regex"))]
pub(super) use unread as searched;
