//! A server of PostgreSQL in a temporary folder, on a port of loopback.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use arazzo_postgres::dbos::{Client, ClientConfig};

use crate::worker::APPLICATION;

/// The user that the server runs as where the tests run as root, which it refuses.
const USER: &str = "postgres";

pub(crate) struct Engine {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    process: Child,
}

/// The folder of its programs: that of `POSTGRES_BIN`, else the newest one of Debian.
fn programs() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("POSTGRES_BIN") {
        return Some(folder.into());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|it| it.path().join("bin"));
    folders.filter(|it| it.join("initdb").exists()).max()
}

impl Engine {
    /// A server with an empty database; none where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            println!("left out: PostgreSQL is not installed");
            return None;
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("postgres-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let owned = Command::new("chown").arg(USER).arg(&folder).status();
        assert!(!is_root() || owned.unwrap().success());
        let made = command(&programs.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--no-sync", "-D"])
            .arg(folder.join("data"))
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        let process = spawn(&programs, &folder, port);
        let mut engine = Self {
            programs,
            folder,
            port,
            process,
        };
        engine.wait();
        Some(engine)
    }

    /// Its process, of which those of its connections are children.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{APPLICATION}", self.port)
    }

    /// Starts it again after it was killed.
    pub(crate) fn restart(&mut self) {
        self.process.wait().unwrap();
        self.process = spawn(&self.programs, &self.folder, self.port);
        self.wait();
    }

    /// Somebody who starts runs and waits for their results, and executes nothing.
    pub(crate) async fn client(&self) -> Client {
        let config = ClientConfig {
            app_name: Some(APPLICATION.to_owned()),
            outcome_poll_interval: Some(Duration::from_millis(100)),
            ..ClientConfig::new(self.url())
        };
        let begun = Instant::now();
        loop {
            // The first worker makes the schema.
            match Client::connect(config.clone()).await {
                Ok(client) => return client,
                Err(error) => assert!(begun.elapsed() < Duration::from_secs(60), "{error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until it listens.
    fn wait(&mut self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60));
            // After a kill it refuses to start until the processes of the last one are gone.
            if self.process.try_wait().unwrap().is_some() {
                self.process = spawn(&self.programs, &self.folder, self.port);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // An immediate shutdown, which ends the children as well.
        let id = self.process.id().to_string();
        Command::new("kill").args(["-QUIT", &id]).status().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0")
}

/// A program of PostgreSQL, which is executed by itself, so that a signal reaches it.
fn command(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]);
    command.arg(program).current_dir("/");
    command
}

fn spawn(programs: &Path, folder: &Path, port: u16) -> Child {
    command(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-p", &port.to_string(), "-h", "127.0.0.1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
