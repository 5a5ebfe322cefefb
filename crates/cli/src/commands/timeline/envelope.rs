//! The outline of a recording of any length, in flat memory.

/// Parts are merged in pairs when there are this many.
const MOST_PARTS: usize = 4096;
/// Samples of a part at first.
const FIRST_LEN: usize = 64;

/// The least and the largest sample of parts that are equally long.
pub(super) struct Envelope {
    parts: Vec<(f32, f32)>,
    part_len: usize,
    current: (f32, f32),
    filled: usize,
}

/// Of no samples.
const EMPTY: (f32, f32) = (f32::INFINITY, f32::NEG_INFINITY);

impl Default for Envelope {
    fn default() -> Self {
        Self { parts: Vec::new(), part_len: FIRST_LEN, current: EMPTY, filled: 0 }
    }
}

impl Envelope {
    pub(super) fn push(&mut self, samples: &[f32]) {
        for &sample in samples {
            self.current = merged(self.current, (sample, sample));
            self.filled += 1;
            if self.filled == self.part_len {
                self.end_part();
            }
        }
    }

    fn end_part(&mut self) {
        self.parts.push(std::mem::replace(&mut self.current, EMPTY));
        self.filled = 0;
        if self.parts.len() == MOST_PARTS {
            let pairs = self.parts.chunks_exact(2);
            self.parts = pairs.map(|pair| pair.iter().copied().fold(EMPTY, merged)).collect();
            self.part_len *= 2;
        }
    }

    /// The parts, and the one that is not full.
    pub(super) fn finish(mut self) -> Vec<(f32, f32)> {
        if self.filled > 0 {
            self.parts.push(self.current);
        }
        self.parts
    }
}

fn merged(a: (f32, f32), b: (f32, f32)) -> (f32, f32) {
    (a.0.min(b.0), a.1.max(b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_has_the_extremes_of_a_recording_of_any_length() {
        let samples: Vec<f32> = (0..1_000_000).map(|at| at as f32 / 1e6).collect();
        let mut envelope = Envelope::default();
        samples.chunks(777).for_each(|block| envelope.push(block));
        let part_len = envelope.part_len;
        let parts = envelope.finish();
        assert!((MOST_PARTS / 2..=MOST_PARTS).contains(&parts.len()), "{}", parts.len());
        for (part, expected) in parts.iter().zip(samples.chunks(part_len)) {
            assert_eq!(*part, (expected[0], expected[expected.len() - 1]));
        }
    }
}
