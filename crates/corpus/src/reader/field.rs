//! The parts of a file's name.

use std::ops::RangeInclusive;

use crate::{Clip, Error, GroupKey, Result, quoted};

/// The parts of a clip's last name between `separator`s, exactly `N` of them.
pub(super) fn parts<const N: usize>(
    clip: &Clip,
    separator: char,
    names: &'static str,
) -> Result<[String; N]> {
    let parts: Vec<String> = clip.stem().split(separator).map(str::to_owned).collect();
    parts.try_into().map_err(|_| no_name(clip, names))
}

/// An error for a clip whose name is not one of the corpus's.
pub(super) fn no_name(clip: &Clip, names: &'static str) -> Error {
    Error::Name { expected: names.into(), got: quoted(clip.stem()) }
}

/// What a code means.
pub(super) fn code<'t>(
    what: &'static str,
    text: &str,
    table: &[(&str, &'t str)],
) -> Result<&'t str> {
    let found = table.iter().find(|(code, _)| *code == text);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let codes: Vec<&str> = table.iter().map(|(code, _)| *code).collect();
        invalid(what, codes.join(", "), text)
    })
}

/// A number of exactly `digits` digits, in a range.
pub(super) fn number(
    what: &'static str,
    text: &str,
    digits: usize,
    range: RangeInclusive<u64>,
) -> Result<u64> {
    let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| fits && range.contains(number));
    number.ok_or_else(|| {
        let (first, last) = (range.start(), range.end());
        invalid(what, format!("{first:0digits$} to {last:0digits$}"), text)
    })
}

/// A number of any length.
pub(super) fn count(what: &'static str, text: &str) -> Result<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| invalid(what, "a number".into(), text))
}

/// A name of a speaker or a word: letters, digits and `_`.
pub(super) fn word<'t>(what: &'static str, text: &'t str) -> Result<&'t str> {
    let good = !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || it == '_');
    if good { Ok(text) } else { Err(invalid(what, "letters or digits".into(), text)) }
}

/// A speaker by name.
pub(super) fn speaker(text: &str) -> Result<GroupKey> {
    word("speaker", text)?.parse()
}

fn invalid(what: &'static str, expected: String, text: &str) -> Error {
    Error::InvalidValue { what, expected, got: quoted(text) }
}
