//! Running scenario files as a test target.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use super::engines::Engines;
use super::source::{Source, find};
use super::suite::scenarios_of;
use super::{Scenario, SuiteError};
use crate::policy::Policy;

#[doc = include_str!("format.md")]
#[must_use = "the exit code says whether a test failed"]
pub fn scenarios(pattern: &str) -> ExitCode {
    scenarios_about(Policy::platform(), pattern)
}

/// Runs the scenarios of all files that match a pattern as tests, as [`scenarios`] does; files that name no policy are about
/// this one.
///
/// # Example
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use lawful::policy::Policy;
///
/// fn main() -> ExitCode {
///     match Policy::load("policies/shop.toml") {
///         Ok(policy) => lawful::testing::scenarios_about(&policy, "tests/privacy/*.toml"),
///         Err(error) => {
///             eprintln!("{error}");
///             ExitCode::FAILURE
///         }
///     }
/// }
/// ```
#[must_use = "the exit code says whether a test failed"]
pub fn scenarios_about(policy: &Policy, pattern: &str) -> ExitCode {
    let args = Arguments::from_args();
    libtest_mimic::run(&args, trials(policy, pattern, &args)).exit_code()
}

fn trials(policy: &Policy, pattern: &str, args: &Arguments) -> Vec<Trial> {
    let sources = match find(pattern) {
        Ok(sources) => sources,
        Err(error) => return vec![refused(pattern, error)],
    };
    let mut engines = Engines::new(policy);
    let wanted = sources.iter().filter(|source| may_hold(source, args));
    wanted
        .flat_map(|source| match scenarios_of(source, &mut engines) {
            Ok(scenarios) => scenarios.into_iter().map(trial).collect(),
            Err(findings) => vec![refused(&source.name, SuiteError::new(findings))],
        })
        .collect()
}

/// Whether a file can have the one test that is asked for by its name. A runner that starts a process for each test reads one
/// file for it instead of all.
fn may_hold(source: &Source, args: &Arguments) -> bool {
    match &args.filter {
        Some(name) if args.exact && !args.list => {
            let rest = name.strip_prefix(&*source.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        }
        _ => true,
    }
}

fn trial(scenario: Scenario) -> Trial {
    let name = scenario.name().to_owned();
    Trial::test(name, move || scenario.check().map_err(Failed::from))
}

/// A test that says what is wrong in place of the tests that could not be read.
fn refused(name: &str, error: SuiteError) -> Trial {
    Trial::test(name, move || Err(Failed::from(error)))
}
