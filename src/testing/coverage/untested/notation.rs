//! Scenarios as they are written in TOML.

use std::fmt;

use chrono::DateTime;
use serde_json::Value;

use super::Gap;
use super::search::{AT, Found};

/// Writes a scenario whose answer is to be filled in.
pub(super) fn scenario(f: &mut fmt::Formatter<'_>, gap: &Gap, layers: &[String], found: &Found) -> fmt::Result {
    writeln!(f, "[[scenario]]")?;
    writeln!(f, "name = {}", text(&format!("{}: {}", gap.rule, gap.sides.join("; "))))?;
    writeln!(f, "clause = {}", text(&gap.clause))?;
    if !layers.is_empty() {
        let layers: Vec<_> = layers.iter().map(|layer| text(layer)).collect();
        writeln!(f, "layers = [{}]", layers.join(", "))?;
    }
    writeln!(f, "subject = {}", inline(&found.subject))?;
    writeln!(f, "why = \"fill-in\"")?;
    writeln!(f, "# Today: {}.", found.answer)?;
    writeln!(f, "expect = {{ verdict = \"fill-in\" }}")?;
    writeln!(f, "[scenario.request]")?;
    for key in ["at", "actor", "action", "items", "purpose", "recipient", "circumstances"] {
        let value = &found.request[key];
        let is_usual = key == "at" && value == AT;
        if !value.is_null() && !is_usual {
            writeln!(f, "{key} = {}", inline(value))?;
        }
    }
    Ok(())
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(instant) if DateTime::parse_from_rfc3339(instant).is_ok() => instant.clone(),
        Value::String(other) => text(other),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{} = {}", self::key(key), inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_bare { name.to_owned() } else { text(name) }
}

fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
