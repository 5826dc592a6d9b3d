//! Objects and arrays: structs, maps, lists and tuples.

use std::collections::BTreeSet;

use super::{Keep, Lowering, Members, Site, Work, identity};
use crate::{
    load::Node,
    settings::Subject,
    types::{Additional, Conjunction, Field, Kind, Names, Shape, Type, Wanted, field_ident},
};

/// A struct with more members helps nobody, and takes long to compile.
const MAX_MEMBERS: usize = 2000;

/// Longer tuples have no trait implementations in std.
const MAX_TUPLE: usize = 12;

impl Lowering<'_> {
    /// The shape of one object schema: a struct if it declares members, else a map.
    pub(super) fn object(&mut self, all: &Conjunction, site: &Site) -> Shape {
        if !all.declares_members() {
            return self.map(all, site);
        }
        let key = identity("struct", std::slice::from_ref(all));
        if let Some(known) = self.defined(&key) {
            return known;
        }
        if all.property_names().len() > MAX_MEMBERS {
            let reason = format!("the object has more than {MAX_MEMBERS} members");
            return self.value(site.node.clone(), &reason);
        }
        let site = Site {
            hint: all.name().unwrap_or(&site.hint).to_owned(),
            documentation: all.documentation(),
            ..site.clone()
        };
        let empty = Kind::Struct {
            fields: Vec::new(),
            additional: None,
        };
        self.define(key, &site, empty, Some(Work::Struct(all.clone())))
    }

    fn map(&mut self, all: &Conjunction, site: &Site) -> Shape {
        let undescribed = matches!(all.additional(), Additional::Silent | Additional::Open);
        if undescribed && all.patterns().is_empty() {
            self.value(
                site.node.clone(),
                "the members of the object are not described",
            );
        }
        let key = identity("map", std::slice::from_ref(all));
        self.nesting(key, site, |lowering| {
            let of = lowering.additional(all, site);
            Shape::Map(Box::new(of.unwrap_or_else(Type::value)))
        })
    }

    /// What undeclared members are, if the schema speaks of them.
    fn additional(&mut self, all: &Conjunction, site: &Site) -> Option<Type> {
        let patterns = all.patterns();
        let mut places: Vec<Conjunction> = patterns
            .iter()
            .map(|pattern| Conjunction::of(pattern, self.refs))
            .collect();
        match all.additional() {
            Additional::Open | Additional::Silent
                if self.keep == Keep::Refused && patterns.is_empty() => {}
            Additional::Open => return Some(Type::value()),
            Additional::Silent if !patterns.is_empty() => {
                self.value(
                    site.node.clone(),
                    "members that fit none of `patternProperties` may be anything",
                );
                return Some(Type::value());
            }
            Additional::Silent if self.keep != Keep::Declared || all.is_base() => {
                return Some(Type::value());
            }
            Additional::Silent | Additional::Closed => {}
            Additional::Schemas(schemas) => places.push(Conjunction::all(&schemas, self.refs)),
        }
        (!places.is_empty()).then(|| self.places(&places, &site.inner("Value")))
    }

    /// The members of an object that fits one of `all`; `keep` says what becomes of undeclared ones inside each.
    pub(super) fn fields(
        &mut self,
        all: &[Conjunction],
        site: &Site,
        keep: &dyn Fn(&str) -> Keep,
    ) -> Members {
        let mut fields = Vec::new();
        let required = required_by_all(all);
        let declared = declared(all);
        let idents = self.field_idents(&declared);
        for ((name, schemas), ident) in declared.into_iter().zip(idents) {
            let places: Vec<Conjunction> = schemas
                .iter()
                .map(|schemas| Conjunction::all(schemas, self.refs))
                .filter(|place| !place.impossible())
                .collect();
            let Some(place) = places.first() else {
                continue;
            };
            let inner = Site {
                hint: format!("{} {name}", site.hint),
                node: place.seen().first().cloned(),
                ..Site::default()
            };
            let flag = |keyword| places.iter().any(|place| place.flag(keyword));
            // No server sends it; one that does all the same has sent an undeclared member.
            if self.keep.is_sent_by_server() && flag("writeOnly") {
                continue;
            }
            let before = std::mem::replace(&mut self.keep, keep(&name));
            let (ty, untyped) = self.traced(|lowering| lowering.places(&places, &inner));
            self.keep = before;
            fields.push(Field {
                ident,
                ty,
                required: required.contains(&name),
                default: place.value("default").cloned(),
                documentation: place.explanation(),
                read_only: flag("readOnly"),
                write_only: flag("writeOnly"),
                deprecated: flag("deprecated"),
                boxed: false,
                untyped,
                name,
            });
        }
        let additional = match all {
            [only] => self.additional(only, site),
            _ => {
                let open = |object: &Conjunction| object.additional() != Additional::Closed;
                let speaks = |object: &Conjunction| object.additional() != Additional::Silent;
                let any = all.iter().any(speaks) && all.iter().any(open);
                any.then(Type::value)
            }
        };
        Members { fields, additional }
    }

    /// The Rust fields of declared members.
    fn field_idents(&self, declared: &[(String, Vec<Vec<Node>>)]) -> Vec<String> {
        let settings = self.refs.settings();
        let wanted = declared.iter().map(|(name, schemas)| {
            let mut schemas = schemas.iter().flatten();
            let setting = settings.and_then(|settings| {
                schemas.find_map(|schema| settings.at(Subject::RenameField, schema))
            });
            Wanted::new(name, setting, field_ident)
        });
        Names::new().assign(&wanted.collect::<Vec<_>>())
    }

    /// The shape of array schemas: a tuple if one fixes every element, else a list.
    pub(super) fn array(&mut self, all: &[Conjunction], site: &Site) -> Shape {
        let key = identity("array", all);
        self.nesting(key, site, |lowering| match all {
            [only] if is_tuple(only) && (!lowering.keep.is_sent_by_server() || is_exact(only)) => {
                lowering.tuple(only, site)
            }
            _ => lowering.list(all, site),
        })
    }

    fn tuple(&mut self, all: &Conjunction, site: &Site) -> Shape {
        let mut elements = Vec::new();
        for (index, schemas) in all.prefix().iter().enumerate() {
            let place = Conjunction::all(schemas, self.refs);
            elements.push(self.conjunction(&place, &site.inner(&index.to_string())));
        }
        Shape::Tuple(elements)
    }

    fn list(&mut self, all: &[Conjunction], site: &Site) -> Shape {
        let mut places = Vec::new();
        for array in all {
            let items = array.items();
            if items.is_empty() {
                self.value(
                    site.node.clone(),
                    "the elements of the array are not described",
                );
                return Shape::List(Box::new(Type::value()));
            }
            places.push(Conjunction::all(&items, self.refs));
            let prefix = array.prefix();
            places.extend(
                prefix
                    .iter()
                    .map(|schemas| Conjunction::all(schemas, self.refs)),
            );
        }
        places.retain(|place| !place.impossible());
        Shape::List(Box::new(self.places(&places, &site.inner("Item"))))
    }
}

/// Members that any of `all` declares, with the schemas of each that does.
fn declared(all: &[Conjunction]) -> Vec<(String, Vec<Vec<Node>>)> {
    let mut found: Vec<(String, Vec<Vec<Node>>)> = Vec::new();
    for object in all {
        for (name, schemas) in object.properties() {
            let several = all.len() > 1;
            let known = found
                .iter_mut()
                .find(|(known, _)| several && *known == name);
            match known {
                Some((_, alternatives)) => alternatives.push(schemas),
                None => found.push((name, vec![schemas])),
            }
        }
    }
    found
}

/// Members that each of `all` requires.
pub(super) fn required_by_all(all: &[Conjunction]) -> BTreeSet<String> {
    let required = all.iter().map(Conjunction::required);
    required
        .reduce(|left, right| &left & &right)
        .unwrap_or_default()
}

/// Whether an array cannot be shorter or longer than its `prefixItems`.
fn is_exact(all: &Conjunction) -> bool {
    let count = u64::try_from(all.prefix().len()).ok();
    let bound = |keyword| all.value(keyword).and_then(serde_json::Value::as_u64);
    let closed = !all.items().is_empty() || bound("maxItems") == count;
    closed && bound("minItems") == count
}

/// Whether `prefixItems` is meant to fix every element: nothing is said of further ones or of other lengths.
fn is_tuple(all: &Conjunction) -> bool {
    let count = all.prefix().len();
    let bound = |keyword| all.value(keyword).and_then(serde_json::Value::as_u64);
    let is_count =
        |bound: Option<u64>| bound.is_none_or(|bound| usize::try_from(bound) == Ok(count));
    let closed = all
        .items()
        .iter()
        .all(|items| items.value() == &serde_json::Value::Bool(false));
    (1..=MAX_TUPLE).contains(&count)
        && closed
        && is_count(bound("minItems"))
        && is_count(bound("maxItems"))
}
