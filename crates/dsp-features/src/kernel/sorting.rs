//! Sorting in every lane at once.

use crate::kernel::lanes::Lanes;
use crate::kernel::simd::vectorised;

/// Sorts each lane, the smallest value first.
///
/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M): which
/// places are compared does not depend on the values, so that one comparison does for all lanes.
pub(crate) fn sort(rows: &mut [Lanes]) {
    vectorised(
        #[inline(always)]
        || merge_exchange(rows),
    );
}

#[inline(always)]
fn merge_exchange(rows: &mut [Lanes]) {
    let n = rows.len();
    let most = n.next_power_of_two() / 2;
    let mut p = most;
    while p > 0 {
        // First the places whose bit `p` is not set, each with the one `p` further on.
        let (mut q, mut distance, mut bit) = (most, p, 0);
        loop {
            for first in (bit..n.saturating_sub(distance)).step_by(2 * p) {
                let (low, high) = rows.split_at_mut(first + distance);
                let run = p.min(high.len());
                exchange(&mut low[first..], &mut high[..run]);
            }
            if q == p {
                break;
            }
            (distance, bit) = (q - p, p);
            q /= 2;
        }
        p /= 2;
    }
}

/// Leaves the smaller of each pair in `low` and the larger in `high`.
#[inline(always)]
fn exchange(low: &mut [Lanes], high: &mut [Lanes]) {
    for (low, high) in low.iter_mut().zip(high) {
        (*low, *high) = (low.min(*high), low.max(*high));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::lanes::LANES;
    use emo_random::RandomState;

    #[test]
    fn each_lane_is_sorted_whatever_its_length() {
        let mut random = RandomState::new(0);
        for n in (0..70).chain([127, 128, 129, 387]) {
            // Whole numbers, so that some are equal.
            let mut draw = || random.uniform(-20.0, 20.0).round() as f32;
            let drawn: Vec<Lanes> =
                (0..n).map(|_| Lanes(std::array::from_fn(|_| draw()))).collect();
            let mut sorted = drawn.clone();
            sort(&mut sorted);
            for lane in 0..LANES {
                let mut expected: Vec<f32> = drawn.iter().map(|row| row.0[lane]).collect();
                expected.sort_unstable_by(f32::total_cmp);
                let actual: Vec<f32> = sorted.iter().map(|row| row.0[lane]).collect();
                assert_eq!(actual, expected, "{n} values, lane {lane}");
            }
        }
    }
}
