//! What the user decides about the emitted code: names, types, attributes, visibility, and what is checked at run time.
//!
//! Later stages ask by what the document says. What they asked for is remembered, so that a setting for something that is not
//! there is reported with the nearest thing that is.

mod file;
mod report;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    panic::Location,
    path::PathBuf,
};

use crate::load::{Node, Place};

pub(crate) use report::default_of_own_type;

/// What a setting is about: the method of the generator, and the key of a settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// `rename_workflow`
    RenameWorkflow,
    /// `rename_step`
    RenameStep,
    /// `rename_type`
    RenameType,
    /// `rename_field`
    RenameField,
    /// `derive`
    Derive,
    /// `attribute`
    Attribute,
    /// `format`
    Format,
    /// `replace`
    Replace,
    /// `required`
    Required,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::RenameWorkflow,
        Self::RenameStep,
        Self::RenameType,
        Self::RenameField,
        Self::Derive,
        Self::Attribute,
        Self::Format,
        Self::Replace,
        Self::Required,
    ];

    /// The name of the method and of the key.
    pub fn name(self) -> &'static str {
        match self {
            Self::RenameWorkflow => "rename_workflow",
            Self::RenameStep => "rename_step",
            Self::RenameType => "rename_type",
            Self::RenameField => "rename_field",
            Self::Derive => "derive",
            Self::Attribute => "attribute",
            Self::Format => "format",
            Self::Replace => "replace",
            Self::Required => "required",
        }
    }

    /// What it is for, in words.
    fn what(self) -> &'static str {
        match self {
            Self::RenameWorkflow => "workflow",
            Self::RenameStep => "step",
            Self::RenameType | Self::Derive | Self::Attribute => "type",
            Self::RenameField => "field",
            Self::Format => "format",
            Self::Replace => "schema",
            Self::Required => "property",
        }
    }

    /// Whether it may be given several times for the same thing.
    fn adds_up(self) -> bool {
        matches!(self, Self::Derive | Self::Attribute)
    }
}

/// Where a setting was made.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A call in a program, such as a build script.
    Call(&'static Location<'static>),
    /// A settings file: the key, and the value.
    File(Box<(Place, Place)>),
}

/// One setting.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What it is about.
    pub subject: Subject,
    /// What it is for, by what the document says.
    pub key: String,
    /// What is set; empty where there is nothing to say.
    pub value: String,
    origin: Origin,
    /// Whether the thing was met that it is for.
    met: Cell<bool>,
    /// What has the name already that it gives.
    collision: RefCell<Option<String>>,
    /// Whether the schema holds secrets that it replaces.
    hides_secret: Cell<bool>,
}

impl Setting {
    /// Notes that `other` has the name that this setting gives.
    pub(crate) fn collides(&self, other: &str) {
        let mut known = self.collision.borrow_mut();
        known.get_or_insert_with(|| other.to_owned());
    }

    /// Notes that the schema holds secrets that this setting replaces.
    pub(crate) fn replaces_secret(&self) {
        self.hides_secret.set(true);
    }

    /// Whether its key is the JSON Pointer of `node`, be it with the end of the document's path before it.
    fn names(&self, node: &Node) -> bool {
        let Some((document, pointer)) = self.key.split_once('#') else {
            return false;
        };
        let name = node.document().name.as_str();
        let ends = || {
            let before = name.strip_suffix(document);
            before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '\\']))
        };
        pointer == node.pointer().as_str() && (document.is_empty() || ends())
    }
}

/// Who may name the emitted items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Visibility {
    /// `pub`
    #[default]
    Public,
    /// `pub(crate)`
    Crate,
}

/// All settings of a run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The visibility of what is emitted.
    pub visibility: Visibility,
    /// Whether inputs are checked against their schemas before the first request.
    pub check_inputs: bool,
    /// A file with further settings.
    pub file: Option<PathBuf>,
    all: Vec<Setting>,
    /// By what names later stages asked.
    asked: RefCell<BTreeMap<Subject, BTreeSet<String>>>,
}

impl Settings {
    /// Adds a setting.
    pub(crate) fn add(&mut self, subject: Subject, key: String, value: String, origin: Origin) {
        self.all.push(Setting {
            subject,
            key,
            value,
            origin,
            met: Cell::new(false),
            collision: RefCell::default(),
            hides_secret: Cell::new(false),
        });
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.all.iter()
    }

    /// Those about `subject`.
    fn about(&self, subject: Subject) -> impl Iterator<Item = &Setting> {
        let all = self.all.iter();
        all.filter(move |setting| setting.subject == subject)
    }

    /// The setting for what the document calls `key`.
    pub(crate) fn find(&self, subject: Subject, key: &str) -> Option<&Setting> {
        self.all_for(subject, key).into_iter().next()
    }

    /// The settings for what is called `key`.
    pub(crate) fn all_for(&self, subject: Subject, key: &str) -> Vec<&Setting> {
        self.matching(subject, |setting| setting.key == key, || key.to_owned())
    }

    /// The setting for the schema at `node`.
    pub(crate) fn at(&self, subject: Subject, node: &Node) -> Option<&Setting> {
        let asked = || format!("#{}", node.pointer());
        let found = self.matching(subject, |setting| setting.names(node), asked);
        found.into_iter().next()
    }

    /// Whether there is any setting about `subject`.
    pub(crate) fn has(&self, subject: Subject) -> bool {
        self.about(subject).next().is_some()
    }

    fn matching(
        &self,
        subject: Subject,
        fits: impl Fn(&Setting) -> bool,
        asked: impl FnOnce() -> String,
    ) -> Vec<&Setting> {
        if !self.has(subject) {
            return Vec::new();
        }
        let mut all = self.asked.borrow_mut();
        all.entry(subject).or_default().insert(asked());
        let found: Vec<&Setting> = self.about(subject).filter(|it| fits(it)).collect();
        found.iter().for_each(|setting| setting.met.set(true));
        found
    }
}
