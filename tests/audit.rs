//! The audit: what a record says and does not say, what shows when it was changed, and what comes of deciding again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use lawful::audit::conformance::check;
use lawful::audit::{
    AuditError, Basis, BlockingAudit, JsonLines, Memory, PersonThen, Record, Replay, Requests, Rotation, Syncing,
};
use lawful::chain::{Digest, Position, Pseudonym, StoreFailure};
use lawful::policy::Policy;
use lawful::request::Request;
use lawful::subject::Grant;
use lawful::testing::generate::cases;
use lawful::vocabulary::{DataCategories, Instant, Party, Purpose, Scope};
use lawful::{DataSubject, PolicyEngine, PolicyStack};
use pollster::block_on;
use proptest::prelude::*;

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn question() -> Request {
    Request::share(DataCategories::EMAIL).with(Party::partner("canary-partner")).for_purpose(Purpose::PARTNER_PROMOTION).at(now())
}

fn person() -> DataSubject {
    let grant = Grant::new(uuid::Uuid::from_u128(7), Scope::anything(), now()).on_evidence("canary-evidence");
    DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap()).aged(30).grant(grant).unwrap()
}

fn file(folder: &Path) -> PathBuf {
    folder.join("audit.jsonl")
}

fn open(path: &Path) -> BlockingAudit<JsonLines> {
    let sink = JsonLines::open(path, Rotation::Never, Syncing::Every(100)).unwrap();
    BlockingAudit::open(sink, &PolicyEngine::platform()).unwrap()
}

fn record<S: lawful::audit::Sink>(audit: &BlockingAudit<S>) {
    record_at(audit, 0);
}

fn record_at<S: lawful::audit::Sink>(audit: &BlockingAudit<S>, hours: i64) {
    let (engine, question, person) = (PolicyEngine::platform(), question(), person());
    let now = || now() + chrono::TimeDelta::hours(hours);
    audit.record(&engine.decide(&question, &person), Basis::sealed(&person, engine.vocabulary()).unwrap(), now()).unwrap();
}

#[test]
fn memory_conforms() {
    block_on(check(Memory::new)).unwrap();
}

#[test]
fn files_conform_rotated_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let next = AtomicUsize::new(0);
    for rotation in [Rotation::Never, Rotation::Bytes(2_000)] {
        let empty = || {
            let path = folder.path().join(format!("{}.jsonl", next.fetch_add(1, Ordering::Relaxed)));
            JsonLines::open(path, rotation, Syncing::Never).unwrap()
        };
        block_on(check(empty)).unwrap();
    }
}

mod files {
    use super::*;

    #[test]
    fn a_full_one_is_closed_and_all_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let sink = JsonLines::open(file(folder.path()), Rotation::Bytes(3_000), Syncing::EveryRecord).unwrap();
        let audit = BlockingAudit::open(sink, &PolicyEngine::platform()).unwrap();
        (0..20).for_each(|_| record(&audit));
        assert!(fs::read_dir(folder.path()).unwrap().count() > 3);
        assert_eq!(audit.verify(|_| {}).unwrap().records, 20);
        let stream = audit.stream();
        drop(audit);
        let again = open(&file(folder.path())).resuming(stream);
        record(&again);
        assert_eq!(again.records(stream, 0, 100).unwrap().len(), 21);
        assert!(again.verify(|_| {}).unwrap().holds());
    }

    #[test]
    fn a_second_writer_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let _first = open(&file(folder.path()));
        let error = JsonLines::open(file(folder.path()), Rotation::Never, Syncing::Never).unwrap_err();
        assert!(matches!(error, AuditError::Sink(error) if error.failure() == StoreFailure::Locked));
    }

    fn opened_anew(path: &Path) -> Result<(), String> {
        JsonLines::open_existing(path, Rotation::Never, Syncing::Never).map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn what_fails_says_in_which_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let said = |path: &Path| JsonLines::open(path, Rotation::Never, Syncing::Never).unwrap_err().to_string();
        let _first = open(&path);
        assert_eq!(said(&path), format!("the store `{}` is locked by somebody else", path.display()));
        let nowhere = folder.path().join("nowhere/audit.jsonl");
        assert!(said(&nowhere).starts_with(&format!("the store `{}` cannot be reached: ", nowhere.display())));
        let letter = folder.path().join("letter");
        fs::write(&letter, "a letter").unwrap();
        assert!(said(&letter).starts_with(&format!("the store `{}` is damaged: ", letter.display())));
    }

    #[test]
    fn one_that_is_gone_or_empty_is_no_new_audit_where_it_was_to_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        assert!(opened_anew(&path).unwrap_err().contains("cannot be reached"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
        record(&open(&path));
        opened_anew(&path).unwrap();
        fs::rename(&path, folder.path().join("audit.jsonl.1")).unwrap();
        opened_anew(&path).unwrap();
        fs::remove_file(folder.path().join("audit.jsonl.1")).unwrap();
        assert_eq!(
            opened_anew(&path).unwrap_err(),
            format!(
                "the store `{}` is damaged: the file is empty: nothing was ever recorded in it, or all of it is gone",
                path.display()
            )
        );
    }

    #[test]
    fn a_half_written_line_is_cut_off_wherever_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        (0..3).for_each(|_| record(&audit));
        drop(audit);
        let whole = fs::read(&path).unwrap();
        let two = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
        for end in (two..whole.len()).step_by(37) {
            fs::write(&path, &whole[..end]).unwrap();
            let audit = open(&path);
            assert_eq!(audit.verify(|_| {}).unwrap().records, 2);
            record(&audit);
            let verification = audit.verify(|_| {}).unwrap();
            assert!(verification.holds() && verification.records == 3);
        }
    }

    #[test]
    fn any_flipped_bit_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        record(&audit);
        let mut manifest = Vec::new();
        let digest = audit.checkpoint(&mut manifest).unwrap();
        let manifest = String::from_utf8(manifest).unwrap();
        drop(audit);
        let whole = fs::read(&path).unwrap();
        // Bit 5 makes a letter upper-case, which is the same digit in a digest or a name.
        for (place, bit) in (0..whole.len()).flat_map(|place| [(place, 5), (place, [0, 1, 2, 3, 4, 6, 7][place % 7])]) {
            let mut changed = whole.clone();
            changed[place] ^= 1 << bit;
            fs::write(&path, &changed).unwrap();
            // The last line end is the one byte whose change already shows on opening.
            let Ok(sink) = JsonLines::open(&path, Rotation::Never, Syncing::Never) else {
                assert_eq!(place, whole.len() - 1);
                continue;
            };
            let audit = BlockingAudit::open(sink, &PolicyEngine::platform()).unwrap();
            for holds in [
                audit.verify(|_| {}).is_ok_and(|found| found.holds()),
                audit.verify_against((&manifest, digest)).is_ok_and(|found| found.unwrap().holds()),
            ] {
                assert!(!holds, "bit {bit} of byte {place}: {}", String::from_utf8_lossy(&changed));
            }
        }
    }

    #[test]
    fn what_no_crash_leaves_is_damage_and_nothing_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        record(&open(&path));
        let whole = fs::read(&path).unwrap();
        for end in ["some notes", "{\"link\":\"a\"}, {", "{\"other\":"] {
            let changed = [&*whole, end.as_bytes()].concat();
            fs::write(&path, &changed).unwrap();
            let error = JsonLines::open(&path, Rotation::Never, Syncing::Never).unwrap_err();
            assert!(matches!(error, AuditError::Sink(error) if error.failure() == StoreFailure::Damaged));
            assert_eq!(fs::read(&path).unwrap(), changed);
        }
        fs::write(&path, [&*whole, br#"{"link":"0a"#, &[0; 5000]].concat()).unwrap();
        let sink = JsonLines::open(&path, Rotation::Never, Syncing::Never).unwrap();
        assert_eq!((sink.cut_off(), fs::read(&path).unwrap()), (5011, whole));
    }

    #[test]
    fn a_line_that_is_another_is_named_by_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        (0..2).for_each(|_| record(&audit));
        drop(audit);
        let text = fs::read_to_string(&path).unwrap();
        let (first, second) = text.split_once('\n').unwrap();
        fs::write(&path, format!("{first}\n {second}")).unwrap();
        let error = open(&path).verify(|_| {}).unwrap_err().to_string();
        let place = first.len() + 1;
        assert_eq!(
            error,
            format!(
                "`{}` cannot be read at byte {place}: expected a line of an audit, exactly as it was written",
                path.display()
            ),
        );
    }

    #[test]
    fn a_file_is_full_by_age_too_also_after_opening_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let open = || JsonLines::open(&path, Rotation::BytesOrAge(1 << 30, chrono::TimeDelta::hours(24)), Syncing::EveryRecord);
        let files = || fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path() != path).count() - 1;
        let audit = BlockingAudit::open(open().unwrap(), &PolicyEngine::platform()).unwrap();
        let stream = audit.stream();
        record_at(&audit, 0);
        record_at(&audit, 23);
        assert_eq!(files(), 0);
        drop(audit);
        let audit = BlockingAudit::open(open().unwrap(), &PolicyEngine::platform()).unwrap().resuming(stream);
        record_at(&audit, 24);
        assert_eq!(files(), 1);
        record_at(&audit, 47);
        assert_eq!(files(), 1);
        record_at(&audit, 48);
        assert_eq!(files(), 2);
        let verification = audit.verify(|_| {}).unwrap();
        assert!(verification.holds() && (verification.streams, verification.records) == (1, 5));
    }

    #[test]
    fn pages_of_streams_that_take_turns_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let sink =
            JsonLines::open(file(folder.path()), Rotation::Bytes(4_000), Syncing::Interval(chrono::TimeDelta::hours(1))).unwrap();
        let mut audit = BlockingAudit::open(sink, &PolicyEngine::platform()).unwrap();
        let streams = [audit.stream(), Pseudonym::random().unwrap(), Pseudonym::random().unwrap()];
        for turn in 0..30 {
            audit = audit.resuming(streams[turn * turn % 7 % 3]);
            record(&audit);
        }
        audit.sink().sync().unwrap();
        let in_pages = |stream, size| {
            let mut found = Vec::new();
            loop {
                let page = audit.records(stream, found.len() as u64, size).unwrap();
                if page.is_empty() {
                    return found;
                }
                found.extend(page);
            }
        };
        let mut all = 0;
        for stream in streams {
            let whole = audit.records(stream, 0, 100).unwrap();
            all += whole.len();
            for size in 1..5 {
                assert_eq!(in_pages(stream, size), whole);
            }
        }
        assert_eq!(all, 30);
    }

    #[test]
    fn threads_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let audit = open(&file(folder.path()));
        std::thread::scope(|scope| {
            (0..8).for_each(|_| {
                scope.spawn(|| (0..25).for_each(|_| record(&audit)));
            });
        });
        let verification = audit.verify(|_| {}).unwrap();
        assert!(verification.holds() && verification.records == 200);
    }

    #[test]
    fn what_was_cut_off_shows_against_a_checkpoint() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        (0..3).for_each(|_| record(&audit));
        let mut manifest = Vec::new();
        let digest = audit.checkpoint(&mut manifest).unwrap();
        let (manifest, stream) = (String::from_utf8(manifest).unwrap(), audit.stream());
        drop(audit);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.lines().take(2).map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        let audit = open(&path);
        assert!(audit.verify(|_| {}).unwrap().holds(), "by itself it has no contradiction");
        let broken = audit.verify_against((&manifest, digest)).unwrap().unwrap().broken;
        assert_eq!(broken.iter().map(|broken| (broken.stream, broken.number)).collect::<Vec<_>>(), [(stream, 3)]);
        assert!(audit.verify_against((&manifest, Digest::of(b"other"))).unwrap().is_none(), "another manifest");
    }

    #[test]
    fn questions_are_not_kept_since_they_could_not_be_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let error = open(&file(folder.path())).with_requests(Requests::Kept).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this sink cannot keep questions, since it could not delete them: hand the question in when a record is replayed",
        );
    }

    /// Run by the test below in a process whose files may not grow beyond 4 KiB.
    #[test]
    #[ignore = "what another test starts as a process of its own"]
    fn writes_until_there_is_no_room() {
        let Ok(path) = std::env::var("LAWFUL_CHILD") else { return };
        let audit = open(Path::new(&path));
        let (engine, question, person) = (PolicyEngine::platform(), question(), person());
        let error = (0..100).find_map(|_| {
            let basis = Basis::sealed(&person, engine.vocabulary()).unwrap();
            audit.record(&engine.decide(&question, &person), basis, now()).err()
        });
        assert!(matches!(error, Some(AuditError::Sink(error)) if error.failure() == StoreFailure::Full));
    }

    #[test]
    fn where_there_is_no_room_that_is_said_and_no_half_line_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let program = std::env::current_exe().unwrap();
        let run = format!(
            "trap '' XFSZ; ulimit -f 4; exec {} --exact files::writes_until_there_is_no_room --ignored",
            program.display(),
        );
        let status = std::process::Command::new("bash").args(["-c", &run]).env("LAWFUL_CHILD", &path).output().unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.ends_with('\n') && text.lines().count() > 1);
        let audit = open(&path);
        assert!(audit.verify(|_| {}).unwrap().holds());
        assert_eq!(audit.verify(|_| {}).unwrap().records, text.lines().count() as u64);
    }
}

#[test]
fn a_record_names_rules_and_nobody() {
    let audit = BlockingAudit::open(Memory::new(), &PolicyEngine::platform()).unwrap();
    record(&audit);
    let record = audit.records(audit.stream(), 0, 1).unwrap().remove(0);
    assert_eq!(record.verdict(), "denied");
    assert_eq!(record.policies()[0].id, "platform");
    assert_eq!(record.categories(), [("denied".to_owned(), vec!["contact.email".to_owned()])]);
    let shown = format!("{} {record:?} {audit:?}", record.to_json());
    for canary in ["7f3a1f9e", "canary-partner", "canary-evidence", "000000000007"] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
    assert_eq!(Record::from_json(&record.to_json(), 1).unwrap(), *record);
}

mod pruned {
    use super::*;

    fn manifest(audit: &BlockingAudit<JsonLines>) -> (String, Digest) {
        let mut manifest = Vec::new();
        let digest = audit.checkpoint(&mut manifest).unwrap();
        (String::from_utf8(manifest).unwrap(), digest)
    }

    #[test]
    fn to_nothing_a_stream_still_stands_against_its_checkpoint() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        (0..3).for_each(|_| record(&audit));
        let (manifest, digest) = manifest(&audit);
        assert_eq!(audit.prune(now() + chrono::TimeDelta::hours(1), &manifest).unwrap(), 3);
        assert!(audit.verify_against((&manifest, digest)).unwrap().unwrap().holds());
        drop(audit);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 1);
        let digit = &text[9..10];
        fs::write(&path, text.replacen(digit, if digit == "0" { "1" } else { "0" }, 1)).unwrap();
        assert!(!open(&path).verify_against((&manifest, digest)).unwrap().unwrap().holds(), "the base is another");
    }

    #[test]
    fn past_a_checkpoint_it_takes_a_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let audit = open(&file(folder.path()));
        record(&audit);
        let earlier = manifest(&audit);
        record(&audit);
        let later = manifest(&audit);
        audit.prune(now() + chrono::TimeDelta::hours(1), &later.0).unwrap();
        record(&audit);
        assert!(!audit.verify_against((&earlier.0, earlier.1)).unwrap().unwrap().holds());
        assert!(audit.verify_against((&later.0, later.1)).unwrap().unwrap().holds());
    }

    #[test]
    fn never_is_what_does_not_hold() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let audit = open(&path);
        (0..3).for_each(|_| record(&audit));
        let (manifest, _) = manifest(&audit);
        drop(audit);
        let text = fs::read_to_string(&path).unwrap().replacen("denied", "permit", 1);
        fs::write(&path, &text).unwrap();
        let error = open(&path).prune(now() + chrono::TimeDelta::hours(1), &manifest).unwrap_err();
        assert!(matches!(error, AuditError::Broken(broken) if broken.number == 1));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_kept_question_is_enough_to_decide_again_and_shows_nowhere() {
    let engine = PolicyEngine::platform();
    let audit = BlockingAudit::open(Memory::new(), &engine).unwrap().with_requests(Requests::Kept).unwrap();
    let (pseudonym, person) = (Pseudonym::random().unwrap(), person());
    let basis = Basis::Ledger(Position { pseudonym, sequence: 3, head: Digest::of(b"head") });
    audit.record(&engine.decide(&question(), &person), basis, now()).unwrap();
    let stored = |audit: &BlockingAudit<Memory>| audit.about(pseudonym).unwrap().remove(0);
    let kept = stored(&audit);
    assert!(!format!("{kept:?}").contains("canary"), "{kept:?}");
    let question = kept.question(engine.vocabulary()).unwrap().unwrap();
    assert_eq!(kept.replay(&question, PersonThen::Known(&person), &engine), Replay::Same);
    assert_eq!(audit.forget(pseudonym).unwrap(), 1);
    assert_eq!(stored(&audit).question(engine.vocabulary()).unwrap(), None);
    let nobody = Basis::sealed(&person, engine.vocabulary()).unwrap();
    let error = audit.record(&engine.decide(&self::question(), &person), nobody, now()).unwrap_err();
    assert!(matches!(error, AuditError::NobodyToForget));
}

#[test]
fn what_could_not_be_read_back_is_not_recorded_and_the_stream_goes_on() {
    let engine = PolicyEngine::platform();
    let audit = BlockingAudit::open(Memory::new(), &engine).unwrap().with_requests(Requests::Kept).unwrap();
    let (pseudonym, person) = (Pseudonym::random().unwrap(), person());
    let basis = || Basis::Ledger(Position { pseudonym, sequence: 3, head: Digest::of(b"head") });
    let said = |question: &Request, now| audit.record(&engine.decide(question, &person), basis(), now).unwrap_err().to_string();
    let beyond = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let could_not = "the decision cannot be recorded, since the record could not be read back: ".to_owned();
    let instant = "expected an instant that RFC 3339 can write, of the years 0 to 9999";
    assert_eq!(said(&question(), beyond), format!("{could_not}`recorded`: {instant}"));
    assert_eq!(
        said(&Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(beyond), now()),
        format!("{could_not}`at`: {instant}")
    );
    let nowhere = Request::using(lawful::Item::of(DataCategories::EMAIL).in_service("")).for_purpose(Purpose::SERVICE).at(now());
    assert_eq!(said(&nowhere, now()), format!("{could_not}`items[0].service`: expected the name of a service, found empty text"));
    audit.record(&engine.decide(&question(), &person), basis(), now()).unwrap();
    let records = audit.records(audit.stream(), 0, 10).unwrap();
    assert_eq!(records.len(), 1);
    assert!(records[0].question(engine.vocabulary()).unwrap().is_some());
}

#[test]
fn after_a_restart_all_streams_are_listed_and_a_record_says_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let streams: Vec<Pseudonym> = (0..3)
        .map(|hours| {
            let audit = open(&path);
            record_at(&audit, hours);
            record_at(&audit, hours);
            audit.stream()
        })
        .collect();
    let again = open(&path);
    assert!(again.records(again.stream(), 0, 10).unwrap().is_empty(), "its own stream is a new one");
    let listed = again.streams(None, 10).unwrap();
    assert_eq!(listed.iter().map(|there| there.stream).collect::<BTreeSet<_>>(), streams.iter().copied().collect());
    assert_eq!(again.streams(Some(listed[1].stream), 10).unwrap(), listed[2..]);
    for there in listed {
        let records = again.records(there.stream, there.base.number(), 10).unwrap();
        let places: Vec<_> = records.iter().map(|record| (record.stream(), record.number())).collect();
        assert_eq!(places, [(there.stream, 1), (there.stream, 2)]);
        assert_eq!(records[1].link(), there.last);
    }
}

#[test]
fn a_record_of_a_later_version_is_refused_as_such() {
    let audit = BlockingAudit::open(Memory::new(), &PolicyEngine::platform()).unwrap();
    record(&audit);
    let text = audit.records(audit.stream(), 0, 1).unwrap()[0].to_json();
    let newer = Record::from_json(&text.replace(r#""schema":1"#, r#""schema":2"#), 1).unwrap_err();
    assert_eq!(newer.to_string(), "a record has schema version 2; this version reads up to 1: update the program");
    let unknown = Record::from_json(&text.replace(r#""verdict""#, r#""verdikt""#), 4).unwrap_err().to_string();
    assert!(unknown.starts_with("record 4 cannot be read: "), "{unknown}");
    assert!(unknown.contains("did you mean `verdict`?"), "{unknown}");
}

#[test]
fn a_decision_of_another_engine_is_refused() {
    let audit = BlockingAudit::open(Memory::new(), &PolicyEngine::platform()).unwrap();
    let (other, question, person) = (PolicyEngine::new(Policy::platform().clone()), question(), person());
    let basis = Basis::sealed(&person, other.vocabulary()).unwrap();
    let error = audit.record(&other.decide(&question, &person), basis, now()).unwrap_err();
    assert_eq!(error.to_string(), "the decision was made under another policy than the one that the audit was opened with");
}

#[test]
fn verifying_while_others_record_raises_no_false_alarm() {
    let audit = BlockingAudit::open(Memory::new(), &PolicyEngine::platform()).unwrap();
    std::thread::scope(|scope| {
        let recording = scope.spawn(|| (0..400).for_each(|_| record(&audit)));
        while !recording.is_finished() {
            assert!(audit.verify(|_| {}).unwrap().holds());
        }
    });
    assert_eq!(audit.verify(|_| {}).unwrap().records, 400);
}

#[test]
fn a_record_may_be_awaited_when_the_decision_is_gone() {
    let audit = lawful::audit::Audit::open(Memory::new(), &PolicyEngine::platform()).unwrap();
    let future = {
        let (engine, question, person) = (PolicyEngine::platform(), question(), person());
        let basis = Basis::sealed(&person, engine.vocabulary()).unwrap();
        audit.record(&engine.decide(&question, &person), basis, now())
    };
    assert_eq!(block_on(future).unwrap().number(), 1);
}

mod replay {
    use super::*;

    fn recorded(engine: &PolicyEngine) -> Record {
        let audit = BlockingAudit::open(Memory::new(), engine).unwrap();
        let (question, person) = (question(), person());
        audit.record(&engine.decide(&question, &person), Basis::sealed(&person, engine.vocabulary()).unwrap(), now()).unwrap();
        audit.records(audit.stream(), 0, 1).unwrap().remove(0).into_record()
    }

    #[test]
    fn tells_what_is_another() {
        let engine = PolicyEngine::platform();
        let (record, person, question) = (recorded(&engine), person(), question());
        let known = PersonThen::Known(&person);
        assert_eq!(record.replay(&question, known, &engine), Replay::Same);
        assert_eq!(
            record.replay(
                &Request::share(DataCategories::EMAIL)
                    .with(Party::partner("other"))
                    .for_purpose(Purpose::PARTNER_PROMOTION)
                    .at(now()),
                known,
                &engine
            ),
            Replay::OtherRequest
        );
        assert_eq!(record.replay(&question, PersonThen::Known(&DataSubject::new(person.id())), &engine), Replay::OtherPerson);
        assert_eq!(record.replay(&question, PersonThen::Erased(now()), &engine), Replay::Erased(now()));
        assert_eq!(record.replay(&question, PersonThen::Unknown, &engine), Replay::Unknown);
    }

    #[test]
    fn needs_the_policy_that_decided_then() {
        let then = PolicyEngine::platform();
        let record = recorded(&then);
        let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
        let (question, person) = (question(), person());
        let other = record.replay(&question, PersonThen::Known(&person), &PolicyEngine::layered(stack));
        let Replay::OtherPolicy { recorded } = other else { unreachable!("{other:?}") };
        assert_eq!(recorded[0].id, "platform");
        assert_eq!(record.replay(&question, PersonThen::Known(&person), &then), Replay::Same);
    }

    #[test]
    fn lists_every_difference() {
        let engine = PolicyEngine::platform();
        let text = recorded(&engine).to_json();
        let forged = text.replace(r#""verdict":"denied""#, r#""verdict":"permitted""#).replace("contact.email", "contact.phone");
        let record = Record::from_json(&forged, 1).unwrap();
        let replay = record.replay(&question(), PersonThen::Known(&person()), &engine);
        let Replay::Differs(differences) = replay else { unreachable!("{replay:?}") };
        let shown: Vec<String> = differences.iter().map(|one| format!("{}: {} -> {}", one.what, one.recorded, one.now)).collect();
        assert_eq!(shown, ["verdict: permitted -> denied", "categories: denied: contact.phone -> denied: contact.email"]);
    }

    proptest! {
        #[test]
        fn of_any_case_comes_to_the_same(case in cases(&PolicyEngine::platform())) {
            let engine = PolicyEngine::platform();
            let audit = BlockingAudit::open(Memory::new(), &engine).unwrap();
            let basis = Basis::sealed(&case.subject, engine.vocabulary()).unwrap();
            audit.record(&engine.decide(&case.request, &case.subject), basis, now()).unwrap();
            let record = audit.records(audit.stream(), 0, 1).unwrap().remove(0);
            let read = Record::from_json(&record.to_json(), 1).unwrap();
            prop_assert_eq!(&read, &*record);
            prop_assert_eq!(read.replay(&case.request, PersonThen::Known(&case.subject), &engine), Replay::Same);
        }
    }
}
