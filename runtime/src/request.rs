//! One request of a step, put together parameter by parameter.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::api::{Api, Server};
use crate::body::{self, Encoding};
use crate::charset;
use crate::cookie;
use crate::draft::{Body, Draft, header_value, push_pair};
use crate::flatten::{Node, flatten, flatten_noting};
use crate::headers::NOT_OURS;
use crate::parameter::{Parameter, Style};
use crate::path::{self, Filled};
use crate::percent::{Keep, encode, encoded};
use crate::problem::Problem;
use crate::redirect::StatusPattern;
use crate::requirements::Requirements;
use crate::scheme::Scheme;
use crate::style::{Shape, Unfit, bracketed, expand, pairs};

/// A request in the making.
///
/// The first thing that goes wrong is remembered, and [`Step::send`](crate::Step::send) fails with it before anything
/// is sent.
// Boxed, since it passes from one method to the next by value.
#[derive(Debug)]
#[must_use = "nothing is sent before `Step::send`"]
pub struct Request(pub(crate) Box<Draft>);

/// Where a parameter goes, for messages.
type Place = &'static str;

impl Request {
    pub(crate) fn new(method: Method, api: &'static Api, template: &'static str) -> Self {
        Self(Box::new(Draft::new(method, api, template)))
    }

    /// The servers of the operation or its path item, which replace those of the API.
    pub fn servers(mut self, servers: &'static [Server]) -> Self {
        self.0.servers = Some(servers);
        self
    }

    /// A path parameter. Always required: without a value, or with an empty one, the step fails.
    pub fn path(self, parameter: Parameter, value: &(impl Serialize + ?Sized)) -> Self {
        let keep = match self.0.plain {
            true => Keep::Unreserved,
            false => path::keep(self.0.path_template, parameter.name),
        };
        let keep = match keep {
            Keep::Unreserved if parameter.allow_reserved => Keep::ReservedSegment,
            keep => keep,
        };
        self.with(
            "path",
            parameter.required(),
            value,
            |request, parameter, node| {
                if is_empty(&node) {
                    return Err(missing("path", &parameter));
                }
                let style = parameter.style.unwrap_or(Style::Simple);
                let value = match node {
                    Node::Text(text) | Node::Literal(text) if style == Style::Simple => {
                        encoded(text, keep)
                    }
                    node => segment(style, keep, &parameter, &node)?,
                };
                request.path.push(Filled {
                    parameter,
                    value,
                    secret: false,
                });
                Ok(())
            },
        )
    }

    /// A query parameter. Parameters appear in the order of the calls.
    pub fn query(self, parameter: Parameter, value: &(impl Serialize + ?Sized)) -> Self {
        self.with("query", parameter, value, |request, parameter, node| {
            let keep = if parameter.allow_reserved {
                Keep::Reserved
            } else {
                Keep::Unreserved
            };
            let pairs = styled_pairs("query", &parameter, &node, keep)?;
            // A parameter without a value leaves its place to a credential.
            if !pairs.is_empty() {
                request.query_names.push(parameter.name);
            }
            for (name, value) in pairs {
                if !request.own_query.is_empty() {
                    path::give(&mut request.own_query, &name);
                }
                push_pair(&mut request.query, &name, &value);
            }
            Ok(())
        })
    }

    /// A header parameter. `Content-Type` is ignored, since the body decides about it, as are the headers that frame a
    /// message (`Content-Length`, `Transfer-Encoding`, `Connection`).
    pub fn header(self, parameter: Parameter, value: &(impl Serialize + ?Sized)) -> Self {
        if NOT_OURS
            .iter()
            .any(|name| parameter.name.eq_ignore_ascii_case(name))
        {
            return self;
        }
        self.with("header", parameter, value, |request, parameter, node| {
            let Some(shape) = shape("header", &parameter, &node)? else {
                return Ok(());
            };
            let explode = parameter.explode.unwrap_or(false);
            let text = expand(Style::Simple, explode, parameter.name, &shape)
                .map_err(|unfit| unfitting("header", &parameter, &unfit))?;
            let name = HeaderName::from_bytes(parameter.name.as_bytes()).map_err(|_| {
                Problem::encode(parameter.named("header", "is not a valid header name"))
            })?;
            // Text beyond ASCII goes out as UTF-8; line breaks and other control characters do not go out.
            let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
                Problem::encode(
                    parameter.named("header", "has characters that no header can carry"),
                )
            })?;
            request.headers.append(name, value);
            Ok(())
        })
    }

    /// A cookie parameter. All of them go into one header.
    pub fn cookie(self, parameter: Parameter, value: &(impl Serialize + ?Sized)) -> Self {
        self.with("cookie", parameter, value, |request, parameter, node| {
            let pairs = if parameter.style == Some(Style::Cookie) {
                cookies(&parameter, &node)?
            } else {
                let keep = if parameter.allow_reserved {
                    Keep::ReservedCookie
                } else {
                    Keep::Unreserved
                };
                styled_pairs("cookie", &parameter, &node, keep)?
            };
            request.cookies.extend(pairs);
            Ok(())
        })
    }

    /// The whole query string, as it is (OpenAPI 3.2, `in: querystring`); the text of a JSON document is encoded.
    pub fn querystring(self, parameter: Parameter, value: &(impl Serialize + ?Sized)) -> Self {
        let is_json = parameter.content.is_some_and(crate::response::is_json);
        let text = Parameter {
            content: None,
            ..parameter
        };
        self.with("querystring", text, value, |request, parameter, node| {
            let Some(text) = node.scalar() else {
                return Err(Problem::encode(
                    parameter.named("querystring", "is not a text"),
                ));
            };
            if !text.is_empty() {
                if !request.query.is_empty() {
                    request.query.push('&');
                }
                if is_json {
                    request.query.push_str(&encode(text, Keep::Unreserved));
                    return Ok(());
                }
                for pair in text.split('&') {
                    let name = pair.split('=').next().unwrap_or_default();
                    path::give(&mut request.own_query, name);
                }
                // What no URL can hold is encoded, everything else stands as given.
                text.chars().for_each(|c| match c {
                    '!'..='~'
                        if !matches!(
                            c,
                            '#' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'
                        ) =>
                    {
                        request.query.push(c)
                    }
                    c => request
                        .query
                        .push_str(&encode(c.encode_utf8(&mut [0; 4]), Keep::Unreserved)),
                });
            }
            Ok(())
        })
    }

    /// The media types of the operation's responses, for the `Accept` header; a header parameter of that name wins.
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.0.accept = Some(media_types);
        self
    }

    /// The Security Requirement Objects of the operation: alternatives of schemes that are needed together.
    pub fn security(mut self, requirements: &[&[&'static Scheme]]) -> Self {
        self.0.security = Requirements::new(requirements);
        self
    }

    /// How long one attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(timeout);
        self
    }

    /// The 3xx statuses that the operation declares: they are its responses. Other redirects are followed.
    pub fn redirects(mut self, declared: &'static [StatusPattern]) -> Self {
        self.0.redirects = declared;
        self
    }

    /// Lets the server know the request again when it is repeated: the header `Idempotency-Key` has a key that all attempts
    /// of this entry of the step share, unless the document or the caller gives it (decision D-136).
    pub fn idempotency_key(mut self) -> Self {
        self.0.idempotency = true;
        self
    }

    /// A body of the JSON family.
    pub fn json(self, content_type: &'static str, value: &(impl Serialize + ?Sized)) -> Self {
        let content =
            serde_json::to_vec(value).map_err(|error| format!("the body is not JSON: {error}"));
        self.with_body(content_type, content)
    }

    /// A body of the JSON family, given as text; it has to be JSON, without two members of one name.
    pub fn json_text(self, content_type: &'static str, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let checked = crate::distinct::check(&text);
        self.with_body(
            content_type,
            checked
                .map(|()| text)
                .map_err(|error| format!("the body is not JSON: {error}")),
        )
    }

    /// A body of the XML family: the value by its description. A text is sent as it is.
    pub fn xml(
        self,
        content_type: &'static str,
        value: &(impl Serialize + ?Sized),
        root: &crate::xml::Xml,
    ) -> Self {
        let node = flatten(value).map_err(|error| error.to_string());
        let text = node.and_then(|node| crate::xml::write(&node, root));
        let content = text.and_then(|text| charset::bytes(text, content_type));
        self.with_body(
            content_type,
            content.map_err(|error| format!("the body {error}")),
        )
    }

    /// How XML bodies are read where a JSON Pointer or a type looks into them.
    pub fn xml_responses(mut self, by_status: crate::xml::ByStatus) -> Self {
        self.0.xml = Some(by_status);
        self
    }

    /// JSON lines are read as the list of their values where a JSON Pointer or a type looks into them.
    pub fn json_lines(mut self) -> Self {
        self.0.lines = true;
        self
    }

    /// A form (`application/x-www-form-urlencoded`) of the members of an object.
    pub fn form(
        self,
        content_type: &'static str,
        value: &(impl Serialize + ?Sized),
        encodings: &'static [Encoding],
    ) -> Self {
        let form = flatten(value).map_err(|error| format!("the body {error}"));
        self.with_body(
            content_type,
            form.and_then(|node| body::form(&node, encodings)),
        )
    }

    /// A multipart body of the members of an object. The boundary is generated.
    pub fn multipart(
        self,
        content_type: &'static str,
        value: &(impl Serialize + ?Sized),
        encodings: &'static [Encoding],
    ) -> Self {
        let node = flatten(value).map_err(|error| format!("the body {error}"));
        match node.and_then(|node| body::multipart(content_type, &node, encodings)) {
            Ok((content_type, content)) => self.with_body(content_type, Ok(content)),
            Err(message) => self.with_body(content_type, Err::<Bytes, _>(message)),
        }
    }

    /// A body of text, in UTF-8 unless the media type says UTF-16 or ISO-8859-1.
    pub fn text(self, content_type: &'static str, text: impl Into<String>) -> Self {
        let content = charset::bytes(text.into(), content_type);
        self.with_body(
            content_type,
            content.map_err(|error| format!("the body {error}")),
        )
    }

    /// A body of bytes, as they are.
    pub fn bytes(self, content_type: &'static str, content: impl Into<Bytes>) -> Self {
        self.with_body(content_type, Ok(content))
    }

    /// Keeps the body as JSON, so that the response can tell what was sent.
    pub fn keep_body(mut self, body: Value) -> Self {
        self.0.kept_body = Some(body);
        self
    }

    fn with_body(
        mut self,
        content_type: impl Into<Cow<'static, str>>,
        content: Result<impl Into<Bytes>, String>,
    ) -> Self {
        let content_type = content_type.into();
        let content_type = match &content_type {
            Cow::Borrowed(text) => header_value(text),
            Cow::Owned(text) => HeaderValue::from_str(text),
        }
        .map_err(|_| {
            format!(
                "`{}` is not a valid content type",
                content_type.escape_debug()
            )
        });
        match content.and_then(|content| {
            Ok(Body {
                content_type: content_type?,
                content: content.into(),
            })
        }) {
            Ok(body) => self.0.body = Some(body),
            Err(message) => self.0.fail(Problem::encode(message)),
        }
        self
    }

    /// Flattens the value and hands it to `set`, unless there is none.
    fn with<V: Serialize + ?Sized>(
        mut self,
        place: Place,
        parameter: Parameter,
        value: &V,
        set: impl FnOnce(&mut Draft, Parameter, Node) -> Result<(), Problem>,
    ) -> Self {
        if self.0.problem.is_some() {
            return self;
        }
        let (node, secret) = match flatten_noting(value) {
            Ok(noted) => noted,
            Err(error) => {
                self.0
                    .fail(Problem::encode(parameter.named(place, &error.to_string())));
                return self;
            }
        };
        let before = self.0.query.len();
        let absent = matches!(node, Node::Null);
        let set = if absent && parameter.required {
            Err(missing(place, &parameter))
        } else if absent {
            Ok(())
        } else if let Some(media_type) = parameter.content {
            let is_text = !crate::response::is_json(media_type) && node.scalar().is_some();
            let node = if is_text {
                node
            } else {
                Node::Text(node.json())
            };
            set(
                &mut self.0,
                Parameter {
                    style: None,
                    explode: None,
                    ..parameter
                },
                node,
            )
        } else {
            set(&mut self.0, parameter, node)
        };
        if secret {
            self.0.hide(place, parameter.name, before);
        }
        self.0.show(place, before, secret);
        if let Err(problem) = set {
            self.0.fail(problem);
        }
        self
    }
}

/// Whether a path has nothing to show for a value: an empty text, or a list that amounts to one.
fn is_empty(node: &Node) -> bool {
    let is_nothing = |node: &Node| match node {
        Node::Bytes(bytes) => bytes.is_empty(),
        node => node.scalar().is_some_and(str::is_empty),
    };
    match node {
        Node::List(items) => {
            let mut present = items.iter().filter(|item| **item != Node::Null);
            present.next().is_some_and(is_nothing) && present.next().is_none()
        }
        node => is_nothing(node),
    }
}

fn shape<'a>(
    place: Place,
    parameter: &Parameter,
    node: &'a Node,
) -> Result<Option<Shape<'a>>, Problem> {
    match Shape::of(node) {
        Ok(None) if parameter.required => Err(missing(place, parameter)),
        Ok(shape) => Ok(shape),
        Err(unfit) => Err(unfitting(place, parameter, &unfit)),
    }
}

/// A path parameter of any style and shape.
fn segment(
    style: Style,
    keep: Keep,
    parameter: &Parameter,
    node: &Node,
) -> Result<String, Problem> {
    let shape = shape("path", parameter, node)?.map(|shape| shape.encoded(keep));
    let Some(shape) = shape else {
        return Err(missing("path", parameter));
    };
    let explode = parameter.explode.unwrap_or(false);
    let name = encode(parameter.name, Keep::Unreserved);
    expand(style, explode, &name, &shape).map_err(|unfit| unfitting("path", parameter, &unfit))
}

fn styled_pairs(
    place: Place,
    parameter: &Parameter,
    node: &Node,
    keep: Keep,
) -> Result<Vec<(String, String)>, Problem> {
    let style = parameter.style.unwrap_or(Style::Form);
    let name = encode(parameter.name, Keep::Unreserved);
    if style == Style::DeepObject {
        let pairs = bracketed(&name, node, keep);
        return match pairs.is_empty() && parameter.required {
            true => Err(missing(place, parameter)),
            false => Ok(pairs),
        };
    }
    let Some(shape) = shape(place, parameter, node)? else {
        return Ok(Vec::new());
    };
    let explode = parameter.explode.unwrap_or(style.explodes());
    pairs(style, explode, &name, shape.encoded(keep))
        .map_err(|unfit| unfitting(place, parameter, &unfit))
}

/// A cookie parameter of the `cookie` style.
fn cookies(parameter: &Parameter, node: &Node) -> Result<Vec<(String, String)>, Problem> {
    let Some(shape) = shape("cookie", parameter, node)? else {
        return Ok(Vec::new());
    };
    let explode = parameter.explode.unwrap_or(Style::Cookie.explodes());
    cookie::pairs(explode, parameter.name, &shape)
        .map_err(|unfit| unfitting("cookie", parameter, &unfit))
}

fn missing(place: Place, parameter: &Parameter) -> Problem {
    Problem::missing(parameter.named(place, "has no value"))
}

fn unfitting(place: Place, parameter: &Parameter, unfit: &Unfit) -> Problem {
    Problem::encode(parameter.named(place, &format!("cannot be sent: {}", unfit.0)))
}
