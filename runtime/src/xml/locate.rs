//! Where a node of a document belongs in a value, by what the schema says.

use std::borrow::Cow;

use quick_xml::name::{Namespace, ResolveResult};

use super::{Content, Place, Xml};

/// Descriptions without a node of their own that are followed into one another.
pub(super) const MAX_INLINE: usize = 8;

/// What an undeclared element is read like.
const ANY: Xml = Xml::element("", Content::Any);

/// A name of the document.
pub(super) struct Name<'a> {
    pub(super) local: &'a str,
    pub(super) namespace: Option<&'a str>,
}

impl<'a> Name<'a> {
    pub(super) fn of(resolved: &'a ResolveResult<'_>, local: &'a str) -> Self {
        let namespace = match resolved {
            ResolveResult::Bound(Namespace(namespace)) => Some(*namespace),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
        };
        Self { local, namespace }
    }
}

impl Xml {
    /// Whether a node of this name is meant: by its namespace where one is declared, else by its local name.
    pub(super) fn is(&self, name: &Name<'_>) -> bool {
        let local = self.name.rsplit(':').next().unwrap_or_default();
        let same_space = self.namespace.is_empty() || name.namespace == Some(self.namespace);
        same_space && (local == name.local || local.is_empty())
    }
}

/// A step from an object or list to the value that is read.
#[derive(Clone)]
pub(super) enum Step {
    Member(Cow<'static, str>),
    Item,
}

/// Where a value belongs in the value around it, and how it is read.
pub(super) struct Target {
    pub(super) way: Vec<Step>,
    pub(super) xml: Xml,
    /// The list that it is an item of, if its place there decides what it is.
    pub(super) tuple: Option<Tuple>,
}

/// The first items of a list, and what the others are like.
pub(super) type Tuple = (&'static [Xml], &'static Xml);

impl Target {
    pub(super) fn below(mut self, step: Step) -> Self {
        self.way.insert(0, step);
        self
    }
}

/// What a node of the document is in what `content` describes, as far as that declares it.
pub(super) fn locate(
    content: Content,
    name: &Name<'_>,
    place: Place,
    depth: usize,
) -> Option<Target> {
    if depth > MAX_INLINE {
        return None;
    }
    match content.plain() {
        Content::Object(members) | Content::Map(members, _) => {
            // A member with this very namespace comes before one that takes any.
            let mut found: Vec<&Xml> = members.iter().filter(|xml| xml.place == place).collect();
            found.sort_by_key(|xml| xml.namespace.is_empty());
            if let Some(xml) = found.into_iter().find(|xml| xml.is(name)) {
                let way = vec![Step::Member(Cow::Borrowed(xml.member))];
                return Some(Target {
                    way,
                    xml: *xml,
                    tuple: None,
                });
            }
            let mut inline = members.iter().filter(|xml| xml.place == Place::Inline);
            inline.find_map(|xml| {
                let found = locate(xml.content, name, place, depth.saturating_add(1))?;
                Some(found.below(Step::Member(Cow::Borrowed(xml.member))))
            })
        }
        Content::List(item) if item.place == place => item.is(name).then(|| Target {
            way: vec![Step::Item],
            xml: *item,
            tuple: None,
        }),
        Content::Tuple(first, others) if place == Place::Element => {
            let mut items = first.iter().chain([others]);
            let xml = items.find(|item| item.is(name))?;
            Some(Target {
                way: vec![Step::Item],
                xml: *xml,
                tuple: Some((first, others)),
            })
        }
        Content::List(item) if item.place == Place::Inline => {
            let found = locate(item.content, name, place, depth.saturating_add(1))?;
            Some(found.below(Step::Item))
        }
        _ => None,
    }
}

/// The same, with what is not declared by name.
pub(super) fn target(content: Content, name: &Name<'_>) -> Option<Target> {
    let rest = match content {
        Content::Map(_, rest) => rest,
        Content::Any => &ANY,
        _ => return locate(content, name, Place::Element, 0),
    };
    locate(content, name, Place::Element, 0).or_else(|| {
        let member = Step::Member(Cow::Owned(name.local.to_owned()));
        match (rest.place, rest.content.plain()) {
            (Place::Inline, Content::List(item)) => Some(Target {
                way: vec![member, Step::Item],
                xml: *item,
                tuple: None,
            }),
            _ => Some(Target {
                way: vec![member],
                xml: *rest,
                tuple: None,
            }),
        }
    })
}
