//! In which order the values of a workflow's steps are made: each behind those that it reads, as far as there are no circles.

use std::collections::BTreeSet;

use crate::{
    load::Node,
    model::texts::{All, Held},
};

use super::{
    read::{Origin, Standing},
    standing::At,
    view::View,
};

/// Values of a step, by its place in execution order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Made {
    /// Its parameters.
    Parameters(usize),
    /// One of its outputs.
    Output(usize, usize),
}

impl View<'_> {
    /// The parameters and outputs of all steps. What reads itself by way of others comes before what it reads last.
    pub(crate) fn order(&self) -> Vec<Made> {
        let mut order = Order {
            view: self,
            begun: BTreeSet::new(),
            made: Vec::new(),
        };
        for (step, model, _) in self.steps() {
            order.add(Made::Parameters(step));
            for output in 0..model.outputs.len() {
                order.add(Made::Output(step, output));
            }
        }
        order.made
    }

    /// What is read for a value.
    fn read_for(&self, made: Made) -> Vec<Made> {
        let (step, at, nodes) = match made {
            Made::Parameters(step) => {
                let resolved = self.resolved.steps.get(step).into_iter();
                let parameters = resolved.flat_map(|resolved| &resolved.parameters);
                let nodes = parameters.map(|parameter| parameter.value.clone());
                (step, At::Request, nodes.collect())
            }
            Made::Output(step, output) => {
                let model = self.step(step);
                let node = model.and_then(|model| model.outputs.get(output));
                let nodes: Vec<Node> = node.map(|(_, node)| node.clone()).into_iter().collect();
                (step, At::Outputs, nodes)
            }
        };
        let mut found = Vec::new();
        for node in &nodes {
            self.read_below(node, (Some(step), at), &mut found);
        }
        found
    }

    fn read_below(&self, node: &Node, standing: Standing, found: &mut Vec<Made>) {
        let mut held = Vec::new();
        self.resolved.texts.held_below(node, &[], &mut held);
        for held in held {
            match held {
                Held::One(expression) => {
                    let read = self.read(expression, &[], standing, &mut Vec::new());
                    if let (Ok(read), (Some(here), _)) = (read, standing) {
                        self.made_of(&read.origin, here, found);
                    }
                }
                Held::All(All::Outputs(id)) => {
                    if let Some((step, model, _)) = self.step_named(id) {
                        let all = 0..model.outputs.len();
                        found.extend(all.map(|output| Made::Output(step, output)));
                    }
                }
                Held::All(All::Inputs) => {}
            }
        }
    }

    fn made_of(&self, origin: &Origin, here: usize, found: &mut Vec<Made>) {
        match *origin {
            Origin::Step { step, output, .. } => found.push(Made::Output(step, output)),
            Origin::OwnOutput(output) => found.push(Made::Output(here, output)),
            Origin::Parameter(_) => found.push(Made::Parameters(here)),
            Origin::RequestBody => {
                let body = self.step(here).and_then(|step| step.request_body.as_ref());
                if let Some(body) = body {
                    self.read_below(&body.node, (Some(here), At::Request), found);
                }
            }
            _ => {}
        }
    }
}

/// An order in the making.
struct Order<'v> {
    view: &'v View<'v>,
    begun: BTreeSet<Made>,
    made: Vec<Made>,
}

impl Order<'_> {
    /// Adds `made` behind what it reads.
    fn add(&mut self, made: Made) {
        let mut open = vec![(made, None)];
        while let Some((made, reads)) = open.last_mut() {
            let made = *made;
            if reads.is_none() && !self.begun.insert(made) {
                open.pop();
                continue;
            }
            let reads = reads.get_or_insert_with(|| self.view.read_for(made).into_iter());
            match reads.find(|read| !self.begun.contains(read)) {
                Some(read) => open.push((read, None)),
                None => {
                    self.made.push(made);
                    open.pop();
                }
            }
        }
    }
}
