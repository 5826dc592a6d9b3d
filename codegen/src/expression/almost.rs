//! Expressions in the clothes of other languages: `{{inputs.x}}`, `inputs.x`, `$inputs/x`, `$inputs['x']`.

use std::ops::Range;

use super::{
    Expression, Names,
    access::is_member_char,
    names::Whose,
    parser::is_name_char,
    roots::{ALONE, ROOTS},
};

/// A part of a text that may have been meant as an expression; it was if what it names is declared.
#[derive(Debug)]
pub struct Almost {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it reads.
    pub expression: Expression,
    /// What to write instead of it.
    pub replacement: String,
    /// What keeps it from being an expression, behind "is no expression".
    pub why: &'static str,
}

const NO_DOLLAR: &str = "without `$`";
const NO_DOT: &str = "without `.` between its names";

/// What stands where a `.` should.
const SEPARATORS: [&str; 7] = [".", "#/", "/", "::", ":", "->", "#"];

impl Names {
    /// What `text`, apart from the expressions that it embeds, may have meant to be one.
    pub fn almost(&self, text: &str) -> Vec<Almost> {
        let braced = positions(text, '{').filter_map(|open| self.in_braces(text, open));
        let separated = positions(text, '$').filter_map(|dollar| self.separated(text, dollar));
        let whole = self.without_dollar(text);
        braced.chain(separated).chain(whole).collect()
    }

    /// `{inputs.x}`, `${inputs.x}`, `{{ inputs.x }}`.
    fn in_braces(&self, text: &str, open: usize) -> Option<Almost> {
        let inner = text.get(open + 1..)?;
        let inner = inner.get(..inner.find('}')?)?;
        let end = open + 1 + inner.len();
        let name = inner.trim();
        let expression = self.parse(&format!("${name}")).ok()?;
        let before = text.get(..open)?;
        let after = text.get(end + 1..)?;
        let (before, end) = match (before.strip_suffix('{'), after.starts_with('}')) {
            (Some(before), true) => (before, end + 2),
            _ => (before, end + 1),
        };
        let doubled = end > open + 2 + inner.len();
        let before = match before.strip_suffix('$') {
            // A part of a longer text is one of GitHub's workflows, which has inputs of its own.
            Some(around) if doubled && text.trim() != text.get(around.len()..end)? => return None,
            Some(around) => around,
            None => before,
        };
        Some(Almost {
            span: before.len()..end,
            expression,
            replacement: format!("{{${name}}}"),
            why: NO_DOLLAR,
        })
    }

    /// A text that is an expression but for its `$`.
    fn without_dollar(&self, text: &str) -> Option<Almost> {
        let written = text.trim();
        let root = written.get(..written.find('.')?)?;
        if !ROOTS.contains(&root) || ALONE.contains(&root) {
            return None;
        }
        let replacement = format!("${written}");
        let expression = self.parse(&replacement).ok()?;
        Some(Almost {
            span: 0..text.len(),
            expression,
            replacement,
            why: NO_DOLLAR,
        })
    }

    /// `$inputs/x`, `$steps['s'].outputs.x` and the like at `dollar`.
    fn separated(&self, text: &str, dollar: usize) -> Option<Almost> {
        if text.get(..dollar)?.ends_with('{') {
            return None;
        }
        let rest = text.get(dollar + 1..)?;
        let root = rest.get(..rest.find(|c: char| !c.is_ascii_alphabetic())?)?;
        let names = match root {
            "inputs" => 1,
            "steps" | "workflows" => 3,
            _ => return None,
        };
        let mut meant = format!("${root}");
        let mut rest = rest.get(root.len()..)?;
        let mut odd = false;
        for at in 0..names {
            let (name, dotted, after) = self.name(rest, root, at)?;
            meant.extend([".", name]);
            odd |= !dotted;
            rest = after;
        }
        if !odd {
            return None;
        }
        let way = rest.find(|c| !is_way(c)).unwrap_or(rest.len());
        let way = rest.get(..way)?.trim_end_matches(['.', '-', '/']);
        let longer = format!("{meant}{way}");
        let (expression, meant, length) = match self.parse(&longer) {
            Ok(expression) => (expression, longer, way.len()),
            Err(_) => (self.parse(&meant).ok()?, meant, 0),
        };
        let end = text.len() - rest.len() + length;
        let whole = dollar == 0 && end == text.len();
        Some(Almost {
            span: dollar..end,
            expression,
            replacement: match whole {
                true => meant,
                false => format!("{{{meant}}}"),
            },
            why: NO_DOT,
        })
    }

    /// The name that comes next, whether a dot stands before it, and what comes after it.
    fn name<'t>(&self, text: &'t str, root: &str, at: usize) -> Option<(&'t str, bool, &'t str)> {
        if let Some(inside) = text.strip_prefix('[') {
            let (name, after) = inside.split_once(']')?;
            let name = name.trim_matches(['\'', '"']);
            let plain = !name.is_empty() && !name.contains(['{', '}', '\'', '"', '[']);
            return plain.then_some((name, false, after));
        }
        let mut separators = SEPARATORS.iter();
        let separator = separators.find(|separator| text.starts_with(**separator))?;
        let rest = text.get(separator.len()..)?;
        let declared = match (root, at) {
            ("inputs", _) => self.declared(Whose::Inputs, rest),
            ("steps", 0) => Some(self.step_id(rest)),
            ("workflows", 0) => Some(self.workflow_id(rest)),
            _ => None,
        };
        let general = rest.find(|c| !is_member_char(c)).unwrap_or(rest.len());
        let length = declared.unwrap_or(general);
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        Some((name, *separator == ".", rest.get(length..)?))
    }
}

/// What leads into a value, behind its name.
fn is_way(c: char) -> bool {
    is_name_char(c) || matches!(c, '[' | ']' | '#' | '/' | '~')
}

fn positions(text: &str, what: char) -> impl Iterator<Item = usize> {
    text.match_indices(what).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_languages_are_found() {
        for (text, written, replacement) in [
            ("{inputs.t}", "{inputs.t}", "{$inputs.t}"),
            ("a ${inputs.t}!", "${inputs.t}", "{$inputs.t}"),
            ("{{inputs.t}}", "{{inputs.t}}", "{$inputs.t}"),
            ("a {{ inputs.t }} b", "{{ inputs.t }}", "{$inputs.t}"),
            ("${{ inputs.t }}", "${{ inputs.t }}", "{$inputs.t}"),
            ("{a} {inputs.t}", "{inputs.t}", "{$inputs.t}"),
            ("inputs.t", "inputs.t", "$inputs.t"),
            (
                "steps.s.outputs.o",
                "steps.s.outputs.o",
                "$steps.s.outputs.o",
            ),
            ("$inputs/t", "$inputs/t", "$inputs.t"),
            ("$inputs#/t", "$inputs#/t", "$inputs.t"),
            ("$inputs:t", "$inputs:t", "$inputs.t"),
            ("$inputs->t", "$inputs->t", "$inputs.t"),
            ("$inputs['t']", "$inputs['t']", "$inputs.t"),
            ("$inputs[\"t\"].a", "$inputs[\"t\"].a", "$inputs.t.a"),
            ("$inputs[t]", "$inputs[t]", "$inputs.t"),
            ("Bearer $inputs/t, b", "$inputs/t", "{$inputs.t}"),
            (
                "$steps['s'].outputs['o']",
                "$steps['s'].outputs['o']",
                "$steps.s.outputs.o",
            ),
            (
                "$steps/s/outputs/o#/a",
                "$steps/s/outputs/o#/a",
                "$steps.s.outputs.o#/a",
            ),
        ] {
            let found = Names::default().almost(text);
            let found = found.first().expect(text);
            assert_eq!(text.get(found.span.clone()), Some(written), "{text}");
            assert_eq!(found.replacement, replacement, "{text}");
        }
        for text in [
            "$inputs.t",
            "{$inputs.t}",
            "env:\n  V: ${{ inputs.t }}\n",
            "{{$inputs.t}}",
            "a $steps.s.outputs.o b",
            "$inputs",
            "$inputs and t",
            "$inputs[]",
            "my inputs.t",
            "index.html",
            "{id}",
            "query { inputs { t } }",
            "$filter/t",
        ] {
            assert!(Names::default().almost(text).is_empty(), "{text}");
        }
    }
}
