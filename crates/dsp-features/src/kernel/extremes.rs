//! The few smallest and largest of many values, in every lane at once.

use crate::kernel::lanes::{LANES, Lanes};

/// Largest number that is kept in registers.
const MOST: usize = 16;

/// For each lane the sum of the `count` smallest and that of the `count` largest of `rows`,
/// each value having gone through `scale`, which must not change their order.
#[inline(always)]
pub(crate) fn extremes(
    rows: &[Lanes],
    count: usize,
    scale: impl Fn(f32) -> f32 + Copy,
) -> (Lanes, Lanes) {
    match count {
        1 => kept::<1>(rows, count, scale),
        2 => kept::<2>(rows, count, scale),
        3 => kept::<3>(rows, count, scale),
        4 => kept::<4>(rows, count, scale),
        5..=6 => kept::<6>(rows, count, scale),
        7..=9 => kept::<9>(rows, count, scale),
        10..=MOST => kept::<MOST>(rows, count, scale),
        _ => selected(rows, count, scale),
    }
}

/// Keeps the `KEEP` smallest and largest in order: each new value is handed down from place
/// to place, and in each the better of the two stays.
#[inline(always)]
fn kept<const KEEP: usize>(
    rows: &[Lanes],
    count: usize,
    scale: impl Fn(f32) -> f32 + Copy,
) -> (Lanes, Lanes) {
    let mut smallest = [Lanes([f32::MAX; LANES]); KEEP];
    let mut largest = [Lanes([f32::MIN; LANES]); KEEP];
    for &row in rows {
        let mut next = row;
        for place in &mut smallest {
            let (low, high) = (place.min(next), place.max(next));
            (*place, next) = (low, high);
        }
        let mut next = row;
        for place in &mut largest {
            let (low, high) = (place.min(next), place.max(next));
            (*place, next) = (high, low);
        }
    }
    (sum(&smallest[..count], scale), sum(&largest[..count], scale))
}

/// The same for a count that registers cannot hold, lane by lane.
fn selected(rows: &[Lanes], count: usize, scale: impl Fn(f32) -> f32 + Copy) -> (Lanes, Lanes) {
    let (mut smallest, mut largest) = (Lanes::ZERO, Lanes::ZERO);
    let mut values = Vec::with_capacity(rows.len());
    for lane in 0..LANES {
        values.clear();
        values.extend(rows.iter().map(|row| row.0[lane]));
        values.sort_unstable_by(f32::total_cmp);
        smallest.0[lane] = values.iter().take(count).map(|&x| scale(x)).sum();
        largest.0[lane] = values.iter().rev().take(count).map(|&x| scale(x)).sum();
    }
    (smallest, largest)
}

#[inline(always)]
fn sum(rows: &[Lanes], scale: impl Fn(f32) -> f32 + Copy) -> Lanes {
    rows.iter().fold(Lanes::ZERO, |sum, &row| sum.zip(row.map(scale), |sum, x| sum + x))
}
