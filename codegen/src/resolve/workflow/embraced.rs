//! Ids in braces, and operations with `#` behind their source: `operationPath` has both, ids have neither (D-66).

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{OperationPath, Spanned, SyntaxError},
    model::{
        arazzo::Text,
        texts::{self, Reference, embraced},
    },
};

use super::Resolver;

/// An operation behind its source, in another form than `$sourceDescriptions.SOURCE.ID`.
pub(super) struct Qualified {
    pub(super) source: Spanned<String>,
    pub(super) operation: Spanned<String>,
}

impl Qualified {
    pub(super) fn standard(&self) -> String {
        let (source, operation) = (&self.source.value, &self.operation.value);
        format!("$sourceDescriptions.{source}.{operation}")
    }

    /// The tolerated deviation.
    pub(super) fn report(&self, text: &Text) -> Diagnostic {
        nonstandard(text, &self.standard())
    }
}

/// The tolerated deviation of an id that `standard` is the form of.
pub(super) fn nonstandard(text: &Text, standard: &str) -> Diagnostic {
    let why = "an operation is named by its id alone, or by its id behind its source";
    in_standard(text, why, standard)
}

/// The tolerated deviation of an id behind the bare name of its source.
pub(super) fn bare_source(text: &Text, standard: &str) -> Diagnostic {
    in_standard(text, "a source is named by an expression", standard)
}

fn in_standard(text: &Text, why: &str, standard: &str) -> Diagnostic {
    Diagnostic::new(Code::NonstandardOperationId, &text.node, why)
        .help(format!("write `{standard}`"))
        .fix(standard)
}

impl Resolver<'_> {
    /// What `text` names behind a source: as it stands, and in braces.
    pub(super) fn behind(
        &self,
        text: &Text,
    ) -> (Option<&texts::Qualified>, Option<&texts::Qualified>) {
        let read = self.model.references.get(&text.node);
        read.map_or((None, None), Reference::qualified)
    }

    /// What `text` is as an `operationPath`.
    pub(super) fn path(&self, text: &Text) -> Option<&Result<OperationPath, SyntaxError>> {
        match self.model.references.get(&text.node)? {
            Reference::Operation { path, .. } => Some(path),
            _ => None,
        }
    }

    /// What `text` means if it names a declared source as `{$sourceDescriptions.api.getPage}`, `{api.getPage}`,
    /// `$sourceDescriptions.api#getPage`, `{$sourceDescriptions.api.url}#getPage` or `api#getPage`.
    pub(super) fn qualified_otherwise(&self, written: &Text) -> Option<Qualified> {
        let text = written.text.as_str();
        let (source, operation) = match embraced(text) {
            Some(inner) => match self.behind(written).1 {
                Some(found) => (found.source.value.clone(), found.name.value.clone()),
                None => self.behind_source(inner, '.')?,
            },
            None => {
                let (before, id) = text.trim().split_once('#')?;
                let before = embraced(before).unwrap_or(before);
                let name = match before.strip_prefix("$sourceDescriptions.") {
                    Some(name) => name.strip_suffix(".url").unwrap_or(name),
                    None => before,
                };
                self.behind_source(&format!("{name}#{id}"), '#')?
            }
        };
        let place = |name: &str| {
            let start = text.find(name).unwrap_or(0);
            start..(start + name.len()).min(text.len())
        };
        let known = |id: &str| !id.is_empty() && !id.contains('/');
        known(&operation).then(|| Qualified {
            source: Spanned {
                span: place(&source),
                value: source,
            },
            operation: Spanned {
                span: place(&operation),
                value: operation,
            },
        })
    }

    /// The declared source that `text` begins with and what follows it after `separator`.
    pub(super) fn behind_source(&self, text: &str, separator: char) -> Option<(String, String)> {
        self.model.source_names().find_map(|name| {
            let rest = text.strip_prefix(name).filter(|_| !name.is_empty())?;
            Some((name.to_owned(), rest.strip_prefix(separator)?.to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::texts::embraced;

    #[test]
    fn braces_count_around_the_whole_alone() {
        for (text, inner) in [
            ("{a}", Some("a")),
            (" {{ $a.b }} ", Some("$a.b")),
            ("{a}b", None),
            ("{a}{b}", None),
            ("{ }", None),
        ] {
            assert_eq!(embraced(text), inner, "{text}");
        }
    }
}
