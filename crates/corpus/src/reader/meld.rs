//! MELD, the Multimodal EmotionLines Dataset.

use std::collections::HashMap;
use std::path::Path;

use super::field::{count, no_name};
use super::{About, Below, CorpusReader, Scan, Skipped, recordings_below, scan_names};
use crate::label::canonical;
use crate::{Clip, Error, GroupKey, Result, quoted};

/// Reads the utterances of MELD, from the series Friends, in seven emotions.
///
/// A name tells dialogue and utterance, and its folder the split (`train`, `dev` or `test`);
/// emotion and speaker are in the files `train_sent_emo.csv`, `dev_sent_emo.csv` and
/// `test_sent_emo.csv`, which [`scan`](CorpusReader::scan) reads. The corpus's own split is the
/// metadata `split`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meld;

const ABOUT: About = About {
    id: "meld",
    name: "Multimodal EmotionLines Dataset",
    language: "en-US",
    licence: "GPL-3.0 for the annotations; the recordings belong to the series",
    citation: "S. Poria, D. Hazarika, N. Majumder, G. Naik, E. Cambria and R. Mihalcea, 2019. \
        MELD: A Multimodal Multi-Party Dataset for Emotion Recognition in Conversations. \
        ACL 2019: 527-536, doi 10.18653/v1/P19-1050",
    source: "https://affective-meld.github.io/",
    names: "dialogue and utterance below a folder train…, dev… or …test, as dia12_utt3",
    one_name_per_take: false,
};

const SPLITS: [&str; 3] = ["train", "dev", "test"];

impl CorpusReader for Meld {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let Some((dialogue, utterance)) = clip.stem().split_once('_') else {
            return Err(no_name(&clip, ABOUT.names));
        };
        let number = |text: &str, prefix| text.strip_prefix(prefix).map(str::to_owned);
        let (Some(dialogue), Some(utterance)) = (number(dialogue, "dia"), number(utterance, "utt"))
        else {
            return Err(no_name(&clip, ABOUT.names));
        };
        count("dialogue", &dialogue)?;
        count("utterance", &utterance)?;
        let folders = clip.name.strip_suffix(clip.stem()).unwrap_or_default();
        let split = SPLITS.into_iter().find(|split| folders.contains(split));
        let Some(split) = split else { return Err(no_name(&clip, ABOUT.names)) };
        let session = format!("{split} {dialogue}");
        Ok(clip.with("split", split).with("session", session).with("utterance", utterance))
    }

    fn take(&self, clip: &Clip) -> (String, u8) {
        let session = clip.metadata.get("session").map_or("", String::as_str);
        (format!("{session} {}", clip.stem()), 0)
    }

    fn scan(&self, folder: &Path) -> Result<Scan> {
        let (turns, mut problems) = turns_below(folder)?;
        let mut scan = scan_names(self, folder, |clip| {
            let clip = self.describe(clip)?;
            let key = |key: &str| clip.metadata.get(key).cloned().unwrap_or_default();
            let Some(turn) = turns.get(&(key("session"), key("utterance"))) else {
                return Err(Error::InvalidValue {
                    what: "label",
                    expected: format!("a line of the utterance in {}_sent_emo.csv", key("split")),
                    got: "none".into(),
                });
            };
            Ok(clip.label(turn.label).speaker(turn.speaker.clone()))
        })?;
        scan.skipped.append(&mut problems);
        scan.skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(scan)
    }
}

struct Turn {
    label: &'static str,
    speaker: GroupKey,
}

/// Session and utterance, as in the metadata.
type Turns = HashMap<(String, String), Turn>;

/// The utterances in the label files below a folder, and what cannot be read.
fn turns_below(folder: &Path) -> Result<(Turns, Skipped)> {
    let Below { found: files, skipped: mut problems, .. } = recordings_below(folder, &["csv"])?;
    let mut turns = Turns::new();
    for (path, name) in files {
        let stem = name.rsplit('/').next().unwrap_or_default();
        let Some(split) = SPLITS.into_iter().find(|split| stem == format!("{split}_sent_emo"))
        else {
            continue;
        };
        if let Err(error) = read_turns(&path, split, &mut turns) {
            problems.push((path, error));
        }
    }
    Ok((turns, problems))
}

fn read_turns(path: &Path, split: &str, turns: &mut Turns) -> Result<()> {
    let mut lines = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(csv_error)?;
    let header = lines.byte_headers().map_err(csv_error)?.clone();
    let place = |name: &str| {
        header.iter().position(|cell| cell == name.as_bytes()).ok_or_else(|| Error::Line {
            line: 1,
            expected: format!("a column {name}"),
            got: "none".into(),
        })
    };
    let places =
        [place("Speaker")?, place("Emotion")?, place("Dialogue_ID")?, place("Utterance_ID")?];
    for record in lines.byte_records() {
        let record = record.map_err(csv_error)?;
        let cells = places.map(|at| {
            String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned()
        });
        let [speaker, emotion, dialogue, utterance] = cells;
        let label = canonical(&emotion).ok_or_else(|| Error::Cell {
            line: record.position().map_or(0, csv::Position::line),
            column: "Emotion".into(),
            expected: "an emotion".into(),
            got: quoted(&emotion),
        })?;
        let turn = Turn { label, speaker: speaker.parse()? };
        turns.insert((format!("{split} {dialogue}"), utterance), turn);
    }
    Ok(())
}

fn csv_error(error: csv::Error) -> Error {
    Error::Io(error.into())
}
