//! The built-in policies.

use std::sync::LazyLock;

use super::{Policy, PolicyStack};

const PLATFORM: &str = include_str!("../../seeds/platform.toml");
const PROTECTIVE: &str = include_str!("../../seeds/protective.toml");

#[expect(clippy::panic, reason = "the embedded files are part of the crate, and a test reads them")]
static PLATFORM_POLICY: LazyLock<Policy> = LazyLock::new(|| match Policy::from_toml(PLATFORM) {
    Ok(policy) => policy,
    Err(error) => panic!("seeds/platform.toml: {error}"),
});

#[expect(clippy::panic, reason = "the embedded files are part of the crate, and a test reads them")]
static PROTECTIVE_POLICY: LazyLock<Policy> =
    LazyLock::new(|| match PolicyStack::new(Policy::platform().clone()).read_layer(PROTECTIVE) {
        Ok(policy) => policy,
        Err(error) => panic!("seeds/protective.toml: {error}"),
    });

impl Policy {
    /// The built-in policy: a platform's privacy policy with its 96 clauses.
    ///
    /// ```
    /// use lawful::policy::Policy;
    ///
    /// assert_eq!(Policy::platform().clauses().count(), 96);
    /// ```
    #[must_use]
    pub fn platform() -> &'static Self {
        &PLATFORM_POLICY
    }

    /// The built-in layer for operators who want the cautious reading of the places where the platform's policy is doubtful.
    ///
    /// It only restricts. A request about somebody's own data is answered only after proof of identity. Sensitive data is
    /// handed over only with a consent, by law, or where the person's own request needs it. Data of a minor is handed over or
    /// sold for promotion, or where nothing but a consent would carry it, only with the guardian's consent; writing to a minor
    /// is left to the policy under it.
    ///
    /// It is a layer for [`platform`](Self::platform), or for a policy that extends it: its rules give way to permits of that
    /// policy, such as `disclosure.2`, and [`PolicyStack::lay`] refuses it over a policy that lacks them.
    ///
    /// ```
    /// use lawful::policy::{DefaultAnswer, Policy};
    ///
    /// assert_eq!(Policy::protective().default_answer(), DefaultAnswer::Silent);
    /// ```
    #[must_use]
    pub fn protective() -> &'static Self {
        &PROTECTIVE_POLICY
    }

    /// The names of the built-in policies.
    pub(crate) const BUILTIN: [&'static str; 2] = ["platform", "protective"];

    /// The built-in policy of this name.
    pub(crate) fn builtin(name: &str) -> Option<&'static Self> {
        match name {
            "platform" => Some(Self::platform()),
            "protective" => Some(Self::protective()),
            _ => None,
        }
    }
}
