//! Lists of recordings, in the formats of several tools.
// Ending the program is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;

use emo_corpus::manifest::{AudioInfo, Columns, Folders, Format, Manifest, write, write_lhotse};
use emo_corpus::{Clip, Recording, Segment};
use proptest::prelude::*;

/// The rows of a manifest in the folder `d`, or their errors.
fn rows(text: &str) -> Vec<Result<Recording, String>> {
    let options = Manifest::options().folder("d");
    match options.read(std::io::Cursor::new(text.as_bytes().to_vec())) {
        Ok(manifest) => manifest.map(|row| row.map_err(|error| error.to_string())).collect(),
        Err(error) => vec![Err(error.to_string())],
    }
}

fn only(text: &str) -> Recording {
    let [row] = rows(text).try_into().unwrap();
    row.unwrap()
}

fn segment(start: f64, duration: f64) -> Option<Segment> {
    Some(Recording::new("", Clip::new("")).segment(start, duration).segment.unwrap())
}

#[test]
fn a_table_has_columns_of_known_names_and_metadata() {
    let clip = Clip::new("a b/7").label("bored").speaker(7).with("room", "kitchen, upstairs");
    let csv =
        "\u{feff}path,label,speaker,room\r\na b/7.wav, bored ,07,\"kitchen, upstairs\"\r\n\r\n";
    assert_eq!(only(csv), Recording::new("d/a b/7.wav", clip.clone()));
    let tsv = "file\temotion\tactor\troom\na b/7.wav\tbored\t7\tkitchen, upstairs\n";
    assert_eq!(only(tsv), Recording::new("d/a b/7.wav", clip));
    let named = only("wav,id,dataset,audio_channel\n/abs/7.wav,take 3,mine,1\n");
    let clip = Clip::new("take 3").corpus("mine");
    assert_eq!(named, Recording::new("/abs/7.wav", clip).channel(1));
}

#[test]
fn a_url_stays_as_it_is() {
    let urls = ["s3://calls/a b.wav", "https://host/a.wav?signed=1", "file:///calls/a.wav"];
    let csv = format!("path\n{}\n../a.wav\n", urls.join("\n"));
    let manifest = Manifest::options().folder("data").read(std::io::Cursor::new(csv)).unwrap();
    let paths: Vec<_> = manifest.map(|it| it.unwrap().path.to_str().unwrap().to_owned()).collect();
    assert_eq!(paths, [urls.as_slice(), &["data/../a.wav"]].concat());
}

#[test]
fn columns_can_be_chosen() {
    let csv = "recording,mood,person,from,long,label\na.wav,bored,ann,1,0.5,x\n";
    let columns =
        Columns::default().path("recording").label("mood").speaker("person").start("from");
    let options = Manifest::options().columns(columns.clone().duration("long"));
    let row = options.read(csv.as_bytes()).unwrap().next().unwrap().unwrap();
    assert_eq!(row.segment, segment(1.0, 0.5));
    assert_eq!(row.clip.key("speaker").unwrap().to_string(), "ann");
    assert_eq!(row.clip.label.as_deref(), Some("bored"));
    assert_eq!(row.clip.metadata.into_iter().collect::<Vec<_>>(), [("label".into(), "x".into())]);

    let missing = Manifest::options().columns(columns.end("to")).read(csv.as_bytes());
    let message = missing.err().unwrap().to_string();
    assert!(message.starts_with("line 1: expected a column to, got \"recording,mood"), "{message}");
}

#[test]
fn a_part_of_a_file_has_a_start_and_an_end_or_a_duration() {
    let cases = [
        ("start,end", "1.5,3.5", segment(1.5, 2.0)),
        ("start,end", ",3.5", segment(0.0, 3.5)),
        ("start,end", "1.5,", segment(1.5, f64::INFINITY)),
        ("start,end", "0,", None),
        ("start,end", ",", None),
        ("start,end", "0 days 00:00:01.500000,0 days 00:01:00", segment(1.5, 58.5)),
        ("start,end", "0 days,NaT", None),
        ("offset,duration", "1,2", segment(1.0, 2.0)),
        ("offset,duration", "0,2", segment(0.0, 2.0)),
        ("speaker,duration", ",2", None),
    ];
    for (columns, cells, expected) in cases {
        let row = only(&format!("file,{columns}\nlong.wav,{cells}\n"));
        assert_eq!(row.segment, expected, "{columns}: {cells}");
    }
    let names: Vec<String> = rows("path,start,end,audio_channel\na.wav,1,2,\na.wav,2.5,,1\nb,,,\n")
        .into_iter()
        .map(|row| row.unwrap().clip.name)
        .collect();
    assert_eq!(names, ["a@1-2", "a@2.5-#1", "b"]);
}

#[test]
fn two_columns_of_one_name_are_refused() {
    let error = Manifest::options().read("path,label,call,call\na.wav,sad,1,2\n".as_bytes());
    let error = error.err().unwrap().to_string();
    assert!(
        error.contains("a name for each column that no other has, got \"call\" twice"),
        "{error}"
    );
}

#[test]
fn a_bad_row_is_named_and_the_next_one_is_read() {
    let csv = "path,label,start,end,audio_channel\n\
               a.wav,sad,,,\n\
               b.wav,sad\n\
               ,sad,,,\n\
               c.wav,sad,-1,,\n\
               d.wav,sad,2,1,\n\
               e.wav,sad,,,left\n\
               f.wav,sad,,,\n";
    let messages: Vec<String> = rows(csv)
        .into_iter()
        .map(|row| row.map_or_else(|error| error, |row| row.clip.name))
        .collect();
    let time = "seconds from 0, or a time span such as 0 days 00:00:01.5";
    let expected = [
        "a".into(),
        "line 3: expected 5 cells, got 2".into(),
        "line 4, column path: expected the path of a file, got an empty cell".into(),
        format!("line 5, column start: expected {time}, got \"-1\""),
        "line 6: expected an end after the start, got start 2 and a duration of -1".into(),
        "line 7, column audio_channel: expected the number of a channel, from 0, got \"left\""
            .into(),
        "f".into(),
    ];
    assert_eq!(messages, expected);

    let json = "{\"audio_filepath\":\"a.wav\"}\n{\"audio_filepath\":\n\n{\"label\":\"sad\"}\n\
                [1]\n{\"audio_filepath\":\"b.wav\",\"offset\":\"x\"}\n{\"audio_filepath\":\"c.wav\"}";
    let rows = rows(json);
    assert_eq!(rows.len(), 6);
    let starts = [
        "line 2: expected an object of JSON, got \"{\\\"audio_filepath\\\":\" (EOF",
        "line 4: expected a field audio_filepath, got \"label\"",
        "line 5: expected an object of JSON, got \"[1]\"",
        "line 6, column offset: expected seconds from 0",
    ];
    for (row, start) in rows.iter().skip(1).zip(starts) {
        let message = row.as_ref().unwrap_err();
        assert!(message.starts_with(start), "{message}");
    }
    assert_eq!(rows[5].as_ref().unwrap().clip.name, "c");
}

#[test]
fn nothing_to_read_is_an_error() {
    let cases = [
        ("", "lines of the manifest: expected at least one, got none"),
        (" \n", "lines of the manifest: expected at least one, got none"),
        (
            "[{\"audio_filepath\": 1}]",
            "line 1: expected an object per line, or a table, got a list",
        ),
        ("a,b\n1,2\n", "line 1: expected a column path, got \"a,b\""),
    ];
    for (text, message) in cases {
        assert_eq!(rows(text), [Err(message.to_string())]);
    }
    let message = Manifest::open("no/such/list.csv").err().unwrap().to_string();
    assert!(message.starts_with("no/such/list.csv: "), "{message}");
}

#[test]
fn nemo_and_emobox_are_read() {
    let nemo = r#"{"audio_filepath": "a/1.wav", "offset": 1.25, "duration": 2, "label": "sad",
        "speaker": 3, "text": "oh no", "tags": ["x"], "ok": true, "none": null}"#;
    let clip = Clip::new("a/1@1.25-3.25").label("sad").speaker(3);
    let clip = clip.with("text", "oh no").with("ok", "true");
    let expected = Recording::new("d/a/1.wav", clip).segment(1.25, 2.0);
    assert_eq!(only(&nemo.replace('\n', "")), expected);

    let emobox = r#"{"key": "emodb-03a01Wa", "dataset": "emodb", "wav": "downloads/emodb/wav/03a01Wa.wav",
        "type": "raw", "sample_rate": 16000, "num_frame": 30045.0, "task": "category",
        "length": 1.8778125, "emo": "anger", "channel": 1}"#;
    let clip = Clip::new("emodb-03a01Wa").label("anger").corpus("emodb");
    let expected = Recording::new("d/downloads/emodb/wav/03a01Wa.wav", clip);
    assert_eq!(only(&emobox.replace('\n', "")), expected);
}

/// A cut as Lhotse 1.24 writes it.
fn cut(start: f64, supervisions: &str, channels: &str) -> String {
    format!(
        r#"{{"id":"cut-1","start":{start},"duration":2.0,"channel":1,"supervisions":{supervisions},
        "recording":{{"id":"r","sources":[{{"type":"file","channels":{channels},"source":"a/r.wav"}}],
        "sampling_rate":16000,"num_samples":32000,"duration":2.0}},
        "custom":{{"session":4,"shar":{{"x":1}}}},"type":"MonoCut"}}"#
    )
    .replace('\n', "")
}

#[test]
fn lhotse_is_read() {
    let supervision = r#"[{"id":"s","recording_id":"r","start":0.0,"duration":2.0,"channel":1,
        "text":"oh","language":"en","speaker":"ann","custom":{"emotion":"sad","dataset":"mine"}}]"#;
    let clip =
        Clip::new("cut-1").label("sad").speaker("ann".parse::<emo_corpus::GroupKey>().unwrap());
    let clip = clip.corpus("mine").with("text", "oh").with("language", "en").with("session", "4");
    let expected = Recording::new("d/a/r.wav", clip);
    assert_eq!(only(&cut(0.0, supervision, "[0]")), expected);
    let part = only(&cut(0.5, supervision, "[0,1]"));
    assert_eq!((part.segment, part.channel), (segment(0.5, 2.0), Some(1)));
    assert_eq!(only(&cut(0.0, "[]", "[0]")).clip, Clip::new("cut-1").with("session", "4"));

    let two = rows(&cut(0.0, "[{},{}]", "[0]"));
    assert_eq!(two, [Err("line 1: expected at most one supervision, got 2".into())]);
    let url = rows(&cut(0.0, "[]", "[0]").replace("\"file\"", "\"url\""));
    let message = "line 1: expected a recording with one source of type file, got another one";
    assert_eq!(url, [Err(message.into())]);
    let mixed = rows(r#"{"id":"m","tracks":[],"supervisions":[],"type":"MixedCut"}"#);
    assert_eq!(mixed, [Err("line 1: expected a cut with a recording, got none".into())]);
}

#[test]
fn a_compressed_manifest_is_unpacked_and_paths_are_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cuts.jsonl.gz");
    let mut packed =
        flate2::write::GzEncoder::new(fs::File::create(&path).unwrap(), Default::default());
    packed.write_all(format!("{}\nbroken\n", cut(0.0, "[]", "[0]")).as_bytes()).unwrap();
    packed.finish().unwrap();
    let mut manifest = Manifest::open(&path).unwrap();
    let first = manifest.next().unwrap().unwrap();
    assert_eq!(first.path, folder.path().join("a/r.wav"));
    let message = manifest.next().unwrap().unwrap_err().to_string();
    let start = format!("{}: line 2: expected an object of JSON", path.display());
    assert!(message.starts_with(&start), "{message}");
    assert!(manifest.next().is_none());

    fs::write(&path, [0x1f, 0x8b, 8, 0, 1, 2, 3]).unwrap();
    assert!(Manifest::open(&path).is_err());
}

#[test]
fn lhotse_is_written() {
    let clip = Clip::new("c").label("sad").speaker(3).corpus("mine").with("room", "hall");
    let info = AudioInfo { sampling_rate: 8000, num_samples: 16000, n_channels: 1 };
    let written = [
        Recording::new("d/a/r.wav", clip.clone()),
        Recording::new("d/a/r.wav", clip.clone()).segment(0.5, 1.0),
        Recording::new("d/a/r.wav", clip).segment(0.5, f64::INFINITY),
    ];
    let mut lines = Vec::new();
    write_lhotse(&written, Path::new("d"), |_| Ok(info), &mut lines).unwrap();
    let read = rows(std::str::from_utf8(&lines).unwrap());
    let read: Vec<Recording> = read.into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(read[..2], written[..2]);
    assert_eq!(read[2].segment, segment(0.5, 1.5));
}

#[test]
fn a_folder_may_say_label_and_speaker() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["ann/sad/1.wav", "ben/happy/x/2.MP3", "ben/3.wav", "ben/sad/._4.wav", "a/b/c.txt"]
    {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let scan = Folders::default().levels(["speaker", "label"]).scan(folder.path()).unwrap();
    let clips: Vec<String> = scan
        .recordings
        .iter()
        .map(|it| {
            let label = it.clip.label.as_deref().unwrap();
            format!("{} {label} {}", it.clip.name, it.clip.speaker.as_ref().unwrap())
        })
        .collect();
    assert_eq!(clips, ["ann/sad/1 sad ann", "ben/happy/x/2 happy ben"]);
    let skipped: Vec<String> = scan.skipped.iter().map(|(_, error)| error.to_string()).collect();
    assert_eq!(skipped, ["path: expected speaker/label/…, got \"ben/3\""]);
    let by_class = Folders::default().scan(folder.path()).unwrap();
    assert_eq!(by_class.recordings[0].clip.label.as_deref(), Some("ann"));
    assert_eq!(by_class.recordings.len(), 3);
}

#[test]
fn metadata_may_not_take_the_name_of_a_column() {
    let rows = [Recording::new("a.wav", Clip::new("a").with("speaker", "x"))];
    for format in [Format::Csv, Format::Tsv, Format::Audformat, Format::Nemo] {
        let message = write(&rows, format, Path::new(""), Vec::new()).unwrap_err().to_string();
        let expected = "metadata: expected a name that no column of the manifest has";
        assert_eq!(message, format!("{expected}, got \"speaker\""));
    }
}

fn recording() -> impl Strategy<Value = Recording> {
    let word = "[a-z]([a-z ,\"'é]{0,6}[a-z])?";
    let path = proptest::collection::vec("[a-zé ]{0,5}[a-z]", 1..4);
    let time = (0..4_000_000_u32).prop_map(|it| f64::from(it) / 64.0);
    let segment =
        proptest::option::of((time, (1..100_000_u32).prop_map(|it| f64::from(it) / 64.0)));
    let clip = (word, proptest::option::of(word), proptest::option::of(0..30_u64));
    let metadata = proptest::collection::btree_map("[f-j]{1,2}", word, 0..3);
    (path, segment, clip, metadata, proptest::option::of(0..4_usize)).prop_map(
        |(path, segment, (name, label, speaker), metadata, channel)| {
            let mut clip = Clip::new(name);
            clip.label = label;
            clip.speaker = speaker.map(Into::into);
            clip.metadata = metadata;
            let mut recording = Recording::new(format!("d/{}.wav", path.join("/")), clip);
            recording.channel = channel;
            match segment {
                Some((start, duration)) => recording.segment(start, duration),
                None => recording,
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(written in proptest::collection::vec(recording(), 1..6)) {
        for format in [Format::Csv, Format::Tsv, Format::Audformat, Format::Nemo] {
            let mut bytes = Vec::new();
            write(&written, format, Path::new("d"), &mut bytes).unwrap();
            let text = std::str::from_utf8(&bytes).unwrap();
            let read: Result<Vec<Recording>, String> = rows(text).into_iter().collect();
            prop_assert_eq!(read.as_ref(), Ok(&written), "{:?}: {}", format, text);
        }
    }

    #[test]
    fn any_bytes_end_in_rows_or_errors(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(manifest) = Manifest::options().read(std::io::Cursor::new(bytes)) {
            prop_assert!(manifest.count() < 400);
        }
    }
}
