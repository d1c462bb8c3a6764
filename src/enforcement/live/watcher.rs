//! Watching the files of a policy.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{LiveEngine, Refused};
use crate::engine::PolicyEngine;
use crate::policy::{Policy, PolicyError, PolicyStack};
use crate::vocabulary::Instant;

/// The file of a policy, and those of the layers over it, lowest first. A built-in policy stands by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFiles {
    /// The policy; the file that it extends lies beside it.
    pub policy: PathBuf,
    /// The layers, by file or by the name of a built-in one.
    pub layers: Vec<PathBuf>,
}

impl PolicyFiles {
    /// Reads them all.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or has findings.
    pub fn load(&self) -> Result<PolicyStack, PolicyError> {
        let mut stack = PolicyStack::new(Policy::load(&self.policy)?);
        for layer in &self.layers {
            let layer = stack.load_layer(layer)?;
            stack = stack.lay(layer)?;
        }
        Ok(stack)
    }
}

/// What came of a change in the files.
#[derive(Debug)]
pub enum Reload {
    /// The new policy is used from now on.
    Replaced {
        /// The number of its generation.
        generation: u64,
    },
    /// The old policy goes on being used.
    Kept(Kept),
}

/// Why the old policy goes on being used.
#[derive(Debug, thiserror::Error)]
pub enum Kept {
    /// A file is gone, half written, or has findings.
    #[error("the old policy is kept: {0}")]
    Unreadable(PolicyError),
    /// The new policy changes what is in effect.
    #[error("the old policy is kept: {0}")]
    Refused(Refused),
}

/// Reads the files of a policy again and again on a thread of its own, and replaces the engine when what they say is another.
/// It ends when it is dropped.
///
/// The files are read, not watched: that works the same on every file system, with files that are renamed into place and with
/// links that are turned over, as Kubernetes does, and costs a few milliseconds a time. A half-written file is kept out by its
/// findings, and read again the next time.
///
/// # Example
///
/// ```no_run
/// use std::sync::Arc;
/// use std::time::{Duration, SystemTime};
/// use lawful::PolicyEngine;
/// use lawful::enforcement::live::{LiveEngine, PolicyFiles, Reload, Watcher};
///
/// let files = PolicyFiles { policy: "shop.toml".into(), layers: vec!["protective".into()] };
/// let live = Arc::new(LiveEngine::new(PolicyEngine::layered(files.load()?)));
/// let now = || SystemTime::now().into();
/// let _watcher = Watcher::start(live.clone(), files, Duration::from_secs(10), now, |reload| match reload {
///     Reload::Replaced { generation } => println!("policy {generation} is used"),
///     Reload::Kept(why) => eprintln!("{why}"),
/// });
/// # Ok::<(), lawful::policy::PolicyError>(())
/// ```
#[derive(Debug)]
#[must_use = "it ends when it is dropped"]
pub struct Watcher {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Starts to watch. `now` is asked which editions are in effect, and `report` told what came of each change: the same
    /// trouble once, not every time.
    pub fn start(
        live: Arc<LiveEngine>,
        files: PolicyFiles,
        every: Duration,
        now: impl Fn() -> Instant + Send + 'static,
        mut report: impl FnMut(Reload) + Send + 'static,
    ) -> Self {
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            let mut trouble = None;
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                match reload(&live, &files, now()) {
                    None => trouble = None,
                    Some(Reload::Kept(why)) => {
                        let text = why.to_string();
                        if trouble.as_ref() != Some(&text) {
                            report(Reload::Kept(why));
                        }
                        trouble = Some(text);
                    }
                    Some(replaced) => {
                        trouble = None;
                        report(replaced);
                    }
                }
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

/// `None` where the files say what is used already.
fn reload(live: &LiveEngine, files: &PolicyFiles, now: Instant) -> Option<Reload> {
    let stack = match files.load() {
        Ok(stack) => stack,
        Err(error) => return Some(Reload::Kept(Kept::Unreadable(error))),
    };
    let current = live.current();
    if stack.base() == current.policy() && stack.layers() == current.layers() {
        return None;
    }
    drop(current);
    Some(match live.replace(PolicyEngine::layered(stack), now) {
        Ok(generation) => Reload::Replaced { generation },
        Err(refused) => Reload::Kept(Kept::Refused(refused)),
    })
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.stop.take());
        // The thread ends by itself; one that panicked in `report` has said so.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
