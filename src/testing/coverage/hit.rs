//! What a question exercised, and how that is written down.

use std::fmt;

use serde_json::{Value, json};

/// A part of a rule that has two sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A fact that must hold.
    When(String),
    /// A fact that lifts the rule.
    Unless(String),
    /// The permits that a forbid gives way to.
    Yields,
}

/// How it was with a [`Term`] or a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// It held; of [`Term::Yields`]: the forbid gave way.
    Holds,
    /// It failed; of [`Term::Yields`]: the forbid stood.
    Fails,
    /// It was not known. That is no side: it is told, and counts for nothing.
    Unknown,
}

/// One thing that a question exercised.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hit {
    /// The digest of the policy.
    pub(super) policy: String,
    pub(super) mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mark {
    Rule { edition: String, rule: String, sort: RuleMark },
    Fact { fact: String, side: Side },
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum RuleMark {
    Reached,
    PossiblyReached,
    Determining,
    Term(Term, Side),
}

const REACHES: [(RuleMark, &str); 3] =
    [(RuleMark::Reached, "reached"), (RuleMark::PossiblyReached, "possibly-reached"), (RuleMark::Determining, "determining")];
const SIDES: [(Side, &str); 3] = [(Side::Holds, "holds"), (Side::Fails, "fails"), (Side::Unknown, "unknown")];
const WAYS: [(Side, &str); 3] = [(Side::Holds, "gave-way"), (Side::Fails, "stood"), (Side::Unknown, "unknown")];

impl Hit {
    pub(super) fn to_json(&self) -> Value {
        match &self.mark {
            Mark::Fact { fact, side } => json!({ "policy": self.policy, "fact": fact, "side": word(&SIDES, side) }),
            Mark::Rule { edition, rule, sort } => {
                let mut line = json!({ "policy": self.policy, "edition": edition, "rule": rule });
                match sort {
                    RuleMark::Term(Term::When(fact), side) => {
                        line["when"] = json!(fact);
                        line["side"] = json!(word(&SIDES, side));
                    }
                    RuleMark::Term(Term::Unless(fact), side) => {
                        line["unless"] = json!(fact);
                        line["side"] = json!(word(&SIDES, side));
                    }
                    RuleMark::Term(Term::Yields, side) => line["yields"] = json!(word(&WAYS, side)),
                    reach => line["hit"] = json!(word(&REACHES, reach)),
                }
                line
            }
        }
    }

    pub(super) fn from_json(line: &Value) -> Option<Self> {
        let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
        let side = || meaning(&SIDES, &text("side")?);
        let policy = text("policy")?;
        if let Some(fact) = text("fact") {
            return Some(Self { policy, mark: Mark::Fact { fact, side: side()? } });
        }
        let sort = if let Some(fact) = text("when") {
            RuleMark::Term(Term::When(fact), side()?)
        } else if let Some(fact) = text("unless") {
            RuleMark::Term(Term::Unless(fact), side()?)
        } else if let Some(way) = text("yields") {
            RuleMark::Term(Term::Yields, meaning(&WAYS, &way)?)
        } else {
            meaning(&REACHES, &text("hit")?)?
        };
        Some(Self { policy, mark: Mark::Rule { edition: text("edition")?, rule: text("rule")?, sort } })
    }
}

fn word<T: PartialEq>(words: &[(T, &'static str)], meaning: &T) -> &'static str {
    words.iter().find(|(known, _)| known == meaning).map_or("", |(_, word)| word)
}

fn meaning<T: Clone>(words: &[(T, &'static str)], word: &str) -> Option<T> {
    words.iter().find(|(_, known)| *known == word).map(|(meaning, _)| meaning.clone())
}

impl Term {
    /// What it is, with one of its sides: "when `agreed` holds".
    pub(super) fn with(&self, side: Side) -> String {
        match self {
            Self::Yields => format!("yields-to: {}", self.side(side)),
            _ => format!("{self} {}", self.side(side)),
        }
    }

    /// The word for one of its sides.
    pub(super) fn side(&self, side: Side) -> &'static str {
        match (self, side) {
            (Self::Yields, Side::Holds) => "gives way",
            (Self::Yields, Side::Fails) => "stands",
            (_, Side::Holds) => "holds",
            (_, Side::Fails) => "fails",
            (_, Side::Unknown) => "is unknown",
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::When(fact) => write!(f, "when `{fact}`"),
            Self::Unless(fact) => write!(f, "unless `{fact}`"),
            Self::Yields => f.write_str("yields-to"),
        }
    }
}
