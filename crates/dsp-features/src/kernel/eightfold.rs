//! Sums of eight parts, which are added up side by side.

/// A sum in the order in which ndarray adds up a row that lies in one piece: each of eight parts
/// takes every eighth value, and what is left after the last eight values comes last.
#[derive(Clone, Debug, Default)]
pub(crate) struct EightfoldSum {
    parts: [f64; 8],
    rest: Vec<f64>,
}

impl EightfoldSum {
    /// Adds what `each` makes of values; their number must be a multiple of eight, but for the last
    /// ones.
    pub(crate) fn add(&mut self, values: &[f64], each: impl Fn(f64) -> f64) {
        let (eights, rest) = values.as_chunks::<8>();
        for eight in eights {
            for (part, &x) in self.parts.iter_mut().zip(eight) {
                *part += each(x);
            }
        }
        self.rest.extend(rest.iter().map(|&x| each(x)));
    }

    pub(crate) fn total(self) -> f64 {
        let [a, b, c, d, e, f, g, h] = self.parts;
        let parts = 0.0 + (a + e) + (b + f) + (c + g) + (d + h);
        self.rest.into_iter().fold(parts, |sum, x| sum + x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emo_random::RandomState;
    use ndarray::Array1;

    #[test]
    fn a_sum_in_parts_is_that_of_ndarray() {
        let mut random = RandomState::new(0);
        for n in [0, 1, 7, 8, 9, 100, 1003] {
            let values: Vec<f64> = (0..n).map(|_| random.uniform(-1.0, 1.0)).collect();
            let whole = Array1::from(values.clone());
            let mut sum = EightfoldSum::default();
            let mut squares = EightfoldSum::default();
            for block in values.chunks(64) {
                sum.add(block, |x| x);
                squares.add(block, |x| x * x);
            }
            assert_eq!(sum.total().to_bits(), whole.sum().to_bits(), "{n} values");
            assert_eq!(squares.total().to_bits(), whole.dot(&whole).to_bits(), "{n} values");
        }
    }
}
