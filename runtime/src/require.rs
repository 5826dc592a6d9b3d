//! How generated code says which criterion engines and body formats it needs, so that those that are missing are named, and
//! not the items that are missing with them.

/// Checks that the features are enabled that generated code needs: one error names all of them where one is not.
#[doc(hidden)]
#[macro_export]
macro_rules! require_features {
    ($($feature:ident),+) => {
        $crate::require_next!([$($feature),+] $($feature)+);
    };
}

/// Checks the next feature of the list; those before it are enabled.
#[doc(hidden)]
#[macro_export]
macro_rules! require_next {
    ($all:tt) => {};
    ($all:tt regex $($rest:ident)*) => {
        $crate::require_regex!($all $($rest)*);
    };
    ($all:tt jsonpath $($rest:ident)*) => {
        $crate::require_jsonpath!($all $($rest)*);
    };
    ($all:tt xpath $($rest:ident)*) => {
        $crate::require_xpath!($all $($rest)*);
    };
    ($all:tt xml $($rest:ident)*) => {
        $crate::require_xml!($all $($rest)*);
    };
}

/// Says what to write in `Cargo.toml`.
#[doc(hidden)]
#[macro_export]
macro_rules! missing_feature {
    ([$first:ident $(, $more:ident)*]) => {
        ::core::compile_error!(concat!(
            "criteria, selectors, replacements or bodies of this document need features of the runtime: in `Cargo.toml` write ",
            "`arazzo_runtime = { package = \"runtime\", features = [\"",
            stringify!($first),
            $("\", \"", stringify!($more),)*
            "\"], .. }` with the features that are there already"
        ));
    };
}

/// `$d` is the `$` of the macros that this one defines.
#[rustfmt::skip]
macro_rules! feature {
    ($d:tt $macro:ident, $feature:literal) => {
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $macro {
            ($all:tt $d($rest:ident)*) => {
                $crate::require_next!($all $d($rest)*);
            };
        }

        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $macro {
            ($all:tt $d($rest:ident)*) => {
                $crate::missing_feature!($all);
            };
        }
    };
}

feature!($ require_regex, "regex");
feature!($ require_jsonpath, "jsonpath");
feature!($ require_xpath, "xpath");
feature!($ require_xml, "xml");
