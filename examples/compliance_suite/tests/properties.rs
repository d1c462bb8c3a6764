//! What holds for everybody, not only for the people of the scenarios.

use compliance_suite::Pawsitting;
use lawful::testing::generate::cases;
use lawful::testing::laws::{Refuted, always, check_all, never_permitted};
use lawful::vocabulary::{Actions, Duties, Purposes, Role};

#[test]
fn nobody_sells_anything() -> Result<(), Refuted> {
    let service = Pawsitting::start().unwrap();
    never_permitted(service.engine(), cases(service.engine()).asking(|requests| requests.actions(Actions::MARKET)))?;
    Ok(())
}

#[test]
fn no_minor_gets_offers_whoever_consents() -> Result<(), Refuted> {
    let service = Pawsitting::start().unwrap();
    let offers = cases(service.engine())
        .of(|people| people.minor())
        .asking(|requests| requests.actions(Actions::MESSAGE).for_purposes(Purposes::OWN_PROMOTION));
    never_permitted(service.engine(), offers)?;
    Ok(())
}

#[test]
fn the_key_goes_to_providers_alone_and_with_its_duties() -> Result<(), Refuted> {
    let service = Pawsitting::start().unwrap();
    let key = service.home_access();
    let telling =
        cases(service.engine()).asking(move |requests| requests.actions(Actions::HAND_OVER | Actions::PUBLISH).about(key));
    always(service.engine(), telling, |decision| {
        let to_provider = decision.request().recipient().is_some_and(|party| party.role() == Role::ServiceProvider);
        let duties = Duties::RECIPIENT_ONLY | Duties::END_ACCESS_AFTER_SERVICE;
        !decision.is_permitted() || (to_provider && decision.duties().contains(duties))
    })?;
    Ok(())
}

#[test]
fn the_laws_hold_for_this_policy() -> Result<(), Refuted> {
    let service = Pawsitting::start().unwrap();
    check_all(service.engine())?;
    Ok(())
}
