//! What the sharp low-pass does to the spectra of blocks.

use super::fft::{RealFft, bin};
use super::lanes::{BLOCKS, Complex, Four, Lanes, times};

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
    weights: Vec<[Four; 2]>,
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
        let chunks: &[Four] = impulse.as_chunks().0;
        let mut spectrum: Vec<_> = chunks.iter().copied().map(Lanes::repeat).collect();
        let mut work = spectrum.clone();
        RealFft::new(len).forward(&mut spectrum, &mut work);
        let (from, to) = match count {
            Count::Kept => (len, len),
            Count::Doubled => (len / 2, len),
            Count::Halved => (len, len / 2),
        };
        let mut weights = vec![[Lanes::ZERO; 2]; to / 8];
        gather(&sources(len, to), &spectrum, &mut weights);
        Self {
            count,
            sources: if count == Count::Kept { Vec::new() } else { sources(from, to) },
            weights: weights.iter().map(|[re, im]| [re.0[0], im.0[0]]).collect(),
            middle_weight: first_of(&spectrum, MIDDLE)[0],
        }
    }

    /// Weights the spectra in `data`; `work` is overwritten.
    #[inline(always)]
    pub(super) fn apply(&self, data: &mut Vec<Lanes>, work: &mut Vec<Lanes>) {
        let (ends, middles) = (first_of(data, ENDS), first_of(data, MIDDLE));
        if !self.sources.is_empty() {
            work.resize(2 * self.weights.len(), Lanes::ZERO);
            gather(&self.sources, data, work.as_chunks_mut().0);
            std::mem::swap(data, work);
        }
        if self.count == Count::Doubled {
            set_first(data, MIDDLE, ends.map(|[_, last]| [last, 0.0]));
        }
        for (value, weight) in data.as_chunks_mut().0.iter_mut().zip(&self.weights) {
            *value = times(*value, *weight);
        }
        let Some(&[re, im]) = self.weights.first() else { return };
        let (zero_weight, last_weight) = (re[0], im[0]);
        let mut weighted = ends;
        for ([zero, last], [re, im]) in weighted.iter_mut().zip(middles) {
            *last = match self.count {
                Count::Kept => *last * last_weight,
                Count::Doubled => *zero * last_weight,
                Count::Halved => re * self.middle_weight[0] - im * self.middle_weight[1],
            };
            *zero *= zero_weight;
        }
        set_first(data, ENDS, weighted);
    }
}

/// Where the values of the lowest and the highest frequency are, which are real.
const ENDS: usize = 0;
/// Where the value half way between them is.
const MIDDLE: usize = 4;

/// The first lane of two vectors, for each block.
#[inline(always)]
fn first_of(spectra: &[Lanes], at: usize) -> [[f32; 2]; BLOCKS] {
    let mut values = [[0.0; 2]; BLOCKS];
    for (block, value) in values.iter_mut().enumerate() {
        *value = [spectra[at].0[block][0], spectra[at + 1].0[block][0]];
    }
    values
}

/// Sets the first lane of two vectors, for each block.
#[inline(always)]
fn set_first(spectra: &mut [Lanes], at: usize, values: [[f32; 2]; BLOCKS]) {
    for (block, [re, im]) in values.into_iter().enumerate() {
        spectra[at].0[block][0] = re;
        spectra[at + 1].0[block][0] = im;
    }
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

/// Fills `to` with the values of `spectra` at `sources`, four at a time.
#[inline(always)]
fn gather(sources: &[Source], spectra: &[Lanes], to: &mut [Complex]) {
    let sources: &[[Source; 4]] = sources.as_chunks().0;
    for ([re, im], sources) in to.iter_mut().zip(sources) {
        for (lane, from) in sources.iter().enumerate() {
            let [from_re, from_im] = [spectra[2 * from.vector], spectra[2 * from.vector + 1]];
            let sign = if from.conjugate { -1.0 } else { 1.0 };
            for block in 0..BLOCKS {
                re.0[block][lane] = from_re.0[block][from.lane];
                im.0[block][lane] = sign * from_im.0[block][from.lane];
            }
        }
    }
}
