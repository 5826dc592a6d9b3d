//! Definitions: what makes two of them one, how many there may be, and the queue that fills them.

use super::{Lowering, Members, Site, union};
use crate::types::{
    Conjunction, Definition, Kind, Shape, TypeId, conjunction::Key, recursion, type_ident,
};

/// Beyond so many a schema is read as JSON values.
pub(super) const MAX_DEFINITIONS: usize = 4096;

/// As many types one workflow's outputs may need; what lies deeper stays JSON. An API's whole model compiles slowly, and
/// who hands on a body looks at the top of it.
const MAX_KEPT: usize = 64;

/// As many types the body of one error response may need that no other has; what lies deeper stays JSON. Some APIs hang
/// half their model below an error, which nobody looks at there.
const MAX_REFUSED: usize = 16;

/// What becomes of members that the schema of an object does not declare and does not forbid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keep {
    /// Nobody asks for them.
    Declared,
    /// They stay with what a server sent.
    Received,
    /// Nobody asks for them in what a server refused with.
    Refused,
    /// They stay with what a caller gave.
    Given,
}

impl Keep {
    /// Whether a server sends what the type is for.
    pub(super) fn is_sent_by_server(self) -> bool {
        matches!(self, Self::Received | Self::Refused)
    }
}

/// A definition whose content is still to come.
pub(super) struct Pending {
    id: TypeId,
    work: Work,
    site: Site,
    keep: Keep,
}

/// What its content is made of.
pub(super) enum Work {
    Struct(Conjunction),
    Union(union::Union),
}

impl Lowering<'_> {
    /// Fills all definitions that were promised.
    pub(super) fn settle(&mut self) {
        let before = self.keep;
        while let Some(pending) = self.pending.pop_front() {
            let Pending {
                id,
                work,
                site,
                keep,
            } = pending;
            self.keep = keep;
            let (kind, untyped) = self.traced(|lowering| match work {
                Work::Struct(all) => {
                    let Members { fields, additional } = lowering.fields(&[all], &site, &|_| keep);
                    Kind::Struct { fields, additional }
                }
                Work::Union(union) => lowering.variants(union, &site),
            });
            if let Some(definition) = self.types.get_mut(id) {
                definition.kind = kind;
                definition.untyped = untyped;
            }
        }
        self.keep = before;
        recursion::mark(&mut self.types);
    }

    /// Allocates a definition, or finds the one made from the same schemas before.
    pub(super) fn define(
        &mut self,
        key: Identity,
        site: &Site,
        kind: Kind,
        work: Option<Work>,
    ) -> Shape {
        if let Some(known) = self.defined(&key) {
            return known;
        }
        if self.types.len() >= MAX_DEFINITIONS {
            return self.value(site.node.clone(), "the workflow needs too many types");
        }
        if let Some((limit, whose)) = self.limit() {
            if self.kept >= limit {
                let reason = format!("{whose} more than {limit} types");
                return self.value(site.node.clone(), &reason);
            }
            self.kept = self.kept.saturating_add(1);
        }
        let name = self.names.claim_type(&type_ident(&site.hint));
        let id = self.types.add(Definition {
            name: name.clone(),
            documentation: site.documentation.clone(),
            kind,
            source: site.node.clone(),
            recursive: false,
            home: None,
            untyped: Vec::new(),
        });
        self.known.insert((self.keeps(&key), key), id);
        if let Some(work) = work {
            let site = Site {
                hint: name,
                node: site.node.clone(),
                documentation: None,
                depth: 0,
            };
            let keep = self.keep;
            self.pending.push_back(Pending {
                id,
                work,
                site,
                keep,
            });
        }
        Shape::Named(id)
    }

    /// How many types there may be of what a server sends, and who needs them.
    fn limit(&self) -> Option<(usize, &'static str)> {
        match self.keep {
            Keep::Received => Some((MAX_KEPT, "the workflow's outputs need")),
            Keep::Refused => Some((MAX_REFUSED, "the error response needs")),
            Keep::Declared | Keep::Given => None,
        }
    }

    /// The type that was made from the same schemas before.
    pub(super) fn defined(&self, key: &Identity) -> Option<Shape> {
        let key = (self.keeps(key), key.clone());
        self.known.get(&key).copied().map(Shape::Named)
    }

    /// What becomes of undeclared members, where they make a difference to a type.
    fn keeps(&self, key: &Identity) -> Keep {
        match key.0 {
            "enum" => Keep::Declared,
            _ => self.keep,
        }
    }
}

/// What makes two types one: the role of the type, and the schemas it is made from.
pub(super) type Identity = (&'static str, Vec<Key>);

pub(super) fn identity(role: &'static str, all: &[Conjunction]) -> Identity {
    (role, all.iter().map(Conjunction::key).collect())
}
