//! The receipt for people.

use std::fmt::Write as _;

use super::Receipt;
use super::issuer::{NonBlank, Organisation};
use super::record::event_type;
use crate::ledger::transfer::told;
use crate::subject::Choice;
use crate::vocabulary::Vocabulary;

impl Receipt {
    /// The receipt in plain words, as Markdown. A word that the vocabulary lacks is told as one without name.
    #[must_use]
    pub fn to_markdown(&self, vocabulary: &Vocabulary) -> String {
        let title = match event_type(&self.choice).0 {
            "given" => "Receipt for a consent",
            "withdrawn" => "Receipt for the withdrawal of a consent",
            _ => "Receipt for a refusal",
        };
        let mut text = format!("# {title}\n\n{}\n\n", told::sentence(&told::choice(&self.choice, vocabulary)));
        let issuer = &self.issuer;
        line(&mut text, "Who is responsible", &organisation(&issuer.controller));
        for other in &issuer.others {
            line(&mut text, "Also named", &organisation(other));
        }
        line(&mut text, "What you were told", &format!("{} ({})", issuer.notice.as_str(), issuer.language.as_str()));
        line(&mut text, "Where the data are kept", issuer.storage.as_str());
        line(&mut text, "For how long", issuer.retention.as_str());
        line(&mut text, "Whose law applies", issuer.jurisdiction.as_str());
        if matches!(self.choice, Choice::Grant(_)) {
            line(&mut text, "How to withdraw", issuer.withdrawal.as_str());
        }
        for right in &issuer.rights {
            line(&mut text, "Your right", right.as_str());
        }
        if let Some(authority) = &issuer.authority {
            line(&mut text, "Where to complain", authority.as_str());
        }
        line(&mut text, "You", self.principal.as_str());
        line(&mut text, "Record", &self.choice.id().to_string());
        line(&mut text, "Receipt", &self.id.to_string());
        text
    }
}

fn line(text: &mut String, what: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "- **{what}:** {}", told::on_one_line(value));
}

fn organisation(organisation: &Organisation) -> String {
    let Organisation { id: _, name, address, contact, email, url, phone } = organisation;
    let more = [email, url, phone].into_iter().flatten();
    let parts: Vec<_> = [name, address, contact].into_iter().chain(more).map(NonBlank::as_str).collect();
    parts.join(", ")
}
