//! Proving remedies: what the verdict is once changes are made.

use lawful::decision::{Change, Changed, Verdict};
use lawful::policy::PolicyStack;
use lawful::{DataSubject, PolicyEngine, Request};

/// The verdict after changes: in the policy with the notice that they give, where they give one.
pub fn verdict_after(engine: &PolicyEngine, changes: &[Change], request: &Request, subject: &DataSubject) -> Option<Verdict> {
    let Changed { request, subject, notice, .. } = Changed::by(changes, request, subject)?;
    let engine = match notice {
        None => engine.clone(),
        Some((edition, at)) => {
            let base = engine.policy().clone().with_notice(&edition, at);
            let stack = engine.layers().iter().fold(PolicyStack::new(base), |stack, layer| stack.lay(layer.clone()).unwrap());
            PolicyEngine::layered(stack)
        }
    };
    Some(engine.decide(&request, &subject).verdict())
}

/// Every proper subset.
pub fn subsets(changes: &[Change]) -> impl Iterator<Item = Vec<Change>> {
    (0..(1_usize << changes.len()) - 1).map(|some| {
        let within = changes.iter().enumerate().filter(|(bit, _)| some >> bit & 1 == 1);
        within.map(|(_, change)| change.clone()).collect()
    })
}
