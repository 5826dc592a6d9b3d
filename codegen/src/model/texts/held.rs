//! The expressions that a string holds, whatever it stands for.

use crate::{
    expression::{Expression, OperandKind, Template, TemplatePart},
    load::Node,
};

use super::{
    All, Form, Given, Member, PointerText, Query, Standard, Texts, Whole, Written, embedded,
};

/// What a string reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held<'t> {
    /// The value of an expression.
    One(&'t Expression),
    /// All inputs, or all outputs of a step.
    All(&'t All),
}

impl Texts {
    /// What the string at `node` reads, or may be meant to read.
    pub fn held(&self, node: &Node) -> Vec<Held<'_>> {
        let mut found = Vec::new();
        if let Some(written) = self.value(node) {
            of_value(written, &mut found);
        }
        if let Some(whole) = self.expression(node) {
            of_whole(whole, &mut found);
        }
        let condition = self.condition(node).and_then(|simple| simple.condition());
        for operand in condition.iter().flat_map(|condition| condition.operands()) {
            if let OperandKind::Expression(expression) = &operand.kind {
                found.push(Held::One(expression));
            }
        }
        if let Some(query) = self.query(node) {
            of_query(query, &mut found);
        }
        if let Some(pointer) = self.pointer(node) {
            of_pointer(pointer, &mut found);
        }
        found
    }

    /// What all strings below `node` read, but for members called one of `except`.
    pub fn held_below<'t>(&'t self, node: &Node, except: &[&str], found: &mut Vec<Held<'t>>) {
        if node.as_str().is_some() {
            found.extend(self.held(node));
        }
        for item in node.items() {
            self.held_below(&item, except, found);
        }
        for (key, member) in node.members() {
            if !except.contains(&key.as_str()) {
                self.held_below(&member, except, found);
            }
        }
    }
}

fn of_value<'t>(written: &'t Written, found: &mut Vec<Held<'t>>) {
    found.extend(written.all.as_ref().map(Held::All));
    match &written.form {
        Form::Every(every, _) => found.push(Held::One(&every.list)),
        Form::Expression(whole) => found.push(Held::One(&whole.value)),
        Form::Template(parts, doubt) => {
            of_parts(parts, found);
            of_standard(doubt.unbraced.as_ref(), found);
        }
        Form::Plain(doubt) => of_standard(doubt.unbraced.as_ref(), found),
        Form::Invalid(_, standard) => of_standard(standard.as_ref(), found),
    }
}

fn of_parts<'t>(parts: &'t [TemplatePart], found: &mut Vec<Held<'t>>) {
    let all = embedded(parts).into_iter();
    found.extend(all.map(|embedded| Held::One(&embedded.value)));
}

fn of_standard<'t>(standard: Option<&'t Standard>, found: &mut Vec<Held<'t>>) {
    match standard.map(|standard| &standard.template) {
        Some(Template::Whole(whole)) => found.push(Held::One(&whole.value)),
        Some(Template::Parts(parts)) => of_parts(parts, found),
        Some(Template::Literal(_)) | None => {}
    }
}

fn of_whole<'t>(whole: &'t Whole, found: &mut Vec<Held<'t>>) {
    found.extend(whole.all.as_ref().map(Held::All));
    let standard = whole.standard.as_ref().map(|(expression, _)| expression);
    let read = whole.read.as_ref().ok();
    found.extend(read.or(standard).map(Held::One));
}

fn of_given<'t>(given: &'t Given, found: &mut Vec<Held<'t>>) {
    of_parts(given.embedded.parts().unwrap_or_default(), found);
}

fn of_query<'t>(query: &'t Query, found: &mut Vec<Held<'t>>) {
    of_given(&query.given, found);
    if let Some(path) = &query.path {
        let counting = path.counting.iter().map(|counting| &counting.given);
        let tests = [&path.test, &path.filter].into_iter().flatten();
        let all = counting.chain(tests.map(|test| &test.given));
        all.for_each(|given| of_given(given, found));
    }
    of_member(query.member.as_ref(), of_query, found);
}

fn of_pointer<'t>(pointer: &'t PointerText, found: &mut Vec<Held<'t>>) {
    of_given(&pointer.given, found);
    of_member(pointer.member.as_ref(), of_pointer, found);
}

fn of_member<'t, T>(
    member: Option<&'t Member<T>>,
    inside: fn(&'t T, &mut Vec<Held<'t>>),
    found: &mut Vec<Held<'t>>,
) {
    if let Some(member) = member {
        found.extend(member.expression.as_ref().map(Held::One));
        inside(&member.query, found);
    }
}
