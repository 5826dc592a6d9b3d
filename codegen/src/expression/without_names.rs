//! Reading where nothing is declared, for tests.

use super::{Condition, Expression, Names, StepDependency, SyntaxError, Template, Tolerated};

/// [`Names::parse`].
pub fn parse(text: &str) -> Result<Expression, SyntaxError> {
    Names::default().parse(text)
}

/// [`Names::template`].
pub fn template(text: &str) -> Result<Template, SyntaxError> {
    Names::default().template(text)
}

/// [`Names::embedded`].
pub fn embedded(text: &str) -> Result<Template, SyntaxError> {
    Names::default().embedded(text)
}

/// [`Names::condition`].
pub fn condition(text: &str) -> Result<Condition, SyntaxError> {
    Names::default().condition(text)
}

/// [`Names::tolerated`].
pub fn tolerated(text: &str) -> Option<Tolerated> {
    Names::default().tolerated(text)
}

/// [`Names::tolerated_condition`].
pub fn tolerated_condition(text: &str) -> Option<Tolerated> {
    Names::default().tolerated_condition(text)
}

/// [`Names::step_dependency`].
pub fn step_dependency(text: &str) -> Result<StepDependency, SyntaxError> {
    Names::default().step_dependency(text)
}

/// [`Names::check_text`].
pub fn check_text<T>(
    text: &str,
    language: super::Language,
    check: impl Fn(&str) -> Result<T, SyntaxError>,
) -> Result<super::engine::Checked<T>, SyntaxError> {
    Names::default().check_text(text, language, check)
}
