//! How the generator describes one parameter of a request.

pub use arazzo_syntax::parameter::Style;

/// An OpenAPI parameter that a step gives a value, as the generated code describes it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) expression: &'static str,
    pub(crate) required: bool,
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) content: Option<&'static str>,
}

impl Parameter {
    /// A parameter by name; `expression` is what the document gives as its value, for messages.
    pub const fn new(name: &'static str, expression: &'static str) -> Self {
        Self {
            name,
            expression,
            required: false,
            style: None,
            explode: None,
            allow_reserved: false,
            content: None,
        }
    }

    /// What is the matter with the parameter, by its place, name and expression.
    pub(crate) fn named(&self, place: &str, what: &str) -> String {
        format!(
            "{place} parameter `{}` (`{}`) {what}",
            self.name, self.expression
        )
    }

    /// A missing value is a failure. Path parameters always are required.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// The style, where it is not the default of the location.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self {
            style: Some(style),
            ..self
        }
    }

    /// Whether lists and objects are exploded, where that is not the default of the style.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self {
            explode: Some(explode),
            ..self
        }
    }

    /// Reserved characters, and escapes, stay as they are wherever they cannot be mistaken for delimiters.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            allow_reserved: true,
            ..self
        }
    }

    /// The value is sent as one text of this media type instead of by a style.
    #[must_use]
    pub const fn content(self, media_type: &'static str) -> Self {
        Self {
            content: Some(media_type),
            ..self
        }
    }
}
