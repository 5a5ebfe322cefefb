//! What the sharp low-pass does to the spectrum of a block.

use super::fft::{RealFft, bin};
use super::lanes::{Complex, Lanes, times};

/// What becomes of the count of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Kept,
    /// The spectrum is mirrored at its end, as zeros between the samples do.
    Doubled,
    /// The upper half of the spectrum is left out.
    Halved,
}

/// The gain at each frequency, and which of them there are before and after.
pub(super) struct Response {
    count: Count,
    /// Where the values come from; empty where all stay in their places.
    sources: Vec<Source>,
    /// The gains, in the order of the values that result.
    weights: Vec<Complex>,
    /// The gain in the middle of the filter's spectrum.
    middle_weight: [f32; 2],
}

/// A place in a spectrum.
#[derive(Clone, Copy, Default)]
struct Source {
    vector: usize,
    lane: usize,
    conjugate: bool,
}

impl Response {
    /// The response of an impulse response, as long as a block at the filter's rate.
    pub(super) fn new(impulse: &[f32], count: Count) -> Self {
        let len = impulse.len();
        let mut spectrum: Vec<_> = impulse.as_chunks().0.iter().copied().map(Lanes).collect();
        let mut work = spectrum.clone();
        RealFft::new(len).forward(&mut spectrum, &mut work);
        let (from, to) = match count {
            Count::Kept => (len, len),
            Count::Doubled => (len / 2, len),
            Count::Halved => (len, len / 2),
        };
        Self {
            count,
            sources: if count == Count::Kept { Vec::new() } else { sources(from, to) },
            weights: gather(&sources(len, to), &spectrum).collect(),
            middle_weight: middle(&spectrum),
        }
    }

    /// Weights the spectrum in `data`; `work` is overwritten.
    pub(super) fn apply(&self, data: &mut Vec<Lanes>, work: &mut Vec<Lanes>) {
        let [zero, last] = ends(data);
        let [re, im] = middle(data);
        let [zero_weight, last_weight] = ends(self.weights.as_flattened());
        let new_last = match self.count {
            Count::Kept => last * last_weight,
            Count::Doubled => zero * last_weight,
            Count::Halved => re * self.middle_weight[0] - im * self.middle_weight[1],
        };
        if !self.sources.is_empty() {
            work.clear();
            work.extend(gather(&self.sources, data).flatten());
            std::mem::swap(data, work);
        }
        if self.count == Count::Doubled {
            set(&mut data[4..6], [last, 0.0]);
        }
        for (value, weight) in data.as_chunks_mut().0.iter_mut().zip(&self.weights) {
            *value = times(*value, *weight);
        }
        set(&mut data[..2], [zero * zero_weight, new_last]);
    }
}

/// The values of the lowest and the highest frequency, which are real.
fn ends(spectrum: &[Lanes]) -> [f32; 2] {
    [spectrum[0].0[0], spectrum[1].0[0]]
}

/// The value half way between them.
fn middle(spectrum: &[Lanes]) -> [f32; 2] {
    [spectrum[4].0[0], spectrum[5].0[0]]
}

/// Sets the first lane of two vectors.
fn set(vectors: &mut [Lanes], values: [f32; 2]) {
    vectors.iter_mut().zip(values).for_each(|(vector, value)| vector.0[0] = value);
}

/// Where the values of a spectrum of `to` samples are in that of `from`, repeated at its mirror.
fn sources(from: usize, to: usize) -> Vec<Source> {
    let mut places = vec![Source::default(); from / 2 + 1];
    for at in 0..from / 2 {
        let (vector, lane) = (at / 4, at % 4);
        places[bin(from, vector, lane)] = Source { vector, lane, conjugate: false };
    }
    let source = |at| match bin(to, at / 4, at % 4) {
        beyond if beyond > from / 2 => Source { conjugate: true, ..places[from - beyond] },
        within => places[within],
    };
    (0..to / 2).map(source).collect()
}

/// The values of `spectrum` at `sources`, four at a time.
fn gather(sources: &[Source], spectrum: &[Lanes]) -> impl Iterator<Item = Complex> {
    sources.as_chunks().0.iter().map(|sources: &[Source; 4]| {
        let re = sources.map(|from| spectrum[2 * from.vector].0[from.lane]);
        let im = sources.map(|from| {
            let im = spectrum[2 * from.vector + 1].0[from.lane];
            if from.conjugate { -im } else { im }
        });
        [Lanes(re), Lanes(im)]
    })
}
