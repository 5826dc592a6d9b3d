//! Strings in value positions: data, one expression, text with expressions in it, and what is nearly one of these.

use std::ops::Range;

use crate::expression::{
    Almost, EveryElement, Expression, Names, Spanned, SyntaxError, Template, TemplatePart,
    Tolerated,
    engine::{jsonpath_query, query::Path},
    misspelt_root, wrong_root,
};

/// A string in a value position (decisions D-07, D-08).
#[derive(Debug)]
pub struct Written {
    /// What it names together, if there are such values.
    pub all: Option<All>,
    /// What it is else.
    pub form: Form,
}

/// Values that a string names together (decision D-66).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum All {
    /// `$inputs`
    Inputs,
    /// `$steps.STEP.outputs`, with the id of the step.
    Outputs(String),
}

/// What a string is.
#[derive(Debug)]
pub enum Form {
    /// Data.
    Plain(Doubt),
    /// One expression: the value keeps its type.
    Expression(Spanned<Expression>),
    /// `[*]` behind the name of a list, with the JSONPath into that.
    Every(EveryElement, Option<Path>),
    /// Text with embedded expressions.
    Template(Vec<TemplatePart>, Doubt),
    /// It begins as an expression or embeds one, and is none: why, and what it means all the same.
    Invalid(SyntaxError, Option<Standard>),
}

/// What text, apart from the expressions that it embeds, may have been meant to be.
#[derive(Debug, Default)]
pub struct Doubt {
    /// Expressions without their braces.
    pub unbraced: Option<Standard>,
    /// Expressions in the form of other languages.
    pub almost: Vec<Almost>,
    /// An expression whose root is misspelt.
    pub root: Option<SyntaxError>,
    /// An expression that lacks its `$`.
    pub without_dollar: bool,
}

/// The standard form of a string that deviates from it.
#[derive(Debug, Clone)]
pub struct Standard {
    /// The deviations.
    pub tolerated: Tolerated,
    /// What the standard form says, its expressions placed in the string as given.
    pub template: Template,
}

impl Standard {
    /// The standard form of `text`, if it deviates in one of the known ways.
    pub(super) fn of(names: &Names, text: &str) -> Option<Self> {
        let tolerated = names.tolerated(text)?;
        let template = names.template(&tolerated.standard).ok()?;
        Some(Self {
            template: tolerated.in_place(template),
            tolerated,
        })
    }

    /// What it says, and the deviations.
    pub fn parts(&self) -> (&Template, &Tolerated) {
        (&self.template, &self.tolerated)
    }

    /// The expression that it is as a whole.
    pub fn expression(&self) -> Option<&Expression> {
        match &self.template {
            Template::Whole(whole) => Some(&whole.value),
            Template::Literal(_) | Template::Parts(_) => None,
        }
    }
}

impl All {
    /// What `text`, with braces around it or without, names.
    pub(super) fn named(text: &str) -> Option<Self> {
        let inner = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        let text = inner.unwrap_or(text);
        if text == "$inputs" {
            return Some(Self::Inputs);
        }
        let id = text.strip_prefix("$steps.")?.strip_suffix(".outputs")?;
        Some(Self::Outputs(id.to_owned()))
    }
}

impl Written {
    pub(super) fn value(names: &Names, text: &str) -> Self {
        Self {
            all: All::named(text),
            form: Form::read(names, text, misspelt_root),
        }
    }

    /// The same for an output, around which white space means nothing.
    pub(super) fn output(names: &Names, text: &str) -> Self {
        let trimmed = text.trim();
        let indent = text.len() - text.trim_start().len();
        let mut form = Form::read(names, trimmed, wrong_root);
        if let Form::Plain(doubt) = &mut form {
            doubt.without_dollar = names.parse(&format!("${trimmed}")).is_ok();
        }
        Self {
            all: All::named(trimmed),
            form: form.shifted(indent),
        }
    }

    /// The expression that it is, in its standard form or a tolerated one.
    pub fn expression(&self) -> Option<&Expression> {
        match &self.form {
            Form::Expression(whole) => Some(&whole.value),
            Form::Invalid(_, standard) => standard.as_ref()?.expression(),
            Form::Plain(_) | Form::Every(..) | Form::Template(..) => None,
        }
    }

    /// Whether only a run knows what it becomes: it is no data, or may not be meant as data.
    pub fn holds_expression(&self) -> bool {
        match &self.form {
            Form::Plain(doubt) => doubt.unbraced.is_some(),
            _ => true,
        }
    }

    /// The expressions that it is or embeds as the standard has it, with their places.
    pub fn expressions(&self) -> Vec<&Spanned<Expression>> {
        match &self.form {
            Form::Expression(whole) => vec![whole],
            Form::Template(parts, _) => embedded(parts),
            Form::Plain(_) | Form::Every(..) | Form::Invalid(..) => Vec::new(),
        }
    }
}

/// The expressions among the parts of a template.
pub fn embedded(parts: &[TemplatePart]) -> Vec<&Spanned<Expression>> {
    let parts = parts.iter().filter_map(|part| match part {
        TemplatePart::Expression(embedded) => Some(embedded),
        TemplatePart::Text(_) => None,
    });
    parts.collect()
}

impl Form {
    fn read(names: &Names, text: &str, root: fn(&str) -> Option<SyntaxError>) -> Self {
        if let Some(every) = names.every_element(text) {
            let path = jsonpath_query(&every.query).ok();
            return Self::Every(every, path);
        }
        let doubt = |root| Doubt {
            unbraced: Standard::of(names, text),
            almost: names.almost(text),
            root,
            without_dollar: false,
        };
        match names.template(text) {
            Ok(Template::Literal(_)) => Self::Plain(doubt(root(text))),
            Ok(Template::Whole(whole)) => Self::Expression(whole),
            Ok(Template::Parts(parts)) => Self::Template(parts, doubt(None)),
            Err(error) => Self::Invalid(error, Standard::of(names, text)),
        }
    }

    /// With its places counted `by` bytes further on.
    fn shifted(self, by: usize) -> Self {
        match self {
            Self::Expression(mut whole) => {
                further(&mut whole.span, by);
                Self::Expression(whole)
            }
            Self::Template(mut parts, doubt) => {
                all_further(&mut parts, by);
                Self::Template(parts, doubt)
            }
            Self::Invalid(error, mut standard) => {
                if let Some(Standard {
                    template: Template::Parts(parts),
                    ..
                }) = &mut standard
                {
                    all_further(parts, by);
                }
                Self::Invalid(error.shifted(by), standard)
            }
            Self::Every(mut every, path) => {
                further(&mut every.span, by);
                Self::Every(every, path)
            }
            Self::Plain(mut doubt) => {
                doubt.root = doubt.root.map(|error| error.shifted(by));
                Self::Plain(doubt)
            }
        }
    }
}

fn all_further(parts: &mut [TemplatePart], by: usize) {
    for part in parts {
        if let TemplatePart::Expression(embedded) = part {
            further(&mut embedded.span, by);
        }
    }
}

fn further(span: &mut Range<usize>, by: usize) {
    *span = span.start + by..span.end + by;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Form {
        Written::value(&Names::default(), text).form
    }

    fn output(text: &str) -> Written {
        Written::output(&Names::default(), text)
    }

    #[test]
    fn a_string_is_data_or_reads_something() {
        assert!(matches!(value("a"), Form::Plain(doubt) if doubt.unbraced.is_none()));
        assert!(matches!(value("$inputs.a"), Form::Expression(_)));
        assert!(matches!(value("a {$inputs.b}"), Form::Template(parts, _) if parts.len() == 2));
        assert!(
            matches!(value("$inputs.a[*].id"), Form::Every(every, Some(_)) if every.query == "$[*].id")
        );
        assert!(matches!(value("$inputs."), Form::Invalid(_, None)));
    }

    #[test]
    fn what_deviates_has_its_standard_form() {
        let Form::Invalid(_, Some(standard)) = value("$response.headers.X") else {
            panic!("an expression is meant");
        };
        assert_eq!(standard.tolerated.standard, "$response.header.X");
        assert!(standard.expression().is_some());
        let Form::Plain(Doubt {
            unbraced: Some(standard),
            ..
        }) = value("Bearer $inputs.token")
        else {
            panic!("an expression without braces");
        };
        let Template::Parts(parts) = &standard.template else {
            panic!("text and an expression");
        };
        assert_eq!(embedded(parts).len(), 1);
    }

    #[test]
    fn white_space_around_an_output_means_nothing() {
        let text = "  {$inputs.a} and {$inputs.b}";
        let read = output(text);
        let spans = read
            .expressions()
            .into_iter()
            .filter_map(|it| text.get(it.span.clone()));
        assert_eq!(spans.collect::<Vec<_>>(), ["$inputs.a", "$inputs.b"]);
        assert!(matches!(output(" $inputs.a ").form, Form::Expression(_)));
        assert!(matches!(value(" $inputs.a "), Form::Plain(_)));
        let Form::Invalid(error, _) = output("  $inputs.").form else {
            panic!("no expression");
        };
        assert_eq!(error.span, 10..10);
        assert!(matches!(output("inputs.a").form, Form::Plain(doubt) if doubt.without_dollar));
    }

    #[test]
    fn all_values_are_named_with_braces_or_without() {
        assert_eq!(output("{$inputs}").all, Some(All::Inputs));
        let outputs = Some(All::Outputs("s".to_owned()));
        assert_eq!(output("$steps.s.outputs").all, outputs);
        assert_eq!(output("$steps.s.outputs.a").all, None);
    }
}
