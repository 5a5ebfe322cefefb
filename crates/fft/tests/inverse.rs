//! A transform and its inverse give the samples again, times their number.

use emo_fft::{Planner32, Planner64, plan_complex_forward};

const LENGTHS: [usize; 6] = [1, 2, 7, 400, 1023, 2048];

#[test]
fn double_precision_returns_to_the_samples() {
    let mut planner = Planner64::new();
    for length in LENGTHS {
        let samples: Vec<f64> = (0..length).map(|n| (n as f64 * 0.7).sin()).collect();
        let (forward, inverse) =
            (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
        let (mut spectrum, mut again) = (forward.make_output_vec(), inverse.make_output_vec());
        forward.process(&mut samples.clone(), &mut spectrum).unwrap();
        inverse.process(&mut spectrum, &mut again).unwrap();
        for (got, expected) in again.iter().zip(&samples) {
            let difference = (got / length as f64 - expected).abs();
            assert!(difference < 1e-13, "{length}: {difference}");
        }
    }
}

#[test]
fn single_precision_returns_to_the_samples() {
    let mut planner = Planner32::new();
    for length in LENGTHS {
        let samples: Vec<f32> = (0..length).map(|n| (n as f32 * 0.7).sin()).collect();
        let (forward, inverse) =
            (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
        let (mut spectrum, mut again) = (forward.make_output_vec(), inverse.make_output_vec());
        forward.process(&mut samples.clone(), &mut spectrum).unwrap();
        inverse.process(&mut spectrum, &mut again).unwrap();
        for (got, expected) in again.iter().zip(&samples) {
            let difference = (got / length as f32 - expected).abs();
            assert!(difference < 1e-5, "{length}: {difference}");
        }
    }
}

#[test]
fn the_complex_transform_of_real_samples_is_the_real_one() {
    for length in LENGTHS {
        let real = Planner32::new().plan_fft_forward(length);
        let mut samples: Vec<f32> = (0..length).map(|n| (n as f32 * 0.3).cos()).collect();
        let mut complex: Vec<_> = samples.iter().map(|&x| x.into()).collect();
        let mut spectrum = real.make_output_vec();
        real.process(&mut samples, &mut spectrum).unwrap();
        plan_complex_forward(length).process(&mut complex);
        for (got, expected) in spectrum.iter().zip(&complex) {
            let difference = (got - expected).norm();
            assert!(difference < 1e-5 * length as f32, "{length}: {difference}");
        }
    }
}
