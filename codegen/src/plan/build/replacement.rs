//! Replacements in a payload: what their targets are, and whether they lead anywhere (Arazzo 1.1, section 4.6.15).

use serde_json::Value as Json;

use crate::{
    diagnostic::Diagnostic,
    expression,
    load::{Node, Pointer},
    model::arazzo::{self, Engine, Replacement as Written, RequestBody},
    plan::{BodyKind, Replacement, ReplacementTarget, Text},
};

use super::{body::Family, scope::Scope, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// One replacement, checked as far as its target is known.
    pub(super) fn replacement(
        &mut self,
        written: &Written,
        family: Family,
        kind: &BodyKind,
        scope: &Scope,
    ) -> Option<Replacement> {
        let engine = match (&written.selector, family) {
            (Some(selector), _) => selector.engine,
            (None, Family::Xml) if !matches!(kind, BodyKind::Xml(_)) => Engine::XPath,
            (None, _) => Engine::JsonPointer,
        };
        let whole = match kind {
            BodyKind::Text if engine != Engine::XPath => Some("text"),
            BodyKind::Bytes => Some("bytes"),
            _ => None,
        };
        if let Some(whole) = whole {
            self.report(
                Diagnostic::error(
                    "replacement-in-text",
                    &written.target.node,
                    format!("a target cannot lead into {whole}"),
                )
                .help("write the payload as an object"),
                scope,
            );
            return None;
        }
        let target = self.replacement_target(written, engine, scope)?;
        let name = format!("{}Replacement", self.step_type(scope));
        let value = self.value(&written.value, &name, scope)?;
        Some(Replacement {
            target,
            value,
            text: written.target.text.clone(),
        })
    }

    fn replacement_target(
        &mut self,
        written: &Written,
        engine: Engine,
        scope: &Scope,
    ) -> Option<ReplacementTarget> {
        let text = match (&written.selector, engine) {
            (Some(selector), Engine::JsonPath) => {
                self.jsonpath_text(&written.target, selector, scope)?
            }
            _ => self.engine_text(&written.target, scope)?,
        };
        let node = &written.target.node;
        Some(match engine {
            Engine::JsonPointer => {
                let text = match text {
                    Text::Constant(pointer) => {
                        Text::Constant(self.constant_pointer(pointer, node, scope)?)
                    }
                    dynamic => dynamic,
                };
                ReplacementTarget::Pointer(text)
            }
            Engine::JsonPath => {
                if let Text::Constant(query) = &text {
                    self.engine_checked(
                        "invalid-jsonpath",
                        node,
                        expression::engine::check_jsonpath(query),
                        scope,
                    )?;
                }
                ReplacementTarget::JsonPath(text)
            }
            Engine::XPath => {
                if let Text::Constant(query) = &text {
                    self.engine_checked(
                        "invalid-xpath",
                        node,
                        expression::engine::check_xpath(query),
                        scope,
                    )?;
                }
                ReplacementTarget::XPath(text)
            }
        })
    }

    /// `text`, which has to be a JSON Pointer.
    pub(super) fn constant_pointer(
        &mut self,
        text: String,
        node: &Node,
        scope: &Scope,
    ) -> Option<String> {
        if Pointer::parse(&text).is_some() {
            return Some(text);
        }
        // A fragment, or an expression with one: the pointer alone is what was meant.
        let bare = text.split_once('#').map_or(text.as_str(), |(_, bare)| bare);
        let mut found = Diagnostic::error(
            "invalid-pointer",
            node,
            format!("`{text}` is not a JSON Pointer"),
        )
        .help(match text.starts_with('/') {
            true => "`~` in a name is written `~0`, and `/` in a name `~1`",
            false => "a JSON Pointer is empty or begins with `/`",
        });
        if Pointer::parse(bare).is_some() {
            found = found.suggest(bare);
        }
        self.report(found, scope);
        None
    }

    /// Reports targets below something that the payload as written does not have (decision D-43).
    pub(super) fn check_targets(&mut self, body: &RequestBody, scope: &Scope) {
        if body
            .payload
            .as_ref()
            .is_some_and(|payload| payload.value().is_string())
        {
            // A document as text, or a value that only a run knows.
            return;
        }
        if body.unread {
            return;
        }
        let mut made: Vec<String> = Vec::new();
        for written in &body.replacements {
            let pointer = written
                .selector
                .as_ref()
                .is_none_or(|selector| selector.engine == Engine::JsonPointer)
                .then(|| Pointer::parse(&written.target.text))
                .flatten()
                .filter(|_| is_constant(&written.target.text));
            // What another target may have changed cannot be told.
            let Some(pointer) = pointer else { return };
            let mut way: Vec<String> = pointer.tokens().collect();
            way.pop();
            let parent = Pointer::from_tokens(&way);
            let below = |above: &String| {
                parent.as_str() == above || parent.as_str().starts_with(&format!("{above}/"))
            };
            if !made.iter().any(below) && self.leads_nowhere(body.payload.as_ref(), &way) {
                self.report(
                    Diagnostic::error(
                        "unreachable-target",
                        &written.target.node,
                        format!("`{}` leads below something that is not there", written.target.text),
                    )
                    .label(format!("the payload has no object or array at `{parent}`"))
                    .help("replacements make no objects on the way: write an empty one into the payload"),
                    scope,
                );
            }
            made.push(pointer.as_str().to_owned());
        }
    }

    /// Whether the payload, empty where there is none, surely has nothing at `way` that could hold a member.
    fn leads_nowhere(&self, payload: Option<&Node>, way: &[String]) -> bool {
        let Some(payload) = payload else {
            return !way.is_empty();
        };
        let mut at = payload.clone();
        for token in way {
            if self.is_open(&at) {
                return false;
            }
            let next = match at.value() {
                Json::Object(_) => at.get(token),
                Json::Array(_) => token.parse().ok().and_then(|index| at.item(index)),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None => return true,
            }
        }
        !self.is_open(&at) && !at.value().is_object() && !at.value().is_array()
    }

    /// Whether only a run knows what stands here.
    fn is_open(&self, value: &Node) -> bool {
        match value.value() {
            Json::String(text) => !is_constant(text),
            Json::Object(_) => arazzo::is_selector(value, self.version()),
            _ => false,
        }
    }
}

fn is_constant(text: &str) -> bool {
    expression::is_literal(text)
}
