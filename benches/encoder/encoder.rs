//! Our side of the comparison with ONNX Runtime: see `compare.sh`.
//!
//! Arguments: a file of weights, the number of blocks. Every line of the input is a number of
//! samples. The answer is the processor time in ms that as many samples of noise take (Linux),
//! which excludes the time of other programs on a busy machine, and the number of frames.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // the answer

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use emo_speech_encoder::{Encoder, Workspace};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected a file of weights")?;
    let blocks = arguments.next().ok_or("expected a number of blocks")?.parse()?;
    let encoder = Encoder::load(path)?.with_blocks(blocks)?;
    let mut workspace = Workspace::default();
    for line in stdin().lock().lines() {
        let samples: usize = line?.trim().parse()?;
        let noise = |i: usize| ((i * i) % 1009) as f32 / 5000.0 - 0.1;
        let samples: Vec<f32> = (0..samples).map(noise).collect();
        let (start, mut frames) = (milliseconds()?, 0);
        encoder.encode_in_chunks(&samples, &mut workspace, |chunk| frames += chunk.nrows())?;
        println!("{} {frames}", milliseconds()? - start);
        stdout().flush()?;
    }
    Ok(())
}

/// How long this program has been on a processor.
fn milliseconds() -> Result<f64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds = text.split(' ').next().ok_or("expected a time")?;
    Ok(1e-6 * nanoseconds.parse::<f64>()?)
}
