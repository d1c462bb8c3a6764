//! Scenario files as a test target: this one runs itself again, as a user's target would be run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Trial};

/// Names the pattern, where this process plays the target of a user.
const PATTERN: &str = "LAWFUL_TESTING_RUNNER_PATTERN";

fn main() -> ExitCode {
    if let Ok(pattern) = std::env::var(PATTERN) {
        return lawful::testing::scenarios(&pattern);
    }
    let tests: [(&str, fn()); 6] = [
        ("the_scenarios_are_listed", the_scenarios_are_listed),
        ("a_filter_chooses_among_them", a_filter_chooses_among_them),
        ("one_is_run_by_its_name", one_is_run_by_its_name),
        ("a_failure_fails_the_target", a_failure_fails_the_target),
        ("a_file_with_mistakes_is_a_test_that_fails", a_file_with_mistakes_is_a_test_that_fails),
        ("no_file_is_a_test_that_fails", no_file_is_a_test_that_fails),
    ];
    let trial = |(name, test): (&str, fn())| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), tests.map(trial).into()).exit_code()
}

const GOOD: &str = r#"
at = 2026-06-01T12:00:00Z
[people.member]
age = 30
agreements = [{ at = 2025-01-01T00:00:00Z }]

[[scenario]]
name = "own use"
person = "member"
request = { action = "use", items = [{ categories = ["contact.email"], origin = "registration" }], purpose = "service" }
expect = "permitted"
flip = [{ name = "for others", request = { purpose = "partner-promotion" }, expect = "denied" }]
"#;

/// A folder of scenario files that goes away.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("lawful-runner-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            std::fs::write(folder.join(file), text).unwrap();
        }
        Self(folder)
    }

    /// What the target prints, and whether it succeeds.
    fn run(&self, arguments: &[&str]) -> (String, bool) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let output = command.current_dir(&self.0).env(PATTERN, "*.toml").args(arguments).output().unwrap();
        // Names are padded to one width.
        let told = String::from_utf8(output.stdout).unwrap();
        let told: Vec<_> =
            told.lines().map(|line| line.replace("  ", "").replace(" ...", "...").replace("...", " ...")).collect();
        (told.join("\n"), output.status.success())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(Path::new(&self.0)).unwrap();
    }
}

/// As cargo-nextest asks for it.
fn the_scenarios_are_listed() {
    let folder = Folder::with("list", &[("b.toml", GOOD), ("a.toml", GOOD)]);
    let (list, good) = folder.run(&["--list", "--format", "terse"]);
    assert!(good);
    let expected = ["a::own use: test", "a::own use::for others: test", "b::own use: test", "b::own use::for others: test"];
    assert_eq!(list.lines().collect::<Vec<_>>(), expected);
    assert_eq!(folder.run(&["--list", "--format", "terse", "--ignored"]), (String::new(), true));
}

fn a_filter_chooses_among_them() {
    let folder = Folder::with("filter", &[("a.toml", GOOD)]);
    let (told, good) = folder.run(&["for others"]);
    assert!(
        good && told.contains("test a::own use::for others ... ok")
            && told.contains("1 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out"),
        "{told}"
    );
}

/// Only the file of that name is read: the mistakes of the other are not found.
fn one_is_run_by_its_name() {
    let folder = Folder::with("exact", &[("a.toml", GOOD), ("b.toml", "at = 1")]);
    let (told, good) = folder.run(&["--exact", "a::own use", "--nocapture"]);
    assert!(good && told.contains("1 passed; 0 failed"), "{told}");
    let (told, good) = folder.run(&["--exact", "b", "--nocapture"]);
    assert!(!good && told.contains("0 passed; 1 failed"), "{told}");
}

fn a_failure_fails_the_target() {
    let folder = Folder::with("failure", &[("a.toml", &GOOD.replace("\"permitted\"", "\"denied\""))]);
    let (told, good) = folder.run(&[]);
    assert!(!good && told.contains("test a::own use ... FAILED"), "{told}");
    assert!(told.contains("a.toml:7: `a::own use`\n\nexpected denied, but it is permitted"), "{told}");
}

fn a_file_with_mistakes_is_a_test_that_fails() {
    let folder = Folder::with("mistakes", &[("a.toml", GOOD), ("b.toml", &GOOD.replace("person =", "persn ="))]);
    let (told, good) = folder.run(&[]);
    assert!(!good && told.contains("test b ... FAILED") && told.contains("test a::own use ... ok"), "{told}");
    assert!(told.contains("b.toml:9: `scenario[0].persn`: unknown key, did you mean `person`?"), "{told}");
}

fn no_file_is_a_test_that_fails() {
    let (told, good) = Folder::with("none", &[]).run(&[]);
    assert!(!good && told.contains("*.toml: no file matches the pattern"), "{told}");
}
