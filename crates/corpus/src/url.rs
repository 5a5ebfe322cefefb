//! Paths that are URLs.

use std::path::Path;

/// Whether a path is a URL: a scheme of two or more letters, digits, `+`, `-` and `.`, and `://`.
///
/// ```
/// use emo_corpus::is_url;
///
/// assert!(is_url("s3://calls/7.wav"));
/// assert!(!is_url("calls/7.wav") && !is_url("C://calls/7.wav"));
/// ```
pub fn is_url(path: impl AsRef<Path>) -> bool {
    let text = path.as_ref().to_string_lossy();
    let Some((scheme, _)) = text.split_once("://") else { return false };
    let fits = |(at, letter): (usize, char)| match at {
        0 => letter.is_ascii_alphabetic(),
        _ => letter.is_ascii_alphanumeric() || "+-.".contains(letter),
    };
    scheme.len() > 1 && scheme.chars().enumerate().all(fits)
}
