//! The picture of a timeline in a terminal: one line of letters for each speaker.

use std::collections::BTreeSet;
use std::io::Write;

use emo_live::{Speaker, Timeline};
use emo_pipeline::Result;

/// Letters in a line.
const WIDTH: usize = 72;

/// Writes a line for each speaker, in which each letter stands for a label and a blank for no
/// speech, then what the letters mean.
pub(super) fn write(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let letters = letters(&timeline.labels);
    let names = timeline.speakers.iter().map(|it| it.name.chars().count());
    let who = names.max().unwrap_or(0);
    for speaker in &timeline.speakers {
        writeln!(out, "{:<who$} |{}|", speaker.name, line(timeline, speaker, &letters))?;
    }
    let end = format!("{:.1} s", timeline.seconds());
    writeln!(out, "{:<who$} 0{end:>width$}", "", width = WIDTH + 1)?;
    let known: Vec<String> = timeline
        .labels
        .iter()
        .zip(&letters)
        .map(|(label, letter)| format!("{letter} {label}"))
        .collect();
    Ok(writeln!(out, "{:<who$}  {}\n", "", known.join(", "))?)
}

fn line(timeline: &Timeline, speaker: &Speaker, letters: &[char]) -> String {
    let mut line = vec![' '; WIDTH];
    let column =
        |sample: u64| (sample as u128 * WIDTH as u128 / timeline.samples.max(1) as u128) as usize;
    for segment in speaker.utterances.iter().flat_map(|it| it.segments()) {
        let (from, to) = (column(segment.span.start), column(segment.span.end));
        let label = timeline.labels.iter().position(|label| *label == segment.label);
        let letter = label.and_then(|label| letters.get(label)).copied().unwrap_or('?');
        for place in line.iter_mut().take(to.max(from + 1)).skip(from) {
            *place = letter;
        }
    }
    line.into_iter().collect()
}

/// A letter for each label: the first of its letters that no other has, or a digit.
fn letters(labels: &[String]) -> Vec<char> {
    let mut taken = BTreeSet::new();
    let mut letters = Vec::new();
    for label in labels {
        let own = label.chars().filter(|letter| letter.is_alphanumeric());
        let letter = own.chain('0'..='9').find(|letter| !taken.contains(letter)).unwrap_or('?');
        taken.insert(letter);
        letters.push(letter);
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_has_a_letter_of_its_own() {
        let labels = ["angry", "sad", "surprised", "a"].map(str::to_owned);
        assert_eq!(letters(&labels), ['a', 's', 'u', '0']);
    }
}
