//! The calls that documentation shows, as functions: that they compile is the test.

/// A module with the examples of the modules `code`, by their names.
pub(crate) fn module(code: &[(String, String)]) -> String {
    let mut out = "/// Calls that documentation shows.\npub mod examples {\n".to_owned();
    for (module, code) in code {
        for (index, lines) in found(code).into_iter().enumerate() {
            out.push_str(&format!(
                "    /// A call.\n    ///\n    /// # Errors\n    /// It fails.\n    \
                 pub async fn {module}_{index}(client: super::{module}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n        \
                 use super::{module}::*;\n{lines}        drop(run);\n        Ok(())\n    }}\n"
            ));
        }
    }
    out + "}\n"
}

fn found(code: &str) -> Vec<String> {
    let (mut found, mut example, mut heading) = (Vec::new(), None::<String>, "");
    for line in code.lines() {
        let text = line.trim_start().strip_prefix("///");
        let text = text.map(|text| text.strip_prefix(' ').unwrap_or(text));
        match (text, &mut example) {
            (Some("```"), Some(lines)) => {
                found.push(std::mem::take(lines));
                example = None;
            }
            (Some(text), Some(lines)) => lines.push_str(&format!("        {text}\n")),
            (Some("```text"), None) if heading == "# Example" => example = Some(String::new()),
            (Some(text), None) if text.starts_with("# ") => heading = text,
            _ => {}
        }
    }
    found
}
