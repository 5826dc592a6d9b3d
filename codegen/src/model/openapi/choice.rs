//! Which response a status picks, and which media type is sent or asked for.

use super::{MediaType, Operation, RequestBody, Response, StatusPattern};

impl Operation {
    /// The response for `status`: exact code over range over `default` (OpenAPI 3.1, section 4.8.16).
    pub fn response_for(&self, status: u16) -> Option<&Response> {
        let find = |wanted: StatusPattern| {
            let mut responses = self.responses.iter();
            responses.find(|response| response.status == wanted)
        };
        let range = u8::try_from(status / 100).ok().map(StatusPattern::Range);
        find(StatusPattern::Exact(status))
            .or_else(|| range.and_then(find))
            .or_else(|| find(StatusPattern::Default))
    }

    /// The responses for `statuses`, those with an exact code first. What stands for many statuses also stands for those
    /// that never come: a range without a body counts only for a status that is `named`, and so does `default`, which
    /// describes errors as a rule; both count where nothing else does.
    pub fn responses_for(&self, statuses: &[u16], named: &[u16]) -> Vec<&Response> {
        let mut all: Vec<(&Response, bool)> = Vec::new();
        for status in statuses {
            let Some(response) = self.response_for(*status) else {
                continue;
            };
            let counts = match response.status {
                StatusPattern::Exact(_) => true,
                StatusPattern::Range(_) if !response.content.is_empty() => true,
                StatusPattern::Range(_) | StatusPattern::Default => named.contains(status),
            };
            match all
                .iter_mut()
                .find(|(known, _)| known.node == response.node)
            {
                Some((_, known)) => *known |= counts,
                None => all.push((response, counts)),
            }
        }
        let exact = |(found, _): &(&Response, bool)| match found.status {
            StatusPattern::Exact(_) => 0,
            StatusPattern::Range(_) => 1,
            StatusPattern::Default => 2,
        };
        all.sort_by_key(exact);
        if !all.iter().any(|(_, counts)| *counts) {
            let nearest = all.first().map(exact);
            all.retain(|found| Some(exact(found)) == nearest);
            return all.into_iter().map(|(found, _)| found).collect();
        }
        all.retain(|(_, counts)| *counts);
        all.into_iter().map(|(found, _)| found).collect()
    }

    /// What to write into `Accept`: each media type that a response declares once, JSON first; `*/*` if there is none.
    /// A range of parts of a subtype (`application/*+json`) is none of HTTP (RFC 9110, section 12.5.1): what it stands
    /// for comes first there, and anything else last.
    pub fn accept(&self) -> Vec<&str> {
        let mut accepted: Vec<&str> = Vec::new();
        let mut push = |name| {
            if !accepted
                .iter()
                .any(|known: &&str| known.eq_ignore_ascii_case(name))
            {
                accepted.push(name);
            }
        };
        for media in self.responses.iter().flat_map(|response| &response.content) {
            let name = media.name.trim();
            let essence = essence(name);
            let partial = is_range(name) && !essence.ends_with("/*");
            match partial {
                false => push(name),
                true if is_json(&essence) => {
                    push("application/json");
                    push(ANYTHING_LAST);
                }
                true => push(ANYTHING_LAST),
            }
        }
        accepted.sort_by_key(|name| (!is_json(name), *name == ANYTHING_LAST));
        if accepted.is_empty() {
            accepted.push("*/*");
        }
        accepted
    }
}

impl RequestBody {
    /// Whether its `$ref` leads nowhere, so that nothing is known of it.
    pub fn is_unread(&self) -> bool {
        self.node.get("$ref").is_some() && self.content.is_empty()
    }

    /// The media type to send when a step names none: the only one, or JSON itself where it is among several, then
    /// another media type of JSON, then the first. It may
    /// be a range such as `*/*` (see [`is_range`]).
    pub fn default_media_type(&self) -> Option<&MediaType> {
        preferred(&self.content)
    }

    /// The declared media type that `content_type` falls under; the most specific wins.
    pub fn media_type_for(&self, content_type: &str) -> Option<&MediaType> {
        matching(&self.content, content_type)
    }
}

impl Response {
    /// The declared media type that `content_type` falls under; the most specific wins.
    pub fn media_type_for(&self, content_type: &str) -> Option<&MediaType> {
        matching(&self.content, content_type)
    }

    /// The media type whose schema describes what a JSON Pointer into the body finds: JSON, or else XML.
    pub fn structured(&self) -> Option<&MediaType> {
        let json = self.content.iter().find(|media| media.is_json());
        let xml = || self.content.iter().find(|media| is_xml(&media.name));
        json.or_else(xml)
            .or_else(|| self.media_type_for("application/json"))
    }

    /// Whether its `$ref` leads nowhere, so that only the status is known.
    pub fn is_unread(&self) -> bool {
        self.node.get("$ref").is_some()
    }

    /// All media types whose schemas describe what a JSON Pointer finds: JSON in its variants, or else [`structured`](Self::structured).
    pub fn every_structured(&self) -> Vec<&MediaType> {
        let json = self.content.iter().filter(|media| media.is_json());
        let json: Vec<&MediaType> = json.collect();
        if json.is_empty() {
            return self.structured().into_iter().collect();
        }
        json
    }

    /// The media type whose schema describes a JSON body: JSON itself, or else a range that includes it.
    pub fn json(&self) -> Option<&MediaType> {
        let json = self.content.iter().find(|media| media.is_json());
        json.or_else(|| self.media_type_for("application/json"))
    }
}

impl MediaType {
    /// Whether it is JSON, or JSON lines that are read as a list.
    pub fn is_json(&self) -> bool {
        self.lines || is_json(&self.name)
    }
}

/// What `Accept` ends with where nobody knows all media types that may come.
const ANYTHING_LAST: &str = "*/*;q=0.5";

/// Whether a media type is `application/json` (or `text/json`, as some call it) or ends with `+json`; parameters do not
/// matter.
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether a media type is `application/xml`, `text/xml` or ends with `+xml`; parameters do not matter.
pub fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Whether a media type holds a wildcard and therefore cannot be sent as it stands.
pub fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}

fn preferred(content: &[MediaType]) -> Option<&MediaType> {
    let find = |wanted: fn(&str) -> bool| content.iter().find(|media| wanted(&media.name));
    find(|name| essence(name) == "application/json")
        .or_else(|| find(is_json))
        .or_else(|| find(|name| !is_range(name)))
        .or_else(|| content.first())
}

fn matching<'a>(content: &'a [MediaType], content_type: &str) -> Option<&'a MediaType> {
    let wanted = essence(content_type);
    wanted.split_once('/')?;
    let find = |name: &str| content.iter().find(|media| essence(&media.name) == name);
    let mut ranges: Vec<&MediaType> = content
        .iter()
        .filter(|media| covers(&essence(&media.name), &wanted))
        .collect();
    ranges.sort_by_key(|media| std::cmp::Reverse(essence(&media.name).len()));
    let same = |media: &&MediaType| same_text(&media.name, content_type);
    content
        .iter()
        .find(same)
        .or_else(|| find(&wanted))
        .or_else(|| ranges.first().copied())
}

/// Whether a range covers a media type, both without parameters. `*+json` covers JSON itself, too: it is what is sent
/// for that range.
fn covers(range: &str, wanted: &str) -> bool {
    if range == "*/*" {
        return true;
    }
    let Some((start, end)) = range.split_once('*') else {
        return false;
    };
    let within = wanted
        .strip_prefix(start)
        .is_some_and(|rest| rest.len() > end.len() && rest.ends_with(end));
    within || (end == "+json" && wanted == format!("{start}json"))
}

/// Equality with parameters, spaces and case apart.
fn same_text(left: &str, right: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    bare(left).eq_ignore_ascii_case(&bare(right))
}

/// The media type without parameters, in lower case.
fn essence(media_type: &str) -> String {
    let bare = media_type.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_a_family() {
        assert!(is_json("application/json"));
        assert!(is_json("Application/JSON; charset=utf-8"));
        assert!(is_json("application/merge-patch+json"));
        assert!(is_json("text/json"));
        assert!(!is_json("application/jsonl"));
        assert!(!is_json("text/plain"));
        assert!(!is_json("*/*"));
    }

    #[test]
    fn a_range_covers_what_it_stands_for() {
        let covered = |range: &str| {
            let all = [
                "application/json",
                "application/merge-patch+json",
                "application/vnd.x.a+json",
                "application/vnd.x",
                "text/plain",
            ];
            let found = all.iter().enumerate();
            let found = found.filter(|(_, name)| covers(range, name));
            found.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(covered("*/*"), [0, 1, 2, 3, 4]);
        assert_eq!(covered("application/*"), [0, 1, 2, 3]);
        assert_eq!(covered("application/*+json"), [0, 1, 2]);
        assert_eq!(covered("application/vnd.x.*+json"), [2]);
        assert_eq!(covered("text/plain"), Vec::<usize>::new());
    }
}
