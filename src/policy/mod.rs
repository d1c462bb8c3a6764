//! The policy as data: rules, clauses, editions and layers, read from TOML or JSON.
//!
//! A [`Policy`] is a document. Its **rules** ([`Rule`]) are boxes with conditions: which actions, parties, purposes, categories and
//! origins they speak of, and which facts ([`Fact`]) must hold. Its **register** ([`Clause`]) lists the clauses that the rules
//! put into practice. Its **editions** ([`Edition`]) say how it changed over time. Further policies can be laid over it
//! ([`PolicyStack`]): each layer restricts what is under it.
//!
//! A policy knows no person and no request. A file with a mistake is refused as a whole, with all its mistakes at once
//! ([`PolicyError`]); where it is no TOML at all, with the first.
//!
//! # A policy file, key by key
//!
//! Keys and words are kebab-case. A key that is left out has its default; an unknown key is a mistake. With a base, what stands
//! here is added to it. In JSON the shape is the same: `[[rules]]` are a list of objects, instants are text.
//!
//! **At the top**
//!
//! | key | says | values | left out |
//! |---|---|---|---|
//! | `id` | by which id reasons name the policy | text | required |
//! | `title` | what it is called | text | the base's, or none |
//! | `extends` | the base: a policy all of which this one takes over | `"platform"`, `"protective"`, a file beside this one | none |
//! | `default` | what is answered where no rule reaches | `"deny"`; `"silent"` for a layer that only restricts | the base's, or `"deny"` |
//! | `age-of-majority` | from which age on nobody is a minor | 0 to 150 years | the base's, or 18 |
//! | `[vocabulary]` | own words | see below | none |
//! | `[functions]` | which categories each function needs, and no others: `checkout = ["contact.address"]` | names of categories | none |
//! | `[[clauses]]` | the register, which the rules' ids cite | see below | the base's; without any, ids are free |
//! | `[[rules]]` | the rules of the initial edition | see below | the base's |
//! | `[[editions]]` | what changes later on | see below | the base's |
//!
//! **`[vocabulary]`**: words beside the built-in ones
//!
//! | key | says | values |
//! |---|---|---|
//! | `categories` | own categories | new names, in a group or in one of their own: `"health.appointments"`, `"genetic.dna"` |
//! | `purposes` | own purposes | new names: `"ad-measurement"` |
//! | `facts` | own facts, for `when` and `unless`; each request states them | new names: `"works-council-agreed"` |
//! | `sensitive` | what rules for `sensitive` speak of beside what is built in | names of categories and groups, own or built in |
//!
//! An own category **is sensitive without being listed** if its built-in group is so as a whole: `location`, `demographic`,
//! `health`, `biometric`, `financial`, `minor`. In all other groups, such as `identity`, it is sensitive only if `sensitive` names
//! it or its group.
//!
//! **`[[clauses]]`**: a statement of the policy's text
//!
//! | key | says | values | left out |
//! |---|---|---|---|
//! | `id` | the id that rules cite: `clinic.1` | letters, digits, dots, hyphens | required |
//! | `state` | what the clause does ([`ClauseState`]) | `"decides"`, `"obliges"`, `"declares"` | required |
//! | `text` | what it says | text | none |
//!
//! **`[[rules]]`**: a box with conditions ([`Rule`]). A rule reaches what lies in its box, if all of `when` hold and none of `unless`.
//! A rule without box and conditions reaches everything: a permit of that kind permits whatever is not forbidden.
//!
//! | key | says | values | left out |
//! |---|---|---|---|
//! | `id` | the clause and, after a `/`, what tells its rules apart: `clinic.1/lab` | an id that no other rule has | required |
//! | `effect` | what the rule does ([`Effect`]) | `"exempt"`, `"forbid"`, `"permit"`, `"oblige"` | required |
//! | `actions` | box: what is done | [`Action`](crate::vocabulary::Action)s, and the groups `"hand-over"` and `"market"` | any |
//! | `actors` | box: who does it | roles (`"partner"`) and single parties (`"partner:acme"`) | any |
//! | `recipients` | box: who receives it | as `actors`; the rule then never reaches actions without recipient | any |
//! | `purposes` | box: what for | names of purposes | any |
//! | `categories` | box: which data | names of categories and groups, `"sensitive"` | any |
//! | `origins` | box: where the data came from | [`Origin`](crate::vocabulary::Origin)s | any |
//! | `when` | conditions that must all hold | names of [`Fact`]s, own ones included | no condition |
//! | `unless` | conditions any one of which lifts the rule | as `when` | no condition |
//! | `yields-to` | permits that a forbid gives way to | ids of rules or clauses; for `forbid` only | none |
//! | `duties` | what has to be done along with it | [`Duty`](crate::vocabulary::Duty)s; not for `exempt`, required for `oblige` | none |
//! | `ground` | the ground that a permit stands on | a [`Ground`](crate::vocabulary::Ground); for `permit` only | none |
//! | `text` | what a person reads: one plain sentence | text | none |
//!
//! **`[[editions]]`**: what changes, in the order of effect ([`Edition`])
//!
//! | key | says | values | left out |
//! |---|---|---|---|
//! | `version` | the name of the edition | any but `"initial"` and those before it | required |
//! | `effective-from` | from when on it is in force | an instant, later than that of the edition before | required |
//! | `change` | whom it binds ([`Change`]) | `"minor"`: everybody; `"major"`: who accepts it | required |
//! | `notice` | when prominent notice of it was given | an instant | no notice: only an agreement accepts a major change |
//! | `removes` | rules that it takes out | ids of rules or clauses | none |
//! | `[[editions.rules]]` | rules that it adds, or puts in the place of those with the same id | as `[[rules]]` | none |
//!
//! # Example: a file with every key
//!
//! ```
//! use lawful::policy::Policy;
//!
//! let policy = Policy::from_toml(r#"
//! id = "clinic"
//! title = "A clinic on the platform"
//! extends = "platform"
//! default = "deny"
//! age-of-majority = 16
//!
//! [vocabulary]
//! categories = ["health.appointments", "identity.insurance-number"]
//! purposes = ["treatment"]
//! facts = ["urgent"]
//! sensitive = ["identity.insurance-number"]     # `health.appointments` is so by its group
//!
//! [functions]
//! booking = ["identity.name", "health.appointments"]
//!
//! [[clauses]]
//! id = "clinic.1"
//! state = "decides"
//! text = "The clinic gives the laboratory what a treatment needs."
//!
//! [[rules]]
//! id = "clinic.1/lab"
//! effect = "permit"
//! actions = ["provide"]
//! actors = ["operator"]
//! recipients = ["service-provider:lab"]
//! purposes = ["treatment"]
//! categories = ["health", "identity.insurance-number"]
//! origins = ["provided", "registration"]
//! when = ["agreed", "necessary"]
//! unless = ["refused"]
//! duties = ["purpose-only"]
//! ground = "necessity"
//! text = "What a treatment needs goes to the laboratory."
//!
//! [[rules]]
//! id = "clinic.1/nobody-else"
//! effect = "forbid"
//! actions = ["hand-over", "market"]
//! categories = ["sensitive"]
//! unless = ["consented", "urgent"]
//! yields-to = ["clinic.1/lab", "disclosure.3"]
//! text = "Sensitive data goes to nobody else without a consent."
//!
//! [[editions]]
//! version = "v2"
//! effective-from = 2026-04-01T00:00:00Z
//! change = "major"
//! notice = 2026-03-15T00:00:00Z
//! removes = ["use.1.3.b"]
//!
//! [[editions.rules]]
//! id = "clinic.1/encrypted"
//! effect = "oblige"
//! purposes = ["treatment"]
//! duties = ["encrypt"]
//! text = "What is used for treatment is kept encrypted."
//! "#)?;
//! let words = policy.vocabulary();
//! assert!(words.sensitive().contains(words.categories("health.appointments")?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builtin;
mod check;
mod clause;
mod condition;
mod document;
mod edition;
mod error;
mod fact;
mod judgement;
mod load;
mod read;
mod rule;
mod rule_checks;
mod rule_notation;
mod stack;
mod unread;
mod write;

pub use crate::vocabulary::Finding;
pub use clause::{Clause, ClauseEntry, ClauseState};
pub use condition::Condition;
pub use document::{DefaultAnswer, Policy};
pub use edition::{Change, Edition};
pub use error::PolicyError;
pub use fact::Fact;
pub use rule::{Effect, Rule};
pub use stack::PolicyStack;
