//! Any samples: a row of finite features, or an error.

#![no_main]

use std::sync::LazyLock;

use emo_dsp_features::{FeatureConfig, FeatureExtractor, FeatureSet};
use libfuzzer_sys::fuzz_target;

static EXTRACTORS: LazyLock<Vec<FeatureExtractor>> = LazyLock::new(|| {
    let sets = FeatureSet::ALL.into_iter();
    sets.filter_map(|set| FeatureExtractor::new(FeatureConfig::from(set)).ok()).collect()
});

/// Two seconds at 16 kHz.
const MOST_SAMPLES: usize = 32_000;

fuzz_target!(|data: &[u8]| {
    let Some((&kind, data)) = data.split_first() else { return };
    let samples: Vec<f32> = if kind % 2 == 0 {
        data.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    } else {
        let pairs = data.as_chunks::<2>().0.iter();
        pairs.map(|bytes| f32::from(i16::from_le_bytes(*bytes)) / 32768.0).collect()
    };
    if samples.len() > MOST_SAMPLES {
        return;
    }
    for extractor in EXTRACTORS.iter() {
        if let Ok(row) = extractor.extract(&samples) {
            assert_eq!(row.len(), extractor.column_names().len());
            assert!(row.iter().all(|x| x.is_finite()));
        }
    }
});
