//! Models in the binary form: the same model as in JSON, in less space, and checked as well.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::path::PathBuf;

use emo_pipeline::EmotionModel;

fn bundled(name: &str) -> (Vec<u8>, EmotionModel) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models");
    let text = std::fs::read(folder.join(name)).unwrap();
    let model = EmotionModel::from_reader(&text[..]).unwrap();
    (text, model)
}

#[test]
fn a_binary_model_predicts_the_same_bits_in_less_space() {
    let speech = emo_fixtures::path("audio/speech.wav");
    for name in ["ravdess-60.json", "ravdess-full.json"] {
        let (text, model) = bundled(name);
        let file = model.to_binary().unwrap();
        assert!(file.len() < text.len(), "{name}: {} bytes of {}", file.len(), text.len());
        let read = EmotionModel::from_reader(&file[..]).unwrap();
        let (expected, got) = (model.predict_file(&speech), read.predict_file(&speech));
        assert_eq!(got.unwrap(), expected.unwrap(), "{name}");
        assert_eq!(read.card(), model.card());
        // What was rounded for the file is not rounded again.
        assert!(read.to_binary().unwrap() == file, "{name}");
    }
}

#[test]
fn a_binary_model_is_saved_and_loaded_like_any_other() {
    let (_, model) = bundled("ravdess-60.json");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.emo");
    model.save_binary(&path).unwrap();
    assert_eq!(EmotionModel::load(&path).unwrap().classes(), model.classes());
}

#[test]
fn a_damaged_binary_model_is_refused() {
    let (_, model) = bundled("ravdess-60.json");
    let file = model.to_binary().unwrap();
    let problem = |file: &[u8]| EmotionModel::from_reader(file).unwrap_err().to_string();
    for length in [0, 7, 8, 11, 12, 100, file.len() - 1] {
        problem(&file[..length]);
    }
    let longer = problem(&[&file[..], &[0; 4]].concat());
    assert!(longer.ends_with("expected those of its lists, got 4 bytes more"), "{longer}");
    // Weights that are not finite: all bits of the two bytes of each number that have its exponent,
    // which are the last of a list, and the last list has 256 x 64 numbers.
    let mut infinite = file.clone();
    let from = file.len() - 2 * 256 * 64;
    infinite[from..].fill(0xff);
    assert!(problem(&infinite).contains("pipeline"), "{}", problem(&infinite));
    // A later version of the format.
    let text = String::from_utf8_lossy(&file).into_owned();
    assert!(text.contains("\"version\":2"));
    let mut later = file;
    let place = later.windows(11).position(|bytes| bytes == b"\"version\":2").unwrap();
    later[place + 10] = b'9';
    assert!(problem(&later).contains("version of the format"), "{}", problem(&later));
}
