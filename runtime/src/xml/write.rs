//! A value becomes an XML document.

use std::fmt::Write as _;

use super::names::{is_carried, is_name};
use super::{Content, Place, Xml};
use crate::binary::to_base64;
use crate::flatten::Node;

/// The namespace of `nil`.
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What an undeclared member is written like.
const ANY: Xml = Xml::element("", Content::Any);

/// The document that a value is, without an XML declaration. A text is a document already.
pub(crate) fn write(value: &Node, root: &Xml) -> Result<String, String> {
    if let Node::Text(text) = value {
        return Ok(text.clone());
    }
    let mut writer = Writer::default();
    writer.node(value, root, root.name)?;
    match writer.roots {
        1 => Ok(writer.out),
        0 => Err("has no root element as XML".to_owned()),
        count => Err(format!(
            "has {count} root elements as XML, and a document has one"
        )),
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Names of the open elements.
    open: Vec<String>,
    roots: usize,
    /// Prefixes in force, the latest last; the empty one is the default namespace.
    bound: Vec<(String, String)>,
}

impl Writer {
    /// A node of any kind but an attribute, which its element writes.
    fn node(&mut self, value: &Node, xml: &Xml, name: &str) -> Result<(), String> {
        match xml.place {
            Place::Attribute => Ok(()),
            Place::Element => self.element(value, xml, name),
            Place::Inline if *value == Node::Null => Ok(()),
            Place::Inline => self.content(value, xml.content, name),
            Place::Text => self.text(&scalar(value, name)?, name),
            Place::CData => self.sections(&scalar(value, name)?, name),
        }
    }

    fn element(&mut self, value: &Node, xml: &Xml, name: &str) -> Result<(), String> {
        if self.open.is_empty() {
            self.roots = self.roots.saturating_add(1);
        }
        let before = self.bound.len();
        let tag = qualified(xml.prefix, name)?;
        self.out.push('<');
        self.out.push_str(&tag);
        self.bind(xml.prefix, xml.namespace)?;
        self.open.push(tag);
        if *value == Node::Null {
            self.bind("xsi", INSTANCE)?;
            self.out.push_str(" xsi:nil=\"true\"");
        } else if let Node::Object(members) = value {
            self.attributes(members, xml.content)?;
        }
        self.out.push('>');
        if *value != Node::Null {
            self.content(value, xml.content, name)?;
        }
        if let Some(tag) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(&tag);
            self.out.push('>');
        }
        self.bound.truncate(before);
        Ok(())
    }

    /// Declares a namespace, unless it is in force already.
    fn bind(&mut self, prefix: &str, namespace: &str) -> Result<(), String> {
        if namespace.is_empty() {
            return Ok(());
        }
        let mut bound = self.bound.iter().rev();
        let current = bound.find(|(known, _)| known == prefix);
        if current.is_some_and(|(_, known)| known == namespace) {
            return Ok(());
        }
        self.out.push_str(" xmlns");
        if !prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.value(namespace, "xmlns")?;
        self.bound.push((prefix.to_owned(), namespace.to_owned()));
        Ok(())
    }

    /// The attributes among the members, those of objects without a node of their own included.
    fn attributes(&mut self, members: &[(String, Node)], content: Content) -> Result<(), String> {
        let (Content::Object(declared) | Content::Map(declared, _)) = content.plain() else {
            return Ok(());
        };
        for xml in declared {
            let Some(value) = member(members, xml.member) else {
                continue;
            };
            match (xml.place, value) {
                (Place::Attribute, Node::Null) => {}
                (Place::Attribute, value) => {
                    // The default namespace is not one of attributes.
                    let prefix = match (xml.namespace, xml.prefix) {
                        ("", prefix) => prefix,
                        (_, "") => "ns",
                        (_, prefix) => prefix,
                    };
                    self.bind(prefix, xml.namespace)?;
                    self.out.push(' ');
                    self.out.push_str(&qualified(prefix, xml.name)?);
                    self.value(&scalar(value, xml.member)?, xml.member)?;
                }
                (Place::Inline, Node::Object(inner)) => self.attributes(inner, xml.content)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn content(&mut self, value: &Node, content: Content, name: &str) -> Result<(), String> {
        match (content.plain(), value) {
            (_, Node::Null) => Ok(()),
            (Content::List(item), Node::List(items)) => items
                .iter()
                .try_for_each(|value| self.node(value, item, item_name(item, name))),
            (Content::List(item), value) => self.node(value, item, item_name(item, name)),
            (Content::Tuple(first, others), Node::List(items)) => {
                for (index, value) in items.iter().enumerate() {
                    let item = first.get(index).unwrap_or(others);
                    self.node(value, item, item_name(item, name))?;
                }
                Ok(())
            }
            (Content::Tuple(first, others), value) => {
                let item = first.first().unwrap_or(others);
                self.node(value, item, item_name(item, name))
            }
            (Content::Object(declared), Node::Object(members)) => {
                self.members(members, declared, &ANY)
            }
            (Content::Map(declared, rest), Node::Object(members)) => {
                self.members(members, declared, rest)
            }
            (_, Node::Object(members)) => self.members(members, &[], &ANY),
            (_, Node::List(_)) => Err(format!("has a list at `{name}`, which has no form as XML")),
            (_, value) => self.text(&scalar(value, name)?, name),
        }
    }

    /// Members in the order of the schema, then of the payload.
    fn members(
        &mut self,
        members: &[(String, Node)],
        declared: &[Xml],
        rest: &Xml,
    ) -> Result<(), String> {
        for xml in declared {
            if let Some(value) = member(members, xml.member) {
                self.node(value, xml, xml.name)?;
            }
        }
        let others = members
            .iter()
            .filter(|(name, _)| !declared.iter().any(|xml| xml.member == name));
        for (name, value) in others {
            match (value, rest.place, rest.content.plain()) {
                (Node::List(items), Place::Element, Content::Any) => items
                    .iter()
                    .try_for_each(|value| self.node(value, rest, name))?,
                _ => self.node(value, rest, name)?,
            }
        }
        Ok(())
    }

    /// ` = "value"` of an attribute.
    fn value(&mut self, text: &str, of: &str) -> Result<(), String> {
        self.out.push_str("=\"");
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // Else they are read as spaces.
                '\t' | '\n' | '\r' => self.reference(letter),
                letter => self.letter(letter, of)?,
            }
        }
        self.out.push('"');
        Ok(())
    }

    fn text(&mut self, text: &str, of: &str) -> Result<(), String> {
        self.inside(of)?;
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                // What ends a CDATA section may not stand elsewhere.
                '>' if self.out.ends_with("]]") => self.out.push_str("&gt;"),
                '\r' => self.reference(letter),
                letter => self.letter(letter, of)?,
            }
        }
        Ok(())
    }

    /// CDATA sections; what ends one is spread over two.
    fn sections(&mut self, text: &str, of: &str) -> Result<(), String> {
        self.inside(of)?;
        self.out.push_str("<![CDATA[");
        for letter in text.chars() {
            match letter {
                '>' if self.out.ends_with("]]") => self.out.push_str("]]><![CDATA[>"),
                '\r' => {
                    self.out.push_str("]]>");
                    self.reference(letter);
                    self.out.push_str("<![CDATA[");
                }
                letter => self.letter(letter, of)?,
            }
        }
        self.out.push_str("]]>");
        Ok(())
    }

    /// Text needs an element around it.
    fn inside(&self, of: &str) -> Result<(), String> {
        match self.open.is_empty() {
            true => Err(format!("has text at `{of}` outside of any XML element")),
            false => Ok(()),
        }
    }

    fn letter(&mut self, letter: char, of: &str) -> Result<(), String> {
        if !is_carried(letter) {
            let code = u32::from(letter);
            return Err(format!(
                "has a character at `{of}` that XML cannot carry (U+{code:04X})"
            ));
        }
        self.out.push(letter);
        Ok(())
    }

    fn reference(&mut self, letter: char) {
        // Writing to a text cannot fail.
        let _ = write!(self.out, "&#{};", u32::from(letter));
    }
}

/// The last member of a name: the one that counts in JSON.
fn member<'a>(members: &'a [(String, Node)], name: &str) -> Option<&'a Node> {
    let mut members = members.iter().rev();
    let found = members.find(|(known, _)| known == name);
    found.map(|(_, value)| value)
}

/// Items of any name are called like the list.
fn item_name<'a>(item: &'a Xml, list: &'a str) -> &'a str {
    if item.name.is_empty() {
        list
    } else {
        item.name
    }
}

fn qualified(prefix: &str, name: &str) -> Result<String, String> {
    let qualified = match prefix {
        "" => name.to_owned(),
        _ if name.contains(':') => name.to_owned(),
        prefix => format!("{prefix}:{name}"),
    };
    match is_name(&qualified) {
        true => Ok(qualified),
        false => Err(format!(
            "has a member `{}`, which is no name of XML",
            qualified.escape_debug()
        )),
    }
}

fn scalar(value: &Node, of: &str) -> Result<String, String> {
    match value {
        Node::Null => Ok(String::new()),
        Node::Text(text) | Node::Literal(text) => Ok(text.clone()),
        Node::Bytes(bytes) => Ok(to_base64(bytes)),
        Node::List(_) | Node::Object(_) => Err(format!(
            "has a list or an object at `{of}`, where XML takes a text"
        )),
    }
}
