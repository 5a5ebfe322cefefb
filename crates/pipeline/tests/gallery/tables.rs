//! Odd tables: each is read and written back the same, or refused; and what is trained on it.

use std::fmt::Write as _;

use emo_fixtures::path;
use emo_pipeline::{FeatureTable, MlpClassifier, Pipeline, Result, Smote, StandardScaler};

use crate::damage::{cuts, flips, noise};
use crate::visit::{Item, Visit};

type Named = Vec<Item<&'static str, Vec<u8>>>;

pub(crate) fn show(visit: &mut Visit) {
    visit.named("headers of tables", headers(), |text| read(&text));
    visit.named("lines of tables", lines(), |text| read(&text));
    visit.named("cells of tables", cells(), |text| read(&text));
    visit.named("training on odd tables", trained(), |text| train(&text));
    let text = std::fs::read_to_string(path("ravdess_features.csv")).unwrap();
    let small: String = text.lines().take(8).fold(String::new(), |all, line| all + line + "\n");
    visit.many("table: cut at each 1 %", cuts(small.as_bytes()), read);
    visit.many("table: bits turned over", flips(small.as_bytes()), |text| read(&text));
    visit.many("table: noise", (0..100).map(|seed| noise(seed, 4096)), |text| read(&text));
}

/// Reads a table; what is written of it must be read again as the same.
fn read(text: &[u8]) -> Result<()> {
    let table = FeatureTable::from_reader(text)?;
    let mut written = Vec::new();
    table.to_writer(&mut written)?;
    assert_eq!(FeatureTable::from_reader(&written[..])?, table);
    Ok(())
}

fn text(text: impl Into<Vec<u8>>) -> Vec<u8> {
    text.into()
}

fn headers() -> Named {
    vec![
        ("nothing", "Empty", text("")),
        ("a line end alone", "Empty", text("\n")),
        ("no rows", "Empty", text("clip,emotion,zcr\n")),
        ("one row", "read", text("clip,emotion,zcr\na,calm,1\n")),
        ("no last line end", "read", text("clip,emotion,zcr\na,calm,1")),
        ("CRLF", "read", text("clip,emotion,zcr\r\na,calm,1\r\n")),
        ("CR alone", "read", text("clip,emotion,zcr\ra,calm,1\r")),
        ("a byte-order mark", "read", text("\u{feff}clip,emotion,zcr\na,calm,1\n")),
        (
            "UTF-16",
            "Line",
            text(
                "clip,emotion,zcr\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            ),
        ),
        ("no clip", "Line", text("emotion,zcr\ncalm,1\n")),
        ("no emotion", "Line", text("clip,zcr\na,1\n")),
        ("no features", "Line", text("clip,emotion\na,calm\n")),
        ("clip twice", "Line", text("clip,clip,emotion,zcr\na,a,calm,1\n")),
        ("a feature twice", "Line", text("clip,emotion,zcr,zcr\na,calm,1,2\n")),
        ("a feature without a name", "Line", text("clip,emotion,zcr,\na,calm,1,2\n")),
        ("another case", "Line", text("Clip,Emotion,zcr\na,calm,1\n")),
        ("semicolons", "Line", text("clip;emotion;zcr\na;calm;1\n")),
        ("tabs", "Line", text("clip\temotion\tzcr\na\tcalm\t1\n")),
        ("quoted names", "read", text("\"clip\",\"emotion\",\"a, \"\"b\"\"\"\na,calm,1\n")),
        ("spaces around names", "read", text(" clip , emotion , zcr \na,calm,1\n")),
        ("a quote that is not closed", "Empty", text("clip,emotion,\"zcr\na,calm,1\n")),
        ("no UTF-8", "Line", text(&b"clip,emotion,\xff\na,calm,1\n"[..])),
        ("10 000 columns", "read", wide(10_000)),
        (
            "a name of 1 MB",
            "read",
            text(format!("clip,emotion,{}\na,calm,1\n", "z".repeat(1 << 20))),
        ),
        ("a WAV file", "Line", crate::wav::Wav::tone().bytes()),
    ]
}

fn lines() -> Named {
    let head = "clip,emotion,zcr\n";
    let row = |row: &str| text(format!("{head}{row}\nb,calm,1\n"));
    vec![
        ("empty lines", "read", row("\n\na,sad,1\n\n")),
        ("a cell too few", "Line", row("a,calm")),
        ("a cell too many", "Line", row("a,calm,1,2")),
        ("a comma too many", "Line", row("a,calm,1,")),
        ("commas alone", "Cell", row(",,")),
        ("spaces alone", "Line", row("   ")),
        ("the header again", "Cell", row("clip,emotion,zcr")),
        ("a clip twice", "read", row("b,calm,1")),
        ("a NUL", "read", row("a\0,calm,1")),
        ("a line end in quotes", "read", row("\"a\nb\",calm,1")),
        ("a quote in a cell", "read", row("a\"b,calm,1")),
        ("a quote that is not closed", "Line", row("\"a,calm,1")),
        (
            "a quote that is not closed in 17 MB",
            "Line",
            row(&format!("\"{}", "a".repeat(17 << 20))),
        ),
        ("a cell of 17 MB", "Line", row(&format!("{},calm,1", "a".repeat(17 << 20)))),
        ("a cell of 1 MB", "read", row(&format!("{},calm,1", "a".repeat(1 << 20)))),
        ("no UTF-8", "Line", [head.as_bytes(), b"\xe9,calm,1\n"].concat()),
        ("half a character", "Line", [head.as_bytes(), b"\xe2\x82,calm,1\n"].concat()),
    ]
}

fn cells() -> Named {
    let head = "clip,emotion,channel,intensity,statement,repetition,actor,treatment,zcr\n";
    let row = |row: &str| text(format!("{head}{row}\n"));
    let number = |number: &str| row(&format!("a,calm,,,,,,,{number}"));
    vec![
        ("all there", "read", row("a,calm,speech,normal,kids,1,1,telephone,1")),
        ("all empty that may be", "read", number("1")),
        ("no clip", "Cell", row(",calm,,,,,,,1")),
        ("a clip of spaces", "Cell", row("  ,calm,,,,,,,1")),
        ("no emotion", "Cell", row("a,,,,,,,,1")),
        ("a label of one's own", "read", row("a,bored,,,,,,,1")),
        ("a number as a label", "read", row("a,05,,,,,,,1")),
        ("another channel", "read", row("a,calm,opera,,,,,,1")),
        ("another intensity", "read", row("a,calm,,loud,,,,,1")),
        ("another statement", "read", row("a,calm,,,cats,,,,1")),
        ("a negative repetition", "read", row("a,calm,,,,-1,,,1")),
        ("a large repetition", "read", row("a,calm,,,,4294967296,,,1")),
        ("an actor's name", "read", row("a,calm,,,,,anna,,1")),
        ("an actor too large a number", "read", row("a,calm,,,,,99999999999999999999,,1")),
        ("no number", "Cell", number("")),
        ("a word", "Cell", number("loud")),
        ("NaN", "Cell", number("NaN")),
        ("infinity", "Cell", number("inf")),
        ("too large a number", "Cell", number("1e999")),
        ("the largest number", "read", number("1.7976931348623157e308")),
        ("too small a number", "read", number("1e-999")),
        ("a decimal comma", "Cell", number("\"1,5\"")),
        ("hexadecimal", "Cell", number("0x10")),
        ("other digits", "Cell", number("१")),
        ("two numbers", "Cell", number("1 2")),
        ("a number in spaces", "read", number(" 1 ")),
        ("a quoted number", "read", number("\"1\"")),
        ("a sum", "Cell", number("=1+1")),
        (
            "10 000 digits",
            "read",
            number(&"1".repeat(300).replacen('1', &format!("0.{}", "3".repeat(9999)), 1)),
        ),
    ]
}

/// A table of one row and so many features.
fn wide(columns: usize) -> Vec<u8> {
    let (mut head, mut row) = (String::from("clip,emotion"), String::from("a,calm"));
    for column in 0..columns {
        write!(head, ",c{column}").unwrap();
        write!(row, ",{column}.5").unwrap();
    }
    text(format!("{head}\n{row}\n"))
}

/// Tables that are read, and which of them can be trained on.
fn trained() -> Named {
    let table = |rows: &[(&str, f64, f64)]| {
        let rows = rows.iter().enumerate();
        let lines = rows.map(|(at, (emotion, a, b))| format!("{at},{emotion},{a:?},{b:?}\n"));
        text(format!("clip,emotion,a,b\n{}", lines.collect::<String>()))
    };
    let repeat = |n: usize| {
        let rows: Vec<_> = (0..2 * n)
            .map(|at| (if at % 2 == 0 { "calm" } else { "sad" }, at as f64, -(at as f64)))
            .collect();
        rows
    };
    vec![
        ("two classes", "read", table(&repeat(8))),
        ("one row", "OfClass", table(&[("calm", 1.0, 2.0)])),
        ("one class", "OfClass", table(&[("calm", 1.0, 2.0); 8])),
        (
            "one row of a class",
            "OfClass",
            table(&[&repeat(8)[..], &[("angry", 0.0, 0.0)]].concat()),
        ),
        ("equal rows", "read", table(&[[("calm", 1.0, 2.0); 8], [("sad", 1.0, 2.0); 8]].concat())),
        (
            "the largest numbers",
            "InvalidParameter",
            table(&[[("calm", 1e308, -1e308); 8], [("sad", -1e308, 1e308); 8]].concat()),
        ),
        (
            "denormal numbers",
            "read",
            table(&[[("calm", 5e-324, 0.0); 8], [("sad", 0.0, 5e-324); 8]].concat()),
        ),
    ]
}

/// Trains on a table, and looks at what its rows give.
fn train(text: &[u8]) -> Result<()> {
    let table = FeatureTable::from_reader(text)?;
    let mlp = MlpClassifier::default().hidden_layer_sizes([4]).max_iter(5).random_state(7);
    let model = Pipeline::new(StandardScaler::default(), Smote::default(), mlp)
        .fit(table.x(), &table.labels())?;
    let shares = model.predict_proba(table.x())?;
    assert!(shares.rows().into_iter().all(|row| (row.sum() - 1.0).abs() < 1e-9));
    Ok(())
}
