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
    pub fn accept(&self) -> Vec<&str> {
        let mut accepted: Vec<&str> = Vec::new();
        for media in self.responses.iter().flat_map(|response| &response.content) {
            let name = media.name.trim();
            if !accepted
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
            {
                accepted.push(name);
            }
        }
        accepted.sort_by_key(|name| !is_json(name));
        if accepted.is_empty() {
            accepted.push("*/*");
        }
        accepted
    }
}

impl RequestBody {
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

    /// The media type whose schema describes a JSON body: JSON itself, or else a range that includes it.
    pub fn json(&self) -> Option<&MediaType> {
        let json = self.content.iter().find(|media| is_json(&media.name));
        json.or_else(|| self.media_type_for("application/json"))
    }
}

/// Whether a media type is `application/json` or ends with `+json`; parameters do not matter.
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
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
    let (kind, _) = wanted.split_once('/')?;
    let find = |name: &str| content.iter().find(|media| essence(&media.name) == name);
    let same = |media: &&MediaType| same_text(&media.name, content_type);
    content
        .iter()
        .find(same)
        .or_else(|| find(&wanted))
        .or_else(|| find(&format!("{kind}/*")))
        .or_else(|| find("*/*"))
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
        assert!(!is_json("application/jsonl"));
        assert!(!is_json("text/plain"));
        assert!(!is_json("*/*"));
    }
}
