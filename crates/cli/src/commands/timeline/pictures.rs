//! The report of a timeline, and its pictures.

use std::io::Write;
use std::path::{Component, Path, PathBuf};

use emo_live::{Speaker, Timeline};
use emo_pipeline::{Error, Result, write_whole};
use emo_report::{Report, Section, Utterance, Window};

use super::Envelope;
use crate::arguments;
use crate::output::{self, is_standard};

/// Writes what was asked for.
pub(super) fn write(
    timeline: &Timeline,
    envelopes: Vec<Envelope>,
    arguments: &arguments::Timeline,
) -> Result<()> {
    if arguments.report.is_none() && arguments.plots.is_none() {
        return Ok(());
    }
    let name = arguments.input().file_name().unwrap_or_default().to_string_lossy();
    let name = if is_standard(arguments.input()) { "standard input".into() } else { name };
    let audio = arguments.report.as_deref().and_then(|report| beside(report, arguments.input()));
    let mut page = Report::new(name.clone()).section(summary(timeline));
    for (speaker, envelope) in timeline.speakers.iter().zip(envelopes) {
        let picture = picture(timeline, speaker, &name, envelope, audio.clone());
        page = page.section(picture.section().map_err(failed)?);
    }
    if let Some(report) = &arguments.report {
        let html = page.to_html();
        output::write_to(report, |out| Ok(out.write_all(html.as_bytes())?))?;
    }
    arguments.plots.as_deref().map_or(Ok(()), |folder| write_plots(&page, folder))
}

fn write_plots(page: &Report, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for plot in page.plots() {
        let path = folder.join(plot.name());
        let png = plot.to_png().map_err(failed)?;
        write_whole(path.with_extension("svg"), |file| file.write_all(plot.to_svg().as_bytes()))?;
        write_whole(path.with_extension("png"), |file| file.write_all(&png))?;
    }
    Ok(())
}

fn failed(error: emo_report::Error) -> Error {
    Error::Io(std::io::Error::other(error))
}

/// Shares of time, turns, and the emotions of each speaker.
fn summary(timeline: &Timeline) -> Section {
    let summary = timeline.summary();
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let text = format!(
        "{:.1} s; silence {}, overlap {}, turns {}. Below: for each speaker the speech in seconds, \
         the utterances, and the share of the speech of each emotion.",
        summary.seconds,
        percent(summary.silence),
        percent(summary.overlap),
        summary.turns
    );
    let mut header = vec!["speaker", "speech, s", "utterances"];
    header.extend(timeline.labels.iter().map(String::as_str));
    let row = |it: &emo_live::SpeakerSummary| {
        let mut row =
            vec![it.name.clone(), format!("{:.1}", it.seconds), it.utterances.to_string()];
        row.extend(it.emotions.iter().map(|(_, share)| percent(*share)));
        row
    };
    let rows: Vec<Vec<String>> = summary.speakers.iter().map(row).collect();
    Section::new("Summary").text(&text).table("Speakers", &header, &rows)
}

/// The speaker's part of the timeline as the report draws it.
fn picture(
    timeline: &Timeline,
    speaker: &Speaker,
    name: &str,
    envelope: Envelope,
    audio: Option<String>,
) -> emo_report::Timeline {
    let is_only = timeline.speakers.len() == 1;
    let name = if is_only { name.to_owned() } else { format!("{name}, {}", speaker.name) };
    let mut picture = emo_report::Timeline {
        name,
        duration: timeline.seconds(),
        labels: timeline.labels.to_vec(),
        envelope: envelope.finish(),
        speech: Vec::new(),
        windows: Vec::new(),
        utterances: Vec::new(),
        audio,
    };
    for utterance in &speaker.utterances {
        let (start, end) = (utterance.span.start_s(), utterance.span.end_s());
        let (label, probability) = utterance.answer.top();
        picture.speech.push((start, end));
        picture.utterances.push(Utterance { start, end, label: label.to_owned(), probability });
        for (span, measurement) in utterance.parts().filter(|(span, _)| span.start < span.end) {
            let probabilities = measurement.smoothed.probabilities().to_vec();
            let (start, end) = (span.start_s(), span.end_s());
            picture.windows.push(Window { start, end, probabilities });
        }
    }
    picture
}

/// The path of the recording from the folder of the report, with `/`; none for standard input.
fn beside(report: &Path, recording: &Path) -> Option<String> {
    if is_standard(recording) {
        return None;
    }
    let recording = recording.canonicalize().ok()?;
    let folder = report.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().ok()?;
    let from: Vec<Component<'_>> = folder.components().collect();
    let to: Vec<Component<'_>> = recording.components().collect();
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - common);
    let path: PathBuf = up.chain(to.into_iter().skip(common)).collect();
    let parts: Vec<String> = path.iter().map(|it| it.to_string_lossy().into_owned()).collect();
    // On another drive there is no way from one to the other.
    path.is_relative().then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_found_from_the_folder_of_the_report() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("reports")).unwrap();
        let recording = folder.path().join("call.wav");
        std::fs::write(&recording, "").unwrap();
        let from = |report: &str| beside(&folder.path().join(report), &recording);
        assert_eq!(from("call.html").as_deref(), Some("call.wav"));
        assert_eq!(from("reports/call.html").as_deref(), Some("../call.wav"));
        assert_eq!(from("absent/call.html"), None);
        assert_eq!(beside(&folder.path().join("call.html"), Path::new("-")), None);
    }
}
