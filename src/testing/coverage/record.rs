//! Recording what the questions of a test process exercise.

use std::collections::HashSet;
use std::env;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Value, json};

use super::hit::Hit;
use super::observe::hits;
use super::store::{digest, save, written};
use super::{HITS, VARIABLE, VERSION};
use crate::decision::Decision;
use crate::engine::examine;
use crate::policy::Policy;

/// Records what a question exercised of the policies that decided it.
///
/// [`Expected::check`](crate::testing::Expected::check), and with it every assertion and every scenario, does this by itself; a
/// suite that decides and compares in its own way calls it for each decision that it checks. Nothing happens unless the
/// environment variable `LAWFUL_COVERAGE` names a directory; it is read once for each process.
///
/// # Panics
///
/// The directory cannot be written: coverage that is lost silently would be worse.
///
/// # Example
///
/// ```
/// use lawful::{DataCategories, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
/// let decision = engine.decide(&request, &person);
/// assert!(!decision.is_permitted());
/// lawful::testing::record(&decision);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[expect(clippy::panic, reason = "a test that cannot record what it covers fails")]
pub fn record(decision: &Decision<'_>) {
    if let Some(recorder) = &*RECORDER
        && let Err(error) = recorder.record(decision)
    {
        panic!("coverage cannot be recorded in `{}`, which `{VARIABLE}` names: {error}", recorder.directory.display());
    }
}

static RECORDER: LazyLock<Option<Recorder>> = LazyLock::new(|| {
    let directory = env::var_os(VARIABLE).filter(|directory| !directory.is_empty())?;
    Some(Recorder { directory: directory.into(), state: Mutex::default() })
});

struct Recorder {
    directory: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Created on the first hit.
    file: Option<File>,
    hits: HashSet<Hit>,
    /// The policies that were seen, with their digests.
    policies: Vec<(Policy, String)>,
    /// Stacks of policies, by their places in the list above.
    stacks: HashSet<Vec<usize>>,
}

impl Recorder {
    fn record(&self, decision: &Decision<'_>) -> io::Result<()> {
        let Some((stack, examined)) = examine(decision) else { return Ok(()) };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let places = stack.policies().map(|policy| self.place(&mut state, policy)).collect::<io::Result<Vec<_>>>()?;
        let digests: Vec<_> = places.iter().map(|place| state.policies[*place].1.clone()).collect();
        let policies: Vec<_> = stack.policies().zip(digests.iter().map(String::as_str)).collect();

        let mut lines = Vec::new();
        if state.stacks.insert(places) {
            lines.push(json!({ "stack": digests }));
        }
        for hit in hits(&examined, &policies) {
            if !state.hits.contains(&hit) {
                lines.push(hit.to_json());
                state.hits.insert(hit);
            }
        }
        if lines.is_empty() { Ok(()) } else { self.append(&mut state, lines) }
    }

    /// The place of a policy among those that were seen; a new one is stored.
    fn place(&self, state: &mut State, policy: &Policy) -> io::Result<usize> {
        if let Some(place) = state.policies.iter().position(|(seen, _)| seen == policy) {
            return Ok(place);
        }
        let text = written(policy)?;
        let digest = digest(&text);
        save(&self.directory, &digest, &text)?;
        state.policies.push((policy.clone(), digest));
        Ok(state.policies.len() - 1)
    }

    /// Appends lines in one go, so that processes that are stopped leave whole lines behind.
    fn append(&self, state: &mut State, mut lines: Vec<Value>) -> io::Result<()> {
        let file = match &mut state.file {
            Some(file) => file,
            none => {
                lines.insert(0, json!({ "lawful-coverage": VERSION }));
                let name = format!("{HITS}{}.jsonl", unique());
                none.insert(OpenOptions::new().append(true).create_new(true).open(self.directory.join(name))?)
            }
        };
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        file.write_all(text.as_bytes())
    }
}

/// A name that no other process has, on this machine or on another one that shares the directory.
pub(super) fn unique() -> String {
    let chance = RandomState::new().build_hasher().finish();
    format!("{}-{chance:016x}", process::id())
}
