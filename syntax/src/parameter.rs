//! Where the parameters of a request go, and how they are written there.

/// Where a parameter goes: its `in`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// `path`
    Path,
    /// `query`
    Query,
    /// `querystring` (Arazzo 1.1, OpenAPI 3.2)
    Querystring,
    /// `header`
    Header,
    /// `cookie`
    Cookie,
}

impl Location {
    /// The value of `in`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Querystring => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The style of what goes there, unless the document says otherwise.
    #[must_use]
    pub fn style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Querystring | Self::Cookie => Style::Form,
        }
    }
}

/// How a parameter is written (OpenAPI 3.2, section "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie` (3.2): like `form` in a cookie, but nothing is encoded.
    Cookie,
}

impl Style {
    /// The style of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Simple,
            Self::Label,
            Self::Matrix,
            Self::Form,
            Self::SpaceDelimited,
            Self::PipeDelimited,
            Self::DeepObject,
            Self::Cookie,
        ];
        all.into_iter().find(|style| style.name() == name)
    }

    /// The value of `style`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
        }
    }

    /// Whether lists and objects are exploded unless the document says otherwise.
    #[must_use]
    pub fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_found_by_its_name() {
        assert_eq!(Style::named("deepObject"), Some(Style::DeepObject));
        assert_eq!(Style::named("cookie"), Some(Style::Cookie));
        assert_eq!(Style::named("Simple"), None);
    }
}
