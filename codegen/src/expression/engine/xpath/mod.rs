//! Checks XPath 1.0 expressions (decision D-34), and names what belongs to later versions.

mod functions;
mod grammar;
mod later;
mod path;

use crate::expression::SyntaxError;

/// Checks that `text` is an XPath 1.0 expression the runtime can evaluate.
///
/// Beyond the grammar, functions must be of the core library and called with the right number of arguments,
/// and there are no variables and no namespace prefixes, because nothing could bind them.
///
/// # Errors
///
/// Where it is not, with the offending bytes. Constructs of XPath 2.0 and later are named as not supported.
pub fn check_xpath(text: &str) -> Result<(), SyntaxError> {
    grammar::Reader::new(text).whole()
}

#[cfg(test)]
mod tests;
