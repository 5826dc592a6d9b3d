//! `docs/faults.md`, which is written from the tables.

use std::fmt::Write as _;
use std::path::Path;

use super::fault::{Ends, Fault};
use super::{TABLES, Table};

const INTRODUCTION: &str = "\
# Faults

What servers and networks do wrong, and how a run ends that meets it. Each row is a test over real sockets; a test writes
this page (`BLESS=1 cargo test -p runtime --test all faults`), and fails if it says something else than the rows.

In all rows a first step has succeeded, and a second one meets the fault. It sends `POST`, except where the row says that it
only asks, and a failure action retries it once, at once. The tests see to it that

- the run ends, with the kind that stands in the table, and names workflow and step;
- the failure counts the requests that the step sent, and holds the outputs of the first step and what the last response had
  of those of the second;
- `may_have_been_processed` is *no* only where the server has not got the request, has refused it with a status 3xx or 4xx, or
  was only asked;
- none of the credentials and passwords that were sent is in a message, an error underneath, an event, a span or what a
  library logged, in whatever encoding, even where the server sent them back;
- no credential reached another origin.

A request that runs into its timeout counts as perhaps processed, even if it was still waiting for a name server or a
handshake of TLS: what was reached by then is not known.

## Limits

| what | default | setting |
|---|---|---|
| an attempt, redirects included | 30 s, or the `timeout` of the step | `timeout` |
| a run | none | `deadline` |
| a delay that a server asks for | 1 h | `max_retry_after` |
| executions of steps in a run | 1000 | `max_steps` |
| the body of a response, unpacked | 64 MiB | `max_response_bytes` |
| the headers of a response | 64 KiB | `max_response_header_bytes` |
| their number | 100 | `ReqwestTransport::configured`, `http1_max_headers` |
| the answer of a token endpoint | 64 KiB | none |
| redirects of an attempt | 10 | none |
| levels of JSON that is read as a value | 127 | none (D-155) |
| levels of XML | 60; under XPath 256 | none (D-155) |
| steps back of a regular expression | 1,000,000 | none |

Nothing unpacks responses unless the feature `gzip` is on. Where JSON is only skipped, on the way to what a type or a JSON
Pointer names, it may be as deep as it likes. JSON that is read as a value of any type takes up to VALUE bytes of memory for
each value in it, and the shortest ones take two bytes of the body.
";

#[cfg(feature = "rustls-tls")]
#[test]
fn the_page_says_what_the_tables_say() {
    let size = size_of::<serde_json::Value>().to_string();
    let mut text = INTRODUCTION.replace("VALUE", &size);
    for table in &TABLES {
        let Table { title, file, .. } = table;
        writeln!(
            text,
            "\n## {title}\n\nThe rows of [`{file}`](https://github.com/arazzo-rs/arazzo-codegen/blob/main/runtime/tests/all/faults/{file}).\n"
        )
        .unwrap();
        text.push_str("| fault | the run ends with | attempts | may have been processed |\n|---|---|---|---|\n");
        for fault in table.rows {
            writeln!(text, "{}", line(fault)).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/faults.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).expect("a writable folder");
    }
    let is = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(is == text, "BLESS=1 rewrites docs/faults.md");
}

fn line(fault: &Fault) -> String {
    let Fault { what, attempts, .. } = fault;
    match fault.ends {
        Ends::Completes(_) => format!("| {what} | success | {attempts} | |"),
        Ends::Fails(kind, _) => {
            let processed = if fault.processed { "yes" } else { "no" };
            format!("| {what} | `{kind}` | {attempts} | {processed} |")
        }
    }
}
