//! The Mersenne Twister MT19937, seeded by one integer.
//!
//! Source: M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
//! uniform pseudo-random number generator", ACM TOMACS 8 (1998); the seeding is the revision of
//! 2002 (`init_genrand`), which `numpy.random.RandomState(int)` uses.

const N: usize = 624;
const M: usize = 397;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;
const TWIST: u32 = 0x9908_b0df;

/// The generator's state: 624 words, and how many of them are used up.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mt19937 {
    words: [u32; N],
    used: usize,
}

impl Mt19937 {
    pub(crate) fn new(seed: u32) -> Self {
        let mut words = [seed; N];
        for i in 1..N {
            let previous = words[i - 1];
            words[i] =
                1_812_433_253u32.wrapping_mul(previous ^ (previous >> 30)).wrapping_add(i as u32);
        }
        Self { words, used: N }
    }

    pub(crate) fn next_u32(&mut self) -> u32 {
        if self.used == N {
            self.refill();
        }
        let mut y = self.words[self.used];
        self.used += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn refill(&mut self) {
        for i in 0..N {
            let y = (self.words[i] & UPPER) | (self.words[(i + 1) % N] & LOWER);
            let twisted = (y >> 1) ^ if y & 1 == 1 { TWIST } else { 0 };
            self.words[i] = self.words[(i + M) % N] ^ twisted;
        }
        self.used = 0;
    }
}
