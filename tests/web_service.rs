//! Web services over HTTP: every answer against a decision made apart, under load, under bad input, and with the ledger down.
//!
//! `cargo test --features web,sqlite --test web_service`
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/web_service/shop/mod.rs"]
mod shop;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Request as HttpRequest, StatusCode};
use axum::routing::get;
use chrono::TimeDelta;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use lawful::chain::Key;
use lawful::enforcement::web::{Declaration, Detail, Gate, Permitted, Problem, Signals};
use lawful::ledger::sqlite::{Sqlite, ThreadedSqlite};
use lawful::ledger::{Event, Ledger, Memory};
use lawful::request::{Item, Partnership, Request};
use lawful::subject::{Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{Actions, DataCategories, Duties, Instant, Origin, Party, Purpose, Purposes, Scope, Vocabulary};
use lawful::{DataSubject, PolicyEngine};
use serde_json::{Value, json};
use shop::Shop;
use uuid::Uuid;

const FIELDS: [(&str, DataCategories); 3] =
    [("name", DataCategories::NAME), ("email", DataCategories::EMAIL), ("phone", DataCategories::PHONE)];
const PARTNER_KEY: &str = "canary-partner-key";
const GPC: (&str, &str) = ("sec-gpc", "1");

/// A clock that moves on by 10 microseconds whenever somebody looks, so that no two instants are the same.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn now(&self) -> Instant {
        let start: Instant = "2026-06-01T12:00:00Z".parse().unwrap();
        start + TimeDelta::microseconds(10 * self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// A response, read to its end.
#[derive(Debug)]
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// That it is a problem document of a type, with nothing personal in it.
    #[track_caller]
    fn is_problem(&self, status: u16, kind: &str) {
        assert_eq!((self.status.as_u16(), &self.headers["content-type"]), (status, &"application/problem+json".parse().unwrap()));
        let document = self.json();
        assert_eq!(document["type"], format!("urn:lawful:problem:{kind}"), "{document}");
        assert_eq!(document["status"], status);
        assert!(document["title"].as_str().unwrap().ends_with('.'));
        assert!(!self.text.contains("canary"), "{document}");
    }
}

/// A service on loopback and a client.
#[derive(Clone)]
struct Web {
    address: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Web {
    async fn serve(router: Router) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
        let mut request = HttpRequest::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let response = self.client.request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let reply = Reply { status: head.status, headers: head.headers, text };
        assert_eq!(reply.headers["cache-control"], "private, no-store", "{path}");
        let varies = reply.headers.get_all("vary").iter().any(|value| value == "Sec-GPC");
        assert!(varies || reply.json()["type"] == "urn:lawful:problem:no-gate", "{path}");
        reply
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", path, headers, "").await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let headers: Vec<_> = headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.send("POST", path, &headers, body.to_string()).await
    }
}

/// The shop, and a way to its ledger that is not the shop's.
struct Service {
    web: Web,
    store: Sqlite,
    apart: Ledger<ThreadedSqlite>,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Service {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, key) = (Clock::default(), Key::random().unwrap());
        let store = Sqlite::open(folder.path().join("shop.db")).unwrap();
        let apart = Ledger::open(store.threaded(), key.clone()).await.unwrap();
        let ticking = clock.clone();
        let shop = Shop::open(store.clone(), key, PARTNER_KEY, move || ticking.now()).await.unwrap();
        Self { web: Web::serve(shop.router()).await, store, apart, clock, _folder: folder }
    }

    /// Signs somebody up, and finds out by the export who it is in the ledger.
    async fn customer(&self, number: usize) -> Customer {
        let reply = self.web.post("/customers", &[], &form(number)).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let session = format!("Bearer {}", reply.json()["token"].as_str().unwrap());
        let export = self.web.get("/me", &[("authorization", &session)]).await.json();
        Customer { number, session, id: export["ledger"]["person"].as_str().unwrap().parse().unwrap() }
    }

    async fn revision(&self, person: Uuid) -> u64 {
        self.apart.person(person).await.unwrap().unwrap().position().sequence
    }
}

#[derive(Clone)]
struct Customer {
    number: usize,
    session: String,
    id: Uuid,
}

impl Customer {
    fn signed_in(&self) -> [(&str, &str); 1] {
        [("authorization", &self.session)]
    }

    fn with<'c>(&'c self, header: (&'c str, &'c str)) -> [(&'c str, &'c str); 2] {
        [("authorization", &self.session), header]
    }
}

fn form(number: usize) -> Value {
    let mut form = json!({ "age": 34, "agrees": true });
    for (field, _) in FIELDS {
        form[field] = format!("canary-{field}-{number}").into();
    }
    form
}

/// What the shop asks for an offer, written apart from it.
fn sharing(at: Instant) -> Request {
    let held = DataCategories::NAME | DataCategories::EMAIL | DataCategories::PHONE;
    Request::share(Item::of(held).from(Origin::Registration).necessary(true))
        .with(Party::partner("acme"))
        .for_purpose(Purpose::PARTNER_PROMOTION)
        .at(at)
        .given(Partnership { current: Some(true) })
}

/// What Global Privacy Control says, written apart from the adapter.
fn with_gpc(subject: DataSubject, at: Instant) -> DataSubject {
    let scope = Scope::anything().to(Actions::HAND_OVER).for_purposes(Purposes::PARTNER_PROMOTION | Purposes::RECIPIENT_OWN);
    subject.refuse(Refusal::new(Uuid::from_u128(77), scope, at, RefusalMeans::BrowserSetting)).unwrap()
}

/// The fields of a customer that a decision permits.
fn permitted(request: &Request, subject: &DataSubject, number: usize) -> Value {
    let engine = PolicyEngine::platform();
    let permitted = engine.decide(request, subject).outcome().permitted;
    let fields = FIELDS.iter().filter(|(_, category)| permitted.contains(*category));
    Value::Object(fields.map(|(name, _)| ((*name).to_owned(), format!("canary-{name}-{number}").into())).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customers_life() {
    let service = Service::start().await;
    let web = &service.web;
    let mira = service.customer(1).await;
    let all = json!({ "name": "canary-name-1", "email": "canary-email-1", "phone": "canary-phone-1" });
    assert_eq!(web.get("/profile", &mira.signed_in()).await.json()["profile"], all);
    assert_eq!(web.get("/offers", &mira.signed_in()).await.json()["shared"], all, "agreed to, and not refused yet");

    let refused = web.get("/offers", &mira.with(GPC)).await;
    refused.is_problem(403, "denied");
    assert_eq!(refused.json()["clauses"], json!(["authz.2.a"]));
    assert_eq!(refused.json()["remedies"], Value::Null, "no consent beats the signal while it is sent");
    assert_eq!(web.get("/offers", &mira.with(("sec-gpc", "0"))).await.json()["shared"], all, "it was for one request");
    assert_eq!(web.get("/profile", &mira.with(GPC)).await.json()["profile"], all, "it is about handing over");

    let object = web.post("/objections", &mira.signed_in(), &json!({ "categories": ["contact.email", "contact.phone"] })).await;
    assert_eq!(object.status, 204);
    assert_eq!(web.get("/offers", &mira.signed_in()).await.json()["shared"], json!({ "name": "canary-name-1" }));
    let consent = web.post("/consents", &mira.signed_in(), &json!({ "categories": ["contact.email"] })).await;
    assert_eq!(consent.status, 201);
    let some = json!({ "name": "canary-name-1", "email": "canary-email-1" });
    assert_eq!(web.get("/offers", &mira.signed_in()).await.json()["shared"], some);
    let partner = format!("Bearer {PARTNER_KEY}");
    let feed = web.get("/partner/customers", &[("authorization", &partner), GPC]).await.json();
    assert_eq!(feed.as_array().unwrap().len(), 1);
    assert_eq!(feed[0]["customer"], some, "the signal of the partner's browser is not the customer's");
    web.get("/partner/customers", &mira.signed_in()).await.is_problem(403, "partners");
    let consent = format!("/consents/{}", consent.json()["consent"].as_str().unwrap());
    let other = service.customer(2).await;
    web.send("DELETE", &consent, &other.signed_in(), "").await.is_problem(404, "no-such-consent");
    web.post("/objections", &other.signed_in(), &json!({ "categories": ["identity", "contact"] })).await;
    let refused = web.get("/offers", &other.signed_in()).await;
    refused.is_problem(403, "denied");
    assert_eq!(refused.json()["remedies"], json!(["lift-refusal"]));
    assert_eq!(web.send("DELETE", &consent, &mira.signed_in(), "").await.status, 204);
    assert_eq!(web.get("/offers", &mira.signed_in()).await.json()["shared"], json!({ "name": "canary-name-1" }));

    let export = web.get("/me", &mira.signed_in()).await.json();
    assert_eq!(export["shop"], all);
    assert_eq!(export["ledger"]["events"].as_array().unwrap().len(), 6, "agreed, account, age, no, yes, withdrawn");
    let decided = web.get("/me/decisions", &mira.signed_in()).await.json();
    let decided = decided.as_array().unwrap();
    assert_eq!(decided.last().unwrap()["verdict"], "permitted", "this very one");
    assert!(decided.iter().any(|record| record["verdict"] == "denied"));

    assert_eq!(web.send("DELETE", "/me", &mira.signed_in(), "").await.status, 204);
    for path in ["/profile", "/offers", "/me", "/me/decisions"] {
        web.get(path, &mira.signed_in()).await.is_problem(403, "nobody");
    }
    assert!(service.apart.history(mira.id).await.is_err());
    let feed = web.get("/partner/customers", &[("authorization", &partner)]).await;
    assert!(!feed.text.contains("canary-name-1") && feed.text == "[]", "{}", feed.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_at_sign_up_holds_where_others_ask_and_cookies_are_a_choice() {
    let service = Service::start().await;
    let web = &service.web;
    let reply = web.post("/customers", &[GPC], &form(1)).await;
    let session = format!("Bearer {}", reply.json()["token"].as_str().unwrap());
    let feed = web.get("/partner/customers", &[("authorization", &format!("Bearer {PARTNER_KEY}"))]).await;
    assert_eq!(feed.json(), json!([]));

    let is_set = async |headers: &[(&str, &str)]| web.get("/", headers).await.headers.contains_key("set-cookie");
    let signed_in = ("authorization", session.as_str());
    assert!(!is_set(&[]).await, "a visitor is nobody");
    assert!(is_set(&[signed_in]).await);
    assert!(is_set(&[signed_in, ("cookie", "a=b; cookie-choice=all")]).await);
    for refusing in
        ["cookie-choice=necessary", "cookie-choice=none", "cookie-choice=\u{fffd}", "x=y; cookie-choice=all; cookie-choice=none"]
    {
        assert!(!is_set(&[signed_in, ("cookie", refusing)]).await, "{refusing}");
    }
    let necessary = web.post("/cookies", &[], &json!({ "choice": "necessary" })).await;
    assert!(necessary.headers["set-cookie"].to_str().unwrap().starts_with("cookie-choice=necessary;"));
    let none = web.post("/cookies", &[signed_in], &json!({ "choice": "none" })).await;
    assert!(none.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert!(!is_set(&[signed_in]).await, "recorded");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_every_response_is_what_a_decision_apart_permits() {
    let service = Arc::new(Service::start().await);
    let mut customers = Vec::new();
    for number in 0..6 {
        customers.push(service.customer(number).await);
    }
    // Two of them change nothing meanwhile, so that each kind of answer is there however the tasks are scheduled: number 5 refused nothing, number 4 this.
    let refused_before = json!({ "categories": ["contact.email"] });
    assert_eq!(service.web.post("/objections", &customers[4].signed_in(), &refused_before).await.status, 204);
    let tasks: Vec<_> = (0..300)
        .map(|turn| {
            let (service, customer) = (service.clone(), customers[turn % 6].clone());
            tokio::spawn(async move { one_of_many(&service, &customer, turn / 6).await })
        })
        .collect();
    let (mut seen, mut feeds) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.unwrap() {
            Outcome::Changed => {}
            Outcome::Offers(offers) => seen.push(offers),
            Outcome::Feed(reply) => feeds.extend(reply.json().as_array().unwrap().iter().cloned()),
        }
    }
    assert!(!feeds.is_empty());
    for found in &feeds {
        let told = found["customer"].as_object().unwrap().values().next().unwrap().as_str().unwrap();
        let customer = customers.iter().find(|customer| told.ends_with(&format!("-{}", customer.number))).unwrap();
        let history = service.apart.history(customer.id).await.unwrap().unwrap();
        let subject = history.up_to(found["revision"].as_u64().unwrap()).unwrap();
        let at = found["at"].as_str().unwrap().parse().unwrap();
        assert_eq!(found["customer"], permitted(&sharing(at), &subject, customer.number));
    }
    let (mut whole, mut parts, mut refused) = (0, 0, 0);
    for Seen { customer, is_gpc_on, before, after, reply } in seen {
        let history = service.apart.history(customer.id).await.unwrap().unwrap();
        let expected = |revision: u64, at: Instant| {
            let subject = history.up_to(revision).unwrap();
            let subject = if is_gpc_on { with_gpc(subject, at) } else { subject };
            permitted(&sharing(at), &subject, customer.number)
        };
        if reply.status == 200 {
            let found = reply.json();
            let revision = found["revision"].as_u64().unwrap();
            assert!((before..=after).contains(&revision), "as of {revision}, asked between {before} and {after}");
            let expected = expected(revision, found["at"].as_str().unwrap().parse().unwrap());
            assert_eq!(found["shared"], expected, "at revision {revision}");
            if expected.as_object().unwrap().len() == FIELDS.len() { whole += 1 } else { parts += 1 }
        } else {
            reply.is_problem(403, "denied");
            let now = service.clock.now();
            assert!((before..=after).any(|revision| expected(revision, now) == json!({})), "refused, and nothing refuses it");
            refused += 1;
        }
    }
    assert!(whole > 0 && parts > 0 && refused > 0, "{whole} whole, {parts} in part, {refused} refused");
    println!("offers: {whole} whole, {parts} in part, {refused} refused; in feeds: {}", feeds.len());
}

enum Outcome {
    Changed,
    Offers(Seen),
    Feed(Reply),
}

/// A response of `/offers`, and how far the customer's chain had got before and after.
struct Seen {
    customer: Customer,
    is_gpc_on: bool,
    before: u64,
    after: u64,
    reply: Reply,
}

/// A request for offers, with or without the signal, or for the feed; or a change of mind. The choice of what is settled by the
/// turn.
async fn one_of_many(service: &Service, customer: &Customer, turn: usize) -> Outcome {
    let web = &service.web;
    let category = ["identity.name", "contact.email", "contact.phone"][turn % 3];
    let form = json!({ "categories": [category] });
    match turn % 5 {
        0 | 1 if customer.number > 3 => Outcome::Changed,
        0 => {
            let reply = web.post("/objections", &customer.signed_in(), &form).await;
            assert_eq!(reply.status, 204, "{}", reply.text);
            Outcome::Changed
        }
        1 => {
            let consent = web.post("/consents", &customer.signed_in(), &form).await;
            assert_eq!(consent.status, 201, "{}", consent.text);
            if turn.is_multiple_of(2) {
                let consent = format!("/consents/{}", consent.json()["consent"].as_str().unwrap());
                assert_eq!(web.send("DELETE", &consent, &customer.signed_in(), "").await.status, 204);
            }
            Outcome::Changed
        }
        4 if turn.is_multiple_of(2) => {
            let reply = web.get("/partner/customers", &[("authorization", &format!("Bearer {PARTNER_KEY}"))]).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            Outcome::Feed(reply)
        }
        kind => {
            let is_gpc_on = kind == 2;
            let headers = if is_gpc_on { customer.with(GPC).to_vec() } else { customer.signed_in().to_vec() };
            let before = service.revision(customer.id).await;
            let reply = web.get("/offers", &headers).await;
            let after = service.revision(customer.id).await;
            Outcome::Offers(Seen { customer: customer.clone(), is_gpc_on, before, after, reply })
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_ends_in_a_problem_that_repeats_nothing() {
    let service = Service::start().await;
    let web = &service.web;
    let mira = service.customer(1).await;
    let who = mira.signed_in();
    let mut wrong = form(1);
    wrong["age"] = "canary-age".into();
    web.post("/customers", &[], &wrong).await.is_problem(422, "wrong-shape");
    wrong["age"] = 300.into();
    web.post("/customers", &[], &wrong).await.is_problem(422, "wrong-shape");
    wrong["age"] = 17.into();
    web.post("/customers", &[], &wrong).await.is_problem(403, "adults");
    web.post("/customers", &[], &json!({ "name": "canary" })).await.is_problem(422, "wrong-shape");
    web.post("/customers", &[], &json!(["canary"])).await.is_problem(422, "wrong-shape");
    let huge = json!({ "name": "canary".repeat(350_000) });
    assert!(huge.to_string().len() > 2_000_000);
    web.post("/customers", &[], &huge).await.is_problem(413, "too-large");
    let json_type = ("content-type", "application/json");
    web.send("POST", "/customers", &[json_type], "{\"canary").await.is_problem(400, "unreadable");
    web.send("POST", "/customers", &[json_type], vec![0xff, 0xfe]).await.is_problem(400, "unreadable");
    web.send("POST", "/customers", &[("content-type", "text/canary")], "{}").await.is_problem(415, "not-json");
    web.send("POST", "/customers", &[], "").await.is_problem(415, "not-json");
    for categories in [json!(["canary.category"]), json!([])] {
        web.post("/consents", &who, &json!({ "categories": categories })).await.is_problem(422, "category");
        web.post("/objections", &who, &json!({ "categories": categories })).await.is_problem(422, "category");
    }
    web.post("/consents", &who, &json!({ "categories": "canary" })).await.is_problem(422, "wrong-shape");
    web.post("/cookies", &who, &json!({ "choice": ["canary"] })).await.is_problem(422, "wrong-shape");
    for id in ["canary", "%ff", "00000000-0000-0000-0000-000000000001"] {
        web.send("DELETE", &format!("/consents/{id}"), &who, "").await.is_problem(404, "no-such-consent");
    }
    web.get("/canary", &who).await.is_problem(404, "not-found");
    web.send("PUT", "/me", &who, "").await.is_problem(405, "method");
    let nobody = web.get("/profile", &[]).await;
    nobody.is_problem(403, "nobody");
    for stranger in ["Bearer canary", "Bearer ", "canary", "Bearer \u{fffd}"] {
        assert_eq!(web.get("/profile", &[("authorization", stranger)]).await.text, nobody.text);
    }
    let odd = mira.with(("sec-gpc", "canary\u{fffd}"));
    assert_eq!(web.get("/offers", &odd).await.status, 200, "no signal");
    assert_eq!(web.get("/offers", &[who[0], ("sec-gpc", "0"), GPC]).await.status, 403, "one of two says so");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_ledger_or_the_records_down_nothing_is_released() {
    for table in ["person", "record"] {
        let service = Service::start().await;
        let web = &service.web;
        let mira = service.customer(1).await;
        let away = format!("ALTER TABLE {table} RENAME TO away");
        service.store.on_writer(|connection| connection.execute_batch(&away)).unwrap();
        for path in ["/profile", "/offers", "/me", "/me/decisions"] {
            web.get(path, &mira.signed_in()).await.is_problem(503, "unavailable");
        }
        web.get("/partner/customers", &[("authorization", &format!("Bearer {PARTNER_KEY}"))])
            .await
            .is_problem(503, "unavailable");
        web.post("/customers", &[], &form(2)).await.is_problem(503, "unavailable");
        assert!(!web.get("/", &mira.signed_in()).await.headers.contains_key("set-cookie"));
        web.send("DELETE", "/me", &mira.signed_in(), "").await.is_problem(503, "unavailable");
        let back = format!("ALTER TABLE away RENAME TO {table}");
        service.store.on_writer(|connection| connection.execute_batch(&back)).unwrap();
        assert_eq!(web.get("/profile", &mira.signed_in()).await.status, 200, "and goes on");
    }
}

/// A route for a partner's promotion: what it takes over and tells is settled by numbers, to have several in a few lines.
struct Sharing<const DUTIES: u32, const TELLS: bool>;

impl<const DUTIES: u32, const TELLS: bool> Declaration for Sharing<DUTIES, TELLS> {
    const DUTIES: Duties = Duties::from_bits_truncate(DUTIES);
    const DETAIL: Detail = if TELLS { Detail::Reasons } else { Detail::Nothing };

    fn question(_: &Vocabulary, at: Instant) -> Request {
        sharing(at)
    }
}

/// The same, where it is not known whether the partner is a current one.
struct Unclear;

impl Declaration for Unclear {
    fn question(_: &Vocabulary, at: Instant) -> Request {
        Request::share(DataCategories::EMAIL)
            .with(Party::partner("canary-partner"))
            .for_purpose(Purpose::PARTNER_PROMOTION)
            .at(at)
            .given(Partnership { current: None })
    }
}

/// A use of the operator's own, which no signal of a browser is about.
struct OwnUse;

impl Declaration for OwnUse {
    const DETAIL: Detail = Detail::Reasons;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        Request::using(DataCategories::PHONE).for_purpose(Purpose::OWN_PROMOTION).at(at)
    }
}

async fn done<D: Declaration>(permitted: Permitted<D>) -> String {
    permitted.permit().categories().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consents_yield_to_signals_unless_configured_and_problems_tell_as_much_as_declared() {
    const ALL: u32 = Duties::all().bits();
    let (clock, engine) = (Clock::default(), PolicyEngine::platform());
    let ledger = Arc::new(Ledger::open(Memory::new(), Key::random().unwrap()).await.unwrap());
    let [agreed, consented, erased] = [1, 2, 3].map(Uuid::from_u128);
    for person in [agreed, consented, erased] {
        let now = clock.now();
        let event = |id| Event::agreed(Uuid::from_u128(person.as_u128() * 100 + id), now);
        ledger.append(person, [event(1), Event::aged(Event::new_id(now).unwrap(), now, 30)], now).await.unwrap();
    }
    let (now, partners) = (clock.now(), Scope::anything().to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION));
    let grant = Event::granted(Grant::new(Event::new_id(now).unwrap(), partners, now));
    ledger.append(consented, [grant], now).await.unwrap();
    ledger.erase(erased, clock.now()).await.unwrap();

    let routes = || {
        Router::new()
            .route("/share", get(done::<Sharing<ALL, true>>))
            .route("/tell-nothing", get(done::<Sharing<ALL, false>>))
            .route("/careless", get(done::<Sharing<0, true>>))
            .route("/unclear", get(done::<Unclear>))
            .route("/own-use", get(done::<OwnUse>))
    };
    let gate = || {
        let ticking = clock.clone();
        let who = |parts: &axum::http::request::Parts| parts.headers.get("who")?.to_str().ok()?.parse().ok();
        Gate::new(engine.clone(), ledger.clone(), move || ticking.now(), who)
    };
    let strict = Web::serve(routes().layer(gate())).await;
    let yielding = Web::serve(routes().layer(gate().reading(Signals::default().yielding_to_consents()))).await;
    let [agreed, consented, erased, unknown] = [agreed, consented, erased, Uuid::from_u128(4)].map(|id| id.to_string());

    for (web, person, with_signal) in
        [(&strict, &agreed, 403), (&strict, &consented, 403), (&yielding, &agreed, 403), (&yielding, &consented, 200)]
    {
        assert_eq!(web.get("/share", &[("who", person)]).await.status, 200);
        assert_eq!(web.get("/share", &[("who", person), GPC]).await.status.as_u16(), with_signal);
    }
    let nobody = strict.get("/share", &[]).await;
    nobody.is_problem(403, "nobody");
    for person in [&erased, &unknown] {
        assert_eq!(strict.get("/share", &[("who", person)]).await.text, nobody.text, "which of them is not told");
    }
    assert_eq!(strict.get("/tell-nothing", &[("who", &agreed), GPC]).await.text, nobody.text);
    strict.get("/careless", &[("who", &agreed)]).await.is_problem(500, "duties");
    let unclear = strict.get("/unclear", &[("who", &agreed)]).await;
    unclear.is_problem(409, "undetermined");
    assert_eq!(unclear.json()["missing"], json!(["current-partner"]));
    let (person, now, phone) = (agreed.parse().unwrap(), clock.now(), Scope::anything().of(DataCategories::PHONE));
    let refusal = Refusal::new(Event::new_id(now).unwrap(), phone, now, RefusalMeans::Objection);
    ledger.append(person, [Event::refused(refusal)], now).await.unwrap();
    let in_part = strict.get("/share", &[("who", &agreed)]).await;
    in_part.is_problem(403, "denied");
    assert_eq!(in_part.json()["remedies"][0], "narrow-request", "a part is not enough where the whole is declared");
    for headers in [vec![("who", agreed.as_str())], vec![("who", agreed.as_str()), GPC]] {
        let on_record = strict.get("/own-use", &headers).await;
        on_record.is_problem(403, "denied");
        assert_eq!(on_record.json()["remedies"], json!(["lift-refusal"]), "{headers:?}");
    }
    let open = Web::serve(routes()).await;
    open.get("/share", &[("who", &agreed)]).await.is_problem(500, "no-gate");
    let problem = Problem::from(lawful::enforcement::Closed::Expired);
    assert_eq!((problem.status().as_u16(), problem.kind()), (403, "closed"));
}
