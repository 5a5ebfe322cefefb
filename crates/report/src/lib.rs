//! Plots and a self-contained HTML report for classifiers, from plain data.
//!
//! Each kind of result has a struct with public fields: [`Scores`], [`ConfusionMatrix`],
//! [`Reliability`], [`Importances`], [`Curve`], [`Candidates`], [`ClipCounts`], [`CrossCorpus`],
//! [`Timeline`] and [`Facts`]. `section()` turns it into a [`Section`] with a heading, a plot and
//! its numbers; a [`Report`] joins sections into one HTML page; each [`Plot`] can also be written
//! as SVG and PNG. The crate does not know how the numbers were computed, and it writes no files.
//!
//! The page needs nothing else: it loads no font, picture or script from elsewhere. It fits a phone
//! and paper, and follows the reader's choice of light or dark. Only [`Timeline`] uses a script,
//! which is part of the page.
//!
//! ```
//! use emo_report::{ConfusionMatrix, Report};
//!
//! let matrix = ConfusionMatrix {
//!     labels: vec!["bored".into(), "excited".into()],
//!     counts: vec![vec![8.0, 2.0], vec![1.0, 9.0]],
//!     tested: "unseen speakers".into(),
//! };
//! let report = Report::new("Two moods").section(matrix.section()?);
//! assert!(report.to_html().contains("<h2>Label by label</h2>"));
//! let png = report.plots().next().expect("one plot").to_png()?;
//! assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), emo_report::Error>(())
//! ```
#![forbid(unsafe_code)]

mod candidates;
mod check;
mod clip_counts;
mod confusion;
mod cross_corpus;
mod curve;
mod draw;
mod error;
mod estimate;
mod facts;
mod html;
mod importances;
mod page;
mod plot;
mod reliability;
mod scores;
mod section;
mod timeline;

pub use candidates::{Candidate, Candidates};
pub use clip_counts::ClipCounts;
pub use confusion::ConfusionMatrix;
pub use cross_corpus::CrossCorpus;
pub use curve::Curve;
pub use error::{Error, Result};
pub use estimate::Estimate;
pub use facts::Facts;
pub use importances::{Importance, Importances};
pub use page::Report;
pub use plot::Plot;
pub use reliability::{Reliability, ReliabilityBin};
pub use scores::{ScoreRow, Scores};
pub use section::Section;
pub use timeline::{Timeline, Utterance, Window};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
