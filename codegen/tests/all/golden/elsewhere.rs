//! Golden code without what another case has, letter for letter: people read what a case is about, and the frame that all
//! cases have stands in one.
//!
//! A mark names the items that are left out and the case that has them, so that nothing is lost:
//!
//! ```text
//! // … as in `sentry`: struct ClientBuilder; impl From<String> for Size { fn from }
//! ```

use std::collections::HashMap;

const MARK: &str = "// … as in `";

/// The items of the cases read so far.
#[derive(Default)]
pub(super) struct Elsewhere {
    names: HashMap<String, Name>,
    texts: HashMap<Name, String>,
}

/// Where an item stands: the case, and what it is there.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Name {
    case: String,
    item: String,
}

impl Elsewhere {
    /// The code of a case without the items of earlier cases.
    pub(super) fn shortened(&mut self, case: &str, code: &str) -> String {
        let lines: Vec<&str> = code.lines().collect();
        self.without(case, &lines, 0).join("\n\n") + "\n"
    }

    /// The code of a case with everything that its marks stand for.
    pub(super) fn whole(&mut self, case: &str, golden: &str) -> String {
        let lines: Vec<&str> = golden.lines().collect();
        self.with(case, &lines, 0).join("\n\n") + "\n"
    }

    fn without(&mut self, case: &str, lines: &[&str], indent: usize) -> Vec<String> {
        let mut all = Vec::new();
        let mut left_out = Vec::new();
        for item in items(lines, indent) {
            let whole = item.join("\n");
            if let Some(name) = self.names.get(&whole) {
                left_out.push(name.clone());
                continue;
            }
            let parts = Parts::of(item, indent);
            let inner = parts.as_ref().map(|parts| {
                let inner = self.without(case, parts.inner, indent + 4);
                (parts, inner.join("\n\n"))
            });
            self.learn(case, item, &whole);
            let short = match inner {
                Some((parts, inner)) => match parts.only_elsewhere(&inner) {
                    Some(name) => {
                        left_out.push(name);
                        continue;
                    }
                    None => parts.around(&inner),
                },
                None => whole,
            };
            all.extend(marks(&mut left_out, indent));
            all.push(short);
        }
        all.extend(marks(&mut left_out, indent));
        all
    }

    fn with(&mut self, case: &str, lines: &[&str], indent: usize) -> Vec<String> {
        let mut all = Vec::new();
        for item in items(lines, indent) {
            if item.iter().all(|line| line.trim_start().starts_with(MARK)) {
                for name in item.iter().flat_map(|line| marked(line)) {
                    all.push(self.found(case, &name, indent));
                }
                continue;
            }
            let whole = match Parts::of(item, indent) {
                Some(parts) => parts.around(&self.with(case, parts.inner, indent + 4).join("\n\n")),
                None => item.join("\n"),
            };
            self.learn(case, item, &whole);
            all.push(whole);
        }
        all
    }

    /// The text of an item that a mark names.
    fn found(&mut self, case: &str, name: &Name, indent: usize) -> String {
        let Some((head, inner)) = name.item.split_once(" { ") else {
            let text = self.texts.get(name);
            return text
                .unwrap_or_else(|| panic!("{case}: no `{}` in {}", name.item, name.case))
                .clone();
        };
        let pad = " ".repeat(indent);
        let inner = inner.trim_end_matches(" }").split(", ").map(|item| {
            let name = Name {
                case: name.case.clone(),
                item: item.to_owned(),
            };
            self.found(case, &name, indent + 4)
        });
        let inner: Vec<String> = inner.collect();
        let head = format!("{pad}{head} {{");
        let whole = format!("{head}\n{}\n{pad}}}", inner.join("\n\n"));
        self.learn(case, &[&head], &whole);
        whole
    }

    /// Of two items that a case has by one name only the first can be told from outside.
    fn learn(&mut self, case: &str, item: &[&str], whole: &str) {
        let name = Name {
            case: case.to_owned(),
            item: title(item),
        };
        if !self.texts.contains_key(&name) && !self.names.contains_key(whole) {
            self.texts.insert(name.clone(), whole.to_owned());
            self.names.insert(whole.to_owned(), name);
        }
    }
}

/// The items of a module or of an `impl`, and what is around them.
struct Parts<'i, 'l> {
    head: &'i [&'l str],
    inner: &'i [&'l str],
    end: &'i str,
}

impl<'i, 'l> Parts<'i, 'l> {
    fn of(item: &'i [&'l str], indent: usize) -> Option<Self> {
        let named = title(item);
        let holds_items = ["mod ", "impl"].iter().any(|word| named.starts_with(word));
        let (end, before) = item.split_last().filter(|_| holds_items)?;
        let opens = |line: &&str| indented(line) == indent && line.ends_with('{');
        let (head, inner) = before.split_at(before.iter().position(opens)? + 1);
        Some(Self { head, inner, end })
    }

    fn around(&self, inner: &str) -> String {
        format!("{}\n{inner}\n{}", self.head.join("\n"), self.end)
    }

    /// What to call the whole where all of `inner` is a mark, and nothing more is said of it than its first line.
    fn only_elsewhere(&self, inner: &str) -> Option<Name> {
        let [head] = self.head else { return None };
        let (case, items) = inner.trim_start().strip_prefix(MARK)?.split_once("`: ")?;
        let head = head.trim_start().trim_end_matches(" {");
        (head.starts_with("impl") && !items.contains('\n')).then(|| Name {
            case: case.to_owned(),
            item: format!("{head} {{ {} }}", items.replace("; ", ", ")),
        })
    }
}

fn indented(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The items at an indentation: a blank line is between two of them, but can be within one as well.
fn items<'i, 'l>(lines: &'i [&'l str], indent: usize) -> Vec<&'i [&'l str]> {
    let mut all: Vec<&[&str]> = Vec::new();
    let mut start = 0;
    let ends = |line: &str| {
        let ends = line.ends_with(['}', ';']) || line.trim_start().starts_with(MARK);
        ends && indented(line) == indent
    };
    for (at, pair) in lines.windows(2).enumerate() {
        if let [last, ""] = pair
            && ends(last)
        {
            all.extend(lines.get(start..=at));
            start = at + 2;
        }
    }
    all.extend(lines.get(start..));
    all
}

/// What kind of item it is, and its name; of an `impl` its first line.
fn title(item: &[&str]) -> String {
    let said = |line: &&&str| {
        !line.trim_start().starts_with(['/', '#', ')']) && indented(line) == indented(item[0])
    };
    let line = item.iter().find(said).unwrap_or(&item[0]).trim();
    if line.starts_with("impl") {
        return line.trim_end_matches(" {").to_owned();
    }
    if !line.contains(' ') {
        return line.trim_end_matches(';').to_owned();
    }
    let mut words = line
        .split(' ')
        .filter(|word| !word.starts_with("pub") && *word != "async");
    let (kind, name) = (words.next().unwrap(), words.next().unwrap_or_default());
    let end = name.find(|letter: char| !(letter.is_alphanumeric() || "_#".contains(letter)));
    format!("{kind} {}", name.split_at(end.unwrap_or(name.len())).0)
}

/// The marks for what was left out, in its order.
fn marks(left_out: &mut Vec<Name>, indent: usize) -> Option<String> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for Name { case, item } in left_out.drain(..) {
        match all.last_mut().filter(|(last, _)| *last == case) {
            Some((_, items)) => items.push(item),
            None => all.push((case, vec![item])),
        }
    }
    let pad = " ".repeat(indent);
    let mark =
        |(case, items): &(String, Vec<String>)| format!("{pad}{MARK}{case}`: {}", items.join("; "));
    (!all.is_empty()).then(|| all.iter().map(mark).collect::<Vec<_>>().join("\n"))
}

/// What a mark names.
fn marked(line: &str) -> Vec<Name> {
    let (case, items) = line
        .trim_start()
        .strip_prefix(MARK)
        .unwrap()
        .split_once("`: ")
        .unwrap();
    let name = |item: &str| Name {
        case: case.to_owned(),
        item: item.to_owned(),
    };
    items.split("; ").map(name).collect()
}
