//! What a picture of a recording shows. Nothing of it is used for a prediction.

use emo_dsp_features::{
    MelParams, PitchParams, PowerToDb, Stft, StftParams, Voicing, melspectrogram, pitch_track,
    power_to_db,
};
use emo_live::{Hybrid, VoiceActivity};

use crate::convert::{Result, failed};

/// Range of a spectrogram, dB.
const RANGE_DB: f32 = 80.0;
/// Samples of a Fourier transform, 32 ms.
const FRAME: usize = 512;
/// Samples between frames at least, 10 ms.
const HOP: usize = 160;
/// The pitch of a long recording is followed in parts of this many seconds, so that the memory for
/// its candidates stays flat.
const PART_S: usize = 20;

pub(crate) fn envelope(samples: &[f32], parts: usize) -> Vec<f32> {
    let mut ends = Vec::with_capacity(2 * parts);
    for part in 0..parts {
        let place = |part: usize| (part as f64 / parts as f64 * samples.len() as f64) as usize;
        let end = place(part + 1).max(place(part) + 1).min(samples.len());
        let samples = samples.get(place(part)..end).unwrap_or_default();
        ends.push(samples.iter().copied().fold(0.0, f32::min));
        ends.push(samples.iter().copied().fold(0.0, f32::max));
    }
    ends
}

pub(crate) fn spectrogram(
    samples: &[f32],
    rate: u32,
    columns: usize,
    bands: usize,
) -> Result<Vec<u8>> {
    let hop = samples.len().div_ceil(columns.max(1)).max(HOP);
    let params = StftParams::default().n_fft(FRAME).hop_length(hop);
    let stft = Stft::new(&params).map_err(failed)?;
    let powers = stft.spectrogram(samples, 2.0).map_err(failed)?;
    let mel = MelParams::default().n_mels(bands).fmin(60.0);
    let mel = melspectrogram(powers.view(), rate, &mel).map_err(failed)?;
    let largest = mel.iter().copied().fold(1e-10, f32::max);
    let decibels = PowerToDb::default().reference(largest).top_db(Some(RANGE_DB));
    let decibels = power_to_db(mel.view(), &decibels).map_err(failed)?;
    let byte = |db: &f32| ((db / RANGE_DB + 1.0) * 255.0).round().clamp(0.0, 255.0) as u8;
    Ok(decibels.iter().map(byte).collect())
}

pub(crate) fn pitch(samples: &[f32], rate: u32) -> Result<Vec<f32>> {
    let params = PitchParams::default();
    let frames = samples.len() / params.hop_length + 1;
    let mut pitch = Vec::with_capacity(frames);
    for part in samples.chunks(PART_S * rate as usize) {
        let track = pitch_track(part, rate, &params).map_err(failed)?;
        let floor = Voicing::default().periodicity;
        let voiced = track.hz().zip(&track.periodicity);
        let hz = voiced.map(|(hz, &periodicity)| if periodicity > floor { hz } else { 0.0 });
        pitch.extend(hz.take(part.len().div_ceil(params.hop_length)));
    }
    Ok(pitch)
}

pub(crate) fn voice_activity(samples: &[f32]) -> Vec<f32> {
    let mut activity = Hybrid::default();
    let (length, delay) = (activity.frame_len(), activity.delay());
    let mut frame = Vec::with_capacity(length);
    let mut probabilities = Vec::with_capacity(samples.len() / length + 1);
    // What lags behind comes out with silence at the end.
    let silence = std::iter::repeat_n(0.0, delay + length);
    for sample in samples.iter().copied().chain(silence) {
        frame.push(sample.clamp(-1.0, 1.0));
        if frame.len() == length {
            probabilities.push(activity.predict(&frame));
            frame.clear();
        }
    }
    probabilities.drain(..(delay / length).min(probabilities.len()));
    probabilities.truncate(samples.len().div_ceil(length));
    probabilities
}
