//! What `completions` prints.

use clap::Command;
use clap_complete::Shell;

/// The script by which a shell completes the program's arguments.
pub(super) fn script(mut command: Command, shell: Shell) -> String {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
