//! `numpy.random.RandomState` on top of MT19937.

use std::fmt;

use rand::RngCore;

use crate::{Error, Result, mt19937::Mt19937, uniform::unit_interval};

/// NumPy's legacy random state: the same seed gives the same numbers as
/// `numpy.random.RandomState(seed)`, whichever mix of methods draws them.
///
/// NumPy promises that this stream never changes (NEP 19); goldens are from NumPy 2.4.
///
/// As a [`rand::RngCore`] it gives the raw 32-bit words; 64 bits are two words, the high one
/// first, as in NumPy.
#[derive(Clone, PartialEq, Eq)]
pub struct RandomState {
    generator: Mt19937,
}

impl RandomState {
    /// A state seeded as `numpy.random.RandomState(seed)`; any 32-bit seed is valid.
    pub fn new(seed: u32) -> Self {
        Self { generator: Mt19937::new(seed) }
    }

    /// A number in [0, 1) with 53 random bits, as `random_sample()`. Uses two words.
    pub fn random_sample(&mut self) -> f64 {
        unit_interval(self)
    }

    /// A number in [`low`, `high`), as `uniform(low, high)`.
    ///
    /// As in NumPy, rounding may give `high` itself, and limits in the wrong order give numbers
    /// in (`high`, `low`]. [`Uniform`](crate::Uniform) checks its limits.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random_sample()
    }

    /// An integer in [`low`, `high`), as `randint(low, high)` with its default type.
    ///
    /// Draws as many bits as the range needs and rejects values above it; a range of up to
    /// 2³² values takes 32-bit words, a larger one 64-bit ones, and one value takes none.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyRange`] unless `low < high`.
    pub fn randint(&mut self, low: i64, high: i64) -> Result<i64> {
        if low >= high {
            return Err(Error::EmptyRange { low, high });
        }
        let largest = high.wrapping_sub(low).wrapping_sub(1) as u64;
        Ok(low.wrapping_add(self.at_most(largest) as i64))
    }

    /// Puts the items into a random order, in place, as `shuffle` does with a one-dimensional
    /// array.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.at_most(i as u64) as usize;
            items.swap(i, j);
        }
    }

    /// The numbers 0 to `n` − 1 in a random order, as `permutation(n)`.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }

    /// `size` different numbers below `population` in a random order, as
    /// `choice(population, size, replace=False)`.
    ///
    /// # Errors
    ///
    /// [`Error::SampleTooLarge`] when `size` is above `population`.
    pub fn choice(&mut self, population: usize, size: usize) -> Result<Vec<usize>> {
        if size > population {
            return Err(Error::SampleTooLarge { population, size });
        }
        let mut order = self.permutation(population);
        order.truncate(size);
        Ok(order)
    }

    /// A whole number from 0 to `largest`, both included, by masked rejection
    /// (`random_interval` and `random_bounded_uint64` in NumPy's `distributions.c`).
    fn at_most(&mut self, largest: u64) -> u64 {
        if largest == 0 {
            return 0;
        }
        let mask = u64::MAX >> largest.leading_zeros();
        loop {
            let bits = match u32::try_from(largest) {
                Ok(_) => u64::from(self.next_u32()),
                Err(_) => self.next_u64(),
            };
            if bits & mask <= largest {
                return bits & mask;
            }
        }
    }
}

impl RngCore for RandomState {
    fn next_u32(&mut self) -> u32 {
        self.generator.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    /// As `bytes(n)`: words in little-endian order, the last one cut.
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(4) {
            let word = self.next_u32().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }
}

impl fmt::Debug for RandomState {
    /// Without the 624 words of the state, which do not help a reader.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomState").finish_non_exhaustive()
    }
}
