//! What a field is called, since when there is one, and which misspelt, newer or unknown field is told of.

use crate::{
    diagnostic::{Diagnostic, Severity},
    load::Node,
    model::{arazzo::Version, faults},
    nearest::{self, Meant, is_typo, nearest},
};

use super::{Reader, fields::Shape, misplaced};

/// A fixed field.
pub(super) struct Field {
    pub(super) name: &'static str,
    since: Version,
    /// Whether a value can be nothing but one of this field: then one edit away is a typo even if the name is too short to
    /// tell otherwise.
    telling: Option<fn(&Node) -> bool>,
}

/// A field of every version.
pub(super) const fn field(name: &'static str) -> Field {
    Field {
        name,
        since: Version::V1_0,
        telling: None,
    }
}

/// A field of every version with so short a name that its value has to tell it.
pub(super) const fn short_field(name: &'static str, telling: fn(&Node) -> bool) -> Field {
    Field {
        name,
        since: Version::V1_0,
        telling: Some(telling),
    }
}

/// A field that came with 1.1.
pub(super) const fn field_1_1(name: &'static str) -> Field {
    Field {
        name,
        since: Version::V1_1,
        telling: None,
    }
}

impl Field {
    /// Whether the member `key` is the field without the `Id` of its name, and holds what can be an id.
    fn is_shortened(&self, key: &str, value: &Node) -> bool {
        let is_id = |text: &str| !text.is_empty() && !text.contains(['#', '{', ' ', '\n', '/']);
        self.name.strip_suffix("Id") == Some(key) && value.as_str().is_some_and(is_id)
    }

    /// Whether the member `key` with this value was meant to be the field.
    pub(super) fn is_meant(&self, key: &str, value: &Node) -> bool {
        let short = || self.telling.is_some_and(|tells| tells(value));
        is_typo(key, self.name) || short() && nearest(key, [self.name]).is_some()
    }
}

/// The field that a member under another name was meant to be.
#[derive(Clone, Copy)]
pub(super) struct MeantField {
    pub(super) name: &'static str,
    /// Whether that is beyond doubt.
    certain: bool,
}

/// The field of `shape` that the member `key` was meant to be, if that is plain, beside the `known` ones.
pub(super) fn meant_field(
    shape: &Shape,
    (key, member): (&str, &Node),
    known: &[(&'static str, Node)],
) -> Option<MeantField> {
    let given = |name: &str| known.iter().any(|(known, _)| *known == name);
    let near = |field: &&Field| {
        is_typo(key, field.name) || !given(field.name) && field.is_meant(key, member)
    };
    let typos: Vec<&'static str> = (shape.fields.iter().filter(near))
        .map(|field| field.name)
        .collect();
    let short = (shape.fields.iter()).find(|field| field.is_shortened(key, member));
    let short = short.map(|field| field.name).filter(|name| !given(name));
    let name = short
        .or_else(|| nearest(key, typos.iter().copied()))
        .or_else(|| typos.first().copied())
        .or_else(|| misplaced::own_name(shape, key))?;
    let typo = nearest::meant(key, typos.iter().copied());
    Some(MeantField {
        name,
        certain: short.is_some() || typo == Some(Meant::Certain(name)),
    })
}

fn no_field(shape: &Shape, key: &str, member: &Node) -> Diagnostic {
    faults::unknown_field(member.key(), shape.what, key)
}

impl Reader<'_> {
    /// Arazzo 1.1 fields are no fields of a 1.0 description.
    pub(super) fn check_version(&mut self, field: &Field, member: &Node) {
        if field.since > self.version {
            self.needs_1_1(member.key(), &format!("field `{}`", field.name));
        }
    }

    /// Reports the misspelt name of a field; whether the field is to be read there, which is not so if it is given as well.
    pub(super) fn misspelt_field(
        &mut self,
        shape: &Shape,
        (key, member): (&str, &Node),
        meant: MeantField,
        known: &[(&'static str, Node)],
    ) -> bool {
        let found = no_field(shape, key, member);
        let meant_name = meant.name;
        if let Some((_, given)) = known.iter().find(|(name, _)| *name == meant_name) {
            self.report(
                found
                    .also(given.key(), format!("`{meant_name}` is given here"))
                    .help("put both into one field, or remove one of them"),
            );
            return false;
        }
        let found = found.help(format!("did you mean `{meant_name}`?"));
        self.report(match meant.certain {
            true => found.fix(meant_name),
            false => found.suggest(meant_name),
        });
        true
    }

    /// Reports a field that is none of the object's in any spelling. What belongs elsewhere would be lost.
    pub(super) fn unknown_field(
        &mut self,
        object: &Node,
        shape: &Shape,
        (key, member): (&str, &Node),
    ) {
        let found = no_field(shape, key, member);
        if let Some(place) = misplaced::place(object, shape, key) {
            return self.report(found.help(place));
        }
        let help = match key {
            "operationRef" => "name the operation with `operationId` or `operationPath`",
            "interaction" => "it is one of a draft of Arazzo 1.2, which is not supported",
            "inputs" if shape.what == "a step" => {
                "give the called workflow its inputs as `parameters`: `- {name: NAME, value: VALUE}`"
            }
            _ => "remove it, or begin its name with `x-` to keep it as an extension",
        };
        let mut found = found.label("ignored").help(help);
        found.severity = Severity::Warning;
        self.tolerate(found);
    }
}
