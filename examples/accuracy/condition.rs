//! The conditions under which a clip is recorded.

use std::fmt;

use emo_pipeline::Treatment;

/// As recorded, or as another microphone, line or room would have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Condition {
    /// As recorded.
    AsRecorded,
    /// Treated.
    Treated(Treatment),
    /// Other people talk, this far below the clip.
    Babble {
        /// In dB.
        snr_db: f64,
    },
    /// Encoded by LAME, mono.
    Mp3 {
        /// Bit rate.
        kbps: u32,
    },
}

/// As recorded and at the speeds over which what is said of a clip may be averaged.
pub(crate) const SPEEDS: [Condition; 5] =
    [Condition::AsRecorded, speed(0.9), speed(0.95), speed(1.05), speed(1.1)];

/// Played at another speed.
pub(crate) const fn speed(factor: f64) -> Condition {
    Condition::Treated(Treatment::Speed { factor })
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsRecorded => f.write_str("as recorded"),
            Self::Treated(treatment) => treatment.fmt(f),
            Self::Babble { snr_db } => write!(f, "babble {snr_db} dB"),
            Self::Mp3 { kbps } => write!(f, "MP3 {kbps} kbit/s"),
        }
    }
}
