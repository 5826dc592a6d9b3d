//! Steps by name, and what their operations declare.

use super::reply::Reply;

/// A step that sends requests. Generated modules have one for each, in `steps`, so that a misspelt one does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub(super) workflow: &'static str,
    pub(super) step: &'static str,
    responses: &'static [Declared],
}

/// A status as a Responses Object has it (OpenAPI 3.1, section 4.8.16), such as `201`, `4XX` or `default`, and the media
/// types of the response.
type Declared = (&'static str, &'static [&'static str]);

impl Step {
    /// The step `step` of the workflow `workflow`, whose operation declares these responses; nothing is said of them if
    /// there are none.
    #[must_use]
    pub const fn new(
        workflow: &'static str,
        step: &'static str,
        responses: &'static [Declared],
    ) -> Self {
        Self {
            workflow,
            step,
            responses,
        }
    }

    /// The media types that are declared for a status; `None` if the status is not.
    fn declared(&self, status: u16) -> Option<&'static [&'static str]> {
        let exact = status.to_string();
        let range = format!("{}XX", status / 100);
        let find = |wanted: &str| {
            let same = |(known, _): &&Declared| known.eq_ignore_ascii_case(wanted);
            self.responses.iter().find(same)
        };
        let (_, media_types) = find(&exact)
            .or_else(|| find(&range))
            .or_else(|| find("default"))?;
        Some(media_types)
    }

    /// The media type for a body without one of its own: the first that is declared for the status and that `fits`.
    pub(super) fn media_type(
        &self,
        status: u16,
        fits: impl Fn(&str) -> bool,
    ) -> Option<&'static str> {
        let mut declared = self.declared(status)?.iter().copied();
        declared.find(|it| !it.contains('*') && fits(&essence(it)))
    }

    /// What the operation does not declare of a reply, if there is something.
    pub(super) fn undeclared(&self, reply: &Reply) -> Option<String> {
        if self.responses.is_empty() {
            return None;
        }
        let status = reply.status();
        let what = match (self.declared(status), reply.media_type()) {
            (None, _) => format!("status {status}"),
            (Some(declared), Some(given)) if !declared.iter().any(|it| covers(it, given)) => {
                format!("`{given}` for status {status}")
            }
            _ => return None,
        };
        let Self { workflow, step, .. } = self;
        let declared: Vec<String> = self.responses.iter().map(text).collect();
        let declared = declared.join(", ");
        Some(format!(
            "the operation of step `{step}` of workflow `{workflow}` does not declare {what}; it declares {declared}. \
             `Reply::undeclared` is for answers that are meant so"
        ))
    }
}

fn text((status, media_types): &Declared) -> String {
    match media_types {
        [] => (*status).to_owned(),
        _ => format!("{status} `{}`", media_types.join("`, `")),
    }
}

/// The media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether `given` is what `declared` says, which may be a range.
fn covers(declared: &str, given: &str) -> bool {
    let (declared, given) = (essence(declared), essence(given));
    let parts = declared.split_once('*');
    parts.map_or(declared == given, |(before, after)| {
        after == "/*" || given.starts_with(before) && given.ends_with(after)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const STEP: Step = Step::new(
        "w",
        "s",
        &[
            ("201", &["application/hal+json", "text/csv"]),
            ("204", &[]),
            ("4XX", &["application/*+json"]),
        ],
    );

    #[test]
    fn a_reply_is_compared_with_what_is_declared() {
        let csv = Reply::new(201).header("content-type", "Text/CSV; header=present");
        for (reply, undeclared) in [
            (Reply::new(201), None),
            (csv.body("a,b"), None),
            (Reply::new(204), None),
            (Reply::new(200), Some("status 200")),
            (Reply::new(500), Some("status 500")),
            (
                Reply::new(404).header("content-type", "application/problem+json"),
                None,
            ),
            (
                Reply::json(404, json!({})),
                Some("`application/json` for status 404"),
            ),
            (
                Reply::json(204, json!({})),
                Some("`application/json` for status 204"),
            ),
        ] {
            let found = STEP.undeclared(&reply);
            match undeclared {
                None => assert_eq!(found, None),
                Some(what) => {
                    let found = found.unwrap_or_default();
                    assert!(found.contains(&format!("declare {what}; it")), "{found}");
                }
            }
        }
        let found = STEP.undeclared(&Reply::new(500)).unwrap_or_default();
        assert!(
            found.contains("201 `application/hal+json`, `text/csv`, 204, 4XX `application/*+json`"),
            "{found}"
        );
    }

    #[test]
    fn a_body_gets_the_media_type_that_is_declared_for_it() {
        let json = |status| STEP.media_type(status, is_json);
        assert_eq!(json(201), Some("application/hal+json"));
        // A range is none that a response can have.
        assert_eq!(json(404), None);
        assert_eq!(json(500), None);
    }

    #[test]
    fn ranges_cover_what_they_say() {
        for (declared, given, expected) in [
            ("*/*", "text/plain", true),
            ("text/*", "text/plain;charset=utf-8", true),
            ("text/*", "image/png", false),
            ("application/*+xml", "application/atom+xml", true),
            ("application/json", "application/problem+json", false),
        ] {
            assert_eq!(covers(declared, given), expected, "{declared} {given}");
        }
    }
}
