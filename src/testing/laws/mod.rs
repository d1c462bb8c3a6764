//! The laws that every policy's engine keeps, and promises of your own, held against generated cases.
//!
//! [`check_all`] puts an engine to every [`Law`] at once. Each law is also a function over one generated case, for a property
//! of your own; each says whether the law held, or did not bear on that case ([`Tried`]), or is [`Broken`].
//!
//! What a service promises beyond its policy is said with [`never_permitted`] and [`always`]. A counter-example is shrunk and
//! explained, and comes with its case, ready to be put into a file, and with the seed that finds it again. How many cases are
//! tried follows `PROPTEST_CASES`, the seed `PROPTEST_RNG_SEED`, or both are said with [`Trials`].
//!
//! # Example: a minor's data is never sold to a broker
//!
//! ```
//! use lawful::PolicyEngine;
//! use lawful::testing::generate::cases;
//! use lawful::testing::laws::never_permitted;
//! use lawful::vocabulary::{Actions, Role};
//!
//! let engine = PolicyEngine::platform();
//! let sales = |engine| {
//!     cases(engine)
//!         .of(|people| people.minor().without_choices())
//!         .asking(|requests| requests.actions(Actions::MARKET).to(Role::Broker))
//! };
//! let tally = never_permitted(&engine, sales(&engine))?;
//! assert_eq!(tally.permitted(), 0);
//! # Ok::<(), lawful::testing::laws::Refuted>(())
//! ```

mod additions;
mod broken;
mod check;
mod choices;
mod decider;
mod documents;
mod gist;
mod knowledge;
mod law;
mod names;
mod parts;
mod promises;
mod refuted;
mod remedies;
mod tally;
mod time;
mod trials;
mod tried;
mod writing;

#[cfg(test)]
mod tests;

pub use additions::{
    a_forbid_beats_every_permit, a_repeated_rule_does_not_matter, an_exemption_beats_every_other_rule,
    one_more_forbid_never_lifts_a_denial, one_more_permit_never_takes_a_permission, the_order_of_rules_does_not_matter,
    what_no_rule_permits_is_not_permitted,
};
pub use broken::Broken;
pub use check::{Report, check, check_all};
pub use choices::{a_refusal_never_permits, a_refusal_of_something_else_changes_nothing, granting_again_undoes_a_withdrawal};
pub use decider::Decider;
pub use gist::Gist;
pub use knowledge::learning_never_overturns;
pub use law::Law;
pub use names::names_do_not_matter;
pub use parts::{a_request_is_denied_exactly_if_a_part_is, one_more_category_never_lifts_a_denial};
pub use promises::{Holds, always, never_permitted};
pub use refuted::Refuted;
pub use remedies::every_remedy_permits_and_no_part_of_it_does;
pub use tally::Tally;
pub use time::{the_calendar_does_not_matter, what_comes_later_changes_nothing};
pub use trials::Trials;
pub use tried::Tried;
pub use writing::{the_same_question_gets_the_same_bytes, what_is_written_is_read_back_equal};
