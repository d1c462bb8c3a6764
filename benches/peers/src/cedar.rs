//! cedar-policy: as its guide suggests, and tuned as far as its users can.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};
use lawful::policy::Effect;
use lawful::vocabulary::{DataCategories, Parties, Party, Purposes};

use crate::measure::Engine;
use crate::scan::{WAYS, facts, facts_in, way};
use crate::workload::{Ask, Facts, Pair, Rule, Slice, Workload};

/// All policies in one set; the request and its context are made from the application's data for each decision.
pub struct Natural<'w> {
    workload: &'w Workload,
    policies: PolicySet,
    entities: Entities,
    authorizer: Authorizer,
    party: EntityTypeName,
    action: EntityTypeName,
}

impl<'w> Natural<'w> {
    pub fn new(workload: &'w Workload) -> Self {
        let text: String = workload.rules.iter().map(|rule| Natural::policy(workload, rule)).collect();
        let policies = text.parse().expect("the policies are written in Cedar");
        let entities = Entities::from_entities(party_entities(workload), None).expect("no entity is there twice");
        Self { workload, policies, entities, authorizer: Authorizer::new(), party: kind("Party"), action: kind("Action") }
    }

    /// What the rule says, as a policy. An exemption becomes a prohibition: what it takes out is not permitted either.
    fn policy(workload: &Workload, rule: &Rule) -> String {
        let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
        let action = rule.actions.map_or(String::new(), |all| format!(" in [{}]", list("Action", all.words())));
        let conditions = Natural::conditions(workload, rule, false);
        let unless = Natural::lifts(workload, rule);
        format!("@id({:?})\n{effect}(principal, action{action}, resource)\nwhen {{ {conditions} }}{unless};\n", rule.id)
    }

    fn conditions(workload: &Workload, rule: &Rule, with_action: bool) -> String {
        let mut all = Vec::new();
        if let Some(actions) = rule.actions.filter(|_| with_action) {
            all.push(format!("action in [{}]", list("Action", actions.words())));
        }
        if let Some(actors) = &rule.actors {
            all.push(format!("[{}].contains(principal)", list("Party", names(actors))));
        }
        if let Some(parties) = &rule.recipients {
            all.push(format!("resource in [{}]", list("Party", names(parties))));
        }
        if let Some(purposes) = rule.purposes {
            all.push(format!("{:?}.contains(context.purpose)", workload.purpose_names(purposes)));
        }
        if let Some(categories) = rule.categories {
            all.push(format!("{:?}.contains(context.category)", workload.category_names(categories)));
        }
        if let Some(origins) = rule.origins {
            let origins: Vec<String> = origins.words().map(|origin| origin.to_string()).collect();
            all.push(format!("{origins:?}.contains(context.origin)"));
        }
        if rule.when != 0 {
            all.push(format!("context.facts.containsAll({:?})", workload.fact_names(rule.when).collect::<Vec<_>>()));
        }
        if all.is_empty() { "true".to_owned() } else { all.join(" && ") }
    }

    fn lifts(workload: &Workload, rule: &Rule) -> String {
        let mut any = Vec::new();
        if rule.unless != 0 {
            any.push(format!("context.facts.containsAny({:?})", workload.fact_names(rule.unless).collect::<Vec<_>>()));
        }
        // The permits that a prohibition gives way to are written out in it: Cedar has no reference from policy to policy.
        any.extend(rule.yields_to.iter().map(|place| {
            let permit = &workload.rules[*place];
            assert_eq!(permit.unless, 0, "the permits yielded to have no exception of their own");
            format!("({})", Natural::conditions(workload, permit, true))
        }));
        if any.is_empty() { String::new() } else { format!(" unless {{ {} }}", any.join(" || ")) }
    }
}

impl Engine for Natural<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let facts = facts(ask, self.workload.person(pair));
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let names = self.workload.fact_names(facts).map(text);
        let context = context([
            ("purpose".to_owned(), text(self.workload.words.purpose_name(ask.purpose).unwrap_or_default())),
            ("category".to_owned(), text(self.workload.category_names(ask.category)[0])),
            ("origin".to_owned(), text(ask.origin.name())),
            ("facts".to_owned(), RestrictedExpression::new_set(names)),
        ]);
        let uid = |kind: &EntityTypeName, name: &str| EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(name));
        let recipient = uid(&self.party, &name_of(ask.recipient.as_ref()));
        let request = request(uid(&self.party, "operator"), uid(&self.action, ask.action.name()), recipient, context);
        self.authorizer.is_authorized(&request, &self.policies, &self.entities).decision() == Decision::Allow
    }
}

/// Policies sliced by hand by actor, action and role of the recipient; lists as groups of entities, facts as attributes, the
/// cheapest condition first; and every request made beforehand, once for each way in which a person can bear on the question.
pub struct Sliced<'w> {
    workload: &'w Workload,
    slices: HashMap<Slice, PolicySet>,
    requests: Vec<Request>,
    entities: Entities,
    authorizer: Authorizer,
}

impl<'w> Sliced<'w> {
    pub fn new(workload: &'w Workload) -> Self {
        let mut groups = Groups::default();
        let policies: Vec<Policy> = workload
            .rules
            .iter()
            .enumerate()
            .map(|(place, rule)| {
                let text = groups.policy(workload, rule);
                Policy::parse(Some(PolicyId::new(place.to_string())), text).expect("the policies are written in Cedar")
            })
            .collect();
        let set = |places: Vec<usize>| {
            PolicySet::from_policies(places.into_iter().map(|place| policies[place].clone())).expect("ids differ")
        };
        let slices = workload.slices().into_iter().map(|(slice, places)| (slice, set(places))).collect();
        let entities = groups.entities(workload);
        Self { workload, slices, requests: Vec::new(), entities, authorizer: Authorizer::new() }
    }

    fn request(workload: &Workload, ask: &Ask, way: usize) -> Request {
        let facts = facts_in(ask, way);
        let category = uid("Category", workload.category_names(ask.category)[0]);
        let flags = workload.facts.iter().map(|(bit, name)| (attribute(name), RestrictedExpression::new_bool(facts & bit != 0)));
        let words = [
            ("category".to_owned(), RestrictedExpression::new_entity_uid(category)),
            ("origin".to_owned(), RestrictedExpression::new_string(ask.origin.to_string())),
        ];
        let purpose = uid("Purpose", workload.words.purpose_name(ask.purpose).unwrap_or_default());
        let recipient = uid("Party", &name_of(ask.recipient.as_ref()));
        request(purpose, uid("Action", ask.action.name()), recipient, context(words.into_iter().chain(flags)))
    }
}

impl Engine for Sliced<'_> {
    fn prepare(&mut self) {
        let workload = self.workload;
        let requests = workload.asks.iter().flat_map(|ask| (0..WAYS).map(move |way| Self::request(workload, ask, way)));
        self.requests = requests.collect();
    }

    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let request = &self.requests[pair.ask as usize * WAYS + way(ask, self.workload.person(pair))];
        let slice = self.slices.get(&Workload::slice_of(ask));
        slice.is_some_and(|slice| self.authorizer.is_authorized(request, slice, &self.entities).decision() == Decision::Allow)
    }
}

/// Lists of purposes and categories that rules name, each an entity that its members lie in.
#[derive(Default)]
struct Groups {
    purposes: Vec<Purposes>,
    categories: Vec<DataCategories>,
}

impl Groups {
    fn policy(&mut self, workload: &Workload, rule: &Rule) -> String {
        let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
        let scope = rule.purposes.map_or(String::new(), |purposes| format!(" {}", self.purpose(workload, purposes)));
        let conditions = self.conditions(workload, rule, false);
        let mut lifts: Vec<String> = flags(workload, rule.unless).collect();
        lifts
            .extend(rule.yields_to.iter().map(|place| format!("({})", self.conditions(workload, &workload.rules[*place], true))));
        let unless = if lifts.is_empty() { String::new() } else { format!(" unless {{ {} }}", lifts.join(" || ")) };
        format!("{effect}(principal{scope}, action, resource) when {{ {conditions} }}{unless};")
    }

    /// Actions and roles are settled by the slice, but for permits that another policy gives way to, and for parties by name.
    fn conditions(&mut self, workload: &Workload, rule: &Rule, in_full: bool) -> String {
        let mut all: Vec<String> = flags(workload, rule.when).collect();
        if let Some(actions) = rule.actions.filter(|_| in_full) {
            let any: Vec<String> = actions.words().map(|action| format!("action == Action::\"{action}\"")).collect();
            all.push(format!("({})", any.join(" || ")));
        }
        if let Some(purposes) = rule.purposes.filter(|_| in_full) {
            all.push(format!("principal {}", self.purpose(workload, purposes)));
        }
        if let Some(parties) = rule.recipients.as_ref().filter(|parties| in_full || !parties.named().is_empty()) {
            let any: Vec<String> = names(parties).map(|name| format!("resource in Party::\"{name}\"")).collect();
            all.push(format!("({})", any.join(" || ")));
        }
        if let Some(categories) = rule.categories {
            let place = place_in(&mut self.categories, categories);
            all.push(format!("context.category in CategoryGroup::\"{place}\""));
        }
        if let Some(origins) = rule.origins {
            let any: Vec<String> = origins.words().map(|origin| format!("context.origin == \"{origin}\"")).collect();
            all.push(format!("({})", any.join(" || ")));
        }
        if all.is_empty() { "true".to_owned() } else { all.join(" && ") }
    }

    fn purpose(&mut self, workload: &Workload, purposes: Purposes) -> String {
        match workload.purpose_names(purposes).as_slice() {
            [only] => format!("== Purpose::\"{only}\""),
            _ => format!("in PurposeGroup::\"{}\"", place_in(&mut self.purposes, purposes)),
        }
    }

    fn entities(&self, workload: &Workload) -> Entities {
        let mut all: Vec<Entity> = party_entities(workload);
        for purpose in Purposes::all().purposes() {
            if let Some(name) = workload.words.purpose_name(purpose) {
                let groups = self.purposes.iter().enumerate().filter(|(_, group)| group.contains(purpose.into()));
                let groups = groups.map(|(place, _)| uid("PurposeGroup", &place.to_string())).collect();
                all.push(Entity::new_no_attrs(uid("Purpose", name), groups));
            }
        }
        for category in workload.words.all_categories().leaves() {
            let groups = self.categories.iter().enumerate().filter(|(_, group)| group.contains(category));
            let groups = groups.map(|(place, _)| uid("CategoryGroup", &place.to_string())).collect();
            all.push(Entity::new_no_attrs(uid("Category", workload.category_names(category)[0]), groups));
        }
        Entities::from_entities(all, None).expect("no entity is there twice")
    }
}

fn place_in<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|known| *known == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

fn flags(workload: &Workload, facts: Facts) -> impl Iterator<Item = String> {
    workload.fact_names(facts).map(|name| format!("context.{}", attribute(name)))
}

fn attribute(fact: &str) -> String {
    fact.replace('-', "_")
}

/// Named parties, each in the entity of its role.
fn party_entities(workload: &Workload) -> Vec<Entity> {
    let named: HashSet<&Party> =
        workload.asks.iter().filter_map(|ask| ask.recipient.as_ref()).filter(|party| party.id().is_some()).collect();
    let entity = |party: &Party| {
        let role = uid("Party", party.role().name());
        Entity::new_no_attrs(uid("Party", &name_of(Some(party))), HashSet::from([role]))
    };
    named.into_iter().map(entity).collect()
}

fn names(parties: &Parties) -> impl Iterator<Item = String> {
    parties.roles().words().map(|role| role.to_string()).chain(parties.named().iter().map(|party| name_of(Some(party))))
}

/// `role` or `role:id`, and `none` for an action without recipient.
pub fn name_of(party: Option<&Party>) -> String {
    match party.map(|party| (party.role(), party.id())) {
        None => "none".to_owned(),
        Some((role, None)) => role.to_string(),
        Some((role, Some(id))) => format!("{role}:{}", id.as_str()),
    }
}

fn list(kind: &str, names: impl Iterator<Item = impl Display>) -> String {
    names.map(|name| format!("{kind}::\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn uid(kind_name: &str, name: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind(kind_name), EntityId::new(name))
}

fn kind(name: &str) -> EntityTypeName {
    name.parse().expect("the kinds of entities are plain names")
}

fn context(pairs: impl IntoIterator<Item = (String, RestrictedExpression)>) -> Context {
    Context::from_pairs(pairs).expect("no attribute is there twice")
}

fn request(principal: EntityUid, action: EntityUid, resource: EntityUid, context: Context) -> Request {
    Request::new(principal, action, resource, context, None).expect("without a schema every request is valid")
}
