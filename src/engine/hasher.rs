//! A hash function for tables that are filled from a policy alone, so that nobody can flood them.

use std::hash::Hasher;

/// FNV-1a in 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>), a word at a time where words are hashed.
pub(super) struct Fnv(u64);

const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        // The rotation brings the high bits, which the product mixes best, to where tables look.
        self.0 = ((self.0 ^ word).wrapping_mul(PRIME)).rotate_left(29);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(PRIME) ^ (self.0 >> 32)
    }
}
