//! Policies from text and from files.

use std::path::{Path, PathBuf};

use super::read::{Surroundings, read_policy};
use super::{Policy, PolicyError, PolicyStack};
use crate::vocabulary::notation::{Node, serialized, toml};
use crate::vocabulary::{Finding, nearest};

impl Policy {
    /// Reads a policy from TOML. It may extend a built-in policy; to extend a file, [load](Self::load) it. The keys are those of
    /// the [module](crate::policy#a-policy-file-key-by-key).
    ///
    /// # Errors
    ///
    /// Every mistake in the text; of text that is no TOML, the first.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        read_policy(&toml::parse(text)?, &Surroundings { under: &[], base: &builtin_base })
    }

    /// Reads a policy from JSON, in the same shape as TOML. It may extend a built-in policy.
    ///
    /// # Errors
    ///
    /// Every mistake in the text.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        read_policy(&json(text)?, &Surroundings { under: &[], base: &builtin_base })
    }

    /// Loads a policy from a file: TOML, or JSON where its name ends in `.json`. What it extends is a built-in policy or a file
    /// beside it.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or every mistake in it.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, PolicyError> {
        load(path.as_ref(), &[], &[])
    }
}

impl PolicyStack {
    /// Reads a policy from TOML as a layer over this stack: it may cite the clauses of what is under it, and use its words.
    ///
    /// # Errors
    ///
    /// Every mistake in the text.
    pub fn read_layer(&self, text: &str) -> Result<Policy, PolicyError> {
        let under: Vec<&Policy> = self.policies().collect();
        read_policy(&toml::parse(text)?, &Surroundings { under: &under, base: &builtin_base })
    }

    /// Loads a layer over this stack: a built-in policy by its name, or a file.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or every mistake in it.
    pub fn load_layer(&self, name_or_path: impl AsRef<Path>) -> Result<Policy, PolicyError> {
        let path = name_or_path.as_ref();
        if let Some(policy) = path.to_str().and_then(Policy::builtin) {
            return Ok(policy.clone());
        }
        load(path, &self.policies().collect::<Vec<_>>(), &[])
    }
}

fn load(path: &Path, under: &[&Policy], opened: &[PathBuf]) -> Result<Policy, PolicyError> {
    let file = path.display().to_string();
    let read = || {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let meant = nearest(&file, Policy::BUILTIN);
            PolicyError::one(Finding::new("", format!("the file cannot be read: {error}")).suggesting(meant))
        })?;
        let node = if path.extension().is_some_and(|ending| ending == "json") { json(&text)? } else { toml::parse(&text)? };
        let mut opened = opened.to_vec();
        opened.push(canonical(path));
        let base = |name: &str| match Policy::builtin(name) {
            Some(policy) => Ok(policy.clone()),
            None => {
                let beside = path.parent().unwrap_or(Path::new("")).join(name);
                if opened.contains(&canonical(&beside)) {
                    let message = "the file extends itself, directly or through others";
                    return Err(PolicyError::one(Finding::new("extends", message).bad(name)));
                }
                load(&beside, &[], &opened)
            }
        };
        read_policy(&node, &Surroundings { under, base: &base })
    };
    read().map_err(|error| error.in_file(&file))
}

/// One path for one file, however it is spelt.
fn canonical(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The base of a policy that has no place in the file system.
fn builtin_base(name: &str) -> Result<Policy, PolicyError> {
    Policy::builtin(name).cloned().ok_or_else(|| {
        let message = "expected a built-in policy, `platform` or `protective`: a policy that is not loaded from a file has no files beside it";
        PolicyError::one(Finding::new("extends", message).bad(name).suggesting(nearest(name, Policy::BUILTIN)))
    })
}

fn json(text: &str) -> Result<Node, PolicyError> {
    serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).ok();
        PolicyError::one(Finding::new("", format!("this is not JSON: {error}")).on_line(line))
    })
}

impl serde::Serialize for Policy {
    /// Writes the whole policy, what it extends included.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialized(self, serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Policy {
    /// Reads a policy; it may extend a built-in one.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        read_policy(&node, &Surroundings { under: &[], base: &builtin_base }).map_err(serde::de::Error::custom)
    }
}
