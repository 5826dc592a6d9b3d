//! Rewrites texts the standard does not allow, but whose meaning is plain, to their standard form.

use super::{
    Expression, Spanned,
    around::placeholder,
    braces,
    condition::condition_with,
    fix::{Deviations, Fix, Tolerated, apply, as_given},
    names::{Names, Whose},
    parse::within,
    parser::{is_name_char, is_token_char},
    roots::known_root,
    template::find,
};

const UNBRACED: &str = "an expression inside longer text needs braces";
const SPACED: &str = "an expression inside text has single braces around it and no spaces";

/// The standard form of a string in a value position, if the string deviates in one of the known ways:
///
/// - `$response.body.a[0]` and `$response.body#a` for `$response.body#/a/0` and `$response.body#/a`,
/// - `$response.headers.X` for `$response.header.X`,
/// - `Bearer $inputs.token` and `Bearer {{ $inputs.token }}` for `Bearer {$inputs.token}`; what is named is given in
///   [`Tolerated::references`], and the rewriting is meant only if all of it is declared.
///
/// `None` if the string is standard already or means nothing plain.
/// `$steps.s.outputs.o.a[0]` is grammatical, because names may hold dots: see
/// [`split_reference`](super::split_reference).
pub(super) fn value(names: &Names, text: &str) -> Option<Tolerated> {
    let whole = known_root(text)
        .and_then(|_| within(names, text, 0..text.len(), Deviations::Collect(Vec::new())).ok());
    let (fixes, references) = match whole {
        Some((_, fixes)) => (fixes, Vec::new()),
        None => inside(names, text)?,
    };
    let standard = apply(text, &fixes);
    names.template(&standard).ok()?;
    tolerate(standard, fixes, references)
}

/// The standard form of a simple condition that deviates in one of the ways of [`tolerated`], or by double
/// quotes around strings, none around a word that can be nothing else, or braces around expressions.
pub(super) fn simple(names: &Names, text: &str) -> Option<Tolerated> {
    let braces = braces::removed(text);
    let bare = braces.as_ref().map(|braces| apply(text, braces));
    let read = bare.as_deref().unwrap_or(text);
    let (_, mut fixes) = condition_with(names, read, Deviations::Collect(Vec::new())).ok()?;
    let standard = apply(read, &fixes);
    let mut condition = names.condition(&standard).ok()?;
    condition.each_operand(&mut |operand| {
        let span = as_given(&fixes, &operand.span);
        operand.span = braces
            .as_ref()
            .map_or(span.clone(), |braces| as_given(braces, &span));
    });
    if bare.is_some() {
        fixes = vec![Fix {
            span: 0..text.len(),
            replacement: standard.clone(),
            why: braces::WHY,
        }];
    }
    let found = tolerate(standard, fixes, Vec::new())?;
    Some(Tolerated {
        condition: Some(condition),
        ..found
    })
}

fn tolerate(
    standard: String,
    fixes: Vec<Fix>,
    references: Vec<Spanned<Expression>>,
) -> Option<Tolerated> {
    let why = fixes.first()?.why;
    Some(Tolerated {
        standard,
        why,
        fixes,
        references,
        condition: None,
    })
}

type Found = (Vec<Fix>, Vec<Spanned<Expression>>);

/// Finds deviations of embedded expressions, and expressions without braces.
fn inside(names: &Names, text: &str) -> Option<Found> {
    let (mut fixes, mut references) = (Vec::new(), Vec::new());
    let mut done = 0;
    while let Some(dollar) = find(text, "$", done) {
        let embedded = text.get(..dollar)?.ends_with('{');
        if embedded {
            let close = find(text, "}", dollar)?;
            let end = dollar + text.get(dollar..close)?.trim_end().len();
            let inner = within(names, text, dollar..end, Deviations::Collect(Vec::new()));
            fixes.extend(inner.ok()?.1);
            if end < close {
                fixes.push(Fix {
                    span: end..close,
                    replacement: String::new(),
                    why: SPACED,
                });
            }
            done = close + 1;
            continue;
        }
        match unbraced(names, text, dollar) {
            Some((fix, reference)) => {
                done = fix.span.end;
                fixes.push(fix);
                references.push(reference);
            }
            None => done = dollar + 1,
        }
    }
    Some((fixes, references))
}

/// The expression without braces at `start`, if there is one that longer text can mean.
fn unbraced(names: &Names, text: &str, start: usize) -> Option<(Fix, Spanned<Expression>)> {
    let rest = text.get(start..)?;
    let root = known_root(rest)?;
    if matches!(root, "components" | "message" | "sourceDescriptions") {
        return None;
    }
    let end = start + extent(names, rest);
    let (value, fixes) = within(names, text, start..end, Deviations::Collect(Vec::new())).ok()?;
    let bare_body = rest.get(..end - start)?.ends_with(".body");
    if bare_body && text.get(end..)?.starts_with('/') {
        return None; // meant `#/`, not text that happens to begin with `/`
    }
    let shifted: Vec<Fix> = fixes
        .into_iter()
        .map(|fix| Fix {
            span: fix.span.start - start..fix.span.end - start,
            ..fix
        })
        .collect();
    let standard = apply(text.get(start..end)?, &shifted);
    let around = placeholder(text, start..end);
    let fix = Fix {
        why: if around.is_some() { SPACED } else { UNBRACED },
        span: around.unwrap_or(start..end),
        replacement: format!("{{{standard}}}"),
    };
    let span = start..end;
    Some((fix, Spanned { value, span }))
}

/// How far an expression without braces reaches: a name with dots and indexes, then perhaps a pointer.
/// A dot or a hyphen at the end belongs to the text around it.
fn extent(names: &Names, rest: &str) -> usize {
    let header = rest.starts_with("$response.header") || rest.starts_with("$request.header");
    let is_part = |c: char| {
        if header {
            is_token_char(c) && !"'`$&#".contains(c)
        } else {
            is_name_char(c) || matches!(c, '[' | ']')
        }
    };
    let name = length_while(rest, declared_to(names, rest), is_part);
    let mut end = name;
    if rest
        .get(name..)
        .is_some_and(|after| after.starts_with("#/"))
    {
        end = length_while(rest, name + 1, |c| {
            is_name_char(c) || matches!(c, '/' | '~' | '%' | '@')
        });
    }
    let reached = rest.get(..end).unwrap_or("");
    let closed = reached.get(..unopened(reached)).unwrap_or("");
    closed.trim_end_matches(['.', '-', '/']).len()
}

/// Where a bracket closes that `text` does not open: it belongs to what is around, as in `[$inputs.a]`.
fn unopened(text: &str) -> usize {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => open += 1,
            ']' if open == 0 => return at,
            ']' => open -= 1,
            _ => {}
        }
    }
    text.len()
}

/// How far declared names lead at the start of an expression.
fn declared_to(names: &Names, rest: &str) -> usize {
    let after = |from: usize, length: &dyn Fn(&str) -> usize| {
        let name = rest.get(from..).unwrap_or("");
        from + length(name)
    };
    let named =
        |at: usize, whose: Whose<'_>| after(at, &|name| names.declared(whose, name).unwrap_or(0));
    let id = |from: usize, end: usize| rest.get(from..end).unwrap_or("");
    if rest.starts_with("$inputs.") {
        return named("$inputs.".len(), Whose::Inputs);
    }
    if rest.starts_with("$outputs.") {
        return named("$outputs.".len(), Whose::Outputs);
    }
    if rest.starts_with("$steps.") {
        let start = "$steps.".len();
        let end = after(start, &|text| names.step_id(text));
        return match rest
            .get(end..)
            .is_some_and(|text| text.starts_with(".outputs."))
        {
            true => named(end + ".outputs.".len(), Whose::Step(id(start, end))),
            false => end,
        };
    }
    if rest.starts_with("$workflows.") {
        let start = "$workflows.".len();
        let end = after(start, &|text| names.workflow_id(text));
        let id = id(start, end);
        let side = rest.get(end..).unwrap_or("");
        return match () {
            () if side.starts_with(".inputs.") => {
                named(end + ".inputs.".len(), Whose::WorkflowInputs(id))
            }
            () if side.starts_with(".outputs.") => {
                named(end + ".outputs.".len(), Whose::WorkflowOutputs(id))
            }
            () => end,
        };
    }
    1
}

/// Where the run of characters that `keep` accepts, from `from` on, ends.
fn length_while(text: &str, from: usize, keep: impl Fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or("");
    from + rest.find(|c| !keep(c)).unwrap_or(rest.len())
}

impl Names {
    /// The standard form of a string in a value position: the module `tolerated` has the forms.
    pub fn tolerated(&self, text: &str) -> Option<Tolerated> {
        value(self, text)
    }

    /// The standard form of a simple condition that deviates in one of the known ways.
    pub fn tolerated_condition(&self, text: &str) -> Option<Tolerated> {
        simple(self, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{tolerated, tolerated_condition};

    fn standard(text: &str) -> Option<String> {
        tolerated(text).map(|tolerated| tolerated.standard)
    }

    #[test]
    fn each_known_deviation_gets_its_standard_form() {
        for (text, expected) in [
            ("$response.body.a.b[0]", "$response.body#/a/b/0"),
            ("$response.body[0].id", "$response.body#/0/id"),
            ("$response.body['a/b'].c", "$response.body#/a~1b/c"),
            ("$request.body.a", "$request.body#/a"),
            ("$response.headers.Location", "$response.header.Location"),
            ("$response.body#id", "$response.body#/id"),
            ("$response.body#data[0].id", "$response.body#/data/0/id"),
            ("$inputs.customer#name", "$inputs.customer#/name"),
            ("Bearer $inputs.token", "Bearer {$inputs.token}"),
            (
                "Bearer {$response.body.token}",
                "Bearer {$response.body#/token}",
            ),
            ("heads/$inputs.branch", "heads/{$inputs.branch}"),
            ("Bearer {{ $inputs.token }}!", "Bearer {$inputs.token}!"),
            ("{ $inputs.query }", "{$inputs.query}"),
            ("{$inputs.query }", "{$inputs.query}"),
            (
                "a { $inputs.b} {  $inputs.c  }.",
                "a {$inputs.b} {$inputs.c}.",
            ),
            ("$inputs.a/$inputs.b", "{$inputs.a}/{$inputs.b}"),
            ("type($steps.s.outputs.t)", "type({$steps.s.outputs.t})"),
            ("See $inputs.page.", "See {$inputs.page}."),
            ("[$inputs.a]", "[{$inputs.a}]"),
            ("[$inputs.a[0], $inputs.b]", "[{$inputs.a[0]}, {$inputs.b}]"),
            (
                "t=$response.body.t&u={$inputs.u}",
                "t={$response.body#/t}&u={$inputs.u}",
            ),
            (
                "id $steps.s.outputs.o#/a/0, ok",
                "id {$steps.s.outputs.o#/a/0}, ok",
            ),
        ] {
            assert_eq!(standard(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn standard_texts_and_nonsense_are_left_alone() {
        for text in [
            "$inputs.a",
            "$steps.s.outputs.o.a[0]",
            "Bearer {$inputs.token}",
            "$response.bdy",
            "$steps.a.response.body",
            "costs $5",
            "at $url",
            "$response.body/Token",
            "{$}",
            "{$inputs.a",
            "$$inputs",
        ] {
            assert_eq!(standard(text), None, "{text}");
        }
    }

    #[test]
    fn references_without_braces_are_reported_with_their_place() {
        let text = "Bearer $steps.login.outputs.token";
        let found = tolerated(text).unwrap();
        let [reference] = found.references.as_slice() else {
            panic!("one reference");
        };
        assert_eq!(reference.span, 7..text.len());
        assert!(matches!(reference.value, Expression::Step { .. }));
        assert!(
            tolerated("$response.headers.X")
                .unwrap()
                .references
                .is_empty()
        );
    }

    #[test]
    fn operands_stand_where_they_were_written() {
        for (text, operands) in [
            ("!{$inputs.t}", vec!["$inputs.t"]),
            (
                "{$response.body#/o} && {{ $inputs.t }}",
                vec!["$response.body#/o", "$inputs.t"],
            ),
            (
                "{$inputs.a == 1 || $inputs.b} && true",
                vec!["$inputs.a", "1", "$inputs.b", "true"],
            ),
            (
                "{$response.headers.X} && $inputs.t",
                vec!["$response.headers.X", "$inputs.t"],
            ),
            (
                "$response.body.a == \"b\" && $inputs.t",
                vec!["$response.body.a", "\"b\"", "$inputs.t"],
            ),
        ] {
            let mut condition = tolerated_condition(text).unwrap().condition.unwrap();
            let mut found = Vec::new();
            condition.each_operand(&mut |operand| found.extend(text.get(operand.span.clone())));
            assert_eq!(found, operands, "{text}");
        }
    }

    #[test]
    fn words_that_may_mean_something_else_are_no_text() {
        for text in [
            "$inputs.a == True",
            "$inputs.a == None",
            "$inputs.a == active and $inputs.b",
            "$inputs.a == in progress",
            "$inputs.a == inputs.b",
            "$inputs.a == statusCode",
            "$inputs.a == 2xx",
            "$inputs.a == active.",
            "$inputs.a == isActive($inputs.b)",
            "active == $inputs.a",
            "active",
        ] {
            assert_eq!(tolerated_condition(text), None, "{text}");
        }
    }

    #[test]
    fn conditions_get_single_quotes_and_standard_expressions() {
        for (text, expected) in [
            (
                r#"$response.body#/s == "a's""#,
                "$response.body#/s == 'a''s'",
            ),
            (
                r#"$response.headers.X == "b" && $response.body#id != null"#,
                "$response.header.X == 'b' && $response.body#/id != null",
            ),
            (r#"$inputs.a == "x\ny""#, "$inputs.a == 'x\ny'"),
            (
                "$response.header.Content-Type == application/json",
                "$response.header.Content-Type == 'application/json'",
            ),
            (
                "($response.body#/status == active) || $inputs.a != sold-out && $statusCode == 200",
                "($response.body#/status == 'active') || $inputs.a != 'sold-out' && $statusCode == 200",
            ),
        ] {
            let found = tolerated_condition(text).map(|found| found.standard);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(tolerated_condition("$statusCode == 200"), None);
        assert_eq!(tolerated_condition("$statusCode = \"200\""), None);
    }
}
