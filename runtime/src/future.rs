//! Futures whose type is forgotten.

use std::pin::Pin;

/// Puts the future of a called workflow on the heap and forgets its type: workflows that call each other in a long chain
/// would otherwise be one type, nested deeper than the compiler follows.
pub fn boxed<'a, F: Future + Send + 'a>(
    future: F,
) -> Pin<Box<dyn Future<Output = F::Output> + Send + 'a>> {
    Box::pin(future)
}
