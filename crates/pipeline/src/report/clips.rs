//! The clips: how many of which emotion, channel and actor.

use std::collections::BTreeMap;

use super::canvas::whole;
use super::palette::{BLUE, MUTED, VERMILLION};
use super::picture::Picture;
use super::rows::{Mark, Row, Rows};
use super::section::Section;
use crate::Clip;
use crate::Result;
use plotters::style::RGBColor;

/// Most actors that get a row each.
const MOST_ACTORS: usize = 60;

/// Spoken, sung, and of unknown channel.
type Counts = [usize; 3];

/// The section, of clips as recorded.
pub(super) fn section(clips: &[Clip], n_columns: usize) -> Result<Section> {
    let recorded: Vec<&Clip> = clips.iter().filter(|clip| clip.copy.is_none()).collect();
    let emotions = count(&recorded, |clip| clip.label.as_ref());
    let actors = count(&recorded, |clip| clip.speaker.as_ref());
    let mut words = format!("{} clips, {n_columns} features each.", recorded.len());
    if clips.len() > recorded.len() {
        let copies = clips.len() - recorded.len();
        words.push_str(&format!(" {copies} treated copies of them trained as well."));
    }
    let mut section = Section::new("Clips").text(&words);
    if !emotions.is_empty() {
        section =
            section.plot("clips_emotions", "Clips by emotion", picture(&emotions, 84.0, 24.0)?);
    }
    if (1..=MOST_ACTORS).contains(&actors.len()) {
        section = section.plot("clips_actors", "Clips by actor", picture(&actors, 84.0, 17.0)?);
    }
    Ok(section)
}

/// How many clips there are of each key, in the keys' order.
fn count<'a, K: Ord + ToString>(
    clips: &[&'a Clip],
    key: impl Fn(&'a Clip) -> Option<K>,
) -> Vec<(String, Counts)> {
    let mut counts: BTreeMap<K, Counts> = BTreeMap::new();
    for clip in clips {
        let Some(key) = key(clip) else { continue };
        let place = match clip.metadata.get("channel").map(String::as_str) {
            Some("speech") => 0,
            Some("song") => 1,
            _ => 2,
        };
        counts.entry(key).or_default()[place] += 1;
    }
    counts.into_iter().map(|(key, counts)| (key.to_string(), counts)).collect()
}

fn picture(counts: &[(String, Counts)], names: f64, row: f64) -> Result<Picture> {
    let series: [(&'static str, RGBColor); 3] =
        [("spoken", BLUE), ("sung", VERMILLION), ("channel not known", MUTED)];
    let total = |counts: &Counts| counts.iter().sum::<usize>() as f64;
    let bars = |(name, counts): &(String, Counts)| {
        let mut from = 0.0;
        let mut marks = Vec::new();
        for ((_, color), &clips) in series.iter().zip(counts).filter(|(_, clips)| **clips > 0) {
            let to = from + clips as f64;
            marks.push(Mark::Bar { from, to, color: *color });
            from = to;
        }
        marks.push(Mark::Note { at: from, text: whole(total(counts)) });
        Row { name: name.clone(), marks }
    };
    let occurs = |place: usize| counts.iter().any(|(_, counts)| counts[place] > 0);
    let legend = series.into_iter().enumerate().filter(|(place, _)| occurs(*place));
    let most = counts.iter().map(|(_, counts)| total(counts)).fold(1.0, f64::max);
    let rows = Rows {
        rows: counts.iter().map(bars).collect(),
        x: 0.0..most,
        x_title: "clips",
        x_labels: (4, whole),
        names,
        right: 40.0,
        row,
        reference: None,
        legend: legend.map(|(_, named)| named).collect(),
    };
    rows.picture()
}
