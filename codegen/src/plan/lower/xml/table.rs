//! Schemas become a description of XML.

use std::collections::BTreeMap;

use crate::{
    load::Node,
    plan::{XmlContent, XmlNode, XmlObject, XmlPlace, XmlTable},
    types::{self, Additional, Conjunction, Kinds, References, XmlTraits},
};

use super::need::Need;

/// Objects inside one another that are described; what lies deeper is taken as it looks.
const MAX_DEPTH: usize = 48;

/// Objects that are described for one body.
const MAX_OBJECTS: usize = 1000;

/// Whether a document is written or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Write,
    Read,
}

/// A part of a schema that has no form as XML.
pub(super) struct Fault {
    pub(super) schema: Option<Node>,
    pub(super) message: String,
}

/// A description in the making.
pub(super) struct Builder<'a> {
    pub(super) refs: &'a dyn References,
    pub(super) way: Way,
    pub(super) table: XmlTable,
    pub(super) faults: Vec<Fault>,
    /// Objects that are described as a whole, by the schemas they come from.
    known: BTreeMap<Vec<types::Key>, usize>,
}

/// A value on its way into the description.
pub(super) struct Place<'a> {
    pub(super) need: &'a Need,
    /// The name that items without one of their own have.
    pub(super) name: &'a str,
    pub(super) depth: usize,
}

/// What a value is made of.
enum Sort {
    Any,
    Scalar(XmlContent),
    List,
    Object,
}

impl<'a> Builder<'a> {
    pub(super) fn new(way: Way, refs: &'a dyn References) -> Self {
        Self {
            refs,
            way,
            table: XmlTable::default(),
            faults: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// The root: an element by the name of the schema or its component; without one no node of its own.
    pub(super) fn root(&mut self, schema: Option<&Node>, need: &Need) -> XmlNode {
        let schemas: Vec<Node> = schema.into_iter().cloned().collect();
        let traits = XmlTraits::of(&schemas, self.refs);
        let mut node = plain("", XmlContent::Any);
        node.place = XmlPlace::Inline;
        if let Some(name) = traits
            .own_name
            .filter(|_| traits.place != Some(XmlPlace::Inline))
        {
            node.place = XmlPlace::Element;
            node.name.clone_from(&name);
            node.member = name;
        }
        node.namespace = traits.namespace;
        node.prefix = traits.prefix;
        let places: Vec<Conjunction> = schemas
            .iter()
            .map(|schema| Conjunction::of(schema, self.refs))
            .collect();
        if !places.is_empty() {
            let place = Place {
                need,
                name: "",
                depth: 0,
            };
            node.content = self.content(&places, &place);
        }
        node
    }

    /// A member of an object.
    fn member(&mut self, name: &str, schemas: &[Conjunction], place: &Place<'_>) -> XmlNode {
        let nodes: Vec<Node> = schemas
            .iter()
            .flat_map(|one| one.seen().first().cloned())
            .collect();
        let traits = XmlTraits::of(&nodes, self.refs);
        self.node(name, name, schemas, &traits, place)
    }

    /// A node whose name is `inherited`, unless the schema gives another.
    pub(super) fn node(
        &mut self,
        member: &str,
        inherited: &str,
        schemas: &[Conjunction],
        traits: &XmlTraits,
        place: &Place<'_>,
    ) -> XmlNode {
        let sort = self.sort(&self.alternatives(schemas));
        let list = matches!(sort, Sort::List);
        let default = match list && !traits.wrapped {
            true => XmlPlace::Inline,
            false => XmlPlace::Element,
        };
        let mut kind = traits.place.unwrap_or(default);
        if kind == XmlPlace::Inline && matches!(sort, Sort::Scalar(_) | Sort::Any) {
            kind = XmlPlace::Text;
        }
        let own = match schemas.iter().any(by_components) {
            true => &traits.own_name,
            false => &traits.name,
        };
        let name = own.as_deref().filter(|_| kind != XmlPlace::Inline);
        let name = name.unwrap_or(inherited);
        let single = matches!(kind, XmlPlace::Attribute | XmlPlace::Text | XmlPlace::CData);
        if single && matches!(sort, Sort::List | Sort::Object) {
            self.fault(
                schemas,
                format!(
                    "`{member}` is a list or an object, and XML has an attribute or a text there"
                ),
            );
        }
        let inside = Place {
            name,
            depth: place.depth + 1,
            need: place.need,
        };
        let nullable = schemas.iter().any(Conjunction::nullable);
        let content = self.content(schemas, &inside);
        if kind == XmlPlace::Inline
            && matches!(&content, XmlContent::List(item) if item.place == XmlPlace::Inline)
        {
            self.fault(schemas, format!("`{member}` is a list of lists, whose ends cannot be found without elements around them"));
        }
        let optional = matches!(
            content,
            XmlContent::Number | XmlContent::Boolean | XmlContent::Scalar
        );
        XmlNode {
            name: name.to_owned(),
            namespace: traits.namespace.clone(),
            prefix: traits.prefix.clone(),
            place: kind,
            nullable: nullable
                && self.way == Way::Read
                && (optional || kind == XmlPlace::Attribute),
            ..plain(member, content)
        }
    }

    fn alternatives(&self, schemas: &[Conjunction]) -> Vec<Conjunction> {
        let mut found = Vec::new();
        for schema in schemas {
            let alternatives = schema.alternatives(self.refs);
            if alternatives.truncated {
                return Vec::new();
            }
            for one in alternatives.all {
                let heirs = one.heirs(self.refs);
                let heirs = heirs.iter().map(|heir| Conjunction::of(heir, self.refs));
                found.extend(heirs.flat_map(|heir| heir.alternatives(self.refs).all));
                found.push(one);
            }
        }
        found
    }

    fn sort(&self, alternatives: &[Conjunction]) -> Sort {
        let mut kinds = Kinds::NONE;
        for one in alternatives {
            match one.kinds() {
                _ if !one.problems().is_empty() => return Sort::Any,
                Some(these) => kinds = kinds.or(these),
                None if one.declares_members() => kinds = kinds.or(Kinds::OBJECT),
                None => return Sort::Any,
            }
        }
        if kinds.meets(Kinds::ARRAY) {
            return Sort::List;
        }
        if kinds.meets(Kinds::OBJECT) {
            return Sort::Object;
        }
        Sort::Scalar(if kinds == Kinds::NONE {
            return Sort::Any;
        } else if kinds.meets(Kinds::STRING) {
            XmlContent::Text
        } else if kinds.within(Kinds::NUMBER) {
            XmlContent::Number
        } else if kinds.within(Kinds::BOOLEAN) {
            XmlContent::Boolean
        } else {
            XmlContent::Scalar
        })
    }

    fn content(&mut self, schemas: &[Conjunction], place: &Place<'_>) -> XmlContent {
        let alternatives = self.alternatives(schemas);
        match self.sort(&alternatives) {
            Sort::Any => XmlContent::Any,
            Sort::Scalar(content) => content,
            _ if place.depth > MAX_DEPTH => XmlContent::Any,
            Sort::List => self.list(&alternatives, place),
            Sort::Object => self.object(&alternatives, place),
        }
    }

    fn object(&mut self, alternatives: &[Conjunction], place: &Place<'_>) -> XmlContent {
        let whole = matches!(place.need, Need::All);
        let key: Vec<types::Key> = alternatives.iter().map(Conjunction::key).collect();
        if let Some(known) = self.known.get(&key).filter(|_| whole) {
            return XmlContent::Object(*known);
        }
        let index = self.table.objects.len();
        if index >= MAX_OBJECTS {
            return XmlContent::Any;
        }
        if whole {
            self.known.insert(key, index);
        }
        let mut names = alternatives.iter().filter_map(Conjunction::name);
        self.table.objects.push(XmlObject {
            name: names.next().unwrap_or(place.name).to_owned(),
            members: Vec::new(),
            rest: None,
        });
        let declared = properties(alternatives, self.refs);
        let mut members = Vec::new();
        for (name, schemas) in &declared {
            let Some(need) = place.need.member(name) else {
                continue;
            };
            let inside = Place {
                need,
                name,
                depth: place.depth,
            };
            let mut node = self.member(name, schemas, &inside);
            let required = alternatives.iter().all(|one| one.required().contains(name));
            node.required = required && self.way == Way::Read && needs_mark(&node);
            // An attribute that is not there is null only where it has to be something.
            node.nullable &= required || node.place != XmlPlace::Attribute;
            members.push(node);
        }
        let asked = whole || place.need.beyond(&declared).next().is_some();
        let rest = asked.then(|| self.rest(alternatives, place)).flatten();
        self.add_undeclared(&declared, rest.as_ref(), place.need, &mut members);
        let rest = rest.filter(|_| whole);
        if let Some(object) = self.table.objects.get_mut(index) {
            object.members = members;
            object.rest = rest.map(Box::new);
        }
        XmlContent::Object(index)
    }

    /// Members that are needed although the schema does not name them.
    fn add_undeclared(
        &self,
        declared: &[(String, Vec<Conjunction>)],
        rest: Option<&XmlNode>,
        need: &Need,
        members: &mut Vec<XmlNode>,
    ) {
        for (name, _) in need.beyond(declared) {
            let like = match rest {
                Some(rest) => rest.clone(),
                // They are written like that anyway.
                None if self.way == Way::Write => continue,
                None => plain(name, XmlContent::Any),
            };
            let content = match like.content {
                XmlContent::List(item) => XmlContent::List(Box::new(XmlNode {
                    name: name.clone(),
                    ..*item
                })),
                content => content,
            };
            members.push(XmlNode {
                member: name.clone(),
                name: name.clone(),
                content,
                ..like
            });
        }
    }

    /// What undeclared members are like.
    fn rest(&mut self, alternatives: &[Conjunction], place: &Place<'_>) -> Option<XmlNode> {
        let mut schemas = Vec::new();
        let mut open = false;
        for one in alternatives {
            match one.additional() {
                Additional::Schemas(these) => schemas.push(Conjunction::all(&these, self.refs)),
                Additional::Open | Additional::Silent => open = true,
                Additional::Closed => {}
            }
            open |= !one.patterns().is_empty();
        }
        if schemas.is_empty() {
            let read = self.way == Way::Read;
            return (open && read).then(|| plain("", XmlContent::Any));
        }
        let inside = Place {
            need: &Need::All,
            name: "",
            depth: place.depth,
        };
        let mut node = self.member("", &schemas, &inside);
        node.name.clear();
        if matches!(node.content, XmlContent::Tuple(..)) {
            self.fault(
                &schemas,
                "a list whose items have schemas of their own has no name here".to_owned(),
            );
            node.content = XmlContent::Any;
        }
        Some(node)
    }

    pub(super) fn fault(&mut self, schemas: &[Conjunction], message: String) {
        let mut seen = schemas.iter().filter_map(|one| one.seen().first());
        self.faults.push(Fault {
            schema: seen.next().cloned(),
            message,
        });
    }
}

/// Whether nothing stands for an empty value in the document.
fn needs_mark(node: &XmlNode) -> bool {
    match node.place {
        XmlPlace::Inline => {
            matches!(node.content, XmlContent::List(_) | XmlContent::Tuple(..))
        }
        XmlPlace::Text | XmlPlace::CData => true,
        XmlPlace::Element | XmlPlace::Attribute => false,
    }
}

pub(super) fn plain(member: &str, content: XmlContent) -> XmlNode {
    XmlNode {
        member: member.to_owned(),
        name: member.to_owned(),
        namespace: None,
        prefix: None,
        place: XmlPlace::Element,
        content,
        nullable: false,
        required: false,
    }
}

/// Declared members of all alternatives, each with its schema in each.
fn properties(
    alternatives: &[Conjunction],
    refs: &dyn References,
) -> Vec<(String, Vec<Conjunction>)> {
    let mut found: Vec<(String, Vec<Conjunction>)> = Vec::new();
    for (name, schemas) in alternatives.iter().flat_map(Conjunction::properties) {
        let schema = Conjunction::all(&schemas, refs);
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) if all.iter().any(|one| one.says_the_same(&schema)) => {}
            Some((_, all)) => all.push(schema),
            None => found.push((name, vec![schema])),
        }
    }
    found
}

/// Whether components name the elements of what refers to them (OpenAPI 3.2, section "XML Node Names").
fn by_components(schema: &Conjunction) -> bool {
    let first = schema.seen().first();
    let reference = first.filter(|schema| schema.str_at("$ref").is_some());
    let root = reference.map(|schema| &schema.document().root);
    let version = root.and_then(|root| root.get("openapi")?.as_str());
    version.is_some_and(|version| version.starts_with("3.2"))
}
