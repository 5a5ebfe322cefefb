//! A report on a training that one can look at, send and print.
//!
//! One HTML file without a script, a font or a picture from elsewhere: the scores, the flattering
//! ones beside the honest ones; each emotion's figures and what it is taken for; how the training
//! and the search went; whether the probabilities can be believed; which features matter; the
//! clips; and the command and versions that made it. It fits a phone and paper, and follows the
//! reader's choice of light or dark. Each plot can also be had as SVG and PNG.
//!
//! What is not there is left out: a ridge classifier has no loss by epoch, a table without actors
//! no score on unheard ones.
//!
//! ```
//! use emo_pipeline::{FeatureTable, RidgeTrainer, Trainer, protocol::Protocol};
//! use emo_pipeline::report::Report;
//!
//! let csv = "clip,emotion,actor,pitch,level\n\
//!            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
//! let table = FeatureTable::from_reader(csv.as_bytes())?;
//! let trainer = RidgeTrainer::default().n_splits(2);
//! let evaluation =
//!     Protocol::leave_one_out("speaker").evaluate_with(&table, |train| trainer.fit_pipeline(train))?;
//! let html = Report::new("Two emotions", &table).evaluation(evaluation).to_html()?;
//! assert!(html.starts_with("<!DOCTYPE html>"));
//! assert!(html.contains("speakers it has not heard"));
//! # Ok::<(), emo_pipeline::Error>(())
//! ```

mod canvas;
mod clips;
mod confusion;
mod curves;
mod html;
mod importance;
mod origin;
mod page;
mod palette;
mod picture;
mod png;
mod recorder;
mod reliability;
mod rows;
mod scores;
mod search;
mod section;
mod svg;

use std::fs;
use std::io::Write;
use std::path::Path;

use self::importance::Named;
use self::section::Section;
use crate::AnyPipeline;
use crate::emotion_model::ModelCard;
use crate::inspection::Importances;
use crate::metrics::Bootstrap;
use crate::model_selection::CandidateScores;
use crate::protocol::Evaluation;
use crate::{Clip, FeatureTable};
use crate::{Error, Result, write_whole};

/// A report on a training: put in what there is, then write it.
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    clips: Vec<Clip>,
    n_columns: usize,
    evaluations: Vec<Evaluation>,
    curves: Option<curves::Curves>,
    /// The candidates of a search, the best first, and the name of their score.
    search: Option<(Vec<CandidateScores>, String)>,
    importance: importance::Measured,
    facts: Vec<(String, String)>,
}

impl Report {
    /// A report on a training on the clips of a table.
    pub fn new(title: impl Into<String>, table: &FeatureTable) -> Self {
        Self {
            title: title.into(),
            clips: table.clips().to_vec(),
            n_columns: table.columns().len(),
            evaluations: Vec::new(),
            curves: None,
            search: None,
            importance: importance::Measured::default(),
            facts: Vec::new(),
        }
    }

    /// Adds the scores of a protocol. The first that holds whole speakers out is looked at more
    /// closely; without one, the last.
    #[must_use]
    pub fn evaluation(mut self, evaluation: Evaluation) -> Self {
        self.evaluations.push(evaluation);
        self
    }

    /// Adds what the trained pipeline is, and how the training went where it remembers that.
    #[must_use]
    pub fn pipeline(mut self, pipeline: &AnyPipeline) -> Self {
        self.curves = curves::Curves::of(pipeline);
        self.fact("pipeline", pipeline.summary())
    }

    /// Adds the candidates of a search, by a score of this name.
    #[must_use]
    pub fn search(mut self, candidates: &[CandidateScores], scoring: impl Into<String>) -> Self {
        let mut ranked = candidates.to_vec();
        ranked.sort_by_key(|candidate| candidate.rank_test_score);
        self.search = Some((ranked, scoring.into()));
        self
    }

    /// Adds how much groups of features matter, by the groups' names.
    #[must_use]
    pub fn group_importances(mut self, names: Vec<String>, importances: Importances) -> Self {
        self.importance.groups = Some(Named { names, importances });
        self
    }

    /// Adds how much single features matter, by their names.
    #[must_use]
    pub fn column_importances(mut self, names: Vec<String>, importances: Importances) -> Self {
        self.importance.columns = Some(Named { names, importances });
        self
    }

    /// Adds what the card says of data, licence, seed, date, hyperparameters and versions.
    #[must_use]
    pub fn card(mut self, card: &ModelCard) -> Self {
        self.facts.extend(origin::of_card(card));
        self
    }

    /// Adds something worth knowing, such as the command that made it.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }

    /// The page, complete in itself.
    ///
    /// # Errors
    ///
    /// When a plot cannot be drawn.
    pub fn to_html(&self) -> Result<String> {
        Ok(page::html(&self.title, &self.sections()?))
    }

    /// Writes the page to a file, which appears whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`to_html`](Self::to_html), or when the file cannot be written.
    pub fn write_html(&self, path: impl AsRef<Path>) -> Result<()> {
        let html = self.to_html()?;
        Ok(write_whole(path, |file| file.write_all(html.as_bytes()))?)
    }

    /// Writes each plot as SVG and as PNG, black on white, into a folder, which is made if it is
    /// not there.
    ///
    /// # Errors
    ///
    /// When a plot cannot be drawn, or the folder or a file cannot be written.
    pub fn write_plots(&self, folder: impl AsRef<Path>) -> Result<()> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder).map_err(|error| Error::from(error).in_file(folder))?;
        for section in self.sections()? {
            for plot in section.plots() {
                let file = |ending| folder.join(plot.name).with_extension(ending);
                let svg = plot.picture.to_svg(&plot.title);
                write_whole(file("svg"), |file| file.write_all(svg.as_bytes()))?;
                let png = plot.picture.to_png()?;
                write_whole(file("png"), |file| file.write_all(&png))?;
            }
        }
        Ok(())
    }

    fn sections(&self) -> Result<Vec<Section>> {
        let mut sections = Vec::new();
        if let Some(closer) = self.closer_look() {
            let summary = |it: &Evaluation| Ok(it.summary(&Bootstrap::default())?);
            let scores = self.evaluations.iter().map(summary).collect::<Result<Vec<_>>>()?;
            sections.extend(scores::section(&scores, closer.classes.len())?);
            let tested = scores::tested(&closer.protocol);
            sections.push(confusion::section(closer, tested)?);
            sections.push(reliability::section(closer, tested)?);
        }
        sections.extend(importance::section(&self.importance)?);
        if let Some(curves) = &self.curves {
            sections.push(curves.section()?);
        }
        if let Some((ranked, scoring)) = &self.search {
            sections.extend(search::section(ranked, scoring)?);
        }
        sections.push(clips::section(&self.clips, self.n_columns)?);
        sections.push(origin::section(&self.facts));
        Ok(sections)
    }

    /// The evaluation that is looked at more closely.
    fn closer_look(&self) -> Option<&Evaluation> {
        let honest = self.evaluations.iter().find(|it| it.protocol.is_speaker_independent());
        honest.or(self.evaluations.last())
    }
}
