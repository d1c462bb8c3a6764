//! Which editions a question is read under.

use super::PolicyEngine;
use super::editions::{Binding, in_force};
use crate::policy::Policy;
use crate::request::Request;
use crate::subject::DataSubject;

/// The version of what the engine makes of a policy, a person and a request. It is raised whenever an answer could change
/// though none of the three did.
pub const SEMANTICS: u32 = 1;

/// A policy or layer, and the editions of it that a question is decided under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'e> {
    /// The policy.
    pub policy: &'e Policy,
    /// The version of the edition that binds the person.
    pub person: &'e str,
    /// The version of the edition that binds the operator: the one in force.
    pub operator: &'e str,
}

impl PolicyEngine {
    /// The policy and its layers, lowest first, with the editions that a question is decided under.
    ///
    /// ```
    /// use lawful::PolicyEngine;
    /// # use lawful::vocabulary::{DataCategories, Purpose};
    /// # let person = lawful::DataSubject::example();
    /// # let request = lawful::Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    ///
    /// let engine = PolicyEngine::platform();
    /// let readings = engine.readings(&request, &person);
    /// assert_eq!((readings[0].policy.id(), readings[0].operator), ("platform", "initial"));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn readings(&self, request: &Request, subject: &DataSubject) -> Vec<Reading<'_>> {
        let binding = Binding::of(self.policy(), subject, request, None);
        let base = Reading {
            policy: self.policy(),
            person: self.policy().version(binding.person),
            operator: self.policy().version(binding.operator),
        };
        let layers = self.layers().iter().map(|layer| {
            let edition = layer.version(in_force(layer.editions(), request.instant()));
            Reading { policy: layer, person: edition, operator: edition }
        });
        std::iter::once(base).chain(layers).collect()
    }
}
