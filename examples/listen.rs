//! Events of samples as they come: 16 bits, one channel, 16 kHz, on standard input.
//!
//!     arecord -f S16_LE -r 16000 -t raw - | cargo run --release --example listen

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // a program prints

use std::io::Read;

use emo_live::{EmotionStream, Event, StreamOptions};
use emo_pipeline::EmotionModel;

/// 20 ms.
const BLOCK: usize = 640;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = EmotionModel::pretrained()?;
    let mut stream = EmotionStream::new(&model, StreamOptions::default())?;
    let mut input = std::io::stdin().lock();
    loop {
        let mut bytes = Vec::with_capacity(BLOCK);
        input.by_ref().take(BLOCK as u64).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            break;
        }
        let pairs = bytes.chunks_exact(2);
        let sample = |pair: &[u8]| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
        let samples: Vec<f32> = pairs.map(sample).collect();
        stream.push(&samples)?.iter().for_each(print);
    }
    stream.finish()?.iter().for_each(print);
    Ok(())
}

fn print(event: &Event) {
    match event {
        Event::Measurement(it) => {
            let (label, probability) = it.smoothed.top();
            println!("{:7.2} s  {label} {probability:.2}", it.span.end_s());
        }
        Event::UtteranceEnd(it) => {
            let (label, probability) = it.answer.top();
            let seconds = it.span.seconds();
            println!("{:7.2} s  {seconds:.1} s: {label} {probability:.2}\n", it.span.end_s());
        }
        _ => (),
    }
}
