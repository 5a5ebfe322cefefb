//! What is measured on: synthetic speech from `fixtures/audio`, and seeded random rows.
//!
//! The Python side of the comparison makes the same rows (`compare/tasks.py`).
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

use emo_audio_io::{LoadOptions, Result, load};
use emo_random::RandomState;
use ndarray::Array2;
use realfft::{FftNum, RealFftPlanner, num_complex::Complex};

/// The length of a usual clip of RAVDESS, s.
pub const CLIP_SECONDS: f64 = 3.87;

/// The sample rate of the features, Hz.
pub const SAMPLE_RATE: u32 = 22_050;

/// The labels of a table with the class shares of RAVDESS: the pattern is repeated.
pub const RAVDESS_SHARES: &[usize] = &[0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7];

/// The path of a file in `fixtures/`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

/// Mono speech at `rate` Hz, repeated until it is `seconds` long.
///
/// # Errors
///
/// When the speech in `fixtures/audio` cannot be read.
pub fn speech(rate: u32, seconds: f64) -> Result<Vec<f32>> {
    let options = LoadOptions::default().sample_rate(Some(rate));
    let sentence = load(fixture("audio/speech.wav"), &options)?.samples;
    let samples = (seconds * f64::from(rate)) as usize;
    Ok(sentence.into_iter().cycle().take(samples).collect())
}

/// The samples as a WAV file of 16 bits.
pub fn wav(rate: u32, samples: &[f32]) -> Vec<u8> {
    let bytes = 2 * samples.len() as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(rate.to_le_bytes());
    file.extend((2 * rate).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|x| ((x * 32_768.0) as i16).to_le_bytes()));
    file
}

/// Random rows and their classes: row `i` is of class `shares[i % shares.len()]`, and each class
/// stands out in some of the columns.
pub fn rows(n_rows: usize, n_columns: usize, shares: &[usize]) -> (Array2<f64>, Vec<usize>) {
    let y: Vec<usize> = shares.iter().copied().cycle().take(n_rows).collect();
    let n_classes = 1 + shares.iter().copied().max().unwrap_or(0);
    let mut random = RandomState::new(0);
    let x = Array2::from_shape_simple_fn((n_rows, n_columns), || random.random_sample());
    let marked = |row: usize, column: usize| column % n_classes == y[row];
    let marks = Array2::from_shape_fn(x.dim(), |(i, j)| if marked(i, j) { 0.5 } else { 0.0 });
    (x + marks, y)
}

/// The Fourier transforms alone that a clip's frames need (2048 points, every 512 samples): what no
/// extraction in the same precision can be faster than.
pub struct Ffts<T> {
    samples: Vec<T>,
    fft: std::sync::Arc<dyn realfft::RealToComplex<T>>,
    frame: Vec<T>,
    spectrum: Vec<Complex<T>>,
    scratch: Vec<Complex<T>>,
}

impl<T: FftNum + From<f32>> Ffts<T> {
    /// Plans them for a clip.
    pub fn new(clip: &[f32]) -> Self {
        let fft = RealFftPlanner::new().plan_fft_forward(Self::POINTS);
        let mut samples = vec![T::zero(); Self::POINTS / 2];
        samples.extend(clip.iter().map(|&x| T::from(x)));
        samples.resize(clip.len() + Self::POINTS, T::zero());
        Self {
            samples,
            frame: fft.make_input_vec(),
            spectrum: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            fft,
        }
    }

    const POINTS: usize = 2048;
    const HOP: usize = 512;

    /// How many there are.
    pub fn count(&self) -> usize {
        self.samples.windows(Self::POINTS).step_by(Self::HOP).len()
    }

    /// Does all of them, and returns the last number so that none is left out.
    pub fn run(&mut self) -> T {
        for frame in self.samples.windows(Self::POINTS).step_by(Self::HOP) {
            self.frame.copy_from_slice(frame);
            // The buffers are the plan's own: it cannot fail.
            let done = self.fft.process_with_scratch(
                &mut self.frame,
                &mut self.spectrum,
                &mut self.scratch,
            );
            debug_assert!(done.is_ok());
        }
        self.spectrum.last().map_or(T::zero(), |last| last.re)
    }
}
