//! `emo predict`.

use std::io::{IsTerminal, Write};

use emo_pipeline::audio::{Channels, Note};
use emo_pipeline::{AudioClip, EmotionModel, Error, Loader, Prediction, Quality, Result};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

#[cfg(feature = "parquet")]
use super::predict_parts;
use super::{adapt, recordings};
use crate::arguments::Predict;
use crate::console::{Console, one_line};
use crate::inputs::{self, Input};
use crate::model;
use crate::recording_source::RecordingSource;

/// Number of recordings that are predicted before the first of them is printed.
const TOGETHER: usize = 64;
/// Length of the longest bar in characters.
const BAR: usize = 40;

/// The word for a clip that the model can say nothing about.
const UNCERTAIN: &str = "uncertain";

/// How a prediction is printed.
type Layout = fn(&mut dyn Write, &Name, &Prediction) -> std::io::Result<()>;

/// The recording of a prediction, or the part of it.
struct Name {
    recording: String,
    /// The channel, counted from 1, if channels are predicted separately.
    channel: Option<usize>,
    /// Where the part starts and ends, in seconds.
    part: Option<(f64, Option<f64>)>,
}

/// The part is written as the media fragment of an address is: `#t=1.5,3`.
impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&one_line(&self.recording))?;
        if let Some(channel) = self.channel {
            write!(f, "#{channel}")?;
        }
        match self.part {
            Some((start, Some(end))) => write!(f, "#t={start},{end}"),
            Some((start, None)) => write!(f, "#t={start}"),
            None => Ok(()),
        }
    }
}

/// Prints the prediction of each recording, in the order of the command line.
pub(crate) fn run(arguments: &Predict, console: &Console) -> Result<()> {
    let model = model::load(arguments.model.as_deref())?;
    let model = match arguments.speeds.as_deref() {
        None => model,
        Some([]) => model.at_speeds(EmotionModel::FIVE_SPEEDS)?,
        Some(named) => model.at_speeds(named)?,
    };
    let model = with_min_speech(model, arguments.min_speech)?;
    let mut model = model.with_prior(arguments.prior.iter().cloned())?;
    let remote = arguments.audio.remote();
    let inputs = match &arguments.manifest[..] {
        [] => inputs::collect(&arguments.inputs, remote, console),
        lists => {
            let listed = recordings::of_manifests(lists, &arguments.audio, console)?;
            listed.into_iter().map(|recording| Input::Listed(Box::new(recording))).collect()
        }
    };
    if inputs.is_empty() && !console.has_failures() {
        return Err(Error::Empty { what: "recordings" });
    }
    // Changing the speed starts from the file's own rate.
    let rate = (model.speeds() == [1.0]).then(|| model.features().sample_rate);
    let loader = Loader::new(arguments.audio.load_options(rate))?;
    adapt::apply(&mut model, &loader, arguments, &inputs, console)?;
    let model = model.with_load_options(arguments.audio.load_options(None))?;
    #[cfg(feature = "parquet")]
    if let Some(output) = &arguments.output {
        let written = predict_parts::write(model, &inputs, output, arguments, console);
        console.summary();
        return written;
    }
    let layout: Layout = match (arguments.json, std::io::stdout().is_terminal()) {
        (true, _) => json_line,
        (false, true) => bars,
        (false, false) => line,
    };
    remote.expect(inputs.iter().filter_map(RecordingSource::path));
    let print = |console: &Console| print_all(&model, &loader, &inputs, layout, console);
    console.with_bar(inputs.len(), print)?;
    console.summary();
    Ok(())
}

/// The model with another shortest clip, in seconds, where it has checks at all.
fn with_min_speech(model: EmotionModel, seconds: Option<f64>) -> Result<EmotionModel> {
    match (seconds, model.quality_check().cloned()) {
        (Some(seconds), Some(check)) => model.with_quality_check(check.min_seconds(seconds)),
        _ => Ok(model),
    }
}

fn print_all(
    model: &EmotionModel,
    loader: &Loader,
    inputs: &[Input],
    layout: Layout,
    console: &Console,
) -> Result<()> {
    for inputs in inputs.chunks(TOGETHER) {
        let predict = |input| {
            let prediction = predict(model, loader, input, console);
            console.step();
            prediction
        };
        let predictions: Vec<_> = inputs.par_iter().map(predict).collect();
        for predictions in predictions {
            match predictions {
                Ok(predictions) => console.aside(|| {
                    let mut out = std::io::stdout().lock();
                    predictions.iter().try_for_each(|(name, it)| layout(&mut out, name, it))
                })?,
                Err(error) => console.failure(error),
            }
        }
    }
    Ok(())
}

/// The prediction of a recording, or of each of its channels.
fn predict(
    model: &EmotionModel,
    loader: &Loader,
    input: &Input,
    console: &Console,
) -> Result<Vec<(Name, Prediction)>> {
    let is_each = loader.options().channels == Channels::Each;
    let note = |notes: &[Note]| {
        notes.iter().for_each(|note| console.note(format_args!("{}: {note}", input.name())));
    };
    if !is_each && !matches!(input, Input::Standard) {
        let recording = input.recording()?;
        let (prediction, notes) = model.predict_recording_with_notes(recording.as_ref())?;
        note(&notes);
        let channel = input.channel().map(|channel| channel + 1);
        let name = Name { recording: input.name(), channel, part: input.part() };
        return Ok(vec![(name, prediction)]);
    }
    let clips = input.load(loader)?;
    note(clips.first().map(|clip| clip.notes.as_slice()).unwrap_or_default());
    let prediction = |clip: &AudioClip| {
        let prediction = model.predict_samples(&clip.samples, clip.sample_rate);
        let channel = clip.channel.filter(|_| is_each).or(input.channel());
        let channel = channel.map(|channel| channel + 1);
        let name = Name { recording: input.name(), channel, part: input.part() };
        prediction.map(|prediction| (name, prediction)).map_err(|error| input.named(error))
    };
    clips.iter().map(prediction).collect()
}

/// All labels, each with a bar as long as it is probable.
fn bars(out: &mut dyn Write, name: &Name, prediction: &Prediction) -> std::io::Result<()> {
    if prediction.quality.is_uncertain() {
        let (quality, label) = (prediction.quality, &prediction.label);
        writeln!(out, "{name}: {UNCERTAIN} ({quality}); {label} if it is speech")?;
    } else {
        writeln!(out, "{name}: {}", prediction.label)?;
    }
    let width = prediction.probabilities().iter().map(|(label, _)| label.chars().count());
    let width = width.max().unwrap_or_default();
    for (label, probability) in prediction.probabilities() {
        let bar = "█".repeat((probability * BAR as f64).round() as usize);
        let line = format!("  {label:<width$} {:>5.1} % {bar}", probability * 100.0);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The label, its probability and the recording, with tabs between them.
fn line(out: &mut dyn Write, name: &Name, prediction: &Prediction) -> std::io::Result<()> {
    let label = &prediction.label;
    let shown = if prediction.quality.is_uncertain() { UNCERTAIN } else { label };
    writeln!(out, "{shown}\t{:.4}\t{name}", prediction.probability(label))
}

/// An object with all probabilities.
fn json_line(out: &mut dyn Write, name: &Name, prediction: &Prediction) -> std::io::Result<()> {
    let pairs = prediction.probabilities().iter();
    let probabilities: Map<String, Value> =
        pairs.map(|(label, probability)| (label.clone(), json!(probability))).collect();
    let label = &prediction.label;
    let path = &name.recording;
    let mut object = json!({"path": path, "label": label, "probabilities": probabilities});
    if let Some(channel) = name.channel {
        object["channel"] = json!(channel);
    }
    if let Some((start, end)) = name.part {
        object["start"] = json!(start);
        object["end"] = json!(end);
    }
    if prediction.quality != Quality::NotChecked {
        object["quality"] = json!(prediction.quality);
    }
    writeln!(out, "{object}")
}
