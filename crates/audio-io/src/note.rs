//! What was noticed while a file was read that is no error.

use std::fmt;

/// Something about a file that was read all the same.
///
/// `Display` gives a sentence without the file's name.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The file ends before its header says; the samples up to there are used.
    CutShort,
    /// The header has no sizes: the recorder was stopped before it wrote them. The samples up to
    /// the end of the file are used.
    SizesNotWritten,
    /// The file has several audio tracks, of which one was read.
    SeveralTracks {
        /// The track that was read, counted from 1.
        read: usize,
        /// How many audio tracks there are.
        count: usize,
    },
    /// The channels cancel: their mean is at least 30 dB below them.
    ChannelsCancel,
    /// HE-AAC, of which the core was decoded: what lies above half of this rate is missing.
    HeAacCore {
        /// The rate of the core, Hz.
        rate: u32,
    },
    /// The container states another sample rate than the decoder, whose rate is used.
    RateOfContainer {
        /// The rate that the container states, Hz.
        stated: u32,
        /// The rate of the decoded samples, Hz.
        used: u32,
    },
    /// The sample rate changes within the file; what follows was converted to the first rate.
    RateChanges {
        /// The first rate, Hz.
        first: u32,
        /// The other rate, Hz.
        then: u32,
    },
    /// The number of channels changes within the file.
    ChannelsChange {
        /// The first number of channels.
        first: usize,
        /// The other number.
        then: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutShort => write!(f, "the file is cut short; the part before the cut is used"),
            Self::SizesNotWritten => write!(
                f,
                "the recorder never wrote the sizes in the header; all samples to the end of the \
                 file are used"
            ),
            Self::SeveralTracks { read, count } => write!(
                f,
                "the file has {count} audio tracks; track {read} is used (choose another by the \
                 option `track`)"
            ),
            Self::ChannelsCancel => write!(
                f,
                "the channels cancel each other when they are averaged; choose one of them by the \
                 option `channel`"
            ),
            Self::HeAacCore { rate } => write!(
                f,
                "HE-AAC: the core at {rate} Hz is used, without the band above {} Hz",
                rate / 2
            ),
            Self::RateOfContainer { stated, used } => write!(
                f,
                "the container states {stated} Hz, the audio inside has {used} Hz, which is used"
            ),
            Self::RateChanges { first, then } => write!(
                f,
                "the sample rate changes from {first} to {then} Hz; all of it is given at {first} Hz"
            ),
            Self::ChannelsChange { first, then } => {
                write!(f, "the number of channels changes from {first} to {then}")
            }
        }
    }
}
