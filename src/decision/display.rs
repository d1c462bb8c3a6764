//! A first readable form of decisions and reasons.

use std::fmt;

use super::{Decision, Reason, Verdict};
use crate::vocabulary::{Truth, Vocabulary};

impl fmt::Display for Decision<'_> {
    /// One line with the verdict; then the categories by verdict, each with its reasons; then the duties and grounds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.vocabulary();
        let request = self.request();
        let purpose = words.purpose_name(request.purpose()).unwrap_or("an unknown purpose");
        write!(f, "{}: {}", self.verdict(), request.action())?;
        match request.recipient() {
            Some(recipient) => write!(f, " with {}", recipient.role())?,
            None if request.action().has_recipient() => f.write_str(" with someone unknown")?,
            None => {}
        }
        write!(f, " for {purpose}")?;
        let reasons = self.reasons();
        for verdict in [Verdict::Denied, Verdict::Undetermined, Verdict::Permitted, Verdict::NotGoverned] {
            let categories = self.outcome().under(verdict);
            if categories.is_empty() {
                continue;
            }
            write!(f, "\n  {verdict}: {}", list(words.category_names(categories)))?;
            for reason in reasons.iter().filter(|reason| reason.categories().intersects(categories)) {
                write!(f, "\n    {}", InWords { reason, words, all: categories })?;
            }
        }
        if !self.duties().is_empty() {
            write!(f, "\n  duties: {}", self.duties())?;
        }
        if !self.grounds().is_empty() {
            write!(f, "\n  grounds: {}", self.grounds())?;
        }
        Ok(())
    }
}

struct InWords<'r, 'a> {
    reason: &'r Reason<'a>,
    words: &'r Vocabulary,
    all: crate::vocabulary::DataCategories,
}

impl fmt::Display for InWords<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason;
        match reason.rule() {
            Some(rule) if rule.text().is_empty() => write!(f, "[{}]", rule.id())?,
            Some(rule) => write!(f, "[{}] {}", rule.clause(), rule.text())?,
            None => write!(f, "[default] {}", reason.text())?,
        }
        let here = reason.categories() & self.all;
        if here != self.all {
            write!(f, " ({})", list(self.words.category_names(here)))?;
        }
        let known = |wanted| list(reason.facts().iter().filter(move |fact| fact.truth() == wanted).map(|fact| fact.name()));
        for (label, facts) in
            [("holds", known(Truth::Holds)), ("does not hold", known(Truth::Fails)), ("missing", known(Truth::Unknown))]
        {
            if !facts.is_empty() {
                write!(f, "\n      {label}: {facts}")?;
            }
        }
        Ok(())
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
