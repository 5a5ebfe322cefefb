//! Which label is recognised how well, and which is predicted instead.

use crate::draw::Picture;
use crate::draw::heat_map::{Cell, HeatMap};
use crate::{Plot, Result, Section, check};

/// How often each label was predicted for clips of each label.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfusionMatrix {
    /// The labels, at least two.
    pub labels: Vec<String>,
    /// Numbers of clips, or sums of their weights: a row for each true label, a column for each
    /// predicted one, both in the order of `labels`.
    pub counts: Vec<Vec<f64>>,
    /// Whose clips were tested, such as `unseen speakers`.
    pub tested: String,
}

/// Most labels that are drawn; more would be smaller than letters.
const MOST: usize = 60;

impl ConfusionMatrix {
    /// The section: precision, recall and F1 of each label, and the matrix.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless there are two labels or more, as
    /// many rows and columns, and finite counts of at least 0.
    pub fn section(&self) -> Result<Section> {
        self.check()?;
        let clips: f64 = self.counts.iter().flatten().sum();
        let header = ["label", "precision", "recall", "F1", "clips"];
        let section = Section::new("Label by label")
            .text(&format!("On {}: {clips} clips.", self.tested))
            .table("Precision, recall and F1 of each label", &header, &self.figures());
        if self.labels.len() > MOST {
            let text = format!("The confusion matrix is drawn for at most {MOST} labels.");
            return Ok(section.text(&text));
        }
        Ok(section.plot(self.plot()?).text(
            "Each row shows the clips of one label: the share in per cent that was predicted as \
             each column's label, and the number of clips below it.",
        ))
    }

    /// The matrix alone.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section).
    pub fn plot(&self) -> Result<Plot> {
        self.check()?;
        let title = format!("Confusion matrix, {}", self.tested);
        Ok(Plot::new("confusion", title, self.picture()?))
    }

    fn check(&self) -> Result<()> {
        let n = self.labels.len();
        if n < 2 {
            return Err(check::invalid("labels of the confusion matrix", "at least 2", n));
        }
        check::length("rows of the confusion matrix", n, self.counts.len())?;
        for row in &self.counts {
            check::length("columns of the confusion matrix", n, row.len())?;
            check::finite("counts of the confusion matrix", row.iter().copied())?;
            if let Some(count) = row.iter().find(|count| **count < 0.0) {
                return Err(check::invalid("counts of the confusion matrix", "at least 0", count));
            }
        }
        Ok(())
    }

    /// Precision, recall, F1 and clips of each label, and their means; 0 where nothing is divided.
    fn figures(&self) -> Vec<Vec<String>> {
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let mut rows = Vec::new();
        let mut sums = [0.0; 3];
        let mut clips = 0.0;
        for (at, (label, row)) in self.labels.iter().zip(&self.counts).enumerate() {
            let right = row.get(at).copied().unwrap_or_default();
            let support: f64 = row.iter().sum();
            let predicted: f64 = self.counts.iter().filter_map(|row| row.get(at)).sum();
            let (precision, recall) = (ratio(right, predicted), ratio(right, support));
            let f1 = ratio(2.0 * right, predicted + support);
            for (sum, value) in sums.iter_mut().zip([precision, recall, f1]) {
                *sum += value;
            }
            clips += support;
            rows.push(figure_row(label, [precision, recall, f1], support));
        }
        rows.push(figure_row("mean", sums.map(|sum| sum / self.labels.len() as f64), clips));
        rows
    }

    fn picture(&self) -> Result<Picture> {
        let row = |row: &Vec<f64>| {
            let support: f64 = row.iter().sum();
            row.iter().map(|&count| Some(cell(count, support))).collect()
        };
        let map = HeatMap {
            rows: &self.labels,
            columns: &self.labels,
            cells: self.counts.iter().map(row).collect(),
            row_title: "true",
            column_title: "predicted",
            least_width: 30.0,
            least_height: 28.0,
        };
        map.picture()
    }
}

fn figure_row(name: &str, figures: [f64; 3], clips: f64) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    row.extend(figures.map(|value| format!("{value:.2}")));
    row.push(clips.to_string());
    row
}

/// The share and the count, where there is something.
fn cell(count: f64, support: f64) -> Cell {
    if count == 0.0 {
        return Cell { share: 0.0, lines: Vec::new() };
    }
    let share = count / support;
    Cell { share, lines: vec![format!("{:.0}", share * 100.0), count.to_string()] }
}
