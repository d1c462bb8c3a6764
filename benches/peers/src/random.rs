//! A small generator of pseudo-random numbers: every run of one version draws the same workload.

/// SplitMix64, by its published constants. Statistical quality is ample here, and no dependency can change the stream.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // The bias for the small ranges used here is below one in 2^40.
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Each element with the given chance, and one at least.
    pub fn some<T: Clone>(&mut self, from: &[T], chance: usize) -> Vec<T> {
        let chosen: Vec<T> = from.iter().filter(|_| self.percent(chance)).cloned().collect();
        if chosen.is_empty() { vec![self.pick(from).clone()] } else { chosen }
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            all.swap(end, self.below(end + 1));
        }
    }
}
