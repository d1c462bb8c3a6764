//! Imports consents from CSV or JSON Lines into a ledger in one file, and verifies it.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant as Stopwatch, SystemTime};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lawful::chain::Key;
use lawful::ledger::BlockingLedger;
use lawful::ledger::sqlite::Sqlite;
use lawful::ledger::transfer::{Csv, Import, JsonLines, Progress, Rows};
use lawful::policy::{Policy, PolicyStack};
use lawful::vocabulary::{Instant, Vocabulary};

const HELP: &str = "\
Imports consents, refusals and other events from CSV or JSON Lines into a ledger in one file.

Usage: ledger_import FILE.csv|FILE.jsonl --into LEDGER --key-file KEY [--policy FILE] [--report FILE] [--verify]
       ledger_import --into LEDGER --key-file KEY --verify

  --into LEDGER      the ledger, which is made if there is none
  --key-file KEY     the key of the ledger, 64 hexadecimal digits; made if there is none. Keep it apart from the ledger
  --policy FILE      the policy whose own words may be used (left out: the built-in words alone)
  --report FILE      where rejected rows are written, one a line (left out: standard error)
  --verify           walk over every chain, after the import if there is one
  -h, --help         this text

How far it got is kept in FILE.progress until the import is complete: run the same command again to go on after an interruption.
Exit status: 0 if every row was recorded and every chain holds, 1 if not, 2 if it could not go on.";

fn main() -> ExitCode {
    let outcome = options().and_then(|options| match options {
        Some(options) => run(&options),
        None => {
            println!("{HELP}");
            Ok(true)
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("ledger_import: {error}");
            ExitCode::from(2)
        }
    }
}

struct Options {
    file: Option<PathBuf>,
    into: PathBuf,
    key_file: PathBuf,
    policy: Option<PathBuf>,
    report: Option<PathBuf>,
    verifies: bool,
}

/// `None` where only help was asked for.
fn options() -> Result<Option<Options>, Box<dyn Error>> {
    use lexopt::prelude::*;

    let (mut file, mut into, mut key_file, mut policy, mut report, mut verifies) = (None, None, None, None, None, false);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("into") => into = Some(arguments.value()?.into()),
            Long("key-file") => key_file = Some(arguments.value()?.into()),
            Long("policy") => policy = Some(arguments.value()?.into()),
            Long("report") => report = Some(arguments.value()?.into()),
            Long("verify") => verifies = true,
            Short('h') | Long("help") => return Ok(None),
            Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(format!("{}; see --help", other.unexpected()).into()),
        }
    }
    let into = into.ok_or("--into is missing; see --help")?;
    let key_file = key_file.ok_or("--key-file is missing; see --help")?;
    if file.is_none() && !verifies {
        return Err("there is nothing to do: name a file, or --verify; see --help".into());
    }
    Ok(Some(Options { file, into, key_file, policy, report, verifies }))
}

/// Whether every row was recorded and every chain holds.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let key = key(&options.key_file)?;
    let vocabulary = vocabulary(options.policy.as_deref())?;
    let ledger = BlockingLedger::open(Sqlite::open(&options.into)?, key.clone())?.with_words(&vocabulary);
    let mut is_whole = true;
    if let Some(file) = &options.file {
        let import = Import::new(&key, &vocabulary);
        let rows = BufReader::new(File::open(file)?);
        is_whole &= match file.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => import_rows(&import, &ledger, Csv::new(rows), file, options)?,
            Some("jsonl" | "ndjson") => import_rows(&import, &ledger, JsonLines::new(rows), file, options)?,
            _ => return Err("expected a file whose name ends in .csv or .jsonl".into()),
        };
    }
    if options.verifies {
        is_whole &= verify(&ledger)?;
    }
    Ok(is_whole)
}

fn import_rows(
    import: &Import<'_>,
    ledger: &BlockingLedger<Sqlite>,
    mut rows: impl Rows,
    file: &Path,
    options: &Options,
) -> Result<bool, Box<dyn Error>> {
    let saved = PathBuf::from(format!("{}.progress", file.display()));
    let before = match fs::read_to_string(&saved) {
        Ok(text) => Progress::from_json(&text)?,
        Err(_) => Progress::default(),
    };
    let mut report: Box<dyn Write> = match &options.report {
        Some(path) => Box::new(BufWriter::new(File::options().create(true).append(true).open(path)?)),
        None => Box::new(std::io::stderr()),
    };
    let bar = bar(fs::metadata(file)?.len(), "{bar:40} {binary_bytes}/{binary_total_bytes}, {eta} left, {msg}");
    let mut failed = None;
    let start = Stopwatch::now();
    let done = import.run_blocking(ledger, &mut rows, before.clone(), now, |step| {
        bar.set_position(step.progress.offset());
        bar.set_message(format!("{} recorded, {} rejected", step.progress.recorded(), step.progress.rejected()));
        // What is rejected is written before the progress is: after an interruption a line may be there twice, but none is missing.
        let written = step.rejected.iter().try_for_each(|row| bar.suspend(|| writeln!(report, "{row}")));
        let written = written.and_then(|()| report.flush()).and_then(|()| save(&saved, step.progress));
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    bar.finish_and_clear();
    if let Some(error) = failed {
        return Err(error.into());
    }
    fs::remove_file(&saved)?;
    let (new, seconds) = (done.recorded() - before.recorded(), start.elapsed().as_secs_f64());
    println!(
        "{} events recorded, {} known before, {} rows rejected; {new} in {seconds:.1} s, {:.0} a second",
        done.recorded(),
        done.known(),
        done.rejected(),
        new as f64 / seconds.max(0.001)
    );
    Ok(done.rejected() == 0)
}

fn verify(ledger: &BlockingLedger<Sqlite>) -> Result<bool, Box<dyn Error>> {
    let bar = bar(0, "{spinner} {pos} chains verified, {per_sec}");
    let start = Stopwatch::now();
    let verification = ledger.verify(|chains| bar.set_position(chains))?;
    bar.finish_and_clear();
    for broken in &verification.broken {
        eprintln!("{broken}");
    }
    let (chains, entries, broken) = (verification.chains, verification.entries, verification.broken.len());
    println!("{entries} events in {chains} chains verified in {:.1} s, {broken} broken", start.elapsed().as_secs_f64());
    Ok(verification.holds())
}

/// Shown on a terminal only.
fn bar(length: u64, style: &str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(length), target);
    match ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Puts the new text in the place of the old one at once, so that no half of it is ever read.
fn save(path: &Path, progress: &Progress) -> std::io::Result<()> {
    let new = path.with_extension("progress-new");
    fs::write(&new, progress.to_json())?;
    fs::rename(new, path)
}

fn key(path: &Path) -> Result<Key, Box<dyn Error>> {
    if path.exists() {
        return Ok(fs::read_to_string(path)?.trim().parse()?);
    }
    let key = Key::random()?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(key.to_hex().as_bytes())?;
    Ok(key)
}

fn vocabulary(policy: Option<&Path>) -> Result<Vocabulary, Box<dyn Error>> {
    let Some(policy) = policy else { return Ok(Vocabulary::builtin().clone()) };
    let policy = Policy::load(policy)?;
    Ok(PolicyStack::new(policy).vocabulary().clone())
}

fn now() -> Instant {
    SystemTime::now().into()
}
