//! What is known of clips, as typed columns.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray};
use arrow_schema::{DataType, Field};
use emo_corpus::{Clip, ClipColumns};

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Number,
    Truth,
    Text,
}

/// The typed columns of clips: `clip` and `label`, and `speaker`, `corpus`, `copy` and the keys of
/// the metadata that some clip has a value for.
///
/// A column of the speakers or the metadata has whole numbers, floating-point numbers or booleans
/// if all its values are written as such and no digit is lost: `7` and `7.50` are numbers, `07` is
/// text. A clip without a value has a null.
///
/// ```
/// use emo_arrow::ClipSchema;
/// use emo_corpus::Clip;
///
/// let clips = [Clip::new("a").speaker(7).with("age", "31"), Clip::new("b").with("room", "07")];
/// let schema = ClipSchema::of(&clips);
/// let types: Vec<String> =
///     schema.fields().iter().map(|it| format!("{} {}", it.name(), it.data_type())).collect();
/// assert_eq!(types, ["clip Utf8", "label Utf8", "speaker Int64", "age Int64", "room Utf8"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipSchema {
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    /// What it is called in a clip.
    key: String,
    /// What it is called in the table.
    name: String,
    kind: Kind,
}

impl ClipSchema {
    /// The columns that these clips need.
    pub fn of<'a, I>(clips: I) -> Self
    where
        I: IntoIterator<Item = &'a Clip> + Clone,
    {
        let names = ClipColumns::of(clips.clone());
        let column = |name: &str| {
            let is_text = ["clip", "label", "corpus", "copy"].contains(&name);
            let values = clips.clone().into_iter().filter_map(|clip| value(clip, name));
            let kind = if is_text { Kind::Text } else { Kind::of(values) };
            Column { key: name.to_owned(), name: name.to_owned(), kind }
        };
        Self { columns: names.names().map(column).collect() }
    }

    /// Without the column of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.columns.retain(|column| column.name != name);
        self
    }

    /// With other names for the columns that a table of results has too: `true_label` for the label, and
    /// `manifest_` before the name for the rest.
    ///
    /// ```
    /// use emo_arrow::ClipSchema;
    /// use emo_corpus::Clip;
    ///
    /// let clip = Clip::new("a").label("calm").with("quality", "high").with("age", "31");
    /// let fields = ClipSchema::of([&clip]).beside(["label", "quality", "error"]).fields();
    /// let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
    /// assert_eq!(names, ["clip", "true_label", "age", "manifest_quality"]);
    /// ```
    #[must_use]
    pub fn beside<'a>(mut self, results: impl IntoIterator<Item = &'a str>) -> Self {
        let mut taken: HashSet<String> = results.into_iter().map(Into::into).collect();
        for Column { name, .. } in &mut self.columns {
            while taken.contains(name) {
                let is_label = name == "label";
                *name = if is_label { "true_label".into() } else { format!("manifest_{name}") };
            }
            taken.insert(name.clone());
        }
        self
    }

    /// The fields, in the order of the columns. All but `clip` may have nulls.
    pub fn fields(&self) -> Vec<Field> {
        let field = |Column { key, name, kind }: &Column| {
            let data_type = match kind {
                Kind::Whole => DataType::Int64,
                Kind::Number => DataType::Float64,
                Kind::Truth => DataType::Boolean,
                Kind::Text => DataType::Utf8,
            };
            Field::new(name, data_type, key != "clip")
        };
        self.columns.iter().map(field).collect()
    }

    /// The columns of some clips, which must be among those that the schema was made of.
    pub fn arrays(&self, clips: &[&Clip]) -> Vec<ArrayRef> {
        let array = |Column { key, kind, .. }: &Column| {
            kind.array(clips.iter().map(|clip| value(clip, key)))
        };
        self.columns.iter().map(array).collect()
    }
}

/// The value in a column, if the clip has one.
fn value<'a>(clip: &'a Clip, key: &str) -> Option<Cow<'a, str>> {
    match key {
        "clip" => Some(clip.name.as_str().into()),
        "label" => clip.label.as_deref().map(Cow::Borrowed),
        "speaker" => clip.speaker.as_ref().map(|speaker| speaker.to_string().into()),
        "corpus" => clip.corpus.as_deref().map(Cow::Borrowed),
        "copy" => clip.copy.as_deref().map(Cow::Borrowed),
        key => clip.metadata.get(key).map(|text| text.as_str().into()),
    }
}

fn whole(text: &str) -> Option<i64> {
    text.parse().ok().filter(|whole: &i64| whole.to_string() == text)
}

/// The number, if it has all digits of the text but for zeros behind the last.
fn number(text: &str) -> Option<f64> {
    let has_fraction = text.contains('.');
    let digits = if has_fraction { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    text.parse().ok().filter(|number: &f64| number.is_finite() && number.to_string() == digits)
}

fn truth(text: &str) -> Option<bool> {
    text.parse().ok()
}

impl Kind {
    /// The narrowest kind that keeps all digits of each text.
    fn of<'a>(texts: impl Iterator<Item = Cow<'a, str>>) -> Self {
        let (mut is_whole, mut is_number, mut is_truth, mut is_empty) = (true, true, true, true);
        for text in texts {
            is_empty = false;
            is_whole &= whole(&text).is_some();
            is_number &= number(&text).is_some();
            is_truth &= truth(&text).is_some();
        }
        let kinds = [(is_whole, Self::Whole), (is_number, Self::Number), (is_truth, Self::Truth)];
        let fits = kinds.into_iter().find(|(fits, _)| *fits && !is_empty);
        fits.map_or(Self::Text, |(_, kind)| kind)
    }

    fn array<'a>(self, texts: impl Iterator<Item = Option<Cow<'a, str>>>) -> ArrayRef {
        match self {
            Self::Whole => {
                Arc::new(texts.map(|it| it.and_then(|it| whole(&it))).collect::<Int64Array>())
            }
            Self::Number => {
                Arc::new(texts.map(|it| it.and_then(|it| number(&it))).collect::<Float64Array>())
            }
            Self::Truth => {
                Arc::new(texts.map(|it| it.and_then(|it| truth(&it))).collect::<BooleanArray>())
            }
            Self::Text => Arc::new(texts.collect::<StringArray>()),
        }
    }
}
