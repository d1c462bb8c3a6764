//! The engines of a suite: one for each policy with its layers, shared by all scenarios about it.

use std::path::{Path, PathBuf};

use crate::engine::PolicyEngine;
use crate::policy::{Policy, PolicyError, PolicyStack};
use crate::vocabulary::notation::{Node, Reader, Value};
use crate::vocabulary::{Finding, nearest};

/// What compiles and keeps the engines while files are read.
pub(super) struct Engines<'p> {
    /// The policy of files that name none.
    base: &'p Policy,
    made: Vec<(Key, PolicyEngine)>,
}

/// A policy, `None` for the base, and its layers; each by the name of a built-in policy or by its path.
type Key = (Option<PathBuf>, Vec<PathBuf>);

/// An engine, and its number among those of the suite.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) number: usize,
    pub(super) engine: PolicyEngine,
}

/// Where a file names its policies.
#[derive(Clone, Copy)]
pub(super) struct Named<'n> {
    pub(super) policy: Option<&'n Node>,
    pub(super) layers: Option<&'n Node>,
}

impl<'p> Engines<'p> {
    pub(super) fn new(base: &'p Policy) -> Self {
        Self { base, made: Vec::new() }
    }

    /// The engine of the policies that a file beside `folder` names; what is wrong with them is reported.
    pub(super) fn get(&mut self, folder: &Path, named: Named<'_>, cx: &mut Reader<'_>) -> Option<Setting> {
        let policy = match named.policy {
            Some(node) => Some(cx.at_key("policy", |cx| place(node, folder, cx))?),
            None => None,
        };
        let layers = match named.layers {
            Some(node) => cx.at_key("layers", |cx| places(node, folder, cx))?,
            None => Vec::new(),
        };
        let key = (policy, layers);
        if let Some(number) = self.made.iter().position(|(made, _)| *made == key) {
            return Some(Setting { number, engine: self.made[number].1.clone() });
        }
        match self.compiled(&key) {
            Ok(engine) => {
                self.made.push((key, engine.clone()));
                Some(Setting { number: self.made.len() - 1, engine })
            }
            Err(error) => {
                let line = named.layers.or(named.policy).and_then(|node| node.line);
                for finding in error.findings() {
                    let here = finding.file.is_none();
                    cx.push(if here { finding.clone().on_line(line) } else { finding.clone() });
                }
                None
            }
        }
    }

    fn compiled(&self, (policy, layers): &Key) -> Result<PolicyEngine, PolicyError> {
        let base = match policy {
            None => self.base.clone(),
            Some(path) => match path.to_str().and_then(Policy::builtin) {
                Some(policy) => policy.clone(),
                None => Policy::load(path)?,
            },
        };
        if layers.is_empty() && base == *Policy::platform() {
            return Ok(PolicyEngine::platform());
        }
        let mut stack = PolicyStack::new(base);
        for layer in layers {
            let layer = stack.load_layer(layer)?;
            stack = stack.lay(layer)?;
        }
        Ok(PolicyEngine::layered(stack))
    }
}

fn places(node: &Node, folder: &Path, cx: &mut Reader<'_>) -> Option<Vec<PathBuf>> {
    let Value::List(nodes) = &node.value else {
        cx.report(node, format!("expected a list of policies, found {}", node.kind()));
        return None;
    };
    let places: Vec<_> = nodes.iter().enumerate().map(|(index, node)| cx.at_index(index, |cx| place(node, folder, cx))).collect();
    places.into_iter().collect()
}

/// The name of a built-in policy, or the path of a file.
fn place(node: &Node, folder: &Path, cx: &mut Reader<'_>) -> Option<PathBuf> {
    let name = crate::vocabulary::notation::text(node, cx, "the name of a built-in policy, or a file")?;
    if Policy::builtin(name).is_some() {
        return Some(name.into());
    }
    let path = folder.join(name);
    if path.is_file() {
        return Some(path);
    }
    let message = "expected a built-in policy, `platform` or `protective`, or a file beside this one";
    let finding = Finding::new(cx.path(), message).on_line(node.line).bad(name);
    cx.push(finding.suggesting(nearest(name, Policy::BUILTIN)));
    None
}
