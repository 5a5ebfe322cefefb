//! The band of a telephone line.

use std::f64::consts::PI;

/// The band of a telephone line, Hz (ITU-T G.712).
const BAND: [f64; 2] = [300.0, 3400.0];

/// The quality of the two sections of a Butterworth filter of fourth order: 1 / (2 cos(π / 8)) and
/// 1 / (2 cos(3 π / 8)).
const QUALITIES: [f64; 2] = [0.541_196_100_146_197, 1.306_562_964_876_376_4];

/// One section of second order, in the transposed direct form II.
#[derive(Clone, Copy, Debug)]
struct Section {
    b: [f64; 3],
    a: [f64; 2],
}

impl Section {
    /// The bilinear transform of a second-order section (Bristow-Johnson, "Cookbook formulae for
    /// audio equalizer biquad filter coefficients", W3C Audio EQ Cookbook 2021).
    fn new(high_pass: bool, frequency: f64, sample_rate: f64, quality: f64) -> Self {
        let w = 2.0 * PI * frequency / sample_rate;
        let alpha = w.sin() / (2.0 * quality);
        let a0 = 1.0 + alpha;
        let (outer, middle) = if high_pass {
            ((1.0 + w.cos()) / 2.0, -(1.0 + w.cos()))
        } else {
            ((1.0 - w.cos()) / 2.0, 1.0 - w.cos())
        };
        Self {
            b: [outer / a0, middle / a0, outer / a0],
            a: [-2.0 * w.cos() / a0, (1.0 - alpha) / a0],
        }
    }

    #[inline]
    fn next(&self, state: &mut [f64; 2], x: f64) -> f64 {
        let y = self.b[0] * x + state[0];
        state[0] = self.b[1] * x - self.a[0] * y + state[1];
        state[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

/// The samples behind the sections. All sections take a sample before the next one comes, so that
/// they compute side by side: each waits only for its own last sample.
fn filter<const N: usize>(sections: [Section; N], samples: &[f32]) -> Vec<f32> {
    let mut states = [[0.0; 2]; N];
    let mut filtered = |&x: &f32| {
        let steps = sections.iter().zip(&mut states);
        steps.fold(f64::from(x), |x, (section, state)| section.next(state, x)) as f32
    };
    samples.iter().map(&mut filtered).collect()
}

/// The clip as a telephone gives it: nothing below 300 Hz and above 3400 Hz, by Butterworth
/// filters of fourth order (`scipy.signal.butter` and `sosfilt`, 1.17). At a low sample rate, whose
/// band ends before, there is no upper filter.
pub(crate) fn telephone(samples: &[f32], sample_rate: u32) -> Vec<f32> {
    let rate = f64::from(sample_rate);
    let sections =
        |high_pass, frequency| QUALITIES.map(|q| Section::new(high_pass, frequency, rate, q));
    let [low, high] = BAND;
    if high < rate / 2.0 {
        let ([a, b], [c, d]) = (sections(true, low), sections(false, high));
        return filter([a, b, c, d], samples);
    }
    if low < rate / 2.0 { filter(sections(true, low), samples) } else { samples.to_vec() }
}
