//! Descriptors tile by tile, once it is known what they take from the whole clip.

use crate::descriptor::plan::{Clip, Plan};
use crate::descriptor::tuning::Peaks;
use crate::error::Result;
use crate::kernel::lanes::{Lanes, Tile};
use crate::transform::decibel::{limit_rows, rows_to_unlimited_db};
use crate::transform::mel::MelBank;

/// What the frames of a descriptor depend on beside their own spectra.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    /// The largest value in dB: of mel energies, or of peaks and of valleys.
    largest: [f32; 2],
    peaks: Peaks,
    tuning: f64,
}

impl Default for Whole {
    fn default() -> Self {
        Self { largest: [f32::MIN; 2], peaks: Peaks::default(), tuning: 0.0 }
    }
}

impl Plan {
    /// Whether the descriptor can be computed from a few frames at a time.
    pub(crate) fn is_streamed(&self) -> bool {
        match self {
            Self::Mfcc(..)
            | Self::LogMel(_)
            | Self::Chroma(_)
            | Self::Contrast(_)
            | Self::Spectral(_)
            | Self::ZeroCrossings(_)
            | Self::Level(_)
            | Self::Pitch
            | Self::HarmonicsToNoise => true,
            Self::Perturbation(..) | Self::HarmonicDifference(..) | Self::Formants(_) => false,
            #[cfg(feature = "encoder-without-weights")]
            Self::SpeechEncoder(plan) => plan.is_streamed(),
        }
    }

    /// Whether a frame depends on the rest of the clip: [`Self::look`] has to see all of it first.
    pub(crate) fn needs_whole(&self) -> bool {
        match self {
            Self::Mfcc(..) | Self::LogMel(_) => true,
            Self::Contrast(plan) => plan.is_limited(),
            Self::Chroma(plan) => plan.needs_tuning(),
            _ => false,
        }
    }

    /// Takes from a tile of power spectra what all frames of the clip depend on.
    pub(crate) fn look(&self, clip: &mut Clip, whole: &mut Whole, tile: &Tile) {
        let bins = &tile.bins;
        let largest = match (self, clip) {
            (Self::Mfcc(bank, _) | Self::LogMel(bank), Clip::Mel(rows)) => {
                [unlimited_log_mel(bank, bins, rows), f32::MIN]
            }
            (Self::Contrast(plan), Clip::Contrast(clip)) if plan.is_limited() => {
                plan.largest(clip, bins)
            }
            (Self::Chroma(plan), _) if plan.needs_tuning() => {
                return plan.push_peaks(&mut whole.peaks, bins);
            }
            _ => return,
        };
        for (whole, largest) in whole.largest.iter_mut().zip(largest) {
            *whole = whole.max(largest);
        }
    }

    /// Ends the look at the clip.
    pub(crate) fn settle_whole(&self, whole: &mut Whole) {
        if let Self::Chroma(plan) = self {
            whole.tuning = plan.tuning(&whole.peaks);
            whole.peaks = Peaks::default();
        }
    }

    /// The descriptor of a tile, one row of lanes for each of its columns, appended to `out`.
    pub(crate) fn of_tile(
        &self,
        clip: &mut Clip,
        whole: &Whole,
        tile: &Tile,
        out: &mut Vec<Lanes>,
    ) -> Result<()> {
        let bins = &tile.bins;
        match (self, clip) {
            (Self::Mfcc(bank, dct), Clip::Mel(rows)) => {
                log_mel(bank, bins, whole, rows);
                let from = out.len();
                out.resize(from + dct.n_mfcc(), Lanes::ZERO);
                dct.of_tile(rows, &mut out[from..]);
            }
            (Self::LogMel(bank), Clip::Mel(rows)) => {
                log_mel(bank, bins, whole, rows);
                out.append(rows);
            }
            (Self::Contrast(plan), Clip::Contrast(clip)) => {
                plan.of_tile(clip, bins, whole.largest, out);
            }
            (Self::Spectral(plan), Clip::Spectral(clip)) => plan.of_tile(clip, bins, out),
            (Self::Chroma(plan), _) => plan.of_tile(whole.tuning, bins, out)?,
            _ => {}
        }
        Ok(())
    }
}

/// The mel energies of a tile in dB without a lower limit, in `rows`; returns the largest.
fn unlimited_log_mel(bank: &MelBank, bins: &[Lanes], rows: &mut Vec<Lanes>) -> f32 {
    rows.clear();
    bank.push(bins, rows);
    rows_to_unlimited_db(rows)
}

/// The mel energies of a tile of a clip in dB, in `rows`.
fn log_mel(bank: &MelBank, bins: &[Lanes], whole: &Whole, rows: &mut Vec<Lanes>) {
    unlimited_log_mel(bank, bins, rows);
    limit_rows(rows, whole.largest[0]);
}
