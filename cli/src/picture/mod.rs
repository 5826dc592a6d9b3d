//! The picture of a workflow with what happened in a run: taken edges, attempts and times, the step that failed.

mod mark;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use crate::record::Record;
use crate::refused::Refused;
use crate::registry::Workflow;

/// Where a picture is written to, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PictureFile {
    path: PathBuf,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Svg,
    Html,
}

/// The option that asks for a picture.
pub(crate) fn option() -> Arg {
    Arg::new("picture")
        .long("picture")
        .value_name("FILE")
        .help("Draw what happened to FILE.svg, or to FILE.html with a table of the steps")
        .help_heading("Output")
}

impl PictureFile {
    /// The file that the arguments name.
    ///
    /// # Errors
    /// It is neither an SVG nor a page, or it cannot be written where it is asked for.
    pub(crate) fn new(matches: &ArgMatches) -> Result<Option<Self>, Refused> {
        let Some(path) = matches.get_one::<String>("picture").map(PathBuf::from) else {
            return Ok(None);
        };
        let extension = path.extension().and_then(|extension| extension.to_str());
        let format = match extension {
            Some("svg") => Format::Svg,
            Some("html" | "htm") => Format::Html,
            _ => {
                return Err(Refused(
                    "`--picture` wants a file that ends with .svg or .html".to_owned(),
                ));
            }
        };
        // Better told now than when the run is over.
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        if folder.is_some_and(|folder| !folder.is_dir()) {
            let path = path.display();
            return Err(Refused(format!(
                "`--picture {path}`: there is no such folder"
            )));
        }
        Ok(Some(Self { path, format }))
    }

    /// Writes the picture of a run, or of what there was of it.
    ///
    /// # Errors
    /// The file cannot be written: which, and why.
    pub(crate) fn write(&self, workflow: &Workflow, record: &Record) -> Result<(), String> {
        let steps = record.steps();
        let picture = mark::marked(workflow.picture, &steps);
        let text = match self.format {
            Format::Svg => picture,
            Format::Html => page::page(workflow.id, &picture, &steps),
        };
        let path = self.path.display();
        fs::write(&self.path, text).map_err(|error| format!("cannot write {path}: {error}"))
    }
}
