//! Tells how much of a policy a test suite exercised: see [`lawful::testing::coverage`].

use std::process::ExitCode;

fn main() -> ExitCode {
    lawful::testing::coverage::command::main()
}
