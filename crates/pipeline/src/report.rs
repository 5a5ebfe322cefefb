//! A report on a training: the HTML page and the plots of [`emo_report`], filled from this crate's
//! tables, evaluations and models.
//!
//! The page has the scores, those for unseen speakers beside those for speakers in the training
//! data; each label's figures and the confusion matrix; whether the probabilities are right; which
//! features matter; how the training and the search went; the clips; and the command and versions
//! that made it. It is one file that loads nothing else. What is not known is left out: a ridge
//! classifier has no loss by epoch, a table without speakers no score on unseen ones.
//!
//! ```
//! use emo_pipeline::{FeatureTable, RidgeTrainer, Trainer, protocol::Protocol};
//! use emo_pipeline::report::Report;
//!
//! let csv = "clip,label,speaker,pitch,level\n\
//!            a,bored,ann,9,1\nb,sad,ann,5,2\nc,bored,ben,8,1\nd,sad,ben,4,2\n\
//!            e,bored,cem,9,1\nf,sad,cem,6,2\n";
//! let table = FeatureTable::from_reader(csv.as_bytes())?;
//! let trainer = RidgeTrainer::default().n_splits(2);
//! let evaluation =
//!     Protocol::leave_one_out("speaker").evaluate_with(&table, |train| trainer.fit_pipeline(train))?;
//! let html = Report::new("Two emotions", &table).evaluation(evaluation).to_html()?;
//! assert!(html.starts_with("<!DOCTYPE html>"));
//! assert!(html.contains("unseen speakers"));
//! # Ok::<(), emo_pipeline::Error>(())
//! ```

mod clips;
mod facts;
mod parts;
mod protocols;

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::emotion_model::ModelCard;
use crate::inspection::Importances;
use crate::metrics::Bootstrap;
use crate::model_selection::CandidateScores;
use crate::protocol::{Evaluation, Score};
use crate::{AnyPipeline, Clip, Error, FeatureTable, Result, write_whole};

/// A report on a training: add what there is, then write it.
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    clips: Vec<Clip>,
    n_columns: usize,
    evaluations: Vec<Evaluation>,
    curves: Vec<emo_report::Curve>,
    search: Option<emo_report::Candidates>,
    importances: emo_report::Importances,
    cross_corpus: Option<emo_report::CrossCorpus>,
    facts: emo_report::Facts,
}

impl Report {
    /// A report on a training on the clips of a table.
    pub fn new(title: impl Into<String>, table: &FeatureTable) -> Self {
        Self {
            title: title.into(),
            clips: table.clips().to_vec(),
            n_columns: table.columns().len(),
            evaluations: Vec::new(),
            curves: Vec::new(),
            search: None,
            importances: parts::no_importances(),
            cross_corpus: None,
            facts: emo_report::Facts::default(),
        }
    }

    /// Adds the scores of a protocol. Labels and probabilities are shown for the first protocol
    /// that tests unseen speakers; without one, for the last.
    #[must_use]
    pub fn evaluation(mut self, evaluation: Evaluation) -> Self {
        self.evaluations.push(evaluation);
        self
    }

    /// Adds what the trained pipeline is, and how the training went where it remembers that.
    #[must_use]
    pub fn pipeline(mut self, pipeline: &AnyPipeline) -> Self {
        self.curves = parts::curves(pipeline);
        self.fact("pipeline", pipeline.summary())
    }

    /// Adds the candidates of a search, by a score of this name.
    #[must_use]
    pub fn search(mut self, candidates: &[CandidateScores], scoring: impl Into<String>) -> Self {
        self.search = Some(parts::candidates(candidates, scoring.into()));
        self
    }

    /// Adds how much groups of features matter, by the groups' names.
    #[must_use]
    pub fn group_importances(mut self, names: Vec<String>, importances: Importances) -> Self {
        self.importances.groups = parts::importances(names, &importances);
        self
    }

    /// Adds how much single features matter, by their names.
    #[must_use]
    pub fn column_importances(mut self, names: Vec<String>, importances: Importances) -> Self {
        self.importances.columns = parts::importances(names, &importances);
        self
    }

    /// Adds the unweighted average recall of models that were trained on some corpora, a row each,
    /// on each of the tested corpora, with a note on how to read it.
    #[must_use]
    pub fn cross_corpus(
        mut self,
        rows: &[(String, Vec<Option<Score>>)],
        tested: &[String],
        note: &str,
    ) -> Self {
        self.cross_corpus = Some(parts::cross_corpus(rows, tested, note));
        self
    }

    /// Adds what the card says of data, licence, seed, date, hyperparameters and versions.
    #[must_use]
    pub fn card(mut self, card: &ModelCard) -> Self {
        self.facts.facts.extend(facts::of_card(card));
        self
    }

    /// Adds something worth knowing, such as the command that made it.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts = self.facts.fact(name, value);
        self
    }

    /// The report as sections, to which further ones can be added.
    ///
    /// # Errors
    ///
    /// If a plot cannot be drawn.
    pub fn to_report(&self) -> Result<emo_report::Report> {
        let mut report = emo_report::Report::new(&self.title);
        if let Some(shown) = self.shown_closely() {
            let tested = &protocols::tested(&shown.protocol);
            report = report
                .section(self.scores(shown.classes.len())?.section()?)
                .section(parts::confusion(shown, tested)?.section()?)
                .section(parts::reliability(shown, tested)?.section()?);
        }
        if let Some(matrix) = &self.cross_corpus {
            report = report.section(matrix.section()?);
        }
        let curves = match self.curves.first() {
            Some(loss) => Some(emo_report::Curve::section(&self.curves, &parts::epochs(loss))?),
            None => None,
        };
        let search = match &self.search {
            Some(search) => search.section()?,
            None => None,
        };
        let optional = [self.importances.section()?, curves, search];
        report = optional.into_iter().flatten().fold(report, emo_report::Report::section);
        let clips = clips::section(&self.clips, self.n_columns)?;
        Ok(report.section(clips).section(self.facts.section()))
    }

    /// The page, complete in itself.
    ///
    /// # Errors
    ///
    /// If a plot cannot be drawn.
    pub fn to_html(&self) -> Result<String> {
        Ok(self.to_report()?.to_html())
    }

    /// Writes the page to a file, which appears whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`to_html`](Self::to_html), or if the file cannot be written.
    pub fn write_html(&self, path: impl AsRef<Path>) -> Result<()> {
        let html = self.to_html()?;
        Ok(write_whole(path, |file| file.write_all(html.as_bytes()))?)
    }

    /// Writes each plot as SVG and as PNG, dark on white, into a folder, which is made if it is
    /// not there.
    ///
    /// # Errors
    ///
    /// If a plot cannot be drawn, or the folder or a file cannot be written.
    pub fn write_plots(&self, folder: impl AsRef<Path>) -> Result<()> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder).map_err(|error| Error::from(error).in_file(folder))?;
        for plot in self.to_report()?.plots() {
            let file = |ending| folder.join(format!("{}.{ending}", plot.name()));
            write_whole(file("svg"), |file| file.write_all(plot.to_svg().as_bytes()))?;
            let png = plot.to_png()?;
            write_whole(file("png"), |file| file.write_all(&png))?;
        }
        Ok(())
    }

    fn scores(&self, n_classes: usize) -> Result<emo_report::Scores> {
        let row = |it: &Evaluation| Ok(protocols::score_row(&it.summary(&Bootstrap::default())?));
        Ok(emo_report::Scores {
            rows: self.evaluations.iter().map(row).collect::<Result<_>>()?,
            chance: Some(1.0 / n_classes.max(1) as f64),
            note: protocols::NOTE.into(),
        })
    }

    /// The evaluation whose labels and probabilities are shown.
    fn shown_closely(&self) -> Option<&Evaluation> {
        let unseen = self.evaluations.iter().find(|it| it.protocol.is_speaker_independent());
        unseen.or(self.evaluations.last())
    }
}
