//! Programs are told what people are told: the JSON of a report can be written from its text and the documents.
//!
//! `only-for-programs.txt` lists where it says more than that, which is reviewed like a report.

use std::ops::Range;

use arazzo_codegen::load::{Document, Node};
use serde_json::{Value, json};

/// A report that people read, taken apart.
struct Told<'t> {
    head: &'t str,
    /// The lines below it.
    lines: Vec<&'t str>,
}

/// The JSON that says what `text` says about the documents.
pub(super) fn written_from(text: &str, document: impl Fn(&str) -> String) -> Vec<Value> {
    let mut all: Vec<Told> = Vec::new();
    for line in text.lines() {
        let begins = ["error[", "warning["]
            .iter()
            .any(|word| line.starts_with(word));
        match all.last_mut() {
            _ if begins => all.push(Told {
                head: line,
                lines: Vec::new(),
            }),
            Some(told) => told.lines.push(line),
            None => panic!("{line}"),
        }
    }
    all.iter().map(|told| told.json(&document)).collect()
}

impl Told<'_> {
    fn json(&self, document: impl Fn(&str) -> String) -> Value {
        let (severity, rest) = self.head.split_once('[').unwrap();
        let (code, message) = rest.split_once("]: ").unwrap();
        let place = self
            .lines
            .iter()
            .find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut place = place.unwrap().rsplitn(3, ':');
        let mut number = || place.next().unwrap().parse::<usize>().unwrap();
        let (column, line) = (number(), number());
        let name = place.next().unwrap();
        let end = column + self.width();
        let text = document(name);
        let pointer = pointer(
            name,
            &text,
            offset(&text, line, column)..offset(&text, line, end),
        );
        let advice: Vec<Advice> = self.said("help").into_iter().map(Advice::new).collect();
        json!({
            "code": code,
            "severity": severity,
            "message": message,
            "help": advice.iter().find(|advice| !advice.only_offers()).map(|advice| &advice.text),
            "notes": self.said("note"),
            "document": name,
            "step": step(name, &text, &pointer),
            "pointer": pointer,
            "line": line,
            "column": column,
            "endLine": line,
            "endColumn": end,
            "suggestion": advice.iter().find_map(Advice::offered),
            "fixable": advice.iter().any(|advice| advice.fixes),
        })
    }

    /// How many characters are underlined.
    fn width(&self) -> usize {
        let below = self
            .lines
            .iter()
            .filter(|line| line.trim_start().starts_with('|'));
        let marks = below.filter_map(|line| line.get(line.find('^')?..));
        let mut widths = marks.map(|marks| marks.chars().take_while(|mark| *mark == '^').count());
        widths.next().unwrap_or(0)
    }

    /// What stands below the text, as `= note:` or as `= help:`.
    fn said(&self, word: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let mut open = false;
        for line in &self.lines {
            let line = line.trim_start();
            match line.strip_prefix("= ") {
                Some(said) => {
                    let said = said
                        .strip_prefix(word)
                        .and_then(|said| said.strip_prefix(": "));
                    open = said.is_some();
                    all.extend(said.map(str::to_owned));
                }
                None if line.is_empty() => open = false,
                None if open => {
                    let last = all.last_mut().unwrap();
                    *last = format!("{last}\n{line}");
                }
                None => {}
            }
        }
        all
    }
}

/// A sentence that says what to do.
struct Advice {
    text: String,
    /// Whether `check --fix` does it.
    fixes: bool,
}

impl Advice {
    fn new(text: String) -> Self {
        match text.strip_suffix(" (`check --fix` does it)") {
            Some(text) => Self {
                text: text.to_owned(),
                fixes: true,
            },
            None => Self { text, fixes: false },
        }
    }

    /// Whether it has a replacement and not a word more.
    fn only_offers(&self) -> bool {
        let code = |before, after| {
            let code = self.text.strip_prefix(before)?.strip_suffix(after)?;
            (!code.contains('`')).then_some(code)
        };
        let asks = code("did you mean `", "`?").is_some();
        asks || self.text == "remove it" || self.fixes && code("write `", "`").is_some()
    }

    /// The replacement: words that ask for it say so, and else it is the last code in what `check --fix` does.
    fn offered(&self) -> Option<&str> {
        let behind = |words| self.text.split_once(words)?.1.split('`').next();
        let asked = behind("did you mean `").or_else(|| behind("a similar name exists: `"));
        let alike = self.text.split_once("` has a similar name");
        let alike = alike.and_then(|(before, _)| before.rsplit('`').next());
        asked.or(alike).or_else(|| match self.text.as_str() {
            _ if !self.fixes => None,
            "remove it" => Some(""),
            text => text.rsplit('`').nth(1),
        })
    }
}

/// The step of an Arazzo document that a pointer leads into.
fn step(name: &str, text: &str, pointer: &str) -> Option<String> {
    let document = Document::parse(name, text).ok()?;
    document.root.get("arazzo")?;
    let mut tokens = pointer.split('/').skip(1);
    let way = [(); 4].map(|()| tokens.next().unwrap_or_default());
    let [workflows, _, steps, _] = way;
    let id = document
        .root
        .pointer(&format!("/{}/stepId", way.join("/")))?;
    (workflows == "workflows" && steps == "steps").then(|| id.as_str().unwrap().to_owned())
}

/// The pointer of the innermost value that, or whose key, has the text at `range`.
fn pointer(name: &str, text: &str, range: Range<usize>) -> String {
    let Ok(document) = Document::parse(name, text) else {
        return String::new();
    };
    let mut all = vec![Node::root(document.clone())];
    let mut found = (usize::MAX, String::new());
    while let Some(node) = all.pop() {
        for place in [node.place(), node.key()] {
            let whole = document.range(&place);
            if whole.start <= range.start && range.end <= whole.end && whole.len() <= found.0 {
                found = (whole.len(), node.pointer().as_str().to_owned());
            }
        }
        all.extend(node.items());
        all.extend(node.members().into_iter().map(|(_, member)| member));
    }
    found.1
}

/// The byte of a character that is given by its line and column.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.split_at(before).1;
    before
        + rest
            .chars()
            .take(column - 1)
            .map(char::len_utf8)
            .sum::<usize>()
}

/// What `json` says otherwise than `written`: a line for each field of each diagnostic.
pub(super) fn beyond(case: &str, json: &Value, written: &[Value]) -> String {
    let found = json["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), written.len(), "{case}");
    let mut lines = String::new();
    for (found, written) in found.iter().zip(written) {
        let (found, written) = (found.as_object().unwrap(), written.as_object().unwrap());
        let fields: [Vec<&String>; 2] = [found, written].map(|object| {
            let mut names: Vec<&String> = object.keys().collect();
            names.sort();
            names
        });
        assert_eq!(fields[0], fields[1], "{case}");
        for (field, value) in found
            .iter()
            .filter(|(field, value)| written[*field] != **value)
        {
            let place = format!("{}:{}", found["line"], found["column"]);
            lines += &format!("{case}:{place}: {field} is {value}\n");
        }
    }
    lines
}
