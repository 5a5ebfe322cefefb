//! Recordings with speech at known places.

use std::path::{Path, PathBuf};

use emo_audio_io::{LoadOptions, load};
use emo_augment::{Treatment, babble, pink_noise};
use emo_live::Speech;
use emo_random::RandomState;

use crate::Outcome;

const RATE: u32 = 16_000;
/// Clips in a recording.
const CLIPS: usize = 12;
/// Every this many of a speaker's clips is taken.
const STRIDE: usize = 5;
/// The length over which level is measured: 10 ms.
const FRAME: usize = 160;
/// Frames this far below the loudest one are not speech, dB. The rooms of both corpora are quieter.
const BELOW_PEAK: f64 = -35.0;
/// The mean power of the speech of each clip, dB of full scale.
const LEVEL: f64 = -26.0;
/// Pauses between clips, s.
const PAUSES: (f64, f64) = (0.8, 3.0);

/// What is added to the speech.
#[derive(Clone, Copy)]
pub(crate) struct Condition {
    pub(crate) name: &'static str,
    noise: Noise,
    snr_db: f64,
    telephone: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Noise {
    None,
    Pink,
    Babble,
}

const fn condition(name: &'static str, noise: Noise, snr_db: f64, telephone: bool) -> Condition {
    Condition { name, noise, snr_db, telephone }
}

impl Condition {
    pub(crate) const ALL: [Self; 10] = [
        condition("clean", Noise::None, 0.0, false),
        condition("pink20", Noise::Pink, 20.0, false),
        condition("pink10", Noise::Pink, 10.0, false),
        condition("pink5", Noise::Pink, 5.0, false),
        condition("babble20", Noise::Babble, 20.0, false),
        condition("babble10", Noise::Babble, 10.0, false),
        condition("babble5", Noise::Babble, 5.0, false),
        condition("telephone20", Noise::Pink, 20.0, true),
        condition("telephone10", Noise::Pink, 10.0, true),
        condition("telephone5", Noise::Pink, 5.0, true),
    ];
}

/// Clips of one speaker, trimmed.
pub(crate) struct Speaker {
    name: String,
    clips: Vec<Vec<f32>>,
}

/// Samples at 16 kHz and where they are speech.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) samples: Vec<f32>,
    pub(crate) speech: Vec<Speech>,
}

/// One speaker for each folder of folders, or, in a flat folder, for the first two characters of a
/// file's name (EmoDB).
pub(crate) fn speakers(folders: &[PathBuf]) -> Outcome<Vec<Speaker>> {
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, &mut files)?;
    }
    files.sort();
    let mut groups = std::collections::BTreeMap::<String, Vec<PathBuf>>::new();
    for file in files {
        let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
        let folder = folder.to_string_lossy().into_owned();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let speaker =
            if folder.starts_with("Actor") { folder } else { format!("db{}", &name[..2]) };
        groups.entry(speaker).or_default().push(file);
    }
    let options = LoadOptions::default().sample_rate(Some(RATE));
    let mut speakers = Vec::new();
    for (name, files) in groups {
        let mut clips = Vec::new();
        for file in files.iter().step_by(STRIDE).take(CLIPS) {
            clips.push(trimmed(&load(file, &options)?.samples));
        }
        speakers.push(Speaker { name, clips });
    }
    Ok(speakers)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "wav" || extension == "flac")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

/// From the first to the last frame of speech, at one level.
fn trimmed(samples: &[f32]) -> Vec<f32> {
    let powers: Vec<f64> = samples.chunks(FRAME).map(power).collect();
    let least = powers.iter().copied().fold(0.0, f64::max) * 10.0_f64.powf(BELOW_PEAK / 10.0);
    let (first, last) = speech(&powers, least);
    let part = &samples[first * FRAME..((last + 1) * FRAME).min(samples.len())];
    let gain = (10.0_f64.powf(LEVEL / 10.0) / power(part)).sqrt();
    part.iter().map(|x| (f64::from(*x) * gain) as f32).collect()
}

/// The first and the last frame of speech. Breath and clicks of the lips, which have less than one
/// percent of the energy or last less than 60 ms and are 200 ms away, do not count.
fn speech(powers: &[f64], least: f64) -> (usize, usize) {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for at in (0..powers.len()).filter(|at| powers[*at] > least) {
        match parts.last_mut() {
            Some((_, last)) if at - *last <= 20 => *last = at,
            _ => parts.push((at, at)),
        }
    }
    let all: f64 = powers.iter().sum();
    parts.retain(|(first, last)| {
        last - first >= 5 && powers[*first..=*last].iter().sum::<f64>() > 0.01 * all
    });
    (parts.first().map_or(0, |part| part.0), parts.last().map_or(0, |part| part.1))
}

/// One recording for each speaker.
pub(crate) fn recordings(speakers: &[Speaker], condition: Condition) -> Outcome<Vec<Recording>> {
    let one = |(at, _)| recording(speakers, at, condition);
    speakers.iter().enumerate().map(one).collect()
}

fn recording(speakers: &[Speaker], at: usize, condition: Condition) -> Outcome<Recording> {
    let Speaker { name, clips } = &speakers[at];
    let mut random = RandomState::new(at as u32);
    let (mut samples, mut speech) = (Vec::new(), Vec::new());
    for clip in clips {
        pause(&mut samples, &mut random);
        let start = samples.len() as u64;
        samples.extend(clip);
        speech.push(Speech { start, end: samples.len() as u64 });
    }
    pause(&mut samples, &mut random);
    let n = samples.len();
    let noise = match condition.noise {
        Noise::None => vec![0.0; n],
        Noise::Pink => pink_noise(n, RATE, &mut random)?,
        Noise::Babble => babble(&others(speakers, at), n, &mut random)?,
    };
    let gain = 10.0_f64.powf((LEVEL - condition.snr_db) / 20.0) as f32;
    samples.iter_mut().zip(noise).for_each(|(x, noise)| *x += gain * noise);
    if condition.telephone {
        samples = Treatment::Telephone.apply(&samples, RATE, 0)?;
    }
    // As a file of 16 bits has them.
    samples.iter_mut().for_each(|x| *x = to_i16(*x) as f32 / 32_768.0);
    Ok(Recording { name: name.clone(), samples, speech })
}

fn pause(samples: &mut Vec<f32>, random: &mut RandomState) {
    let seconds = random.uniform(PAUSES.0, PAUSES.1);
    samples.resize(samples.len() + (seconds * f64::from(RATE)) as usize, 0.0);
}

/// Eight other speakers, each without pauses.
fn others(speakers: &[Speaker], at: usize) -> Vec<Vec<f32>> {
    let n = speakers.len();
    (1..=8).map(|k| speakers[(at + k * 3) % n].clips.concat()).collect()
}

fn to_i16(x: f32) -> i16 {
    (x * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
}

/// 16 bits, one channel.
pub(crate) fn write_wav(path: &Path, samples: &[f32]) -> Outcome<()> {
    let bytes = 2 * samples.len() as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(RATE.to_le_bytes());
    file.extend((2 * RATE).to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|x| to_i16(*x).to_le_bytes()));
    Ok(std::fs::write(path, file)?)
}
