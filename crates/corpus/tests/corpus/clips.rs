//! What is known of a clip, and grouping by it.

use emo_corpus::{Clip, GroupKey, Recording};

#[test]
fn digits_are_numbers_and_sort_as_numbers() {
    let key = |text: &str| text.parse::<GroupKey>().unwrap();
    assert_eq!(key("07"), GroupKey::from(7));
    assert_eq!(key(" 7 ").to_string(), "7");
    let mut keys = ["10", "ann", "2", "Ben"].map(key);
    keys.sort();
    assert_eq!(keys.map(String::from), ["2", "10", "Ben", "ann"]);
    assert_eq!(key("+7").number(), None);
    assert_eq!(key("99999999999999999999999").number(), None);
    assert!("  ".parse::<GroupKey>().is_err());
}

#[test]
fn a_key_reaches_fields_and_metadata() {
    let clip = Clip::new("a").label("sad").speaker(3).corpus("mine").with("session", "02");
    let of = |key| clip.key(key).map(String::from);
    assert_eq!(of("label").as_deref(), Some("sad"));
    assert_eq!(of("speaker").as_deref(), Some("3"));
    assert_eq!(of("corpus").as_deref(), Some("mine"));
    assert_eq!(of("session").as_deref(), Some("2"));
    assert_eq!(of("channel"), None);
    assert_eq!(Clip::new("a").with("channel", " ").key("channel"), None);
}

#[test]
fn a_clip_is_stored_without_what_is_not_known() {
    let clip = Clip::new("a/b").label("bored").speaker(7).with("channel", "speech");
    let json = serde_json::to_string(&clip).unwrap();
    let expected =
        r#"{"name":"a/b","label":"bored","speaker":"7","metadata":{"channel":"speech"}}"#;
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_str::<Clip>(&json).unwrap(), clip);
    assert_eq!(serde_json::from_str::<Clip>(r#"{"name":"x"}"#).unwrap(), Clip::new("x"));
}

#[test]
fn a_recording_may_be_a_part_of_a_file() {
    let recording = Recording::new("call.wav", Clip::new("call")).segment(2.0, 0.5).channel(1);
    assert_eq!(recording.segment.map(|it| it.end()), Some(2.5));
    assert_eq!(recording.channel, Some(1));
}
