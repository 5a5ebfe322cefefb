//! Each stage on its own, with librosa's defaults and with other parameters.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close, golden};
use ndarray::{Array2, ArrayView2, Axis};
use serde_json::Value;

const SR: u32 = 22050;

/// What librosa gave, by stage.
struct Golden(Value);

impl Golden {
    fn read() -> Self {
        Self(golden("features/stages"))
    }

    fn samples(&self) -> Vec<f32> {
        numbers(&self.0["pcm"]).iter().map(|&x| x as f32 / 32768.0).collect()
    }

    fn power(&self) -> Array2<f32> {
        let params = StftParams::default().n_fft(512).hop_length(300);
        Stft::new(&params).unwrap().spectrogram(&self.samples(), 2.0).unwrap()
    }

    fn assert_equal(&self, stage: &str, actual: &Array2<f32>, relative: f64, absolute: f64) {
        self.assert_value(stage, &self.0[stage], actual.view(), relative, absolute);
    }

    fn assert_value(
        &self,
        what: &str,
        expected: &Value,
        actual: ArrayView2<'_, f32>,
        relative: f64,
        absolute: f64,
    ) {
        assert_eq!(actual.nrows(), expected.as_array().unwrap().len(), "rows of {what}");
        let tolerance = Tolerance { absolute, relative };
        assert_close(what, actual.iter().copied(), numbers(expected), tolerance);
    }
}

/// All numbers of a value, in order.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        value => vec![value.as_f64().unwrap()],
    }
}

#[test]
fn stft_has_librosas_values() {
    let golden = Golden::read();
    let narrow = StftParams::default().n_fft(256).hop_length(700).win_length(Some(200));
    let uncentred = StftParams::default().n_fft(200).hop_length(900).center(false);
    for (name, params) in [("stft narrow", narrow), ("stft uncentred", uncentred)] {
        let spectra = stft(&golden.samples(), &params).unwrap();
        let parts = [("re", spectra.mapv(|x| x.re)), ("im", spectra.mapv(|x| x.im))];
        for (part, actual) in parts {
            golden.assert_value(name, &golden.0[name][part], actual.view(), 2e-7, 1e-14);
        }
    }
}

#[test]
fn mel_filters_have_librosas_weights() {
    let golden = Golden::read();
    let slaney = MelParams::default().n_mels(12).fmin(50.0).fmax(Some(7000.0));
    golden.assert_equal("mel slaney", &mel(16000, 256, &slaney).unwrap(), 2e-7, 1e-12);
    let htk = MelParams::default().n_mels(9).htk(true).norm(None);
    golden.assert_equal("mel htk", &mel(SR, 256, &htk).unwrap(), 2e-7, 1e-12);
    let l2 = MelParams::default().n_mels(9).norm(Some(MelNorm::P(Norm::L2)));
    golden.assert_equal("mel l2", &mel(SR, 256, &l2).unwrap(), 3e-7, 1e-12);
}

#[test]
fn mel_spectrogram_decibels_and_mfcc_have_librosas_values() {
    let golden = Golden::read();
    let params = MelParams::default().n_mels(30);
    let energies = melspectrogram(golden.power().view(), SR, &params).unwrap();
    golden.assert_equal("melspectrogram", &energies, 1e-6, 1e-12);
    let limited = PowerToDb::default().reference(0.5).amin(1e-3).top_db(Some(20.0));
    let db = power_to_db(energies.view(), &limited).unwrap();
    golden.assert_equal("power_to_db", &db, 1e-6, 1e-5);
    let db = power_to_db(energies.view(), &PowerToDb::default().top_db(None)).unwrap();
    let plain = mfcc(db.view(), &MfccParams::default()).unwrap();
    golden.assert_equal("mfcc", &plain, 1e-6, 5e-5);
    let lifted = mfcc(db.view(), &MfccParams::default().n_mfcc(30).lifter(22.0)).unwrap();
    golden.assert_equal("mfcc lifter", &lifted, 1e-6, 3e-4);
}

#[test]
fn piptrack_finds_librosas_peaks() {
    let golden = Golden::read();
    let params = PiptrackParams::default().fmin(60.0).fmax(9000.0).threshold(0.01);
    let power = golden.power();
    let (first, _) = power.view().split_at(Axis(0), 6);
    let (pitches, magnitudes) = piptrack(first, SR, &params).unwrap();
    let expected = &golden.0["piptrack"];
    golden.assert_value("pitches", &expected["pitches"], pitches.view(), 1e-6, 0.0);
    golden.assert_value("magnitudes", &expected["magnitudes"], magnitudes.view(), 1e-6, 0.0);
}

#[test]
fn tuning_is_librosas_at_every_resolution() {
    let golden = Golden::read();
    let power = golden.power();
    let settings = [(0.01, 12), (0.03, 12), (0.1, 24), (0.01, 36)];
    let tunings = settings.map(|(resolution, bins)| {
        let params = TuningParams::default().resolution(resolution).bins_per_octave(bins);
        estimate_tuning(power.view(), SR, &params, &PiptrackParams::default()).unwrap()
    });
    assert_close("tuning", tunings, numbers(&golden.0["estimate_tuning"]), Tolerance::EXACT);
    let pitches = [20.0, 27.5, 83.0, 100.5, 440.0, 443.0, 450.0, 3000.0];
    let tuning = pitch_tuning(&pitches, &TuningParams::default()).unwrap();
    assert_close("pitches", [tuning], numbers(&golden.0["pitch_tuning"]), Tolerance::EXACT);
}

#[test]
fn chroma_filters_have_librosas_weights() {
    let golden = Golden::read();
    let tuned = ChromaParams::default().tuning(Some(0.17));
    golden.assert_equal("chroma", &chroma(SR, 256, &tuned).unwrap(), 3e-7, 1e-12);
    let plain = ChromaParams::default().n_chroma(24).octwidth(None).base_c(false);
    golden.assert_equal("chroma 24", &chroma(8000, 128, &plain).unwrap(), 3e-7, 1e-12);
}

#[test]
fn chroma_stft_has_librosas_values() {
    let golden = Golden::read();
    let power = golden.power();
    let chroma = |params: &ChromaParams| chroma_stft(power.view(), SR, params).unwrap();
    golden.assert_equal("chroma_stft", &chroma(&ChromaParams::default()), 2e-6, 1e-7);
    let fixed = ChromaParams::default().n_chroma(24).norm(Some(Norm::L2));
    let fixed = fixed.tuning(Some(-0.3)).ctroct(4.0);
    golden.assert_equal("chroma_stft 24", &chroma(&fixed), 2e-6, 1e-7);
    let raw = ChromaParams::default().norm(None);
    golden.assert_equal("chroma_stft raw", &chroma(&raw), 2e-6, 1e-9);
}

#[test]
fn spectral_contrast_has_librosas_values() {
    let golden = Golden::read();
    let magnitude = golden.power().mapv(f32::sqrt);
    let contrast =
        |params: &ContrastParams| spectral_contrast(magnitude.view(), SR, params).unwrap();
    golden.assert_equal("spectral_contrast", &contrast(&ContrastParams::default()), 1e-6, 2e-5);
    let linear = ContrastParams::default().fmin(300.0).n_bands(4).quantile(0.1).linear(true);
    golden.assert_equal("spectral_contrast linear", &contrast(&linear), 1e-6, 1e-9);
    let wide = ContrastParams::default().fmin(800.0).n_bands(2).quantile(0.3);
    golden.assert_equal("spectral_contrast wide", &contrast(&wide), 1e-6, 2e-5);
}

#[test]
fn zero_crossing_rate_is_librosas() {
    let golden = Golden::read();
    let samples = golden.samples();
    let rate = |params: &ZeroCrossingRateParams| zero_crossing_rate(&samples, params).unwrap();
    let default = ZeroCrossingRateParams::default();
    golden.assert_equal("zero_crossing_rate", &rate(&default), 1e-7, 0.0);
    let odd = ZeroCrossingRateParams::default().frame_length(301).hop_length(99);
    golden.assert_equal("zero_crossing_rate odd", &rate(&odd), 1e-7, 0.0);
    let uncentred = ZeroCrossingRateParams::default().frame_length(400).hop_length(250);
    let uncentred = uncentred.center(false).pad(true).threshold(0.01);
    golden.assert_equal("zero_crossing_rate uncentred", &rate(&uncentred), 1e-7, 0.0);
}
