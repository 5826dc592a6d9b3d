//! The code blocks of a text, with where they stand.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A text of the project that people read.
pub(crate) struct Text {
    /// Below the workspace.
    pub(crate) path: PathBuf,
    pub(crate) content: String,
}

impl Text {
    /// The file at `path` below the workspace `root`.
    pub(crate) fn of(root: &Path, path: &Path) -> Self {
        Self {
            path: path.strip_prefix(root).unwrap().to_path_buf(),
            content: fs::read_to_string(path).unwrap(),
        }
    }

    /// The README and the chapters.
    pub(crate) fn guide(root: &Path) -> Vec<Self> {
        let chapters = fs::read_dir(root.join("docs/guide")).unwrap();
        let mut paths: Vec<PathBuf> = chapters.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.push(root.join("README.md"));
        paths.iter().map(|path| Self::of(root, path)).collect()
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut found = Vec::new();
        let mut open: Option<Block> = None;
        for (number, line) in (1..).zip(self.content.lines()) {
            match (line.strip_prefix("```"), &mut open) {
                (Some(kind), None) => {
                    open = Some(Block {
                        path: self.path.clone(),
                        line: number,
                        kind: kind.to_owned(),
                        lines: Vec::new(),
                    });
                }
                (Some(_), Some(_)) => found.extend(open.take()),
                (None, Some(block)) => block.lines.push(line.to_owned()),
                (None, None) => {}
            }
        }
        assert!(
            open.is_none(),
            "{}: a block has no end",
            self.path.display()
        );
        found
    }

    /// The text outside of blocks, with blank lines in place of them.
    pub(crate) fn prose(&self) -> String {
        let mut inside = false;
        let lines = self.content.lines().map(|line| {
            let fence = line.starts_with("```");
            inside ^= fence;
            if inside || fence { "" } else { line }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A code block.
pub(crate) struct Block {
    path: PathBuf,
    line: usize,
    /// What stands behind its fence.
    pub(crate) kind: String,
    pub(crate) lines: Vec<String>,
}

impl Block {
    /// The name of a file that its first line gives: `# from NAME` or `// from NAME`.
    pub(crate) fn origin(&self) -> Option<&str> {
        let first = self.lines.first()?;
        first
            .strip_prefix("# from ")
            .or_else(|| first.strip_prefix("// from "))
    }

    pub(crate) fn is(&self, language: &str) -> bool {
        self.kind.split([' ', ',']).next() == Some(language)
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}
