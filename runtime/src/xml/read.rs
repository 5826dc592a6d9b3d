//! An XML document becomes a value.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::NamespaceResolver;
use quick_xml::reader::NsReader;

use super::frame::{Frame, Source};
use super::locate::{Name, Target, locate, target};
use super::{Content, Place, Xml};
use crate::flatten::Node;

/// Elements inside one another that are read; JSON readers take twice as many levels.
const MAX_DEPTH: usize = 60;

/// Values that are read at most. Elements that nobody looks at are skipped, and do not count.
const MAX_VALUES: usize = 1_000_000;

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
        let found = top.placed(found, &name)?;
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
        let member = whole.placed(member, name)?;
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
