//! Every diagnostic there is: its code, how serious it is, and the text that `arazzo-codegen explain` prints.
//!
//! A new diagnostic is a line here, a file `codes/<code>.md`, and a case in `tests/cases/err`; tests say which is missing.

use std::fmt;

use crate::nearest::nearest;

/// How serious a [`Diagnostic`](super::Diagnostic) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Code can be emitted, but it is probably not what was meant or will probably fail.
    Warning,
    /// No code can do what the document says.
    Error,
}

/// How serious the diagnostics of a code are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// No code can do what the document says.
    Error,
    /// Code can be emitted, but it is probably not what was meant or will probably fail.
    Warning,
    /// A deviation from the standard whose meaning is plain: a warning, and an error under `--strict`.
    Tolerated,
    /// An error or a warning, as the case may be.
    Either,
    /// As [`Either`](Self::Either), but code can always be emitted: the error can be allowed as a warning can.
    Allowable,
}

impl Level {
    /// How serious a diagnostic is of which nobody says more.
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error | Self::Either | Self::Allowable => Severity::Error,
            Self::Warning | Self::Tolerated => Severity::Warning,
        }
    }
}

/// What is known of a code: one line of the list below.
struct Entry {
    text: &'static str,
    level: Level,
    explanation: &'static str,
    once_per_name: bool,
    leaves_gap: bool,
}

macro_rules! codes {
    ($($level:ident $code:ident $text:literal $($mark:ident)?,)*) => {
        /// What a diagnostic is known by, whichever stage reports it: stable across releases.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(
                #[doc = concat!("`", $text, "`")]
                $code,
            )*
        }

        impl Code {
            /// All codes, in alphabetical order.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            const fn entry(self) -> Entry {
                match self {
                    $(Self::$code => Entry {
                        text: $text,
                        level: Level::$level,
                        explanation: include_str!(concat!("codes/", $text, ".md")),
                        once_per_name: codes!(@once_per_name $($mark)?),
                        leaves_gap: codes!(@leaves_gap $($mark)?),
                    },)*
                }
            }
        }
    };
    (@once_per_name once_per_name) => { true };
    (@leaves_gap leaves_gap) => { true };
    (@once_per_name $($other:ident)?) => { false };
    (@leaves_gap $($other:ident)?) => { false };
}

impl Code {
    /// Kebab-case words: `unknown-operation`.
    pub const fn as_str(self) -> &'static str {
        self.entry().text
    }

    /// How serious its diagnostics are.
    pub const fn level(self) -> Level {
        self.entry().level
    }

    /// Markdown: a title, what is wrong and why it matters, an example and its correction.
    pub const fn explanation(self) -> &'static str {
        self.entry().explanation
    }

    /// Whether its diagnostics miss a name that nothing has: one mistake of a workflow however often the name is used.
    pub(crate) const fn is_once_per_name(self) -> bool {
        self.entry().once_per_name
    }

    /// Whether its diagnostics are about something that is not given, or not rightly, where an operation takes it.
    pub(crate) const fn leaves_gap(self) -> bool {
        self.entry().leaves_gap
    }

    /// Whether its diagnostics can be allowed even where they are errors.
    pub fn may_be_allowed(self) -> bool {
        self.level() == Level::Allowable
    }

    /// The first line of the explanation.
    pub fn title(self) -> &'static str {
        let line = self.explanation().lines().next().unwrap_or_default();
        line.trim_start_matches("# ")
    }

    /// What is wrong and why it matters, in one line: the explanation's first paragraph.
    pub fn summary(self) -> String {
        let prose = self.explanation().lines().skip(1);
        let prose = prose.skip_while(|line| line.trim().is_empty());
        let lines: Vec<_> = prose.take_while(|line| !line.trim().is_empty()).collect();
        lines.join(" ")
    }

    /// The code that is written as `text`.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The code that `text` is probably a typo for.
    pub fn similar(text: &str) -> Option<Self> {
        nearest(text, Self::ALL.iter().map(|code| code.as_str())).and_then(Self::find)
    }

    /// The codes that `text` may be meant for: the one it is probably a typo for, or those that have all of its words.
    pub fn near(text: &str) -> Vec<Self> {
        if let Some(similar) = Self::similar(text) {
            return vec![similar];
        }
        let has_all = |code: &Self| {
            let mut words = text.split('-');
            let known = code.as_str();
            !text.is_empty() && words.all(|word| known.split('-').any(|known| known == word))
        };
        Self::ALL.iter().copied().filter(has_all).collect()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

codes! {
    Error AmbiguousOperation "ambiguous-operation",
    Error AsyncapiField "asyncapi-field",
    Either AsyncapiStep "asyncapi-step",
    Warning BodyWithMethod "body-with-method",
    Error BytesOrText "bytes-or-text",
    Error ComponentAsValue "component-as-value",
    Warning ComputedCredential "computed-credential",
    Error ConflictingFields "conflicting-fields",
    Error ConflictingParameters "conflicting-parameters",
    Warning ConstantCondition "constant-condition",
    Warning ContentTypeParameter "content-type-parameter",
    Warning CountedNode "counted-node",
    Error DependencyCycle "dependency-cycle",
    Warning DependencySkipped "dependency-skipped",
    Tolerated DottedWalk "dotted-walk",
    Error DuplicateAction "duplicate-action",
    Warning DuplicateDeclaration "duplicate-declaration",
    Error DuplicateDependency "duplicate-dependency",
    Either DuplicateKey "duplicate-key",
    Error DuplicateParameter "duplicate-parameter",
    Error DuplicateSource "duplicate-source",
    Error DuplicateStep "duplicate-step",
    Error DuplicateWorkflow "duplicate-workflow",
    Warning DynamicReference "dynamic-reference",
    Error Emission "emission",
    Either EmptyList "empty-list",
    Warning EndlessLoop "endless-loop",
    Error EndlessRecursion "endless-recursion",
    Warning ExposedSecret "exposed-secret",
    Either FieldNeeds11 "field-needs-1-1",
    Warning IdentifierCollision "identifier-collision",
    Warning IgnoredField "ignored-field",
    Warning IgnoredSibling "ignored-sibling",
    Tolerated IncompleteVersion "incomplete-version",
    Error InputsNotAnObject "inputs-not-an-object",
    Error InvalidCondition "invalid-condition",
    Warning InvalidDefault "invalid-default",
    Error InvalidExpression "invalid-expression",
    Error InvalidJsonPayload "invalid-json-payload",
    Error InvalidJsonpath "invalid-jsonpath",
    Either InvalidName "invalid-name",
    Either InvalidOpenapi "invalid-openapi",
    Error InvalidOperationPath "invalid-operation-path",
    Error InvalidPointer "invalid-pointer",
    Error InvalidReference "invalid-reference",
    Error InvalidRegex "invalid-regex",
    Warning InvalidSchema "invalid-schema",
    Error InvalidSetting "invalid-setting",
    Warning InvalidStatus "invalid-status",
    Error InvalidValue "invalid-value",
    Error InvalidXpath "invalid-xpath",
    Tolerated JsonpathTest "jsonpath-test",
    Either LimitExceeded "limit-exceeded",
    Warning LiteralMismatch "literal-mismatch" leaves_gap,
    Error LiteralOutput "literal-output",
    Warning MediaTypeChosen "media-type-chosen",
    Error MediaTypeRange "media-type-range",
    Tolerated MergeKey "merge-key",
    Either MisplacedParameter "misplaced-parameter",
    Warning MissingBody "missing-body" leaves_gap,
    Warning MissingBodyProperty "missing-body-property" leaves_gap,
    Error MissingField "missing-field",
    Error MissingInput "missing-input",
    Error MissingPathParameter "missing-path-parameter",
    Either MissingPayload "missing-payload" leaves_gap,
    Warning MissingRequiredParameter "missing-required-parameter" leaves_gap,
    Error MissingTarget "missing-target",
    Allowable MisspeltExpression "misspelt-expression",
    Warning NeededInput "needed-input",
    Either NestedExchange "nested-exchange",
    Warning NeverEqual "never-equal",
    Error NoOutputsHere "no-outputs-here",
    Error NoSelf "no-self",
    Error NonStringKey "non-string-key",
    Tolerated NonstandardCondition "nonstandard-condition",
    Tolerated NonstandardExpression "nonstandard-expression",
    Tolerated NonstandardOperationId "nonstandard-operation-id",
    Tolerated NonstandardOperationPath "nonstandard-operation-path",
    Either NonstandardStepReference "nonstandard-step-reference",
    Tolerated NonstandardStyle "nonstandard-style",
    Tolerated NonstandardWorkflowReference "nonstandard-workflow-reference",
    Error NotAValue "not-a-value",
    Error NotArazzo "not-arazzo",
    Error ObjectAsBytes "object-as-bytes",
    Error OutputBeforeStep "output-before-step",
    Error OutsideRoot "outside-root",
    Warning PointlessGuard "pointless-guard",
    Warning RawTemplate "raw-template",
    Warning ReadOnlyMember "read-only-member",
    Warning RedundantHelper "redundant-helper",
    Error ReferenceChain "reference-chain",
    Warning RelativeServer "relative-server",
    Error RemoteDocument "remote-document",
    Error ReplacementInText "replacement-in-text",
    Error ResponseBeforeRequest "response-before-request",
    Error ResponseOutsideStep "response-outside-step",
    Either RootFilter "root-filter",
    Error SelfReference "self-reference",
    Either ServerVariable "server-variable",
    Warning ShadowedAction "shadowed-action",
    Error SourceTypeMismatch "source-type-mismatch",
    Tolerated SuccessRetry "success-retry",
    Tolerated SurroundingSpace "surrounding-space",
    Either SyntaxError "syntax-error",
    Warning TruthyOperand "truthy-operand",
    Warning TypeMismatch "type-mismatch",
    Tolerated UnbracedExpression "unbraced-expression",
    Warning UndeclaredBody "undeclared-body",
    Warning UndeclaredHeader "undeclared-header",
    Error UndeclaredInput "undeclared-input" once_per_name,
    Warning UndeclaredMediaType "undeclared-media-type",
    Either UndeclaredParameter "undeclared-parameter",
    Error UndeclaredPathParameter "undeclared-path-parameter",
    Either UndeclaredPointer "undeclared-pointer",
    Warning UndeclaredProperty "undeclared-property",
    Warning UndeclaredStatus "undeclared-status",
    Warning UnencodedCredentials "unencoded-credentials",
    Warning UnfitQuery "unfit-query",
    Warning UnknownBodyProperty "unknown-body-property",
    Warning UnknownCode "unknown-code",
    Error UnknownComponent "unknown-component" once_per_name,
    Either UnknownField "unknown-field",
    Either UnknownKeyword "unknown-keyword",
    Error UnknownOperation "unknown-operation",
    Error UnknownOutput "unknown-output" once_per_name,
    Tolerated UnknownSecurityScheme "unknown-security-scheme",
    Error UnknownSetting "unknown-setting",
    Error UnknownSource "unknown-source" once_per_name,
    Error UnknownStep "unknown-step" once_per_name,
    Error UnknownWorkflow "unknown-workflow" once_per_name,
    Warning UnpacedLoop "unpaced-loop",
    Tolerated UnqualifiedOperation "unqualified-operation",
    Warning UnreachableStep "unreachable-step",
    Either UnreachableTarget "unreachable-target",
    Error UnreadableDocument "unreadable-document",
    Either UnreadableSource "unreadable-source",
    Either UnresolvedReference "unresolved-reference",
    Either UnserialisableParameter "unserialisable-parameter",
    Warning UnsupportedEncoding "unsupported-encoding",
    Warning UnsupportedExtension "unsupported-extension",
    Either UnsupportedVersion "unsupported-version",
    Warning UnusableStyle "unusable-style",
    Warning UnusedComponent "unused-component",
    Warning UnusedInput "unused-input",
    Warning UnusedOutput "unused-output",
    Warning UnusualId "unusual-id",
    Either VendoredDocument "vendored-document",
    Error WorkflowNeverRuns "workflow-never-runs" once_per_name,
    Error WrongComponentKind "wrong-component-kind",
    Error WrongSourceKind "wrong-source-kind",
    Either WrongType "wrong-type",
    Error XmlObjectPayload "xml-object-payload",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_explained_by_example() {
        assert!(Code::ALL.is_sorted_by(|left, right| left.as_str() < right.as_str()));
        for code in Code::ALL {
            let text = code.explanation();
            assert!(text.starts_with("# "), "{code}: no title");
            assert_eq!(text.matches("```").count(), 4, "{code}: two examples");
            assert!(
                !code.title().ends_with('.'),
                "{code}: a title has no full stop"
            );
        }
    }

    #[test]
    fn a_typo_is_understood() {
        assert_eq!(
            Code::similar("unkown-operation"),
            Some(Code::UnknownOperation)
        );
        assert_eq!(Code::similar("weather"), None);
        assert_eq!(
            Code::find("unknown-operation").map(Code::title),
            Some("There is no such operation")
        );
    }
}
