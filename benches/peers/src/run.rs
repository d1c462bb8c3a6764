//! What is measured: which engines meet on which workload, and for how long.

use std::time::Duration;

use crate::by_hand::{Matched, MatchedLists, Tabled};
use crate::measure::{Built, Engine, Samples, agreement, allocations, built, cold as time_cold, hot as time_hot};
use crate::ours::Ours;
use crate::scan::facts;
use crate::table::{Outcome, Row};
use crate::workload::{Pair, Workload};
use crate::{casbin, cedar, rego};

/// How much of everything.
pub struct Effort {
    pub people: usize,
    pub people_cold: usize,
    /// So many questions about hot people are timed: enough that no branch predictor learns them by heart.
    pub pairs: usize,
    /// So many of them are compared.
    pub compared: usize,
    pub pairs_cold: usize,
    /// Of the generated policies.
    pub sizes: &'static [usize],
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
        pairs: 1 << 18,
        compared: 10_000,
        pairs_cold: 200_000,
        sizes: &[50, 500, 5_000, 50_000],
        largest_for_peers: 5_000,
        time: Duration::from_millis(1_500),
        patience: Duration::from_secs(5),
    };

    pub const QUICK: Self = Self {
        people: 1_000,
        people_cold: 20_000,
        pairs: 1 << 18,
        compared: 10_000,
        pairs_cold: 10_000,
        sizes: &[50, 5_000],
        largest_for_peers: 50,
        time: Duration::from_millis(50),
        patience: Duration::from_millis(100),
    };
}

/// An engine that is ready, or the reason why it is not.
type Ready<'w> = Result<Box<dyn Engine + 'w>, String>;

/// An engine, what it took, and itself.
type Entry<'w> = (&'static str, Built, Ready<'w>);

/// All engines on people who stay in the caches.
pub fn hot(workload: &Workload, with_peers: bool, effort: &Effort) -> Result<Vec<Row>, String> {
    progress(workload);
    let mut rows = Vec::new();
    let mut ready: Vec<(usize, Box<dyn Engine + '_>)> = Vec::new();
    let mut expected = Vec::new();
    let compared = &workload.pairs[..effort.compared];
    for (name, built, engine) in entries(workload, with_peers)? {
        let mut engine = match engine {
            Ok(engine) => engine,
            Err(reason) => {
                rows.push(row(workload, name, Outcome::Refused(reason)));
                continue;
            }
        };
        engine.prepare();
        if expected.is_empty() {
            // The first is `lawful`.
            expected = compared.iter().map(|pair| engine.block(std::slice::from_ref(pair)) == 1).collect();
        }
        let agreed = agreement(engine.as_mut(), compared, &expected, effort.patience)
            .map_err(|place| disagreement(workload, name, place, expected[place]))?;
        let allocations = allocations(engine.as_mut(), &workload.pairs[..(agreed / 10).clamp(1, 1_000)]);
        let outcome = Outcome::Measured { samples: Samples::default(), allocations, agreed, built, ratio: None };
        ready.push((rows.len(), engine));
        rows.push(row(workload, name, outcome));
    }
    let permitted = expected.iter().filter(|permitted| **permitted).count() * 100 / expected.len();
    eprintln!("  {permitted} of 100 permitted; all agree");

    let mut engines: Vec<&mut dyn Engine> = ready.iter_mut().map(|(_, engine)| engine.as_mut() as &mut dyn Engine).collect();
    let timed = time_hot(&mut engines, &workload.pairs, effort.time);
    let mut base = None;
    for ((place, _), mut samples) in ready.iter().zip(timed) {
        let median = samples.quantile(0.5);
        base = base.or(median);
        if let Outcome::Measured { samples: slot, ratio, .. } = &mut rows[*place].result {
            *ratio = median.zip(base).map(|(median, base)| median / base);
            *slot = samples;
        }
    }
    Ok(rows)
}

/// The engines that meet on a workload, `lawful` first.
fn entries<'w>(workload: &'w Workload, with_peers: bool) -> Result<Vec<Entry<'w>>, String> {
    let (ours, mut took) = built(|| Ours::new(workload));
    let (ours, compiling) = ours?;
    took.compiling = Some(compiling);
    let mut entries: Vec<Entry<'w>> = vec![("lawful", took, Ok(Box::new(ours)))];
    if workload.is_builtin {
        // Code is ready when the program is.
        entries.push(("by hand, masks", Built::default(), Ok(Box::new(Matched(workload)))));
        entries.push(("by hand, lists", Built::default(), Ok(Box::new(MatchedLists::new(workload)))));
    }
    let mut add = |name: &'static str, make: &dyn Fn() -> Ready<'w>| {
        let (ready, built) = built(make);
        entries.push((name, built, ready));
    };
    if !workload.is_builtin {
        add("by hand, masks", &|| Ok(Box::new(Tabled::new(workload))));
    }
    if with_peers {
        add("cedar-policy, natural", &|| Ok(Box::new(cedar::Natural::new(workload))));
        add("cedar-policy, tuned and sliced", &|| Ok(Box::new(cedar::Sliced::new(workload))));
        add("regorus, interpreter", &|| Ok(Box::new(rego::Interpreted::new(workload)?)));
        add("regorus, VM", &|| Ok(Box::new(rego::Machine::whole(workload)?)));
        add("regorus, VM, sliced", &|| Ok(Box::new(rego::Machine::sliced(workload)?)));
        add("casbin, natural", &|| Ok(Box::new(casbin::Natural::new(workload)?)));
        add("casbin, native function", &|| Ok(Box::new(casbin::Native::whole(workload)?)));
        add("casbin, native function, sliced", &|| Ok(Box::new(casbin::Native::sliced(workload)?)));
    }
    Ok(entries)
}

/// `lawful` and the match by hand on people who are not in the caches. Of these rows, what is kept is what one person takes:
/// here that is more telling than the policy.
pub fn cold(workload: &Workload, effort: &Effort) -> Result<Vec<Row>, String> {
    progress(workload);
    let count = workload.people.len();
    let a_person = |of: Built, people: usize| Built { bytes: of.bytes / people as u64, ..of };
    let sample = count.min(1_000);
    let (_, masks) = built(|| workload.people[..sample].to_vec());
    let (mut ours, _) = Ours::new(workload)?;
    let ((), subjects) = built(|| ours.prepare());
    let mut listed = MatchedLists::new(workload);
    let ((), lists) = built(|| listed.prepare());
    let mut matched = Matched(workload);
    let expected: Vec<bool> = workload.pairs.iter().map(|pair| matched.block(std::slice::from_ref(pair)) == 1).collect();
    let (first, second) = workload.pairs.split_at(workload.pairs.len() / 2);

    let mut rows = Vec::new();
    let mut base = None;
    let engines: [(_, &mut dyn Engine, _); 3] = [
        ("lawful, cold", &mut ours, a_person(subjects, count)),
        ("by hand, masks, cold", &mut matched, Built { time: Duration::ZERO, ..a_person(masks, sample) }),
        ("by hand, lists, cold", &mut listed, a_person(lists, count)),
    ];
    for (name, engine, built) in engines {
        let agreed = agreement(engine, &workload.pairs, &expected, effort.patience)
            .map_err(|place| disagreement(workload, name, place, expected[place]))?;
        let allocations = allocations(engine, &first[..1_000]);
        // Questions about other people push those of the timed half out of the caches.
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
        candidates: workload.candidates(),
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

/// A question on which an engine differs from the others, in words.
fn disagreement(workload: &Workload, engine: &str, place: usize, expected: bool) -> String {
    let pair: Pair = workload.pairs[place];
    let (ask, person) = (workload.ask(pair), workload.person(pair));
    let facts: Vec<&str> = workload.fact_names(facts(ask, person)).collect();
    format!(
        "{}: {engine} disagrees on pair {place}: {} of {:?} to {} for {}, given {facts:?}; the others say {}",
        workload.name,
        ask.action,
        workload.category_names(ask.category),
        cedar::name_of(ask.recipient.as_ref()),
        workload.words.purpose_name(ask.purpose).unwrap_or_default(),
        if expected { "permitted" } else { "not permitted" }
    )
}
