//! Files that are no audio, or damaged, or odd: each gives a row of features or an error.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use emo_fixtures::path;
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{FeatureConfig, LoadOptions, Result};

use crate::damage::{cuts, flips, noise, words};
use crate::visit::{Item, Visit};
use crate::wav::Wav;

/// A small file of each format.
const FORMATS: [&str; 9] = [
    "kinds/opus.opus",
    "kinds/opus.webm",
    "kinds/aac.ts",
    "stereo_s16.wav",
    "stereo_s16.aiff",
    "stereo_s16.flac",
    "stereo.mp3",
    "stereo.ogg",
    "stereo.m4a",
];

pub(crate) fn show(visit: &mut Visit) {
    let extractor = RowExtractor::new(FeatureConfig::default()).unwrap();
    let row = |(bytes, name): (Vec<u8>, &str)| row(&extractor, &bytes, name);
    visit.named("WAV headers", headers(), |bytes| row((bytes, "header.wav")));
    visit.named("samples in a WAV", samples(), |bytes| row((bytes, "samples.wav")));
    visit.named("wrong endings", wrong_endings(), row);
    visit.named("no audio", no_audio(), row);
    visit.named("other files", other_files(), |name| {
        extractor.row_of_file(path("audio").join(name))
    });
    visit.named("readers that fail", [("at once", "Io", 0), ("midway", "Io", 9000)], broken_reader);
    for name in FORMATS {
        let bytes = &read(name);
        let row = |bytes: &[u8]| self::row(&extractor, bytes, name);
        let format = name.rsplit_once('.').unwrap().1;
        visit.many(&format!("{format}: cut at each 1 %"), cuts(bytes), row);
        visit.many(&format!("{format}: bits turned over"), flips(bytes), |bytes| row(&bytes));
        let header = if format == "m4a" { moov(bytes) } else { 0..1024 };
        visit.many(&format!("{format}: words of the header"), words(bytes, header), |b| row(&b));
        let noise = (0..100).map(|seed| noise(seed, 4096));
        visit.many(&format!("{format}: noise"), noise, |bytes| row(&bytes));
    }
}

/// The row of a file; it must be finite, and an error must name the file.
fn row(extractor: &RowExtractor, bytes: &[u8], name: &str) -> Result<()> {
    let row = extractor.row_of_bytes(bytes, name).inspect_err(|error| {
        let text = error.to_string();
        assert!(text.contains(name) || text.contains("rates"), "{text}");
    })?;
    assert!(row.iter().all(|value| value.is_finite()));
    Ok(())
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(path("audio").join(name)).unwrap()
}

/// Where the tables of an MP4 file are.
fn moov(bytes: &[u8]) -> std::ops::Range<usize> {
    let at = bytes.windows(4).position(|name| name == b"moov").unwrap();
    at - at % 4..bytes.len()
}

fn headers() -> Vec<Item<&'static str, Vec<u8>>> {
    let tone = Wav::tone;
    let bytes = tone().bytes();
    let chunk = |name: &[u8], size: u32| {
        let riff = (bytes.len() as u32).saturating_add(size).to_le_bytes();
        [b"RIFF", &riff[..], &bytes[8..36], name, &size.to_le_bytes(), &bytes[36..]].concat()
    };
    vec![
        ("as it should be", "read", bytes.clone()),
        ("no channels", "Malformed", tone().with(|wav| wav.channels = 0)),
        ("2 channels of which one is missing", "read", tone().with(|wav| wav.channels = 2)),
        ("33 channels", "TooManyChannels", tone().with(|wav| wav.channels = 33)),
        ("65535 channels", "TooManyChannels", tone().with(|wav| wav.channels = u16::MAX)),
        ("0 Hz", "Malformed", tone().with(|wav| wav.sample_rate = 0)),
        ("1 Hz", "Rates", tone().with(|wav| wav.sample_rate = 1)),
        ("384 kHz", "read", tone().with(|wav| wav.sample_rate = 384_000)),
        ("768 kHz", "SampleRateTooHigh", tone().with(|wav| wav.sample_rate = 768_000)),
        ("4.3 GHz", "SampleRateTooHigh", tone().with(|wav| wav.sample_rate = u32::MAX)),
        ("0 bits", "Malformed", tone().with(|wav| wav.bits = 0)),
        ("7 bits", "read", tone().with(|wav| wav.bits = 7)),
        ("65535 bits", "Malformed", tone().with(|wav| wav.bits = u16::MAX)),
        ("16 bits of floating point", "Malformed", tone().with(|wav| wav.format = 3)),
        ("an unknown codec", "Unsupported", tone().with(|wav| wav.format = 0x7777)),
        ("4 GiB claimed", "read", tone().with(|wav| wav.claimed = u32::MAX - 36)),
        ("nothing claimed", "read", tone().with(|wav| wav.claimed = 0)),
        ("a byte more than whole samples", "read", tone().with(|wav| wav.data.push(1))),
        ("a byte too few", "read", tone().with(|wav| wav.data.truncate(4409))),
        ("no samples", "Empty", Wav::float(&[]).bytes()),
        ("no data", "Malformed", bytes[..36].to_vec()),
        ("half a header", "Malformed", bytes[..22].to_vec()),
        ("a list of 4 GiB", "Malformed", chunk(b"LIST", u32::MAX)),
        ("an unknown chunk of 4 GiB", "Malformed", chunk(b"what", u32::MAX)),
        ("an empty unknown chunk", "read", chunk(b"what", 0)),
        ("an empty second format", "Malformed", chunk(b"fmt ", 0)),
    ]
}

fn samples() -> Vec<Item<&'static str, Vec<u8>>> {
    let all = |value: f32| Wav::float(&[value; 4000]).bytes();
    let among = |value: f32| {
        let mut samples = [0.1; 4000];
        samples[2000] = value;
        Wav::float(&samples).bytes()
    };
    let square: Vec<f32> = (0..4000).map(|t| if t / 50 % 2 == 0 { 1.0 } else { -1.0 }).collect();
    vec![
        ("NaN", "NonFiniteIn", among(f32::NAN)),
        ("infinity", "NonFiniteIn", among(f32::INFINITY)),
        ("minus infinity", "NonFiniteIn", among(f32::NEG_INFINITY)),
        ("1e30", "BadValue", among(1e30)),
        ("the largest number", "BadValue", among(f32::MAX)),
        ("denormal", "read", all(1e-40)),
        ("silence", "read", all(0.0)),
        ("constant", "read", all(0.5)),
        ("square at full scale", "read", Wav::float(&square).bytes()),
        ("one sample", "read", Wav::float(&[0.5]).bytes()),
    ]
}

/// Each format under the endings of all others.
fn wrong_endings() -> Vec<Item<String, (Vec<u8>, &'static str)>> {
    let pairs = FORMATS.iter().flat_map(|of| FORMATS.iter().map(move |as_if| (of, as_if)));
    pairs.map(|(of, as_if)| (format!("{of} as {as_if}"), "read", (read(of), *as_if))).collect()
}

/// What is no audio, under each ending.
fn no_audio() -> Vec<Item<String, (Vec<u8>, &'static str)>> {
    let text = "clip,emotion\nIt is no audio, whatever the name says.\n".repeat(40);
    let all = [
        ("nothing", Vec::new()),
        ("a byte", vec![b'R']),
        ("text", text.into_bytes()),
        ("zeros", vec![0; 4096]),
        ("ones", vec![u8::MAX; 4096]),
    ];
    let items = all.iter().flat_map(|item| FORMATS.iter().map(move |name| (item, name)));
    items
        .map(|((what, bytes), name)| {
            (format!("{what} as {name}"), "Unsupported", (bytes.clone(), *name))
        })
        .collect()
}

fn other_files() -> [Item<&'static str, &'static str>; 6] {
    [
        ("Opus", "read", "kinds/opus.opus"),
        ("ADPCM", "read", "kinds/ms_adpcm.wav"),
        ("a folder", "NotAFile", "broken"),
        ("a file that is not there", "Io", "none.wav"),
        ("a file as a folder", "Io", "speech.wav/speech.wav"),
        ("a device", "NotAFile", "/dev/zero"),
    ]
}

/// A file that can be read up to a byte: the rights to read it are missing, or the disk is bad.
fn broken_reader(readable: usize) -> Result<()> {
    struct Broken(Cursor<Vec<u8>>, usize);
    impl Read for Broken {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let left = self.1.saturating_sub(self.0.position() as usize);
            match left.min(to.len()) {
                0 => Err(io::ErrorKind::PermissionDenied.into()),
                most => self.0.read(&mut to[..most]),
            }
        }
    }
    impl Seek for Broken {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }
    let reader = Broken(Cursor::new(read("stereo_s16.wav")), readable);
    emo_audio_io::load_reader(reader, "broken.wav", &LoadOptions::default())?;
    Ok(())
}
