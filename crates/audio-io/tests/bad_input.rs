//! Whatever the bytes: a clip, or an error that says what is wrong with which file.

use emo_audio_io::{Error, Limits, LoadOptions, load, load_bytes, load_reader};
use emo_fixtures::path;
use proptest::prelude::*;

fn broken(name: &str) -> Result<usize, Error> {
    let clip = load(path("audio/broken").join(name), &LoadOptions::default().sample_rate(None))?;
    Ok(clip.samples.len())
}

#[test]
fn each_broken_file_is_refused_for_its_own_reason() {
    let refused = |name: &str| {
        let error = broken(name).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        error
    };
    assert!(matches!(refused("empty_file.wav"), Error::Unsupported { .. }));
    assert!(matches!(refused("text.wav"), Error::Unsupported { .. }));
    assert!(matches!(refused("no_samples.wav"), Error::Empty { .. }));
    assert!(matches!(refused("zero_rate.wav"), Error::Malformed { .. }));
    assert!(matches!(refused("zero_channels.wav"), Error::Malformed { .. }));
    assert!(matches!(refused("channels_65535.wav"), Error::TooManyChannels { .. }));
    assert!(matches!(refused("zero_bits.wav"), Error::Malformed { .. }));
    assert!(matches!(refused("header_only.wav"), Error::Malformed { .. }));
    assert!(matches!(refused("truncated.m4a"), Error::Malformed { .. }));
    assert!(matches!(refused("truncated.ogg"), Error::Malformed { .. }));
    assert!(matches!(refused("nan.wav"), Error::NonFiniteIn { at: 1, .. }));
    for name in ["rate_768000.wav", "rate_4294967295.wav"] {
        assert!(matches!(refused(name), Error::SampleRateTooHigh { limit: 384_000, .. }));
    }
}

#[test]
fn a_file_that_is_cut_short_gives_what_is_there() {
    assert_eq!(broken("claims_4gib.wav").unwrap(), 400);
    assert_eq!(broken("truncated.wav").unwrap(), 9978);
    assert_eq!(broken("odd_bytes.wav").unwrap(), 399);
    assert_eq!(broken("truncated.flac").unwrap(), 9216);
    assert_eq!(broken("truncated.mp3").unwrap(), 26_543);
}

#[test]
fn a_stream_without_a_length_and_a_wrong_ending_are_read() {
    assert_eq!(broken("streamed.wav").unwrap(), 400);
    assert_eq!(broken("wav_named.mp3").unwrap(), 2000);
}

/// The message for bytes without the file's name.
fn message(bytes: &[u8], name: &str) -> String {
    match load_bytes(bytes, name, &LoadOptions::default()) {
        Ok(_) => "it was read".into(),
        Err(error) => error.to_string().replace(&format!("{name}: "), ""),
    }
}

#[test]
fn what_is_no_audio_is_named_in_a_sentence() {
    assert_eq!(message(b"", "a.wav"), "the file is empty");
    let zip =
        [b"PK\x03\x04".as_slice(), &std::fs::read(path("audio/stereo.mp3")).unwrap()].concat();
    assert_eq!(message(&zip, "a.zip"), "it is a zip archive; unpack it first");
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    tar.extend(std::fs::read(path("audio/stereo.mp3")).unwrap());
    assert_eq!(message(&tar, "a.tar"), "it is a tar archive; unpack it first");
    assert!(message(b"\n<!DOCTYPE html><html></html>", "a.wav").starts_with("it is a web page"));
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    assert!(message(pointer, "a.wav").contains("Git LFS pointer"));
    assert!(
        message(b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ", "._a.wav").contains("AppleDouble")
    );
    assert_eq!(
        message(b"#!AMR\n<\0\0\0", "a b.amr"),
        "it is AMR, which is not read; convert it first: ffmpeg -i 'a b.amr' converted.wav"
    );
    assert!(message(&[1, 2, 3, 4, 5, 6, 7, 0], "a.raw").contains("option `raw`"));
}

#[test]
fn a_folder_and_a_missing_file_are_named() {
    let options = LoadOptions::default();
    assert!(matches!(load(path("audio"), &options), Err(Error::NotAFile { .. })));
    assert!(matches!(load(path("audio/none.wav"), &options), Err(Error::Io { .. })));
}

#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_one_that_is_no_audio() {
    struct Unreadable;
    impl std::io::Read for Unreadable {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is bad"))
        }
    }
    impl std::io::Seek for Unreadable {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(1000)
        }
    }
    let error = load_reader(Unreadable, "bad.wav", &LoadOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "bad.wav: the disk is bad");
}

#[test]
fn each_limit_has_its_own_error() {
    let refused = |file: &str, limits: Limits| {
        load(path("audio").join(file), &LoadOptions::default().limits(limits)).unwrap_err()
    };
    let limits = Limits::default;
    assert!(matches!(refused("speech.wav", limits().seconds(1.0)), Error::TooLong { .. }));
    assert!(matches!(refused("speech.mp3", limits().seconds(1.0)), Error::TooLong { .. }));
    assert!(matches!(
        refused("speech.flac", limits().bytes(1000)),
        Error::TooManyBytes { limit: 1000, .. }
    ));
    for file in ["six_channels.wav", "six_channels.flac"] {
        assert!(matches!(
            refused(file, limits().channels(2)),
            Error::TooManyChannels { channels: 6, limit: 2, .. }
        ));
    }
    assert!(matches!(
        refused("speech.wav", limits().sample_rate(44_100)),
        Error::SampleRateTooHigh { rate: 48_000, limit: 44_100, .. }
    ));
}

#[test]
fn the_time_limit_counts_what_is_loaded() {
    let limits = Limits::default().seconds(1.0);
    let options = LoadOptions::default().limits(limits).duration(Some(0.5));
    assert_eq!(load(path("audio/speech.wav"), &options).unwrap().duration(), 0.5);
}

#[test]
fn options_out_of_range_are_refused() {
    let file = path("audio/speech.wav");
    let default = LoadOptions::default;
    for options in [
        default().offset(-1.0),
        default().offset(f64::NAN),
        default().duration(Some(-0.5)),
        default().duration(Some(f64::INFINITY)),
        default().sample_rate(Some(0)),
        default().sample_rate(Some(u32::MAX)),
    ] {
        assert!(matches!(load(&file, &options), Err(Error::InvalidOption { .. })), "{options:?}");
    }
    let beyond = load(&file, &default().offset(100.0)).unwrap_err();
    assert!(matches!(beyond, Error::OffsetBeyondEnd { .. }), "{beyond}");
    assert!(matches!(load(&file, &default().duration(Some(0.0))), Err(Error::Empty { .. })));
}

/// Files to be damaged, small ones first.
const SAMPLES: [&str; 22] = [
    "kinds/aac.aac",
    "kinds/aac.mkv",
    "kinds/aac.mov",
    "kinds/aac.ts",
    "kinds/alac.caf",
    "kinds/chained.ogg",
    "kinds/free_format.mp3",
    "kinds/gsm.wav",
    "kinds/ima_adpcm.wav",
    "kinds/mono_384.mp2",
    "kinds/ms_adpcm.wav",
    "kinds/opus.opus",
    "kinds/opus.webm",
    "kinds/rf64.wav",
    "kinds/sphere.sph",
    "kinds/two_tracks.mov",
    "stereo_s16.wav",
    "stereo_s16.aiff",
    "stereo_s16.flac",
    "stereo.mp3",
    "stereo.ogg",
    "stereo.m4a",
];

#[test]
fn a_file_cut_anywhere_never_panics() {
    for name in SAMPLES {
        let bytes = std::fs::read(path("audio").join(name)).unwrap();
        for part in 0..50 {
            let cut = &bytes[..bytes.len() * part / 50];
            check(load_bytes(cut, name, &LoadOptions::default()), name);
        }
    }
}

/// A result, or an error that names the file: a decoder's panic is one of those.
fn check(outcome: Result<emo_audio_io::AudioClip, Error>, name: &str) {
    match outcome {
        Ok(clip) => assert!(clip.samples.iter().all(|sample| sample.is_finite())),
        Err(error) => assert!(error.to_string().contains(name), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        check(load_bytes(&bytes, "noise.wav", &LoadOptions::default()), "noise.wav");
    }

    #[test]
    fn random_bytes_after_a_true_header_never_panic(
        which in 0..SAMPLES.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let name = SAMPLES[which];
        let mut bytes = std::fs::read(path("audio").join(name)).unwrap();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        check(load_bytes(&bytes, name, &LoadOptions::default()), name);
    }
}
