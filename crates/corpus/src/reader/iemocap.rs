//! IEMOCAP, the Interactive Emotional Dyadic Motion Capture database.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::field::{code, no_name, number};
use super::{About, Below, CorpusReader, Scan, Skipped, field, recordings_below, scan_names};
use crate::{Clip, Error, Result};

/// Reads the sentences of IEMOCAP: ten speakers in five sessions of two, scripted and improvised.
///
/// A name tells session and speaker; the emotion is in the files under `dialog/EmoEvaluation`,
/// which [`scan`](CorpusReader::scan) reads. Turns on which the annotators did not agree (`xxx`)
/// have no label.
#[derive(Clone, Copy, Debug, Default)]
pub struct Iemocap;

const ABOUT: About = About {
    id: "iemocap",
    name: "Interactive Emotional Dyadic Motion Capture database",
    language: "en-US",
    licence: "research only, on request",
    citation: "C. Busso et al., 2008. IEMOCAP: Interactive emotional dyadic motion capture \
        database. Language Resources and Evaluation 42(4): 335-359, \
        doi 10.1007/s10579-008-9076-6",
    source: "https://sail.usc.edu/iemocap/",
    names: "session_dialogue_turn, as Ses01F_impro04_M012",
    one_name_per_take: true,
};

const EMOTIONS: [(&str, &str); 11] = [
    ("ang", "angry"),
    ("dis", "disgust"),
    ("exc", "excited"),
    ("fea", "fearful"),
    ("fru", "frustrated"),
    ("hap", "happy"),
    ("neu", "neutral"),
    ("oth", "other"),
    ("sad", "sad"),
    ("sur", "surprised"),
    ("xxx", ""),
];

impl Iemocap {
    /// The turn and the emotion of a line of an evaluation file, such as
    /// `[6.2901 - 8.2357]⇥Ses01F_impro01_F000⇥neu⇥[2.5000, 2.5000, 2.5000]`. `None` for other
    /// lines, which hold the annotators' single votes. The emotion is empty where they did not
    /// agree.
    ///
    /// # Errors
    ///
    /// If the line has an emotion that the corpus does not have.
    pub fn evaluation(line: &str) -> Result<Option<(&str, &'static str)>> {
        if !line.starts_with('[') {
            return Ok(None);
        }
        let mut cells = line.split('\t').map(str::trim).skip(1);
        let (Some(turn), Some(emotion)) = (cells.next(), cells.next()) else { return Ok(None) };
        Ok(Some((turn, code("emotion", emotion, &EMOTIONS)?)))
    }
}

impl CorpusReader for Iemocap {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn describe(&self, clip: Clip) -> Result<Clip> {
        let stem = clip.stem().to_owned();
        let wrong = || no_name(&clip, ABOUT.names);
        let (dialogue, turn) = stem.rsplit_once('_').ok_or_else(wrong)?;
        let (session, kind) = dialogue.split_once('_').ok_or_else(wrong)?;
        let session = session.strip_prefix("Ses").ok_or_else(wrong)?;
        let session = session.strip_suffix(['F', 'M']).ok_or_else(wrong)?;
        let session = number("session", session, 2, 1..=5)?;
        let kind = ["impro", "script"].into_iter().find(|known| kind.starts_with(known));
        let kind = kind.ok_or_else(wrong)?;
        let (sex, rest) = match turn.as_bytes() {
            [b'F', rest @ ..] => ('F', rest),
            [b'M', rest @ ..] => ('M', rest),
            _ => return Err(wrong()),
        };
        if rest.len() != 3 || !rest.iter().all(|it| it.is_ascii_digit() || *it == b'X') {
            return Err(wrong());
        }
        let speaker = field::speaker(&format!("Ses{session:02}{sex}"))?;
        let sex = if sex == 'F' { "female" } else { "male" };
        let clip = clip.speaker(speaker).with("sex", sex);
        Ok(clip.with("session", session.to_string()).with("scenario", kind))
    }

    fn scan(&self, folder: &Path) -> Result<Scan> {
        let (labels, mut problems) = labels_below(folder)?;
        let mut scan = scan_names(self, folder, |clip| {
            let clip = self.describe(clip)?;
            match labels.get(clip.stem()) {
                Some(&"") => Ok(clip),
                Some(&label) => Ok(clip.label(label)),
                None => Err(Error::InvalidValue {
                    what: "label",
                    expected: "a line of the turn in a file of EmoEvaluation".into(),
                    got: "none".into(),
                }),
            }
        })?;
        let unlabelled = scan.recordings.iter().filter(|it| it.clip.label.is_none()).count();
        if unlabelled > 0 {
            let note = "have no label, since the annotators did not agree (xxx)";
            scan.notes.push(format!("{unlabelled} of the recordings {note}"));
        }
        scan.skipped.append(&mut problems);
        scan.skipped.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(scan)
    }
}

type Labels = HashMap<String, &'static str>;

/// The emotion of each turn in the evaluation files below a folder, and the files that cannot be
/// read.
fn labels_below(folder: &Path) -> Result<(Labels, Skipped)> {
    let Below { found: files, skipped: mut problems, .. } = recordings_below(folder, &["txt"])?;
    let mut labels = Labels::new();
    for (path, name) in files {
        // Below EmoEvaluation are further folders, with each annotator's own votes.
        if name.rsplit('/').nth(1) != Some("EmoEvaluation") {
            continue;
        }
        if let Err(error) = read_labels(&path, &mut labels) {
            problems.push((path, error));
        }
    }
    Ok((labels, problems))
}

fn read_labels(path: &Path, labels: &mut Labels) -> Result<()> {
    let text = fs::read(path)?;
    for line in String::from_utf8_lossy(&text).lines() {
        if let Some((turn, label)) = Iemocap::evaluation(line)? {
            labels.insert(turn.to_owned(), label);
        }
    }
    Ok(())
}
