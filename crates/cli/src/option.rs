//! Errors about options, with the names that the options have on the command line.

use emo_pipeline::{Error, audio};

/// The names of parameters of the libraries, and the options behind them.
const OPTIONS: [(&str, &str); 5] = [
    ("offset", "--start"),
    ("window_s", "--window"),
    ("hop_s", "--hop"),
    ("smoothing_s", "--smoothing"),
    ("limits.seconds", "--max-duration"),
];

/// The error, with the option that causes it if it is about one.
pub(crate) fn named(error: Error) -> Error {
    match error {
        Error::Audio(audio::Error::InvalidOption { option, expected, got }) => {
            Error::InvalidParameter { parameter: name_of(option), expected: expected.into(), got }
        }
        Error::InvalidParameter { parameter, expected, got } => {
            Error::InvalidParameter { parameter: name_of(&parameter), expected, got }
        }
        other => other,
    }
}

fn name_of(parameter: &str) -> String {
    let found = OPTIONS.iter().find(|(name, _)| *name == parameter);
    found.map_or(parameter, |(_, option)| option).to_owned()
}
