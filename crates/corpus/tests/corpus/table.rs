//! A feature table: its checks, its parts, and its way to a file and back.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use emo_corpus::{Clip, Error, FeatureTable};
use std::collections::BTreeMap;

use ndarray::{Array2, array};
use proptest::prelude::*;

fn clip(name: &str, label: &str) -> Clip {
    Clip::new(name).label(label)
}

fn names(columns: &[&str]) -> Vec<String> {
    columns.iter().map(ToString::to_string).collect()
}

fn small() -> FeatureTable {
    let clips = vec![clip("a", "sad"), clip("b", "calm"), clip("c", "angry")];
    FeatureTable::new(array![[1., 2.], [3., 4.], [5., 6.]], names(&["zcr", "mfcc"]), clips).unwrap()
}

fn to_csv(table: &FeatureTable) -> String {
    let mut bytes = Vec::new();
    table.to_writer(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str) -> FeatureTable {
    FeatureTable::from_reader(text.as_bytes()).unwrap()
}

fn refusal(text: impl AsRef<[u8]>) -> String {
    FeatureTable::from_reader(text.as_ref()).unwrap_err().to_string()
}

#[test]
fn rows_and_columns_are_selected_together_with_what_belongs_to_them() {
    let table = small();
    let twice = table.select(&[2, 0, 2]).unwrap();
    assert_eq!(twice.labels(), ["angry", "sad", "angry"]);
    assert_eq!(twice.x(), array![[5., 6.], [1., 2.], [5., 6.]]);
    let swapped = table.select_columns(&["mfcc", "zcr"]).unwrap();
    assert_eq!(swapped.x(), array![[2., 1.], [4., 3.], [6., 5.]]);
    assert_eq!(swapped.columns(), ["mfcc", "zcr"]);
    let calm = table.filter(|clip| clip.has("label", "calm"));
    assert_eq!((calm.len(), calm.clips()[0].name.as_str()), (1, "b"));
    assert!(table.filter(|_| false).is_empty());
}

#[test]
fn a_selection_of_what_is_not_there_is_refused() {
    let table = small();
    let error = table.select(&[0, 3]).unwrap_err().to_string();
    assert_eq!(error, "row 3: expected one of 3 rows, counted from 0");
    let error = table.select_columns(&["zcr", "energy"]).unwrap_err().to_string();
    assert_eq!(error, r#"feature column: expected one of the 2 of the table, got "energy""#);
    assert!(table.select_columns(&["zcr", "zcr"]).is_err());
    assert!(table.select_columns(&[] as &[&str]).is_err());
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let one = || vec![clip("a", "sad")];
    let table = |x, columns: &[&str], clips| FeatureTable::new(x, names(columns), clips);
    let refused = [
        (table(array![[1., 2.]], &["zcr"], one()), "columns of x: expected 1, got 2"),
        (table(array![[1.], [2.]], &["zcr"], one()), "rows of x: expected 1, got 2"),
        (table(array![[]], &[], one()), "feature columns: expected at least one, got none"),
        (
            table(array![[1., f64::NAN]], &["zcr", "mfcc"], one()),
            "row 0, column 1: expected a finite number, got NaN",
        ),
        (
            table(array![[1.]], &["zcr"], vec![clip("", "sad")]),
            "characters of a clip's name: expected at least one, got none",
        ),
    ];
    for (outcome, message) in refused {
        assert_eq!(outcome.unwrap_err().to_string(), message);
    }
    for columns in [["zcr", "zcr"], ["zcr", "Actor"], ["zcr", "Label"], ["zcr", ""], ["zcr", " x"]]
    {
        assert!(table(array![[1., 2.]], &columns, one()).is_err(), "{columns:?}");
    }
}

#[test]
fn groups_are_the_actors_and_every_row_must_have_one() {
    let table = read("clip,emotion,actor,zcr\na,sad,10,1\nb,sad,02,1\nc,sad,anna,1\n");
    let groups: Vec<String> = table.speakers().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(groups, ["10", "2", "anna"]);
    let error = small().speakers().unwrap_err().to_string();
    assert_eq!(
        error,
        r#"speaker: expected one for every clip, got none for "a" (row 1), "b" (row 2), "c" (row 3)"#
    );
}

#[test]
fn a_table_is_written_with_all_columns_and_short_numbers() {
    let mut full = clip("Actor_01/x, y", "happy");
    full.speaker = Some("01".parse().unwrap());
    full.corpus = Some("ravdess".into());
    full.metadata = BTreeMap::from([("channel", "song"), ("repetition", "02")])
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let clips = vec![full, clip("b", "sad")];
    let x = array![[0.1, -590.232544], [1e300, -0.0]];
    let table = FeatureTable::new(x, names(&["zcr", "mfcc"]), clips).unwrap();
    let expected = "clip,label,speaker,corpus,channel,repetition,zcr,mfcc\n\
                    \"Actor_01/x, y\",happy,1,ravdess,song,02,0.1,-590.232544\n\
                    b,sad,,,,,1e300,-0.0\n";
    assert_eq!(to_csv(&table), expected);
    assert_eq!(read(expected), table);
}

#[test]
fn dialects_of_csv_give_the_same_table() {
    let expected = read("clip,emotion,zcr,mfcc\na,sad,1,2\nb,calm,3,4e-1\n");
    for other in [
        "\u{feff}clip,emotion,zcr,mfcc\na,sad,1,2\nb,calm,3,4e-1\n",
        "clip,emotion,zcr,mfcc\r\na,sad,1,2\r\nb,calm,3,4e-1",
        "\"clip\",\"emotion\",\"zcr\",\"mfcc\"\n\"a\",\"sad\",\"1\",\"2\"\n\"b\",calm,3,0.4\n",
        "clip, emotion, zcr, mfcc\na, sad, 1, 2\n\nb, calm , +3.0, .4\n\n",
        "zcr,emotion,mfcc,clip\n1,sad,2,a\n3,calm,0.4,b\n",
        "actor,clip,emotion,zcr,mfcc,channel\n,a,sad,1,2,\n,b,calm,3,0.4,\n",
    ] {
        assert_eq!(read(other), expected, "{other:?}");
    }
}

#[test]
fn a_bad_table_is_refused_with_its_line_and_column() {
    let refusals = [
        ("", "lines of the table: expected at least one, got none"),
        ("clip,emotion,zcr\n", "rows of the table: expected at least one, got none"),
        ("clip,zcr\na,1\n", "line 1: expected a column label, got \"clip,zcr\""),
        ("emotion,zcr\nsad,1\n", "line 1: expected a column clip, got \"emotion,zcr\""),
        ("clip,emotion,clip,zcr\na,sad,a,1\n", "line 1: expected one column clip, got two"),
        ("clip,emotion\na,sad\n", "line 1: expected feature columns, got none"),
        (
            "clip,emotion,zcr,zcr\na,sad,1,1\n",
            "line 1: expected every feature column to have a name that no other column has, \
             got \"zcr\"",
        ),
        (
            ",clip,emotion,zcr\n0,a,sad,1\n",
            "line 1: expected every feature column to have a name without spaces around it, \
             got \"\"",
        ),
        (
            "clip,label,zcr\na,sad,1\nb,,1\n",
            "line 3, column label: expected a cell that is not empty, got \"\"",
        ),
        (
            "clip,emotion,zcr\n,sad,1\n",
            "line 2, column clip: expected a cell that is not empty, got \"\"",
        ),
        ("clip,emotion,zcr\na,sad,1\nb,sad\n", "line 3: expected 3 cells, got 2"),
        ("clip,emotion,zcr\na,sad,1,2\n", "line 2: expected 3 cells, got 4"),
    ];
    for (text, message) in refusals {
        assert_eq!(refusal(text), message);
    }
    for cell in ["NaN", "inf", "-Infinity", "1e999", "", "x", "1,5", "0x10", "1 2"] {
        let message = refusal(format!("clip,emotion,zcr\na,sad,\"{cell}\"\n"));
        let start = "line 2, column zcr: expected a finite number, got ";
        assert_eq!(message, format!("{start}{cell:?}"));
    }
}

#[test]
fn bytes_that_are_no_text_and_endless_cells_are_refused() {
    assert!(refusal(b"clip,emotion,zcr\na,sad,\xff\n").starts_with("line 2: expected UTF-8"));
    let utf16: Vec<u8> = "\u{feff}clip".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refusal(utf16).starts_with("line 1: expected UTF-8"));

    let huge = format!("clip,emotion,zcr\na,sad,{}\n", "9".repeat(1 << 20));
    assert!(refusal(&huge).len() < 200);
    let never_closed = std::io::Read::chain(
        &b"clip,emotion,zcr\na,sad,\"1"[..],
        std::io::Read::take(std::io::repeat(b'1'), 1 << 40),
    );
    let error = FeatureTable::from_reader(never_closed).unwrap_err().to_string();
    assert_eq!(error, "line 2: expected at most 16777216 bytes, got more (is a quote not closed?)");
}

#[test]
fn ten_thousand_columns_survive() {
    let columns = (0..10_000).map(|at| format!("feature_{at:05}")).collect();
    let x = Array2::from_shape_fn((3, 10_000), |(row, column)| (row + column) as f64 / 7.0);
    let clips = ["a", "b", "c"].map(|name| clip(name, "calm")).to_vec();
    let table = FeatureTable::new(x, columns, clips).unwrap();
    assert_eq!(read(&to_csv(&table)), table);
}

#[test]
fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, "what was there before").unwrap();
    small().write_csv(&path).unwrap();
    assert_eq!(FeatureTable::read_csv(&path).unwrap(), small());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn errors_name_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    let missing = FeatureTable::read_csv(&path).unwrap_err();
    assert!(matches!(&missing, Error::File { path: at, .. } if *at == path), "{missing}");
    assert!(FeatureTable::read_csv(folder.path()).is_err());

    std::fs::write(&path, "clip,emotion,zcr\na,sad,x\n").unwrap();
    let message = FeatureTable::read_csv(&path).unwrap_err().to_string();
    let place = format!("{}: line 2, column zcr: ", path.display());
    assert!(message.starts_with(&place), "{message}");

    let nowhere = folder.path().join("no folder").join("table.csv");
    let message = small().write_csv(&nowhere).unwrap_err().to_string();
    assert!(message.starts_with(&nowhere.display().to_string()), "{message}");
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    assert!(small().write_csv(folder.path().join("taken")).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_writer_that_fails_is_an_error() {
    let mut full = &mut [0u8; 10][..];
    assert!(matches!(small().to_writer(&mut full), Err(Error::Io(_))));
}

fn finite() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |value| value.is_finite())
}

fn text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(".*\\S.*".prop_map(|text: String| text.trim().to_owned()))
}

fn any_clip() -> impl Strategy<Value = Clip> {
    let fields = ("(?s).*\\S.*", "\\S+", text(), text(), text(), text());
    fields.prop_map(|(name, label, speaker, corpus, channel, copy)| {
        let mut clip = Clip::new(name).label(label.trim());
        clip.speaker = speaker.map(|text| text.parse().unwrap());
        clip.corpus = corpus;
        clip.copy = copy;
        clip.metadata.extend(channel.map(|channel| ("channel".to_owned(), channel)));
        clip
    })
}

fn any_table() -> impl Strategy<Value = FeatureTable> {
    (1usize..6, 1usize..5).prop_flat_map(|(rows, width)| {
        let values = proptest::collection::vec(finite(), rows * width);
        let clips = proptest::collection::vec(any_clip(), rows);
        (values, clips).prop_map(move |(values, clips)| {
            let columns = (0..width).map(|at| format!("feature \"{at}\", mean")).collect();
            let x = Array2::from_shape_vec((rows, width), values).unwrap();
            FeatureTable::new(x, columns, clips).unwrap()
        })
    })
}

proptest! {
    #[test]
    fn a_table_read_again_is_the_same_bit_for_bit(table in any_table()) {
        let again = read(&to_csv(&table));
        let bits = |table: &FeatureTable| table.x().mapv(f64::to_bits);
        prop_assert_eq!(bits(&again), bits(&table));
        prop_assert_eq!(again, table);
    }

    #[test]
    fn any_bytes_are_a_table_or_an_error(bytes: Vec<u8>) {
        let _ = FeatureTable::from_reader(&bytes[..]);
    }

    #[test]
    fn a_damaged_table_is_a_table_or_an_error(
        table in any_table(), at: proptest::sample::Index, byte: u8,
    ) {
        let mut bytes = to_csv(&table).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = FeatureTable::from_reader(&bytes[..]);
        let _ = FeatureTable::from_reader(&bytes[..at]);
    }
}

fn read_with(options: &emo_corpus::TableOptions, text: &str) -> FeatureTable {
    options.from_reader(text.as_bytes()).unwrap()
}

#[test]
fn columns_of_a_table_from_elsewhere_can_be_named() {
    let csv = "clip,mood,person,room,age,label,pitch\n\
               1,bored,ann,hall,31,x,9\n2,excited,ben,,27,y,5\n3,none,cem,yard,50,z,4\n";
    let options = FeatureTable::options().label_column("mood").group_column("person");
    let table = read_with(&options, csv);
    assert_eq!(table.columns(), ["age", "pitch"]);
    assert_eq!(table.classes(), ["bored", "excited", "none"]);
    let speakers: Vec<String> = table.speakers().unwrap().into_iter().map(String::from).collect();
    assert_eq!(speakers, ["ann", "ben", "cem"]);
    let rooms: Vec<_> = table.clips().iter().map(|clip| clip.metadata.get("room")).collect();
    assert_eq!(rooms, [Some(&"hall".to_owned()), None, Some(&"yard".to_owned())]);
    assert_eq!(table.clips()[0].metadata["label"], "x");

    let fewer = read_with(&options.clone().metadata_column("age"), csv);
    assert_eq!(fewer.columns(), ["pitch"]);
    assert_eq!(fewer.clips()[2].metadata["age"], "50");

    for options in [
        FeatureTable::options().label_column("feeling"),
        FeatureTable::options().group_column("feeling"),
        FeatureTable::options().metadata_column("feeling"),
    ] {
        let message = options.from_reader(csv.as_bytes()).unwrap_err().to_string();
        assert!(
            message.starts_with("line 1: expected a column feeling, got \"clip,mood"),
            "{message}"
        );
    }
}

#[test]
fn a_column_is_numbers_in_all_rows_or_in_none() {
    let message = refusal("clip,label,zcr,rms\na,sad,1,2\nb,sad,1,x\n");
    assert_eq!(message, "line 3, column rms: expected a finite number, got \"x\"");
    let message = refusal("clip,label,zcr,rms\na,sad,1,oops\nb,sad,1,2\n");
    assert_eq!(message, "line 2, column rms: expected a finite number, as in line 3, got \"oops\"");
}

#[test]
fn a_table_names_its_feature_configuration_and_its_metadata_stays_metadata() {
    let mut clips = vec![clip("a", "sad").with("session", "3"), clip("b", "calm")];
    clips[1].speaker = Some(7.into());
    let table =
        FeatureTable::new(array![[1., 2.], [3., 4.]], names(&["zcr", "rms"]), clips).unwrap();
    let csv =
        "# 2 features:\nclip,label,speaker,session,zcr,rms\na,sad,,3,1.0,2.0\nb,calm,7,,3.0,4.0\n";
    assert_eq!(to_csv(&table), csv);
    assert_eq!(read(csv), table);

    let named = table.with_feature_config("mean-60-1a2b, \"x\"");
    let first = to_csv(&named).lines().next().unwrap().to_owned();
    assert_eq!(first, "# 2 features: mean-60-1a2b,  x");
    let again = read(&to_csv(&named.with_feature_config("mean-1a2b")));
    assert_eq!(again.feature_config(), Some("mean-1a2b"));
    assert_eq!(again.clips()[0].metadata["session"], "3");
    assert_eq!(again.filter(|_| true).feature_config(), Some("mean-1a2b"));
    assert_eq!(again.select_columns(&["rms"]).unwrap().feature_config(), None);
    assert!(refusal("# 2 features: x\n").starts_with("lines of the table"));
    let short = refusal("# 9 features: x\nclip,label,zcr\na,sad,1\n");
    assert_eq!(short, "line 2: expected 9 feature columns behind the others, got 3 columns");
}
