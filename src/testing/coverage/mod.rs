//! Coverage of a policy: which of its rules, clauses, facts and conditions a suite exercised.
//!
//! # How it is measured
//!
//! A rule is **exercised** if it surely reached some category of a question whose answer was checked. A condition has two
//! **sides**, and each counts only where it mattered: the question is in the rule's box and every other condition of the rule
//! is met, so that this side alone decides whether the rule reaches. A forbid that yields has two sides as well: it gave way,
//! or it stood. A clause is exercised if one of its rules is; a fact has been seen to hold and to fail where a rule asked for
//! it. That a fact was unknown is told too, and is no side.
//!
//! # How it is used
//!
//! ```sh
//! rm -rf target/coverage
//! LAWFUL_COVERAGE=target/coverage cargo test          # or cargo nextest run: every process writes a file of its own
//! cargo run --features testing --bin lawful-coverage -- target/coverage --min-rules 100 --min-conditions 95
//! ```
//!
//! A policy that extends another has its rules, and they count for each of the two by itself; with `--share-rules`
//! ([`Coverage::sharing_rules`]) a hit counts for every policy that has the same rule, word for word. `--untested FILE.toml`
//! ([`Coverage::untested`]) writes a scenario for each untested side, ready to be filled in.
//!
//! A suite can do without the command: [`Coverage::merge`] reads the directory, [`Coverage::report`] makes the report of one
//! policy.
//!
//! ```no_run
//! use lawful::testing::coverage::{Coverage, Thresholds};
//!
//! let report = Coverage::merge("target/coverage")?.report("platform")?;
//! let thresholds = Thresholds { rules: Some(100.0), conditions: Some(95.0), ..Thresholds::default() };
//! assert!(report.shortfalls(&thresholds).is_empty(), "{report}");
//! # Ok::<(), lawful::testing::coverage::CoverageError>(())
//! ```
//!
//! # What is written
//!
//! Into the directory that `LAWFUL_COVERAGE` names goes, for each process, a file `hits-….jsonl` (JSON Lines). Its first line is
//! `{"lawful-coverage":1}`, the version of the format. Every other line is one of these, each written once for each process:
//!
//! ```json
//! {"stack":["<digest of the policy>","<digest of a layer>"]}
//! {"policy":"<digest>","edition":"initial","rule":"authz.2.a/stop","hit":"reached"}
//! {"policy":"<digest>","edition":"initial","rule":"authz.2.a/stop","when":"refused","side":"holds"}
//! {"policy":"<digest>","edition":"initial","rule":"authz.2.a/stop","yields":"gave-way"}
//! {"policy":"<digest>","fact":"refused","side":"fails"}
//! ```
//!
//! `hit` is `reached`, `possibly-reached` or `determining`; `side` (of `when`, `unless` or a fact) is `holds`, `fails` or
//! `unknown`; `yields` is `gave-way`, `stood` or `unknown`. The edition is the one that brought the rule. Every policy is
//! stored beside them, as `policy-<digest>.json`. Nothing about people or requests is written.

#[doc(hidden)]
pub mod command;
mod error;
mod hit;
mod html;
mod json;
mod merge;
mod observe;
mod record;
mod report;
mod store;
mod text;
mod thresholds;
mod untested;

pub use error::CoverageError;
pub use hit::{Side, Term};
pub use html::html;
pub use json::json;
pub use merge::Coverage;
pub use record::record;
pub use report::{ClauseCoverage, FactCoverage, Report, RuleCoverage, Tally, TermCoverage};
pub use thresholds::Thresholds;
pub use untested::Untested;

/// The environment variable that names the directory.
const VARIABLE: &str = "LAWFUL_COVERAGE";
/// The version of the format of hits.
const VERSION: u64 = 1;
/// How the names of files begin.
const HITS: &str = "hits-";
const POLICY: &str = "policy-";
