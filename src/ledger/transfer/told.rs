//! Events in plain words.

use crate::decision::plain::{self, instant};
use crate::ledger::{Event, Happening};
use crate::subject::{AfterClosure, Choice, GrantedBy, Guardian};
use crate::vocabulary::{Vocabulary, quoted};

/// "the person consented on 5 January 2026, 09:00 UTC; it covers the e-mail address: sharing"
pub(in crate::ledger) fn choice(choice: &Choice, vocabulary: &Vocabulary) -> String {
    let at = instant(choice.instant());
    match choice {
        Choice::Grant(grant) => {
            let giver = match grant.giver() {
                GrantedBy::Subject => "the person",
                GrantedBy::Guardian => "the person's guardian",
            };
            let until = grant.expires_at().map_or_else(String::new, |until| format!(", until {}", instant(until)));
            let how = grant.evidence().map_or_else(String::new, |how| format!("; evidence: {}", on_one_line(how)));
            format!("{giver} consented on {at}{until}; it covers {}{how}", plain::scope(grant.scope(), vocabulary))
        }
        Choice::Refusal(refusal) => {
            let means = plain::means(refusal.means());
            let covers = match refusal.scope() {
                Some(scope) => format!("it covers {}", plain::scope(scope, vocabulary)),
                None => "it covers all of that consent".to_owned(),
            };
            let withdraws = refusal.withdraws().map_or_else(String::new, |grant| format!(" (consent `{grant}`)"));
            format!("the person {means}{withdraws} on {at}; {covers}")
        }
    }
}

/// "the person agreed to the service agreement on …"
pub(super) fn event(event: &Event, vocabulary: &Vocabulary) -> String {
    let at = instant(event.happened());
    match event.what() {
        Happening::Granted(grant) => choice(&Choice::Grant(grant.clone()), vocabulary),
        Happening::Refused(refusal) => choice(&Choice::Refusal(refusal.clone()), vocabulary),
        Happening::Agreed { edition: None } => format!("the person agreed to the service agreement on {at}"),
        Happening::Agreed { edition: Some(edition) } => {
            format!("the person agreed to edition {} of the service agreement on {at}", quoted(edition))
        }
        Happening::Used => format!("the person used the service on {at}"),
        Happening::AccountOpened(service) => format!("the person opened an account with {} on {at}", quoted(service.as_str())),
        Happening::AccountClosed(service, after) => {
            let then = match after {
                AfterClosure::Delete => "its data are to be deleted".to_owned(),
                AfterClosure::Process(purposes) => {
                    let purposes = purposes.purposes().map(|purpose| plain::purpose(purpose, vocabulary));
                    format!("its data may still be used for {}", plain::list(purposes))
                }
            };
            format!("the person closed the account with {} on {at}; {then}", quoted(service.as_str()))
        }
        Happening::Guardian(Guardian::Verified) => format!("the person's guardian was verified on {at}"),
        Happening::Guardian(Guardian::Unverified) => format!("the person's guardian became known on {at}, unverified"),
        Happening::NoticeGiven { about } => format!("the person was given a notice on {at}: {}", on_one_line(about)),
        Happening::Born(date) => format!("the date of birth became known on {at}: {}", date.format("%-d %B %Y")),
        Happening::Aged(years) => format!("the age became known on {at}: {years} years"),
        Happening::Standing(standing) => format!("on {at} the person was recorded as a {}", standing.name()),
    }
}

/// With a capital and a full stop.
pub(in crate::ledger) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// Free text within a line of Markdown, where it shall be no more than text.
pub(in crate::ledger) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_control() => line.push(' '),
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => line.extend(['\\', character]),
            _ => line.push(character),
        }
    }
    line
}
