//! The policies that a suite asks, kept beside the hits so that the report can name what was never hit.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::POLICY;
use super::record::unique;
use crate::policy::Policy;

/// A policy as it is stored.
pub(super) fn written(policy: &Policy) -> io::Result<String> {
    Ok(serde_json::to_string(policy)?)
}

/// The digest of a stored policy: 128-bit FNV-1a. It tells policies apart and protects against nobody.
pub(super) fn digest(text: &str) -> String {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let hash = text.bytes().fold(start, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul((1 << 88) | 0x13b));
    format!("{hash:032x}")
}

/// Where the policy of a digest is stored.
pub(super) fn place(directory: &Path, digest: &str) -> PathBuf {
    directory.join(format!("{POLICY}{digest}.json"))
}

/// Stores a policy, unless it is there: written beside its place first, so that nobody finds half of one.
pub(super) fn save(directory: &Path, digest: &str, text: &str) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let place = place(directory, digest);
    if place.exists() {
        return Ok(());
    }
    let unfinished = directory.join(format!("{POLICY}{digest}.{}.tmp", unique()));
    fs::write(&unfinished, text)?;
    fs::rename(&unfinished, &place)
}
