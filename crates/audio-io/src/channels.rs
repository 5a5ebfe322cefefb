//! Which channels of a file are taken, and taking them.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// What becomes of the channels of a file.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channels {
    /// The mean of all channels.
    #[default]
    Mix,
    /// One channel, counted from 0: 0 is the left one, 1 the right one.
    One(usize),
    /// Each channel for itself; see [`Loader::load_each`](crate::Loader::load_each).
    Each,
}

/// Reads `mix`, `left`, `right`, `each`, or the number of a channel, counted from 1.
///
/// ```
/// use emo_audio_io::Channels;
///
/// assert_eq!("right".parse::<Channels>()?, Channels::One(1));
/// assert_eq!("3".parse::<Channels>()?, Channels::One(2));
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
impl FromStr for Channels {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "mix" => Ok(Self::Mix),
            "left" => Ok(Self::One(0)),
            "right" => Ok(Self::One(1)),
            "each" => Ok(Self::Each),
            number => match number.parse::<usize>() {
                Ok(number) if number > 0 => Ok(Self::One(number - 1)),
                _ => Err(Error::InvalidOption {
                    option: "channel",
                    expected: "mix, left, right, each, or a number from 1",
                    got: text.into(),
                }),
            },
        }
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mix => write!(f, "mix"),
            Self::One(0) => write!(f, "left"),
            Self::One(1) => write!(f, "right"),
            Self::One(channel) => write!(f, "{}", channel + 1),
            Self::Each => write!(f, "each"),
        }
    }
}
