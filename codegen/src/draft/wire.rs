//! Which output of an earlier step is what a later one needs.

use crate::{
    load::Node,
    types::{Conjunction, Kinds, References, Walk, walk},
};

use super::names::{IDENTITIES, camel, is_generic, singular_words, words};

/// Members that things are wrapped in.
const WRAPPERS: [&str; 6] = ["data", "result", "item", "response", "payload", "object"];

/// Members that lists are wrapped in; whatever else is the only list counts as well.
const LISTS: [&str; 4] = ["data", "items", "results", "values"];

/// What a step needs a value for.
#[derive(Debug, Clone)]
pub(super) struct Need {
    /// The name of the parameter or member.
    pub(super) name: String,
    /// What stands before it in the path, or what the step is about.
    pub(super) about: Vec<String>,
    /// The kinds of value it takes, if that is said.
    pub(super) kinds: Option<Kinds>,
    /// Whether it stands in the path, where a number is written like a text.
    pub(super) in_path: bool,
}

/// What an earlier step's response has.
pub(super) struct Produced<'a> {
    /// What the step is about.
    pub(super) noun: &'a [String],
    /// The schema of its response.
    pub(super) schema: &'a Node,
}

/// A value in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wire {
    /// The pointer's tokens.
    pub(super) tokens: Vec<String>,
    /// What the output is called.
    pub(super) output: String,
    /// Whether it is that of the first of several.
    pub(super) first_of_list: bool,
}

/// What a name may mean: a member of a thing.
struct Meaning {
    of: Vec<String>,
    member: Vec<String>,
}

impl Need {
    /// What the name may mean, likeliest first.
    fn meanings(&self) -> Vec<Meaning> {
        let mut name = words(&self.name);
        // `organization_id_or_slug` takes either.
        let mut ends = Vec::new();
        while let [.., or, _] = name.as_slice()
            && or == "or"
            && let Some(end) = name.pop()
        {
            ends.push(end);
            name.pop();
        }
        ends.extend(name.last().cloned());
        ends.reverse();
        let mut found = Vec::new();
        let meaning = |of: &[String], member: &str| Meaning {
            of: of.to_vec(),
            member: vec![member.to_owned()],
        };
        let (stem, last) = match name.split_last() {
            Some((last, stem)) => (stem, last.clone()),
            None => return found,
        };
        if is_generic(&name) && stem.is_empty() {
            // `{id}` is that of what stands before it.
            if IDENTITIES.contains(&last.as_str()) && !self.about.is_empty() {
                found.extend(ends.iter().map(|end| meaning(&self.about, end)));
            }
            return found;
        }
        if IDENTITIES.contains(&last.as_str()) && !stem.is_empty() {
            let thing = singular_words(&stem.join("_"));
            found.extend(ends.iter().map(|end| meaning(&thing, end)));
            return found;
        }
        // `{customer}` is whatever names a customer.
        let thing = singular_words(&self.name);
        found.extend(IDENTITIES.iter().map(|member| meaning(&thing, member)));
        found
    }

    fn takes(&self, kinds: Option<Kinds>) -> bool {
        let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
        match (kinds, self.kinds) {
            (None, _) => false,
            (Some(kinds), _) if !kinds.within(scalar) => false,
            (Some(_), None) => true,
            (Some(kinds), Some(wanted)) => {
                let text = self.in_path && wanted == Kinds::STRING && kinds == Kinds::INTEGER;
                kinds.within(wanted) || (text && self.is_number())
            }
        }
    }

    /// Some APIs declare numbers in paths as texts.
    fn is_number(&self) -> bool {
        let last = words(&self.name).pop();
        last.is_some_and(|last| last == "id" || last == "number")
    }
}

/// What `need` can be had from: the earlier step, by its index, and the value in its response. Those of single things come
/// before the first of a list, those of the latest step before others.
pub(super) fn find(
    need: &Need,
    produced: &[Option<Produced>],
    refs: &dyn References,
) -> Option<(usize, Wire)> {
    let meanings = need.meanings();
    for within in [of_thing, of_list] {
        for meaning in &meanings {
            let steps = produced.iter().enumerate().rev();
            for (index, step) in steps.filter_map(|(index, step)| Some((index, step.as_ref()?))) {
                if let Some(wire) = within(need, meaning, step, refs) {
                    return Some((index, wire));
                }
            }
        }
    }
    None
}

fn of_thing(
    need: &Need,
    meaning: &Meaning,
    step: &Produced,
    refs: &dyn References,
) -> Option<Wire> {
    let about = about(step.noun, &meaning.of);
    let all = Conjunction::of(step.schema, refs);
    let members = all.property_names();
    let mut paths: Vec<Vec<String>> = Vec::new();
    // `petId` in the answer is what `petId` in a path means.
    paths.extend(named(&members, &words(&need.name)).filter(|_| !is_generic(&words(&need.name))));
    if about {
        paths.extend(named(&members, &meaning.member));
    }
    // A pet of its own within the answer, or the thing itself in what it is wrapped in.
    for member in &members {
        let own = singular_words(member);
        let wraps = WRAPPERS.contains(&member.as_str()) && about;
        if own != meaning.of && !wraps {
            continue;
        }
        let inner = Conjunction::all(&all.property(member), refs);
        let inner = inner.property_names();
        let found = named(&inner, &meaning.member);
        paths.extend(found.map(|inner| [vec![member.clone()], inner].concat()));
    }
    paths
        .into_iter()
        .find_map(|tokens| wire(need, meaning, step.schema, tokens, false, refs))
}

fn of_list(need: &Need, meaning: &Meaning, step: &Produced, refs: &dyn References) -> Option<Wire> {
    if !about(step.noun, &meaning.of) {
        return None;
    }
    let all = Conjunction::of(step.schema, refs);
    let mut lists: Vec<(Vec<String>, Conjunction)> = Vec::new();
    let is_list = |all: &Conjunction| all.kinds() == Some(Kinds::ARRAY);
    if is_list(&all) {
        lists.push((vec!["0".to_owned()], Conjunction::all(&all.items(), refs)));
    } else {
        let arrays: Vec<(String, Conjunction)> = all
            .properties()
            .into_iter()
            .map(|(name, schemas)| (name, Conjunction::all(&schemas, refs)))
            .filter(|(_, schema)| is_list(schema))
            .collect();
        let only = arrays.len() == 1;
        for (name, schema) in arrays {
            let named = LISTS.contains(&name.as_str()) || singular_words(&name) == meaning.of;
            if only || named {
                let items = Conjunction::all(&schema.items(), refs);
                lists.push((vec![name, "0".to_owned()], items));
            }
        }
    }
    lists.into_iter().find_map(|(tokens, items)| {
        let member = named(&items.property_names(), &meaning.member).next()?;
        let tokens = [tokens, member].concat();
        wire(need, meaning, step.schema, tokens, true, refs)
    })
}

/// Whether a step about `noun` is about this thing.
fn about(noun: &[String], thing: &[String]) -> bool {
    !thing.is_empty()
        && (noun == thing || noun.ends_with(thing) || thing.ends_with(noun) && !noun.is_empty())
}

/// The members whose words are these, as paths of one token.
fn named<'a>(
    members: &'a [String],
    wanted: &'a [String],
) -> impl Iterator<Item = Vec<String>> + 'a {
    let members = members.iter().filter(move |name| words(name) == wanted);
    members.map(|name| vec![name.clone()])
}

/// The wire, if the schema declares a value there that fits.
fn wire(
    need: &Need,
    meaning: &Meaning,
    schema: &Node,
    tokens: Vec<String>,
    first_of_list: bool,
    refs: &dyn References,
) -> Option<Wire> {
    let Walk::Found(found) = walk(schema, &tokens, refs) else {
        return None;
    };
    let mut kinds = found.places.iter().map(Conjunction::kinds);
    let fits =
        !found.places.is_empty() && !found.write_only && kinds.all(|kinds| need.takes(kinds));
    fits.then(|| {
        let member = tokens.last().map(|last| words(last)).unwrap_or_default();
        let output = match is_generic(&member) {
            true => camel(&[meaning.of.clone(), member].concat()),
            false => camel(&member),
        };
        Wire {
            tokens,
            output,
            first_of_list,
        }
    })
}
