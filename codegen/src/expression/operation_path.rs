//! `operationPath`: which source description, and where in it the operation is.

use std::ops::Range;

use arazzo_syntax::pointer::unescape;

use super::{Spanned, SyntaxError, cursor::Cursor};
use crate::load::Pointer;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

const STANDARD: &str = "write `{$sourceDescriptions.NAME.url}#/paths/~1PATH/METHOD`";

/// An `operationPath`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationPath {
    /// The source description as the text names it: declared or not, a name or perhaps its url.
    /// `None` where the text names none.
    pub source: Option<Spanned<String>>,
    /// Where the operation is in that document.
    pub pointer: Pointer,
    /// The bytes of the pointer, or of the method and path that stand for it.
    pub pointer_span: Range<usize>,
    /// In what way the text deviates from the standard, if it does.
    pub tolerated: Option<&'static str>,
}

/// Parses an `operationPath`: `{$sourceDescriptions.NAME.url}#POINTER`, whose pointer may be percent-encoded
/// (RFC 6901, section 6).
///
/// These forms are read as meant, with [`OperationPath::tolerated`] saying what is wrong: missing braces, a
/// missing `.url`, text between `}` and `#`, a bare name before `#`, nothing before `#`, `GET /pets/{id}`, and paths whose slashes are
/// not escaped, as in `#/paths//pets/{id}/get`.
///
/// # Errors
///
/// Where neither a pointer nor a method with a path can be made out.
pub fn parse_operation_path(text: &str) -> Result<OperationPath, SyntaxError> {
    if let Some(path) = method_and_path(text) {
        return Ok(path);
    }
    let Some(hash) = text.find('#') else {
        return Err(SyntaxError::new(
            0..text.len(),
            "an operationPath needs `#` and a JSON Pointer to an operation",
        )
        .help(STANDARD));
    };
    let (source, source_deviation) = source(text, hash)?;
    let pointer_span = hash + 1..text.len();
    let written = text.get(pointer_span.clone()).unwrap_or("");
    let decoded = percent_decoded(written);
    if !decoded.starts_with('/') {
        return Err(SyntaxError::new(pointer_span, "this is no JSON Pointer").help(STANDARD));
    }
    let (pointer, pointer_deviation) = match unescaped(&decoded) {
        Some(pointer) => (
            Some(pointer),
            Some("the slashes of the path are not escaped as `~1`"),
        ),
        None => (Pointer::parse(&decoded), None),
    };
    let Some(pointer) = pointer else {
        return Err(SyntaxError::new(
            pointer_span,
            "in a JSON Pointer `~` must be followed by `0` or `1`",
        ));
    };
    Ok(OperationPath {
        source,
        pointer,
        pointer_span,
        tolerated: source_deviation.or(pointer_deviation),
    })
}

/// The standard text for the operation at `pointer` of source description `source`.
pub fn operation_path_text(source: &str, pointer: &Pointer) -> String {
    format!("{{$sourceDescriptions.{source}.url}}#{pointer}")
}

/// `GET /pets/{id}`
fn method_and_path(text: &str) -> Option<OperationPath> {
    let (method, rest) = text.trim().split_once(char::is_whitespace)?;
    let lower = method.to_ascii_lowercase();
    let path = rest.trim();
    if !METHODS.contains(&lower.as_str()) || !path.starts_with('/') {
        return None;
    }
    Some(OperationPath {
        source: None,
        pointer: Pointer::from_tokens(["paths", path, &lower]),
        pointer_span: 0..text.len(),
        tolerated: Some("an operationPath is a JSON Pointer into a source description"),
    })
}

type Source = (Option<Spanned<String>>, Option<&'static str>);

/// What stands before `#`.
fn source(text: &str, hash: usize) -> Result<Source, SyntaxError> {
    let before = text.get(..hash).unwrap_or("");
    let braced = before.starts_with('{');
    let close = match before.find('}') {
        None if braced => {
            let error = SyntaxError::new(0..hash, "this embedded expression is not closed");
            return Err(error.help(STANDARD));
        }
        Some(close) if braced => close,
        _ => hash,
    };
    let inner = usize::from(braced)..close;
    let mut cursor = Cursor::window(text, inner.clone());
    if cursor.eat("$sourceDescriptions.") {
        let (name, url) = named_source(&mut cursor)?;
        let deviation = match (braced, url) {
            (true, true) if close + 1 < hash => Some("nothing stands between `}` and `#`"),
            (true, true) => None,
            (false, _) => Some("the expression that names the source description needs braces"),
            (true, false) => Some("`.url` is missing after the source description's name"),
        };
        return Ok((Some(name), deviation));
    }
    if braced || cursor.looking_at("$") {
        let error = SyntaxError::new(inner, "only `$sourceDescriptions.NAME.url` can stand here");
        return Err(error.help(STANDARD));
    }
    if before.is_empty() {
        return Ok((None, Some("the source description is not named")));
    }
    let name = Spanned {
        value: before.to_owned(),
        span: inner,
    };
    let why = "the source description is named by `{$sourceDescriptions.NAME.url}`";
    Ok((Some(name), Some(why)))
}

/// `NAME` or `NAME.url`: the name, and whether `.url` follows it.
fn named_source(cursor: &mut Cursor<'_>) -> Result<(Spanned<String>, bool), SyntaxError> {
    let start = cursor.at();
    let name = cursor.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if name.is_empty() {
        return Err(cursor.expected("the name of a source description"));
    }
    let name = Spanned {
        value: name.to_owned(),
        span: cursor.range(start),
    };
    let url = cursor.eat(".url");
    if !cursor.done() {
        return Err(cursor
            .expected("`.url` after the source description's name")
            .help(STANDARD));
    }
    Ok((name, url))
}

/// The pointer that `/paths//pets/{id}/get` was meant to be, if slashes of its path are not escaped.
fn unescaped(text: &str) -> Option<Pointer> {
    let rest = text.strip_prefix("/paths/")?;
    let (path, method) = match rest.rsplit_once('/') {
        Some((path, last)) if METHODS.contains(&last.to_ascii_lowercase().as_str()) => {
            (path, Some(last.to_ascii_lowercase()))
        }
        _ => (rest, None),
    };
    let proper = path.starts_with("~1") && !path.contains('/');
    if proper || is_additional(rest) || (method.is_none() && !path.contains('/')) {
        return None;
    }
    let path = format!("/{}", unescape(path).trim_start_matches('/'));
    let tokens = ["paths".to_owned(), path].into_iter().chain(method);
    Some(Pointer::from_tokens(tokens))
}

/// `~1PATH/additionalOperations/METHOD`, where OpenAPI 3.2 keeps methods without a field of their own.
fn is_additional(rest: &str) -> bool {
    let mut tokens = rest.split('/');
    tokens.next().is_some_and(|path| path.starts_with("~1"))
        && tokens.next() == Some("additionalOperations")
        && tokens.next().is_some_and(|method| !method.is_empty())
        && tokens.next().is_none()
}

/// `text` with `%XX` decoded; what is no such escape, or no UTF-8 once decoded, stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let decoded = (*first == b'%').then(|| hex_pair(after)).flatten();
        bytes.push(decoded.unwrap_or(*first));
        let used = if decoded.is_some() { 3 } else { 1 };
        rest = rest.get(used..).unwrap_or(&[]);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, String, bool) {
        let found = parse_operation_path(text).expect(text);
        let source = found.source.map(|source| {
            assert_eq!(text.get(source.span), Some(source.value.as_str()), "{text}");
            source.value
        });
        (source, found.pointer.to_string(), found.tolerated.is_some())
    }

    #[test]
    fn the_standard_form_needs_no_tolerance() {
        for text in [
            "{$sourceDescriptions.api.url}#/paths/~1pets~1{id}/get",
            "{$sourceDescriptions.api.url}#/paths/~1pets~1%7Bid%7D/get",
        ] {
            let expected = "/paths/~1pets~1{id}/get".to_owned();
            assert_eq!(read(text), (Some("api".to_owned()), expected, false));
        }
        for method in ["COPY", "query"] {
            let text =
                format!("{{$sourceDescriptions.api.url}}#/paths/~1a/additionalOperations/{method}");
            let expected = format!("/paths/~1a/additionalOperations/{method}");
            assert_eq!(read(&text), (Some("api".to_owned()), expected, false));
        }
        let text = operation_path_text("api", &Pointer::from_tokens(["paths", "/a", "get"]));
        assert!(!read(&text).2);
    }

    #[test]
    fn found_forms_are_read_as_meant() {
        let get = "/paths/~1pets~1{id}/get";
        for (text, source, pointer) in [
            (
                "$sourceDescriptions.api.url#/paths/~1pets~1{id}/get",
                Some("api"),
                get,
            ),
            (
                "$sourceDescriptions.api#/paths/~1pets~1{id}/get",
                Some("api"),
                get,
            ),
            (
                "{$sourceDescriptions.api}#/paths/~1pets~1{id}/get",
                Some("api"),
                get,
            ),
            ("api#/paths/~1pets~1{id}/get", Some("api"), get),
            (
                "./api.yaml#/paths/~1pets~1{id}/get",
                Some("./api.yaml"),
                get,
            ),
            ("#/paths/~1pets~1{id}/get", None, get),
            ("GET /pets/{id}", None, get),
            ("get  /pets/{id} ", None, get),
            (
                "{$sourceDescriptions.api.url}#/paths//pets/{id}/get",
                Some("api"),
                get,
            ),
            ("api#/paths/pets/{id}/GET", Some("api"), get),
            (
                "{$sourceDescriptions.api.url}/#/paths/~1pets~1{id}/get",
                Some("api"),
                get,
            ),
            (
                "{$sourceDescriptions.api.url}openapi.yaml#/paths/~1pets~1{id}/get",
                Some("api"),
                get,
            ),
            ("api#/paths/pets/get", Some("api"), "/paths/~1pets/get"),
            ("api#/paths//pets/{id}", Some("api"), "/paths/~1pets~1{id}"),
        ] {
            let expected = (source.map(str::to_owned), pointer.to_owned(), true);
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn pointers_that_stop_early_are_kept_for_the_resolver() {
        let (_, pointer, tolerated) = read("{$sourceDescriptions.api.url}#/paths/~1pets");
        assert_eq!((pointer.as_str(), tolerated), ("/paths/~1pets", false));
        assert_eq!(
            read("{$sourceDescriptions.a.url}#/webhooks/x/post").1,
            "/webhooks/x/post"
        );
    }

    #[test]
    fn anything_else_is_an_error_with_its_place() {
        for (text, span) in [
            ("getPets", 0..7),
            ("", 0..0),
            ("{$sourceDescriptions.api.url#/paths", 0..28),
            ("{$inputs.x}#/paths/~1a/get", 1..10),
            ("$sourceDescriptions.#/paths", 20..20),
            ("$sourceDescriptions.a.uri#/paths", 21..22),
            ("api#paths/get", 4..13),
            ("{#/paths", 0..1),
        ] {
            let error = parse_operation_path(text).unwrap_err();
            assert_eq!(error.span, span, "{text}: {error}");
        }
    }
}
