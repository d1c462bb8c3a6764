//! casbin: with operators on text, and with one native function that knows every rule.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use casbin::function_map::OperatorFunction;
use casbin::rhai::{Dynamic, INT, ImmutableString};
use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi, NullAdapter};
use lawful::policy::Effect;

use crate::cedar::name_of;
use crate::measure::Engine;
use crate::scan::{WAYS, facts, facts_in, way};
use crate::workload::{Ask, Facts, Pair, Rule, Slice, Workload};

const NATURAL: &str = "
[request_definition]
r = actor, action, recipient, role, purpose, category, origin, facts

[policy_definition]
p = actors, actions, recipients, purposes, categories, origins, when, unless, yields, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = among(r.action, p.actions) && (among(r.role, p.recipients) || among(r.recipient, p.recipients)) \
&& among(r.purpose, p.purposes) && among(r.actor, p.actors) && among(r.category, p.categories) && among(r.origin, p.origins) \
&& all(r.facts, p.when) && none(r.facts, p.unless) \
&& (p.yields == \"\" || !reached(r.action, r.role, r.purpose, r.facts, p.yields))
";

const NATIVE: &str = "
[request_definition]
r = question

[policy_definition]
p = rule, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = reaches(r.question, p.rule)
";

/// Rules as lines of words; operators on text compare them. The request is made from the application's data for each decision.
pub struct Natural<'w> {
    workload: &'w Workload,
    enforcer: Enforcer,
}

impl<'w> Natural<'w> {
    pub fn new(workload: &'w Workload) -> Result<Self, String> {
        let lines = workload.rules.iter().map(|rule| line(workload, rule));
        let mut enforcer = enforcer(NATURAL, lines.collect())?;
        enforcer.add_function("among", OperatorFunction::Arg2(|word, list| among(&text(word), &text(list)).into()));
        enforcer.add_function("all", OperatorFunction::Arg2(|held, asked| all(&text(held), &text(asked)).into()));
        enforcer.add_function("none", OperatorFunction::Arg2(|held, asked| none(&text(held), &text(asked)).into()));
        let reached = |action, role, purpose, held, permits| {
            let (action, role, purpose, held) = (text(action), text(role), text(purpose), text(held));
            let mut permits = Vec::from_iter(text(permits).split('/').map(str::to_owned)).into_iter();
            permits.any(|permit| is_reached(&permit, &[&action, &role, &purpose], &held)).into()
        };
        enforcer.add_function("reached", OperatorFunction::Arg5(reached));
        Ok(Self { workload, enforcer })
    }
}

impl Engine for Natural<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let held: Vec<&str> = self.workload.fact_names(facts(ask, self.workload.person(pair))).collect();
        let role = ask.recipient.as_ref().map_or("none", |party| party.role().name());
        let request = (
            "operator",
            ask.action.name(),
            name_of(ask.recipient.as_ref()),
            role,
            self.workload.words.purpose_name(ask.purpose).unwrap_or_default(),
            self.workload.category_names(ask.category)[0],
            ask.origin.name(),
            held.join(" "),
        );
        self.enforcer.enforce(request).expect("the request has the parts of its definition")
    }
}

/// One line of the policy for each rule, and its effect. Lists are joined by `|`, and `*` is any; the permits that a
/// prohibition gives way to are written out, since no line can refer to another.
fn line(workload: &Workload, rule: &Rule) -> Vec<String> {
    let parts = parts(workload, rule);
    let [actors, actions, recipients, purposes, categories, origins] = parts;
    let facts = |facts: Facts| workload.fact_names(facts).collect::<Vec<_>>().join(" ");
    let yields = rule.yields_to.iter().map(|place| {
        let permit = &workload.rules[*place];
        let [_, actions, recipients, purposes, ..] = self::parts(workload, permit);
        format!("{actions};{recipients};{purposes};{}", facts(permit.when))
    });
    let yields = yields.collect::<Vec<_>>().join("/");
    let eft = eft(rule).to_owned();
    vec![actors, actions, recipients, purposes, categories, origins, facts(rule.when), facts(rule.unless), yields, eft]
}

fn eft(rule: &Rule) -> &'static str {
    if rule.effect == Effect::Permit { "allow" } else { "deny" }
}

fn parts(workload: &Workload, rule: &Rule) -> [String; 6] {
    let any = |words: Option<Vec<String>>| words.map_or("*".to_owned(), |words| words.join("|"));
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let parties = |parties: &lawful::vocabulary::Parties| {
        let roles = parties.roles().words().map(|role| role.to_string());
        roles.chain(parties.named().iter().map(|party| name_of(Some(party)))).collect()
    };
    [
        any(rule.actors.as_ref().map(parties)),
        any(rule.actions.map(|all| all.words().map(|word| word.to_string()).collect())),
        any(rule.recipients.as_ref().map(parties)),
        any(rule.purposes.map(|all| owned(workload.purpose_names(all)))),
        any(rule.categories.map(|all| owned(workload.category_names(all)))),
        any(rule.origins.map(|all| all.words().map(|word| word.to_string()).collect())),
    ]
}

/// The text of a value, without copying it.
fn text(value: Dynamic) -> ImmutableString {
    value.into_immutable_string().unwrap_or_default()
}

fn among(word: &str, list: &str) -> bool {
    list == "*" || list.split('|').any(|listed| listed == word)
}

fn all(held: &str, asked: &str) -> bool {
    asked.is_empty() || asked.split(' ').all(|fact| held.split(' ').any(|held| held == fact))
}

fn none(held: &str, asked: &str) -> bool {
    asked.is_empty() || !asked.split(' ').any(|fact| held.split(' ').any(|held| held == fact))
}

fn is_reached(permit: &str, words: &[&str; 3], held: &str) -> bool {
    let mut parts = permit.split(';');
    words.iter().all(|word| parts.next().is_some_and(|list| among(word, list)))
        && parts.next().is_some_and(|when| all(held, when))
}

/// One native function that knows every rule by its number and every question by its own, so that casbin only walks the lines:
/// prohibitions first, since the first that holds ends the walk.
pub struct Native<'w> {
    workload: &'w Workload,
    whole: Option<Enforcer>,
    slices: HashMap<Slice, Enforcer>,
}

type Table = (Rc<[Rule]>, Rc<[Ask]>);

thread_local! {
    /// What the native function looks at. casbin takes plain function pointers, which carry nothing with them.
    static TABLE: RefCell<Option<Table>> = const { RefCell::new(None) };
}

impl<'w> Native<'w> {
    /// All rules in one enforcer.
    pub fn whole(workload: &'w Workload) -> Result<Self, String> {
        let whole = Self::enforcer(workload, (0..workload.rules.len()).collect())?;
        Ok(Self { workload, whole: Some(whole), slices: HashMap::new() })
    }

    /// An enforcer for each slice.
    pub fn sliced(workload: &'w Workload) -> Result<Self, String> {
        let slices = workload.slices().into_iter().map(|(slice, places)| Ok((slice, Self::enforcer(workload, places)?)));
        Ok(Self { workload, whole: None, slices: slices.collect::<Result<_, String>>()? })
    }

    fn enforcer(workload: &Workload, mut places: Vec<usize>) -> Result<Enforcer, String> {
        places.sort_by_key(|place| workload.rules[*place].effect == Effect::Permit);
        let line = |place: usize| vec![place.to_string(), eft(&workload.rules[place]).to_owned()];
        let mut enforcer = enforcer(NATIVE, places.into_iter().map(line).collect())?;
        enforcer.add_function("reaches", OperatorFunction::Arg2(|question, rule| reaches(&question, &text(rule)).into()));
        Ok(enforcer)
    }
}

fn reaches(question: &Dynamic, rule: &str) -> bool {
    let question = question.as_int().map_or(0, |question| question as usize);
    TABLE.with_borrow(|table| {
        let Some((rules, asks)) = table else { return false };
        let (ask, way) = (&asks[question / WAYS], question % WAYS);
        rule.parse().is_ok_and(|place: usize| rules[place].reaches(ask, facts_in(ask, way), rules))
    })
}

impl Engine for Native<'_> {
    fn prepare(&mut self) {
        TABLE.set(Some((self.workload.rules.clone(), self.workload.asks.clone())));
    }

    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let question = pair.ask as usize * WAYS + way(ask, self.workload.person(pair));
        let enforcer = self.whole.as_ref().unwrap_or_else(|| &self.slices[&Workload::slice_of(ask)]);
        enforcer.enforce(vec![Dynamic::from_int(question as INT)]).expect("the request has the parts of its definition")
    }
}

fn enforcer(model: &str, lines: Vec<Vec<String>>) -> Result<Enforcer, String> {
    let made = finished(async {
        let model = DefaultModel::from_str(model).await?;
        let mut enforcer = Enforcer::new(model, NullAdapter).await?;
        enforcer.add_policies(lines).await?;
        Ok::<_, casbin::Error>(enforcer)
    });
    made.map_err(|error| format!("refused: {error}"))
}

/// Runs what is asynchronous in form only: nothing here waits for anything.
fn finished<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}
