//! What is generated, loaded.

use lawful::policy::{Policy, PolicyStack};
use serde_json::Value;

/// A generated policy.
pub fn loaded(policy: &Value) -> Policy {
    Policy::from_json(&policy.to_string()).unwrap_or_else(|error| panic!("{error}\n{policy:#}"))
}

/// A generated policy with the layers over it.
pub fn stack(policy: &Value, layers: &[Value]) -> PolicyStack {
    layers.iter().fold(PolicyStack::new(loaded(policy)), |stack, layer| {
        // Only as TOML can a layer be read over what is under it.
        let text = toml::to_string(layer).unwrap();
        let layer = stack.read_layer(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        stack.lay(layer).unwrap()
    })
}
