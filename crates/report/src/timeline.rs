//! What was predicted over the time of a recording.

mod columns;
mod picture;

use std::fmt::Write;

use serde_json::json;

use crate::html::escape;
use crate::{Plot, Result, Section, check};

/// The script of a page with a timeline.
pub(crate) const SCRIPT: &str = include_str!("timeline/script.js");

/// What the policy of a page with a timeline allows beside styles: the script, by its checksum, and
/// audio from where the page is.
pub(crate) const POLICY: &str = "; media-src 'self' file: blob:; \
    script-src 'sha256-36n9MfwWeVKdtFYzFA8bOxre2s+TAEpB5iqYcsnDxUw='";

/// Probabilities of the labels in a part of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Where it starts and ends, in seconds.
    pub start: f64,
    /// Where it ends, in seconds; after its start.
    pub end: f64,
    /// One probability for each label of the timeline, from 0 to 1.
    pub probabilities: Vec<f64>,
}

/// A stretch of speech with one prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// Where it starts, in seconds.
    pub start: f64,
    /// Where it ends, in seconds; after its start.
    pub end: f64,
    /// The predicted label.
    pub label: String,
    /// Its probability, from 0 to 1.
    pub probability: f64,
}

/// A recording with its sound, where there is speech, the probabilities over time and the
/// utterances.
///
/// The section shows the numbers of the place that is clicked, and plays the recording from there
/// if the audio file lies where `audio` says, seen from the page.
///
/// ```
/// use emo_report::{Report, Timeline, Utterance, Window};
///
/// let window = |start, calm| Window {
///     start,
///     end: start + 2.0,
///     probabilities: vec![calm, 1.0 - calm],
/// };
/// let timeline = Timeline {
///     name: "interview".into(),
///     duration: 4.0,
///     labels: vec!["calm".into(), "excited".into()],
///     envelope: vec![(-0.1, 0.2), (-0.5, 0.4), (-0.3, 0.3), (0.0, 0.0)],
///     speech: vec![(0.5, 3.1)],
///     windows: vec![window(0.0, 0.8), window(1.0, 0.4), window(2.0, 0.3)],
///     utterances: vec![Utterance { start: 0.5, end: 3.1, label: "excited".into(), probability: 0.6 }],
///     audio: Some("interview.wav".into()),
/// };
/// let html = Report::new("Interview").section(timeline.section()?).to_html();
/// assert!(html.contains("interview.wav"));
/// # Ok::<(), emo_report::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What the recording is called.
    pub name: String,
    /// How long it is, in seconds; more than 0.
    pub duration: f64,
    /// The labels, at least two.
    pub labels: Vec<String>,
    /// The least and the largest sample, from -1 to 1, of parts of the recording that are equally
    /// long; a few thousand parts are enough. May be empty.
    pub envelope: Vec<(f32, f32)>,
    /// Start and end of each stretch of speech, in seconds.
    pub speech: Vec<(f64, f64)>,
    /// The probabilities over time. Windows may overlap; where they do, their mean is shown.
    pub windows: Vec<Window>,
    /// The utterances.
    pub utterances: Vec<Utterance>,
    /// The audio file's path from the page's folder, with `/`; `None` for a page without sound.
    pub audio: Option<String>,
}

impl Timeline {
    /// The section: the picture, its numbers at a place of choice, the sound and the utterances.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless the duration is finite and more
    /// than 0, there are two labels or more, each window has one probability from 0 to 1 for each,
    /// what starts also ends later, and all numbers are finite; or for an absolute audio path.
    pub fn section(&self) -> Result<Section> {
        let mut section = Section::new(&self.name)
            .text(
                "From above: the utterances, the probabilities of the labels, the sound, and where \
                 there is speech. Click on a place to see its numbers.",
            )
            .plot(self.plot()?)
            .html(self.player()?);
        section.is_interactive = true;
        if self.utterances.is_empty() {
            return Ok(section);
        }
        Ok(section.html(self.utterance_table()))
    }

    /// The picture.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section), apart from the audio path.
    pub fn plot(&self) -> Result<Plot> {
        self.check()?;
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let name: String = self.name.chars().map(letter).collect();
        let title = format!("Timeline of {}", self.name);
        Ok(Plot::new(format!("timeline_{name}"), title, picture::draw(self)?))
    }

    fn check(&self) -> Result<()> {
        if !(self.duration.is_finite() && self.duration > 0.0) {
            let expected = "a finite number of seconds above 0";
            return Err(check::invalid("duration of the timeline", expected, self.duration));
        }
        if self.labels.len() < 2 {
            return Err(check::invalid("labels of the timeline", "at least 2", self.labels.len()));
        }
        let ends = self.envelope.iter().flat_map(|(low, high)| [f64::from(*low), f64::from(*high)]);
        check::finite("envelope of the timeline", ends)?;
        for window in &self.windows {
            check_part("window", window.start, window.end)?;
            let what = "probabilities of a window";
            check::length(what, self.labels.len(), window.probabilities.len())?;
            check::shares(what, window.probabilities.iter().copied())?;
        }
        for &(start, end) in &self.speech {
            check_part("stretch of speech", start, end)?;
        }
        for utterance in &self.utterances {
            check_part("utterance", utterance.start, utterance.end)?;
            check::shares("probability of an utterance", [utterance.probability])?;
        }
        Ok(())
    }

    /// The elements that the script fills, hidden until it runs, and its data.
    fn player(&self) -> Result<String> {
        let mut html = format!(
            "<div class=\"player\" hidden><label>Place in {0} <input type=\"range\" min=\"0\" \
             max=\"{1}\" step=\"0.01\" value=\"0\"></label><output></output>",
            escape(&self.name),
            self.duration
        );
        if let Some(audio) = &self.audio {
            // Writing to a string cannot fail.
            let _ = write!(
                html,
                "<audio controls preload=\"metadata\" src=\"{}\" aria-label=\"{}\"></audio>",
                relative_url(audio)?,
                escape(&self.name)
            );
        }
        let rounded = |share: f64| (share * 1e4).round() / 1e4;
        let window = |it: &Window| {
            let shares: Vec<f64> = it.probabilities.iter().map(|&share| rounded(share)).collect();
            json!([it.start, it.end, shares])
        };
        let data = json!({
            "duration": self.duration,
            "labels": self.labels,
            "windows": self.windows.iter().map(window).collect::<Vec<_>>(),
            "plot": picture::plot_area(self),
        });
        // `<` only occurs in texts, where JSON can also write it by its number.
        let data = data.to_string().replace('<', "\\u003c");
        let _ = write!(
            html,
            "</div><script type=\"application/json\" class=\"timeline\">{data}</script>"
        );
        Ok(html)
    }

    fn utterance_table(&self) -> String {
        let mut html = String::from(
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Utterances\">\
             <table aria-label=\"Utterances\"><thead><tr><th scope=\"col\">start</th>\
             <th scope=\"col\">end</th><th scope=\"col\">label</th>\
             <th scope=\"col\">probability</th></tr></thead><tbody>",
        );
        for it in &self.utterances {
            let _ = write!(
                html,
                "<tr><th scope=\"row\"><button type=\"button\" data-at=\"{0}\">{1}</button></th>\
                 <td>{2}</td><td class=\"words\">{3}</td><td>{4:.0} %</td></tr>",
                it.start,
                clock(it.start),
                clock(it.end),
                escape(&it.label),
                it.probability * 100.0
            );
        }
        html.push_str("</tbody></table></div>");
        html
    }
}

fn check_part(what: &str, start: f64, end: f64) -> Result<()> {
    check::finite(what, [start, end])?;
    if start >= 0.0 && end > start {
        return Ok(());
    }
    Err(check::invalid(what, "a start from 0 and a later end", format!("{start} to {end}")))
}

/// A path as a URL that stays where the page is: everything but letters, digits and `-_.~/` is
/// written by its number, so that no scheme remains.
fn relative_url(path: &str) -> Result<String> {
    if path.is_empty() || path.starts_with('/') {
        return Err(check::invalid("audio of the timeline", "a relative path", path));
    }
    let mut url = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    Ok(url)
}

/// Seconds as minutes and seconds, such as `1:02.5`.
pub(crate) fn clock(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round();
    let (minutes, tenths) = ((tenths / 600.0).floor(), tenths % 600.0);
    format!("{minutes}:{:04.1}", tenths / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_url_beside_the_page() {
        assert_eq!(relative_url("calls/a b.wav").ok().as_deref(), Some("calls/a%20b.wav"));
        let spoilt = relative_url("javascript:alert(\"1\")").ok();
        assert_eq!(spoilt.as_deref(), Some("javascript%3Aalert%28%221%22%29"));
        assert!(relative_url("//elsewhere/a.wav").is_err() && relative_url("").is_err());
    }

    #[test]
    fn a_clock_carries_seconds_into_minutes() {
        assert_eq!([0.0, 5.25, 59.96, 62.5].map(clock), ["0:00.0", "0:05.3", "1:00.0", "1:02.5"]);
    }
}
