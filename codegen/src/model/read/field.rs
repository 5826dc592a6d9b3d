//! What a field is called, since when there is one, and which misspelt, newer or unknown field is told of.

use crate::{
    diagnostic::Diagnostic,
    load::Node,
    model::faults,
    nearest::{self, Meant, is_typo, nearest},
};

use super::{
    Reader, misplaced,
    shape::{Field, Shape},
};

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
        self.tolerate(found.label("ignored").help(help));
    }
}
