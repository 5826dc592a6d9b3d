//! A server of Restate in a temporary folder, on ports of loopback.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What is installed from npm.
const PACKAGE: &str = "@restatedev/restate-server@1.7";

/// The server, in a process of its own that ends with this.
#[derive(Debug)]
pub struct Restate {
    program: PathBuf,
    folder: PathBuf,
    /// Of the node, the ingress and the admin interface.
    ports: [u16; 3],
    process: Child,
}

/// A port that nobody has at the moment.
///
/// # Errors
/// If none is to be had.
pub fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.port())
}

impl Restate {
    /// Starts a server. It is that of the variable `RESTATE_SERVER`, else it is installed below `installed` if need be;
    /// none without npm or without a network.
    pub fn start(installed: &Path) -> Option<Self> {
        let program = program(installed)?;
        let ports = [free_port().ok()?, free_port().ok()?, free_port().ok()?];
        let [node, ..] = ports;
        let name = format!("restate-{}-{node}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).ok()?;
        let process = spawn(&program, &folder, ports).ok()?;
        Some(Self {
            program,
            folder,
            ports,
            process,
        })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Starts it again after it was killed.
    ///
    /// # Errors
    /// If the system has no process for it.
    pub fn restart(&mut self) -> io::Result<()> {
        self.process.wait()?;
        self.process = spawn(&self.program, &self.folder, self.ports)?;
        Ok(())
    }

    /// Where it takes calls.
    pub fn ingress(&self) -> String {
        let [_, ingress, _] = self.ports;
        format!("http://127.0.0.1:{ingress}")
    }

    /// Where it is administered.
    pub fn admin(&self) -> String {
        let [_, _, admin] = self.ports;
        format!("http://127.0.0.1:{admin}")
    }
}

impl Drop for Restate {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn program(installed: &Path) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("RESTATE_SERVER") {
        return Some(path.into());
    }
    let folder = installed.join("restate-server");
    if !folder.join("node_modules/.bin/restate-server").exists() {
        fs::create_dir_all(&folder).ok()?;
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
    let packages = fs::read_dir(folder.join("node_modules/@restatedev")).ok()?;
    let binaries = packages
        .flatten()
        .map(|it| it.path().join("bin/restate-server"));
    binaries.into_iter().find(|path| path.exists())
}

fn spawn(program: &Path, folder: &Path, [node, ingress, admin]: [u16; 3]) -> io::Result<Child> {
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
}
