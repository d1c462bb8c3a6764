//! regorus: its interpreter, and its virtual machine with and without slices.

use std::collections::{BTreeMap, HashMap};
use std::num::{NonZeroU32, NonZeroUsize};

use lawful::policy::Effect;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::utils::limits::PolicyLengthConfig;
use regorus::{CompiledPolicy, Engine as Regorus, Value};

use crate::cedar::name_of;
use crate::measure::Engine;
use crate::scan::{WAYS, facts, facts_in, way};
use crate::workload::{Ask, Facts, Pair, Rule, Slice, Workload};

const ENTRY: &str = "data.peers.allow";

/// The interpreter on the whole policy; its input is made from the application's data for each decision.
pub struct Interpreted<'w> {
    workload: &'w Workload,
    engine: Regorus,
}

impl<'w> Interpreted<'w> {
    pub fn new(workload: &'w Workload) -> Result<Self, String> {
        let all: Vec<usize> = (0..workload.rules.len()).collect();
        let mut engine = engine(workload, &all, false)?;
        // The first question prepares the rules; it belongs to making the policy ready.
        engine.set_input(Value::new_object());
        engine.eval_rule(ENTRY.to_owned()).map_err(|error| first_line(&error))?;
        Ok(Self { workload, engine })
    }
}

impl Engine for Interpreted<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let input = input(self.workload, ask, facts(ask, self.workload.person(pair)));
        self.engine.set_input(input);
        is_true(self.engine.eval_rule(ENTRY.to_owned()))
    }
}

/// The virtual machine; inputs are made beforehand, one for each way in which a person can bear on a question.
pub struct Machine<'w> {
    workload: &'w Workload,
    inputs: Vec<Value>,
    whole: Option<RegoVM>,
    slices: HashMap<Slice, RegoVM>,
}

impl<'w> Machine<'w> {
    /// One program for the whole policy.
    pub fn whole(workload: &'w Workload) -> Result<Self, String> {
        let all: Vec<usize> = (0..workload.rules.len()).collect();
        let whole = Some(machine(workload, &all, false)?);
        Ok(Self { workload, inputs: Vec::new(), whole, slices: HashMap::new() })
    }

    /// A program for each slice, without the conditions that the slice settles.
    pub fn sliced(workload: &'w Workload) -> Result<Self, String> {
        let programs = workload.slices().into_iter().map(|(slice, places)| Ok((slice, machine(workload, &places, true)?)));
        let slices = programs.collect::<Result<_, String>>()?;
        Ok(Self { workload, inputs: Vec::new(), whole: None, slices })
    }
}

impl Engine for Machine<'_> {
    fn prepare(&mut self) {
        let workload = self.workload;
        let ways = |ask| (0..WAYS).map(move |way| input(workload, ask, facts_in(ask, way)));
        self.inputs = workload.asks.iter().flat_map(ways).collect();
    }

    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let input = &self.inputs[pair.ask as usize * WAYS + way(ask, self.workload.person(pair))];
        let machine = match &mut self.whole {
            Some(machine) => machine,
            None => self.slices.get_mut(&Workload::slice_of(ask)).expect("every question has its slice"),
        };
        machine.set_input(input.clone());
        is_true(machine.execute())
    }
}

fn is_true<E: std::fmt::Display>(value: Result<Value, E>) -> bool {
    match value {
        Ok(value) => value == Value::Bool(true),
        Err(error) => panic!("regorus cannot evaluate the policy: {error}"),
    }
}

fn machine(workload: &Workload, places: &[usize], is_slice: bool) -> Result<RegoVM, String> {
    let policy = compiled(workload, places, is_slice)?;
    let program = Compiler::compile_from_policy(&policy, &[ENTRY]).map_err(|error| first_line(&error))?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    Ok(machine)
}

fn compiled(workload: &Workload, places: &[usize], is_slice: bool) -> Result<CompiledPolicy, String> {
    engine(workload, places, is_slice)?.compile_with_entrypoint(&ENTRY.into()).map_err(|error| first_line(&error))
}

fn engine(workload: &Workload, places: &[usize], is_slice: bool) -> Result<Regorus, String> {
    let mut engine = Regorus::new();
    // The limits guard against hostile text; generated policies are longer than them.
    engine.set_policy_length_config(PolicyLengthConfig {
        max_col: NonZeroU32::MAX,
        max_file_bytes: NonZeroUsize::MAX,
        max_lines: NonZeroUsize::MAX,
    });
    engine.add_policy("peers.rego".to_owned(), text(workload, places, is_slice)).map_err(|error| first_line(&error))?;
    Ok(engine)
}

fn first_line(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    format!("refused: {}", text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim())
}

/// The policy in Rego: complete rules, of which the first that holds settles the question. Determining rules are not collected,
/// which is to the advantage of both machines.
fn text(workload: &Workload, places: &[usize], is_slice: bool) -> String {
    let mut text = "package peers\n\ndefault allow := false\n\nallow if {\n\tpermitted\n\tnot forbidden\n}\n\n".to_owned();
    // A name without any rule would be an error.
    text.push_str("permitted if input.never\n\nforbidden if input.never\n");
    let mut yielded: Vec<usize> = places.iter().flat_map(|place| &workload.rules[*place].yields_to).copied().collect();
    yielded.sort_unstable();
    yielded.dedup();
    for place in yielded {
        let conditions = conditions(workload, &workload.rules[place], false).join("\n\t");
        text.push_str(&format!("\nreached_{place} if {{\n\t{conditions}\n}}\n"));
    }
    for place in places {
        let rule = &workload.rules[*place];
        let head = if rule.effect == Effect::Permit { "permitted" } else { "forbidden" };
        let mut all = conditions(workload, rule, is_slice);
        all.extend(rule.yields_to.iter().map(|permit| format!("not reached_{permit}")));
        if all.is_empty() {
            all.push("true".to_owned());
        }
        text.push_str(&format!("\n# {}\n{head} if {{\n\t{}\n}}\n", rule.id, all.join("\n\t")));
    }
    text
}

fn conditions(workload: &Workload, rule: &Rule, is_slice: bool) -> Vec<String> {
    let mut all = Vec::new();
    if !is_slice {
        all.extend(rule.actions.map(|all| one_of("action", all.words().map(|word| word.to_string()))));
        all.extend(rule.actors.as_ref().map(|all| one_of("actor", all.roles().words().map(|word| word.to_string()))));
    }
    if let Some(parties) = &rule.recipients {
        let named: Vec<String> = parties.named().iter().map(|party| name_of(Some(party))).collect();
        assert!(named.is_empty() || parties.roles().is_empty(), "a rule names parties or roles");
        if !named.is_empty() {
            all.push(one_of("recipient", named.into_iter()));
        } else if !is_slice {
            all.push(one_of("role", parties.roles().words().map(|role| role.to_string())));
        }
    }
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>().into_iter();
    all.extend(rule.purposes.map(|purposes| one_of("purpose", owned(workload.purpose_names(purposes)))));
    all.extend(workload.fact_names(rule.when).map(|fact| format!("input.facts[{fact:?}]")));
    all.extend(workload.fact_names(rule.unless).map(|fact| format!("not input.facts[{fact:?}]")));
    all.extend(rule.categories.map(|categories| one_of("category", owned(workload.category_names(categories)))));
    all.extend(rule.origins.map(|all| one_of("origin", all.words().map(|word| word.to_string()))));
    all
}

fn one_of(key: &str, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.map(|word| format!("{word:?}")).collect();
    match words.as_slice() {
        [only] => format!("input.{key} == {only}"),
        _ => format!("input.{key} in {{{}}}", words.join(", ")),
    }
}

/// The input: what the question says, and the facts that hold.
fn input(workload: &Workload, ask: &Ask, facts: Facts) -> Value {
    let role = ask.recipient.as_ref().map_or("none", |party| party.role().name());
    let facts: BTreeMap<Value, Value> = workload.fact_names(facts).map(|name| (name.into(), true.into())).collect();
    let pairs: [(&str, Value); 8] = [
        ("action", ask.action.name().into()),
        ("actor", "operator".into()),
        ("recipient", name_of(ask.recipient.as_ref()).into()),
        ("role", role.into()),
        ("purpose", workload.words.purpose_name(ask.purpose).unwrap_or_default().into()),
        ("category", workload.category_names(ask.category)[0].into()),
        ("origin", ask.origin.name().into()),
        ("facts", facts.into()),
    ];
    pairs.into_iter().map(|(key, value)| (key.into(), value)).collect::<BTreeMap<Value, Value>>().into()
}
