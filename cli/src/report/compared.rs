//! The values that a criterion compared: those of the runtime expressions in its text.

use arazzo_runtime::Response;
use serde_json::Value;

/// What a criterion could see.
pub(super) struct Seen<'s> {
    pub(super) response: Option<&'s Response>,
    /// Inputs as people may see them; none if they are not known.
    pub(super) inputs: &'s Value,
    /// Outputs of steps by step, as people may see them.
    pub(super) steps: &'s Value,
}

/// Each runtime expression in the text of a criterion, once, with its value; those without a known one are left out.
pub(super) fn values(criterion: &str, seen: &Seen<'_>) -> Vec<(String, Option<Value>)> {
    let mut found: Vec<(String, Option<Value>)> = Vec::new();
    for expression in expressions(criterion) {
        let is_known = found.iter().any(|(known, _)| known == expression);
        if let Some(value) = seen.value(expression).filter(|_| !is_known) {
            found.push((expression.to_owned(), value));
        }
    }
    found
}

/// The runtime expressions outside of quotes, by their first sign.
fn expressions(criterion: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut rest = criterion;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(['$', '\''])?;
            let (_, from) = rest.split_at_checked(at)?;
            if let Some(after) = from.strip_prefix('\'') {
                (quoted, rest) = (!quoted, after);
                continue;
            }
            let end = from.find(|c: char| c.is_whitespace() || "()=!<>&|,{}'\"".contains(c));
            let (expression, after) = from.split_at_checked(end.unwrap_or(from.len()))?;
            rest = after;
            if !quoted {
                return Some(expression);
            }
        }
    })
}

impl Seen<'_> {
    /// The value of an expression; `Some(None)` if there is nothing at its place.
    fn value(&self, expression: &str) -> Option<Option<Value>> {
        if let Some(rest) = expression.strip_prefix("$inputs.") {
            return (!self.inputs.is_null()).then(|| below(self.inputs, rest));
        }
        if let Some(rest) = expression.strip_prefix("$steps.") {
            let (step, output) = rest.split_once(".outputs.")?;
            return Some(self.steps.get(step).and_then(|it| below(it, output)));
        }
        let response = self.response?;
        if let Some(name) = header(expression) {
            return Some(response.header(name).map(Value::from));
        }
        match expression {
            "$statusCode" => return Some(Some(response.status().into())),
            "$method" => return Some(Some(response.method().into())),
            "$url" => return Some(Some(response.url().into())),
            _ => {}
        }
        let place = expression.strip_prefix("$response.body")?;
        let pointer = match place.strip_prefix('#') {
            Some(pointer) => pointer.to_owned(),
            None => pointer(place),
        };
        if pointer.is_empty() {
            return None;
        }
        let [found] = response.select([pointer.as_str()]);
        Some(found)
    }
}

fn header(expression: &str) -> Option<&str> {
    let names = ["$response.header.", "$response.headers."];
    names.iter().find_map(|it| expression.strip_prefix(it))
}

/// `name`, `name#/a/b` or `name.a.b` in an object.
fn below(object: &Value, place: &str) -> Option<Value> {
    if let Some(found) = object.get(place) {
        return Some(found.clone());
    }
    let end = place.find(['#', '.', '['])?;
    let (name, rest) = place.split_at_checked(end)?;
    let pointer = match rest.strip_prefix('#') {
        Some(pointer) => pointer.to_owned(),
        None => pointer(rest),
    };
    object.get(name)?.pointer(&pointer).cloned()
}

/// `.a.b[0]` as a JSON Pointer.
fn pointer(path: &str) -> String {
    let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
    let parts = parts.map(|part| part.trim_end_matches(']').trim_matches(['\'', '"']));
    parts.map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn expressions_are_found_in_criteria() {
        let found = |text| expressions(text).collect::<Vec<_>>();
        assert_eq!(
            found("$statusCode==200 && ($response.body#/a/0 != '$x' || !$inputs.b)"),
            ["$statusCode", "$response.body#/a/0", "$inputs.b"]
        );
        assert_eq!(found("status is 2xx"), [] as [&str; 0]);
    }

    #[test]
    fn values_of_inputs_and_steps() {
        let inputs = json!({"a": {"b": [1, 2]}, "c.d": 3});
        let steps = json!({"s": {"o": "x"}});
        let seen = Seen {
            response: None,
            inputs: &inputs,
            steps: &steps,
        };
        let values = values(
            "$inputs.a.b[1] == $inputs.a#/b/0 && $inputs.c.d == $steps.s.outputs.o && $statusCode == $steps.t.outputs.p",
            &seen,
        );
        let wanted = [
            ("$inputs.a.b[1]", Some(json!(2))),
            ("$inputs.a#/b/0", Some(json!(1))),
            ("$inputs.c.d", Some(json!(3))),
            ("$steps.s.outputs.o", Some(json!("x"))),
            ("$steps.t.outputs.p", None),
        ];
        let wanted = wanted.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(values, wanted);
    }
}
