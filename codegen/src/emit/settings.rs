//! Settings that are Rust: names, paths, types and attributes, as the user wrote them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::Place,
    settings::{Setting, Settings, Subject},
    types::{field_ident, type_ident},
};

use super::names::bare;

/// Reports settings whose values are no Rust of their kind; `entry` is where those of a program are reported.
pub fn check_settings(settings: &Settings, entry: &Place, diagnostics: &mut Diagnostics) {
    let wrong = settings.iter().filter_map(|setting| wrong(setting, entry));
    wrong.for_each(|found| diagnostics.push(found));
}

fn wrong(setting: &Setting, entry: &Place) -> Option<Diagnostic> {
    let Setting {
        subject,
        key,
        value,
        ..
    } = setting;
    let invalid = |what: &str, help: String| {
        let message = format!(
            "`{value}`, set by `{}` of `{key}`, is {what}",
            subject.name()
        );
        Some(
            setting
                .invalid(entry, message)
                .label("cannot be used")
                .help(help),
        )
    };
    match subject {
        Subject::RenameWorkflow | Subject::RenameStep | Subject::RenameField => {
            misnamed(value, &field_ident(value)).and_then(|usual| {
                invalid("no name of a function or field", format!("write `{usual}`"))
            })
        }
        Subject::RenameType => misnamed(value, &type_ident(value))
            .and_then(|usual| invalid("no name of a type", format!("write `{usual}`"))),
        Subject::Derive if parsed::<syn::Path>(value).is_none() => invalid(
            "no path",
            "name a derive macro, as in `Hash` or `::clap::Args`".to_owned(),
        ),
        Subject::Derive if is_serde(value) => {
            let why = "what is emitted implements it already, where a run needs it".to_owned();
            invalid("no trait to derive", why)
        }
        Subject::Attribute if parsed::<OneAttribute>(value).is_none() => invalid(
            "no attribute",
            "write it as in Rust: `#[non_exhaustive]`".to_owned(),
        ),
        Subject::Format | Subject::Replace if parsed::<syn::TypePath>(value).is_none() => {
            let help = "name a type by its path, as in `crate::Money` or `::jiff::Timestamp`";
            invalid("no type", help.to_owned())
        }
        _ => None,
    }
}

/// What to write instead of a name that Rust would not take, or would warn of.
fn misnamed(value: &str, usual: &str) -> Option<String> {
    (bare(value) != bare(usual)).then(|| bare(usual).to_owned())
}

fn is_serde(path: &str) -> bool {
    let last = path.rsplit("::").next().map(str::trim);
    matches!(last, Some("Serialize" | "Deserialize"))
}

/// One attribute around an item.
struct OneAttribute(syn::Attribute);

impl Parse for OneAttribute {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = syn::Attribute::parse_outer(input)?;
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(Self(only)),
            _ => Err(input.error("one attribute")),
        }
    }
}

fn parsed<T: Parse>(text: &str) -> Option<T> {
    T::parse.parse_str(text).ok()
}

/// A path or type of the user's, as it was written.
pub(super) fn tokens(text: &str) -> TokenStream {
    // What is none was reported.
    let path = parsed::<syn::TypePath>(text);
    path.map_or_else(|| quote!(()), ToTokens::into_token_stream)
}

/// Attributes of the user's.
pub(super) fn attributes(all: &[String]) -> TokenStream {
    let all = all.iter().filter_map(|text| parsed::<OneAttribute>(text));
    all.map(|OneAttribute(one)| one.into_token_stream())
        .collect()
}
