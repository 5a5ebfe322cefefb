//! `docs/own-data.md`, typed as it stands, prints what it says.
//!
//! The recordings are made here of a fixture: four voices, as slower and faster playback of one,
//! and three labels, as further playback. All are far apart, so that every score is the highest.

use std::fs;
use std::path::Path;

use super::guides::assert_prints_what_it_shows;

/// The rate of the recordings that are made, in Hz.
const RATE: u32 = 16_000;
/// How long each labelled part is, in samples.
const PART: usize = 16_000;

/// Seconds of a fixture that are played at `speed`, as 16-bit samples.
fn played(from: &[i16], first: usize, speed: f64) -> Vec<i16> {
    let at = |sample: usize| from[(first + (sample as f64 * speed * 3.0) as usize) % from.len()];
    (0..PART).map(at).collect()
}

fn write_wav(path: &Path, samples: &[i16]) {
    let length = 2 * samples.len() as u32;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((2 * RATE).to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    fs::write(path, bytes).unwrap();
}

/// A call of five seconds for each speaker, and one of a new speaker.
fn write_recordings(folder: &Path) {
    let speech = fs::read(emo_fixtures::path("audio/speech.wav")).unwrap();
    let pairs = speech[44..].chunks_exact(2);
    let speech: Vec<i16> = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    fs::create_dir(folder.join("calls")).unwrap();
    for (name, voice) in [("ann", 0.95), ("ben", 1.0), ("cem", 1.05), ("dan", 1.1)] {
        // Bored, angry, bored, angry, laughing.
        let speeds = [0.6, 1.4, 0.6, 1.4, 3.0].map(|speed| speed * voice);
        let parts = speeds.iter().enumerate();
        let call = parts.flat_map(|(at, &speed)| played(&speech, 4_000 * at, speed));
        write_wav(&folder.join(format!("calls/{name}.wav")), &call.collect::<Vec<_>>());
    }
    write_wav(&folder.join("new.wav"), &played(&speech, 9_000, 1.4 * 1.02));
}

#[test]
fn the_way_from_recordings_to_a_model_is_as_the_document_says() {
    let folder = tempfile::tempdir().unwrap();
    write_recordings(folder.path());
    assert_prints_what_it_shows("own-data.md", folder.path(), 8);
}
