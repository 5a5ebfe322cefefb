//! Emotion over time of a recording, one speaker for each channel.
//!
//!     cargo run --release --example timeline                      # a file of the repository
//!     cargo run --release --example timeline -- call.wav call.vtt # and written as subtitles

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // a program prints

use std::fs::File;
use std::io::stdout;

use emo_live::{Format, StreamOptions, Timeline};
use emo_pipeline::{EmotionModel, LoadOptions, load};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/audio/speech.flac");
    let input = arguments.next().unwrap_or_else(|| shipped.into());
    let clip = load(&input, &LoadOptions::default().sample_rate(None))?;
    let model = EmotionModel::pretrained()?;
    let options = StreamOptions::default().sample_rate(clip.sample_rate);
    let timeline = Timeline::of_channels(&model, &[("speaker", &clip.samples)], options)?;
    timeline.write(Format::Table, &input, &mut stdout())?;
    if let Some(output) = arguments.next() {
        let format = Format::of_path(&output).ok_or("expected an ending such as .vtt or .csv")?;
        timeline.write(format, &input, &mut File::create(output)?)?;
    }
    Ok(())
}
