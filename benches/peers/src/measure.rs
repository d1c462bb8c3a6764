//! Time, allocations and agreement.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::workload::Pair;

/// Something that answers the questions of one workload.
pub trait Engine {
    /// Whether what the question asks for is permitted.
    fn decide(&mut self, pair: Pair) -> bool;

    /// Makes inputs, whatever can be made before the question comes. It is neither timed nor counted as part of the policy.
    fn prepare(&mut self) {}

    /// How many of these are permitted. Compiled once for each engine, so that no call inside goes through a table of functions.
    fn block(&mut self, pairs: &[Pair]) -> usize {
        pairs.iter().filter(|pair| self.decide(**pair)).count()
    }
}

/// What it took to make a policy ready from its text, or people from rows, and the bytes that it keeps.
#[derive(Clone, Copy, Default)]
pub struct Built {
    pub time: Duration,
    /// The part of the time after reading, where an engine reads and compiles apart.
    pub compiling: Option<Duration>,
    pub bytes: u64,
}

/// Makes something, and measures the making.
pub fn built<T>(make: impl FnOnce() -> T) -> (T, Built) {
    let mut made = None;
    let mut time = Duration::ZERO;
    let allocated = allocation_counter::measure(|| {
        let start = Instant::now();
        made = Some(make());
        time = start.elapsed();
    });
    let bytes = u64::try_from(allocated.bytes_current).unwrap_or(0);
    (made.expect("it has just been made"), Built { time, compiling: None, bytes })
}

/// Compares the answers of an engine with those expected, for as long as the time lasts: the number compared, or the first pair
/// on which they differ.
pub fn agreement(engine: &mut dyn Engine, pairs: &[Pair], expected: &[bool], patience: Duration) -> Result<usize, usize> {
    let start = Instant::now();
    for (place, (pair, expected)) in pairs.iter().zip(expected).enumerate() {
        if engine.block(std::slice::from_ref(pair)) != usize::from(*expected) {
            return Err(place);
        }
        if start.elapsed() > patience {
            return Ok(place + 1);
        }
    }
    Ok(pairs.len().min(expected.len()))
}

/// Allocations a decision, over some of the pairs.
pub fn allocations(engine: &mut dyn Engine, pairs: &[Pair]) -> f64 {
    let counted = allocation_counter::measure(|| {
        black_box(engine.block(pairs));
    });
    counted.count_total as f64 / pairs.len() as f64
}

/// Nanoseconds a decision, one for each block or single decision that was timed.
#[derive(Default)]
pub struct Samples {
    nanos: Vec<f64>,
    sorted: bool,
}

impl Samples {
    fn push(&mut self, time: Duration, decisions: usize) {
        self.nanos.push(time.as_nanos() as f64 / decisions as f64);
        self.sorted = false;
    }

    /// The value below which this share lies; none while fewer than ten samples lie above it.
    pub fn quantile(&mut self, share: f64) -> Option<f64> {
        if !self.sorted {
            self.nanos.sort_unstable_by(f64::total_cmp);
            self.sorted = true;
        }
        let count = self.nanos.len();
        let above = count as f64 * (1.0 - share);
        (count > 0 && (share <= 0.5 || above >= 10.0)).then(|| self.nanos[((count as f64 * share) as usize).min(count - 1)])
    }
}

/// How many decisions one reading of the clock covers.
const BLOCK: usize = 64;
/// In how many turns the engines share their time, so that a disturbance of the machine meets all of them alike.
const TURNS: usize = 5;

/// Times all engines on the same pairs, in turns. An engine whose decision takes more than a tenth of a millisecond is timed
/// one by one: there the clock costs nothing.
pub fn hot(engines: &mut [&mut dyn Engine], pairs: &[Pair], budget: Duration) -> Vec<Samples> {
    let mut all: Vec<Samples> = engines.iter().map(|_| Samples::default()).collect();
    let blocks: Vec<usize> = engines.iter_mut().map(|engine| block_size(*engine, pairs)).collect();
    for turn in 0..TURNS {
        for ((engine, samples), size) in engines.iter_mut().zip(&mut all).zip(&blocks) {
            let mut chunks = pairs.chunks_exact(*size).cycle().skip(turn * 7);
            // Warm up: the other engines have just used the caches.
            let until = Instant::now() + budget / 10 / TURNS as u32;
            while Instant::now() < until {
                black_box(engine.block(chunks.next().unwrap_or_default()));
            }
            let until = Instant::now() + budget / TURNS as u32;
            loop {
                let chunk = chunks.next().unwrap_or_default();
                let start = Instant::now();
                black_box(engine.block(black_box(chunk)));
                let end = Instant::now();
                samples.push(end - start, chunk.len());
                if end >= until {
                    break;
                }
            }
        }
    }
    all
}

fn block_size(engine: &mut dyn Engine, pairs: &[Pair]) -> usize {
    let start = Instant::now();
    let some = &pairs[..pairs.len().min(3)];
    black_box(engine.block(some));
    if start.elapsed() / some.len() as u32 > Duration::from_micros(100) { 1 } else { BLOCK }
}

/// Times every decision by itself, each about a person who has not been looked at for long.
pub fn cold(engine: &mut dyn Engine, pairs: &[Pair]) -> Samples {
    let mut samples = Samples::default();
    for pair in pairs {
        let start = Instant::now();
        black_box(engine.block(std::slice::from_ref(black_box(pair))));
        samples.push(start.elapsed(), 1);
    }
    samples
}

/// What a reading of the clock costs: the median of the time between two readings with nothing between them.
pub fn timer() -> f64 {
    let mut samples = Samples::default();
    for _ in 0..100_000 {
        let start = Instant::now();
        samples.push(start.elapsed(), 1);
    }
    samples.quantile(0.5).unwrap_or_default()
}

/// What an allocation and its release cost here, the counting included: every engine that allocates pays for being counted.
pub fn allocation() -> f64 {
    let mut samples = Samples::default();
    for _ in 0..10_000 {
        let start = Instant::now();
        for size in 0..BLOCK {
            black_box(Vec::<u8>::with_capacity(black_box(size + 1)));
        }
        samples.push(start.elapsed(), BLOCK);
    }
    samples.quantile(0.5).unwrap_or_default()
}
