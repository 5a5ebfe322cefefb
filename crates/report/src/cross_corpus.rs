//! How well training on one corpus works on another.

use crate::draw::heat_map::{Cell, HeatMap};
use crate::{Estimate, Plot, Result, Section, check};

/// Scores of models that were trained on one corpus and tested on another.
///
/// ```
/// use emo_report::{CrossCorpus, Estimate};
///
/// let names = vec!["ravdess".to_owned(), "emodb".to_owned()];
/// let matrix = CrossCorpus {
///     train: names.clone(),
///     test: names,
///     scores: vec![
///         vec![Some(Estimate::new(0.51).between(0.46, 0.57)), Some(Estimate::new(0.38))],
///         vec![Some(Estimate::new(0.29)), None],
///     ],
///     score: "UAR".into(),
///     note: "Four labels that both corpora have.".into(),
/// };
/// assert!(matrix.plot()?.to_svg().contains("ravdess"));
/// # Ok::<(), emo_report::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CrossCorpus {
    /// What the models were trained on, one name for each row.
    pub train: Vec<String>,
    /// What they were tested on, one name for each column.
    pub test: Vec<String>,
    /// A score for each pair (`train` × `test`); `None` where there is none.
    pub scores: Vec<Vec<Option<Estimate>>>,
    /// The name of the score, such as `UAR`.
    pub score: String,
    /// What a reader should know of the labels, the models and the diagonal; may be empty.
    pub note: String,
}

impl CrossCorpus {
    /// The section: the heat map, and the same numbers in a table.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless the scores have one row for each
    /// training set and one column for each test set, and lie between 0 and 1.
    pub fn section(&self) -> Result<Section> {
        let text = format!(
            "{} in per cent of models that were trained on a row's corpus and tested on a column's, \
             with intervals where they are known.",
            self.score
        );
        let section = Section::new("From corpus to corpus").text(&text).plot(self.plot()?);
        let section = if self.note.is_empty() { section } else { section.text(&self.note) };
        let header: Vec<&str> =
            std::iter::once("trained on").chain(self.test.iter().map(String::as_str)).collect();
        let cell = |score: &Option<Estimate>| {
            score.map_or_else(|| "–".to_owned(), |score| score.in_percent())
        };
        let row = |(name, scores): (&String, &Vec<Option<Estimate>>)| {
            std::iter::once(name.clone()).chain(scores.iter().map(cell)).collect()
        };
        let rows: Vec<Vec<String>> = self.train.iter().zip(&self.scores).map(row).collect();
        let name = format!("{} by training and test corpus", self.score);
        Ok(section.table(&name, &header, &rows))
    }

    /// The heat map alone.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section).
    pub fn plot(&self) -> Result<Plot> {
        self.check()?;
        let cell = |score: &Option<Estimate>| score.as_ref().map(cell);
        let map = HeatMap {
            rows: &self.train,
            columns: &self.test,
            cells: self.scores.iter().map(|row| row.iter().map(cell).collect()).collect(),
            row_title: "trained on",
            column_title: "tested on",
            least_width: 52.0,
            least_height: 40.0,
        };
        let title = format!("{} by training and test corpus", self.score);
        Ok(Plot::new("cross_corpus", title, map.picture()?))
    }

    fn check(&self) -> Result<()> {
        check::not_empty("training sets", &self.train)?;
        check::not_empty("test sets", &self.test)?;
        check::length("rows of scores", self.train.len(), self.scores.len())?;
        for row in &self.scores {
            check::length("columns of scores", self.test.len(), row.len())?;
            row.iter().flatten().try_for_each(|score| score.check("score"))?;
        }
        Ok(())
    }
}

fn cell(score: &Estimate) -> Cell {
    let mut lines = vec![format!("{:.1}", score.value * 100.0)];
    if let Some((low, high)) = score.interval {
        lines.push(format!("{:.0}–{:.0}", low * 100.0, high * 100.0));
    }
    Cell { share: score.value, lines }
}
