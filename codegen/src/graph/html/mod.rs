//! A page of its own: the picture, and beside it what is known about the step under the pointer or in the keyboard's focus.
//!
//! Nothing is loaded from anywhere, which a Content Security Policy holds the page to: it allows the page's own style sheet
//! and script by their hashes, and nothing else. Without scripts, and on paper, everything about all steps stands below the
//! picture.

mod details;
mod signatures;

use super::{
    markup::Markup,
    model::Graph,
    svg::{self, STYLE},
};

pub use signatures::Signatures;

const PAGE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// SHA-256 of [`STYLE`] and [`PAGE`], as policies write it. Where it is wrong, the tests in a browser say what is right.
const PAGE_HASH: &str = "sha256-vuyYIgxhqR1ZNpoLlZXUzR2BG7bqbAt0OwfL4Le4M3o=";
/// The same of [`SCRIPT`].
const SCRIPT_HASH: &str = "sha256-P5D+RfMiTBNnSB33vlneI8+MMf5wcZMb8rT3Xasp0qI=";

/// A workflow of the page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The workflow.
    pub graph: Graph,
    /// What its code looks like from outside.
    pub signatures: Signatures,
    /// What `check` reports about it.
    pub findings: Vec<Finding>,
}

/// Something that `check` reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The step that it is about, if it is about one.
    pub step: Option<String>,
    /// Whether it is an error.
    pub error: bool,
    /// `FILE:LINE:COLUMN: [CODE] message`.
    pub text: String,
    /// What to do about it.
    pub help: Vec<String>,
}

/// The page, titled `title`. `general` are findings about none of the workflows.
pub fn html(title: &str, pages: &[Page], general: &[Finding], data: bool) -> String {
    let mut markup = Markup::default();
    markup.0.push_str("<!DOCTYPE html>\n");
    markup.open("html", &[("lang", "en")]);
    markup.open("head", &[]);
    markup.empty("meta", &[("charset", "utf-8")]);
    markup.line();
    let policy = format!(
        "default-src 'none'; style-src '{PAGE_HASH}'; script-src '{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"
    );
    markup.empty(
        "meta",
        &[
            ("http-equiv", "Content-Security-Policy"),
            ("content", &policy),
        ],
    );
    markup.line();
    let viewport = "width=device-width, initial-scale=1";
    markup.empty("meta", &[("name", "viewport"), ("content", viewport)]);
    markup.line();
    markup.leaf("title", &[], title);
    markup.line();
    markup.open("style", &[]);
    markup.0.push_str(STYLE);
    markup.0.push_str(PAGE);
    markup.close("style");
    markup.close("head");
    markup.line();
    markup.open("body", &[]);
    markup.open("main", &[]);
    markup.line();
    markup.open("div", &[("class", "picture")]);
    let graphs: Vec<Graph> = pages.iter().map(|page| page.graph.clone()).collect();
    svg::write(&graphs, data, false, &mut markup);
    markup.close("div");
    markup.line();
    markup.open(
        "div",
        &[
            ("class", "about"),
            ("role", "region"),
            ("aria-label", "Details"),
            ("aria-live", "polite"),
        ],
    );
    markup.line();
    details::overview(title, pages, general, &mut markup);
    for page in pages {
        for step in 0..page.graph.steps.len() {
            details::step(page, step, &mut markup);
        }
    }
    markup.close("div");
    markup.close("main");
    markup.line();
    markup.open("script", &[]);
    markup.0.push_str(SCRIPT);
    markup.close("script");
    markup.line();
    markup.close("body");
    markup.close("html");
    markup.line();
    markup.0
}
