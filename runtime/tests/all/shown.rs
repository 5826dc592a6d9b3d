//! Everything that a run shows, and a search for a secret in it, however it is encoded.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, Once};

use arazzo_runtime::{Event, EventKind, StepError};

/// What is recognised of a secret in all its encodings: characters that neither URLs nor JSON nor XML change.
pub(crate) const CORE: &str = "hunter2hunter2";

/// A secret with characters around its core that URLs, JSON and XML have to encode, and headers and cookies take.
pub(crate) const SECRET: &str = "(/&hunter2hunter2+=";

/// The core in base64, at each of the places that it can have there, in hexadecimal digits, percent-encoded letter by
/// letter, and as `Debug` shows bytes.
const FORMS: [&str; 8] = [
    CORE,
    "aHVudGVyMmh1bnRlcj",
    "h1bnRlcjJodW50ZXIy",
    "odW50ZXIyaHVudGVyM",
    "68756e74657232",
    "68756E74657232",
    "%68%75%6e%74%65%72%32",
    "104, 117, 110, 116, 101, 114, 50",
];

/// The form of the secret that stands in a text, if one does.
pub(crate) fn form_in(text: &str) -> Option<&'static str> {
    FORMS.into_iter().find(|form| text.contains(form))
}

/// Everything that was shown so far. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Shown(Arc<Mutex<String>>);

impl Shown {
    /// Begins to listen to what libraries below log.
    pub(crate) fn new() -> Self {
        listen();
        Self::default()
    }

    pub(crate) fn add(&self, text: impl AsRef<str>) {
        let mut shown = self.0.lock().expect("no panic");
        writeln!(shown, "{}", text.as_ref()).expect("a string takes everything");
    }

    pub(crate) fn debug(&self, value: &(impl Debug + ?Sized)) {
        self.add(format!("{value:?}\n{value:#?}"));
    }

    pub(crate) fn event(&self, event: &Event<'_>) {
        self.debug(event);
        match event.kind {
            EventKind::RequestSent { url, .. } => self.add(url),
            EventKind::ResponseReceived { response } => self.add(response.url()),
            _ => {}
        }
    }

    /// A failure in all the forms that a program may print.
    pub(crate) fn failure(&self, failure: &StepError) {
        self.debug(failure);
        self.add(serde_json::to_string(failure).expect("JSON"));
        self.error(failure);
    }

    /// An error, and those that caused it.
    pub(crate) fn error(&self, error: &dyn Error) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.add(format!("{error}\n{error:?}\n{error:#?}"));
            next = error.source();
        }
    }

    /// The line that shows the secret, if one does.
    pub(crate) fn leak(&self) -> Option<String> {
        let shown = self.0.lock().expect("no panic");
        let line = shown.lines().find(|line| form_in(line).is_some());
        line.map(str::to_owned).or_else(logged)
    }
}

/// What libraries logged with a secret in it.
static LEAKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn logged() -> Option<String> {
    LEAKED.lock().expect("no panic").first().cloned()
}

/// Looks at everything that reqwest and what is below it log, at the finest level.
fn listen() {
    struct Log;

    impl log::Log for Log {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }

        fn log(&self, record: &log::Record<'_>) {
            let line = record.args().to_string();
            if form_in(&line).is_some() {
                let line = format!("{}: {line}", record.target());
                LEAKED.lock().expect("no panic").push(line);
            }
        }

        fn flush(&self) {}
    }

    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Log).expect("no other logger");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Records all spans and events of all crates, whatever their level.
#[cfg(feature = "tracing")]
mod traced {
    use std::fmt::Debug;

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::Shown;

    impl Visit for Shown {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.add(format!("{field}={value:?}"));
        }
    }

    impl Subscriber for Shown {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.add(format!("{:?}", span.metadata()));
            span.record(&mut self.clone());
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut self.clone());
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}

/// Does something whose spans and events are shown.
pub(crate) fn watched<R>(shown: &Shown, work: impl FnOnce() -> R) -> R {
    #[cfg(feature = "tracing")]
    return tracing::subscriber::with_default(shown.clone(), work);
    #[cfg(not(feature = "tracing"))]
    {
        let _ = shown;
        work()
    }
}

#[test]
fn a_secret_is_found_in_all_its_encodings() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    for before in ["", "u", "us", "user:"] {
        let text = format!("{before}{SECRET}");
        for shown in [
            text.clone(),
            format!("{text:?}"),
            format!("{:?}", text.as_bytes()),
            STANDARD.encode(&text),
            hex(text.as_bytes()),
            hex(text.as_bytes()).to_uppercase(),
            serde_json::to_string(&text).expect("JSON"),
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        ] {
            assert!(form_in(&shown).is_some(), "{shown}");
        }
    }
    assert_eq!(form_in("[redacted]"), None);
}
