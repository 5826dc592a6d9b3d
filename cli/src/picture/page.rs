//! A page with the picture, and below it a table of the steps in the order in which they ran.

use arazzo_runtime::Outcome;

use super::mark::escaped;
use crate::progress::duration;
use crate::record::Entry;

const STYLE: &str = "body{font:14px/1.5 sans-serif;margin:1rem;color-scheme:light dark;background:#fff;color:#1f2328}\
table{border-collapse:collapse;margin-top:1rem}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8b949e;vertical-align:top;overflow-wrap:anywhere}\
svg{max-width:100%;height:auto}\
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#f0f6fc}}";

/// The page. It asks for nothing from anywhere, and has no scripts.
pub(super) fn page(workflow: &str, picture: &str, steps: &[Entry]) -> String {
    let mut rows = String::new();
    add(steps, 0, &mut rows);
    let title = escaped(workflow);
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    // The picture's first line is a comment for those who look into the crate.
    let picture = picture
        .find("<svg")
        .and_then(|at| picture.get(at..))
        .unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>A run of {title}</title>\n<style>{STYLE}</style></head>\n<body>\n{picture}\
         <table><thead><tr><th scope=\"col\">Step</th><th scope=\"col\">Request</th><th scope=\"col\">Status</th>\
         <th scope=\"col\">Attempts</th><th scope=\"col\">Time</th><th scope=\"col\">Outcome</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table>\n</body></html>\n"
    )
}

/// A row a step; those of a called workflow are indented below their caller.
fn add(steps: &[Entry], depth: usize, rows: &mut String) {
    for entry in steps {
        let request = match &entry.request {
            Some((method, url)) => format!("{method} {url}"),
            None => String::new(),
        };
        let outcome = match (entry.outcome, entry.unmet) {
            (Some(Outcome::Succeeded), _) => "succeeded".to_owned(),
            (Some(Outcome::Failed(_)), Some(unmet)) => format!("failed: {unmet}"),
            (Some(Outcome::Failed(_)), None) => "failed".to_owned(),
            _ => "not finished".to_owned(),
        };
        let cells = [
            format!("{}{}", "\u{2003}".repeat(depth), entry.step),
            request,
            entry
                .status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            entry.attempts.to_string(),
            duration(entry.so_far()),
            outcome,
        ];
        rows.push_str("<tr>");
        for cell in cells {
            rows.push_str(&format!("<td>{}</td>", escaped(&cell)));
        }
        rows.push_str("</tr>\n");
        add(&entry.steps, depth.saturating_add(1), rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_stays_text() {
        let steps = [Entry::ended("<img src=x>", 1, &[], Outcome::Succeeded)];
        let page = page("</title><script>", "<!-- x -->\n<svg></svg>\n", &steps);
        assert!(
            !page.contains("<img") && !page.contains("<script"),
            "{page}"
        );
        assert!(page.contains("&lt;img src=x&gt;") && page.contains("<body>\n<svg></svg>"));
    }
}
