//! The Markdown table, and what it has to say about the machine.

use std::time::Duration;

use crate::measure::{Built, Samples};

/// One engine on one workload.
pub struct Row {
    pub workload: String,
    pub rules: usize,
    pub candidates: f64,
    pub choices: usize,
    pub people: usize,
    pub engine: &'static str,
    pub result: Outcome,
}

/// What came of it.
pub enum Outcome {
    Measured {
        samples: Samples,
        allocations: f64,
        agreed: usize,
        built: Built,
        /// Times `lawful`'s median in the same cell.
        ratio: Option<f64>,
    },
    /// The engine refused the policy, in its words.
    Refused(String),
}

/// Prints all rows as one table.
pub fn print(rows: &mut [Row]) {
    println!(
        "| workload | rules | candidates | choices | people | engine | p50 | p99 | p99.9 | × lawful | allocations | agreed on | made ready in | of it compiling | keeps |"
    );
    println!("|---|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        let place = format!(
            "| {} | {} | {} | {} | {} | {} |",
            row.workload,
            grouped(row.rules),
            significant(row.candidates),
            row.choices,
            grouped(row.people),
            row.engine
        );
        match &mut row.result {
            Outcome::Refused(reason) => println!("{place} {reason} | – | – | – | – | – | – | – | – |"),
            Outcome::Measured { samples, allocations, agreed, built, ratio } => {
                let [p50, p99, p999] = [0.5, 0.99, 0.999].map(|share| samples.quantile(share).map_or("–".to_owned(), nanos));
                let ratio = ratio.map_or("–".to_owned(), significant);
                println!(
                    "{place} {p50} | {p99} | {p999} | {ratio} | {} | {} | {} | {} | {} |",
                    if *allocations == 0.0 { "0".to_owned() } else { significant(*allocations) },
                    grouped(*agreed),
                    time(Some(built.time)),
                    time(built.compiling),
                    bytes(built.bytes)
                );
            }
        }
    }
}

/// The machine by what it says of itself: the processor, its cores, its caches where known.
pub fn machine() -> String {
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = about.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cache = field("cache size").map_or(String::new(), |size| format!(", {size} of cache a core"));
    format!("{model}, {cores} cores{cache}, {}", std::env::consts::OS)
}

/// The load of the machine in the last minute: other work disturbs every figure.
pub fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

pub fn nanos(nanos: f64) -> String {
    match nanos {
        _ if nanos < 1e3 => format!("{} ns", significant(nanos)),
        _ if nanos < 1e6 => format!("{} µs", significant(nanos / 1e3)),
        _ => format!("{} ms", significant(nanos / 1e6)),
    }
}

fn time(time: Option<Duration>) -> String {
    time.filter(|time| !time.is_zero()).map_or("–".to_owned(), |time| nanos(time.as_nanos() as f64))
}

fn bytes(bytes: u64) -> String {
    match bytes as f64 {
        _ if bytes == 0 => "–".to_owned(),
        bytes if bytes < 1e3 => format!("{bytes} B"),
        bytes if bytes < 1e6 => format!("{} kB", significant(bytes / 1e3)),
        bytes => format!("{} MB", significant(bytes / 1e6)),
    }
}

/// Three digits that count.
fn significant(number: f64) -> String {
    match number {
        _ if number < 10.0 => format!("{number:.2}"),
        _ if number < 100.0 => format!("{number:.1}"),
        _ => grouped(number.round() as usize),
    }
}

/// Thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
