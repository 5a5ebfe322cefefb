//! The report: what stands in it, and how it looks in a browser, where there is one.

#![allow(clippy::unwrap_used)] // a test ends by it

mod browser;

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

/// A report on a network with everything that can stand in one.
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
fn what_there_is_stands_in_the_report_and_what_is_not_is_left_out() {
    let whole = whole_report().to_html().unwrap();
    let ridge = ridge_report().to_html().unwrap();
    for title in ["Scores", "Emotion by emotion", "How far to believe", "Clips", "How it was made"]
    {
        assert!(whole.contains(&format!("<h2>{title}")), "{title}");
        assert!(ridge.contains(&format!("<h2>{title}")), "{title}");
    }
    for title in ["Training", "Search", "Which features matter"] {
        assert!(whole.contains(&format!("<h2>{title}")), "{title}");
        assert!(!ridge.contains(&format!("<h2>{title}")), "{title}");
    }
    assert!(whole.contains("speakers it has heard") && whole.contains("speakers it has not heard"));
    assert!(!ridge.contains("speakers it has heard"));
    assert!(ridge.contains("StandardScaler, Clip, ridge 60-8"));
    let no_scores = Report::new("clips alone", &table()).to_html().unwrap();
    assert!(no_scores.contains("<h2>Clips") && !no_scores.contains("<h2>Scores"));
}

#[test]
fn nothing_in_the_page_comes_from_elsewhere_or_runs() {
    let html = whole_report().to_html().unwrap();
    for word in ["://", "src=", "href=", "url(", "@import", "<script", "javascript:", " on"] {
        let found = html.find(word).map(|at| &html[at..(at + 40).min(html.len())]);
        // In words, " on" is an English preposition: only an attribute would be a script.
        assert!(found.is_none_or(|it| word == " on" && !it.contains('=')), "{found:?}");
    }
    assert!(html.contains("A &lt;small&gt; &amp; quick report"));
    assert!(html.contains("emo train --report &#39;a file&#39;"));
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
    assert_eq!(names.len(), 2 * html.matches("<figure>").count(), "{names:?}");
    for name in names {
        let bytes = fs::read(one.join(&name)).unwrap();
        assert_eq!(bytes, fs::read(other.join(&name)).unwrap());
        match name.ends_with(".png") {
            true => assert!(bytes.starts_with(b"\x89PNG\r\n"), "{name}"),
            false => assert!(bytes.starts_with(b"<svg xmlns=") && bytes.ends_with(b"</svg>")),
        }
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/report.html");
    let error = whole_report().write_html(&path).unwrap_err().to_string();
    assert!(error.contains("report.html: No such file"), "{error}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = whole_report().write_plots(&file).unwrap_err().to_string();
    assert!(error.starts_with(&file.display().to_string()), "{error}");
}

#[test]
fn it_is_drawn_whole_on_a_phone_a_tablet_and_a_screen() {
    for html in [whole_report().to_html().unwrap(), ridge_report().to_html().unwrap()] {
        for width in [360, 768, 1280] {
            let Some(seen) = browser::look_at(&html, width) else { return };
            assert_eq!(seen.problems, [""; 0], "at {width} pixels");
            assert_eq!(seen.console, "", "at {width} pixels");
            assert_eq!(seen.n_plots, html.matches("<figure>").count());
        }
    }
}

#[test]
fn the_browser_tells_of_requests_of_overflow_and_of_letters_that_are_cut_off() {
    let html = whole_report().to_html().unwrap();
    let spoilt = html.replace(
        "</main>",
        "<img src=\"https://example.invalid/a.png\"><div style=\"width:2000px\">wide</div>\
         <figure><svg viewBox=\"0 0 340 100\"><text x=\"-9\" y=\"50\" font-size=\"12\">cut</text>\
         </svg></figure></main>",
    );
    let Some(seen) = browser::look_at(&spoilt, 360) else { return };
    assert!(seen.console.contains("Content Security Policy"), "{}", seen.console);
    for word in ["wider than", "cut", "is empty"] {
        assert!(seen.problems.iter().any(|it| it.contains(word)), "{word}: {:?}", seen.problems);
    }
}
