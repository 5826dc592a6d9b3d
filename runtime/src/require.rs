//! How generated code says which criterion engines and body formats it needs, so that a missing one is named instead of a missing item.

macro_rules! require {
    ($macro:ident, $feature:literal) => {
        #[cfg(feature = $feature)]
        #[doc = concat!("Checks that the feature `", $feature, "` is enabled, which it is.")]
        #[macro_export]
        macro_rules! $macro {
            () => {};
        }

        #[cfg(not(feature = $feature))]
        #[doc = concat!("Checks that the feature `", $feature, "` is enabled, which it is not.")]
        #[macro_export]
        macro_rules! $macro {
            () => {
                ::core::compile_error!(concat!(
                    "a criterion, selector, replacement or body of this document needs the feature `",
                    $feature,
"` of the runtime: in `Cargo.toml` write `arazzo_runtime = { package = \"runtime\", features = [\"",
                    $feature,
                    "\"], .. }` with the features that are there already"
                ));
            };
        }
    };
}

require!(require_regex, "regex");
require!(require_jsonpath, "jsonpath");
require!(require_xpath, "xpath");
require!(require_xml, "xml");
