//! Finding remedies: smallest sets of changes after which a request is permitted, each proved by deciding again.
//!
//! The search grows a set of changes one blocker at a time: decide, look at the first thing in the way, branch over everything that
//! could lift it. Sets with fewer changes are looked at first. A set that permits is kept if none of its proper subsets does.

mod blockers;
mod levers;
mod search;

pub(super) use search::remedies;
