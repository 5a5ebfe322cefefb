//! How the training went, epoch by epoch.

use plotters::style::RGBColor;

use super::canvas::{ABOVE, Axes, SMALL, WIDTH, line, path, px, text, whole, write};
use super::palette::{BLUE, VERMILLION};
use super::picture::{Area, Drawn, Picture};
use super::section::Section;
use crate::Result;
use crate::{AnyPipeline, FittedMlpClassifier};

/// What a network remembers of its training.
#[derive(Clone, Debug)]
pub(super) struct Curves {
    /// The loss after each epoch.
    loss: Vec<f64>,
    /// The accuracy on rows set aside after each epoch, where training looked at it.
    validation: Option<Vec<f64>>,
}

impl Curves {
    /// The curves of a network with more than one epoch; `None` of others.
    pub(super) fn of(pipeline: &AnyPipeline) -> Option<Self> {
        let network = pipeline.classifier().downcast_ref::<FittedMlpClassifier<f64>>()?;
        let loss = network.loss_curve().to_vec();
        let validation = network.validation_scores().map(<[f64]>::to_vec);
        (loss.len() > 1).then_some(Self { loss, validation })
    }

    /// The section.
    pub(super) fn section(&self) -> Result<Section> {
        let epochs = self.loss.len();
        let last = self.loss.last().copied().unwrap_or_default();
        let mut section = Section::new("Training")
            .text(&format!("{epochs} epochs on all clips, to a loss of {last:.4}."))
            .plot("loss", "Loss by epoch", picture("loss", &self.loss, BLUE)?);
        if let Some(scores) = self.validation.as_ref().filter(|scores| scores.len() > 1) {
            let picture = picture("accuracy on clips set aside", scores, VERMILLION)?;
            section = section.plot("validation", "Accuracy on clips set aside, by epoch", picture);
        }
        Ok(section)
    }
}

fn picture(name: &str, values: &[f64], color: RGBColor) -> Result<Picture> {
    Picture::draw(WIDTH, 210.0, |area| draw(area, name, values, color))
}

fn draw(area: &Area<'_>, name: &str, values: &[f64], color: RGBColor) -> Drawn {
    let highest = values.iter().fold(0.0_f64, |highest, &value| highest.max(value));
    let axes = Axes {
        x: 1.0..values.len() as f64,
        y: 0.0..highest * 1.05,
        room: [22.0, 14.0, 40.0, 40.0],
        x_title: "epoch",
        x_labels: (6, whole),
        y_title: "",
        y_labels: (5, |value| format!("{value:.1}")),
    };
    let mut chart = axes.on(area)?;
    let points = values.iter().enumerate().map(|(epoch, &value)| (epoch as f64 + 1.0, value));
    path(&mut chart, points.collect(), line(color, 2.0))?;
    let unit = f64::from(px(1.0));
    let (x, _) = chart.backend_coord(&(values.len() as f64 / 2.0, highest));
    write(area, name, (f64::from(x) / unit, 14.0), text(color, SMALL, ABOVE))
}
