//! Values at some places of the order of each lane, of more rows than are kept.

use crate::error::Result;
use crate::kernel::lanes::{LANES, Lanes};

/// The bits of a value that each reading settles: the first ones, then the next.
const DIGITS: [u32; 3] = [11, 11, 10];

/// The values that a sorted copy of all rows would have at `places`, which ascend.
///
/// `read` shows all rows, some at a time. They are read three times: the numbers of values that
/// begin with the same bits tell the bits at each place, as in a radix sort.
pub(crate) fn select(
    places: &[usize],
    read: impl Fn(&mut dyn FnMut(&[Lanes])) -> Result<()>,
) -> Result<Vec<Lanes>> {
    let mut lanes = vec![Lane::new(places); LANES];
    let mut settled = 0;
    for digit in DIGITS {
        let rest = u32::BITS - settled - digit;
        lanes.iter_mut().for_each(|lane| lane.begin(digit));
        read(&mut |rows| {
            for (at, lane) in lanes.iter_mut().enumerate() {
                rows.iter().for_each(|row| lane.count(key(row.0[at]), rest, digit));
            }
        })?;
        lanes.iter_mut().for_each(|lane| lane.settle(digit));
        settled += digit;
    }
    let of_place = |place: usize| Lanes(std::array::from_fn(|at| value(lanes[at].wanted[place].0)));
    Ok((0..places.len()).map(of_place).collect())
}

/// What is known about one lane.
#[derive(Clone, Debug)]
struct Lane {
    /// For each wanted place the first bits of the value, and its place among those that have them.
    wanted: Vec<(u32, usize)>,
    /// The first bits that occur in `wanted`, in order.
    beginnings: Vec<u32>,
    /// How often each next digit follows on each of the beginnings.
    counts: Vec<u32>,
}

impl Lane {
    fn new(places: &[usize]) -> Self {
        let wanted = places.iter().map(|&place| (0, place)).collect();
        Self { wanted, beginnings: Vec::new(), counts: Vec::new() }
    }

    fn begin(&mut self, digit: u32) {
        self.beginnings.clear();
        self.beginnings.extend(self.wanted.iter().map(|(bits, _)| bits));
        self.beginnings.dedup();
        self.counts.clear();
        self.counts.resize(self.beginnings.len() << digit, 0);
    }

    /// Counts a value if it has one of the beginnings; `rest` bits follow on the digit.
    #[inline(always)]
    fn count(&mut self, key: u32, rest: u32, digit: u32) {
        // All bits may be shifted out.
        let beginning = (u64::from(key) >> (rest + digit)) as u32;
        let at = self.beginnings.partition_point(|&other| other < beginning);
        if self.beginnings.get(at) == Some(&beginning) {
            let next = (key >> rest) & ((1 << digit) - 1);
            self.counts[(at << digit) + next as usize] += 1;
        }
    }

    /// Finds the next digit of the value at each place.
    fn settle(&mut self, digit: u32) {
        for (bits, place) in &mut self.wanted {
            let at = self.beginnings.partition_point(|&other| other < *bits);
            let counts = &self.counts[at << digit..(at + 1) << digit];
            let mut next = 0;
            while *place >= counts[next] as usize && next + 1 < counts.len() {
                *place -= counts[next] as usize;
                next += 1;
            }
            *bits = (*bits << digit) | next as u32;
        }
    }
}

/// Whole numbers in the order of the values.
fn key(x: f32) -> u32 {
    let bits = x.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// The value of a [`key`].
fn value(key: u32) -> f32 {
    f32::from_bits(if key >> 31 == 1 { key & !(1 << 31) } else { !key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::sorting::sort;
    use emo_random::RandomState;

    #[test]
    fn the_values_are_those_of_a_sorted_copy() {
        let mut random = RandomState::new(0);
        for (n, step) in [(1, 1.0), (2, 1.0), (50, 0.5), (1000, 1e-6), (3000, 20.0)] {
            let mut draw = || {
                let x = random.uniform(-20.0, 20.0);
                ((x / step).round() * step) as f32
            };
            let rows: Vec<Lanes> = (0..n).map(|_| Lanes(std::array::from_fn(|_| draw()))).collect();
            let mut places = vec![0, 1, n / 4, n / 4 + 1, n / 2, n - 1];
            places.retain(|place| *place < n);
            places.sort_unstable();
            let selected = select(&places, |each| {
                rows.chunks(7).for_each(each);
                Ok(())
            });
            let mut sorted = rows.clone();
            sort(&mut sorted);
            let expected: Vec<Lanes> = places.iter().map(|&place| sorted[place]).collect();
            assert_eq!(selected.unwrap(), expected, "{n} values");
        }
    }
}
