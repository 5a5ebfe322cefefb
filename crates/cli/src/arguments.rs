//! What can be typed.

mod over_time;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use emo_pipeline::protocol::Protocol;
use emo_pipeline::{Clip, FeatureSet, Treatment};

pub(crate) use self::over_time::{Listen, Measuring, Timeline};

/// The emotion of recordings, and models that tell it.
#[derive(Parser)]
#[command(name = "emo", version, propagate_version = true)]
pub(crate) struct Arguments {
    /// Threads to work with; 0 takes one a core.
    #[arg(long, short, global = true, value_name = "N", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(crate) jobs: u16,
    /// No progress and no notes; errors are still said.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say which emotion recordings express.
    Predict(Predict),
    /// Write a row of features for each recording, as CSV.
    Extract(Extract),
    /// Train a model, and score the same training on clips that it was not shown.
    Train(Train),
    /// Score a training on clips that it was not shown.
    Evaluate(Evaluate),
    /// Say what is in a model file.
    Inspect(Inspect),
    /// Measure emotion over time in a recording.
    Timeline(Timeline),
    /// Measure emotion over time as audio comes in.
    Listen(Listen),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

#[derive(Args)]
pub(crate) struct Predict {
    /// Recordings, and folders of them; - is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The model file; without it the model that comes along.
    #[arg(long, short, value_name = "FILE")]
    #[cfg_attr(not(feature = "pretrained"), arg(required = true))]
    pub(crate) model: Option<PathBuf>,
    /// Hears each recording at several speeds and says the mean, which takes longer and errs less:
    /// --speeds alone at 0.9, 0.95, 1, 1.05 and 1.1, or --speeds=0.9,1,1.1 at others.
    #[arg(long, value_name = "SPEEDS", num_args = 0..=1, require_equals = true,
        value_delimiter = ',')]
    pub(crate) speeds: Option<Vec<f64>>,
    /// The shortest recording in seconds, without the silence at both ends; shorter ones are
    /// uncertain. Without it that of the model; a model without checks ignores it.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) min_speech: Option<f64>,
    /// A line of JSON for each recording.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Extract {
    /// Recordings, and folders of them; - is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where to write; - is standard output. Until all is done the rows are in FILE.*.partial.
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// Go on behind the last row that an interrupted call, with the same recordings and
    /// features, left in FILE.*.partial.
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) features: Features,
}

#[derive(Args)]
pub(crate) struct Train {
    #[command(flatten)]
    pub(crate) data: Data,
    #[command(flatten)]
    pub(crate) recipe: Recipe,
    /// Where to write the model; - is standard output, and the scores go to standard error.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Search hyperparameters first, on folds of whole speakers where these are known. The scores
    /// are nested: each fold has a search of its own, which takes a few times longer.
    #[arg(long)]
    pub(crate) grid: bool,
    /// How to divide the clips for the scores; may come several times. Without it: seed and
    /// speaker-6fold for RAVDESS, and seed and speaker-folds for other tables, as far as the table
    /// allows them. Other keys may stand for speaker, and a number may follow folds.
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Vec<Protocol>,
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
    /// How to divide the clips; may be given several times. Without it: folds of whole speakers,
    /// which for RAVDESS are speaker-6fold.
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Vec<Protocol>,
    /// A line of JSON for each protocol.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) report: Report,
}

#[derive(Args)]
pub(crate) struct Inspect {
    /// The model file; without it the model that comes along.
    #[cfg_attr(not(feature = "pretrained"), arg(required = true))]
    pub(crate) model: Option<PathBuf>,
    /// The card as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which clips.
#[derive(Args)]
pub(crate) struct Data {
    /// A feature table, as emo extract writes it; - is standard input.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["audio", "corpus", "manifest"],
        conflicts_with_all = ["audio", "corpus", "manifest"])]
    pub(crate) table: Option<PathBuf>,
    /// A list of recordings with labels and speakers: CSV, TSV, or JSON lines of NeMo, Lhotse or
    /// EmoBox; a folder is read as one folder of recordings per label. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Vec<PathBuf>,
    /// A folder of recordings of a known corpus, such as emodb=FOLDER. May be given several times.
    #[arg(long, value_name = "NAME=FOLDER", value_parser = named_folder)]
    pub(crate) corpus: Vec<(String, PathBuf)>,
    /// A folder of recordings that are named as those of RAVDESS: --corpus ravdess=FOLDER.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) audio: Option<PathBuf>,
    /// The column of a table or manifest that has the labels; without it label, or emotion.
    #[arg(long, value_name = "NAME")]
    pub(crate) label_column: Option<String>,
    /// The column of a table or manifest that has the speakers, or what else must not be on both
    /// sides of a split; without it speaker, or actor.
    #[arg(long, value_name = "NAME")]
    pub(crate) group_column: Option<String>,
    /// A CSV file with the columns from and to, which renames labels; an empty to leaves the
    /// label's clips out.
    #[arg(long, value_name = "FILE")]
    pub(crate) label_map: Option<PathBuf>,
    /// Only clips with these labels take part. Well-known names in other languages and corpora
    /// count as the English ones, and calm as neutral unless it is named.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) labels: Vec<String>,
    /// Which clips take part, by their metadata `channel`.
    #[arg(long, value_enum, value_name = "NAME", default_value_t = Channels::Both)]
    pub(crate) channels: Channels,
    #[command(flatten)]
    pub(crate) features: Features,
}

/// Which clips take part, by how they are voiced.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Channels {
    /// Spoken clips.
    Speech,
    /// Sung clips.
    Song,
    /// All clips, those of unknown channel too.
    Both,
}

impl Channels {
    /// Whether the clip takes part.
    pub(crate) fn contains(self, clip: &Clip) -> bool {
        let channel = clip.metadata.get("channel").map(String::as_str);
        match self {
            Self::Speech => channel == Some("speech"),
            Self::Song => channel == Some("song"),
            Self::Both => true,
        }
    }
}

/// What is computed of recordings.
#[derive(Args)]
pub(crate) struct Features {
    /// Which features; without it ravdess-60, or those that a table has.
    #[arg(long, value_name = "NAME", value_parser = words(FeatureSet::ALL, FeatureSet::name))]
    pub(crate) features: Option<FeatureSet>,
    /// Adds treated copies of each recording, which train and are never tested: --augment alone
    /// for any microphone, or --augment="speed 0.9,telephone" for others.
    #[arg(long, value_name = "TREATMENTS", num_args = 0..=1, require_equals = true,
        value_delimiter = ',')]
    pub(crate) augment: Option<Vec<Treatment>>,
    /// The seed of the noise and the rooms in treated copies.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) augment_seed: u32,
}

/// What is trained.
#[derive(Args)]
pub(crate) struct Recipe {
    /// What learns the emotions; without it mlp for ravdess-60, ridge for richer features.
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
    /// A multi-layer perceptron with 256 and 64 hidden units, behind a scaler and SMOTE.
    Mlp,
    /// A linear classifier behind a scaler, its strength chosen and its probabilities calibrated
    /// on speakers held out of the training clips.
    Ridge,
    /// The same with corpora and their labels of equal weight, chosen and calibrated by leaving one
    /// corpus out; the column `corpus` of the table says which. For corpora that were not trained on.
    CrossCorpusRidge,
    /// An RBF kernel behind a scaler, its probabilities calibrated on held-out speakers. Its model
    /// keeps every clip's features, and is large.
    KernelRidge,
}

/// What the model's card says besides the scores.
#[derive(Args)]
pub(crate) struct Card {
    /// The model's name; without it that of the file.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// What the clips are.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) data_description: String,
    /// The licence of the clips, and so of the model.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) data_license: String,
    /// The day of the training; today without it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
}

/// What to look at besides the scores.
#[derive(Args)]
pub(crate) struct Report {
    /// Write a report as one HTML file; it also measures which features matter, which takes longer
    /// than the scores.
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

/// Accepts the name of one of these values; the names stand in the help.
fn words<T, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.map(name)).try_map(|word| word.parse())
}
