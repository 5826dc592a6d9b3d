//! `[*]` behind the name of a value: what is there in every element of a list (decision D-60).

use std::ops::Range;

use serde_json::{Value as Json, json};

use super::{
    Access, Expression, Message, Names, Reference, Side, Spanned,
    access::{self, EVERY, access_pointer, is_member_char, split_reference},
    cursor::Cursor,
    names::Whose,
};

/// A list, and a JSONPath into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EveryElement {
    /// What stands before the first `[*]`, in its standard form.
    pub list: Expression,
    /// The bytes that it was read from.
    pub span: Range<usize>,
    /// What is read of the list: `$[*].id`.
    pub query: String,
}

impl EveryElement {
    /// The Selector Object of Arazzo 1.1 that reads the same, for a document of JSON or of YAML.
    pub fn selector_object(&self, json: bool) -> String {
        let list = self.list.to_string();
        if json {
            let object = json!({ "context": list, "selector": self.query, "type": "jsonpath" });
            return object.to_string();
        }
        let plain = |c: char| c.is_alphanumeric() || "$_-./~#".contains(c);
        let list = match list.chars().all(plain) {
            true => list,
            false => single_quoted(&list),
        };
        let query = single_quoted(&self.query);
        format!("{{context: {list}, selector: {query}, type: jsonpath}}")
    }
}

impl Names {
    /// What a string reads of every element of a list: `$inputs.pets[*].name`.
    ///
    /// `None` if it has no `[*]` outside of declared names, or if something else stands before or behind it.
    pub fn every_element(&self, text: &str) -> Option<EveryElement> {
        let start = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        let mut stars = trimmed.match_indices(EVERY).map(|(at, _)| at);
        // As an expression that ends with `[*]` there is only a name that is declared so.
        let at = stars.find(|at| {
            let named = trimmed.get(..at + EVERY.len());
            named.is_some_and(|named| self.parse(named).is_err())
        })?;
        let (written, rest) = trimmed.split_at_checked(at)?;
        let list = match self.parse(written) {
            Ok(list) => list,
            Err(_) => self.parse(&self.tolerated(written)?.standard).ok()?,
        };
        let body = matches!(
            list,
            Expression::Request(Message::Body(_)) | Expression::Response(Message::Body(_))
        );
        (body || list.reference().is_some()).then_some(EveryElement {
            list: self.without_dots(list),
            span: start..start + at,
            query: query(rest)?,
        })
    }

    /// `$inputs.a#/b` for `$inputs.a.b`, where `a` is declared (decision D-06).
    fn without_dots(&self, mut list: Expression) -> Expression {
        let (whose, reference) = match &mut list {
            Expression::Input(name) => (Whose::Inputs, name),
            Expression::Output(name) => (Whose::Outputs, name),
            Expression::Step { step, output } => (Whose::Step(&step.value), output),
            Expression::Workflow {
                workflow,
                side: Side::Inputs,
                name,
            } => (Whose::WorkflowInputs(&workflow.value), name),
            Expression::Workflow { workflow, name, .. } => {
                (Whose::WorkflowOutputs(&workflow.value), name)
            }
            _ => return list,
        };
        if let Some((name, walked)) = split_reference(&reference.name.value, self.of(whose))
            && !walked.is_empty()
        {
            let name = name.to_owned();
            *reference = walked_into(reference, name, &walked);
        }
        list
    }
}

fn walked_into(reference: &Reference, name: String, walked: &[Access]) -> Reference {
    let mut way = access_pointer(walked);
    for token in reference
        .pointer
        .iter()
        .flat_map(|found| found.value.tokens())
    {
        way = way.join(&token);
    }
    let span = reference.name.span.clone();
    Reference {
        name: Spanned {
            value: name,
            span: span.clone(),
        },
        pointer: Some(Spanned { value: way, span }),
    }
}

/// The JSONPath of `[*]` and what follows it: `.name`, `['name']`, `[n]`, `/name`, and further `[*]`.
fn query(text: &str) -> Option<String> {
    let mut cursor = Cursor::new(text);
    let mut query = "$".to_owned();
    while !cursor.done() {
        if cursor.eat(EVERY) {
            query.push_str(EVERY);
        } else if cursor.eat("#/") || cursor.eat("/") {
            let token = cursor.take_while(is_member_char);
            match (token, token.parse()) {
                ("", _) => return None,
                (_, Ok(index)) => push(&mut query, &Access::Index(index)),
                _ => push(&mut query, &Access::Member(token.to_owned())),
            }
        } else {
            push(&mut query, &access::next(&mut cursor, true).ok()??.value);
        }
    }
    Some(query)
}

fn push(query: &mut String, access: &Access) {
    match access {
        Access::Index(index) => query.push_str(&format!("[{index}]")),
        Access::Member(name) if is_shorthand(name) => query.push_str(&format!(".{name}")),
        Access::Member(name) => query.push_str(&format!("[{}]", Json::from(name.as_str()))),
    }
}

/// Whether a JSONPath can name a member without quotes.
fn is_shorthand(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

/// `text` in the single quotes of YAML.
fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::expression::{Signature, Values};

    fn names() -> Names {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let signature = Signature {
            inputs: own(&[]),
            outputs: own(&["all"]),
        };
        Names {
            inputs: own(&["pets", "odd[*]", "my pets"]),
            steps: [("s".to_owned(), own(&["items", "o"]))]
                .into_iter()
                .collect(),
            workflows: Rc::new([("w".to_owned(), signature)].into_iter().collect()),
            foreign: Values::default(),
            ..Names::default()
        }
    }

    #[test]
    fn stars_are_a_query_of_what_stands_before_them() {
        for (text, list, query) in [
            ("$inputs.pets[*]", "$inputs.pets", "$[*]"),
            ("$inputs.pets[*].name", "$inputs.pets", "$[*].name"),
            (" $inputs.pets[*].a-b ", "$inputs.pets", r#"$[*]["a-b"]"#),
            ("$inputs.pets[*]['é q']", "$inputs.pets", r#"$[*]["é q"]"#),
            ("$inputs.pets[*]/name/0", "$inputs.pets", "$[*].name[0]"),
            ("$inputs.pets[0][*]", "$inputs.pets#/0", "$[*]"),
            ("$inputs.my pets[*].id", "$inputs.my pets", "$[*].id"),
            ("$inputs.odd[*][*].id", "$inputs.odd[*]", "$[*].id"),
            (
                "$steps.s.outputs.items[*].tags[*].of[1].id",
                "$steps.s.outputs.items",
                "$[*].tags[*].of[1].id",
            ),
            (
                "$steps.s.outputs.o#/a/b[*].id",
                "$steps.s.outputs.o#/a/b",
                "$[*].id",
            ),
            (
                "$steps.s.outputs.o.a[0].b[*].id",
                "$steps.s.outputs.o#/a/0/b",
                "$[*].id",
            ),
            (
                "$steps.s.outputs.o#/a[*]/id",
                "$steps.s.outputs.o#/a",
                "$[*].id",
            ),
            ("$steps.s.items[*].id", "$steps.s.outputs.items", "$[*].id"),
            (
                "$steps.s.outputs.itms[*].id",
                "$steps.s.outputs.itms",
                "$[*].id",
            ),
            (
                "$workflows.w.outputs.all[*].id",
                "$workflows.w.outputs.all",
                "$[*].id",
            ),
            ("$outputs.list[*].id", "$outputs.list", "$[*].id"),
            ("$response.body[*].id", "$response.body", "$[*].id"),
            (
                "$response.body#/items[*].id",
                "$response.body#/items",
                "$[*].id",
            ),
            (
                "$response.body.items[*].id",
                "$response.body#/items",
                "$[*].id",
            ),
        ] {
            let found = names()
                .every_element(text)
                .unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.list.to_string(), found.query),
                (list.to_owned(), query.to_owned()),
                "{text}"
            );
            assert!(names().template(text.trim()).is_err(), "{text}");
        }
    }

    #[test]
    fn other_texts_have_no_stars() {
        for text in [
            "$inputs.pets",
            "$inputs.odd[*]",
            "$inputs.odd[*]#/id",
            "$inputs.pets[*] and more",
            "$inputs.pets[].id",
            "$.items[*]",
            "$url[*]",
            "$response.header.X[*]",
            "all: $inputs.pets[*]",
            "[*]",
        ] {
            assert_eq!(names().every_element(text), None, "{text}");
        }
    }

    #[test]
    fn selector_objects_are_written_as_the_document_is() {
        let found = names().every_element("$inputs.my pets[*].it-s").unwrap();
        assert_eq!(
            found.selector_object(false),
            r#"{context: '$inputs.my pets', selector: '$[*]["it-s"]', type: jsonpath}"#
        );
        assert_eq!(
            found.selector_object(true),
            r#"{"context":"$inputs.my pets","selector":"$[*][\"it-s\"]","type":"jsonpath"}"#
        );
    }

    #[test]
    fn where_one_value_is_read_stars_are_refused_with_what_reads_them() {
        let names = names();
        let condition = "$inputs.pets[*].name == 'x'";
        let errors = [
            (names.template("x {$inputs.pets[*].name}").unwrap_err(), 15),
            (names.condition(condition).unwrap_err(), 12),
            (
                names.condition("$response.body#/a[*] == 1").unwrap_err(),
                17,
            ),
        ];
        for (error, at) in errors {
            assert_eq!(error.span, at..at + 3, "{error}");
            assert!(error.help.unwrap().contains("type: jsonpath"));
        }
    }
}
