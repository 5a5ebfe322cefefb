//! Times in manifests.

/// Seconds, from a number or from pandas's form of a time span, `[D days ][[HH:]MM:]SS[.fff]`;
/// `Ok(None)` for an empty cell and for `NaT`, `Err` for anything else and for negative times.
pub(super) fn seconds(text: &str) -> Result<Option<f64>, ()> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("nat") || text.eq_ignore_ascii_case("nan") {
        return Ok(None);
    }
    let seconds = text.parse().ok().or_else(|| span(text)).ok_or(())?;
    if f64::is_finite(seconds) && seconds >= 0.0 { Ok(Some(seconds)) } else { Err(()) }
}

fn span(text: &str) -> Option<f64> {
    let (days, clock) = match text.split_once(" day") {
        Some((days, clock)) => (days.parse().ok()?, clock.strip_prefix('s').unwrap_or(clock)),
        None => (0_u32, text),
    };
    let clock = clock.trim();
    let mut total = 24.0 * f64::from(days);
    let parts: Vec<&str> = if clock.is_empty() { vec!["0"; 3] } else { clock.split(':').collect() };
    if parts.len() != 3 {
        return None;
    }
    for (place, part) in parts.into_iter().enumerate() {
        if !part.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let value: f64 = part.parse().ok()?;
        total = if place == 0 { total + value } else { total * 60.0 + value };
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_numbers_or_spans() {
        let good = [
            ("1.5", 1.5),
            (" 0 ", 0.0),
            ("1e1", 10.0),
            ("0 days 00:00:01.500000", 1.5),
            ("0 days", 0.0),
            ("1 days 01:01:01", 90061.0),
            ("1 day 00:00:00", 86400.0),
            ("00:02:03.25", 123.25),
        ];
        for (text, expected) in good {
            assert_eq!(seconds(text), Ok(Some(expected)), "{text}");
        }
        for none in ["", " ", "NaT", "nan"] {
            assert_eq!(seconds(none), Ok(None), "{none}");
        }
        for bad in ["-1", "inf", "x", "1:2", "a days 00:00:01", "00:-1:00", "0 days 1:2:3:4"] {
            assert_eq!(seconds(bad), Err(()), "{bad}");
        }
    }
}
