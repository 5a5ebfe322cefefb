//! Every container and codec that is read, with the faults of recorders and converters, against
//! libsndfile and ffmpeg; and the folder of cases that went wrong, where it is there.

use emo_audio_io::{Channels, LoadOptions, Loader, Note, load, load_stream};
use emo_fixtures::{Tolerance, assert_close, golden, path};
use serde::Deserialize;

#[derive(Deserialize)]
struct Kinds {
    step: usize,
    rows: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    file: String,
    by: String,
    rate: u32,
    len: usize,
    samples: Vec<f32>,
}

/// Uncompressed and lossless: equal. Others: another decoder's rounding.
fn tolerance(file: &str) -> Tolerance {
    let lossy = ["aac", "mp3", ".mp2", "mp2.", "opus", "vorbis", ".ogg", "rate_", "two_tracks"];
    let lossy = lossy.iter().chain(&["free", "mono_"]);
    if lossy.into_iter().any(|part| file.contains(part)) {
        return Tolerance::absolute(5e-5);
    }
    Tolerance::EXACT
}

fn native() -> LoadOptions {
    LoadOptions::default().sample_rate(None)
}

#[test]
fn every_kind_has_the_samples_of_libsndfile_or_ffmpeg() {
    let golden: Kinds = golden("audio/kinds");
    for kind in golden.rows {
        let clip = load(path("audio/kinds").join(&kind.file), &native()).unwrap();
        let what = format!("{} by {}", kind.file, kind.by);
        assert_eq!((clip.sample_rate, clip.samples.len()), (kind.rate, kind.len), "{what}");
        if !kind.samples.is_empty() {
            let actual = clip.samples.into_iter().step_by(golden.step);
            assert_close(&what, actual, kind.samples, tolerance(&kind.file));
        }
    }
}

#[test]
fn every_kind_comes_through_a_pipe_too() {
    let golden: Kinds = golden("audio/kinds");
    for kind in golden.rows {
        let file = path("audio/kinds").join(&kind.file);
        let bytes = std::fs::read(&file).unwrap();
        // Whether the first track is silent is found out only where the file can be read twice.
        let track = (kind.file == "silent_first.mkv").then_some(2);
        let piped = load_stream(bytes.as_slice(), &kind.file, &native().track(track)).unwrap();
        assert_eq!(piped.samples, load(&file, &native()).unwrap().samples, "{}", kind.file);
    }
}

#[test]
fn what_was_noticed_is_noted() {
    let notes = |file: &str| load(path("audio/kinds").join(file), &native()).unwrap().notes;
    assert_eq!(notes("sizes_0.wav"), [Note::SizesNotWritten]);
    assert_eq!(notes("antiphase.wav"), [Note::ChannelsCancel]);
    assert_eq!(notes("two_tracks.mov"), [Note::SeveralTracks { read: 2, count: 2 }]);
    assert_eq!(notes("rate_44100.m4a"), [Note::RateOfContainer { stated: 44_100, used: 48_000 }]);
    assert_eq!(notes("mono_then_stereo.mp3"), [Note::ChannelsChange { first: 1, then: 2 }]);
    assert_eq!(notes("riff0.wav"), []);
    for file in ["data_0.wav", "rf64_0.wav"] {
        assert_eq!(notes(file), [Note::SizesNotWritten], "{file}");
    }
    for file in ["silent_first.mkv", "aac_after_ac3.ts"] {
        assert_eq!(notes(file), [Note::SeveralTracks { read: 2, count: 2 }], "{file}");
    }
    for file in ["aac_cut.m4a", "aac_cut_fragment.mp4", "flac_cut.oga"] {
        assert_eq!(notes(file), [Note::CutShort], "{file}");
    }
}

/// Bytes that start like a format are enough to name it.
#[test]
fn what_is_not_read_is_named_with_a_command_that_converts_it() {
    let speex = [b"OggS\0\x02".as_slice(), &[0; 20], b"\x01\x50Speex   1.2", &[0; 60]].concat();
    let named: [(&[u8], &str); 9] = [
        (b"#!AMR\n", "AMR"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
        (b"\x7f\xfe\x80\x01\xfc", "DTS"),
        (b"\x0b\x77\0\0\x40", "AC-3"),
        (b"\0\0\0\0\xf8\x72\x6f\xba", "TrueHD"),
        (b"Creative Voice File\x1a", "VOC"),
        (b"FORM\0\0\0\x208SVX", "8SVX"),
        (b"wvpk\0\0", "WavPack"),
        (&speex, "Speex"),
    ];
    for (start, name) in named {
        let bytes = [start, &[0; 64]].concat();
        let message = load_stream(bytes.as_slice(), "call.bin", &native()).unwrap_err().to_string();
        assert!(message.contains(name), "{name}: {message}");
        assert!(message.contains("ffmpeg -i call.bin converted.wav"), "{name}: {message}");
    }
}

#[test]
fn a_track_and_channels_can_be_chosen() {
    let two = path("audio/kinds/two_tracks.mov");
    let first = load(&two, &native().track(Some(1))).unwrap();
    assert!(first.samples.iter().all(|sample| sample.abs() < 1e-4));
    assert!(load(&two, &native().track(Some(3))).unwrap_err().to_string().contains("from 1 to 2"));
    let anti = path("audio/kinds/antiphase.wav");
    let one = |channels| load(&anti, &native().channels(channels)).unwrap();
    let (left, right) = (one(Channels::One(0)), one(Channels::One(1)));
    assert!(left.samples.iter().zip(&right.samples).all(|(left, right)| *left == -right));
    assert!(load(&anti, &native().channels(Channels::One(2))).is_err());
    let each = Loader::new(native().channels(Channels::Each)).unwrap().load_each(&anti).unwrap();
    assert_eq!(each.len(), 2);
    assert_eq!((&each[0].samples, each[1].channel), (&left.samples, Some(1)));
    assert_eq!(each[1].samples, right.samples);
}

#[test]
fn samples_without_a_header_are_read_as_they_are_said_to_be() {
    let wav = std::fs::read(path("audio/stereo_s16.wav")).unwrap();
    let raw = native().raw(Some("s16le:44100:2".parse().unwrap()));
    let clip = load_stream(&wav[44..], "standard input", &raw).unwrap();
    assert_eq!(clip.samples, load(path("audio/stereo_s16.wav"), &native()).unwrap().samples);
    assert!("s16:16000".parse::<emo_audio_io::RawFormat>().is_err());
}

#[derive(Debug)]
struct Case {
    file: String,
    expected: Option<(u32, usize)>,
}

/// The rate and frames that libsndfile finds, or ffmpeg where it finds none or stops early.
fn cases(table: &str) -> Vec<Case> {
    let by_ffmpeg = ["chained.ogg", "mono_then_stereo.mp3", "mp3_in_wav.wav", "screen_two_aac.mov"];
    let case = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |at: usize| fields[at].parse::<usize>().ok();
        let found = |at: usize| Some((number(at)? as u32, number(at + 1).filter(|&len| len > 0)?));
        let file = fields[0].to_owned();
        let sndfile = found(1).filter(|_| !by_ffmpeg.contains(&fields[0]));
        Case { expected: sndfile.or(found(3)), file }
    };
    table.lines().skip(1).map(case).collect()
}

#[test]
#[ignore = "needs the folder of cases beside the repository"]
fn the_cases_that_went_wrong_are_right() {
    let folder = path("../../shared/cases");
    let table = std::fs::read_to_string(folder.join("expected.csv")).unwrap();
    for Case { file, expected } in cases(&table) {
        let mut options = native();
        let raw = [("raw.ulaw", "ulaw:8000"), ("raw_s16_16k.raw", "s16le:16000")];
        let raw = raw.iter().find(|(name, _)| *name == file);
        options.raw = raw.map(|(_, format)| format.parse().unwrap());
        let loaded = load(folder.join("audio").join(&file), &options);
        let expected = match file.as_str() {
            // The second track, of one second; the core of HE-AAC.
            "screen_two_aac.mov" => Some((48_000, 49_152)),
            "heaac_explicit.m4a" => Some((24_000, 24_576)),
            "raw.ulaw" => Some((8000, 8080)),
            "raw_s16_16k.raw" => Some((16_000, 16_160)),
            _ => expected,
        };
        match expected {
            Some(expected) => {
                let clip = loaded.unwrap();
                assert_eq!((clip.sample_rate, clip.samples.len()), expected, "{file}");
            }
            None => assert!(loaded.unwrap_err().to_string().contains(&file), "{file}"),
        }
    }
}
