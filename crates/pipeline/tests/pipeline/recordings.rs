//! The real recordings, from file to features, beside librosa's own table of them.
//!
//! Neither is part of this repository, so that the tests are ignored by default.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::collections::BTreeMap;

use emo_fixtures::{Tolerance, assert_close, path, ravdess_dir, reference};
use emo_pipeline::{
    FeatureConfig, FeatureExtractor, FeatureTable, LoadOptions, Loader, Recording, extract_table,
    reader::{CorpusReader, Ravdess},
};

/// How far the values of one group of columns lie from librosa's, in deviations of their column.
#[derive(Debug, Default)]
struct Distances(Vec<f64>);

impl Distances {
    /// The distance that this share of the values keeps within.
    fn quantile(&mut self, share: f64) -> f64 {
        self.0.sort_by(f64::total_cmp);
        self.0[((self.0.len() - 1) as f64 * share).round() as usize]
    }
}

fn extracted() -> FeatureTable {
    let scan = Ravdess.scan(&ravdess_dir()).unwrap();
    assert!(scan.skipped.is_empty(), "{:?}", scan.skipped);
    let loader = Loader::new(LoadOptions::default()).unwrap();
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let row =
        |recording: &Recording| Ok(extractor.extract(&loader.load(&recording.path)?.samples)?);
    let extraction =
        extract_table(&scan.recordings, extractor.column_names(), row, |_| ()).unwrap();
    assert!(extraction.skipped.is_empty(), "{:?}", extraction.skipped);
    extraction.table
}

/// librosa's rows by clip.
fn librosa_rows(columns: &[String]) -> BTreeMap<String, Vec<f64>> {
    let mut reader = csv::Reader::from_path(reference("librosa_features.csv")).unwrap();
    assert!(
        reader.headers().unwrap().iter().skip(1).eq(columns),
        "the same names in the same order"
    );
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let values = record.iter().skip(1).map(|cell| cell.parse().unwrap());
        (record[0].to_owned(), values.collect())
    });
    rows.collect()
}

fn by_group(
    table: &FeatureTable,
    librosa: &BTreeMap<String, Vec<f64>>,
) -> BTreeMap<String, Distances> {
    let mut groups = BTreeMap::<String, Distances>::new();
    for (column, name) in table.columns().iter().enumerate() {
        let expected: Vec<f64> =
            table.clips().iter().map(|clip| librosa[&clip.name][column]).collect();
        let n = expected.len() as f64;
        let mean = expected.iter().sum::<f64>() / n;
        let deviation = (expected.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
        let actual = table.x().column(column);
        let distances = actual.iter().zip(&expected).map(|(a, e)| (a - e).abs() / deviation);
        let group = name.split('_').next().unwrap().to_owned();
        groups.entry(group).or_default().0.extend(distances);
    }
    groups
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn features_of_the_recordings_are_librosas() {
    let table = extracted();
    assert_eq!((table.len(), table.columns().len()), (2452, 60));
    let librosa = librosa_rows(table.columns());
    let mut groups = by_group(&table, &librosa);
    println!("group, worst, 99.9 % (in deviations of the column)");
    for (name, distances) in &mut groups {
        let (worst, most) = (distances.quantile(1.0), distances.quantile(0.999));
        println!("{name} {worst:.2e} {most:.2e}");
        assert!(worst < 1e-4, "{name}: {worst}");
    }
}

#[test]
#[ignore = "needs the recordings: set RAVDESS_DIR"]
fn the_table_in_the_repository_is_what_the_recordings_give() {
    let table = extracted();
    let kept = FeatureTable::read_csv(path("ravdess_features.csv")).unwrap();
    // The kept table is of a version that did not write the corpus.
    let mut clips = table.clips().to_vec();
    clips.iter_mut().for_each(|clip| clip.corpus = None);
    assert_eq!(kept.clips(), clips);
    assert_eq!(kept.columns(), table.columns());
    let within = Tolerance { absolute: 1e-9, relative: 1e-9 };
    assert_close("features", table.x().iter().copied(), kept.x().iter().copied(), within);
}
