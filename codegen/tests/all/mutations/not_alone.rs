//! Mistakes that are rightly two in some documents.

/// Documents in which something else is told of these mistakes as well.
struct Known {
    documents: &'static [&'static str],
    mistakes: &'static [&'static str],
    /// For those who read this list.
    #[allow(dead_code, reason = "a reason is not evaluated")]
    why: &'static str,
}

const NOT_ALONE: &[Known] = &[
    Known {
        documents: &["804-selector-over-all-values"],
        mistakes: &["JSONPath broken"],
        why: "all outputs of a step are a context for a query of one of them, which is broken",
    },
    Known {
        documents: &["316-mangled-names-stay-distinct"],
        mistakes: &[
            "object in a list that is a text",
            "required field dropped",
            "stepId given twice",
            "text that is a list",
            "text that is a number",
        ],
        why: "step ids a letter apart: a name that is missing looks like a typo of the other one",
    },
    Known {
        documents: &["331-workflow-ids-differ-in-case"],
        mistakes: &[
            "object in a list that is a text",
            "required field dropped",
            "text that is a list",
            "text that is a number",
        ],
        why: "workflow ids that differ in case: a name that is missing looks like a typo of the other one",
    },
    Known {
        documents: &["622-path-objects"],
        mistakes: &["path parameter misspelt"],
        why: "parameters of one letter: a second letter makes no typo, but another name",
    },
    Known {
        documents: &["029-input-dotted-walk"],
        mistakes: &["keyword of an input schema misspelt"],
        why: "what `required` names is walked into, though its properties are lost with their keyword",
    },
    Known {
        documents: &[
            "017-nested-inputs-isolated",
            "087-workflow-parameters-nested",
        ],
        mistakes: &["input of another type"],
        why: "the caller hands a literal to the input whose type was changed",
    },
    Known {
        documents: &["263-paging-is-not-paced", "924-pages-by-a-dotted-member"],
        mistakes: &["action behind one that always applies"],
        why: "with the way back hidden no page is ever read again",
    },
    Known {
        documents: &["705-output-name-with-space", "800-names-in-every-place"],
        mistakes: &["step output still read dropped"],
        why: "words that nothing declares as one name are an expression and text",
    },
    Known {
        documents: &["800-names-in-every-place"],
        mistakes: &[
            "list that has to hold something emptied",
            "list that is a text",
            "object in a list that is a text",
            "object that is a list",
            "required field dropped",
            "step still named dropped",
        ],
        why: "the same: with its declaration a name of several words is none",
    },
    Known {
        documents: &["024-required-parameter-missing", "025-missing-in-template"],
        mistakes: &["retry after a success"],
        why: "a step that is repeated no longer ends the workflow before one that needs the input",
    },
    Known {
        documents: &["372-recursion-with-exit"],
        mistakes: &["retry after a success", "step still named dropped"],
        why: "the step, or its end, was the way out of a recursion",
    },
    Known {
        documents: &["522-input-names-with-dots"],
        mistakes: &["input still read dropped"],
        why: "without the longer name the shorter one is walked into, and needed",
    },
    Known {
        documents: &["611-exact-status-over-range-over-default"],
        mistakes: &["condition that is always true"],
        why: "a condition that says nothing leaves every response possible, of which some have nothing to read",
    },
    Known {
        documents: &["670-json-as-a-condition"],
        mistakes: &["condition that is always true"],
        why: "the context that JSON is compared with has no use beside another condition",
    },
    Known {
        documents: &["528-nested-transfer-returns"],
        mistakes: &["step still named dropped"],
        why: "the step that is taken away made the call whose outputs are read",
    },
    Known {
        documents: &["554-selector-shape-is-data-in-10"],
        mistakes: &["version dropped"],
        why: "what is data in 1.0 is a selector where no version says so",
    },
    Known {
        documents: &["103-security-alternatives"],
        mistakes: &["security scheme that is not defined"],
        why: "the parameter that the scheme declared is declared by nothing else",
    },
];

/// Whether something else is rightly told of a mistake in a document.
pub(super) fn is_known(document: &str, mistake: &str) -> bool {
    NOT_ALONE.iter().any(|known| {
        let mut documents = known.documents.iter();
        documents.any(|name| document.contains(name)) && known.mistakes.contains(&mistake)
    })
}
