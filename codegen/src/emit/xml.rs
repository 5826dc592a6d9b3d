//! Descriptions of XML: statics beside the request that uses them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    plan::{XmlBody, XmlContent, XmlNode, XmlPlace, XmlReading, XmlTable},
    resolve::operation::StatusPattern,
    types::constant_ident,
};

use super::{context::Engines, scope::Scope};

/// A static with the root of a body.
pub(super) fn body(scope: &Scope<'_, '_>, body: &XmlBody) -> Ident {
    let writer = Writer::new(scope, &body.table, &[&body.root]);
    let (ty, root) = (&writer.ty, writer.node(&body.root));
    let name = scope.locals.fresh("BODY");
    scope.hoist(quote!(static #name: #ty = #root;));
    name
}

/// A static with the roots of responses by status.
pub(super) fn responses(scope: &Scope<'_, '_>, reading: &XmlReading) -> Ident {
    let roots: Vec<&XmlNode> = reading.by_status.iter().map(|(_, root)| root).collect();
    let writer = Writer::new(scope, &reading.table, &roots);
    let pattern = scope.module.rt("StatusPattern");
    let ty = &writer.ty;
    let entries = reading.by_status.iter().map(|(status, root)| {
        let root = writer.node(root);
        let status = match status {
            StatusPattern::Exact(status) => {
                let status = proc_macro2::Literal::u16_unsuffixed(*status);
                quote!(#pattern::Exact(#status))
            }
            StatusPattern::Range(digit) => {
                let digit = proc_macro2::Literal::u8_unsuffixed(*digit);
                quote!(#pattern::Range(#digit))
            }
            StatusPattern::Default => quote!(#pattern::Any),
        };
        quote!((#status, #root))
    });
    let entries: Vec<TokenStream> = entries.collect();
    let name = scope.locals.fresh("ANSWERS");
    scope.hoist(quote!(static #name: &[(#pattern, #ty)] = &[#(#entries),*];));
    name
}

/// The root of a body as an expression.
pub(super) fn root(around: &impl Surroundings, body: &XmlBody) -> TokenStream {
    Writer::new(around, &body.table, &[&body.root]).node(&body.root)
}

/// Where a description stands.
pub(super) trait Surroundings {
    /// A type of the runtime's module `xml`.
    fn xml(&self, name: &'static str) -> TokenStream;
    /// A name for a static.
    fn fresh(&self, wanted: &str) -> Ident;
    /// Puts a static before the description.
    fn hoist(&self, statement: TokenStream);
}

impl Surroundings for Scope<'_, '_> {
    fn xml(&self, name: &'static str) -> TokenStream {
        self.module.use_engines(Engines {
            xml: true,
            ..Engines::default()
        });
        self.module.imports.item("xml", name)
    }

    fn fresh(&self, wanted: &str) -> Ident {
        self.locals.fresh(wanted)
    }

    fn hoist(&self, statement: TokenStream) {
        Scope::hoist(self, statement);
    }
}

/// Writes the nodes of one table.
struct Writer<'t> {
    table: &'t XmlTable,
    ty: TokenStream,
    content: TokenStream,
    /// Statics of the objects that are mentioned more than once.
    shared: Vec<Option<Ident>>,
}

impl<'t> Writer<'t> {
    fn new(around: &impl Surroundings, table: &'t XmlTable, roots: &[&XmlNode]) -> Self {
        let mut mentions = vec![0_usize; table.objects.len()];
        let members = table.objects.iter().flat_map(|object| {
            let rest = object.rest.as_deref();
            object.members.iter().chain(rest)
        });
        for node in members.chain(roots.iter().copied()) {
            for index in objects_of(node) {
                if let Some(count) = mentions.get_mut(index) {
                    *count += 1;
                }
            }
        }
        let shared = table.objects.iter().zip(mentions).map(|(object, count)| {
            let name = match object.name.is_empty() {
                true => "ELEMENT".to_owned(),
                false => constant_ident(&object.name),
            };
            (count > 1).then(|| around.fresh(&name))
        });
        let writer = Self {
            table,
            ty: around.xml("Xml"),
            content: around.xml("Content"),
            shared: shared.collect(),
        };
        for (index, name) in writer.shared.iter().enumerate() {
            if let Some(name) = name {
                let (ty, value) = (&writer.content, writer.object(index));
                around.hoist(quote!(static #name: #ty = #value;));
            }
        }
        writer
    }

    fn node(&self, node: &XmlNode) -> TokenStream {
        let (ty, content, member) = (&self.ty, self.content(&node.content), &node.member);
        let made = match node.place {
            XmlPlace::Element => quote!(#ty::element(#member, #content)),
            XmlPlace::Attribute => quote!(#ty::attribute(#member, #content)),
            XmlPlace::Text => quote!(#ty::text(#member, #content)),
            XmlPlace::CData => quote!(#ty::cdata(#member, #content)),
            XmlPlace::Inline => quote!(#ty::inline(#member, #content)),
        };
        let name = &node.name;
        let named = matches!(node.place, XmlPlace::Element | XmlPlace::Attribute);
        let named = (named && name != member).then(|| quote!(.named(#name)));
        let namespace = node.namespace.as_ref().map(|uri| quote!(.namespace(#uri)));
        let prefix = node.prefix.as_ref().map(|prefix| quote!(.prefix(#prefix)));
        let nullable = node.nullable.then(|| quote!(.nullable()));
        let required = node.required.then(|| quote!(.required()));
        quote!(#made #named #namespace #prefix #nullable #required)
    }

    fn content(&self, content: &XmlContent) -> TokenStream {
        let ty = &self.content;
        match content {
            XmlContent::Text => quote!(#ty::Text),
            XmlContent::Number => quote!(#ty::Number),
            XmlContent::Boolean => quote!(#ty::Boolean),
            XmlContent::Scalar => quote!(#ty::Scalar),
            XmlContent::Any => quote!(#ty::Any),
            XmlContent::List(item) => {
                let item = self.node(item);
                quote!(#ty::List(&#item))
            }
            XmlContent::Tuple(first, others) => {
                let first = first.iter().map(|item| self.node(item));
                let others = self.node(others);
                quote!(#ty::Tuple(&[#(#first),*], &#others))
            }
            XmlContent::Object(index) => match self.shared.get(*index) {
                Some(Some(name)) => quote!(#ty::Like(&#name)),
                _ => self.object(*index),
            },
        }
    }

    fn object(&self, index: usize) -> TokenStream {
        let ty = &self.content;
        let Some(object) = self.table.objects.get(index) else {
            return quote!(#ty::Any);
        };
        let members = object.members.iter().map(|member| self.node(member));
        match &object.rest {
            Some(rest) => {
                let rest = self.node(rest);
                quote!(#ty::Map(&[#(#members),*], &#rest))
            }
            None => quote!(#ty::Object(&[#(#members),*])),
        }
    }
}

/// The object that a node is, or those that its items are.
fn objects_of(node: &XmlNode) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.content {
            XmlContent::Object(index) => found.push(*index),
            XmlContent::List(item) => open.push(item),
            XmlContent::Tuple(first, others) => open.extend(first.iter().chain([&**others])),
            _ => {}
        }
    }
    found
}
