//! The line that installs PostgreSQL, for the package managers people have.

use std::{env, path::Path};

/// Package manager, and the command that brings the server with its contrib modules.
const COMMANDS: [(&str, &str); 6] = [
    ("apt-get", "sudo apt-get install -y postgresql"),
    ("dnf", "sudo dnf install -y postgresql-server postgresql-contrib"),
    ("pacman", "sudo pacman -S --noconfirm postgresql"),
    ("zypper", "sudo zypper install -y postgresql-server postgresql-contrib"),
    ("apk", "sudo apk add postgresql postgresql-contrib"),
    ("brew", "brew install postgresql@17"),
];

/// One line that installs PostgreSQL on this machine.
pub fn install_command() -> String {
    COMMANDS
        .iter()
        .find(|(manager, _)| on_path(manager))
        .map_or_else(|| "see https://www.postgresql.org/download/".to_owned(), |(_, command)| (*command).to_owned())
}

fn on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| Path::new(&dir).join(program).is_file()))
}
