//! What the builders have in common: each is a strategy, made once and kept.

/// Makes a builder with a field `made: OnceCell<BoxedStrategy<_>>` and a method `make` a strategy.
macro_rules! strategy_of {
    ($builder:ident: $value:ty) => {
        impl proptest::strategy::Strategy for $builder {
            type Tree = <proptest::strategy::BoxedStrategy<$value> as proptest::strategy::Strategy>::Tree;
            type Value = $value;

            fn new_tree(&self, runner: &mut proptest::test_runner::TestRunner) -> proptest::strategy::NewTree<Self> {
                self.made.get_or_init(|| self.make()).new_tree(runner)
            }
        }
    };
}

pub(super) use strategy_of;
