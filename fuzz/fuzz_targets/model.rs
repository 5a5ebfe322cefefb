//! Any text as a model: one that predicts probabilities, or an error.

#![no_main]

use emo_pipeline::EmotionModel;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(model) = EmotionModel::from_reader(data) else { return };
    let samples: Vec<f32> = (0..8000).map(|t| (t as f32 * 0.05).sin()).collect();
    if let Ok(prediction) = model.predict_samples(&samples, 16_000) {
        let sum: f64 = prediction.probabilities().iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    }
});
