//! Static checks of the texts that criterion engines evaluate, and their rewriting to standard forms.
//!
//! The texts may embed runtime expressions as `{$…}`: [`check_template`] applies a check to such texts too.

mod jsonpath;
mod placeholder;
mod regex;
mod xpath;

pub use jsonpath::{
    JsonPathInfo, JsonPathTest, SimpleForm, check_jsonpath, counted_one, counting_query,
    jsonpath_query, jsonpath_test, normalise_draft, root_filter_text, tree as query, within_member,
};
pub use placeholder::{Checked, check_template};
pub use regex::{check_regex, flags_of_all};
pub use xpath::check_xpath;
