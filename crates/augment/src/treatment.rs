//! Augmentations of a clip.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Augmenter, Error, Result};

/// An augmentation of a clip. Its name, such as `speed 0.9`, includes its parameter, and is how it
/// is stored.
///
/// ```
/// use emo_augment::Treatment;
/// let treatment: Treatment = "room 0.3 s".parse()?;
/// assert_eq!(treatment, Treatment::Room { seconds: 0.3 });
/// assert_eq!(treatment.to_string(), "room 0.3 s");
/// # Ok::<(), emo_augment::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Treatment {
    /// `speed 0.9`: played at that speed, 0.5 to 2, so that duration and pitch change as with a
    /// tape. This resembles another speaker.
    Speed {
        /// 1 is as recorded.
        factor: f64,
    },
    /// `gain -20 dB`: louder or softer, -120 to 120 dB.
    Gain {
        /// 0 is as recorded.
        db: f64,
    },
    /// `pink noise 20 dB`: noise of equal power in each octave, -60 to 120 dB below the clip's
    /// mean power.
    PinkNoise {
        /// The signal-to-noise ratio.
        snr_db: f64,
    },
    /// `own babble 20 dB`: eight voices made from the clip itself, together -60 to 120 dB below its
    /// mean power. This approximates other people talking without further recordings.
    OwnBabble {
        /// The ratio of the clip's power to that of the voices.
        snr_db: f64,
    },
    /// `telephone`: only the band from 300 to 3400 Hz.
    Telephone,
    /// `8 kHz`: resampled to 8 kHz and back.
    Narrowband,
    /// `room 0.3 s`: in a room with a reverberation time (60 dB) of 0.01 to 10 seconds.
    Room {
        /// The reverberation time.
        seconds: f64,
    },
    /// `silence 3 s`: with digital silence at both ends, each 0 to 60 seconds.
    Silence {
        /// The length at either end.
        seconds: f64,
    },
    /// `any speed`: one of the speeds of [`ANY_MICROPHONE`](Self::ANY_MICROPHONE), which the seed
    /// draws.
    AnySpeed,
    /// `any microphone`: one of the other augmentations of
    /// [`ANY_MICROPHONE`](Self::ANY_MICROPHONE), which the seed draws. With a seed for each clip,
    /// one copy per clip covers all of them, at a fraction of the cost of a copy for each.
    AnyMicrophone,
}

/// What [`Treatment::AnySpeed`] draws from.
pub(crate) const SPEEDS: [Treatment; 2] =
    [Treatment::Speed { factor: 0.9 }, Treatment::Speed { factor: 1.1 }];

/// What [`Treatment::AnyMicrophone`] draws from.
pub(crate) const MICROPHONES: [Treatment; 6] = [
    Treatment::PinkNoise { snr_db: 20.0 },
    Treatment::PinkNoise { snr_db: 10.0 },
    Treatment::OwnBabble { snr_db: 20.0 },
    Treatment::Telephone,
    Treatment::Narrowband,
    Treatment::Room { seconds: 0.3 },
];

const NAMES: &str = "speed FACTOR, gain N dB, pink noise N dB, own babble N dB, telephone, 8 kHz, \
                     room N s, silence N s, any speed or any microphone";

impl Treatment {
    /// Copies for a model that has to work for unseen speakers with any microphone: two other
    /// voices, pink noise at two levels, other people talking, a telephone, a narrow band and a
    /// room. `docs/accuracy.md` of emo shows how much they improve the scores.
    pub const ANY_MICROPHONE: [Self; 8] = {
        let [slower, faster] = SPEEDS;
        let [quiet, noisy, babble, telephone, narrow, room] = MICROPHONES;
        [slower, faster, quiet, noisy, babble, telephone, narrow, room]
    };

    /// Checks that the parameter is in its range.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if it is not.
    pub fn check(&self) -> Result<()> {
        let (parameter, got, range, expected) = match *self {
            Self::Speed { factor } => ("speed", factor, 0.5..=2.0, "0.5 to 2"),
            Self::Gain { db } => ("gain", db, -120.0..=120.0, "-120 to 120 dB"),
            Self::PinkNoise { snr_db } => ("noise", snr_db, -60.0..=120.0, "-60 to 120 dB"),
            Self::OwnBabble { snr_db } => ("babble", snr_db, -60.0..=120.0, "-60 to 120 dB"),
            Self::Room { seconds } => ("room", seconds, 0.01..=10.0, "0.01 to 10 s"),
            Self::Silence { seconds } => ("silence", seconds, 0.0..=60.0, "0 to 60 s"),
            Self::Telephone | Self::Narrowband | Self::AnySpeed | Self::AnyMicrophone => {
                return Ok(());
            }
        };
        if range.contains(&got) {
            Ok(())
        } else {
            Err(Error::Parameter { parameter, expected, got })
        }
    }

    /// The augmented clip, at the same sample rate (Hz). All randomness comes from the seed. For
    /// many clips, an [`Augmenter`] takes less time.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if a parameter or the sample rate is out of its range,
    /// [`Error::NonFinite`] if a sample is NaN or infinite, [`Error::Resampling`] if the clip
    /// cannot be resampled, and [`Error::Overflow`] if an augmented sample would not be finite.
    pub fn apply(&self, samples: &[f32], sample_rate: u32, random_state: u32) -> Result<Vec<f32>> {
        Augmenter::default().apply(self, samples, sample_rate, random_state)
    }
}

impl fmt::Display for Treatment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Speed { factor } => write!(f, "speed {factor}"),
            Self::Gain { db } => write!(f, "gain {db} dB"),
            Self::PinkNoise { snr_db } => write!(f, "pink noise {snr_db} dB"),
            Self::OwnBabble { snr_db } => write!(f, "own babble {snr_db} dB"),
            Self::Telephone => write!(f, "telephone"),
            Self::Narrowband => write!(f, "8 kHz"),
            Self::Room { seconds } => write!(f, "room {seconds} s"),
            Self::Silence { seconds } => write!(f, "silence {seconds} s"),
            Self::AnySpeed => write!(f, "any speed"),
            Self::AnyMicrophone => write!(f, "any microphone"),
        }
    }
}

impl FromStr for Treatment {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let unknown = || Error::Name { expected: NAMES, got: name.chars().take(80).collect() };
        let number = |start: &str, end: &str| {
            let number = name.strip_prefix(start)?.strip_suffix(end)?;
            number.trim().parse::<f64>().ok()
        };
        let treatment = match name {
            "telephone" => Self::Telephone,
            "8 kHz" => Self::Narrowband,
            "any speed" => Self::AnySpeed,
            "any microphone" => Self::AnyMicrophone,
            _ => None
                .or_else(|| number("speed ", "").map(|factor| Self::Speed { factor }))
                .or_else(|| number("gain ", " dB").map(|db| Self::Gain { db }))
                .or_else(|| number("pink noise ", " dB").map(|snr_db| Self::PinkNoise { snr_db }))
                .or_else(|| number("own babble ", " dB").map(|snr_db| Self::OwnBabble { snr_db }))
                .or_else(|| number("room ", " s").map(|seconds| Self::Room { seconds }))
                .or_else(|| number("silence ", " s").map(|seconds| Self::Silence { seconds }))
                .ok_or_else(unknown)?,
        };
        treatment.check()?;
        Ok(treatment)
    }
}

impl TryFrom<String> for Treatment {
    type Error = Error;

    fn try_from(name: String) -> Result<Self> {
        name.parse()
    }
}

impl From<Treatment> for String {
    fn from(treatment: Treatment) -> Self {
        treatment.to_string()
    }
}
