//! The report on a training: what is in it, and its files.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::fs;
use std::sync::OnceLock;

use emo_pipeline::emotion_model::{ModelCard, RidgeTrainer};
use emo_pipeline::inspection::{PermutationOptions, descriptor_groups};
use emo_pipeline::model_selection::{
    CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedKFold,
};
use emo_pipeline::protocol::Protocol;
use emo_pipeline::report::Report;
use emo_pipeline::{AnyPipeline, FeatureTable, Trainer};
use emo_pipeline::{MlpClassifier, NoResampling, Pipeline, StandardScaler};

/// A sixth of the feature table in fixtures/.
fn table() -> FeatureTable {
    let table = FeatureTable::read_csv(emo_fixtures::path("ravdess_features.csv")).unwrap();
    table.select(&(0..table.len()).step_by(6).collect::<Vec<_>>()).unwrap()
}

/// A report on a network with everything that can be in one.
fn whole_report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| {
        let table = table();
        let mlp = MlpClassifier::default().hidden_layer_sizes([16]).max_iter(30);
        let mlp = mlp.early_stopping(true).random_state(7);
        let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp);
        let fit = |train: &FeatureTable| -> emo_pipeline::Result<_> {
            Ok(pipeline.fit(train.x(), &train.labels())?)
        };
        let grid = ParameterGrid::new().with("mlp__alpha", [1e-4, 1.0]);
        let options = CvOptions::new(StratifiedKFold::default().n_splits(3));
        let search = GridSearchCv::<_, String>::new(pipeline.clone(), grid)
            .options(options.scoring(Scoring::BalancedAccuracy))
            .fit(table.x(), &table.labels())
            .unwrap();
        let (names, groups): (Vec<_>, Vec<_>) =
            descriptor_groups(table.columns()).into_iter().unzip();
        let (n_groups, columns) = (groups.len(), (0..60).map(|column| vec![column]));
        let permuted = [groups, columns.collect()].concat();
        let options = PermutationOptions::default().n_repeats(2).groups(permuted);
        let importances =
            Protocol::emobox_ravdess().permutation_importance(&table, fit, &options).unwrap();
        let (of_groups, of_columns) = importances.split_at(n_groups);
        let trained = AnyPipeline::try_from(fit(&table).unwrap()).unwrap();
        let evaluate = |protocol: Protocol| protocol.evaluate(&table, &pipeline).unwrap();
        let mut card = ModelCard::new("small");
        card.date = "2026-01-31".into();
        Report::new("A <small> & quick report", &table)
            .evaluation(evaluate(Protocol::seed()))
            .evaluation(evaluate(Protocol::emobox_ravdess()))
            .pipeline(&trained)
            .search(search.cv_results().candidates(), "UAR")
            .group_importances(names, of_groups)
            .column_importances(table.columns().to_vec(), of_columns)
            .card(&card)
            .fact("command", "emo train --report 'a file'")
    })
}

/// A report on a linear classifier, which has no loss by epoch.
fn ridge_report() -> Report {
    let table = table();
    let trainer = RidgeTrainer::default();
    let fit = |train: &FeatureTable| -> emo_pipeline::Result<_> { trainer.fit_pipeline(train) };
    let evaluation = Protocol::emobox_ravdess().evaluate_with(&table, fit).unwrap();
    let trained = fit(&table).unwrap();
    Report::new("ridge", &table).evaluation(evaluation).pipeline(&trained)
}

#[test]
fn a_report_shows_what_is_known_and_leaves_out_the_rest() {
    let whole = whole_report().to_html().unwrap();
    let ridge = ridge_report().to_html().unwrap();
    for title in
        ["Scores", "Label by label", "Are its probabilities right", "Clips", "How it was made"]
    {
        assert!(whole.contains(&format!("<h2>{title}")), "{title}");
        assert!(ridge.contains(&format!("<h2>{title}")), "{title}");
    }
    for title in ["Training", "Search", "Which features matter"] {
        assert!(whole.contains(&format!("<h2>{title}")), "{title}");
        assert!(!ridge.contains(&format!("<h2>{title}")), "{title}");
    }
    assert!(whole.contains("UAR on known speakers") && whole.contains("UAR on unseen speakers"));
    assert!(!ridge.contains("known speakers"));
    assert!(ridge.contains("StandardScaler, Clipper, ridge 60-8"));
    let no_scores = Report::new("clips alone", &table()).to_html().unwrap();
    assert!(no_scores.contains("<h2>Clips") && !no_scores.contains("<h2>Scores"));
}

#[test]
fn the_same_training_makes_the_same_report_and_the_same_files() {
    let html = whole_report().to_html().unwrap();
    assert_eq!(html, whole_report().clone().to_html().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("deep/other"));
    fs::create_dir(folder.path().join("deep")).unwrap();
    whole_report().write_plots(&one).unwrap();
    whole_report().write_plots(&other).unwrap();
    let mut names: Vec<String> = fs::read_dir(&one)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2 * html.matches("<figure").count(), "{names:?}");
    for name in names {
        let bytes = fs::read(one.join(&name)).unwrap();
        assert_eq!(bytes, fs::read(other.join(&name)).unwrap());
        if name.ends_with(".png") {
            assert!(bytes.starts_with(b"\x89PNG\r\n"), "{name}");
        } else {
            assert!(bytes.starts_with(b"<svg xmlns=") && bytes.ends_with(b"</svg>"), "{name}");
        }
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/report.html");
    let error = whole_report().write_html(&path).unwrap_err().to_string();
    assert!(error.contains("report.html: expected an existing folder"), "{error}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = whole_report().write_plots(&file).unwrap_err().to_string();
    assert!(error.starts_with(&file.display().to_string()), "{error}");
}

#[test]
fn labels_speakers_and_further_keys_of_any_name_are_counted() {
    let csv = "clip,label,speaker,room,take,pitch\n\
               a,bored,ann,hall,1,9\nb,none,ann,attic,2,5\nc,bored,ben,hall,3,8\n";
    let table = FeatureTable::from_reader(csv.as_bytes()).unwrap();
    let report = Report::new("own clips", &table).to_report().unwrap();
    let names: Vec<&str> = report.plots().map(|plot| plot.name()).collect();
    assert_eq!(names, ["clips_label", "clips_speaker"]);
    let html = report.to_html();
    assert!(html.contains("3 clips with") && html.contains("attic: 1, hall: 2"), "{html}");
}
