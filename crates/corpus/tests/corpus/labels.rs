//! Labels are text: names that corpora use, and maps between them.

use emo_corpus::label::{BASIC_SEVEN, RAVDESS_EIGHT, canonical};
use emo_corpus::{Clip, Error, LabelMap};
use proptest::prelude::*;

fn read(csv: &str) -> Result<LabelMap, Error> {
    LabelMap::from_reader(csv.as_bytes())
}

#[test]
fn names_of_many_corpora_have_one_meaning() {
    let cases = [
        ("anger", "angry"),
        ("ANG", "angry"),
        ("W", "angry"),
        ("wut", "angry"),
        (" Boredom ", "bored"),
        ("FEA", "fearful"),
        ("gio", "happy"),
        ("joy", "happy"),
        ("Neutral", "neutral"),
        ("SADNESS", "sad"),
        ("ps", "surprised"),
    ];
    for (label, name) in cases {
        assert_eq!(canonical(label), Some(name), "{label}");
    }
    for unknown in ["", "xxx", "A", "f", "melancholy"] {
        assert_eq!(canonical(unknown), None, "{unknown}");
    }
    for name in BASIC_SEVEN.iter().chain(&RAVDESS_EIGHT) {
        assert_eq!(canonical(name), Some(*name));
    }
}

#[test]
fn a_map_renames_leaves_out_and_restricts() {
    let map = LabelMap::well_known().with("fru", "angry").without("other");
    assert_eq!(map.apply(" Wut ").as_deref(), Some("angry"));
    assert_eq!(map.apply("fru").as_deref(), Some("angry"));
    assert_eq!(map.apply("oth"), None, "by way of its well-known name");
    assert_eq!(map.apply("nostalgic").as_deref(), Some("nostalgic"));
    let four = LabelMap::common_four();
    assert_eq!(four.apply("calmness").as_deref(), Some("neutral"));
    assert_eq!(four.apply("nostalgic"), None);
    assert_eq!(
        four.apply_to(Clip::new("a").label("hap")).and_then(|it| it.label).unwrap(),
        "happy"
    );
    assert_eq!(four.apply_to(Clip::new("a")), Some(Clip::new("a")));
    assert_eq!(four.apply_to(Clip::new("a").label("fear")), None);
}

#[test]
fn a_map_is_read_from_csv() {
    let map = read("from,to\r\n wut , angry\r\n\r\n\"a, b\",\r\n").unwrap();
    assert_eq!(map, LabelMap::default().with("wut", "angry").without("a, b"));
    assert_eq!(read("wut,angry\n").unwrap(), LabelMap::default().with("wut", "angry"));
}

#[test]
fn a_bad_line_of_a_map_is_named() {
    let cases = [
        ("from,to\nwut\n", "line 2: expected two cells, from and to, got 1"),
        ("wut,angry\na,b,c\n", "line 2: expected two cells, from and to, got 3"),
        ("wut,angry\n ,sad\n", "line 2: expected a label to rename, got an empty cell"),
        ("wut,angry\nwut,sad\n", "line 2: expected each label once, got \"wut\" again"),
        ("from,to\n", "entries of the label map: expected at least one, got none"),
        ("", "entries of the label map: expected at least one, got none"),
    ];
    for (csv, message) in cases {
        assert_eq!(read(csv).unwrap_err().to_string(), message);
    }
    let missing = LabelMap::read_csv("no/such/map.csv").unwrap_err().to_string();
    assert!(missing.starts_with("no/such/map.csv: "), "{missing}");
}

#[test]
fn a_card_keeps_the_map() {
    let map = LabelMap::common_four().without("laughter");
    let json = serde_json::to_string(&map).unwrap();
    assert_eq!(serde_json::from_str::<LabelMap>(&json).unwrap(), map);
    assert_eq!(serde_json::to_string(&LabelMap::default()).unwrap(), "{}");
    assert!(serde_json::from_str::<LabelMap>(r#"{"entires":{}}"#).is_err());
}

proptest! {
    #[test]
    fn what_comes_out_is_allowed(label in "\\PC{0,12}", only in proptest::collection::vec("[a-z]{1,4}", 0..4)) {
        let out = LabelMap::well_known().restricted_to(only.clone()).apply(&label);
        prop_assert!(out.is_none_or(|out| only.contains(&out)));
        let unchanged = LabelMap::default().apply(&label);
        prop_assert_eq!(unchanged.as_deref(), Some(label.trim()));
    }
}
