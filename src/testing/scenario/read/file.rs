//! A scenario file as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::fixtures::Fixtures;
use super::scenario::Head;
use super::tree::{each_of, entry};
use crate::testing::scenario::engines::{Engines, Named, Setting};
use crate::testing::scenario::model::{Question, Scenario};
use crate::testing::scenario::source::Source;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader};
use crate::vocabulary::{Finding, Instant, Vocabulary};

/// What goes from scenario to scenario while a file is read.
pub(super) struct FileReader<'a> {
    source: &'a Source,
    /// The instant of requests that name no other.
    pub(super) at: Option<&'a Node>,
    pub(super) fixtures: &'a Fixtures,
    /// The lines of the names that were seen.
    names: BTreeMap<String, Option<u32>>,
    scenarios: Vec<Scenario>,
}

/// The scenarios of a file, or all its mistakes.
pub(in crate::testing::scenario) fn read_file(
    source: &Source,
    node: &Node,
    engines: &mut Engines<'_>,
) -> Result<Vec<Scenario>, Vec<Finding>> {
    let mut cx = Reader::new(Vocabulary::builtin());
    let Some(mut fields) = Fields::open(node, &mut cx, "a file of scenarios") else { return Err(cx.into_findings()) };
    fields.optional::<String>("section", &mut cx);
    let named = Named { policy: fields.take("policy"), layers: fields.take("layers") };
    let at = fields.take("at");
    let instant = at.and_then(|node| cx.at_key("at", |cx| Instant::from_node(node, cx)));
    let fixtures = Fixtures::read(&mut fields, &mut cx);
    let nodes = fields.take("scenario").map(each_of).unwrap_or_default();
    fields.close(&mut cx);
    if nodes.is_empty() {
        cx.push(Finding::new("", "there is no `[[scenario]]` in the file"));
    }
    let Some(setting) = engines.get(source.folder(), named, &mut cx) else { return Err(distinct(cx.into_findings())) };

    let mut findings = cx.into_findings();
    // A bad instant is reported already, and must not be reported by each request again.
    let at = at.filter(|_| instant.is_some());
    let mut file = FileReader { source, at, fixtures: &fixtures, names: BTreeMap::new(), scenarios: Vec::new() };
    for (index, node) in nodes.iter().enumerate() {
        file.read(index, node, named, engines, &mut findings);
    }
    let mut cx = Reader::new(setting.engine.vocabulary());
    fixtures.read_unused(&mut cx);
    findings.extend(cx.into_findings());
    if findings.is_empty() { Ok(file.scenarios) } else { Err(distinct(findings)) }
}

impl FileReader<'_> {
    /// Reads a scenario and its flips, each in the words of its own policies.
    fn read(&mut self, index: usize, node: &Node, of_file: Named<'_>, engines: &mut Engines<'_>, findings: &mut Vec<Finding>) {
        let place = Place { scenario: index, flip: None };
        let named = Named { layers: entry(node, "layers").or(of_file.layers), ..of_file };
        let Some(setting) = self.setting(place, named, engines, findings) else { return };
        let mut cx = Reader::new(setting.engine.vocabulary());
        let read = place.at(&mut cx, |cx| self.scenario(node, &setting, cx));
        findings.extend(cx.into_findings());
        let Some((head, draft)) = read else { return };
        for (flip, node) in entry(node, "flip").map(each_of).unwrap_or_default().iter().enumerate() {
            let place = Place { flip: Some(flip), ..place };
            let named = Named { layers: entry(node, "layers").or(named.layers), ..named };
            let Some(setting) = self.setting(place, named, engines, findings) else { continue };
            let mut cx = Reader::new(setting.engine.vocabulary());
            place.at(&mut cx, |cx| self.flip(node, &head, draft.clone(), &setting, cx));
            findings.extend(cx.into_findings());
        }
    }

    fn setting(&self, place: Place, named: Named<'_>, engines: &mut Engines<'_>, findings: &mut Vec<Finding>) -> Option<Setting> {
        let mut cx = Reader::new(Vocabulary::builtin());
        let setting = place.at(&mut cx, |cx| engines.get(self.source.folder(), named, cx));
        findings.extend(cx.into_findings());
        setting
    }

    /// The name of a scenario, or of a flip of it, below that of the file. It must be the only one.
    pub(super) fn name(&mut self, fields: &mut Fields<'_>, node: &Node, of: Option<&str>, cx: &mut Reader<'_>) -> Option<String> {
        let Some(node) = fields.take("name") else {
            cx.report(node, "`name` is missing");
            return None;
        };
        let own = cx.at_key("name", |cx| String::from_node(node, cx))?;
        if own.trim().is_empty() || own.trim() != own || own.chars().any(char::is_control) {
            cx.at_key("name", |cx| cx.report_bad(node, "expected a name in one line, without blanks around it", &own));
            return None;
        }
        let name = of.map_or_else(|| own.clone(), |of| format!("{of}::{own}"));
        if let Some(other) = self.names.insert(name.clone(), node.line) {
            let place = other.map_or_else(String::new, |line| format!(", the other on line {line}"));
            cx.at_key("name", |cx| cx.report_bad(node, format!("two scenarios have the same name{place}"), &name));
        }
        Some(name)
    }

    /// Keeps a scenario that was read whole; otherwise what is wrong with it was reported.
    pub(super) fn add(&mut self, head: &Head<'_>, name: Option<String>, line: Option<u32>, questions: Vec<Question>) {
        let Some(name) = name.filter(|_| !questions.is_empty()) else { return };
        self.scenarios.push(Scenario {
            name: format!("{}::{name}", self.source.name),
            file: self.source.path.clone(),
            line: line.unwrap_or_default(),
            clause: head.clause.clone(),
            why: head.why.clone(),
            engine: head.setting.engine.clone(),
            setting: head.setting.number,
            questions,
        });
    }
}

/// Which scenario or flip of a file it is, counted from 0.
#[derive(Clone, Copy)]
struct Place {
    scenario: usize,
    flip: Option<usize>,
}

impl Place {
    /// Reads there.
    fn at<T>(self, cx: &mut Reader<'_>, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        cx.at_key("scenario", |cx| {
            cx.at_index(self.scenario, |cx| match self.flip {
                Some(flip) => cx.at_key("flip", |cx| cx.at_index(flip, read)),
                None => read(cx),
            })
        })
    }
}

/// Each mistake once: what is wrong with a fixture is found by every scenario that uses it.
fn distinct(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        let place = if finding.line.is_some() { String::new() } else { finding.key.clone() };
        seen.insert((finding.file.clone(), finding.line, place, finding.message.clone(), finding.bad.clone()))
    });
    findings
}
