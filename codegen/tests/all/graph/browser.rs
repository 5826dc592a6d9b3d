//! Pictures and pages in a real browser: Chromium, without a window, driven through its pipe. Where there is none the tests
//! say so and check nothing.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use arazzo_codegen::{Generator, GraphFormat, GraphOptions};
use serde_json::{Value, json};

use super::hostile;
use crate::support::{scratch, workspace};

/// A browser with one page.
struct Browser {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    last: u64,
    /// What the page complained about.
    complaints: Vec<String>,
    folder: PathBuf,
    gone: Arc<AtomicBool>,
}

/// How long a test may wait for a browser that does not answer.
const PATIENCE: Duration = Duration::from_secs(180);

impl Browser {
    /// None, loudly, where there is no Chromium.
    fn start(name: &str) -> Option<Self> {
        let programs = ["chromium", "chromium-browser", "google-chrome"];
        let found = programs.iter().find(|program| {
            let version = Command::new(program).arg("--version").output();
            version.is_ok_and(|output| output.status.success())
        });
        let Some(program) = found else {
            eprintln!("SKIPPED: no Chromium here, so nothing is known about {name} in a browser");
            return None;
        };
        let folder = scratch(&format!("browser-{name}"), &[]);
        fs::create_dir_all(&folder).unwrap();
        let flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
                     --disable-component-update --disable-sync --remote-debugging-pipe --window-size=1400,900";
        // The pipe is at the file descriptors 3 and 4.
        let line = format!(
            "exec {program} {flags} --user-data-dir='{}' about:blank 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null",
            folder.join("profile").display()
        );
        let mut child = Command::new("sh")
            .args(["-c", &line])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let gone = Arc::new(AtomicBool::new(false));
        let (watched, id) = (Arc::clone(&gone), child.id().to_string());
        thread::spawn(move || {
            thread::sleep(PATIENCE);
            // A test that waits for it reads the end of its pipe then.
            if !watched.load(Ordering::Relaxed) {
                let _ = Command::new("kill").args(["-9", &id]).status();
            }
        });
        let mut browser = Self {
            gone,
            to: child.stdin.take(),
            from: BufReader::new(child.stdout.take().unwrap()),
            child,
            session: None,
            last: 0,
            complaints: Vec::new(),
            folder,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.call("Target.attachToTarget", target);
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in [
            "Page.enable",
            "Log.enable",
            "Runtime.enable",
            "Network.enable",
        ] {
            browser.call(domain, json!({}));
        }
        Some(browser)
    }

    fn receive(&mut self) -> Value {
        let mut message = Vec::new();
        self.from.read_until(0, &mut message).unwrap();
        message.pop();
        assert!(!message.is_empty(), "the browser has gone");
        let message: Value = serde_json::from_slice(&message).unwrap();
        let parameters = &message["params"];
        match message["method"].as_str() {
            Some("Log.entryAdded") => {
                self.complaints
                    .push(parameters["entry"]["text"].to_string());
            }
            Some("Runtime.exceptionThrown" | "Page.javascriptDialogOpening") => {
                self.complaints.push(parameters.to_string());
            }
            Some("Network.requestWillBeSent") => {
                let url = parameters["request"]["url"].as_str().unwrap();
                if !url.starts_with("file:") && !url.starts_with("about:") {
                    self.complaints.push(format!("asked for {url}"));
                }
            }
            _ => {}
        }
        message
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let to = self.to.as_mut().unwrap();
        to.write_all(message.to_string().as_bytes()).unwrap();
        to.write_all(&[0]).unwrap();
        to.flush().unwrap();
        loop {
            let message = self.receive();
            if message["id"] == json!(self.last) {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    /// Opens a document of this name and text.
    fn open(&mut self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        self.call(
            "Page.navigate",
            json!({"url": format!("file://{}", path.display())}),
        );
        while self.receive()["method"] != json!("Page.loadEventFired") {}
    }

    /// What a script's expression comes to.
    fn value(&mut self, expression: &str) -> Value {
        let parameters =
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let result = self.call("Runtime.evaluate", parameters);
        assert!(
            result["exceptionDetails"].is_null(),
            "{expression}: {result}"
        );
        result["result"]["value"].clone()
    }

    fn prefer(&mut self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    fn key(&mut self, key: &str) {
        for kind in ["rawKeyDown", "keyUp"] {
            let code = match key {
                "Tab" => 9,
                "Escape" => 27,
                "ArrowDown" => 40,
                _ => 0,
            };
            let parameters =
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", parameters);
        }
    }

    fn point(&mut self, x: &Value, y: &Value) {
        let parameters = json!({"type": "mouseMoved", "x": x, "y": y});
        self.call("Input.dispatchMouseEvent", parameters);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
        self.to.take();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn drawn(document: &str, format: GraphFormat, data: bool) -> String {
    let generator = Generator::new().document(workspace().join(document));
    let (drawing, report) = generator.graph(&GraphOptions {
        workflow: None,
        format,
        data,
    });
    assert!(!report.has_errors(), "{}", report.human(false));
    drawing
}

/// The texts that are wider than the layout thinks, by the box that they stand in or by the picture.
const TOO_WIDE: &str = "[...document.querySelectorAll('svg text')].filter((text) => {
  const own = text.getBoundingClientRect();
  const holder = text.closest('.step,.chip,.end');
  const box = holder ? holder.querySelector('.box') : document.querySelector('svg');
  const room = box.getBoundingClientRect();
  return own.width > 0 && (own.left < room.left - 1 || own.right > room.right + 1 || own.top < room.top - 2 || own.bottom > room.bottom + 2);
}).map((text) => text.textContent)";

const DOCUMENTS: [&str; 6] = [
    "specs/sentry/provision-project-key.arazzo.yaml",
    "tests/conformance/cases/172-depends-on-diamond/workflow.arazzo.yaml",
    "tests/conformance/cases/367-step-depends-on-reorders/workflow.arazzo.yaml",
    "codegen/tests/cases/pictures/arrive.arazzo.yaml",
    "codegen/tests/cases/pictures/moor.arazzo.yaml",
    "codegen/tests/cases/pictures/refit.arazzo.yaml",
];

#[test]
fn text_fits_where_the_layout_puts_it() {
    let Some(mut browser) = Browser::start("pictures") else {
        return;
    };
    for (index, document) in DOCUMENTS.iter().enumerate() {
        for data in [false, true] {
            let drawing = drawn(document, GraphFormat::Svg, data);
            browser.open(&format!("{index}-{data}.svg"), &drawing);
            assert_eq!(browser.value(TOO_WIDE), json!([]), "{document}");
            assert_ne!(
                browser.value("document.querySelectorAll('.step').length"),
                json!(0)
            );
        }
    }
    browser.open("hostile.svg", &hostile::drawn(GraphFormat::Svg));
    assert_eq!(browser.value(TOO_WIDE), json!([]));
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn a_picture_follows_the_scheme_that_the_reader_prefers() {
    let Some(mut browser) = Browser::start("schemes") else {
        return;
    };
    browser.open("picture.svg", &drawn(DOCUMENTS[0], GraphFormat::Svg, false));
    let colours = "['.ground', '.step .box', '.strong'].map((one) => getComputedStyle(document.querySelector(one)).fill).join(' ')";
    browser.prefer("light");
    assert_eq!(
        browser.value(colours),
        json!("rgb(255, 255, 255) rgb(246, 248, 250) rgb(31, 35, 40)")
    );
    browser.prefer("dark");
    assert_eq!(
        browser.value(colours),
        json!("rgb(13, 17, 23) rgb(27, 34, 44) rgb(240, 246, 252)")
    );
}

#[test]
fn a_page_shows_the_step_under_the_pointer_or_in_the_focus() {
    let Some(mut browser) = Browser::start("page") else {
        return;
    };
    browser.open("page.html", &drawn(DOCUMENTS[0], GraphFormat::Html, false));
    let shown = "[...document.querySelectorAll('.about section')].filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.dataset.about || 'all').join()";
    assert_eq!(browser.value(shown), json!("all"));
    let place = browser.value(
        "(() => { const box = document.querySelector('[data-step=confirmProject]').getBoundingClientRect(); return [box.x + 40, box.y + 30]; })()",
    );
    browser.point(&place[0], &place[1]);
    assert_eq!(browser.value(shown), json!("confirmProject"));
    let text = browser.value("document.querySelector('section.shown').innerText");
    let text = text.as_str().unwrap();
    for said in [
        "GET /projects/{organization_id_or_slug}/{project_id_or_slug}/",
        "path project_id_or_slug",
        "1 createProject: projectSlug",
        "pub struct ConfirmProject",
        "$statusCode == 200",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // The step whose output it takes is marked, too.
    let marked =
        "[...document.querySelectorAll('.step.source')].map((one) => one.dataset.step).join()";
    assert_eq!(browser.value(marked), json!("createProject"));
    browser.key("Tab");
    assert_eq!(browser.value(shown), json!("createProject"));
    browser.key("ArrowDown");
    browser.key("ArrowDown");
    assert_eq!(browser.value(shown), json!("createKey"));
    browser.key("Escape");
    assert_eq!(browser.value(shown), json!("all"));
    // On paper everything stands below each other.
    browser.call("Emulation.setEmulatedMedia", json!({"media": "print"}));
    let printed = browser.value(shown);
    assert!(
        printed
            .as_str()
            .unwrap()
            .starts_with("all,createProject,confirmProject,createKey"),
        "{printed}"
    );
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn hostile_text_runs_nothing() {
    let Some(mut browser) = Browser::start("hostile") else {
        return;
    };
    browser.open("hostile.html", &hostile::drawn(GraphFormat::Html));
    let title = "</title></script><img src=x onerror=alert(1)>";
    assert_eq!(browser.value("document.title"), json!(title));
    assert_eq!(
        browser.value("document.querySelector('h1').textContent"),
        json!(title)
    );
    assert_eq!(
        browser.value("document.querySelectorAll('img').length"),
        json!(0)
    );
    assert_eq!(
        browser.value("document.querySelectorAll('script').length"),
        json!(1)
    );
    // The script of the page runs, others do not.
    assert_eq!(browser.value("document.body.className"), json!("live"));
    browser.value("document.querySelector('.step').focus()");
    let about = browser.value("document.querySelector('section.shown h3').textContent");
    assert_eq!(about, json!("a\"] --> x[\"<script>alert(3)</script>"));
    assert_eq!(browser.complaints, Vec::<String>::new());
}
