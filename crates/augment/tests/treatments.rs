//! What a treatment does to a clip, and what it leaves.

use emo_augment::{Error, Treatment, babble, mix, pink_noise};
use emo_fixtures::{Tolerance, assert_close};
use emo_random::RandomState;
use proptest::prelude::*;

const RATE: u32 = 16_000;

const ALL: [Treatment; 11] = [
    Treatment::Speed { factor: 0.9 },
    Treatment::Speed { factor: 1.1 },
    Treatment::Gain { db: -20.0 },
    Treatment::PinkNoise { snr_db: 10.0 },
    Treatment::OwnBabble { snr_db: 20.0 },
    Treatment::Telephone,
    Treatment::Narrowband,
    Treatment::Room { seconds: 0.3 },
    Treatment::Silence { seconds: 0.5 },
    Treatment::AnySpeed,
    Treatment::AnyMicrophone,
];

fn tone(frequency: f64) -> Vec<f32> {
    let turn = std::f64::consts::TAU * frequency / f64::from(RATE);
    (0..RATE).map(|t| (0.3 * (turn * f64::from(t)).sin()) as f32).collect()
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>() / samples.len() as f64
}

fn decibels(ratio: f64) -> f64 {
    10.0 * ratio.log10()
}

/// The squared size of the Fourier sum at a frequency, Hz.
fn energy_at(frequency: f64, samples: &[f32]) -> f64 {
    let turn = std::f64::consts::TAU * frequency / f64::from(RATE);
    let sum = |wave: fn(f64) -> f64| -> f64 {
        samples.iter().enumerate().map(|(t, &x)| f64::from(x) * wave(turn * t as f64)).sum()
    };
    sum(f64::sin).powi(2) + sum(f64::cos).powi(2)
}

#[test]
fn noise_is_as_far_below_the_clip_as_was_asked() {
    let clip = tone(440.0);
    let noisy = Treatment::PinkNoise { snr_db: 15.0 }.apply(&clip, RATE, 3).unwrap();
    let noise: Vec<f32> = noisy.iter().zip(&clip).map(|(a, b)| a - b).collect();
    let snr = decibels(power(&clip) / power(&noise));
    assert_close("SNR", [snr], [15.0], Tolerance::absolute(1e-3));
}

#[test]
fn pink_noise_has_the_same_power_in_each_octave() {
    let noise = pink_noise(1 << 20, 48_000, &mut RandomState::new(5)).unwrap();
    // The correlation of neighbours follows from the spectrum.
    let lagged: f64 = noise.windows(2).map(|pair| f64::from(pair[0] * pair[1])).sum();
    let correlation = lagged / noise.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
    // ∫ cos(2π f / rate) / f df over the band, divided by ∫ 1 / f df.
    let (mut weighted, mut whole) = (0.0, 0.0);
    for step in 0..100_000 {
        let f = 20.0 * 1200_f64.powf((f64::from(step) + 0.5) / 100_000.0);
        weighted += (std::f64::consts::TAU * f / 48_000.0).cos();
        whole += 1.0;
    }
    assert_close("correlation", [correlation], [weighted / whole], Tolerance::absolute(0.005));
}

#[test]
fn a_slower_clip_is_longer_and_lower() {
    let slower = Treatment::Speed { factor: 0.8 }.apply(&tone(500.0), RATE, 0).unwrap();
    assert_eq!(slower.len(), 20_000);
    let expected = tone(400.0);
    let inner = 1000..15_000;
    assert_close(
        "tone",
        slower[inner.clone()].iter().copied(),
        expected[inner].iter().copied(),
        Tolerance::absolute(1e-4),
    );
}

#[test]
fn a_room_keeps_length_and_power_and_goes_on_after_the_sound() {
    let mut clip = tone(300.0);
    clip[8000..].fill(0.0);
    let heard = Treatment::Room { seconds: 0.3 }.apply(&clip, RATE, 1).unwrap();
    assert_eq!(heard.len(), clip.len());
    assert_close("power", [power(&heard)], [power(&clip)], Tolerance::relative(1e-5));
    let level = |from: usize| decibels(power(&heard[from..from + 800]));
    assert!(level(8000) > -40.0, "{}", level(8000));
    // 0.2 s later by 40 dB, give or take what chance does to a tail of noise.
    let fall = level(8000) - level(8000 + 3200);
    assert!((30.0..50.0).contains(&fall), "{fall}");
}

#[test]
fn narrow_bands_keep_what_is_inside_and_drop_what_is_outside() {
    for treatment in [Treatment::Telephone, Treatment::Narrowband] {
        let kept = treatment.apply(&tone(1000.0), RATE, 0).unwrap();
        let dropped = treatment.apply(&tone(6500.0), RATE, 0).unwrap();
        let loss = |clip: &[f32]| decibels(power(&clip[2000..14_000]) / (0.3 * 0.3 / 2.0));
        assert!(loss(&kept).abs() < 0.2, "{treatment}: {}", loss(&kept));
        assert!(loss(&dropped) < -30.0, "{treatment}: {}", loss(&dropped));
    }
}

#[test]
fn babble_is_made_of_all_voices_at_one_power() {
    let loud: Vec<f32> = tone(200.0).iter().map(|x| x * 3.0).collect();
    let talk = babble(&[loud, tone(1000.0)], 16_000, &mut RandomState::new(2)).unwrap();
    let part = |frequency| energy_at(frequency, &talk).sqrt();
    assert_close("voices", [part(200.0)], [part(1000.0)], Tolerance::relative(1e-3));
}

#[test]
fn babble_of_a_clip_itself_is_as_far_below_it_as_was_asked_and_at_other_pitches() {
    let clip = tone(1000.0);
    let noisy = Treatment::OwnBabble { snr_db: 12.0 }.apply(&clip, RATE, 4).unwrap();
    let voices: Vec<f32> = noisy.iter().zip(&clip).map(|(a, b)| a - b).collect();
    let snr = decibels(power(&clip) / power(&voices));
    assert_close("SNR", [snr], [12.0], Tolerance::absolute(1e-3));
    let share = |frequency| energy_at(frequency, &voices) / (voices.len() as f64).powi(2);
    let inside: f64 = (65..145).map(|hundredth| share(10.0 * f64::from(hundredth))).sum();
    let outside: f64 = (165..245).map(|hundredth| share(10.0 * f64::from(hundredth))).sum();
    assert!(inside > 100.0 * outside, "{inside} {outside}");
}

#[test]
fn what_cannot_be_treated_says_why() {
    let refused = |treatment: Treatment, samples: &[f32]| {
        treatment.apply(samples, RATE, 0).unwrap_err().to_string()
    };
    let nan = refused(Treatment::Telephone, &[0.0, f32::NAN]);
    assert_eq!(nan, "expected finite samples, got NaN at 1");
    let loud = refused(Treatment::Gain { db: 100.0 }, &[0.0, 1e38]);
    assert_eq!(loud, "expected a clip that stays finite, got one that overflows at 1");
    let still = refused(Treatment::Speed { factor: 0.0 }, &[0.0]);
    assert_eq!(still, "speed: expected 0.5 to 2, got 0");
    let none: [Vec<f32>; 0] = [];
    let mut random = RandomState::new(0);
    assert!(matches!(babble(&none, 4, &mut random), Err(Error::NoVoices { .. })));
    assert!(matches!(babble(&[vec![]], 4, &mut random), Err(Error::NoVoices { .. })));
    assert!(matches!(mix(&[1.0], &[1.0], f64::NAN), Err(Error::Parameter { .. })));
    for name in ["", "speed", "speed fast", "noise 20 dB", "room 1e9 s", "gain NaN dB"] {
        assert!(name.parse::<Treatment>().is_err(), "{name}");
    }
}

#[test]
fn a_name_says_the_whole_treatment() {
    for treatment in ALL {
        assert_eq!(treatment.to_string().parse::<Treatment>().unwrap(), treatment);
    }
}

#[test]
fn seeds_draw_every_speed_and_every_microphone() {
    let clip = tone(440.0);
    let [slower, faster, microphones @ ..] = Treatment::ANY_MICROPHONE;
    let length = |seed| Treatment::AnySpeed.apply(&clip, RATE, seed).unwrap().len();
    let lengths = [slower, faster].map(|speed| speed.apply(&clip, RATE, 0).unwrap().len());
    let drawn: std::collections::BTreeSet<usize> = (0..20).map(length).collect();
    assert_eq!(drawn.into_iter().rev().collect::<Vec<_>>(), lengths);
    // Those without randomness of their own are found among the draws.
    let draws: Vec<_> =
        (0..60).map(|seed| Treatment::AnyMicrophone.apply(&clip, RATE, seed).unwrap()).collect();
    for fixed in [Treatment::Telephone, Treatment::Narrowband] {
        assert!(microphones.contains(&fixed));
        let expected = fixed.apply(&clip, RATE, 0).unwrap();
        let n = draws.iter().filter(|draw| **draw == expected).count();
        assert!((3..=20).contains(&n), "{fixed}: {n} of 60");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_clip_gives_finite_samples_and_the_same_ones_again(
        samples in prop::collection::vec(-1e6_f32..1e6, 0..400),
        rate in 4000_u32..50_000,
        seed: u32,
    ) {
        for treatment in ALL {
            let once = treatment.apply(&samples, rate, seed).unwrap();
            prop_assert!(once.iter().all(|x| x.is_finite()));
            prop_assert_eq!(once, treatment.apply(&samples, rate, seed).unwrap());
        }
    }
}
