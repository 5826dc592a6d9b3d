//! Names as a command line writes them.

/// A name in kebab case: `organizationIdOrSlug` is `organization-id-or-slug`.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut previous = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        } else {
            let after_lower =
                previous.is_some_and(|p: char| p.is_lowercase() || p.is_ascii_digit());
            let ends_capitals = previous.is_some_and(char::is_uppercase)
                && rest.peek().is_some_and(|n| n.is_lowercase());
            if c.is_uppercase() && (after_lower || ends_capitals) && !out.ends_with('-') {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        }
        previous = Some(c);
    }
    out.trim_end_matches('-').to_owned()
}

/// The environment variable for the credential of a scheme: `BearerAuth` is `ARAZZO_CREDENTIAL_BEARER_AUTH`.
pub(crate) fn credential_variable(scheme: &str) -> String {
    format!("ARAZZO_CREDENTIAL_{}", upper(scheme))
}

/// The environment variable for a secret input: `userPassword` is `ARAZZO_INPUT_USER_PASSWORD`.
pub(crate) fn input_variable(input: &str) -> String {
    format!("ARAZZO_INPUT_{}", upper(input))
}

fn upper(name: &str) -> String {
    kebab(name).replace('-', "_").to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_kebab_case() {
        for (name, expected) in [
            ("organizationIdOrSlug", "organization-id-or-slug"),
            ("provision-project-key", "provision-project-key"),
            ("HTTPStatus", "http-status"),
            ("lib.signIn", "lib-sign-in"),
            ("page_size2", "page-size2"),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }

    #[test]
    fn names_of_variables() {
        assert_eq!(
            credential_variable("BearerAuth"),
            "ARAZZO_CREDENTIAL_BEARER_AUTH"
        );
        assert_eq!(
            input_variable("user.passWord"),
            "ARAZZO_INPUT_USER_PASS_WORD"
        );
    }
}
