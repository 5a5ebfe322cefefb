//! How many clips there are of each label, speaker, or value of any other key.

use crate::draw::Picture;
use crate::draw::canvas::whole;
use crate::draw::palette::{BLUE, MUTED, SERIES, VERMILLION};
use crate::draw::rows::{Mark, Row, Rows};
use crate::{Plot, Result, check};
use plotters::style::RGBColor;

/// Numbers of clips by the values of a key, divided by those of a second key.
///
/// ```
/// use emo_report::ClipCounts;
///
/// let counts = ClipCounts {
///     key: "label".into(),
///     parts: vec!["speech".into(), "song".into()],
///     rows: vec![("calm".into(), vec![12, 8]), ("sad".into(), vec![9, 0])],
/// };
/// assert_eq!(counts.plot()?.name(), "clips_label");
/// # Ok::<(), emo_report::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipCounts {
    /// The key, such as `label` or `speaker`.
    pub key: String,
    /// What the parts of a bar are, such as the channels; empty for bars of one part.
    pub parts: Vec<String>,
    /// Each value of the key with its number of clips, one number for each part.
    pub rows: Vec<(String, Vec<usize>)>,
}

/// Most parts of a bar.
const MOST_PARTS: usize = 12;

impl ClipCounts {
    /// The bars.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless there is a row, each has one
    /// number for each part, and there are at most 12 parts.
    pub fn plot(&self) -> Result<Plot> {
        check::not_empty("rows of clips", &self.rows)?;
        if self.parts.len() > MOST_PARTS {
            let expected = format!("at most {MOST_PARTS}");
            return Err(check::invalid("parts of clips", expected, self.parts.len()));
        }
        for (_, counts) in &self.rows {
            check::length("numbers of clips in a row", self.parts.len().max(1), counts.len())?;
        }
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let name: String = self.key.chars().map(letter).collect();
        let title = format!("Clips by {}", self.key);
        Ok(Plot::new(format!("clips_{name}"), title, self.picture()?))
    }

    fn picture(&self) -> Result<Picture> {
        let colors = self.colors();
        let total = |counts: &[usize]| counts.iter().sum::<usize>() as f64;
        let bars = |(name, counts): &(String, Vec<usize>)| {
            let mut from = 0.0;
            let mut marks = Vec::new();
            for (&color, &clips) in colors.iter().zip(counts).filter(|(_, clips)| **clips > 0) {
                let to = from + clips as f64;
                marks.push(Mark::Bar { from, to, color });
                from = to;
            }
            marks.push(Mark::Note { at: from, text: whole(from) });
            Row { name: name.clone(), marks }
        };
        let legend = self.parts.iter().map(String::as_str).zip(colors.iter().copied());
        let rows = Rows {
            rows: self.rows.iter().map(bars).collect(),
            x: 0.0..self.rows.iter().map(|(_, counts)| total(counts)).fold(1.0, f64::max),
            x_title: "clips",
            x_labels: (4, whole),
            right: 40.0,
            row: if self.rows.len() > 12 { 17.0 } else { 24.0 },
            reference: None,
            legend: legend.collect(),
        };
        rows.picture()
    }

    /// A colour for each part; the last of two or three parts may be what is not known.
    fn colors(&self) -> Vec<RGBColor> {
        let few = [BLUE, VERMILLION, MUTED];
        if self.parts.len() <= few.len() {
            few.to_vec()
        } else {
            few.into_iter().chain(SERIES).collect()
        }
    }
}
