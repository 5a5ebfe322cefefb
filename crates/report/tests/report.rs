//! What is in a report and its pictures.

#![allow(clippy::unwrap_used)] // a test ends by it

mod sample;

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use emo_report::{ConfusionMatrix, Estimate, Report, Section};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

#[test]
fn a_report_shows_each_section_in_the_order_added() {
    let html = sample::report(8).to_html();
    let titles =
        ["Scores", "Label by label", "Are its probabilities", "Which features", "Training"];
    let further = ["Search", "Clips", "From corpus to corpus", "interview 7", "How it was made"];
    let places: Vec<usize> = titles
        .iter()
        .chain(&further)
        .map(|title| html.find(&format!("<h2>{title}")).unwrap_or_else(|| panic!("{title}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(html.contains("UAR on unseen speakers") && html.contains("51.7 (47.7–56.7)"));
    assert!(html.contains("emo train --report &#39;a file&#39;"));
    assert!(html.contains("A &lt;small&gt; &amp; quick report"));
}

#[test]
fn the_page_loads_nothing_from_elsewhere() {
    let html = sample::report(8).to_html();
    for word in ["://", "href=", "url(", "@import", "javascript:", "onload", "onclick"] {
        let found = html.find(word).map(|at| &html[at..(at + 40).min(html.len())]);
        assert_eq!(found, None);
    }
    let sources: Vec<&str> = html.split("src=\"").skip(1).collect();
    assert!(sources.len() == 1 && sources[0].starts_with("interview%207.wav\""));
}

#[test]
fn the_policy_allows_the_one_script_and_only_where_it_is_used() {
    let html = sample::report(3).to_html();
    let script = html.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
    assert!(html.contains(&format!("script-src {hash}\"")), "expected script-src {hash}");
    let without = Report::new("none").section(Section::new("Empty")).to_html();
    assert!(!without.contains("script") && !without.contains("media-src"));
}

#[test]
fn texts_of_a_timeline_cannot_end_its_data() {
    let labels = vec!["</script><script>alert(1)".to_owned(), "calm".into()];
    let section = sample::timeline(labels).section().unwrap();
    let html = Report::new("x").section(section).to_html();
    assert_eq!(html.matches("</script").count(), 2, "the data and the page's own script");
    assert!(html.contains("\\u003c/script>\\u003cscript>alert(1)"));
}

/// The pictures are left in the folder of temporary files, where they can be looked at.
#[test]
fn every_plot_becomes_an_svg_and_a_png_and_the_same_ones_each_time() {
    for n_labels in [2, 8, 20] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report_{n_labels}"));
        fs::create_dir_all(&folder).unwrap();
        let report = sample::report(n_labels);
        fs::write(folder.join("report.html"), report.to_html()).unwrap();
        assert_eq!(report.to_html(), sample::report(n_labels).to_html());
        for plot in report.plots() {
            let (svg, png) = (plot.to_svg(), plot.to_png().unwrap());
            assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"), "{}", plot.name());
            assert!(png.starts_with(b"\x89PNG\r\n"), "{}", plot.name());
            fs::write(folder.join(plot.name()).with_extension("svg"), svg).unwrap();
            fs::write(folder.join(plot.name()).with_extension("png"), png).unwrap();
        }
    }
}

#[test]
fn more_labels_than_can_be_drawn_are_listed() {
    let section = sample::confusion(sample::labels(80)).section().unwrap();
    assert_eq!(section.plots().count(), 0);
    let html = Report::new("many").section(section).to_html();
    assert!(html.contains("drawn for at most 60 labels") && html.contains("label 79"));
}

#[test]
fn precision_recall_and_f1_are_those_of_the_counts() {
    let matrix = ConfusionMatrix {
        labels: vec!["bored".into(), "excited".into()],
        counts: vec![vec![6.0, 2.0], vec![3.0, 9.0]],
        tested: "all".into(),
    };
    let html = Report::new("two").section(matrix.section().unwrap()).to_html();
    // 6 of 9 predicted, 6 of 8 true; F1 = 2 * 6 / (9 + 8).
    let row = "bored</th><td>0.67</td><td>0.75</td><td>0.71</td><td>8</td>";
    assert!(html.contains(row), "{html}");
    assert!(html.contains("mean</th><td>0.74</td><td>0.75</td><td>0.74</td><td>20</td>"));
}

#[test]
fn numbers_that_cannot_be_drawn_are_errors_that_say_which() {
    let error = |result: emo_report::Result<Section>| result.unwrap_err().to_string();
    let matrix = sample::confusion(sample::labels(3));
    let one =
        ConfusionMatrix { labels: sample::labels(1), counts: vec![vec![1.0]], ..matrix.clone() };
    assert_eq!(error(one.section()), "labels of the confusion matrix: expected at least 2, got 1");
    let mut ragged = matrix.clone();
    ragged.counts[1].pop();
    assert_eq!(error(ragged.section()), "columns of the confusion matrix: expected 3, got 2");
    let mut negative = matrix;
    negative.counts[0][0] = -1.0;
    assert_eq!(
        error(negative.section()),
        "counts of the confusion matrix: expected at least 0, got -1"
    );
    let mut cross = sample::cross_corpus();
    cross.scores[0][0] = Some(Estimate::new(f64::NAN));
    assert_eq!(error(cross.section()), "score: expected numbers from 0 to 1, got NaN");
    let mut timeline = sample::timeline(sample::labels(3));
    timeline.audio = Some("/etc/passwd".into());
    assert!(error(timeline.section()).contains("expected a relative path"));
    timeline.duration = 0.0;
    assert!(error(timeline.section()).starts_with("duration of the timeline: expected a finite"));
    let mut scores = sample::scores();
    scores.rows[1].scores.pop();
    assert!(error(scores.section()).starts_with("scores of a row: expected UAR, WA"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Control characters are no letters of XML.
    #[test]
    fn labels_of_any_name_and_number_make_pictures(
        labels in proptest::collection::vec("\\PC{0,40}", 2..24),
    ) {
        let timeline = sample::timeline(labels.clone()).plot().unwrap();
        let counts = sample::clip_counts(labels.clone()).plot().unwrap();
        let confusion = sample::confusion(labels).plot().unwrap();
        for plot in [timeline, counts, confusion] {
            prop_assert!(plot.to_png().is_ok(), "{:?}", plot.to_png());
        }
    }
}
