//! The scenario files, each scenario a test of its own name.

fn main() -> std::process::ExitCode {
    lawful::testing::scenarios("tests/privacy/*.toml")
}
