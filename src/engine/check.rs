//! Checking a question: what deciding would pass over on the safe side.

use super::compile::PolicyEngine;
use crate::policy::Edition;
use crate::request::Request;
use crate::subject::{AfterClosure, Choice, DataSubject};
use crate::vocabulary::{DataCategories, Purposes, Scope, nearest, quoted};

/// A question that does not fit the policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// An agreement names an edition that the policy lacks, so it accepts nothing.
    #[error("`subject.agreements[{index}].edition`: the policy has no edition {}{}", quoted(.edition), hint(.suggestion.as_deref()))]
    UnknownEdition {
        /// Which of the person's agreements it is, counted from 0.
        index: usize,
        /// The name.
        edition: String,
        /// The nearest edition.
        suggestion: Option<String>,
    },
    /// The request names a function that the policy lacks, so it is unknown what is necessary for it.
    #[error("`request.function`: the policy has no function {}{}", quoted(.function), hint(.suggestion.as_deref()))]
    UnknownFunction {
        /// The name.
        function: String,
        /// The nearest function.
        suggestion: Option<String>,
    },
    /// The request or the person uses a category or purpose of another policy's vocabulary.
    #[error("`{part}`: a category or purpose is not in the vocabulary of this policy: read it with the engine's vocabulary")]
    ForeignWord {
        /// Where it stands: `request` or `subject`.
        part: &'static str,
    },
}

/// People speak in other words than the policy that is asked about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the people were compiled with another vocabulary than the engine's: make them with `People::new(engine.vocabulary())`")]
pub struct ForeignPeople;

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!(", did you mean `{word}`?"))
}

impl PolicyEngine {
    /// Checks a question for what does not fit the policy. Deciding it is safe all the same: what is not known never permits.
    ///
    /// # Errors
    ///
    /// An agreement names an edition that the policy lacks, the request names a function that it lacks, or one of them uses a word
    /// that is not in the engine's vocabulary. The first of these is reported.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::PolicyEngine;
    /// use lawful::request::Request;
    /// use lawful::subject::{Agreement, DataSubject};
    /// use lawful::vocabulary::{DataCategories, Purpose};
    /// # let person = DataSubject::example();
    ///
    /// let person = person.agreed_to(Agreement::at("2025-01-01T00:00:00Z".parse()?).to_edition("inital"));
    /// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// assert_eq!(
    ///     PolicyEngine::platform().check(&request, &person).unwrap_err().to_string(),
    ///     "`subject.agreements[0].edition`: the policy has no edition `inital`, did you mean `initial`?",
    /// );
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn check(&self, request: &Request, subject: &DataSubject) -> Result<(), CheckError> {
        self.check_editions(subject)?;
        self.check_function(request)?;
        self.check_words(request, subject)
    }

    fn check_editions(&self, subject: &DataSubject) -> Result<(), CheckError> {
        let versions = || std::iter::once(Edition::INITIAL).chain(self.policy().editions().iter().map(Edition::version));
        for (index, agreement) in subject.agreements().iter().enumerate() {
            if let Some(edition) = agreement.edition()
                && !versions().any(|version| version == edition)
            {
                let suggestion = nearest(edition, versions()).map(str::to_owned);
                return Err(CheckError::UnknownEdition { index, edition: edition.to_owned(), suggestion });
            }
        }
        Ok(())
    }

    fn check_function(&self, request: &Request) -> Result<(), CheckError> {
        let functions = || self.0.stack.policies().flat_map(|policy| policy.functions().map(|(name, _)| name));
        match request.function() {
            Some(function) if !functions().any(|name| name == function) => {
                let suggestion = nearest(function, functions()).map(str::to_owned);
                Err(CheckError::UnknownFunction { function: function.to_owned(), suggestion })
            }
            _ => Ok(()),
        }
    }

    fn check_words(&self, request: &Request, subject: &DataSubject) -> Result<(), CheckError> {
        let known = self.vocabulary().all_categories();
        let named = |purposes: Purposes| purposes.purposes().all(|purpose| self.vocabulary().purpose_name(purpose).is_some());
        let judged: DataCategories = request.items().iter().map(crate::request::Item::judged).collect();
        if !known.contains(judged) || !named(request.purpose().into()) {
            return Err(CheckError::ForeignWord { part: "request" });
        }
        let within = |scope: &Scope| {
            scope.categories().is_none_or(|categories| known.contains(categories)) && scope.purposes().is_none_or(named)
        };
        let choices = subject.choices().as_slice().iter().all(|choice| match choice {
            Choice::Grant(grant) => within(grant.scope()),
            Choice::Refusal(refusal) => refusal.scope().is_none_or(within),
        });
        let accounts = subject.accounts().iter().all(|account| match account.after_closure() {
            AfterClosure::Delete => true,
            AfterClosure::Process(purposes) => named(purposes),
        });
        if choices && accounts { Ok(()) } else { Err(CheckError::ForeignWord { part: "subject" }) }
    }
}
