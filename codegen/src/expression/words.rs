//! Operators of other languages in simple conditions: what to write instead, where that is one word.

use super::{SyntaxError, access::is_member_char, cursor::Cursor};

/// A word stands where an operator should.
pub(super) fn operator(cursor: &mut Cursor<'_>) -> SyntaxError {
    let start = cursor.at();
    let word = cursor.take_while(|c| !c.is_whitespace()).to_owned();
    let end = cursor.at();
    let meant = match word.to_lowercase().as_str() {
        "and" => "&&",
        "or" => "||",
        "eq" | "equals" => "==",
        "is" if follows(cursor, "not") => "!=",
        "is" => "==",
        "ne" => "!=",
        "gt" => ">",
        "gte" | "ge" => ">=",
        "lt" => "<",
        "lte" | "le" => "<=",
        "in" | "contains" | "matches" | "like" | "not" => "",
        _ => {
            cursor.set(start);
            let error = cursor.expected("an operator or the end");
            return error.help("operators are `==` `!=` `<` `<=` `>` `>=` `&&` `||`");
        }
    };
    // `is not` is one operator, whatever follows it.
    let end = cursor.at().max(end);
    let written = cursor.since(start).to_owned();
    let compares = !matches!(meant, "&&" | "||");
    let whole = !compares || operand_follows(cursor);
    cursor.set(end);
    let error = no_operator(cursor.range(start), &written, "");
    match meant {
        "" => error.help("use a criterion of type `regex` or `jsonpath`"),
        _ if !whole => error.help(format!("compare with a value: `{meant} null`")),
        _ => no_operator(cursor.range(start), &written, meant),
    }
}

/// `found` is no operator, but `meant` is one, unless it is empty.
pub(super) fn no_operator(span: std::ops::Range<usize>, found: &str, meant: &str) -> SyntaxError {
    let message = format!("`{found}` is no operator of simple conditions");
    let error = SyntaxError::new(span, message);
    if meant.is_empty() {
        return error.help("use a criterion of type `regex`");
    }
    let error = error.help(format!("write `{meant}`"));
    // Other languages write equality so, and nothing else.
    match found {
        "=" | "===" | "!==" | "<>" => error.correct_to(meant),
        _ => error.replace_by(meant),
    }
}

/// Reads white space and `word`, in any case, if that is what comes next.
fn follows(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let start = cursor.at();
    cursor.skip_space();
    let found = cursor.take_while(is_member_char);
    let follows = found.eq_ignore_ascii_case(word);
    if !follows {
        cursor.set(start);
    }
    follows
}

/// Whether what comes next can be compared with: `is empty` is another question than `== empty`.
fn operand_follows(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_space();
    match cursor.peek() {
        Some('$' | '\'' | '"' | '-') => true,
        Some(next) if next.is_ascii_digit() => true,
        _ => {
            let word = cursor.take_while(is_member_char);
            matches!(word, "true" | "false" | "null")
        }
    }
}

/// What to say of `not`, after which the cursor stands: `!` in its place would bind to the next operand alone.
pub(super) fn negation(error: SyntaxError, cursor: &Cursor<'_>) -> SyntaxError {
    let negated = side(cursor.rest());
    let first = cursor.since(0).trim().len() <= "not".len();
    let quotes = match first {
        true => ", in YAML with quotes around the condition",
        false => "",
    };
    let form = match negated {
        "" => "!(…)".to_owned(),
        whole if whole.starts_with('(') && whole.find(')') == Some(whole.len() - 1) => {
            format!("!{whole}")
        }
        whole if whole.contains(['=', '<', '>', ' ']) => format!("!({whole})"),
        operand => format!("!{operand}"),
    };
    error.help(format!("write `{form}`{quotes}"))
}

/// What stands before the next `&&`, `||` or parenthesis that closes an earlier one.
fn side(text: &str) -> &str {
    let (mut depth, mut quoted) = (0_usize, false);
    let mut end = text.len();
    for (at, next) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let joins = ["&&", "||", " and ", " or ", " AND ", " OR "];
        match next {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => {
                end = at;
                break;
            }
            _ if depth == 0 && joins.iter().any(|join| rest.starts_with(join)) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    text.get(..end).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::super::condition;

    fn error(text: &str) -> (String, Option<String>, String) {
        let error = condition(text).unwrap_err();
        let place = text.get(error.span.clone()).unwrap().to_owned();
        (place, error.replacement, error.help.unwrap_or_default())
    }

    #[test]
    fn words_are_replaced_only_where_the_meaning_stays() {
        for (text, place, replacement) in [
            ("$statusCode is 200", "is", Some("==")),
            ("$statusCode is not 200", "is not", Some("!=")),
            ("$inputs.a IS NOT null", "IS NOT", Some("!=")),
            ("$inputs.a is empty", "is", None),
            ("$inputs.a is not empty", "is not", None),
            ("$statusCode gt 3", "gt", Some(">")),
            ("$statusCode lte 3", "lte", Some("<=")),
            ("$inputs.a and not $inputs.b", "and", Some("&&")),
            ("$inputs.a not in $inputs.b", "not", None),
            ("$inputs.a contains 'b'", "contains", None),
        ] {
            let (at, found, _) = error(text);
            assert_eq!(
                (at.as_str(), found.as_deref()),
                (place, replacement),
                "{text}"
            );
        }
    }

    #[test]
    fn a_negation_is_shown_as_a_whole() {
        for (text, form) in [
            ("not $statusCode == 404", "`!($statusCode == 404)`, in YAML"),
            ("NOT ($statusCode == 404)", "`!($statusCode == 404)`, in"),
            ("not $inputs.a", "`!$inputs.a`, in YAML"),
            ("true && not $inputs.a == 1 || false", "`!($inputs.a == 1)`"),
            ("(not $inputs.a == ')') && true", "`!($inputs.a == ')')`"),
        ] {
            let (at, replacement, help) = error(text);
            assert!(at.eq_ignore_ascii_case("not"), "{text}");
            assert_eq!(replacement, None, "{text}");
            assert!(help.contains(form), "{text}: {help}");
        }
    }
}
