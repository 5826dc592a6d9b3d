//! An operation's path template, filled in.
//!
//! Beyond `{name}` a path key may hold `{name+}` (a value of several segments), a `?query` that is sent as it stands
//! but for the path parameters in it, and a `#fragment` that only tells two operations apart.

use std::ops::Range;

use crate::parameter::Parameter;
use crate::percent::{Keep, encode};
use crate::problem::Problem;
use crate::secret::REDACTED;

/// A path parameter and its value, which is encoded already.
#[derive(Clone)]
pub(crate) struct Filled {
    pub(crate) parameter: Parameter,
    pub(crate) value: String,
    /// Whether the value must not be shown.
    pub(crate) secret: bool,
}

impl Filled {
    /// The same as it may be shown.
    pub(crate) fn shown(&self) -> Self {
        let value = if self.secret {
            REDACTED.to_owned()
        } else {
            self.value.clone()
        };
        Self { value, ..*self }
    }
}

/// The parts of a path key: the path, and its own query.
pub(crate) fn split(template: &'static str) -> (&'static str, &'static str) {
    let template = cut(template, b'#').map_or(template, |(template, _)| template);
    cut(template, b'?').unwrap_or((template, ""))
}

/// Whether a path key is no more than a path, whose expressions are one segment each.
pub(crate) fn is_plain(template: &str) -> bool {
    !holds(template, |byte| {
        (byte == b'#') | (byte == b'?') | (byte == b'+')
    })
}

/// Whether it holds such a byte. Texts are short here: a loop that cannot be left takes many bytes at a time.
fn holds(text: &str, such: impl Fn(u8) -> bool) -> bool {
    let found = text.bytes().map(|byte| u8::from(such(byte)));
    found.fold(0, |all, found| all | found) != 0
}

/// Which characters the value of `name` keeps.
pub(crate) fn keep(template: &'static str, name: &str) -> Keep {
    let greedy =
        expressions(template).any(|expression| expression.ends_with('+') && is(expression, name));
    if greedy {
        Keep::Slashes
    } else {
        Keep::Unreserved
    }
}

/// Fills `template`, a path without its own query, with `values` and appends it to the path of a server.
///
/// A segment that becomes `.` or `..` would be folded away by URL parsers and lead elsewhere, so it is refused.
pub(crate) fn expand(
    base: &str,
    template: &'static str,
    values: &[Filled],
) -> Result<String, Problem> {
    let base = base.trim_end_matches('/');
    let lengths = values.iter().map(|filled| filled.value.len());
    let length = lengths.fold(base.len(), usize::saturating_add);
    let mut path = String::with_capacity(length.saturating_add(template.len()).saturating_add(1));
    path.push_str(base);
    if !template.starts_with('/') {
        path.push('/');
    }
    fill(template, values, |text, _| path.push_str(text))?;
    if holds(&path, |byte| (byte == b'.') | (byte == b'%'))
        && !values.is_empty()
        && segments(&path).any(is_dots)
    {
        return Err(climbing(template, values));
    }
    Ok(path)
}

/// The pairs of a template's own query.
pub(crate) fn own_query(query: &'static str) -> Vec<&'static str> {
    match query {
        "" => Vec::new(),
        query => query.split('&').collect(),
    }
}

/// Drops the pairs called `name`, which is encoded: a step gives them.
pub(crate) fn give(own: &mut Vec<&'static str>, name: &str) {
    own.retain(|pair| {
        let own = pair.split('=').next().unwrap_or_default();
        own != name && encode(own, Keep::Unreserved) != name
    });
}

/// The template's own query before `query`. Path parameters in it are filled; what else stands in braces there stays,
/// since only path parameters are meant to be replaced.
pub(crate) fn with_own_query(own: &[&'static str], values: &[Filled], query: String) -> String {
    if own.is_empty() {
        return query;
    }
    let mut whole = own.join("&");
    for expression in own.iter().flat_map(|pair| expressions(pair)) {
        if let Some(value) = values.iter().find(|it| is(expression, it.parameter.name)) {
            whole = whole.replace(&format!("{{{expression}}}"), &value.value);
        }
    }
    if !query.is_empty() {
        whole.push('&');
        whole.push_str(&query);
    }
    whole
}

/// Calls `push` for every piece of the filled template, in order, with the parameter that it comes from.
fn fill<'a>(
    template: &'static str,
    values: &'a [Filled],
    mut push: impl FnMut(&'a str, Option<&'a Parameter>),
) -> Result<(), Problem> {
    let mut rest = template;
    while let Some((before, after)) = cut(rest, b'{') {
        let Some((expression, tail)) = cut(after, b'}') else {
            break;
        };
        push(before, None);
        let Some(filled) = values.iter().find(|it| is(expression, it.parameter.name)) else {
            return Err(Problem::missing(format!(
                "path parameter `{}` has no value",
                plain(expression)
            )));
        };
        push(&filled.value, Some(&filled.parameter));
        rest = tail;
    }
    push(rest, None);
    Ok(())
}

/// Says which parameter makes a path segment of dots.
fn climbing(template: &'static str, values: &[Filled]) -> Problem {
    let mut path = String::new();
    let mut places: Vec<(Range<usize>, &Parameter)> = Vec::new();
    let filled = fill(template, values, |text, parameter| {
        let start = path.len();
        path.push_str(text);
        places.extend(parameter.map(|parameter| (start..path.len(), parameter)));
    });
    if let Err(problem) = filled {
        return problem;
    }
    let mut start = 0_usize;
    for segment in segments(&path) {
        let end = start.saturating_add(segment.len());
        let mut inside = places
            .iter()
            .filter(|(place, _)| place.start < end && start < place.end);
        if is_dots(segment)
            && let Some((_, parameter)) = inside.next()
        {
            return Problem::encode(
                parameter.named("path", "would make a path segment `.` or `..`"),
            );
        }
        start = end.saturating_add(1);
    }
    Problem::encode("the path has a segment `.` or `..`")
}

fn expressions(template: &'static str) -> impl Iterator<Item = &'static str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(expression, _)| expression))
}

fn plain(expression: &str) -> &str {
    expression.trim_end_matches(['+', '*'])
}

fn is(expression: &str, name: &str) -> bool {
    expression == name || plain(expression) == name
}

/// What is between slashes, or between what URL parsers take for slashes.
fn segments(path: &str) -> impl Iterator<Item = &[u8]> {
    path.as_bytes().split(|byte| matches!(byte, b'/' | b'\\'))
}

fn is_dots(segment: &[u8]) -> bool {
    // Path parameters of style matrix and the like may follow the dots after a semicolon; parsers differ there.
    let (mut rest, mut dots) = (segment, 0_usize);
    loop {
        rest = match rest {
            [] => return matches!(dots, 1 | 2),
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return false,
        };
        dots = dots.saturating_add(1);
    }
}

/// What is before and after the first `byte`, which is ASCII. Templates are short, so no search is set up for it.
fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.as_bytes().iter().position(|it| *it == byte)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn values(value: &str) -> [Filled; 2] {
        [("j", "v"), ("k", value)].map(|(name, value)| Filled {
            parameter: Parameter::new(name, "$inputs.k"),
            value: value.to_owned(),
            secret: false,
        })
    }

    fn filled(template: &'static str, value: &str) -> Result<String, Kind> {
        expand("/", split(template).0, &values(value)).map_err(|problem| problem.kind)
    }

    #[test]
    fn expressions_are_replaced_and_what_follows_the_path_is_cut() {
        assert_eq!(
            filled("/a/{k}/b/{k}.json?x=1#f", "v").as_deref(),
            Ok("/a/v/b/v.json")
        );
        assert_eq!(filled("{k+}", "v/w").as_deref(), Ok("/v/w"));
        assert_eq!(split("/a?x=1&y#f"), ("/a", "x=1&y"));
        assert_eq!(filled("/{other}", "v"), Err(Kind::MissingValue));
        assert_eq!(filled("/a{", "v").as_deref(), Ok("/a{"));
    }

    #[test]
    fn path_parameters_in_the_query_of_a_template_are_replaced() {
        let query = |template| {
            with_own_query(
                &own_query(split(template).1),
                &values("v%26w"),
                "page=2".to_owned(),
            )
        };
        assert_eq!(query("/a/{j}?x={k}&y={k}"), "x=v%26w&y=v%26w&page=2");
        assert_eq!(query("/a?x={other}"), "x={other}&page=2");
        assert_eq!(query("/a?x=1"), "x=1&page=2");
        assert_eq!(query("/a#x=1"), "page=2");
    }

    #[test]
    fn what_a_step_gives_replaces_the_pairs_of_the_template() {
        let left = |template, name| {
            let mut own = own_query(split(template).1);
            give(&mut own, name);
            own
        };
        assert_eq!(left("/a?kind=x&acl&kind=y#f", "kind"), ["acl"]);
        assert_eq!(left("/a?kind=x&acl", "acl"), ["kind=x"]);
        assert_eq!(left("/a?f[k]=x&f%5Bl%5D", "f%5Bk%5D"), ["f%5Bl%5D"]);
        assert_eq!(left("/a?f[k]=x&f%5Bl%5D", "f%5Bl%5D"), ["f[k]=x"]);
    }

    #[test]
    fn dot_segments_are_refused_wherever_they_come_from() {
        assert_eq!(filled("/{k}", ".."), Err(Kind::Encode));
        assert_eq!(filled("/.{k}/x", "."), Err(Kind::Encode));
        assert_eq!(filled("/%2e{k}", "."), Err(Kind::Encode));
        assert_eq!(filled("/{k+}", "a/../b"), Err(Kind::Encode));
        assert_eq!(filled("/{k}", "...").as_deref(), Ok("/..."));
        assert_eq!(filled("/a\\{k}", ".."), Err(Kind::Encode));
        assert_eq!(filled("/{k}", "a..").as_deref(), Ok("/a.."));
        assert_eq!(filled("/{k}", "%2E%2e%2e").as_deref(), Ok("/%2E%2e%2e"));
    }

    #[test]
    fn a_dot_segment_is_put_down_to_its_parameter() {
        let message = |template| {
            let problem = expand("/v1", template, &values("..")).err();
            problem.map(|problem| problem.message).unwrap_or_default()
        };
        for template in ["/{j}/{k}", "/{k}/{j}", "{k}", "/./{k}", "/{j}.{j}/{k}"] {
            assert_eq!(
                message(template),
                "path parameter `k` (`$inputs.k`) would make a path segment `.` or `..`",
                "{template}"
            );
        }
        assert_eq!(message("/../{j}"), "the path has a segment `.` or `..`");
    }

    #[test]
    fn a_path_goes_below_that_of_the_server() {
        for base in ["/v1", "/v1/", "/v1//"] {
            assert_eq!(
                expand(base, "/a", &[]).map_err(|it| it.kind).as_deref(),
                Ok("/v1/a")
            );
        }
    }

    #[test]
    fn only_greedy_expressions_keep_slashes() {
        assert_eq!(keep("/{a}/{k+}", "k"), Keep::Slashes);
        assert_eq!(keep("/{a}/{k+}", "k+"), Keep::Slashes);
        assert_eq!(keep("/{a}/{k+}", "a"), Keep::Unreserved);
    }
}
