//! Shares of the inputs.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::{Error, Result};

/// One of several shares of the inputs, each of which may be a process or a machine of its own:
/// `3/64` is the third of 64.
///
/// ```
/// use emo_arrow::Shard;
///
/// let shard: Shard = "2/3".parse()?;
/// assert_eq!(shard.range(10), 3..6);
/// # Ok::<(), emo_arrow::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    pub(super) count: usize,
}

impl Shard {
    /// The only shard.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// All of `count` shards, in their order; at least one.
    pub fn all(count: usize) -> impl Iterator<Item = Self> {
        let count = count.max(1);
        (0..count).map(move |index| Self { index, count })
    }

    /// Which of `n` inputs belong to the shard: neighbours, and as many as in any other, or one
    /// less.
    pub fn range(self, n: usize) -> Range<usize> {
        let border = |index: usize| (n as u128 * index as u128 / self.count as u128) as usize;
        border(self.index)..border(self.index + 1)
    }

    pub(super) fn name(self) -> String {
        format!("{:04}-of-{:04}", self.index + 1, self.count)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.count)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parsed = text.split_once('/').and_then(|(number, count)| {
            let (number, count): (usize, usize) = (number.parse().ok()?, count.parse().ok()?);
            (1..=count).contains(&number).then(|| Self { index: number - 1, count })
        });
        parsed.ok_or_else(|| Error::Value {
            what: "shard",
            expected: "a number and how many there are, such as 3/64".into(),
            got: format!("{text:?}"),
        })
    }
}
