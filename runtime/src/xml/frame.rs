//! An element of a document as it becomes a value.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{
    Content, Place, Xml,
    locate::{MAX_INLINE, Name, Step, Target, locate},
    number::{boolean, number},
};
use crate::flatten::Node;

/// Where a piece of text comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Text,
    CData,
    Reference,
}

/// Whether there is a value already.
enum Slot {
    Old,
    New,
}

/// An element that is read.
pub(super) struct Frame {
    pub(super) way: Vec<Step>,
    pub(super) content: Content,
    nullable: bool,
    /// Whether an element of the document stands behind it.
    pub(super) element: bool,
    nil: bool,
    pub(super) children: bool,
    cdata: bool,
    /// All text of the element.
    text: String,
    /// The text without the white space around CDATA sections.
    sections: String,
    /// Attributes that nobody declared.
    attributes: Vec<(String, Node)>,
    value: Node,
    /// Where members of an object are, for those that have many.
    index: HashMap<String, usize>,
}

impl Frame {
    /// What an item of this list is by its place, given the items so far.
    pub(super) fn placed(&self, mut item: Target, name: &Name<'_>) -> Result<Target, String> {
        if let (Some((first, others)), Some((_, list))) = (item.tuple, item.way.split_last()) {
            item.xml = *first.get(self.items(list)).unwrap_or(others);
            if !item.xml.is(name) {
                let expected = item.xml.name;
                return Err(format!(
                    "another element stands where its schema has `{expected}`, in a list whose items have names of their own"
                ));
            }
        }
        Ok(item)
    }

    pub(super) fn of(target: Target) -> Self {
        let content = target.xml.content.plain();
        let value = match content {
            Content::List(_) | Content::Tuple(..) => Node::List(Vec::new()),
            _ => Node::Object(Vec::new()),
        };
        Self {
            way: target.way,
            content,
            nullable: target.xml.nullable,
            element: false,
            nil: false,
            children: false,
            cdata: false,
            text: String::new(),
            sections: String::new(),
            attributes: Vec::new(),
            value,
            index: HashMap::new(),
        }
    }

    pub(super) fn attribute(&mut self, name: &Name<'_>, value: Cow<'_, str>) {
        if name.namespace == Some(super::write::INSTANCE) && name.local == "nil" {
            self.nil = boolean(&value) == Some(true);
        } else if let Some(found) = locate(self.content, name, Place::Attribute, 0) {
            let value = scalar(found.xml.content, &value, found.xml.nullable);
            self.put(&found.way, value);
        } else if matches!(self.content, Content::Any) {
            let value = Node::Text(value.into_owned());
            self.attributes.push((name.local.to_owned(), value));
        }
    }

    pub(super) fn text(&mut self, text: &str, source: Source) {
        self.cdata |= source == Source::CData;
        self.text.push_str(text);
        if source != Source::Text || !text.trim().is_empty() {
            self.sections.push_str(text);
        }
    }

    /// Puts a value where it belongs. Of several, the last counts.
    pub(super) fn put(&mut self, way: &[Step], value: Node) {
        if let Some((slot, rest, _)) = self.slot(way) {
            put(slot, rest, value);
        }
    }

    /// The same for a value of which nothing is declared: several are a list.
    pub(super) fn collect(&mut self, way: &[Step], value: Node) {
        match self.slot(way) {
            Some((Node::List(items), [], Slot::Old)) => items.push(value),
            Some((slot, [], Slot::Old)) => {
                let earlier = std::mem::replace(slot, Node::Null);
                *slot = Node::List(vec![earlier, value]);
            }
            Some((slot, rest, _)) => put(slot, rest, value),
            None => {}
        }
    }

    /// The place of the first step, and the way from there.
    fn slot<'s, 'w>(&'s mut self, way: &'w [Step]) -> Option<(&'s mut Node, &'w [Step], Slot)> {
        let (first, rest) = way.split_first()?;
        let (name, members) = match (first, &mut self.value) {
            (Step::Member(name), Node::Object(members)) => (name, members),
            (_, value) => return Some((value, way, Slot::New)),
        };
        let known = self.index.get(name.as_ref()).copied();
        let place = known.unwrap_or(members.len());
        if known.is_none() {
            self.index.insert(name.clone().into_owned(), place);
            members.push((name.clone().into_owned(), Node::Null));
        }
        let state = known.map_or(Slot::New, |_| Slot::Old);
        let (_, slot) = members.get_mut(place)?;
        Some((slot, rest, state))
    }

    pub(super) fn finish(mut self) -> Node {
        if self.nil {
            return Node::Null;
        }
        match self.content {
            Content::Any => {
                if !self.children && (self.attributes.is_empty() || !self.text.trim().is_empty()) {
                    return Node::Text(self.text);
                }
                for (name, value) in std::mem::take(&mut self.attributes) {
                    if !self.index.contains_key(&name) {
                        self.put(&[Step::Member(Cow::Owned(name))], value);
                    }
                }
                self.value
            }
            Content::Object(members) | Content::Map(members, _) => {
                self.complete(members, &[]);
                self.value
            }
            Content::List(_) | Content::Tuple(..) => self.value,
            content => scalar(content, &self.text, self.nullable),
        }
    }

    /// Adds the text, and what is there although nothing stands for it.
    pub(super) fn complete(&mut self, members: &'static [Xml], way: &[Step]) {
        if way.len() > MAX_INLINE {
            return;
        }
        for xml in members {
            let mut inner = way.to_vec();
            inner.push(Step::Member(Cow::Borrowed(xml.member)));
            let text = match xml.place {
                Place::CData if self.cdata => &self.sections,
                Place::CData | Place::Text => &self.text,
                _ => "",
            };
            let text = if self.children { text.trim() } else { text };
            match (xml.place, xml.content.plain()) {
                (Place::Text | Place::CData, content) if !text.is_empty() || xml.required => {
                    let value = scalar(content, text, xml.nullable);
                    self.put(&inner, value);
                }
                (Place::Attribute, _) if xml.nullable && !self.has(&inner) => {
                    self.put(&inner, Node::Null);
                }
                (Place::Inline, Content::List(_) | Content::Tuple(..))
                    if xml.required && !self.has(&inner) =>
                {
                    self.put(&inner, Node::List(Vec::new()));
                }
                (Place::Inline, Content::Object(members)) => self.complete(members, &inner),
                _ => {}
            }
        }
    }

    pub(super) fn has(&self, way: &[Step]) -> bool {
        self.at(way).is_some()
    }

    /// How many items the list at the end of the way has so far.
    pub(super) fn items(&self, way: &[Step]) -> usize {
        match self.at(way) {
            Some(Node::List(items)) => items.len(),
            _ => 0,
        }
    }

    pub(super) fn at(&self, way: &[Step]) -> Option<&Node> {
        let mut value = &self.value;
        for step in way {
            let (Step::Member(name), Node::Object(members)) = (step, value) else {
                return None;
            };
            let mut members = members.iter();
            value = &members.find(|(known, _)| known == name.as_ref())?.1;
        }
        Some(value)
    }
}

/// Puts a value into another, where `way` leads.
pub(super) fn put(into: &mut Node, way: &[Step], value: Node) {
    let mut into = into;
    for step in way {
        into = match step {
            Step::Item => {
                if !matches!(into, Node::List(_)) {
                    *into = Node::List(Vec::new());
                }
                let Node::List(items) = into else { return };
                items.push(Node::Null);
                let Some(last) = items.last_mut() else { return };
                last
            }
            Step::Member(name) => {
                if !matches!(into, Node::Object(_)) {
                    *into = Node::Object(Vec::new());
                }
                let Node::Object(members) = into else { return };
                let known = members.iter().position(|(known, _)| known == name.as_ref());
                let place = known.unwrap_or(members.len());
                if known.is_none() {
                    members.push((name.clone().into_owned(), Node::Null));
                }
                let Some((_, slot)) = members.get_mut(place) else {
                    return;
                };
                slot
            }
        };
    }
    *into = value;
}

/// Text as the value that the schema says it is; what is none stays text, which does not fit.
pub(super) fn scalar(content: Content, text: &str, nullable: bool) -> Node {
    let literal = match content.plain() {
        Content::Number => number(text),
        Content::Boolean => boolean(text).map(|value| value.to_string()),
        Content::Scalar => number(text).or_else(|| {
            let word = text.trim();
            matches!(word, "true" | "false").then(|| word.to_owned())
        }),
        _ => return Node::Text(text.to_owned()),
    };
    match literal {
        Some(literal) => Node::Literal(literal),
        None if nullable && text.trim().is_empty() => Node::Null,
        None => Node::Text(text.to_owned()),
    }
}
