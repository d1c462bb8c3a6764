//! The command `lawful-coverage`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;

use super::report::Report;
use super::{Coverage, Thresholds, Untested, VARIABLE, html, json};

const HELP: &str = "\
Tells how much of a policy a test suite exercised.

  1. rm -rf target/coverage
  2. LAWFUL_COVERAGE=$PWD/target/coverage cargo test
  3. lawful-coverage target/coverage --min-rules 100 --min-conditions 95

Usage: lawful-coverage [OPTIONS] [DIRECTORY]

DIRECTORY is where the tests recorded what they exercise; left out, it is that of LAWFUL_COVERAGE.

Options:
  --policy ID           a policy to report on, by its id; can be repeated. Left out: every policy that was asked
  --share-rules         count a hit of a rule for every policy that has the same rule, word for word, as one that
                        extends another has the rules of its base
  --format FORMAT       text (the default), json or html
  --output FILE         write the report to a file
  --untested FILE.toml  write a scenario for each untested side, ready to be filled in
  --min-rules N         fail if less than N % of the rules were exercised
  --min-conditions N    fail if less than N % of the sides of conditions were
  --min-clauses N       fail if less than N % of the clauses were
  --min-facts N         fail if less than N % of the sides of facts were
  -h, --help            this

Exit status: 0; 1 where a threshold is missed; 2 where nothing can be told.
";

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let told = match Arguments::parse(lexopt::Parser::from_env()) {
        Ok(Some(arguments)) => arguments.run(),
        Ok(None) => print(HELP).map(|()| Vec::new()),
        Err(mistake) => Err(format!("{mistake}; see lawful-coverage --help")),
    };
    match told {
        Ok(shortfalls) if shortfalls.is_empty() => ExitCode::SUCCESS,
        Ok(shortfalls) => {
            shortfalls.iter().for_each(|shortfall| complain(shortfall));
            ExitCode::from(1)
        }
        Err(mistake) => {
            complain(&mistake);
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Arguments {
    directory: Option<PathBuf>,
    policies: Vec<String>,
    shares_rules: bool,
    format: Format,
    output: Option<PathBuf>,
    untested: Option<PathBuf>,
    thresholds: Thresholds,
}

#[derive(Clone, Copy, Default)]
enum Format {
    #[default]
    Text,
    Json,
    Html,
}

impl Arguments {
    /// `None` where help is asked for.
    fn parse(mut given: lexopt::Parser) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self::default();
        while let Some(argument) = given.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("min-rules") => parsed.thresholds.rules = Some(given.value()?.parse_with(percent)?),
                Long("min-conditions") => parsed.thresholds.conditions = Some(given.value()?.parse_with(percent)?),
                Long("min-clauses") => parsed.thresholds.clauses = Some(given.value()?.parse_with(percent)?),
                Long("min-facts") => parsed.thresholds.facts = Some(given.value()?.parse_with(percent)?),
                Long("policy") => parsed.policies.push(given.value()?.string()?),
                Long("share-rules") => parsed.shares_rules = true,
                Long("format") => parsed.format = given.value()?.parse_with(Format::named)?,
                Long("output") => parsed.output = Some(given.value()?.into()),
                Long("untested") => parsed.untested = Some(given.value()?.into()),
                Value(directory) if parsed.directory.is_none() => parsed.directory = Some(directory.into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(parsed))
    }

    /// What falls short of the thresholds.
    fn run(&self) -> Result<Vec<String>, String> {
        let directory = self.directory.clone().or_else(|| env::var_os(VARIABLE).map(PathBuf::from));
        let directory = directory.ok_or_else(|| format!("expected a directory: an argument, or in `{VARIABLE}`"))?;
        let mut coverage = Coverage::merge(directory).map_err(|error| error.to_string())?;
        if self.shares_rules {
            coverage = coverage.sharing_rules();
        }
        let names = if self.policies.is_empty() { coverage.names().collect() } else { self.policies.clone() };
        let reports = names.iter().map(|name| coverage.report(name)).collect::<Result<Vec<_>, _>>();
        let reports = reports.map_err(|error| error.to_string())?;
        let text = self.format.of(&reports);
        match &self.output {
            Some(file) => write(file, &text)?,
            None => print(&text)?,
        }
        if let Some(file) = &self.untested {
            let untested = names.iter().map(|name| coverage.untested(name)).collect::<Result<Vec<_>, _>>();
            let untested = untested.map_err(|error| error.to_string())?;
            write(file, &Untested::file(&untested).map_err(|mistake| format!("{mistake}: name one with --policy"))?)?;
        }
        Ok(reports.iter().flat_map(|report| report.shortfalls(&self.thresholds)).collect())
    }
}

impl Format {
    fn named(name: &str) -> Result<Self, String> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "html" => Ok(Self::Html),
            other => Err(format!("expected `text`, `json` or `html`, found `{other}`")),
        }
    }

    fn of(self, reports: &[Report]) -> String {
        match self {
            Self::Text => reports.iter().map(Report::to_string).collect::<Vec<_>>().join("\n"),
            Self::Json => json(reports),
            Self::Html => html(reports),
        }
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let percent = text.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| "expected a percentage, from 0 to 100".to_owned())
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("`{}` cannot be written: {error}", file.display()))
}

/// A reader that has seen enough is no mistake.
fn print(text: &str) -> Result<(), String> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("the report cannot be written: {error}")),
        _ => Ok(()),
    }
}

fn complain(text: &str) {
    // Where even this cannot be told, the exit status tells it.
    let _ = writeln!(io::stderr(), "lawful-coverage: {text}");
}
