//! A server of PostgreSQL in a temporary folder, on a port of loopback.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The user that the server runs as where the tests run as root, which it refuses.
const USER: &str = "postgres";

/// A running server, which ends with this value.
#[derive(Debug)]
pub struct Postgres {
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

impl Postgres {
    /// A server without databases; none where PostgreSQL is not installed.
    ///
    /// # Errors
    /// It does not start.
    pub fn start() -> io::Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("postgres-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if is_root() {
            succeed(Command::new("chown").arg(USER).arg(&folder))?;
        }
        let mut initdb = command(&programs.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--no-sync", "-D"]);
        succeed(initdb.arg(folder.join("data")).stdout(Stdio::null()))?;
        let process = spawn(&programs, &folder, port)?;
        let mut server = Self {
            programs,
            folder,
            port,
            process,
        };
        server.wait()?;
        Ok(Some(server))
    }

    /// Its process, of which those of its connections are children.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The URL of a database, which whoever connects first makes.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Starts it again after it was killed.
    ///
    /// # Errors
    /// It does not start.
    pub fn restart(&mut self) -> io::Result<()> {
        self.process.wait()?;
        self.process = spawn(&self.programs, &self.folder, self.port)?;
        self.wait()
    }

    /// Waits until it listens.
    fn wait(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if begun.elapsed() > Duration::from_secs(60) {
                return Err(io::Error::other("PostgreSQL does not listen"));
            }
            // After a kill it refuses to start until the processes of the last one are gone.
            if self.process.try_wait()?.is_some() {
                self.process = spawn(&self.programs, &self.folder, self.port)?;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An immediate shutdown, which ends the children as well.
        let id = self.process.id().to_string();
        Command::new("kill").args(["-QUIT", &id]).status().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn succeed(command: &mut Command) -> io::Result<()> {
    match command.status()?.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("{command:?} failed"))),
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout == b"0\n")
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

fn spawn(programs: &Path, folder: &Path, port: u16) -> io::Result<Child> {
    command(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-p", &port.to_string(), "-h", "127.0.0.1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}
