//! The report for people, in the look of rustc: the text, underlined, with a few words beside it.

use std::{fmt::Write, ops::Range, sync::Arc};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, Title,
    normalize_untrusted_str,
};

use super::{Report, advice, types};
use crate::{
    diagnostic::{Label, Severity},
    load::{Document, Documents, Found},
};

/// Labels further apart than this many lines are shown apart.
const NEAR: usize = 50;

/// Of lines longer than this many bytes only a window is shown: minified JSON is one line.
const LONG: usize = 400;

/// Characters shown on both sides of an underlined text in a long line.
const AROUND: usize = 40;

pub(super) fn render(report: &Report, colours: bool) -> String {
    let renderer = if colours {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in report.diagnostics.iter() {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(normalize_untrusted_str(&diagnostic.message));
        let title = title.id(diagnostic.code.as_str());
        let marks = marks(
            &diagnostic.primary,
            &diagnostic.secondary,
            &report.documents,
        );
        let advice = advice(diagnostic, &report.documents);
        show(
            title,
            marks,
            &diagnostic.notes,
            &advice,
            &renderer,
            &mut text,
        );
    }
    if !text.is_empty() {
        let _ = writeln!(text, "{}", report.summary());
    }
    for note in report.types.iter().flatten() {
        let title = Level::NOTE.primary_title(normalize_untrusted_str(&types::message(note)));
        let marks = marks(&types::label(note), &[], &report.documents);
        show(title, marks, &[], &[], &renderer, &mut text);
    }
    if let Some(notes) = report.types.as_ref().filter(|_| !report.has_errors()) {
        let _ = writeln!(text, "{}", types::summary(notes));
    }
    text
}

fn show(
    title: Title<'_>,
    marks: Vec<Mark>,
    notes: &[String],
    advice: &[String],
    renderer: &Renderer,
    text: &mut String,
) {
    let clusters = clusters(marks);
    let mut rendered = renderer.render(&[group(title, &clusters, notes, advice)]);
    for (shown, meant) in clusters.iter().flat_map(Cluster::shifted) {
        rendered = rendered.replacen(&shown, &meant, 1);
    }
    let _ = write!(text, "{rendered}\n\n");
}

fn group<'a>(
    title: Title<'a>,
    clusters: &[Cluster],
    notes: &[String],
    advice: &[String],
) -> Group<'a> {
    let mut elements: Vec<Element<'a>> = Vec::new();
    for cluster in clusters {
        cluster.show(&mut elements);
    }
    let say =
        |level: Level<'static>, text: &str| level.message(normalize_untrusted_str(text)).into();
    elements.extend(notes.iter().map(|note| say(Level::NOTE, note)));
    elements.extend(advice.iter().map(|advice| say(Level::HELP, advice)));
    Group::with_title(title).elements(elements)
}

/// Text to underline.
struct Mark {
    found: Found,
    kind: AnnotationKind,
    text: String,
    /// The line it begins in, from 0.
    line: usize,
}

impl Mark {
    /// Of a text of several lines only the first is underlined: a step may have hundreds.
    fn new(found: Found, kind: AnnotationKind, label: &Label) -> Self {
        let text = found.text();
        let first = text.lines().next().unwrap_or_default().trim_end().len();
        let range = found.range.start..found.range.start + first;
        let line = found.document.lines().index(range.start);
        let found = Found {
            document: Arc::clone(&found.document),
            range,
        };
        Self {
            found,
            kind,
            text: normalize_untrusted_str(&label.text),
            line,
        }
    }

    fn annotation(&self, base: usize) -> Annotation<'static> {
        let Range { start, end } = self.found.range;
        self.labelled(start.saturating_sub(base)..end.saturating_sub(base))
    }

    fn labelled(&self, span: Range<usize>) -> Annotation<'static> {
        let annotation = self.kind.span(span);
        match self.text.as_str() {
            "" => annotation,
            text => annotation.label(text.to_owned()),
        }
    }
}

/// The places of a finding, the primary one first.
fn marks(primary: &Label, others: &[Label], documents: &Documents) -> Vec<Mark> {
    let primary = std::iter::once((AnnotationKind::Primary, primary));
    let others = others.iter().map(|label| (AnnotationKind::Context, label));
    let found = primary.chain(others).filter_map(|(kind, label)| {
        let found = documents.find(&label.place)?;
        Some(Mark::new(found, kind, label))
    });
    found.collect()
}

/// Marks that are shown in one piece of text.
struct Cluster {
    document: Arc<Document>,
    marks: Vec<Mark>,
    /// The lines shown, from 0.
    lines: Range<usize>,
}

/// Gathers marks that are near each other.
fn clusters(marks: Vec<Mark>) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for mark in marks {
        let near = |cluster: &&mut Cluster| {
            cluster.document.id == mark.found.document.id
                && mark.line + NEAR >= cluster.lines.start
                && mark.line < cluster.lines.end + NEAR
        };
        match clusters.iter_mut().find(near) {
            Some(cluster) => {
                cluster.lines.start = cluster.lines.start.min(mark.line);
                cluster.lines.end = cluster.lines.end.max(mark.line + 1);
                cluster.marks.push(mark);
            }
            None => clusters.push(Cluster {
                document: Arc::clone(&mark.found.document),
                lines: mark.line..mark.line + 1,
                marks: vec![mark],
            }),
        }
    }
    clusters
}

impl Cluster {
    fn show(&self, elements: &mut Vec<Element<'_>>) {
        let Document { name, text, .. } = &*self.document;
        if text.is_empty() {
            elements.push(Origin::path(name.clone()).into());
            return;
        }
        if self.is_long() {
            elements.extend(
                self.marks
                    .iter()
                    .map(|mark| Window::around(mark).show(mark)),
            );
            return;
        }
        let bytes = self.bytes();
        let source = text.get(bytes.clone()).unwrap_or_default();
        let marks = self.marks.iter();
        let snippet = Snippet::source(source.to_owned())
            .path(name.clone())
            .line_start(self.lines.start + 1)
            .annotations(marks.map(|mark| mark.annotation(bytes.start)));
        elements.push(snippet.into());
    }

    fn bytes(&self) -> Range<usize> {
        let Document { text, .. } = &*self.document;
        self.document.lines().bytes(self.lines.clone(), text)
    }

    fn is_long(&self) -> bool {
        let Document { text, .. } = &*self.document;
        let lines = self.document.lines();
        let mut each = self.lines.clone();
        each.any(|line| lines.bytes(line..line + 1, text).len() > LONG)
    }

    /// Places as the renderer takes them from windows of long lines, and as they are in the document.
    fn shifted(&self) -> Vec<(String, String)> {
        if !self.is_long() {
            return Vec::new();
        }
        let place =
            |mark: &Mark, column| format!("{}:{}:{column}", self.document.name, mark.line + 1);
        let marks = self.marks.iter().map(|mark| {
            let shown = Window::around(mark).column();
            (place(mark, shown), place(mark, mark.found.start().column))
        });
        marks.collect()
    }
}

/// What is shown of a long line.
struct Window {
    source: String,
    span: Range<usize>,
}

impl Window {
    fn around(mark: &Mark) -> Self {
        let document = &mark.found.document;
        let lines = mark.line..mark.line + 1;
        let line = document.lines().bytes(lines, &document.text);
        let start = mark.found.range.start;
        let end = mark.found.range.end.min(line.end);
        let part = |range: Range<usize>| document.text.get(range).unwrap_or_default();
        let (before, middle, after) = (
            part(line.start..start),
            part(start..end),
            part(end..line.end),
        );
        let head = last(before, AROUND);
        let shown = first(middle, 2 * AROUND);
        let rest = match shown.len() < middle.len() {
            true => "",
            false => first(after, AROUND),
        };
        let dots = |hidden: bool| if hidden { "..." } else { "" };
        let left = dots(head.len() < before.len());
        let right = dots(shown.len() + rest.len() < middle.len() + after.len());
        let at = left.len() + head.len();
        Self {
            source: format!("{left}{head}{shown}{rest}{right}"),
            span: at..at + shown.len(),
        }
    }

    /// The column that the underlined text has in the window.
    fn column(&self) -> usize {
        let before = self.source.get(..self.span.start).unwrap_or_default();
        before.chars().count() + 1
    }

    fn show<'a>(self, mark: &Mark) -> Element<'a> {
        let snippet = Snippet::source(self.source)
            .path(mark.found.document.name.clone())
            .line_start(mark.line + 1)
            .annotation(mark.labelled(self.span));
        snippet.into()
    }
}

/// The last `count` characters.
fn last(text: &str, count: usize) -> &str {
    let mut starts = text.char_indices().rev().map(|(at, _)| at);
    let at = count.checked_sub(1).and_then(|skip| starts.nth(skip));
    at.and_then(|at| text.get(at..)).unwrap_or(text)
}

/// The first `count` characters.
fn first(text: &str, count: usize) -> &str {
    let end = text.char_indices().map(|(at, _)| at).nth(count);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
