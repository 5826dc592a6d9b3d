//! Lists in a description of XML: items of one kind, or told by their place.

use crate::{
    load::Node,
    plan::{XmlContent, XmlNode, XmlPlace},
    types::{Conjunction, XmlTraits},
};

use super::table::{Builder, Place, Way, plain};

impl Builder<'_> {
    pub(super) fn list(&mut self, alternatives: &[Conjunction], place: &Place<'_>) -> XmlContent {
        if alternatives.iter().any(|one| !one.prefix().is_empty()) {
            return self.tuple(alternatives, place);
        }
        let lists = alternatives.iter().map(Conjunction::items);
        let nodes: Vec<Vec<Node>> = lists.filter(|items| !items.is_empty()).collect();
        let items: Vec<Conjunction> = nodes
            .iter()
            .map(|items| Conjunction::all(items, self.refs))
            .collect();
        let nodes: Vec<Node> = nodes.into_iter().flatten().collect();
        let mut traits = XmlTraits::of(&nodes, self.refs);
        if place.name.is_empty() {
            // No property lends its name to the items of a list at the root.
            traits.name = traits.name.or_else(|| traits.own_name.clone());
        }
        let need = place.need.elements();
        let inside = Place {
            need: &need,
            ..*place
        };
        XmlContent::List(Box::new(self.item(&items, &traits, &inside)))
    }

    /// An item of a list, of any kind where nothing is said.
    fn item(&mut self, items: &[Conjunction], traits: &XmlTraits, place: &Place<'_>) -> XmlNode {
        let mut item = match items.is_empty() {
            true => plain(place.name, XmlContent::Any),
            false => self.node(place.name, place.name, items, traits, place),
        };
        // An item is no member, and goes by its name alone.
        item.member.clone_from(&item.name);
        item
    }

    /// A list whose first items have schemas of their own: elements by their place.
    fn tuple(&mut self, alternatives: &[Conjunction], place: &Place<'_>) -> XmlContent {
        let [list] = alternatives else {
            self.fault(
                alternatives,
                "a list whose items have schemas of their own is one of several here".to_owned(),
            );
            return XmlContent::Any;
        };
        let need = place.need.elements();
        let inside = Place {
            need: &need,
            ..*place
        };
        let mut item = |nodes: &[Node]| {
            let mut traits = XmlTraits::of(nodes, self.refs);
            if place.name.is_empty() {
                traits.name = traits.name.or_else(|| traits.own_name.clone());
            }
            let items = [Conjunction::all(nodes, self.refs)];
            let items = items.get(..usize::from(!nodes.is_empty()));
            self.item(items.unwrap_or_default(), &traits, &inside)
        };
        let first: Vec<XmlNode> = list.prefix().iter().map(|nodes| item(nodes)).collect();
        let others = item(&list.items());
        let writes = self.way == Way::Write;
        let is_told = |item: &XmlNode| match item.place {
            XmlPlace::Element => true,
            XmlPlace::Text | XmlPlace::CData => writes,
            XmlPlace::Attribute | XmlPlace::Inline => false,
        };
        if !first.iter().chain([&others]).all(is_told) {
            self.fault(
                alternatives,
                "items of a list that have schemas of their own have to be elements".to_owned(),
            );
            return XmlContent::Any;
        }
        XmlContent::Tuple(first, Box::new(others))
    }
}
