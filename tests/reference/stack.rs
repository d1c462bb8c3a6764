//! Editions, layers and items, put together into one answer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Answer;
use super::case::{Item, Question, get, strings, text};
use super::combine::{Judgement, Verdict, judge};
use super::editions::{Edition, binding, editions, id, in_force};
use super::words::Words;

/// One policy in one of its editions. In a stack of them, the base comes first and each layer lies over those before.
pub struct Reading<'a> {
    /// The policy.
    pub policy: &'a Value,
    /// The edition that is read.
    pub edition: &'a str,
    /// The rules of that edition.
    pub rules: Vec<&'a Value>,
    /// Whether what no rule reaches is not governed rather than denied.
    pub silent: bool,
}

impl<'a> Reading<'a> {
    fn of(policy: &'a Value, edition: &Edition<'a>) -> Reading<'a> {
        let silent = match text(policy, "default").unwrap_or("deny") {
            "deny" => false,
            "silent" => true,
            other => panic!("no such default: {other}"),
        };
        Reading { policy, edition: edition.version, rules: edition.rules.clone(), silent }
    }
}

/// One policy's judgement on one category of one item, as it stands in one stack.
struct Voice<'a> {
    category: String,
    policy_id: &'a str,
    edition: &'a str,
    layer: bool,
    judgement: Judgement<'a>,
}

/// Decides the request under the person's and the operator's edition, with the layers over each; the stricter wins.
pub fn decide(policy: &Value, layers: &[Value], case: &Value) -> Answer {
    let question = Question::of(case, Words::of(std::iter::once(policy).chain(layers)));
    let mut finals: BTreeMap<String, Verdict> = BTreeMap::new();
    let mut voices = Vec::new();
    for stack in stacks(policy, layers, &question) {
        for item in question.items() {
            for (category, verdict) in decide_item(&question, &stack, &item, &mut voices) {
                // A category that stands in several items gets its strictest answer.
                let so_far = finals.entry(category).or_insert(verdict);
                *so_far = verdict.max(*so_far);
            }
        }
    }
    answer(&finals, &voices)
}

/// The base in the edition that binds the person and in the one that binds the operator, each under the layers.
fn stacks<'a>(policy: &'a Value, layers: &'a [Value], question: &Question<'_>) -> Vec<Vec<Reading<'a>>> {
    let base = editions(policy);
    let persons = binding(&base, question.subject, question.at);
    let operators = in_force(&base, question.at);
    let mut stacks = Vec::new();
    for place in BTreeSet::from([persons, operators]) {
        let mut stack = vec![Reading::of(policy, &base[place])];
        for layer in layers {
            // A layer's editions bind by their effect alone.
            let editions = editions(layer);
            stack.push(Reading::of(layer, &editions[in_force(&editions, question.at)]));
        }
        stacks.push(stack);
    }
    stacks
}

/// The answer of a whole stack on each category of an item; every policy's own is added to the voices.
fn decide_item<'a>(
    question: &Question<'_>,
    stack: &[Reading<'a>],
    item: &Item<'_>,
    voices: &mut Vec<Voice<'a>>,
) -> BTreeMap<String, Verdict> {
    let mut verdicts = BTreeMap::new();
    for depth in 1..=stack.len() {
        let reading = &stack[depth - 1];
        let layer = depth > 1;
        for (category, judgement) in judge(question, &stack[..depth], item) {
            let own = judgement.verdict;
            let verdict = verdicts.get(&category).map_or(own, |under| lay_over(*under, reading, own));
            verdicts.insert(category.clone(), verdict);
            let policy_id = text(reading.policy, "id").expect("id");
            voices.push(Voice { category, policy_id, edition: reading.edition, layer, judgement });
        }
    }
    verdicts
}

/// A layer over what is under it: the stricter wins.
///
/// Where that is not governed, a silent layer has no say; where the layer is not governed, it leaves the answer alone.
fn lay_over(under: Verdict, layer: &Reading<'_>, own: Verdict) -> Verdict {
    if under == Verdict::NotGoverned && layer.silent { under } else { under.max(own) }
}

/// The whole answer; reasons, duties and grounds are those of every voice that says what is final.
fn answer(finals: &BTreeMap<String, Verdict>, voices: &[Voice<'_>]) -> Answer {
    let with = |verdict: Verdict| -> BTreeSet<String> {
        finals.iter().filter(|(_, found)| **found == verdict).map(|(category, _)| category.clone()).collect()
    };
    let mut answer = Answer {
        verdict: finals.values().max().expect("a category").name(),
        permitted: with(Verdict::Permitted),
        denied: with(Verdict::Denied),
        undetermined: with(Verdict::Undetermined),
        not_governed: with(Verdict::NotGoverned),
        duties: BTreeSet::new(),
        grounds: BTreeSet::new(),
        reasons: BTreeMap::new(),
    };
    for voice in voices {
        listen(voice, finals[&voice.category], &mut answer);
    }
    if answer.verdict == "permitted" && !answer.not_governed.is_empty() {
        answer.duties.insert("split-ungoverned".to_owned());
    }
    answer
}

/// Takes from a voice what belongs into the answer.
fn listen(voice: &Voice<'_>, final_verdict: Verdict, answer: &mut Answer) {
    let Judgement { verdict, reasons, reached } = &voice.judgement;
    let agrees = *verdict == final_verdict;
    // A layer's obligations count although its own answer is not governed.
    let obliges = agrees || (voice.layer && *verdict == Verdict::NotGoverned);
    if final_verdict == Verdict::Permitted && obliges {
        add_duties(&reached.obligations, answer);
    }
    if !agrees {
        return;
    }
    if final_verdict == Verdict::Permitted {
        add_duties(&reached.permits, answer);
        answer.grounds.extend(reached.permits.iter().filter_map(|rule| text(rule, "ground")).map(str::to_owned));
    }
    if final_verdict == Verdict::Denied {
        add_duties(&reached.forbids, answer);
    }
    for rule in reasons {
        let key = rule
            .map_or_else(Default::default, |rule| (voice.policy_id.to_owned(), voice.edition.to_owned(), id(rule).to_owned()));
        answer.reasons.entry(key).or_default().insert(voice.category.clone());
    }
}

fn add_duties(rules: &[&Value], answer: &mut Answer) {
    answer.duties.extend(rules.iter().flat_map(|rule| strings(get(rule, "duties"))));
}
