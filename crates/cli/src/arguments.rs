//! Command-line arguments.

#[cfg(feature = "parquet")]
mod columns;
mod files;
pub(crate) mod numbers;
mod over_time;
#[cfg(feature = "web")]
mod web;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use emo_pipeline::protocol::Protocol;
use emo_pipeline::{Clip, FeatureSet, Treatment};

use crate::audio::AudioOptions;

#[cfg(feature = "parquet")]
pub(crate) use self::columns::{Parts, TableOutput};
pub(crate) use self::over_time::{Listen, Measuring, Timeline};
#[cfg(feature = "web")]
pub(crate) use self::web::Web;

/// Recognise emotions in speech recordings, and train models that do.
#[derive(Parser)]
#[command(name = "emo", version, propagate_version = true)]
pub(crate) struct Arguments {
    /// Number of threads; 0 uses one per core.
    #[arg(long, short, global = true, value_name = "N", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(crate) jobs: u16,
    /// Print no progress and no notes; errors are still printed.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Predict the emotion of recordings.
    Predict(Predict),
    /// Compute features and write one row per recording.
    Extract(Extract),
    /// Train a model on all clips, and score the same recipe on held-out clips.
    Train(Train),
    /// Score a training recipe on held-out clips.
    Evaluate(Evaluate),
    /// Show what a model file contains.
    Inspect(Inspect),
    /// Measure emotion over time in a recording.
    Timeline(Timeline),
    /// Measure emotion over time as audio comes in.
    Listen(Listen),
    /// Write a model file in the other form: binary (smaller, for the browser) or JSON.
    Convert(Convert),
    /// Serve the page to a browser on this machine.
    #[cfg(feature = "web")]
    Web(Web),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

#[derive(Args)]
pub(crate) struct Predict {
    /// Recordings, or folders that are searched for recordings; - is standard input.
    #[arg(required_unless_present = "manifest", value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// A list of recordings, or of parts of them, as emo extract reads it; labels are not needed.
    /// Can be given several times.
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pub(crate) manifest: Vec<PathBuf>,
    /// The model file, or the name of a bundled model; the default is the first bundled model.
    #[arg(long, short, value_name = "FILE|NAME")]
    #[cfg_attr(not(feature = "pretrained"), arg(required = true))]
    pub(crate) model: Option<PathBuf>,
    /// Average the predictions over several playback speeds (test-time augmentation): more
    /// accurate, but slower. --speeds alone uses 0.9, 0.95, 1, 1.05 and 1.1; --speeds=0.9,1,1.1
    /// uses the given speeds.
    #[arg(long, value_name = "SPEEDS", num_args = 0..=1, require_equals = true,
        value_delimiter = ',')]
    pub(crate) speeds: Option<Vec<f64>>,
    /// The shortest recording in seconds, without the silence at both ends; shorter ones are
    /// reported as uncertain. The default is that of the model; a model without checks ignores it.
    #[arg(long, value_name = "SECONDS", value_parser = numbers::from_zero)]
    pub(crate) min_speech: Option<f64>,
    /// How common labels are where the recordings are from, such as neutral=0.7,angry=0.05; labels
    /// that are not named share the rest equally. The default is that all labels are equally
    /// common.
    #[arg(long, value_name = "LABEL=SHARE", value_delimiter = ',', value_parser = named_share)]
    pub(crate) prior: Vec<(String, f64)>,
    /// Adapt the model to one speaker by the recordings in this folder, which need no labels.
    #[arg(long, value_name = "FOLDER", conflicts_with = "adapt")]
    pub(crate) speaker_clips: Option<PathBuf>,
    /// Adapt the model to a telephone line, a room or a language by the recordings in this folder,
    /// which need no labels; inputs stands for the recordings of this call.
    #[arg(long, value_name = "FOLDER|inputs")]
    pub(crate) adapt: Option<PathBuf>,
    /// Print one line of JSON per recording.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the predictions to a Parquet file instead of printing them. With --shards or --shard,
    /// and with a slash at its end, it is a folder of Parquet files.
    #[cfg(feature = "parquet")]
    #[arg(long, short, value_name = "FILE", conflicts_with = "json")]
    pub(crate) output: Option<PathBuf>,
    /// Continue an interrupted run of the same recordings, model and options.
    #[cfg(feature = "parquet")]
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    #[cfg(feature = "parquet")]
    #[command(flatten)]
    pub(crate) parts: Parts,
    #[command(flatten)]
    pub(crate) audio: AudioOptions,
}

#[derive(Args)]
pub(crate) struct Extract {
    /// Recordings, or folders that are searched for recordings; - is standard input. Labels are
    /// read from file names as in RAVDESS only; for other recordings, use --manifest or --corpus.
    #[arg(value_name = "INPUT", required_unless_present_any = ["audio", "corpus", "manifest"],
        conflicts_with_all = ["audio", "corpus", "manifest", "label_column", "group_column",
            "label_map", "labels", "channels"])]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// The output file; - is standard output. Until the work is done, the rows are in
    /// FILE.*.partial. With --shards or --shard, and with a slash at its end, it is a folder.
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// Continue an interrupted extraction of the same recordings and features: after the last row
    /// in FILE.*.partial, or after the last complete file of a folder.
    #[arg(long)]
    pub(crate) resume: bool,
    #[cfg(feature = "parquet")]
    #[command(flatten)]
    pub(crate) table: TableOutput,
    #[command(flatten)]
    pub(crate) features: Features,
}

#[derive(Args)]
pub(crate) struct Train {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) recipe: Recipe,
    /// The model file to write; with - the model goes to standard output and the scores to standard
    /// error.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Search hyperparameters first, by cross-validation over speakers where speakers are known.
    /// The scores are nested: each fold repeats the search, which takes a few times longer.
    #[arg(long)]
    pub(crate) grid: bool,
    /// How to split the clips into training and test clips for the scores; can be given several
    /// times. The default is seed and speaker-6fold for RAVDESS, and seed and speaker-folds for
    /// other tables, where the table allows them. Any column can replace speaker, and a number
    /// can follow folds.
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Vec<Protocol>,
    /// The distance to the training data above which a recording is reported as uncertain, for
    /// functionals and encoder+functionals; 1 is typical of the training data. The default is 2.4.
    #[arg(long, value_name = "DISTANCE", value_parser = numbers::from_zero)]
    pub(crate) max_distance: Option<f64>,
    #[command(flatten)]
    pub(crate) card: Card,
    #[command(flatten)]
    pub(crate) report: Report,
}

#[derive(Args)]
pub(crate) struct Evaluate {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) recipe: Recipe,
    /// How to split the clips into training and test clips; can be given several times. The default
    /// is folds of whole speakers, which for RAVDESS are speaker-6fold.
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Vec<Protocol>,
    /// Print one line of JSON per protocol.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) report: Report,
}

#[derive(Args)]
pub(crate) struct Inspect {
    /// The model file, or the name of a bundled model; the default is the first bundled model.
    #[cfg_attr(not(feature = "pretrained"), arg(required = true))]
    pub(crate) model: Option<PathBuf>,
    /// Print the model card as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Convert {
    /// The model file, in either form, or the name of a bundled model.
    #[arg(value_name = "FILE|NAME")]
    pub(crate) model: PathBuf,
    /// The file to write: JSON where its name ends with .json, and else the binary form; - is
    /// standard output, in the binary form.
    pub(crate) output: PathBuf,
}

/// The clips.
#[derive(Args)]
pub(crate) struct Data {
    /// A feature table, as written by emo extract, or a folder of Parquet files; - is standard
    /// input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["audio", "corpus", "manifest", "augment",
        "channel", "track", "start", "duration", "raw", "max_duration"])]
    pub(crate) table: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) sources: Sources,
    #[command(flatten)]
    pub(crate) features: Features,
}

/// Recordings with labels, and which of them take part.
#[derive(Args)]
pub(crate) struct Sources {
    /// A list of recordings with labels and speakers: CSV, TSV, or JSON lines of NeMo, Lhotse or
    /// EmoBox; a folder is read as one folder of recordings per label. Can be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Vec<PathBuf>,
    /// A folder of recordings of a known corpus, such as emodb=FOLDER. Can be given several times.
    #[arg(long, value_name = "NAME=FOLDER", value_parser = named_folder)]
    pub(crate) corpus: Vec<(String, PathBuf)>,
    /// A folder of recordings with file names as in RAVDESS; the same as --corpus ravdess=FOLDER.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) audio: Option<PathBuf>,
    /// The column of a table or manifest with the labels; the default is label, or emotion.
    #[arg(long, value_name = "NAME")]
    pub(crate) label_column: Option<String>,
    /// The column of a table or manifest with the speakers, or with other groups that must not be
    /// on both sides of a split; the default is speaker, or actor.
    #[arg(long, value_name = "NAME")]
    pub(crate) group_column: Option<String>,
    /// A CSV file with the columns `from` and `to`, which renames labels; clips whose label has an
    /// empty `to` are left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) label_map: Option<PathBuf>,
    /// Use only clips with these labels. Well-known names in other languages and corpora count as
    /// the English ones, and calm counts as neutral unless it is listed.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) labels: Vec<String>,
    /// Which clips to use, by their metadata `channel`.
    #[arg(long, value_enum, value_name = "NAME", default_value_t = Channels::Both)]
    pub(crate) channels: Channels,
}

impl Sources {
    /// Whether no recordings are named.
    pub(crate) fn is_empty(&self) -> bool {
        self.manifest.is_empty() && self.corpus.is_empty() && self.audio.is_none()
    }
}

/// Which clips to use: spoken, sung or both.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Channels {
    /// Spoken clips, including those without a channel.
    Speech,
    /// Sung clips.
    Song,
    /// All clips.
    Both,
}

impl Channels {
    /// Whether the clip is used.
    pub(crate) fn contains(self, clip: &Clip) -> bool {
        let channel = clip.metadata.get("channel").map(String::as_str);
        match self {
            Self::Speech => channel != Some("song"),
            Self::Song => channel == Some("song"),
            Self::Both => true,
        }
    }
}

/// The features that are computed from recordings.
#[derive(Args)]
pub(crate) struct Features {
    /// The feature set; the default is that of the table, or ravdess-60.
    #[arg(long, value_name = "NAME", value_parser = words(FeatureSet::ALL, FeatureSet::name))]
    pub(crate) features: Option<FeatureSet>,
    /// Add augmented copies of each recording, which are used for training and never for testing.
    /// --augment alone adds the set for unknown microphones and rooms;
    /// --augment="speed 0.9,telephone" adds the given ones; any speed and any microphone draw one
    /// of the set for each recording.
    #[arg(long, value_name = "TREATMENTS", num_args = 0..=1, require_equals = true,
        value_delimiter = ',')]
    pub(crate) augment: Option<Vec<Treatment>>,
    /// The seed of the noise and the rooms in augmented copies.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) augment_seed: u32,
    #[command(flatten)]
    pub(crate) recordings: AudioOptions,
}

/// The training recipe.
#[derive(Args)]
pub(crate) struct Recipe {
    /// The classifier; the default is mlp for ravdess-60 and ridge for larger feature sets.
    #[arg(long, value_enum)]
    pub(crate) classifier: Option<Classifier>,
    /// The seed of the network.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u32,
    /// The seed of SMOTE.
    #[arg(long, value_name = "N", default_value_t = 42)]
    pub(crate) smote_seed: u32,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Classifier {
    /// A scaler, SMOTE and a multi-layer perceptron with 256 and 64 hidden units.
    Mlp,
    /// A scaler and a linear ridge classifier; its alpha is chosen, and its probabilities are
    /// calibrated, on speakers held out of the training clips.
    Ridge,
    /// The same for unseen corpora: corpora and their labels have equal weight, and alpha and the
    /// calibration are chosen by leaving one corpus out, by the column `corpus` of the table.
    CrossCorpusRidge,
    /// A scaler and an RBF kernel ridge classifier, calibrated on held-out speakers. The model
    /// stores the features of every clip, and is large.
    KernelRidge,
}

/// What the model card states besides the scores.
#[derive(Args)]
pub(crate) struct Card {
    /// The model's name; the default is the name of the file.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// A description of the clips.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) data_description: String,
    /// The licence of the clips, which also applies to the model.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) data_license: String,
    /// The date of the training; the default is today.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = numbers::date)]
    pub(crate) date: Option<String>,
}

/// Output besides the scores.
#[derive(Args)]
pub(crate) struct Report {
    /// Write a report as one HTML file; - is standard output. It includes the importance of the features, which takes
    /// longer to compute than the scores.
    #[arg(long = "report", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write the plots of the report as SVG and PNG into this folder.
    #[arg(long = "plots", value_name = "FOLDER")]
    pub(crate) plots: Option<PathBuf>,
}

/// Reads `NAME=FOLDER`.
fn named_folder(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, folder)) if !name.is_empty() && !folder.is_empty() => {
            Ok((name.to_owned(), folder.into()))
        }
        _ => Err("expected NAME=FOLDER, such as emodb=recordings".to_owned()),
    }
}

/// Reads `LABEL=SHARE`.
fn named_share(text: &str) -> Result<(String, f64), String> {
    let share = text.split_once('=').and_then(|(label, share)| Some((label, share.parse().ok()?)));
    let expected = || "expected LABEL=SHARE, such as neutral=0.7".to_owned();
    share.map(|(label, share)| (label.to_owned(), share)).ok_or_else(expected)
}

/// Accepts the name of one of these values; the help lists the names.
fn words<T, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.map(name)).try_map(|word| word.parse())
}
