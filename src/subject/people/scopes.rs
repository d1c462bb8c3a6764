//! Scopes that people share, each kept once.

use std::collections::HashMap;

use crate::vocabulary::Scope;

#[derive(Clone, Default)]
pub(super) struct Scopes {
    all: Vec<Scope>,
    numbers: HashMap<Scope, u32>,
}

impl Scopes {
    pub(super) fn number(&mut self, scope: &Scope) -> u32 {
        if let Some(number) = self.numbers.get(scope) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(scope.clone());
        self.numbers.insert(scope.clone(), number);
        number
    }

    pub(super) fn get(&self, number: usize) -> &Scope {
        &self.all[number]
    }

    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = &Scope> {
        self.all.iter()
    }

    pub(super) fn bytes(&self) -> usize {
        self.all.len() * 2 * size_of::<Scope>()
    }
}
