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
    /// Whether it takes `null`.
    pub(super) nullable: bool,
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

/// What `need` can be had from: the earlier step, by its index, and the value in its response. What a step is about comes
/// before what its response mentions, that before the first of a list, and the latest step before others.
pub(super) fn find(
    need: &Need,
    produced: &[Option<Produced>],
    refs: &dyn References,
) -> Option<(usize, Wire)> {
    let meanings = need.meanings();
    for within in [of_thing, mentioned, of_list] {
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

/// A member of the thing itself, which the step is about: of the response, or of what the thing is wrapped in.
fn of_thing(
    need: &Need,
    meaning: &Meaning,
    step: &Produced,
    refs: &dyn References,
) -> Option<Wire> {
    if !about(step.noun, &meaning.of) {
        return None;
    }
    let all = Conjunction::of(step.schema, refs);
    let members = all.property_names();
    let mut paths: Vec<Vec<String>> = named(&members, &meaning.member).collect();
    for member in &members {
        if WRAPPERS.contains(&member.as_str()) || singular_words(member) == meaning.of {
            paths.extend(below(&all, member, meaning, refs));
        }
    }
    first_that_fits(need, meaning, step, paths, refs)
}

/// A thing that is mentioned in the response to something else: `petId`, or the `id` of its `pet`.
fn mentioned(
    need: &Need,
    meaning: &Meaning,
    step: &Produced,
    refs: &dyn References,
) -> Option<Wire> {
    let all = Conjunction::of(step.schema, refs);
    let members = all.property_names();
    let own = words(&need.name);
    let mut paths = Vec::new();
    if need.in_path
        || own
            .last()
            .is_some_and(|last| IDENTITIES.contains(&last.as_str()))
    {
        paths.extend(named(&members, &own).filter(|_| !is_generic(&own)));
    }
    for member in &members {
        if singular_words(member) == meaning.of {
            paths.extend(below(&all, member, meaning, refs));
        }
    }
    first_that_fits(need, meaning, step, paths, refs)
}

/// The members of `member` that are meant.
fn below(
    all: &Conjunction,
    member: &str,
    meaning: &Meaning,
    refs: &dyn References,
) -> Vec<Vec<String>> {
    let inner = Conjunction::all(&all.property(member), refs).property_names();
    let found = named(&inner, &meaning.member);
    found
        .map(|inner| [vec![member.to_owned()], inner].concat())
        .collect()
}

fn first_that_fits(
    need: &Need,
    meaning: &Meaning,
    step: &Produced,
    paths: Vec<Vec<String>>,
    refs: &dyn References,
) -> Option<Wire> {
    let mut paths = paths.into_iter();
    paths.find_map(|tokens| wire(need, meaning, step.schema, tokens, false, refs))
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
    if !tokens.iter().all(|token| is_readable(token)) {
        return None;
    }
    let Walk::Found(found) = walk(schema, &tokens, refs) else {
        return None;
    };
    let mut kinds = found.places.iter().map(Conjunction::kinds);
    let fits = !found.places.is_empty()
        && !found.write_only
        && (need.nullable || !may_be_null(schema, &tokens, refs))
        && kinds.all(|kinds| need.takes(kinds));
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

/// Whether the schema allows `null` for the value, or for something that it lies in.
fn may_be_null(schema: &Node, tokens: &[String], refs: &dyn References) -> bool {
    (0..=tokens.len()).any(|depth| {
        let above = tokens.get(..depth).unwrap_or_default();
        matches!(walk(schema, above, refs), Walk::Found(found) if found.nullable)
    })
}

/// Whether an expression can hold this token of a pointer as it is.
pub(super) fn is_readable(token: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    !token.is_empty() && token.chars().all(plain)
}
