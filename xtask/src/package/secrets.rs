//! `hurtrock-run` hands over what systemd would: EnvironmentFile= in systemd.exec(5), and its reader, `src/basic/env-file.c`.

use std::{
    collections::BTreeMap,
    env, fs,
    path::PathBuf,
    process::{Command, Output},
};

use super::{set_mode, write};
use crate::paths;

/// Becomes nobody else, and tells what the program would be given.
const SETPRIV: &str = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.given\"\nexec env -0\n";

/// Where the program would run, with somebody else who asks for it.
struct Machine(PathBuf);

impl Machine {
    fn new(name: &str, user: u32) -> Self {
        let place = env::temp_dir().join(format!("hurtrock-run-{}-{name}", std::process::id()));
        for (name, text) in [("id", format!("#!/bin/sh\necho {user}\n")), ("setpriv", SETPRIV.to_owned())] {
            write(&place.join(name), &text).expect("written");
            set_mode(&place.join(name), 0o755).expect("runs");
        }
        let script = source("ops/deb/hurtrock-run").replace("/etc/hurtrock", &place.display().to_string());
        write(&place.join("hurtrock-run"), &script).expect("written");
        Self(place)
    }

    fn run(&self, secrets: Option<&str>, arguments: &[&str]) -> Output {
        if let Some(secrets) = secrets {
            write(&self.0.join("secrets.env"), secrets).expect("written");
        }
        let path = format!("{}:{}", self.0.display(), env::var("PATH").expect("a path"));
        let mut command = Command::new("sh");
        command.arg(self.0.join("hurtrock-run")).args(arguments).env_clear().env("PATH", path);
        command.output().expect("a shell")
    }

    /// What the program receives of a file of secrets. That of the shell itself does not count.
    fn received(&self, secrets: &str) -> BTreeMap<String, String> {
        let output = self.run(Some(secrets), &["doctor"]);
        assert!(output.status.success(), "{secrets:?}: {}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).expect("text");
        let pairs = told.split('\0').filter_map(|pair| pair.split_once('='));
        let ours = pairs.filter(|(name, _)| !["PATH", "PWD", "OLDPWD", "SHLVL", "_"].contains(name));
        ours.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn source(path: &str) -> String {
    fs::read_to_string(paths::root().join(path)).expect("a file of the sources")
}

/// What is received beside the home.
fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let home = [("HOME", "/var/lib/hurtrock")];
    home.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn secrets_are_read_as_systemd_reads_them() {
    let machine = Machine::new("secrets", 0);
    let cases: [(&str, &[(&str, &str)]); 21] = [
        ("A=b\n", &[("A", "b")]),
        ("A=b", &[("A", "b")]),
        ("A=\nB=\"\"\nC=''", &[("A", ""), ("B", ""), ("C", "")]),
        // Space around names and values is none of theirs, unless it is quoted.
        (" \tA = b c \t\n", &[("A", "b c")]),
        ("A=\" b c \" \nB=' d '\n", &[("A", " b c "), ("B", " d ")]),
        // Nothing is expanded, and hardly anything special.
        ("A=$HOME `id` $(id) ${HOME} ~ * & %s ! | > b\n", &[("A", "$HOME `id` $(id) ${HOME} ~ * & %s ! | > b")]),
        ("A=\"$HOME `id` $(id) %s\"\n", &[("A", "$HOME `id` $(id) %s")]),
        ("A=postgres://toko:x=y@h/db?a=b&c=d\n", &[("A", "postgres://toko:x=y@h/db?a=b&c=d")]),
        // A comment is a line of its own.
        ("# A=b\n; A=b\n \t# A=b\n\nB=c#d # e ; f\n", &[("B", "c#d # e ; f")]),
        // Quotes count where a value begins.
        ("A=b'c\"d\n", &[("A", "b'c\"d")]),
        ("A='b \"c\" \\ $d'\nB=\"e 'f'\"\n", &[("A", "b \"c\" \\ $d"), ("B", "e 'f'")]),
        ("A=\"b\" 'c' d\n", &[("A", "bcd")]),
        // A backslash stays only within quotes, before what is not special there.
        (r#"A=b\c \\ \"d\ "#, &[("A", r#"bc \ "d "#)]),
        (r#"A="\\ \" \$ \` \n \q""#, &[("A", r#"\ " $ ` \n \q"#)]),
        // Lines that go on.
        ("A=b\\\nc\nB=\"d\\\ne\"\nC='f\ng'\n", &[("A", "bc"), ("B", "de"), ("C", "f\ng")]),
        ("A=b\r\nB=\"c\"\r\n# d\r\nC=\r\n", &[("A", "b"), ("B", "c"), ("C", "")]),
        ("A=b\nA=c\n", &[("A", "c")]),
        // What cannot be a name is passed over.
        ("export A=b\n1A=b\nA-B=b\nA\n=b\nB=c\n", &[("B", "c")]),
        // What is not ended ends with the file.
        ("A=\"b c\nd", &[("A", "b c\nd")]),
        ("A=\"rahasia ✓ 密\"\nB=é\n", &[("A", "rahasia ✓ 密"), ("B", "é")]),
        ("HOME=/elsewhere\n", &[("HOME", "/elsewhere")]),
    ];
    for (secrets, pairs) in cases {
        assert_eq!(machine.received(secrets), expected(pairs), "{secrets:?}");
    }
}

#[test]
fn the_secrets_of_the_package_are_received() {
    let machine = Machine::new("package", 0);
    let secrets = source("ops/deb/secrets.env").replace("@SECRET_KEY@", "0a1b2c");
    assert_eq!(
        machine.received(&secrets),
        expected(&[
            ("DATABASE_URL", "postgres://hurtrock@localhost/hurtrock?host=/run/postgresql"),
            ("HURTROCK_SECRET_KEY", "0a1b2c"),
            ("HURTROCK_SMTP_URL", "smtp://127.0.0.1:25"),
        ])
    );
}

#[test]
fn the_program_is_run_as_the_user_of_the_service_with_what_was_typed() {
    let machine = Machine::new("typed", 0);
    let output = machine.run(Some("A=b\n"), &["admin", "create", "budi@example.com", "Budi \"S\" $A"]);
    assert!(output.status.success());
    let given = fs::read_to_string(machine.0.join("setpriv.given")).expect("what was given");
    let settings = machine.0.join("hurtrock.toml").display().to_string();
    assert_eq!(
        given.lines().collect::<Vec<_>>(),
        [
            "--reuid=hurtrock",
            "--regid=hurtrock",
            "--init-groups",
            "/usr/bin/hurtrock",
            "--config",
            &settings,
            "admin",
            "create",
            "budi@example.com",
            "Budi \"S\" $A",
        ]
    );
}

#[test]
fn who_may_not_read_the_secrets_is_told() {
    let output = Machine::new("nobody", 1000).run(Some("A=b\n"), &["doctor"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("only root may read the secrets"), "{said}");
}

#[test]
fn without_secrets_nothing_is_run() {
    let machine = Machine::new("none", 0);
    assert!(!machine.run(None, &["doctor"]).status.success());
    assert!(!machine.0.join("setpriv.given").exists());
}
