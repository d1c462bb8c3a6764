//! Measures `lawful` beside the engines that a Rust developer could pick instead, and beside what a developer would write by
//! hand: in one run, on the same questions, after checking that all give the same answers.

mod builtin;
mod by_hand;
mod casbin;
mod cedar;
mod generated;
mod measure;
mod ours;
mod people;
mod random;
mod rego;
mod run;
mod scan;
mod table;
mod workload;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use crate::generated::Family;
use crate::run::Effort;

/// The instant that all questions are about.
pub static NOW: LazyLock<lawful::vocabulary::Instant> =
    LazyLock::new(|| "2026-06-01T12:00:00Z".parse().expect("the text is an instant"));

/// So many days before that instant.
pub fn long_ago(days: i64) -> lawful::vocabulary::Instant {
    *NOW - TimeDelta::days(days)
}

const USAGE: &str = "usage: cargo run --release -- [--quick]

Measures lawful and its peers and prints one Markdown table: in less than ten minutes, or roughly and without the large sizes in some seconds.";

const LEGEND: &str = "\
Candidates: the rules, on average, whose action, recipient and purpose fit a question. Quantiles are times a decision, over blocks of 64
decisions; over single ones where people are cold and for an engine that takes more than 100 µs; left out where fewer than ten samples lie
above. Made ready in, keeps: the policy from its text; of cold rows, all people and one of them.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let effort = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => Effort::FULL,
        ["--quick"] => Effort::QUICK,
        ["--help"] => {
            println!("{USAGE}");
            return Ok(());
        }
        _ => return Err(USAGE.into()),
    };
    let start = Instant::now();
    let load = table::load();
    let mut rows = Vec::new();

    for choices in [8, 1, 64, 512] {
        let workload = builtin::workload(effort.people, choices, effort.pairs);
        // A peer gets the answer of the scan by hand: for them only its length would change.
        let with_peers = choices == 8;
        rows.extend(run::hot(&workload, with_peers, &effort)?);
    }
    for family in [Family::Boxes, Family::Wildcards] {
        for &size in effort.sizes {
            let workload = generated::workload(family, size, effort.people, 8, effort.pairs)?;
            rows.extend(run::hot(&workload, size <= effort.largest_for_peers, &effort)?);
        }
    }
    rows.extend(run::cold(&builtin::workload(effort.people_cold, 8, effort.pairs_cold), &effort)?);

    println!("Measured on {}; {}.", today(), table::machine());
    println!("Load before the run {load}, after it {}; the run took {} s.", table::load(), start.elapsed().as_secs());
    let (clock, allocation) = (table::nanos(measure::timer()), table::nanos(measure::allocation()));
    println!("Reading the clock costs {clock}; an allocation with its release and the counting, {allocation}.");
    println!("{LEGEND}");
    println!();
    table::print(&mut rows);
    Ok(())
}

/// The day, by the system's clock.
fn today() -> String {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or(Duration::ZERO);
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    chrono::DateTime::from_timestamp(seconds, 0).map_or("an unknown day".to_owned(), |now| now.format("%Y-%m-%d").to_string())
}
