//! Which column or field says what.

/// The names of a manifest's columns or fields.
///
/// A name that is not set stands for the usual ones, of which the first that the manifest has is
/// taken; a name that is set must be there.
///
/// ```
/// use emo_corpus::manifest::{Columns, Manifest};
///
/// let csv = "recording,mood,person\na.wav,bored,ann\n";
/// let columns = Columns::default().path("recording").label("mood").speaker("person");
/// let mut manifest = Manifest::options().columns(columns).read(csv.as_bytes())?;
/// let clip = manifest.next().transpose()?.unwrap().clip;
/// assert_eq!(clip.label.as_deref(), Some("bored"));
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    chosen: [Option<String>; Field::ALL.len()],
}

/// What a column or a field may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Path,
    Label,
    Speaker,
    Start,
    End,
    Duration,
    Channel,
    Corpus,
    Name,
}

impl Field {
    pub(super) const ALL: [Self; 9] = [
        Self::Path,
        Self::Label,
        Self::Speaker,
        Self::Start,
        Self::End,
        Self::Duration,
        Self::Channel,
        Self::Corpus,
        Self::Name,
    ];

    /// The usual names, the first of which is written.
    pub(super) fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Path => &["path", "file", "audio_filepath", "wav", "filename", "audio"],
            Self::Label => &["label", "emotion", "emo"],
            Self::Speaker => &["speaker", "speaker_id", "spk", "actor"],
            Self::Start => &["start", "offset", "start_time"],
            Self::End => &["end", "end_time"],
            Self::Duration => &["duration"],
            Self::Channel => &["audio_channel"],
            Self::Corpus => &["corpus", "dataset"],
            Self::Name => &["name", "clip", "id", "key"],
        }
    }
}

impl Columns {
    /// The path of the file; usually `path`, `file`, `audio_filepath`, `wav`, `filename` or
    /// `audio`.
    #[must_use]
    pub fn path(self, name: impl Into<String>) -> Self {
        self.choose(Field::Path, name)
    }

    /// The label; usually `label`, `emotion` or `emo`.
    #[must_use]
    pub fn label(self, name: impl Into<String>) -> Self {
        self.choose(Field::Label, name)
    }

    /// The speaker; usually `speaker`, `speaker_id`, `spk` or `actor`.
    #[must_use]
    pub fn speaker(self, name: impl Into<String>) -> Self {
        self.choose(Field::Speaker, name)
    }

    /// Where the clip starts in the file; usually `start`, `offset` or `start_time`. Seconds, or
    /// `[D days ]HH:MM:SS[.fff]`. A duration without a start is that of the whole file.
    #[must_use]
    pub fn start(self, name: impl Into<String>) -> Self {
        self.choose(Field::Start, name)
    }

    /// Where the clip ends in the file; usually `end` or `end_time`.
    #[must_use]
    pub fn end(self, name: impl Into<String>) -> Self {
        self.choose(Field::End, name)
    }

    /// How long the clip is, where there is no end; usually `duration`.
    #[must_use]
    pub fn duration(self, name: impl Into<String>) -> Self {
        self.choose(Field::Duration, name)
    }

    /// The channel of the file, from 0; usually `audio_channel`.
    #[must_use]
    pub fn channel(self, name: impl Into<String>) -> Self {
        self.choose(Field::Channel, name)
    }

    /// The corpus; usually `corpus` or `dataset`.
    #[must_use]
    pub fn corpus(self, name: impl Into<String>) -> Self {
        self.choose(Field::Corpus, name)
    }

    /// The clip's name; usually `name`, `clip`, `id` or `key`. Without one it is the path without
    /// its ending, and the segment.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        self.choose(Field::Name, name)
    }

    /// The name that was chosen for a field.
    pub(super) fn chosen(&self, field: Field) -> Option<&str> {
        self.chosen.get(field as usize)?.as_deref()
    }

    /// What stands under each of a manifest's names: the place of each field's name among `names`.
    pub(super) fn places<'n>(
        &self,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> [Option<usize>; Field::ALL.len()] {
        let place = |wanted: &str| names.clone().position(|name| name == wanted);
        Field::ALL.map(|field| match self.chosen(field) {
            Some(name) => place(name),
            None => field.usual().iter().find_map(|name| place(name)),
        })
    }

    fn choose(mut self, field: Field, name: impl Into<String>) -> Self {
        if let Some(chosen) = self.chosen.get_mut(field as usize) {
            *chosen = Some(name.into());
        }
        self
    }
}
