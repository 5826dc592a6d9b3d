//! Request bodies other than plain JSON, text and bytes.

use crate::parameter::Style;

mod form;
mod multipart;

pub(crate) use form::form;
pub(crate) use multipart::multipart;

/// An OpenAPI Encoding Object: how one member of a form or multipart body is written.
#[derive(Clone, Copy, Debug)]
pub struct Encoding {
    name: &'static str,
    content_type: Option<&'static str>,
    style: Option<Style>,
    explode: Option<bool>,
    allow_reserved: bool,
    headers: &'static [(&'static str, &'static str)],
    filename: Option<&'static str>,
    base64: bool,
}

impl Encoding {
    /// The encoding of the member `name`.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            content_type: None,
            style: None,
            explode: None,
            allow_reserved: false,
            headers: &[],
            filename: None,
            base64: false,
        }
    }

    /// The media type of the member.
    #[must_use]
    pub const fn content_type(self, media_type: &'static str) -> Self {
        Self {
            content_type: Some(media_type),
            ..self
        }
    }

    /// The style of the member in a form; it then is no text of a media type.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self {
            style: Some(style),
            ..self
        }
    }

    /// Whether a list or object is exploded in a form.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self {
            explode: Some(explode),
            ..self
        }
    }

    /// Reserved characters, and escapes, stay as they are in a form.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            allow_reserved: true,
            ..self
        }
    }

    /// Further headers of the part.
    #[must_use]
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// The file name of the part; binary parts have their own name without it.
    #[must_use]
    pub const fn filename(self, filename: &'static str) -> Self {
        Self {
            filename: Some(filename),
            ..self
        }
    }

    /// The member is base64 of the bytes that its part holds.
    #[must_use]
    pub const fn base64(self) -> Self {
        Self {
            base64: true,
            ..self
        }
    }
}

fn encoding<'a>(encodings: &'a [Encoding], name: &str) -> Option<&'a Encoding> {
    encodings.iter().find(|encoding| encoding.name == name)
}
