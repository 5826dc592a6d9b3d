//! JSON Pointers.

use arazzo_codegen::load::{Document, Node, Pointer};

use super::grammar;
use crate::{Random, Seeds};

const PIECES: [&str; 14] = [
    "/", "/", "/a", "~", "~0", "~1", "~01", "0", "-", "00", "é", "", " ", "#",
];

pub(super) fn pointers(random: &mut Random, seeds: &Seeds) {
    let text = grammar::text(random, seeds, &PIECES);
    if let Some(pointer) = Pointer::parse(&text) {
        assert_eq!(pointer.as_str(), text);
        let tokens: Vec<String> = pointer.tokens().collect();
        assert_eq!(Pointer::from_tokens(&tokens), pointer, "{text:?}");
        assert_eq!(tokens.is_empty(), pointer.parent().is_none(), "{text:?}");
        let further = pointer.join(&text);
        assert_eq!(further.tokens().last().as_deref(), Some(text.as_str()));
        assert_eq!(further.parent(), Some(pointer.clone()));
        assert!(further.is_in(&pointer));
    }
    let tree = random.pick(&seeds.trees).cloned().unwrap_or_default();
    let document = Document::parse("a.json", &tree.to_string()).expect("it was read before");
    let key = random.word(&seeds.words);
    for pointer in [Pointer::parse(&text), Some(Pointer::from_tokens([key]))] {
        let Some(pointer) = pointer else { continue };
        let found = Node::root(document.clone()).at(&pointer);
        let expected = document.root.pointer(pointer.as_str());
        assert_eq!(
            found.as_ref().map(Node::value),
            expected,
            "{pointer} in {tree}"
        );
    }
}
