//! A real Fourier transform in single precision that rounds as PFFFT does.
//!
//! Each of a block's four lanes transforms every fourth sample; a last step joins the lanes. The
//! order of all additions and products is that of PFFFT (J. Pommier, as libsoxr 0.1.3 holds it; its
//! butterflies are those of FFTPACK, P. Swarztrauber) with SSE, so that the results are equal to
//! the bit.

mod join;
mod radix;
mod trigonometry;

use self::join::Join;
use self::radix::Pass;
use super::lanes::Lanes;

/// Transforms of one length.
pub(super) struct RealFft {
    passes: Vec<Pass>,
    join: Join,
}

impl RealFft {
    /// Plans for `len` samples, a power of two of at least 32.
    pub(super) fn new(len: usize) -> Self {
        Self { passes: Pass::all(len / 4), join: Join::new(len) }
    }

    /// From samples in `data` to their spectrum, ordered as [`bin`] says. Both are overwritten.
    #[inline(always)]
    pub(super) fn forward(&self, data: &mut Vec<Lanes>, work: &mut Vec<Lanes>) {
        for pass in self.passes.iter().rev() {
            pass.forward(data, work);
            std::mem::swap(data, work);
        }
        self.join.forward(data, work);
        std::mem::swap(data, work);
    }

    /// From a spectrum in `data` to samples, `len` times as large. Both are overwritten.
    #[inline(always)]
    pub(super) fn backward(&self, data: &mut Vec<Lanes>, work: &mut Vec<Lanes>) {
        self.join.backward(data, work);
        std::mem::swap(data, work);
        for pass in &self.passes {
            pass.backward(data, work);
            std::mem::swap(data, work);
        }
    }
}

/// The frequency whose value a spectrum of `len` samples holds in one lane of one complex vector.
///
/// Frequency 0 has its real part there; its imaginary part is the value of the frequency `len / 2`.
pub(super) fn bin(len: usize, vector: usize, lane: usize) -> usize {
    let at = vector / 4 * 4 + lane;
    match vector % 4 {
        0 => at,
        1 if at == 0 => len / 8,
        1 => len / 4 - at,
        2 => len / 4 + at,
        _ if at == 0 => 3 * len / 8,
        _ => len / 2 - at,
    }
}
