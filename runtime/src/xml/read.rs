//! An XML document becomes a value.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

use super::number::{boolean, number};
use super::{Content, Place, Xml};
use crate::flatten::Node;

/// Elements inside one another that are read; JSON readers take twice as many levels.
const MAX_DEPTH: usize = 60;

/// Values that are read at most. Elements that nobody looks at are skipped, and do not count.
const MAX_VALUES: usize = 1_000_000;

/// Descriptions without a node of their own that are followed into one another.
const MAX_INLINE: usize = 8;

/// What an undeclared element is read like.
const ANY: Xml = Xml::element("", Content::Any);

/// The value that a document holds, or why it cannot be read.
pub(crate) fn read(text: &str, root: &Xml) -> Result<Node, String> {
    read_within(MAX_VALUES, text, root)
}

/// The same for fewer values.
pub(super) fn read_within(limit: usize, text: &str, root: &Xml) -> Result<Node, String> {
    let mut reader = NsReader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut document = Document {
        root: *root,
        stack: Vec::new(),
        skipped: 0,
        left: limit,
        result: None,
    };
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Eof => break,
            Event::DocType(_) => {
                return Err("it has a document type declaration, which is not read".to_owned());
            }
            Event::Start(tag) => document.start(&tag, reader.resolver())?,
            Event::Empty(tag) => {
                document.start(&tag, reader.resolver())?;
                document.end()?;
            }
            Event::End(_) => document.end()?,
            Event::Text(text) => document.text(&text.xml10_content(), Source::Text)?,
            Event::CData(text) => document.text(&text.xml10_content(), Source::CData)?,
            Event::GeneralRef(name) => {
                let letter = name
                    .resolve_char_ref()
                    .map_err(|error| error.to_string())?
                    .or_else(|| predefined(&name));
                let Some(letter) = letter else {
                    return Err("it uses an entity that is not one of XML's own".to_owned());
                };
                document.text(letter.encode_utf8(&mut [0; 4]), Source::Reference)?;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match document.result {
        Some(value) if document.stack.is_empty() => Ok(value),
        _ => Err("it breaks off".to_owned()),
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// Where a piece of text comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Text,
    CData,
    Reference,
}

/// A name of the document.
struct Name<'a> {
    local: &'a str,
    namespace: Option<&'a str>,
}

impl<'a> Name<'a> {
    fn of(resolved: &'a ResolveResult<'_>, local: &'a str) -> Self {
        let namespace = match resolved {
            ResolveResult::Bound(Namespace(namespace)) => Some(*namespace),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
        };
        Self { local, namespace }
    }
}

impl Xml {
    /// Whether a node of this name is meant: by its namespace where one is declared, else by its local name.
    fn is(&self, name: &Name<'_>) -> bool {
        let local = self.name.rsplit(':').next().unwrap_or_default();
        let same_space = self.namespace.is_empty() || name.namespace == Some(self.namespace);
        same_space && (local == name.local || local.is_empty())
    }
}

/// A step from an object or list to the value that is read.
#[derive(Clone)]
enum Step {
    Member(Cow<'static, str>),
    Item,
}

/// Whether there is a value already.
enum Slot {
    Old,
    New,
}

/// Where a value belongs in the value around it, and how it is read.
struct Target {
    way: Vec<Step>,
    xml: Xml,
    /// The list that it is an item of, if its place there decides what it is.
    tuple: Option<Tuple>,
}

/// The first items of a list, and what the others are like.
type Tuple = (&'static [Xml], &'static Xml);

impl Target {
    /// What it is by its place in a list, where `around` has put the items so far.
    fn placed(mut self, name: &Name<'_>, around: &Frame) -> Result<Self, String> {
        if let (Some((first, others)), Some((_, list))) = (self.tuple, self.way.split_last()) {
            self.xml = *first.get(around.items(list)).unwrap_or(others);
            if !self.xml.is(name) {
                let expected = self.xml.name;
                return Err(format!(
                    "another element stands where its schema has `{expected}`, in a list whose items have names of their own"
                ));
            }
        }
        Ok(self)
    }

    fn below(mut self, step: Step) -> Self {
        self.way.insert(0, step);
        self
    }
}

/// What a node of the document is in what `content` describes, as far as that declares it.
fn locate(content: Content, name: &Name<'_>, place: Place, depth: usize) -> Option<Target> {
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
fn target(content: Content, name: &Name<'_>) -> Option<Target> {
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

/// The document so far.
struct Document {
    root: Xml,
    /// The open elements that are read.
    stack: Vec<Frame>,
    /// How many open elements are not.
    skipped: usize,
    /// How many more values are read.
    left: usize,
    result: Option<Node>,
}

impl Document {
    fn start(&mut self, tag: &BytesStart<'_>, names: &NamespaceResolver) -> Result<(), String> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_add(1);
            return Ok(());
        }
        let (resolved, local) = names.resolve_element(tag.name());
        let name = Name::of(&resolved, local.into_inner());
        let Some(top) = self.stack.last_mut() else {
            return self.begin(&name, tag, names);
        };
        top.children = true;
        let Some(found) = target(top.content, &name) else {
            self.skipped = 1;
            return Ok(());
        };
        let found = found.placed(&name, top)?;
        self.push(Frame::of(found), tag, names)
    }

    /// The root element: the value itself, or the only member of an object that has no element of its own.
    fn begin(
        &mut self,
        name: &Name<'_>,
        tag: &BytesStart<'_>,
        names: &NamespaceResolver,
    ) -> Result<(), String> {
        if self.result.is_some() {
            return Err("it has more than one root element".to_owned());
        }
        let own = self.root.place == Place::Element && self.root.is(name);
        let nameless = match self.root.content.plain() {
            Content::List(item) => item.name.is_empty(),
            Content::Tuple(first, _) => first.iter().all(|item| item.name.is_empty()),
            _ => false,
        };
        let member = match own || nameless {
            true => None,
            false => locate(self.root.content, name, Place::Element, 0),
        };
        let whole = Frame::of(Target {
            way: Vec::new(),
            xml: self.root,
            tuple: None,
        });
        let Some(member) = member else {
            return self.push(whole, tag, names);
        };
        let member = member.placed(name, &whole)?;
        self.stack.push(whole);
        self.push(Frame::of(member), tag, names)
    }

    fn push(
        &mut self,
        mut frame: Frame,
        tag: &BytesStart<'_>,
        names: &NamespaceResolver,
    ) -> Result<(), String> {
        if self.stack.len() > MAX_DEPTH {
            return Err(format!("its elements are nested deeper than {MAX_DEPTH}"));
        }
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (resolved, local) = names.resolve_attribute(attribute.key);
            let name = Name::of(&resolved, local.into_inner());
            let version = quick_xml::XmlVersion::Implicit1_0;
            let value = attribute
                .normalized_value(version)
                .map_err(|error| error.to_string())?;
            self.count()?;
            frame.attribute(&name, value);
        }
        frame.element = true;
        self.stack.push(frame);
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return Ok(());
        }
        self.count()?;
        let Some(done) = self.stack.pop() else {
            return Err("it ends an element that it does not begin".to_owned());
        };
        self.put(done);
        // The object around a root element that is a member of it ends with it.
        if let [around] = self.stack.as_slice()
            && around.way.is_empty()
            && !around.element
            && let Some(around) = self.stack.pop()
        {
            self.put(around);
        }
        Ok(())
    }

    /// Takes note of one more value.
    fn count(&mut self) -> Result<(), String> {
        let left = self.left.checked_sub(1);
        self.left = left.ok_or("it holds too many values")?;
        Ok(())
    }

    fn put(&mut self, done: Frame) {
        let way = done.way.clone();
        let any = matches!(done.content, Content::Any);
        let value = done.finish();
        match self.stack.last_mut() {
            Some(parent) if any => parent.collect(&way, value),
            Some(parent) => parent.put(&way, value),
            None => self.result = Some(value),
        }
    }

    fn text(&mut self, text: &str, source: Source) -> Result<(), String> {
        match self.stack.last_mut() {
            _ if self.skipped > 0 => {}
            Some(top) => top.text(text, source),
            None if text.trim().is_empty() => {}
            None => return Err("it has text outside of its root element".to_owned()),
        }
        Ok(())
    }
}

/// An element that is read.
struct Frame {
    way: Vec<Step>,
    content: Content,
    nullable: bool,
    /// Whether an element of the document stands behind it.
    element: bool,
    nil: bool,
    children: bool,
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
    fn of(target: Target) -> Self {
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

    fn attribute(&mut self, name: &Name<'_>, value: Cow<'_, str>) {
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

    fn text(&mut self, text: &str, source: Source) {
        self.cdata |= source == Source::CData;
        self.text.push_str(text);
        if source != Source::Text || !text.trim().is_empty() {
            self.sections.push_str(text);
        }
    }

    /// Puts a value where it belongs. Of several, the last counts.
    fn put(&mut self, way: &[Step], value: Node) {
        if let Some((slot, rest, _)) = self.slot(way) {
            put(slot, rest, value);
        }
    }

    /// The same for a value of which nothing is declared: several are a list.
    fn collect(&mut self, way: &[Step], value: Node) {
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

    fn finish(mut self) -> Node {
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
    fn complete(&mut self, members: &'static [Xml], way: &[Step]) {
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

    fn has(&self, way: &[Step]) -> bool {
        self.at(way).is_some()
    }

    /// How many items the list at the end of the way has so far.
    fn items(&self, way: &[Step]) -> usize {
        match self.at(way) {
            Some(Node::List(items)) => items.len(),
            _ => 0,
        }
    }

    fn at(&self, way: &[Step]) -> Option<&Node> {
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
fn put(into: &mut Node, way: &[Step], value: Node) {
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
fn scalar(content: Content, text: &str, nullable: bool) -> Node {
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
