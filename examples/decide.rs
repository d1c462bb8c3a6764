//! Decides cases from a JSON Lines file or from standard input: one answer a line, in order.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lawful::PolicyEngine;
use lawful::decision::{Answer, Case};
use lawful::policy::{Policy, PolicyStack};

const HELP: &str = "\
Decides cases: one JSON case a line in, one JSON answer a line out, in the same order.

Usage: decide [--policy FILE] [--layer NAME-OR-FILE]... [CASES.jsonl | -]

  --policy FILE           the policy, TOML or JSON (left out: the built-in platform policy)
  --layer NAME-OR-FILE    a layer over it: `protective`, or a file; may be given several times, lowest first
  -h, --help              this text

Without a file, or with `-`, cases are read from standard input. A case that cannot be read is answered by
{\"line\":N,\"id\":…,\"error\":\"…\"}; the others are still answered, and the exit status is then 1.
A policy that is refused is reported on standard error with all its mistakes; the exit status is then 2.";

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
            eprintln!("decide: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Options {
    policy: Option<PathBuf>,
    layers: Vec<PathBuf>,
    cases: Option<PathBuf>,
}

/// `None` where only help was asked for.
fn options() -> Result<Option<Options>, Box<dyn Error>> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("policy") => options.policy = Some(arguments.value()?.into()),
            Long("layer") => options.layers.push(arguments.value()?.into()),
            Short('h') | Long("help") => return Ok(None),
            Value(path) if options.cases.is_none() => options.cases = Some(path.into()),
            other => return Err(format!("{}; see --help", other.unexpected()).into()),
        }
    }
    Ok(Some(options))
}

/// Whether every case could be read.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let engine = engine(options)?;
    let mut input: Box<dyn BufRead> = match &options.cases {
        Some(path) if path.as_os_str() != "-" => {
            let file = File::open(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            Box::new(BufReader::new(file))
        }
        _ => Box::new(io::stdin().lock()),
    };
    let mut output = BufWriter::new(io::stdout().lock());
    match decide_lines(&engine, &mut input, &mut output) {
        // Whoever reads the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        outcome => Ok(outcome?),
    }
}

fn engine(options: &Options) -> Result<PolicyEngine, Box<dyn Error>> {
    let base = match &options.policy {
        Some(path) => Policy::load(path)?,
        None => Policy::platform().clone(),
    };
    let mut stack = PolicyStack::new(base);
    for layer in &options.layers {
        let layer = stack.load_layer(layer)?;
        stack = stack.lay(layer)?;
    }
    Ok(PolicyEngine::layered(stack))
}

fn decide_lines(engine: &PolicyEngine, input: &mut impl BufRead, output: &mut impl Write) -> io::Result<bool> {
    let mut progress = Progress::new();
    let (mut line, mut number, mut all_read) = (Vec::new(), 0_u64, true);
    while read_line(input, &mut line)? {
        number += 1;
        progress.show(number);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match decide(engine, &line) {
            Ok(answer) => serde_json::to_writer(&mut *output, &answer)?,
            Err(Refused { id, error }) => {
                all_read = false;
                let refusal = Refusal { line: number, id, error };
                serde_json::to_writer(&mut *output, &refusal)?;
            }
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    progress.finish();
    Ok(all_read)
}

struct Refused {
    id: Option<String>,
    error: String,
}

fn decide(engine: &PolicyEngine, line: &[u8]) -> Result<Answer, Refused> {
    let text = std::str::from_utf8(line).map_err(|_| Refused { id: None, error: "the line is not UTF-8".to_owned() })?;
    let case = Case::from_json(text.trim_end_matches(['\n', '\r']), engine.vocabulary())
        .map_err(|error| Refused { id: error.id().map(str::to_owned), error: error.to_string() })?;
    if let Err(error) = engine.check(&case.request, &case.subject) {
        return Err(Refused { id: case.id, error: error.to_string() });
    }
    let answer = engine.decide(&case.request, &case.subject).answer();
    Ok(match &case.id {
        Some(id) => answer.for_case(id),
        None => answer,
    })
}

/// Reads one line; of one that is too long just enough to tell, and the rest is passed over.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    const ENOUGH: usize = Case::LONGEST + 2;
    line.clear();
    if input.by_ref().take(ENOUGH as u64).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    while line.len() >= ENOUGH && line.last() != Some(&b'\n') {
        let rest = input.fill_buf()?;
        let newline = rest.iter().position(|byte| *byte == b'\n');
        let passed = newline.map_or(rest.len(), |place| place + 1);
        input.consume(passed);
        if newline.is_some() || passed == 0 {
            break;
        }
    }
    Ok(true)
}

/// The answer to a line that is no case.
struct Refusal {
    line: u64,
    id: Option<String>,
    error: String,
}

impl serde::Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("line", &self.line)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("error", &self.error)?;
        map.end()
    }
}

/// One line on standard error, where that is a terminal and the input is long.
struct Progress {
    terminal: bool,
    shown: bool,
}

impl Progress {
    const EVERY: u64 = 10_000;

    fn new() -> Self {
        Self { terminal: io::stderr().is_terminal(), shown: false }
    }

    fn show(&mut self, line: u64) {
        if self.terminal && line.is_multiple_of(Self::EVERY) {
            eprint!("\r{line} cases");
            self.shown = true;
        }
    }

    fn finish(&self) {
        if self.shown {
            eprintln!();
        }
    }
}
