//! Finding the files.

use std::path::{Path, PathBuf};

use super::SuiteError;
use crate::vocabulary::Finding;
use crate::vocabulary::notation::{Node, toml};

/// A scenario file.
pub(super) struct Source {
    pub(super) path: PathBuf,
    /// What its scenarios' names begin with: its path below the part of the pattern that has no wildcard, without the ending.
    pub(super) name: String,
}

impl Source {
    pub(super) fn new(path: impl Into<PathBuf>, below: &Path) -> Self {
        let path = path.into();
        let name = path.strip_prefix(below).unwrap_or(&path).with_extension("");
        let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Self { name: parts.join("/"), path }
    }

    /// The policies that it names stand beside it.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The tree of the file.
    pub(super) fn read(&self) -> Result<Node, Vec<Finding>> {
        let text = std::fs::read_to_string(&self.path)
            .map_err(|error| vec![Finding::new("", format!("the file cannot be read: {error}"))])?;
        parse(&text)
    }

    /// Says that findings are about this file, where they are not about another.
    pub(super) fn owns(&self, findings: Vec<Finding>) -> impl Iterator<Item = Finding> {
        let file = self.path.display().to_string();
        findings.into_iter().map(move |finding| Finding { file: finding.file.or_else(|| Some(file.clone())), ..finding })
    }
}

pub(super) fn parse(text: &str) -> Result<Node, Vec<Finding>> {
    toml::parse(text).map_err(|findings| findings.into_vec())
}

/// The files of a pattern, in the order of their paths; none is a mistake.
pub(super) fn find(pattern: &str) -> Result<Vec<Source>, SuiteError> {
    let refused =
        |message: String| SuiteError::new(vec![Finding { file: Some(pattern.to_owned()), ..Finding::new("", message) }]);
    let paths = glob::glob(pattern).map_err(|error| refused(format!("this is no pattern of files: {}", error.msg)))?;
    let below = fixed_part(pattern);
    let mut sources = Vec::new();
    for path in paths {
        let path = path.map_err(|error| refused(format!("a folder cannot be read: {error}")))?;
        if !path.is_file() {
            continue;
        }
        let source = Source::new(path, &below);
        if let Some(other) = sources.iter().find(|other: &&Source| other.name == source.name) {
            let (one, other) = (source.path.display(), other.path.display());
            return Err(refused(format!("the scenarios of {other} and {one} would have the same names")));
        }
        sources.push(source);
    }
    if sources.is_empty() {
        return Err(refused("no file matches the pattern; it counts from the folder of the package".to_owned()));
    }
    Ok(sources)
}

/// The folder that all files of a pattern lie in.
fn fixed_part(pattern: &str) -> PathBuf {
    let folder = Path::new(pattern).parent().unwrap_or(Path::new(""));
    folder.components().take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '['])).collect()
}
