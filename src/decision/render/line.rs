//! One line, for a log.

use std::fmt::Write;

use crate::decision::{Decision, Reason, Remedy, Verdict};
use crate::vocabulary::DataCategories;

/// A decision in one line without personal data: verdict, act, roles, purpose, categories, and the rules that decided. No ids, no
/// instants.
pub(in crate::decision) fn line(decision: &Decision<'_>, reasons: &[Reason<'_>], remedies: Option<&[Remedy]>) -> String {
    let words = decision.vocabulary();
    let request = decision.request();
    let mut line = format!("{}: {} {}", decision.verdict(), request.actor().role(), request.action());
    match request.recipient() {
        Some(recipient) => push(&mut line, format_args!(" to {}", recipient.role())),
        None if request.action().has_recipient() => line.push_str(" to someone unknown"),
        None => {}
    }
    push(&mut line, format_args!(" for {}", words.purpose_name(request.purpose()).unwrap_or("an unknown purpose")));
    for verdict in [Verdict::Denied, Verdict::Undetermined, Verdict::Permitted, Verdict::NotGoverned] {
        let categories = decision.outcome().under(verdict);
        if !categories.is_empty() {
            let names: Vec<_> = words.category_names(categories).collect();
            push(&mut line, format_args!("; {verdict} {} by {}", names.join(" "), rules(reasons, categories)));
        }
    }
    if !decision.duties().is_empty() {
        push(&mut line, format_args!("; duties {}", decision.duties()));
    }
    let kinds = |remedy: &Remedy| remedy.changes().iter().map(|change| change.kind().name()).collect::<Vec<_>>().join(" and ");
    match remedies {
        Some([]) | None => {}
        Some(remedies) => {
            push(&mut line, format_args!("; remedies {}", remedies.iter().map(kinds).collect::<Vec<_>>().join(" or ")));
        }
    }
    line
}

/// The rules that decided about categories, with what they miss.
fn rules(reasons: &[Reason<'_>], categories: DataCategories) -> String {
    let here = reasons.iter().filter(|reason| reason.categories().intersects(categories));
    let named = here.map(|reason| {
        let missing: Vec<_> = reason.missing().collect();
        let name = reason.rule().map_or(reason.kind().name(), |rule| rule.id());
        if missing.is_empty() { name.to_owned() } else { format!("{name} (missing {})", missing.join(" ")) }
    });
    named.collect::<Vec<_>>().join(", ")
}

fn push(line: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = line.write_fmt(text);
}
