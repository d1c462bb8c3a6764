//! Imports: what is recorded, what is rejected and how that reads, and that a run which was cut short goes on.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Cursor;
use std::ops::ControlFlow;

use expect_test::{Expect, expect};
use lawful::chain::Key;
use lawful::ledger::transfer::{Csv, Import, ImportError, JsonLines, Progress, Rows};
use lawful::ledger::{BlockingLedger, Happening, Memory};
use lawful::subject::RefusalMeans;
use lawful::vocabulary::{CustomWords, DataCategories, Instant, Purposes, Vocabulary};
use uuid::Uuid;

const PERSON: &str = "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01";
const GRANT: &str = "0b0e8a4c-5d29-4f6d-8a7d-6a1c6a3e9b01";
const HEADER: &str = "person,id,at,kind,categories,actions,purposes,recipients,means,withdraws,expires-at,value\n";

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn person() -> Uuid {
    PERSON.parse().unwrap()
}

fn ledger() -> BlockingLedger<Memory> {
    BlockingLedger::open(Memory::new(), key()).unwrap()
}

fn words() -> Vocabulary {
    let words = CustomWords { purposes: vec!["ad-measurement".into()], ..CustomWords::default() };
    Vocabulary::builtin().with(&words).unwrap()
}

/// Runs an import in batches of two rows, and gives the report.
fn import(ledger: &BlockingLedger<Memory>, rows: &mut impl Rows) -> (Progress, Vec<String>) {
    let (key, words, mut report) = (key(), words(), Vec::new());
    let import = Import::new(&key, &words).in_batches_of(2);
    let done = import.run_blocking(ledger, rows, Progress::default(), now, |step| {
        report.extend(step.rejected.iter().map(ToString::to_string));
        ControlFlow::Continue(())
    });
    (done.unwrap(), report)
}

fn csv(ledger: &BlockingLedger<Memory>, rows: &[&str]) -> (Progress, Vec<String>) {
    import(ledger, &mut Csv::new(Cursor::new(format!("{HEADER}{}\n", rows.join("\n")))))
}

fn check(rows: &[&str], report: Expect) {
    report.assert_eq(&csv(&ledger(), rows).1.join("\n"));
}

fn header_error(header: &str) -> String {
    let (key, words) = (key(), words());
    let file = &mut Csv::new(Cursor::new(header.to_owned()));
    let outcome =
        Import::new(&key, &words).run_blocking(&ledger(), file, Progress::default(), now, |_| ControlFlow::Continue(()));
    outcome.unwrap_err().to_string()
}

#[test]
fn rows_of_csv_become_events() {
    let ledger = ledger().with_words(&words());
    let grant = format!(
        "{PERSON},{GRANT},2026-01-05T09:00:00Z,granted,contact.email contact.phone,share,ad-measurement,partner:acme corp;broker,,,2027-01-05T09:00:00Z,"
    );
    let withdrawal = format!("{PERSON},,2026-03-01T00:00:00Z,refused,,,,,withdrawal,{GRANT},,");
    let notice = format!("{PERSON},,2026-01-05T08:00:00Z,notice-given,,,,,,,,\"edition 3, \"\"short\"\"\"");
    let aged = format!("{PERSON},,2026-01-05T08:00:00Z,aged,,,,,,,,17");
    let (done, report) = csv(&ledger, &[&grant, &withdrawal, &notice, &aged]);
    assert_eq!((report.as_slice(), done.recorded(), done.rows()), (&[][..], 4, 5));

    let history = ledger.history(person()).unwrap().unwrap();
    let events: Vec<_> = history.entries().iter().map(|entry| entry.event().what()).collect();
    let [Happening::Granted(grant), Happening::Refused(refusal), Happening::NoticeGiven { about }, Happening::Aged(17)] =
        events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(grant.scope().categories(), Some(DataCategories::EMAIL | DataCategories::PHONE));
    assert_eq!(grant.scope().purposes(), Some(words().purpose("ad-measurement").unwrap().into()));
    assert_eq!(grant.scope().recipients().unwrap().named()[0].id().unwrap().as_str(), "acme corp");
    assert_eq!((refusal.withdraws(), refusal.scope(), refusal.means()), (Some(grant.id()), None, RefusalMeans::Withdrawal));
    assert_eq!(about, "edition 3, \"short\"");
    assert!(!history.subject().unwrap().choices().is_empty());
}

#[test]
fn mistakes_are_reported_with_row_column_and_suggestion() {
    let at = "2026-01-05T09:00:00Z";
    check(
        &[
            &format!("{PERSON},,{at},granted,contact.emial,share,partner-promotions,partnr:acme,,,,"),
            "jane@example.com,,5 January,granted,contact.email,share,any,any,,,,",
            &format!("{PERSON},,{at},grantd,,,,,,,,"),
            &format!("{PERSON},,{at},granted,contact.email,,any,,,,,"),
            &format!("{PERSON},,{at},used,contact.email,,,,,,,"),
            &format!("{PERSON},,{at},aged,,,,,,,,secret"),
            &format!("{PERSON},,{at},granted,jane@example.com,share,any,any,,,,"),
            &format!("{PERSON},,{at},used"),
            &format!("{PERSON},,{at},,,,,,,,,"),
            &format!("{PERSON},,2027-01-01T00:00:00Z,used,,,,,,,,"),
            &format!("{PERSON},,{at},refused,,,,,,{GRANT},,"),
        ],
        expect![[r#"
            row 2, `categories`: unknown category, found `contact.emial`, did you mean `contact.email`?
            row 2, `purposes`: unknown purpose, found `partner-promotions`, did you mean `partner-promotion`?
            row 2, `recipients`: unknown party role, found `partnr`, did you mean `partner`?
            row 3, `person`: expected a UUID, such as 7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01; what was found is withheld
            row 3, `at`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z; what was found is withheld
            row 4, `kind`: unknown kind of event, did you mean `granted`?
            row 5, `actions`: the cell is empty: name what it covers, or write `any`
            row 5, `recipients`: the cell is empty: name what it covers, or write `any`
            row 6, `categories`: does not belong to an event of kind `used`: leave it empty
            row 7, `value`: expected a whole number from 0 to 150
            row 8, `categories`: unknown category; what was found is withheld
            row 9: expected 12 cells, found 4
            row 10, `kind`: the cell is empty
            row 11: the event is dated 213 days after the instant at which it is recorded
            row 12: the withdrawal names a grant that is not recorded: append the grant first, or give the withdrawal a scope"#]],
    );
}

#[test]
fn what_the_ledger_could_not_read_back_is_rejected_with_row_column_and_reason() {
    let at = "2026-01-05T09:00:00Z";
    check(
        &[
            &format!("{PERSON},,9999-12-31T23:59:59-01:00,used,,,,,,,,"),
            &format!("{PERSON},,{at},granted,any,any,any,any,,,+10000-01-01T00:00:00Z,"),
            &format!("{PERSON},,{at},aged,,,,,,,,200"),
        ],
        expect![[r#"
            row 2, `at`: expected an instant that RFC 3339 can write, of the years 0 to 9999; what was found is withheld
            row 3, `expires-at`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z; what was found is withheld
            row 4, `value`: expected a whole number from 0 to 150; what was found is withheld"#]],
    );

    let row = |what: &str| format!(r#"{{"person":"{PERSON}","at":"{at}",{what}}}"#);
    let rows =
        [r#""account-opened":"""#, r#""account-closed":{"service":""}"#, r#""granted":{"scope":{"service":"","actions":[]}}"#];
    let ledger = ledger();
    let (done, report) = import(&ledger, &mut JsonLines::new(Cursor::new(rows.map(row).join("\n"))));
    expect![[r#"
        row 1, `account-opened`: expected the name of a service, found empty text
        row 2, `account-closed.service`: expected the name of a service, found empty text
        row 3, `granted.scope.actions`: the list is empty: leave the key out, or name at least one
        row 3, `granted.scope.service`: expected the name of a service, found empty text"#]]
    .assert_eq(&report.join("\n"));
    assert_eq!((done.recorded(), done.rejected()), (0, 3));
    assert!(ledger.history(person()).unwrap().is_none());
}

#[test]
fn a_clock_beyond_what_can_be_written_stops_an_import_and_is_no_fault_of_the_rows() {
    let (key, words) = (key(), words());
    let row = format!(r#"{{"person":"{PERSON}","at":"2026-01-05T09:00:00Z","used":{{}}}}"#);
    let import = Import::new(&key, &words);
    let clock = || chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let rows = &mut JsonLines::new(Cursor::new(row));
    let stopped = import.run_blocking(&ledger(), rows, Progress::default(), clock, |_| ControlFlow::Continue(()));
    assert_eq!(stopped.unwrap_err().to_string(), "the clock is beyond the years 0 to 9999: set it right before recording more");
}

#[test]
fn a_wrong_header_is_told_with_the_right_name() {
    expect![[r#"
        the header, row 1: unknown column `kindd`, did you mean `kind`?
        the header, row 1: unknown column `when`; expected some of person, id, at, kind, categories, actions, purposes, recipients, service, by, expires-at, evidence, means, withdraws, edition, after-closure, value
        the header, row 1: the column `at` is there twice
        the header, row 1: the column `at` is missing
        the header, row 1: expected columns separated by `,`, found another separator
        the header, row 1: there is none"#]].assert_eq(
        &["person,at,kindd,categories\n", "person,when,kind\n", "person,at,at,kind\n", "person,kind\n", "person;at;kind\n", ""]
            .map(header_error)
            .join("\n"),
    );
}

#[test]
fn lines_of_json_are_reported_too() {
    let mut file = format!("{{\"person\":\"{PERSON}\",\"at\":\"2026-01-05T09:00:00Z\",\"used\":{{}}}}\n\n").into_bytes();
    file.extend(b"{\"person\":\"\xff\"}\n{not json\n");
    file.extend(format!("{{\"person\":\"{PERSON}\",\"evidence\":\"{}\"}}\n", "x".repeat(1 << 20)).into_bytes());
    file.extend(format!("{{\"person\":\"{PERSON}\",\"at\":\"2026-01-06T09:00:00Z\",\"used\":{{}},\"usd\":{{}}}}\n").into_bytes());
    file.extend(br#"{"at":"2026-01-06T09:00:00Z","granted":{"scope":{"purposes":["promotion"]}}}"#.iter().chain(b"\n"));
    file.extend(format!("{{\"person\":\"{PERSON}\",\"at\":\"2026-01-07T09:00:00Z\",\"used\":{{}}}}").into_bytes());
    let (done, report) = import(&ledger(), &mut JsonLines::new(Cursor::new(file)));
    assert_eq!((done.recorded(), done.rejected(), done.rows()), (2, 5, 8));
    expect![[r#"
        row 3: the line is not UTF-8
        row 4: this is not JSON: key must be a string at line 1 column 2
        row 5: the line is longer than 1 MiB
        row 6, `usd`: unknown key, did you mean `used`?
        row 7: `person` is missing
        row 7, `granted.scope.purposes[0]`: unknown purpose, found `promotion`, did you mean `own-promotion`?"#]]
    .assert_eq(&report.join("\n"));
}

#[test]
fn text_that_is_not_utf8_and_quotation_marks_that_stay_open_cost_one_row_each() {
    let used = |day: u32| format!("{PERSON},,2026-01-{day:02}T00:00:00Z,used,,,,,,,,\n");
    let mut file = format!("\u{feff}{HEADER}{}", used(1)).into_bytes();
    file.extend(format!("{PERSON},,2026-01-05T08:00:00Z,notice-given,,,,,,,,").bytes().chain(*b"\xff\xfe\r\n"));
    file.extend(used(2).bytes());
    file.extend(format!("{PERSON},,2026-01-05T08:00:00Z,notice-given,,,,,,,,\"open\n").bytes());
    file.extend(used(3).bytes());
    // One more that no later mark closes, in front of more than a row may have, and a line that is longer than that.
    for _ in 0..20_000 {
        file.extend(used(4).bytes());
    }
    file.extend(format!("{},,x\n", "y".repeat(2 << 20)).bytes());
    file.extend(used(5).trim_end().bytes());
    let (done, report) = import(&ledger(), &mut Csv::new(Cursor::new(file)));
    expect![[r#"
        row 3, `value`: the cell is not UTF-8
        row 5: a quotation mark is not closed within 1 MiB, or the row is longer than that
        row 20007: a quotation mark is not closed within 1 MiB, or the row is longer than that"#]]
    .assert_eq(&report.join("\n"));
    assert_eq!((done.recorded(), done.known(), done.rejected()), (5, 19_999, 3));
}

type Observe<'o> = &'o mut dyn FnMut(&Progress) -> ControlFlow<()>;

#[test]
fn an_import_cut_short_goes_on_and_nothing_is_there_twice_or_lost() {
    let rows: Vec<_> =
        (0..40).map(|n| format!("{},,2026-01-{:02}T00:00:00Z,used,,,,,,,,", Uuid::from_u128(n / 3), 1 + n % 28)).collect();
    let file = format!("{HEADER}{}\nbad row\n", rows.join("\n"));
    let lines: Vec<_> = (0..40)
        .map(|n| format!(r#"{{"person":"{}","at":"2026-01-{:02}T00:00:00Z","used":{{}}}}"#, Uuid::from_u128(n / 3), 1 + n % 28))
        .collect();
    let lines = format!("{}\nbad row\n", lines.join("\n"));
    let (key, words) = (key(), words());
    let import = Import::new(&key, &words).in_batches_of(7);
    for batches in 0..7 {
        // What was saved last may be older than what was recorded last: a process can end between the two.
        for is_saved in [true, false] {
            let ledger = ledger();
            let cut = |rows: &mut dyn FnMut(Observe<'_>)| {
                let (mut seen, mut saved) = (0, Progress::default());
                rows(&mut |progress| {
                    seen += 1;
                    if seen <= batches || is_saved {
                        saved = Progress::from_json(&progress.to_json()).unwrap();
                    }
                    if seen > batches { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                saved
            };
            let saved = cut(&mut |observe| {
                let rows = &mut Csv::new(Cursor::new(file.as_str()));
                import.run_blocking(&ledger, rows, Progress::default(), now, |step| observe(step.progress)).unwrap();
            });
            let rows = &mut Csv::new(Cursor::new(file.as_str()));
            let done = import.run_blocking(&ledger, rows, saved, now, |_| ControlFlow::Continue(())).unwrap();
            assert_eq!((done.recorded() + done.known(), done.rejected(), done.rows()), (40, 1, 42));
            let entries = ledger.verify(|_| ()).unwrap().entries;
            assert_eq!(entries, 40, "after {batches} batches");

            // The same events in another form of file are the same events.
            let saved = cut(&mut |observe| {
                let rows = &mut JsonLines::new(Cursor::new(lines.as_str()));
                import.run_blocking(&ledger, rows, Progress::default(), now, |step| observe(step.progress)).unwrap();
            });
            let rows = &mut JsonLines::new(Cursor::new(lines.as_str()));
            let done = import.run_blocking(&ledger, rows, saved, now, |_| ControlFlow::Continue(())).unwrap();
            assert_eq!((done.recorded(), done.known(), done.rejected()), (0, 40, 1));
        }
    }
}

#[test]
fn progress_of_another_file_is_refused_and_that_of_a_longer_one_is_not() {
    let row = |day: u32| format!("{PERSON},,2026-01-{day:02}T00:00:00Z,used,,,,,,,,\n");
    let (key, words) = (key(), words());
    let import = Import::new(&key, &words);
    let ledger = ledger();
    let run = |file: String, progress| {
        import.run_blocking(&ledger, &mut Csv::new(Cursor::new(file)), progress, now, |_| ControlFlow::Continue(()))
    };
    let first = run(format!("{HEADER}{}", row(1)), Progress::default()).unwrap();
    let grown = run(format!("{HEADER}{}{}", row(1), row(2)), first.clone()).unwrap();
    assert_eq!((grown.recorded(), grown.known(), grown.rows()), (2, 0, 3));
    assert!(matches!(run(format!("{HEADER}{}{}", row(3), row(2)), first.clone()), Err(ImportError::OtherFile)));
    assert!(matches!(run(HEADER.to_owned(), first), Err(ImportError::OtherFile)));
    assert!(matches!(Progress::from_json("{}"), Err(ImportError::NoProgress)));
}

#[test]
fn rows_of_an_erased_person_are_rejected_and_those_of_others_are_not() {
    let ledger = ledger();
    ledger.erase(person(), now()).unwrap();
    let other = Uuid::from_u128(1);
    let row = |person: &str| format!("{person},,2026-01-05T09:00:00Z,used,,,,,,,,");
    let (done, report) = csv(&ledger, &[&row(PERSON), &row(&other.to_string()), &row(PERSON)]);
    assert_eq!((done.recorded(), done.rejected()), (1, 2));
    expect![[r#"
        row 2: the person was erased: nothing is left to read, and nothing more can be recorded
        row 4: the person was erased: nothing is left to read, and nothing more can be recorded"#]]
    .assert_eq(&report.join("\n"));
    assert!(!report.concat().contains(PERSON));
}

#[test]
fn an_event_that_is_refused_takes_no_others_with_it() {
    let ledger = ledger();
    let grant =
        |id: &str, purpose: &str| format!("{PERSON},{id},2026-01-05T09:00:00Z,granted,contact.email,use,{purpose},any,,,,");
    let (done, report) = csv(&ledger, &[&grant(GRANT, "service"), &grant(GRANT, "login"), &grant("", "login")]);
    assert_eq!((done.recorded(), done.rejected()), (2, 1));
    expect!["row 3: another event is recorded under the same id"].assert_eq(&report.join("\n"));
    let purposes: Vec<_> = ledger
        .history(person())
        .unwrap()
        .unwrap()
        .entries()
        .iter()
        .map(|entry| match entry.event().what() {
            Happening::Granted(grant) => grant.scope().purposes().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(purposes, [Purposes::SERVICE, Purposes::LOGIN]);
}
