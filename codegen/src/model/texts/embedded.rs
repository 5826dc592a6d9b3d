//! Text of an engine in which expressions stand between braces.

use crate::expression::{
    EngineText, Language, Names, SyntaxError, Template, TemplatePart, engine_text,
};

use super::value::Standard;

/// A text that may embed expressions, and how their values stand in it.
#[derive(Debug)]
pub struct Given {
    /// The text, as it is written or rewritten.
    pub text: String,
    /// What it embeds.
    pub embedded: Embedded,
    /// What becomes of the values in it; `None` where there are none, or their places mean nothing (JSON Pointers).
    pub placed: Option<Result<EngineText, SyntaxError>>,
}

/// What a text embeds.
#[derive(Debug)]
pub enum Embedded {
    /// Nothing: it is the same in every run.
    Nothing,
    /// Its parts.
    Parts(Vec<TemplatePart>),
    /// It embeds something that is no expression: why, and what it means all the same.
    Invalid(Box<SyntaxError>, Option<Box<Standard>>),
}

impl Embedded {
    /// The parts, as the standard has them or in a tolerated form.
    pub fn parts(&self) -> Option<&[TemplatePart]> {
        match self {
            Self::Parts(parts) => Some(parts),
            Self::Invalid(_, Some(standard)) => match &standard.template {
                Template::Parts(parts) => Some(parts),
                Template::Literal(_) | Template::Whole(_) => None,
            },
            Self::Nothing | Self::Invalid(_, None) => None,
        }
    }
}

impl Given {
    /// Reads `text`, whose values are literals of `language` if it is one of an engine.
    pub(super) fn read(names: &Names, text: &str, language: Option<Language>) -> Self {
        let embedded = match names.embedded(text) {
            Ok(Template::Parts(parts)) => Embedded::Parts(parts),
            Ok(_) => Embedded::Nothing,
            Err(error) => {
                Embedded::Invalid(Box::new(error), Standard::of(names, text).map(Box::new))
            }
        };
        let placed = language.and_then(|language| {
            let parts = embedded.parts()?;
            Some(engine_text(language, parts))
        });
        Self {
            text: text.to_owned(),
            embedded,
            placed,
        }
    }
}
