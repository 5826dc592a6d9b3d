//! Nothing in a picture lies on anything else, whatever the workflow is.

use arazzo_codegen::{
    Generator,
    graph::{
        self, Call, Datum, Edge, EdgeKind, Graph, Helper, Origin, Step, Target,
        layout::{Block, Picture, Rect, What, Wire, picture},
    },
};

use crate::support::{folders, root, workspace};

/// What is wrong with a picture.
fn faults(picture: &Picture) -> Vec<String> {
    let mut faults = Vec::new();
    let all = Rect {
        x: 0,
        y: 0,
        w: picture.width,
        h: picture.height,
    };
    let own = || picture.edges.iter();
    let blocks: Vec<&Block> = picture
        .blocks
        .iter()
        .chain(own().flat_map(|edge| &edge.blocks))
        .collect();
    let wires: Vec<&Wire> = picture
        .wires
        .iter()
        .chain(own().flat_map(|edge| &edge.wires))
        .collect();
    let words: Vec<_> = own().flat_map(|edge| &edge.words).collect();
    let entries = picture.legend.iter().map(|entry| &entry.line);
    let loose: Vec<_> = picture
        .header
        .iter()
        .chain(&picture.notes)
        .chain(entries)
        .chain(words.iter().copied())
        .collect();
    for (index, block) in blocks.iter().enumerate() {
        if !all.holds(&block.rect) {
            faults.push(format!("{:?} leaves the picture", block.rect));
        }
        for other in &blocks[..index] {
            if block.rect.overlaps(&other.rect) {
                faults.push(format!("{:?} lies on {:?}", block.rect, other.rect));
            }
        }
        for (index, line) in block.lines.iter().enumerate() {
            if !block.rect.holds(&line.rect()) {
                faults.push(format!("`{}` leaves its box", line.text));
            }
            if block.lines[..index]
                .iter()
                .any(|other| other.rect().overlaps(&line.rect()))
            {
                faults.push(format!("`{}` lies on a line of its box", line.text));
            }
            if matches!(block.what, What::Step(_)) && block.badge().overlaps(&line.rect()) {
                faults.push(format!("`{}` lies where the badge goes", line.text));
            }
        }
        for line in &loose {
            if block.rect.overlaps(&line.rect()) {
                faults.push(format!("`{}` lies on a box", line.text));
            }
        }
    }
    for (index, line) in loose.iter().enumerate() {
        if !all.holds(&line.rect()) {
            faults.push(format!("`{}` leaves the picture", line.text));
        }
        if loose[..index]
            .iter()
            .any(|other| other.rect().overlaps(&line.rect()))
        {
            faults.push(format!("`{}` lies on another text", line.text));
        }
    }
    let segments: Vec<(usize, Rect)> = wires
        .iter()
        .enumerate()
        .flat_map(|(wire, line)| {
            line.points
                .windows(2)
                .map(move |pair| (wire, segment(pair[0], pair[1])))
        })
        .collect();
    for (index, (wire, segment)) in segments.iter().enumerate() {
        if segment.w > 1 && segment.h > 1 {
            faults.push(format!("{segment:?} is no straight line"));
        }
        if !all.holds(segment) {
            faults.push(format!("the line {segment:?} leaves the picture"));
        }
        for block in &blocks {
            // A line ends at the outline of its box.
            let inside = Rect {
                x: block.rect.x + 1,
                y: block.rect.y + 1,
                w: block.rect.w - 2,
                h: block.rect.h - 2,
            };
            if inside.overlaps(segment) {
                faults.push(format!(
                    "the line {segment:?} runs through {:?}",
                    block.rect
                ));
            }
        }
        for word in &words {
            if word.rect().overlaps(segment) {
                faults.push(format!("the line {segment:?} runs through `{}`", word.text));
            }
        }
        for (other, rest) in &segments[..index] {
            let (w, h) = common(segment, rest);
            if other != wire && (w > 3 || h > 3) {
                faults.push(format!("the lines {segment:?} and {rest:?} are one"));
            }
        }
    }
    faults
}

fn segment(from: (i32, i32), to: (i32, i32)) -> Rect {
    Rect {
        x: from.0.min(to.0),
        y: from.1.min(to.1),
        w: (from.0 - to.0).abs() + 1,
        h: (from.1 - to.1).abs() + 1,
    }
}

/// Width and height of what two lines share; both nothing if there is none.
fn common(one: &Rect, other: &Rect) -> (i32, i32) {
    let w = one.right().min(other.right()) - one.x.max(other.x);
    let h = one.bottom().min(other.bottom()) - one.y.max(other.y);
    if w <= 0 || h <= 0 { (0, 0) } else { (w, h) }
}

/// The graphs of a document, where nothing forbids it.
fn graphs(document: &std::path::Path, sources: &std::path::Path) -> Vec<Graph> {
    let generator = Generator::new().root(sources).document(document);
    let (plans, _) = generator.plans();
    let workflows = plans.iter().flat_map(|plan| {
        let all = plan
            .documents
            .iter()
            .flat_map(|document| &document.workflows);
        all.filter(|workflow| !workflow.omitted)
            .map(move |workflow| graph::of(plan, workflow))
    });
    workflows.collect()
}

#[test]
fn every_case_has_room_for_everything() {
    let cases = folders(&workspace().join("tests/conformance/cases"));
    let golden = folders(&root().join("tests/cases/ok"));
    let mut drawn = 0;
    for folder in cases.iter().chain(&golden) {
        let documents = ["workflow.arazzo.yaml", "flow.arazzo.yaml"].map(|name| folder.join(name));
        for document in documents.iter().filter(|document| document.exists()) {
            for graph in graphs(document, folder) {
                for data in [false, true] {
                    let faults = faults(&picture(&graph, data));
                    assert!(
                        faults.is_empty(),
                        "{}: {}: {faults:#?}",
                        document.display(),
                        graph.name
                    );
                    drawn += 1;
                }
            }
        }
    }
    assert!(drawn > 900, "only {drawn} pictures");
}

/// Numbers that look random and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn text(&mut self) -> String {
        let all = [
            "a",
            "watch",
            "createTheOrganizationOfAnAccountThatIsNotThereYet",
            "",
            "with words between",
            "$response.body#/items/0/state == 'waitingForSomebodyToLookAtIt' && $statusCode != 404",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
            "船を登録する、そして待つ、そして待つ、そして待つ",
            "🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢",
            "ﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
            "a\nb\u{202e}c",
            "/organizations/{organization_id}/projects/{project_id}/keys/{key_id}",
        ];
        all[self.below(all.len())].to_owned()
    }

    fn texts(&mut self, most: usize) -> Vec<String> {
        (0..self.below(most + 1)).map(|_| self.text()).collect()
    }

    fn datum(&mut self, step: usize) -> Datum {
        let mut from = Vec::new();
        if step > 0 && !self.one_in(3) {
            from.push(Origin::Step {
                step: self.below(step),
                output: self.text(),
            });
        }
        Datum {
            place: self.text(),
            value: self.text(),
            from,
        }
    }

    fn step(&mut self, index: usize) -> Step {
        let call = match self.one_in(4) {
            true => Call::Workflow(self.text()),
            false => Call::Operation {
                method: "POST".to_owned(),
                path: self.text(),
                id: Some(self.text()),
                source: String::new(),
            },
        };
        Step {
            id: self.text(),
            call,
            summary: self.one_in(2).then(|| self.text()),
            criteria: self.texts(2),
            takes: (0..self.below(4)).map(|_| self.datum(index)).collect(),
            gives: (0..self.below(3)).map(|_| self.datum(index)).collect(),
            needs: (0..self.below(3).min(index))
                .map(|_| self.below(index))
                .collect(),
            timeout: None,
        }
    }

    fn edges(&mut self, from: usize, count: usize, edges: &mut Vec<Edge>) {
        for _ in 0..self.below(4) {
            let to = match self.below(8) {
                0 => Target::Ended,
                1 => Target::Failed,
                2 => Target::Workflow(self.text()),
                _ => Target::Step(self.below(count)),
            };
            let kind = match self.below(4) {
                0 => EdgeKind::Success {
                    paced: self.one_in(2),
                },
                1 => EdgeKind::Failure,
                _ => EdgeKind::Retry {
                    limit: 3,
                    after: std::time::Duration::from_millis(1500),
                    polls: self.one_in(2),
                    helper: match self.below(3) {
                        0 => Some(Helper::Step(self.below(count))),
                        1 => Some(Helper::Workflow(self.text())),
                        _ => None,
                    },
                },
            };
            let to = if matches!(kind, EdgeKind::Retry { .. }) {
                Target::Step(from)
            } else {
                to
            };
            edges.push(Edge {
                from,
                to,
                kind,
                action: Some(self.text()),
                criteria: self.texts(3),
            });
        }
        if !self.one_in(6) {
            let next = from + 1;
            let to = if next < count {
                Target::Step(next)
            } else {
                Target::Completed
            };
            edges.push(Edge {
                from,
                to,
                kind: EdgeKind::Next,
                action: None,
                criteria: Vec::new(),
            });
        }
    }

    fn graph(&mut self) -> Graph {
        let count = 1 + self.below(60);
        let mut edges = Vec::new();
        for step in 0..count {
            self.edges(step, count, &mut edges);
        }
        Graph {
            name: self.text(),
            summary: Some(self.text()),
            inputs: self.texts(9),
            outputs: (0..self.below(9)).map(|_| self.datum(count)).collect(),
            prerequisites: self.texts(3),
            steps: (0..count).map(|step| self.step(step)).collect(),
            edges,
        }
    }
}

#[test]
fn workflows_put_together_by_chance_have_room_for_everything() {
    let mut chance = Chance(88_172_645_463_325_252);
    for round in 0..120 {
        let graph = chance.graph();
        for data in [false, true] {
            let faults = faults(&picture(&graph, data));
            assert!(faults.is_empty(), "round {round}: {faults:#?}");
        }
    }
}

#[test]
fn what_lies_on_something_is_found() {
    let mut chance = Chance(1_234_567);
    let graph = chance.graph();
    let mut picture = picture(&graph, false);
    let moved = picture.blocks[1].rect;
    picture.blocks[2].rect.x = moved.x;
    picture.blocks[2].rect.y = moved.y;
    assert!(!faults(&picture).is_empty());
}
