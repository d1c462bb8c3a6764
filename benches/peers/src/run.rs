//! What is measured: which engines meet on which workload, and for how long.

use std::time::Duration;

use crate::by_hand::{Matched, Tabled};
use crate::measure::{Built, Engine, agreement, allocations, built, cold as time_cold, hot as time_hot};
use crate::ours::Ours;
use crate::table::{Outcome, Row};
use crate::workload::{Pair, Workload};
use crate::{casbin, cedar, rego};

/// How much of everything.
pub struct Effort {
    pub people: usize,
    pub people_cold: usize,
    pub pairs: usize,
    pub pairs_cold: usize,
    pub largest_for_peers: usize,
    /// For each engine on each workload.
    pub time: Duration,
    /// For the comparison of each slow engine's answers with `lawful`'s.
    pub patience: Duration,
}

impl Effort {
    pub const FULL: Self = Self {
        people: 1_000,
        people_cold: 1_000_000,
        pairs: 10_048,
        pairs_cold: 200_000,
        largest_for_peers: 5_000,
        time: Duration::from_millis(1_500),
        patience: Duration::from_secs(5),
    };

    pub const QUICK: Self = Self {
        people: 1_000,
        people_cold: 50_000,
        pairs: 10_048,
        pairs_cold: 20_000,
        largest_for_peers: 500,
        time: Duration::from_millis(100),
        patience: Duration::from_millis(300),
    };
}

/// An engine that is ready, or the reason why it is not.
type Ready<'w> = Result<Box<dyn Engine + 'w>, String>;

/// All engines on people who stay in the caches.
pub fn hot<'w>(workload: &'w Workload, with_peers: bool, effort: &Effort) -> Result<Vec<Row>, String> {
    progress(workload);
    let (ours, mut compiled) = built(|| Ours::new(workload));
    let (ours, compiling) = ours?;
    compiled.compiling = Some(compiling);
    let mut entries: Vec<(&'static str, Built, Ready<'w>)> = vec![("lawful", compiled, Ok(Box::new(ours)))];
    let mut add = |name: &'static str, make: &dyn Fn() -> Ready<'w>| {
        let (ready, built) = built(make);
        entries.push((name, built, ready));
    };
    if workload.is_builtin {
        add("by hand", &|| Ok(Box::new(Matched(workload))));
    } else {
        add("by hand", &|| Ok(Box::new(Tabled::new(workload))));
    }
    if with_peers {
        add("cedar-policy, natural", &|| Ok(Box::new(cedar::Natural::new(workload))));
        add("cedar-policy, tuned and sliced", &|| Ok(Box::new(cedar::Sliced::new(workload))));
        add("regorus, interpreter", &|| Ok(Box::new(rego::Interpreted::new(workload)?)));
        add("regorus, VM", &|| Ok(Box::new(rego::Machine::whole(workload)?)));
        add("regorus, VM, sliced", &|| Ok(Box::new(rego::Machine::sliced(workload)?)));
        add("casbin, natural", &|| Ok(Box::new(casbin::Natural::new(workload)?)));
        add("casbin, native", &|| Ok(Box::new(casbin::Native::whole(workload)?)));
        add("casbin, native, sliced", &|| Ok(Box::new(casbin::Native::sliced(workload)?)));
    }

    let mut rows = Vec::new();
    let mut ready: Vec<(usize, Box<dyn Engine + 'w>, usize, f64)> = Vec::new();
    let mut expected = Vec::new();
    for (name, built, engine) in entries {
        let mut engine = match engine {
            Ok(engine) => engine,
            Err(reason) => {
                rows.push(row(workload, name, Outcome::Refused(reason)));
                continue;
            }
        };
        engine.prepare();
        if expected.is_empty() {
            expected = workload.pairs.iter().map(|pair| engine.block(std::slice::from_ref(pair)) == 1).collect();
        }
        let agreed = agreement(engine.as_mut(), &workload.pairs, &expected, effort.patience).map_err(|place| {
            format!("{}: {name} disagrees with lawful: {}", workload.name, describe(workload, place, expected[place]))
        })?;
        let counted = allocations(engine.as_mut(), &workload.pairs[..agreed.clamp(1, 64)]);
        let outcome = Outcome::Measured { samples: Default::default(), allocations: counted, agreed, built, ratio: None };
        ready.push((rows.len(), engine, agreed, counted));
        rows.push(row(workload, name, outcome));
    }
    let permitted = expected.iter().filter(|permitted| **permitted).count() * 100 / expected.len();
    eprintln!("  {permitted} of 100 permitted; all agree");

    let mut engines: Vec<&mut dyn Engine> = ready.iter_mut().map(|(_, engine, ..)| engine.as_mut() as &mut dyn Engine).collect();
    let timed = time_hot(&mut engines, &workload.pairs, effort.time);
    let mut base = None;
    for ((place, ..), mut samples) in ready.iter().zip(timed) {
        let median = samples.quantile(0.5);
        base = base.or(median);
        if let Outcome::Measured { samples: slot, ratio, .. } = &mut rows[*place].result {
            *ratio = median.zip(base).map(|(median, base)| median / base);
            *slot = samples;
        }
    }
    Ok(rows)
}

/// `lawful` and the match by hand on people who are not in the caches.
pub fn cold(workload: &Workload, effort: &Effort) -> Result<Vec<Row>, String> {
    progress(workload);
    // What a person takes is more telling here than what the policy does.
    let a_person = |of: Built, people: usize| Built { bytes: of.bytes / people as u64, ..of };
    let sample = workload.people.len().min(1_000);
    let (_, by_hand) = built(|| workload.people[..sample].to_vec());
    let (mut ours, _) = Ours::new(workload)?;
    let ((), subjects) = built(|| ours.prepare());
    let mut matched = Matched(workload);
    let mut rows = Vec::new();
    let expected: Vec<bool> = workload.pairs.iter().map(|pair| matched.block(std::slice::from_ref(pair)) == 1).collect();
    let (first, second) = workload.pairs.split_at(workload.pairs.len() / 2);
    let mut base = None;
    for (name, engine, built) in [
        ("lawful, cold", &mut ours as &mut dyn Engine, a_person(subjects, workload.people.len())),
        ("by hand, cold", &mut matched, Built { time: Duration::ZERO, ..a_person(by_hand, sample) }),
    ] {
        let agreed = agreement(engine, &workload.pairs, &expected, effort.patience.max(Duration::from_secs(5)))
            .map_err(|place| format!("{name} disagrees: {}", describe(workload, place, expected[place])))?;
        let allocations = allocations(engine, &first[..64]);
        // Half of the questions about other people push those of the other half out of the caches.
        time_cold(engine, first);
        let mut samples = time_cold(engine, second);
        let median = samples.quantile(0.5);
        base = base.or(median);
        let ratio = median.zip(base).map(|(median, base)| median / base);
        rows.push(row(workload, name, Outcome::Measured { samples, allocations, agreed, built, ratio }));
    }
    Ok(rows)
}

fn row(workload: &Workload, engine: &'static str, result: Outcome) -> Row {
    Row {
        workload: workload.name.clone(),
        rules: workload.policy.rules().len(),
        choices: workload.choices,
        people: workload.people.len(),
        engine,
        result,
    }
}

fn progress(workload: &Workload) {
    let (name, rules) = (&workload.name, workload.policy.rules().len());
    eprintln!("{name}: {rules} rules, {} people with {} choices", workload.people.len(), workload.choices);
}

/// A question on which two engines differ, in words.
fn describe(workload: &Workload, place: usize, expected: bool) -> String {
    let pair: Pair = workload.pairs[place];
    let (ask, person) = (workload.ask(pair), workload.person(pair));
    let facts: Vec<&str> = workload.fact_names(crate::by_hand::facts(ask, person)).collect();
    format!(
        "pair {place}: {} of {:?} to {} for {}: {facts:?}; lawful says {}",
        ask.action,
        workload.category_names(ask.category),
        cedar::name_of(ask.recipient.as_ref()),
        workload.words.purpose_name(ask.purpose).unwrap_or_default(),
        if expected { "permitted" } else { "not permitted" }
    )
}
