//! The endings of files that are read.

use std::path::Path;

/// The endings of files that are read, in lower case.
pub const ENDINGS: [&str; 38] = [
    "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "au", "snd", "sph", "nist", "caf",
    "flac", "ogg", "oga", "opus", "mp3", "mp2", "mp1", "mpga", "m4a", "m4b", "mp4", "m4v", "mov",
    "3gp", "3g2", "aac", "adts", "webm", "mkv", "mka", "ts", "m2ts", "mts", "gsm", "ogx",
];

/// Whether a file has an ending that is read, in upper or lower case, and is not hidden.
///
/// Hidden files, and with them macOS's AppleDouble files (`._name`), have names that start with a
/// dot.
///
/// ```
/// use emo_audio_io::is_audio_file;
///
/// assert!(is_audio_file("recordings/Anna.WAV"));
/// assert!(!is_audio_file("recordings/._Anna.WAV"));
/// assert!(!is_audio_file("recordings/Anna.txt"));
/// ```
pub fn is_audio_file(path: impl AsRef<Path>) -> bool {
    let path = path.as_ref();
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    !is_hidden && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
