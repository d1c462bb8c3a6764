//! Assertions.

/// Asserts that a request is permitted.
///
/// After the engine, the request and the person come expectations, each a method of [`Expected`](crate::testing::Expected) and its
/// argument. A failure prints what was expected and what came, where they differ, and the explanation with what would change it.
///
/// # Example
///
/// ```
/// use lawful::testing::assert_permitted;
/// use lawful::vocabulary::Duty;
/// use lawful::{DataCategories, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
///
/// let engine = PolicyEngine::platform();
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
/// assert_permitted!(engine, request, person);
/// assert_permitted!(engine, request, person, because "preamble.2", ground "agreement", no_duty Duty::Encrypt);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[macro_export]
macro_rules! assert_permitted {
    ($($all:tt)*) => { $crate::__assert_verdict!(permitted: $($all)*) };
}

/// Asserts that a request is denied.
///
/// # Example
///
/// ```
/// use lawful::testing::assert_denied;
/// use lawful::{DataCategories, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
/// assert_denied!(engine, request, person, because "default", category "contact.email", remedy "obtain-agreement");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[macro_export]
macro_rules! assert_denied {
    ($($all:tt)*) => { $crate::__assert_verdict!(denied: $($all)*) };
}

/// Asserts that the answer to a request depends on facts that are missing.
///
/// # Example
///
/// ```
/// use lawful::request::Partnership;
/// use lawful::testing::assert_undetermined;
/// use lawful::{DataCategories, Party, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example().aged(30).agreed("2025-01-01T00:00:00Z".parse()?);
///
/// let engine = PolicyEngine::platform();
/// let request = Request::share(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::PARTNER_PROMOTION)
///     .at("2026-06-01T12:00:00Z".parse()?)
///     .given(Partnership { current: None });
/// assert_undetermined!(engine, request, person, missing "current-partner");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[macro_export]
macro_rules! assert_undetermined {
    ($($all:tt)*) => { $crate::__assert_verdict!(undetermined: $($all)*) };
}

/// Asserts that the policy has no say in a request.
///
/// # Example
///
/// ```
/// use lawful::testing::assert_not_governed;
/// use lawful::{DataCategories, Item, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let post = Item::of(DataCategories::POSTS).published(true);
/// let request = Request::using(post).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
/// assert_not_governed!(engine, request, person, because "collect.2.2");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[macro_export]
macro_rules! assert_not_governed {
    ($($all:tt)*) => { $crate::__assert_verdict!(not_governed: $($all)*) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __assert_verdict {
    ($verdict:ident: $engine:expr, $request:expr, $subject:expr $(, $demand:ident $value:expr)* $(,)?) => {
        $crate::testing::Expected::$verdict()$(.$demand($value))*.assert(&$engine, &$request, &$subject)
    };
}

pub use crate::{assert_denied, assert_not_governed, assert_permitted, assert_undetermined};
