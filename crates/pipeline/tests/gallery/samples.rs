//! Odd samples, at odd rates, for each set of features.

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{FeatureConfig, FeatureSet, RandomState};

use crate::visit::{Item, Visit};

pub(crate) fn show(visit: &mut Visit) {
    for set in FeatureSet::ALL {
        let extractor = RowExtractor::new(FeatureConfig::from(set)).unwrap();
        let own = extractor.config().sample_rate;
        let row = |(samples, rate): (Vec<f32>, u32)| {
            let row = extractor.row_of_samples(&samples, rate)?;
            assert_eq!(row.len(), extractor.column_names().len());
            assert!(row.iter().all(|value| value.is_finite()));
            Ok(())
        };
        let at = |rate| move |(name, kind, samples)| (name, kind, (samples, rate));
        visit.named(&format!("samples, {}", set.name()), odd().into_iter().map(at(own)), row);
        visit.named(&format!("rates, {}", set.name()), rates(), row);
    }
}

fn odd() -> Vec<Item<&'static str, Vec<f32>>> {
    let among = |value: f32| {
        let mut samples = vec![0.1; 4000];
        samples[2000] = value;
        samples
    };
    let each = |value: fn(usize) -> f32| (0..4000).map(value).collect();
    let mut random = RandomState::new(8);
    let noise = (0..4000).map(|_| random.uniform(-1.0, 1.0) as f32).collect();
    vec![
        ("none", "Empty", vec![]),
        ("one", "read", vec![0.3]),
        ("two", "read", vec![0.3, -0.3]),
        ("one silent", "read", vec![0.0]),
        ("NaN", "BadValue", among(f32::NAN)),
        ("infinity", "BadValue", among(f32::INFINITY)),
        ("minus infinity", "BadValue", among(f32::NEG_INFINITY)),
        ("1e30", "BadValue", among(1e30)),
        ("1e13 everywhere", "read", vec![1e13; 4000]),
        ("1e15 everywhere", "BadValue", vec![1e15; 4000]),
        ("the largest number", "BadValue", among(f32::MAX)),
        ("the smallest number", "read", vec![f32::from_bits(1); 4000]),
        ("denormal among others", "read", among(1e-40)),
        ("minus zero", "read", vec![-0.0; 4000]),
        ("constant", "read", vec![0.5; 4000]),
        ("full scale", "read", vec![1.0; 4000]),
        ("square at full scale", "read", each(|t| if t / 50 % 2 == 0 { 1.0 } else { -1.0 })),
        ("the fastest square", "read", each(|t| if t % 2 == 0 { 1.0 } else { -1.0 })),
        ("one click", "read", each(|t| if t == 1999 { 1.0 } else { 0.0 })),
        ("a ramp", "read", each(|t| t as f32 / 4000.0)),
        ("noise", "read", noise),
    ]
}

fn rates() -> Vec<Item<&'static str, (Vec<f32>, u32)>> {
    let tone: Vec<f32> = (0..4000).map(|t| (t as f32 * 0.1).sin()).collect();
    let rates = [
        ("0 Hz", "Rates", 0),
        ("1 Hz", "Rates", 1),
        ("100 Hz", "read", 100),
        ("a prime", "read", 22_051),
        ("384 kHz", "read", 384_000),
        ("the largest", "Rates", u32::MAX),
    ];
    rates.map(|(name, kind, rate)| (name, kind, (tone.clone(), rate))).into()
}
