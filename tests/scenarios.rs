//! The scenarios of the built-in policy: cases as data, each with its expected answer, in `seeds/scenarios`.

fn main() -> std::process::ExitCode {
    lawful::testing::scenarios("seeds/scenarios/*.toml")
}
