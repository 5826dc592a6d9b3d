//! An operation's path template, filled in.
//!
//! Beyond `{name}` a path key may hold `{name+}` (a value of several segments), a `?query` that is sent as it stands,
//! and a `#fragment` that only tells two operations apart.

use crate::percent::Keep;
use crate::problem::Problem;

/// The parts of a path key.
pub(crate) fn split(template: &'static str) -> (&'static str, &'static str) {
    let template = template.split('#').next().unwrap_or_default();
    template.split_once('?').unwrap_or((template, ""))
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

/// Fills `template` with `values`, which are encoded already.
///
/// A segment that becomes `.` or `..` would be folded away by URL parsers and lead elsewhere, so it is refused.
pub(crate) fn expand(
    template: &'static str,
    values: &[(&'static str, String)],
) -> Result<String, Problem> {
    let (template, _) = split(template);
    let mut path = String::with_capacity(template.len().saturating_add(32));
    if !template.starts_with('/') {
        path.push('/');
    }
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((expression, tail)) = after.split_once('}') else {
            break;
        };
        path.push_str(before);
        let Some((_, value)) = values.iter().find(|(name, _)| is(expression, name)) else {
            return Err(Problem::missing(format!(
                "path parameter `{}` has no value",
                plain(expression)
            )));
        };
        path.push_str(value);
        rest = tail;
    }
    path.push_str(rest);
    if !values.is_empty() && path.split('/').any(is_dots) {
        return Err(Problem::encode(
            "a path parameter would make a path segment `.` or `..`",
        ));
    }
    Ok(path)
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

fn is_dots(segment: &str) -> bool {
    // Path parameters of style matrix and the like may follow the dots after a semicolon; parsers differ there.
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(segment.as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn filled(template: &'static str, value: &str) -> Result<String, Kind> {
        expand(template, &[("k", value.to_owned())]).map_err(|problem| problem.kind)
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
    fn dot_segments_are_refused_wherever_they_come_from() {
        assert_eq!(filled("/{k}", ".."), Err(Kind::Encode));
        assert_eq!(filled("/.{k}/x", "."), Err(Kind::Encode));
        assert_eq!(filled("/%2e{k}", "."), Err(Kind::Encode));
        assert_eq!(filled("/{k+}", "a/../b"), Err(Kind::Encode));
        assert_eq!(filled("/{k}", "...").as_deref(), Ok("/..."));
        assert_eq!(filled("/{k}", "a..").as_deref(), Ok("/a.."));
    }

    #[test]
    fn only_greedy_expressions_keep_slashes() {
        assert_eq!(keep("/{a}/{k+}", "k"), Keep::Slashes);
        assert_eq!(keep("/{a}/{k+}", "k+"), Keep::Slashes);
        assert_eq!(keep("/{a}/{k+}", "a"), Keep::Unreserved);
    }
}
