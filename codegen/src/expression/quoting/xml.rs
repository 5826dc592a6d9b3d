//! Where values stand in XML that is written as text.

use super::{super::TemplatePart, Quoting};

/// What each place of an XML text takes, from left to right.
pub fn xml_places(parts: &[TemplatePart]) -> Vec<Quoting> {
    let mut state = State::Content;
    let mut places = Vec::new();
    for part in parts {
        match part {
            TemplatePart::Text(text) => state = after(text, state),
            TemplatePart::Expression(_) => places.push(state.quoting()),
        }
    }
    places
}

/// What the reader of an XML text is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Content,
    /// A tag, or a declaration in `<!…>`, outside of quotes.
    Tag,
    /// A quoted value in a tag.
    Quoted(char),
    Cdata,
    Comment,
    Instruction,
}

impl State {
    fn quoting(self) -> Quoting {
        match self {
            Self::Content => Quoting::XmlText,
            Self::Quoted(_) => Quoting::XmlAttribute,
            Self::Cdata => Quoting::XmlCdata,
            Self::Comment => Quoting::XmlComment,
            Self::Tag | Self::Instruction => Quoting::XmlName,
        }
    }

    /// What ends it, or begins something inside it, with what comes then. Longer ones stand first.
    fn turns(self) -> &'static [(&'static str, State)] {
        match self {
            Self::Content => &[
                ("<!--", Self::Comment),
                ("<![CDATA[", Self::Cdata),
                ("<?", Self::Instruction),
                ("<", Self::Tag),
            ],
            Self::Tag => &[
                ("\"", Self::Quoted('"')),
                ("'", Self::Quoted('\'')),
                (">", Self::Content),
            ],
            Self::Quoted('"') => &[("\"", Self::Tag)],
            Self::Quoted(_) => &[("'", Self::Tag)],
            Self::Cdata => &[("]]>", Self::Content)],
            Self::Comment => &[("-->", Self::Content)],
            Self::Instruction => &[("?>", Self::Content)],
        }
    }
}

/// The state after some text.
fn after(text: &str, mut state: State) -> State {
    let mut rest = text;
    while !rest.is_empty() {
        let mut turns = state.turns().iter();
        let turn = turns.find_map(|(word, next)| Some((rest.strip_prefix(word)?, *next)));
        (rest, state) = match turn {
            Some(turn) => turn,
            None => {
                let mut characters = rest.chars();
                characters.next();
                (characters.as_str(), state)
            }
        };
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Template, template};

    #[test]
    fn a_place_is_quoted_by_what_is_around_it() {
        use Quoting::{XmlAttribute, XmlCdata, XmlComment, XmlName, XmlText};
        for (text, quoting) in [
            ("<a>{$inputs.x}</a>", XmlText),
            ("<a b=\"{$inputs.x}\"/>", XmlAttribute),
            ("<a b='\">{$inputs.x}'/>", XmlAttribute),
            ("<a b='1' c = \"2\">'{$inputs.x}", XmlText),
            ("<a><![CDATA[<b>]] {$inputs.x}]]></a>", XmlCdata),
            ("<a><![CDATA[x]]>{$inputs.x}</a>", XmlText),
            ("<!-- <a b=\"{$inputs.x} -->", XmlComment),
            ("<!-- it's --><a>{$inputs.x}</a>", XmlText),
            ("<?xml version=\"{$inputs.x}\"?>", XmlName),
            ("<?xml version=\"1.0\"?><a>{$inputs.x}</a>", XmlText),
            ("<{$inputs.x}/>", XmlName),
            ("<a b={$inputs.x}/>", XmlName),
            ("{$inputs.x}", XmlText),
        ] {
            let Ok(Template::Parts(parts)) = template(text) else {
                panic!("{text}");
            };
            assert_eq!(xml_places(&parts), [quoting], "{text}");
        }
    }
}
