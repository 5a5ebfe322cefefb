//! Numbers and dates of options.

use time::{Date, Month};

/// Reads a finite number from 0.
pub(crate) fn from_zero(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "expected a number from 0".to_owned())
}

/// Reads a limit above 0, which may be inf.
pub(crate) fn limit(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0);
    number.ok_or_else(|| "expected a number above 0, or inf".to_owned())
}

/// Reads a date such as 2026-03-31.
pub(crate) fn date(text: &str) -> Result<String, String> {
    is_date(text)
        .then(|| text.to_owned())
        .ok_or_else(|| "expected a date such as 2026-03-31".to_owned())
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return false;
    }
    let month = month.parse().ok().and_then(|month: u8| Month::try_from(month).ok());
    let (Ok(year), Some(month), Ok(day)) = (year.parse(), month, day.parse()) else { return false };
    Date::from_calendar_date(year, month, day).is_ok()
}
