//! Plans of Fourier transforms by `realfft` and `rustfft`, compiled once for all crates.
//!
//! Both libraries are generic over the number type, so that the compiler makes all their algorithms
//! anew in each crate that plans a transform: 1.2 MB of code for each number type. The functions
//! here are not generic. The crates that call them share one copy, which builds faster and takes
//! less space.
//!
//! ```
//! use emo_fft::Planner32;
//!
//! let transform = Planner32::new().plan_fft_forward(2048);
//! let mut frame = transform.make_input_vec();
//! let mut spectrum = transform.make_output_vec();
//! frame[0] = 1.0;
//! transform.process(&mut frame, &mut spectrum)?;
//! assert!(spectrum.iter().all(|bin| bin.re == 1.0));
//! # Ok::<(), emo_fft::FftError>(())
//! ```
#![forbid(unsafe_code)]

use std::fmt;
use std::sync::Arc;

use realfft::RealFftPlanner;
use rustfft::FftPlanner;

pub use realfft::{ComplexToReal, FftError, RealToComplex, num_complex};
pub use rustfft::Fft;

/// Plans transforms of real `f32` samples, and keeps the plans.
pub struct Planner32(RealFftPlanner<f32>);

/// Plans transforms of real `f64` samples, and keeps the plans.
pub struct Planner64(RealFftPlanner<f64>);

// Never inlined: a copy in another crate would bring all algorithms there.

impl Planner32 {
    /// A planner without plans.
    #[inline(never)]
    #[must_use]
    pub fn new() -> Self {
        Self(RealFftPlanner::new())
    }

    /// The transform of `length` samples to `1 + length / 2` bins, without scaling.
    #[inline(never)]
    pub fn plan_fft_forward(&mut self, length: usize) -> Arc<dyn RealToComplex<f32>> {
        self.0.plan_fft_forward(length)
    }

    /// The transform of `1 + length / 2` bins to `length` samples, without scaling.
    #[inline(never)]
    pub fn plan_fft_inverse(&mut self, length: usize) -> Arc<dyn ComplexToReal<f32>> {
        self.0.plan_fft_inverse(length)
    }
}

impl Planner64 {
    /// A planner without plans.
    #[inline(never)]
    #[must_use]
    pub fn new() -> Self {
        Self(RealFftPlanner::new())
    }

    /// The transform of `length` samples to `1 + length / 2` bins, without scaling.
    #[inline(never)]
    pub fn plan_fft_forward(&mut self, length: usize) -> Arc<dyn RealToComplex<f64>> {
        self.0.plan_fft_forward(length)
    }

    /// The transform of `1 + length / 2` bins to `length` samples, without scaling.
    #[inline(never)]
    pub fn plan_fft_inverse(&mut self, length: usize) -> Arc<dyn ComplexToReal<f64>> {
        self.0.plan_fft_inverse(length)
    }
}

/// The transform of `length` complex `f32` numbers in place, without scaling.
#[inline(never)]
pub fn plan_complex_forward(length: usize) -> Arc<dyn Fft<f32>> {
    FftPlanner::new().plan_fft_forward(length)
}

impl Default for Planner32 {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Planner64 {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Planner32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planner32").finish_non_exhaustive()
    }
}

impl fmt::Debug for Planner64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planner64").finish_non_exhaustive()
    }
}
