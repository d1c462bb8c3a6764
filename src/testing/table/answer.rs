//! What a table tells of a decision.

use crate::decision::Decision;

/// What a table tells of a decision: the same for two decisions that a reader need not tell apart.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) verdict: String,
    pub(super) because: String,
    pub(super) duties: String,
}

impl Answer {
    pub(super) fn of(decision: &Decision<'_>) -> Self {
        let reasons = decision.reasons();
        let mut clauses: Vec<&str> = Vec::new();
        let mut missing: Vec<&str> = Vec::new();
        for reason in &reasons {
            let clause = reason.clause().unwrap_or("default");
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
            missing.extend(reason.missing());
        }
        missing.sort_unstable();
        missing.dedup();
        let mut because = clauses.join(", ");
        if !missing.is_empty() {
            because.push_str(&format!(" (missing {})", missing.join(", ")));
        }
        let duties: Vec<_> = decision.duties().words().map(|duty| duty.name()).collect();
        Self { verdict: decision.verdict().to_string(), because, duties: duties.join(", ") }
    }

    /// In one cell of a grid.
    pub(super) fn in_short(&self) -> String {
        let Self { verdict, because, duties } = self;
        match (because.is_empty(), duties.is_empty()) {
            (true, true) => verdict.clone(),
            (true, false) => format!("{verdict}; {duties}"),
            (false, true) => format!("{verdict}: {because}"),
            (false, false) => format!("{verdict}: {because}; {duties}"),
        }
    }
}
