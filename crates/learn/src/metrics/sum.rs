//! Summation in NumPy's order.

/// The sum of the values, added in the order in which NumPy adds a contiguous array: up to 128
/// values in eight interleaved sums, more by halves (`DOUBLE_pairwise_sum` in NumPy's
/// `loops_utils.h`).
///
/// The error grows with the logarithm of the count. The order matters where results that are
/// equal but for rounding are compared with each other.
pub fn pairwise_sum(values: &[f64]) -> f64 {
    const LANES: usize = 8;
    const BLOCK: usize = 128;
    if values.len() > BLOCK {
        let half = values.len() / 2;
        let (front, back) = values.split_at(half - half % LANES);
        return pairwise_sum(front) + pairwise_sum(back);
    }
    let (chunks, rest) = values.as_chunks::<LANES>();
    let lanes = chunks
        .iter()
        .copied()
        .reduce(|sums, chunk| std::array::from_fn(|lane| sums[lane] + chunk[lane]));
    let start =
        lanes.map_or(0.0, |[a, b, c, d, e, f, g, h]| ((a + b) + (c + d)) + ((e + f) + (g + h)));
    rest.iter().fold(start, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::pairwise_sum;
    use emo_random::RandomState;

    #[test]
    fn adds_in_numpys_order_at_every_length() {
        #[derive(serde::Deserialize)]
        struct Sum {
            n: usize,
            sum: f64,
        }
        let mut random = RandomState::new(3);
        let roots: Vec<f64> = (0..2000).map(|_| random.random_sample().sqrt()).collect();
        for Sum { n, sum } in emo_fixtures::golden::<Vec<Sum>>("metrics/sums") {
            assert_eq!(pairwise_sum(&roots[..n]), sum, "{n} values");
        }
    }
}
