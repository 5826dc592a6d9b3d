//! What a step reads of its responses, and of the values that its request and its outputs are made of.

use std::fmt;

use arazzo_syntax::pointer::unescape;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Step;
use crate::body_error::BodyError;
use crate::error::{Kind, StepError};
use crate::misfit;
use crate::response::Response;
use crate::transport::Transport;

impl<T: Transport> Step<'_, T> {
    /// The parts of a JSON body that the JSON Pointers (RFC 6901) name, for outputs; none of a body that is empty or not
    /// meant to be JSON.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the body is meant to be JSON and cannot be read.
    pub fn select<const N: usize>(
        &self,
        response: &Response,
        pointers: [&str; N],
    ) -> Result<[Option<Value>; N], StepError> {
        response
            .try_select(pointers)
            .map_err(|reason| self.unreadable(&reason))
    }

    /// The same where success criteria need them: none holds for a body that cannot be read.
    ///
    /// # Errors
    /// [`Kind::Criteria`] if the body is meant to be JSON and cannot be read.
    pub fn select_for_criteria<const N: usize>(
        &self,
        response: &Response,
        pointers: [&str; N],
    ) -> Result<[Option<Value>; N], StepError> {
        response
            .try_select(pointers)
            .map_err(|reason| self.unjudgeable(&reason))
    }

    /// The whole body as a value, for outputs: what is no JSON at all is text, an empty body is nothing.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the body begins as JSON and cannot be read.
    pub fn body(&self, response: &Response) -> Result<Option<Value>, StepError> {
        response
            .try_value()
            .map_err(|reason| self.unreadable(&reason))
    }

    /// The same where success criteria need it.
    ///
    /// # Errors
    /// [`Kind::Criteria`] if the body begins as JSON and cannot be read.
    pub fn body_for_criteria(&self, response: &Response) -> Result<Option<Value>, StepError> {
        response
            .try_value()
            .map_err(|reason| self.unjudgeable(&reason))
    }

    /// Reads the part of a body that a JSON Pointer names as the declared type of an output. Nothing stays nothing.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if it does not fit, or the body cannot be read.
    pub fn read<D: DeserializeOwned>(
        &self,
        response: &Response,
        pointer: &str,
        output: &str,
    ) -> Result<Option<D>, StepError> {
        response.read(pointer).map_err(|error| match error {
            BodyError::Mismatch(misfit) => self.misfitting(output, &misfit),
            other => self.undecodable(other),
        })
    }

    /// Reads a response as the type that the generator made of what the workflow uses of it.
    ///
    /// A body that is empty or not meant to be JSON has no members: it reads like `{}`.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the body does not fit, or cannot be read.
    pub fn decode<D: DeserializeOwned>(&self, response: &Response) -> Result<D, StepError> {
        let absent = || serde_json::from_str("{}").map_err(|_| self.absent(response));
        match response.decode_structured() {
            Some(decoded) => decoded.map_err(|error| self.undecodable(error)),
            None => absent(),
        }
    }

    /// Reads a response as the declared type of its whole body.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the body is empty, no JSON, or does not fit.
    pub fn decode_whole<D: DeserializeOwned>(&self, response: &Response) -> Result<D, StepError> {
        match response.decode_structured() {
            Some(decoded) => decoded.map_err(|error| self.undecodable(error)),
            None => Err(self.absent(response)),
        }
    }

    /// The body is not the JSON that is needed.
    fn absent(&self, response: &Response) -> StepError {
        match response.other_media_type() {
            Some(other) => self.misfit(&not_json(other)),
            None => self.misfit("it is empty"),
        }
    }

    fn undecodable(&self, error: BodyError) -> StepError {
        match error {
            BodyError::Mismatch(misfit) => self.misfit(&misfit),
            BodyError::Unreadable(reason) => self.unreadable(&reason),
            other => self.unreadable(&other.to_string()),
        }
    }

    fn unreadable(&self, reason: &str) -> StepError {
        self.error(
            Kind::OutputType,
            format!("the response body could not be read: {reason}"),
        )
    }

    fn unjudgeable(&self, reason: &str) -> StepError {
        self.report_engines();
        self.error(
            Kind::Criteria,
            format!(
                "the success criteria are not met: the response body could not be read: {reason}"
            ),
        )
    }

    fn misfit(&self, misfit: &str) -> StepError {
        self.error(
            Kind::OutputType,
            format!("the response body does not have the declared type: {misfit}"),
        )
    }

    fn misfitting(&self, output: &str, misfit: &str) -> StepError {
        self.error(
            Kind::OutputType,
            format!("output `{output}` does not have the declared type: {misfit}"),
        )
    }

    /// Reads a value as the declared type of an output. Nothing stays nothing.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the value does not fit.
    pub fn typed<D: DeserializeOwned>(
        &self,
        value: Option<Value>,
        output: &str,
    ) -> Result<Option<D>, StepError> {
        let fitted = value.as_ref().map(misfit::fit).transpose();
        fitted.map_err(|misfit| self.misfitting(output, &misfit))
    }

    /// Reads a value as the declared type of an input of the workflow that the step calls. Nothing stays nothing.
    ///
    /// # Errors
    /// [`Kind::Encode`] if the value does not fit.
    pub fn argument<D: DeserializeOwned>(
        &self,
        value: Option<Value>,
        input: &str,
    ) -> Result<Option<D>, StepError> {
        value
            .as_ref()
            .map(misfit::fit)
            .transpose()
            .map_err(|misfit| {
                let what = format!("input `{input}` of the called workflow");
                self.encode_error(
                    &what,
                    format_args!("it does not have the declared type: {misfit}"),
                )
            })
    }

    /// A value that the request cannot do without; `what` says for what, such as "path parameter `id`".
    ///
    /// # Errors
    /// [`Kind::MissingValue`] if there is none.
    pub fn required<V>(
        &self,
        value: Option<V>,
        expression: &str,
        what: &str,
    ) -> Result<V, StepError> {
        value.ok_or_else(|| {
            self.error(
                Kind::MissingValue,
                format!("{what} (`{expression}`) has no value"),
            )
        })
    }

    /// A member of a request body that has to be there after replacements; `what` says which it is. Where nothing is that
    /// could hold it, it is not missed.
    ///
    /// # Errors
    /// [`Kind::MissingValue`] if it is not there.
    pub fn present(
        &self,
        body: &Value,
        pointer: &str,
        expression: &str,
        what: &str,
    ) -> Result<(), StepError> {
        let (parent, token) = pointer.rsplit_once('/').unwrap_or_default();
        let parent = body.pointer(parent).and_then(Value::as_object);
        let absent = parent.is_some_and(|members| !members.contains_key(&*unescape(token)));
        let value = (!absent).then_some(());
        self.required(value, expression, what)
    }

    /// An output that its schema promises.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if there is none.
    pub fn output<V>(&self, value: Option<V>, name: &str) -> Result<V, StepError> {
        let message = || {
            let other = self.last.as_ref().and_then(Response::other_media_type);
            let other = other.map(|other| format!("; the response is `{other}`, not JSON"));
            let other = other.unwrap_or_default();
            format!("output `{name}` is missing although its schema requires it{other}")
        };
        value.ok_or_else(|| self.error(Kind::OutputType, message()))
    }

    /// An input that the called workflow cannot do without.
    ///
    /// # Errors
    /// [`Kind::MissingValue`] if there is none.
    pub fn given<V>(&self, value: Option<V>, input: &str) -> Result<V, StepError> {
        let message = || format!("input `{input}` of the called workflow has no value");
        value.ok_or_else(|| self.error(Kind::MissingValue, message()))
    }

    /// A body as a JSON value, to be changed or read again before it is sent.
    ///
    /// # Errors
    /// [`Kind::Encode`] if it has no JSON form.
    pub fn value(&self, body: &(impl Serialize + ?Sized)) -> Result<Value, StepError> {
        serde_json::to_value(body).map_err(|error| self.encode_error("request body", error))
    }

    /// A body that is written as JSON text as a value, to be changed or read again before it is sent.
    ///
    /// # Errors
    /// [`Kind::Encode`] if it is no JSON, or has two members of one name.
    pub fn parsed(&self, body: &str) -> Result<Value, StepError> {
        let parsed = crate::distinct::check(body).and_then(|()| serde_json::from_str(body));
        parsed.map_err(|error| self.encode_error("request body", error))
    }

    /// `what` cannot be put on the wire because of `detail`, which must not quote secrets.
    pub fn encode_error(&self, what: &str, detail: impl fmt::Display) -> StepError {
        self.error(Kind::Encode, format!("{what}: {detail}"))
    }
}

fn not_json(media_type: &str) -> String {
    format!("it is `{media_type}`, not JSON")
}
