//! Files of every format against `librosa.load`.

use std::io::Cursor;

use emo_audio_io::{AudioClip, LoadOptions, Loader, load, load_bytes, load_reader};
use emo_fixtures::{Tolerance, assert_close, golden, path, ravdess_dir};
use serde::Deserialize;

/// Lossless: the same samples. Lossy: another decoder's rounding.
const LOSSY: Tolerance = Tolerance::absolute(2e-6);
fn audio(name: &str) -> std::path::PathBuf {
    path("audio").join(name)
}

fn is_lossy(name: &str) -> bool {
    [".mp3", ".ogg", ".m4a"].iter().any(|ending| name.ends_with(ending))
}

#[derive(Deserialize)]
struct Loads {
    step: usize,
    rows: Vec<LoadRow>,
}

#[derive(Deserialize)]
struct LoadRow {
    file: String,
    rate: u32,
    native_len: usize,
    native: Vec<f32>,
    len: usize,
    samples: Vec<f32>,
}

#[test]
fn every_format_has_librosas_samples_at_its_own_rate() {
    let golden: Loads = golden("audio/load");
    for row in golden.rows {
        let clip = load(audio(&row.file), &LoadOptions::default().sample_rate(None)).unwrap();
        assert_eq!(
            (clip.sample_rate, clip.samples.len()),
            (row.rate, row.native_len),
            "{}",
            row.file
        );
        let tolerance = if is_lossy(&row.file) { LOSSY } else { Tolerance::EXACT };
        assert_close(
            &row.file,
            clip.samples.into_iter().step_by(golden.step),
            row.native,
            tolerance,
        );
    }
}

#[test]
fn every_format_has_librosas_samples_at_22050_hz() {
    let golden: Loads = golden("audio/load");
    let loader = Loader::new(LoadOptions::default()).unwrap();
    for row in golden.rows {
        let clip = loader.load(audio(&row.file)).unwrap();
        assert_eq!((clip.sample_rate, clip.samples.len()), (22_050, row.len), "{}", row.file);
        let tolerance = if is_lossy(&row.file) { LOSSY } else { Tolerance::EXACT };
        let samples = clip.samples.into_iter().step_by(golden.step);
        assert_close(&row.file, samples, row.samples, tolerance);
    }
}

#[derive(Deserialize)]
struct Segments {
    step: usize,
    rows: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    file: String,
    offset: f64,
    duration: Option<f64>,
    native_len: usize,
    native: Vec<f32>,
    len: usize,
}

#[test]
fn offset_and_duration_are_librosas() {
    let golden: Segments = golden("audio/segments");
    for row in golden.rows {
        let options = LoadOptions::default().offset(row.offset).duration(row.duration);
        let what = format!("{} from {} for {:?}", row.file, row.offset, row.duration);
        let clip = load(audio(&row.file), &options).unwrap();
        assert_eq!(clip.samples.len(), row.len, "{what}");
        let clip = load(audio(&row.file), &options.sample_rate(None)).unwrap();
        assert_eq!(clip.samples.len(), row.native_len, "{what}");
        let tolerance = if is_lossy(&row.file) { LOSSY } else { Tolerance::EXACT };
        assert_close(&what, clip.samples.into_iter().step_by(golden.step), row.native, tolerance);
    }
}

#[derive(Deserialize)]
struct Mp4 {
    step: usize,
    rows: Vec<Mp4Row>,
}

#[derive(Deserialize)]
struct Mp4Row {
    file: String,
    len: usize,
    samples: Vec<f32>,
}

#[test]
fn aac_in_mp4_is_ffmpegs_without_the_encoder_delay() {
    let golden: Mp4 = golden("audio/mp4");
    for row in golden.rows {
        let clip = load(audio(&row.file), &LoadOptions::default().sample_rate(None)).unwrap();
        assert_eq!(clip.samples.len(), row.len, "{}", row.file);
        let actual = clip.samples.into_iter().step_by(golden.step);
        assert_close(&row.file, actual, row.samples, Tolerance::absolute(5e-5));
    }
}

#[test]
fn seeking_in_a_long_file_gives_what_decoding_all_of_it_gives() {
    // Eight times the sentence, as WAV, so that the offset lies where the file is searched.
    let once = std::fs::read(audio("speech.wav")).unwrap();
    let (header, data) = once.split_at(44);
    let mut file = header.to_vec();
    let len = u32::try_from(data.len() * 8).unwrap();
    file[4..8].copy_from_slice(&(len + 36).to_le_bytes());
    file[40..44].copy_from_slice(&len.to_le_bytes());
    (0..8).for_each(|_| file.extend_from_slice(data));
    let native = LoadOptions::default().sample_rate(None);
    let all = load_bytes(&file, "wav", &native).unwrap();
    let part = load_bytes(&file, "wav", &native.offset(9.87).duration(Some(1.5))).unwrap();
    let first = (9.87 * 48_000.0) as usize;
    assert_eq!(part.samples, all.samples[first..first + 72_000]);
}

#[test]
fn seeking_in_every_format_gives_what_decoding_all_of_it_gives() {
    let native = LoadOptions::default().sample_rate(None);
    for name in ["speech.wav", "speech.flac", "speech.mp3", "speech.ogg", "speech.m4a"] {
        let all = load(audio(name), &native).unwrap().samples;
        let part = load(audio(name), &native.clone().offset(2.1)).unwrap().samples;
        assert_close(name, part, all.into_iter().skip(100_800), Tolerance::absolute(1e-6));
    }
}

#[test]
fn bytes_reader_and_path_give_the_same() {
    let options = LoadOptions::default();
    let expected = load(audio("speech.flac"), &options).unwrap();
    let bytes = std::fs::read(audio("speech.flac")).unwrap();
    assert_eq!(load_bytes(&bytes, "flac", &options).unwrap(), expected);
    assert_eq!(load_bytes(&bytes, "somewhere/speech.flac", &options).unwrap(), expected);
    assert_eq!(load_reader(Cursor::new(bytes), "speech", &options).unwrap(), expected);
}

#[test]
fn a_loader_serves_many_threads() {
    let loader = Loader::new(LoadOptions::default()).unwrap();
    let names = ["speech.wav", "chirp_44100.wav", "noise_16000.wav", "step_8000.wav"];
    let expected: Vec<AudioClip> = names.iter().map(|n| loader.load(audio(n)).unwrap()).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (name, clip) in names.iter().zip(&expected) {
                    assert_eq!(loader.load(audio(name)).unwrap(), *clip);
                }
            });
        }
    });
}

#[derive(Deserialize)]
struct Recording {
    file: String,
    len: usize,
    energy: f64,
    slope_energy: f64,
    peak: f64,
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn recordings_have_librosas_figures_at_22050_hz() {
    let folder = ravdess_dir();
    let loader = Loader::new(LoadOptions::default()).unwrap();
    for row in golden::<Vec<Recording>>("audio/recordings") {
        let clip = loader.load(folder.join(&row.file)).unwrap();
        assert_eq!(clip.samples.len(), row.len, "{}", row.file);
        let samples = || clip.samples.iter().map(|&x| f64::from(x));
        let energy: f64 = samples().map(|x| x * x).sum();
        let slope: f64 = samples().zip(samples().skip(1)).map(|(a, b)| (b - a).powi(2)).sum();
        let peak = samples().fold(0.0, |peak, x| x.abs().max(peak));
        assert_close(
            &row.file,
            [energy, slope, peak],
            [row.energy, row.slope_energy, row.peak],
            Tolerance::relative(1e-5),
        );
    }
}
