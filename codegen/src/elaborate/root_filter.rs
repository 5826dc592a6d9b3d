//! What a JSONPath filter at the root tests: the elements of a list, the members of an object, or, where nothing else makes
//! sense, the object itself (RFC 9535, section 2.3.5; decision D-64).

use crate::{
    expression::{Expression, engine::query::Logical},
    load::{Documents, Node},
    types::{Additional, Conjunction, Kinds, Walk, walk},
};

use super::{
    known::{Known, Point, is_undeclared, value_of},
    view::View,
};

/// What the filter is applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// A list, whose elements are tested; something that has no inside; or an object whose members are plainly meant.
    List,
    /// An object that declares the names itself, while the values of its members cannot have them.
    Object,
    /// An object, the values of whose members are tested.
    Members,
    /// Something that the schema is silent about: if it is an object, the values of its members are tested.
    Unknown,
}

/// What `filter` tests where it is applied to the value of `expression`.
pub(crate) fn root(
    view: &View,
    point: Point<'_>,
    expression: &Expression,
    filter: &Logical,
) -> Root {
    let Some(known) = value_of(view, point, expression) else {
        // Where the pointer or what the step calls was reported, nothing follows from the filter.
        let called = point.step.and_then(|step| view.resolved.steps.get(step));
        let reported = called.is_none_or(|step| step.target.is_none())
            || is_undeclared(view, point, expression);
        return match reported {
            false => Root::Unknown,
            true => Root::List,
        };
    };
    if !known.kinds.meets(Kinds::OBJECT) {
        return Root::List;
    }
    let names = filter.member_names();
    let objects = || {
        let all = known.alternatives.iter();
        all.filter(|schema| {
            schema
                .kinds()
                .is_none_or(|kinds| kinds.meets(Kinds::OBJECT))
        })
    };
    let members_fit =
        |schema| members_are_meant(schema, names.as_deref().unwrap_or_default(), view.documents);
    match &names {
        Some(names) if is_meant(&known, names, view.documents) => Root::Object,
        _ if objects().next().is_some() && objects().all(members_fit) => Root::List,
        _ => Root::Members,
    }
}

/// Whether a filter that asks for `names` plainly means the members of such an object: the values of some declare the names,
/// which the object itself does not.
fn members_are_meant(schema: &Conjunction, names: &[&str], documents: &Documents) -> bool {
    let properties = schema.properties();
    if names.is_empty() {
        // `@` as a whole, as in `$[?@ == 'x']`: the values of a map, which has no other inside.
        return properties.is_empty() && matches!(schema.additional(), Additional::Schemas(_));
    }
    let mut values: Vec<Node> = properties.into_iter().flat_map(|(_, all)| all).collect();
    values.extend(schema.patterns());
    if let Additional::Schemas(schemas) = schema.additional() {
        values.extend(schemas);
    }
    let declares = |value: &Node| {
        names.iter().all(|name| {
            let way = [(*name).to_owned()];
            match walk(value, &way, documents) {
                Walk::Found(_) => true,
                // A member that is declared without a description.
                Walk::Unknown { at, .. } => at == way.len(),
                Walk::Undeclared { .. } => false,
            }
        })
    };
    names.iter().any(|name| schema.property(name).is_empty()) && values.iter().any(declares)
}

/// Whether the value is an object that declares all `names`, and whose members have none of them.
fn is_meant(known: &Known, names: &[&str], documents: &Documents) -> bool {
    let declares =
        |schema: &Conjunction| names.iter().all(|name| !schema.property(name).is_empty());
    let members_lack_them = |schema: &Conjunction| {
        let properties = schema.properties();
        let mut schemas = properties.iter().flat_map(|(_, schemas)| schemas);
        let others = matches!(schema.additional(), Additional::Silent | Additional::Closed);
        others
            && schema.patterns().is_empty()
            && schemas.all(|schema| {
                names.iter().any(|name| {
                    let way = [(*name).to_owned()];
                    matches!(walk(schema, &way, documents), Walk::Undeclared { .. })
                })
            })
    };
    known.kinds.within(Kinds::OBJECT)
        && !names.is_empty()
        && !known.alternatives.is_empty()
        && known.alternatives.iter().all(declares)
        && known.alternatives.iter().all(members_lack_them)
}
