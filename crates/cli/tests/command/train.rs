//! `emo train`, `emo evaluate` and `emo inspect`.

use std::fs;

use emo_pipeline::emotion_model::Pretrained;
use emo_pipeline::preprocessing::FittedStandardScaler;
use emo_pipeline::protocol::Protocol;
use emo_pipeline::{EmotionModel, FeatureTable, StandardScaler};
use serde_json::Value;

use crate::{audio, emo, emo_with_stdin, folder, small_table, text};

#[test]
fn a_table_becomes_a_model_with_its_scores_and_its_card() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (text(&small_table(&folder)), folder.path().join("mine.json"));
    let run = emo(&["train", "--table", &table, "--out", &text(&out), "--date", "2026-01-31"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("\nseed ") && run.stdout.contains("\nspeaker-6fold "));
    assert!(run.stdout.contains("its scores are optimistic"), "{}", run.stdout);

    let model = EmotionModel::load(&out).unwrap();
    let card = model.card();
    assert_eq!((card.name.as_str(), card.date.as_str()), ("mine", "2026-01-31"));
    assert_eq!((card.n_clips, card.n_speakers, card.seed), (409, Some(24), 7));
    assert_eq!(card.hyperparameters["smote__random_state"], 42);
    assert_eq!(card.speaker_independent().unwrap().protocol, Protocol::emobox_ravdess());
    assert!(card.scores_note.contains("without the clips that they are judged on"));

    let inspected = emo(&["inspect", &text(&out)]).succeeded().stdout;
    for fact in ["mine", "2026-01-31", "409 of 24 speakers", "MLP 60-256-64-8", "speaker-6fold"] {
        assert!(inspected.contains(fact), "{fact}: {inspected}");
    }
    let json = emo(&["inspect", "--json", &text(&out)]).succeeded().stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["n_clips"], 409);
    emo(&["predict", "--model", &text(&out), &audio("speech.wav")]).succeeded();
}

#[test]
fn the_same_command_writes_the_same_model_at_any_number_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let table = fs::read(small_table(&folder)).unwrap();
    let train = |jobs| {
        let out = ["--out", "-", "--name", "twice", "--date", "2026-01-31", "--protocol", "seed"];
        let arguments = [&["train", "--table", "-", "--quiet", "--jobs", jobs][..], &out].concat();
        emo_with_stdin(&arguments, &table).succeeded().stdout
    };
    let once = train("1");
    assert_eq!(once, train("2"));
    EmotionModel::from_reader(once.as_bytes()).unwrap();
}

#[test]
fn another_seed_gives_another_model() {
    let folder = tempfile::tempdir().unwrap();
    let table = text(&small_table(&folder));
    let train = |seed| {
        let arguments =
            ["train", "--table", &table, "--out", "-", "-q", "--protocol", "seed", "--seed", seed];
        EmotionModel::from_reader(emo(&arguments).succeeded().stdout.as_bytes()).unwrap()
    };
    assert_ne!(train("1").pipeline(), train("2").pipeline());
}

#[test]
fn the_card_names_the_strength_that_ridge_chose() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (text(&small_table(&folder)), folder.path().join("ridge.json"));
    let train = ["train", "--table", &table, "--classifier", "ridge", "--protocol", "seed"];
    emo(&[&train[..], &["--out", &text(&out)]].concat()).succeeded();
    let model = EmotionModel::load(&out).unwrap();
    let hyperparameters = &model.card().hyperparameters;
    let offered = hyperparameters["ridge__alphas_per_column"].as_list().unwrap();
    let chosen = &hyperparameters["ridge__alpha_per_column"];
    assert!(offered.contains(chosen), "{chosen} of {offered:?}");
    let inspected = emo(&["inspect", &text(&out)]).succeeded().stdout;
    assert!(inspected.contains(&format!("ridge__alpha_per_column = {chosen}")), "{inspected}");
}

#[test]
fn recordings_become_a_model_at_once() {
    let names: Vec<String> = (1..=12)
        .map(|take| format!("03-01-0{}-01-01-0{}-{take:02}.wav", 3 + take % 2, 1 + take % 2))
        .collect();
    let sounds = ["speech.wav", "noise_16000.wav"];
    let files: Vec<(&str, &str)> =
        names.iter().enumerate().map(|(at, name)| (sounds[at % 2], name.as_str())).collect();
    let folder = folder(&files);
    let out = folder.path().join("model.json");
    let run = emo(&["train", "--audio", &text(folder.path()), "--out", &text(&out)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no scores by speaker-6fold"), "{}", run.stderr);
    let model = EmotionModel::load(out).unwrap();
    assert_eq!(model.classes(), ["happy", "sad"]);
}

#[test]
fn a_table_of_other_features_makes_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (folder.path().join("other.csv"), folder.path().join("model.json"));
    fs::write(&table, "clip,emotion,pitch\na,calm,1\nb,sad,2\n").unwrap();
    let run = emo(&["train", "--table", &text(&table), "--out", &text(&out)]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("expected mfcc_00_mean, got pitch"), "{}", run.stderr);
    assert!(!out.exists());
}

#[test]
fn a_protocol_that_was_asked_for_and_cannot_be_applied_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let table = FeatureTable::read_csv(small_table(&folder)).unwrap();
    let one_actor = table.filter(|clip| clip.speaker == Some(7.into()));
    let path = folder.path().join("one.csv");
    one_actor.write_csv(&path).unwrap();
    let run = emo(&["evaluate", "--table", &text(&path), "--protocol", "speaker-6fold"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: fold: expected"), "{}", run.stderr);
}

#[test]
fn an_evaluation_gives_scores_inside_their_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let table = text(&small_table(&folder));
    let run = emo(&["evaluate", "--table", &table]).succeeded();
    for word in ["protocol", "UAR", "WA", "macro F1", "speaker-6fold", "409"] {
        assert!(run.stdout.contains(word), "{word}: {}", run.stdout);
    }
    let arguments = ["--protocol", "leave-one-statement-out", "--channels", "speech", "--json"];
    let run = emo(&[&["evaluate", "--table", &table][..], &arguments].concat()).succeeded();
    let scores: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(scores["protocol"], "leave-one-statement-out");
    let uar = &scores["uar"];
    let [low, value, high] = [&uar["interval"]["low"], &uar["value"], &uar["interval"]["high"]]
        .map(|number| number.as_f64().unwrap());
    assert!(low <= value && value <= high);
}

#[test]
fn a_report_and_its_plots_are_written_beside_the_scores() {
    let folder = tempfile::tempdir().unwrap();
    let (table, page) = (text(&small_table(&folder)), folder.path().join("report.html"));
    let plots = folder.path().join("plots");
    let wanted = ["--report", &text(&page), "--plots", &text(&plots)];
    let scored = ["evaluate", "--table", &table, "--classifier", "ridge"];
    let run = emo(&[&scored[..], &wanted].concat()).succeeded();
    assert!(run.stdout.contains("speaker-6fold"), "{}", run.stdout);
    let html = fs::read_to_string(&page).unwrap();
    for words in
        ["Which features matter", "--classifier ridge", "mfcc_00_mean", "UAR on unseen speakers"]
    {
        assert!(html.contains(words), "{words}");
    }
    for name in ["scores.svg", "confusion.png", "importance_groups.svg", "reliability.png"] {
        assert!(plots.join(name).is_file(), "{name}");
    }

    let out = folder.path().join("model.json");
    let train = ["train", "--table", &table, "--out", &text(&out), "--protocol", "seed", "--quiet"];
    emo(&[&train[..], &wanted].concat()).succeeded();
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("<h2>Training") && html.contains("MLP 60-256-64-8"));
    assert!(html.contains("UAR on known speakers") && !html.contains("UAR on unseen speakers"));
}

#[test]
fn the_model_that_comes_along_says_how_good_it_is_on_speakers_it_has_not_heard() {
    let inspected = emo(&["inspect"]).succeeded().stdout;
    for fact in ["general", "CC BY-NC-SA 4.0", "6260 of 43 speakers", "leave-one-corpus-out"] {
        assert!(inspected.contains(fact), "{fact}: {inspected}");
    }
    assert!(inspected.contains("without the clips that they are judged on"), "{inspected}");
    let model = EmotionModel::pretrained().unwrap();
    assert_eq!(
        model.classes(),
        ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"]
    );
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    assert!(file.len() <= 1_000_000, "{} bytes", file.len());
}

#[test]
fn ravdess_60_was_trained_on_the_table_in_fixtures() {
    let table = FeatureTable::read_csv(emo_fixtures::path("ravdess_features.csv")).unwrap();
    let model = EmotionModel::pretrained_named(Pretrained::Ravdess60).unwrap();
    let kept = model.pipeline().transformers()[0].downcast_ref::<FittedStandardScaler>();
    // The scaler is exact on every processor; a network would differ in the last digits.
    let scaler = StandardScaler::default().fit(table.x()).unwrap();
    assert!(kept == Some(&scaler), "run crates/models/train.sh");
    assert_eq!(model.column_names(), table.columns());
}
