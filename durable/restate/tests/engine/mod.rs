//! A server of Restate in a temporary folder, on ports of loopback.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What is installed from npm.
const PACKAGE: &str = "@restatedev/restate-server@1.7";

pub(crate) struct Engine {
    program: PathBuf,
    folder: PathBuf,
    /// Of the node, the ingress and the admin interface.
    ports: [u16; 3],
    process: Child,
}

/// A port that nobody has at the moment.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The program, which is installed if need be; none without npm or without a network.
fn program() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("RESTATE_SERVER") {
        return Some(path.into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("restate-server");
    let program = folder.join("node_modules/.bin/restate-server");
    if !program.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let npm = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(PACKAGE)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        npm.ok().filter(|status| status.success())?;
    }
    // The binary itself, so that a signal reaches it.
    let packages = std::fs::read_dir(folder.join("node_modules/@restatedev")).ok()?;
    let binaries = packages
        .flatten()
        .map(|it| it.path().join("bin/restate-server"));
    binaries.into_iter().find(|path| path.exists())
}

impl Engine {
    pub(crate) fn start() -> Option<Self> {
        let program = program()?;
        // It chooses the TLS provider that reqwest asks for.
        drop(arazzo_runtime::ReqwestTransport::new());
        let ports = [free_port(), free_port(), free_port()];
        let name = format!("restate-{}-{}", std::process::id(), ports[0]);
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let process = spawn(&program, &folder, ports);
        let engine = Self {
            program,
            folder,
            ports,
            process,
        };
        Some(engine)
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Starts it again after it was killed.
    pub(crate) fn restart(&mut self) {
        self.process.wait().unwrap();
        self.process = spawn(&self.program, &self.folder, self.ports);
    }

    /// Tells it of the worker, once both listen.
    pub(crate) async fn register(&self, worker: u16) {
        let url = format!("http://127.0.0.1:{}/deployments", self.ports[2]);
        let body = json!({"uri": format!("http://127.0.0.1:{worker}"), "force": true});
        let (status, text) = post(&url, None, &body).await;
        assert!((200..300).contains(&status), "{status} {text}");
    }

    /// Asks until there is an answer.
    pub(crate) async fn answer(&self, handler: &str, key: &str, inputs: &Value) -> (u16, String) {
        let begun = Instant::now();
        loop {
            match self.call(handler, key, inputs).await {
                Some(answer) if answer.0 != 503 && answer.0 != 404 => return answer,
                other => {
                    assert!(begun.elapsed() < Duration::from_secs(120), "{other:?}");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    /// Calls a handler (`service/handler`): status and body, or nothing if the engine is gone before there is an answer.
    pub(crate) async fn call(
        &self,
        handler: &str,
        key: &str,
        inputs: &Value,
    ) -> Option<(u16, String)> {
        let url = format!("http://127.0.0.1:{}/{handler}", self.ports[1]);
        once(&url, Some(key), inputs).await
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn spawn(program: &Path, folder: &Path, [node, ingress, admin]: [u16; 3]) -> Child {
    let address = |port: u16| format!("127.0.0.1:{port}");
    Command::new(program)
        .args(["--no-logo", "--node-name", "test", "--listen-mode", "tcp"])
        .arg("--base-dir")
        .arg(folder)
        .env("RESTATE_BIND_ADDRESS", address(node))
        .env(
            "RESTATE_ADVERTISED_ADDRESS",
            format!("http://{}", address(node)),
        )
        .env("RESTATE_INGRESS__BIND_ADDRESS", address(ingress))
        .env("RESTATE_ADMIN__BIND_ADDRESS", address(admin))
        .env("RESTATE_DISABLE_TELEMETRY", "true")
        .env("RESTATE_DEFAULT_NUM_PARTITIONS", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Posts until it is answered, for a minute.
async fn post(url: &str, key: Option<&str>, body: &Value) -> (u16, String) {
    let begun = Instant::now();
    loop {
        match once(url, key, body).await {
            Some((status, text)) if status < 500 => return (status, text),
            other => {
                assert!(
                    begun.elapsed() < Duration::from_secs(60),
                    "{url}: {other:?}"
                );
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

async fn once(url: &str, key: Option<&str>, body: &Value) -> Option<(u16, String)> {
    let mut request = reqwest::Client::new().post(url).json(body);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.text().await.ok()?))
}
