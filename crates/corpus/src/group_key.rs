//! A name for what several clips share.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Who speaks in a clip, or what is said: what a split keeps together.
///
/// A corpus may number its speakers (`01` to `24` in RAVDESS) or name them (`Ses01F`). Digits
/// are read as a number, so that `7` and `07` are one speaker, whatever program wrote the
/// table, and sort as numbers do: 2 before 10, as scikit-learn sorts integer groups. Numbers
/// come before names; names sort by their bytes.
///
/// ```
/// use emo_corpus::GroupKey;
///
/// let key = |text: &str| text.parse::<GroupKey>();
/// assert_eq!(key("07")?, GroupKey::from(7));
/// assert!(key("2")? < key("10")?);
/// assert!(key("10")? < key("Ses01F")?);
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupKey(Key);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Number(u64),
    Name(String),
}

impl GroupKey {
    /// The number, unless it is a name.
    pub fn number(&self) -> Option<u64> {
        match self.0 {
            Key::Number(number) => Some(number),
            Key::Name(_) => None,
        }
    }
}

impl From<u64> for GroupKey {
    fn from(number: u64) -> Self {
        Self(Key::Number(number))
    }
}

impl FromStr for GroupKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::InvalidValue {
                what: "group",
                expected: "a number or a name".into(),
                got: crate::quoted(text),
            });
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        Ok(Self(number.map_or_else(|| Key::Name(text.into()), Key::Number)))
    }
}

impl fmt::Display for GroupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Key::Number(number) => write!(f, "{number}"),
            Key::Name(name) => f.write_str(name),
        }
    }
}

impl TryFrom<String> for GroupKey {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<GroupKey> for String {
    fn from(key: GroupKey) -> Self {
        key.to_string()
    }
}
