//! The compiler over the code of accepted mutants.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// A crate with a module for each mutant.
#[derive(Debug)]
pub struct Batch {
    folder: PathBuf,
}

/// What a mutant's code may use.
const DEPENDENCIES: &str = "\
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
";

impl Batch {
    /// A batch in a folder of this workspace's `target`, which keeps what the modules depend on compiled.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn new() -> io::Result<Self> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .canonicalize()?;
        let folder = project.join("target/fuzz");
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"mutants\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
             [dependencies]\narazzo_runtime = {{ package = \"runtime\", path = {:?}, features = \
             [\"regex\", \"jsonpath\", \"xml\", \"xpath\"] }}\n{DEPENDENCIES}",
            project.join("runtime")
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(project.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder })
    }

    /// What the compiler says about the code of these mutants, with warnings denied; nothing if all is well. The names of
    /// files in it are `m` and the seed.
    ///
    /// # Errors
    /// If files cannot be written or the compiler cannot be run.
    pub fn check(&self, mutants: &[(u64, String)]) -> io::Result<Option<String>> {
        let mut root = String::from("#![deny(warnings)]\n");
        for (seed, code) in mutants {
            root.push_str(&format!("pub mod m{seed};\n"));
            fs::write(self.folder.join(format!("src/m{seed}.rs")), code)?;
        }
        fs::write(self.folder.join("src/lib.rs"), root)?;
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["check", "--quiet", "--offline", "--color", "never"]);
        cargo
            .env_remove("RUSTFLAGS")
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        let output = cargo.current_dir(&self.folder).output()?;
        for (seed, _) in mutants {
            // The code of what failed stays, to be looked at.
            if output.status.success() {
                fs::remove_file(self.folder.join(format!("src/m{seed}.rs")))?;
            }
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((!output.status.success()).then_some(said))
    }
}
