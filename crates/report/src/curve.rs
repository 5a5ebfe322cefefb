//! How the training went, epoch by epoch.

use crate::draw::canvas::{ABOVE, Axes, SMALL, WIDTH, line, path, place, text, whole, write};
use crate::draw::palette::{BLUE, INK};
use crate::draw::{Area, Drawn, Picture};
use crate::{Plot, Result, Section, check};

/// A value after each epoch of a training.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What its files are called, such as `loss`: letters, digits, `-` and `_`.
    pub name: String,
    /// What the plot shows, such as `Loss by epoch`.
    pub title: String,
    /// What the values are, such as `loss`; written above the curve.
    pub values_name: String,
    /// The values, one for each epoch, at least two, none below 0.
    pub values: Vec<f64>,
}

impl Curve {
    /// The section of one or several curves of the same training.
    ///
    /// # Errors
    ///
    /// As [`plot`](Self::plot).
    pub fn section(curves: &[Self], text: &str) -> Result<Section> {
        let mut section = Section::new("Training").text(text);
        for curve in curves {
            section = section.plot(curve.plot()?);
        }
        Ok(section)
    }

    /// The curve.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`](crate::Error::InvalidValue) unless there are two values or more, all
    /// finite and at least 0.
    pub fn plot(&self) -> Result<Plot> {
        if self.values.len() < 2 {
            let got = self.values.len();
            return Err(check::invalid("values of a curve", "at least 2", got));
        }
        check::finite("values of a curve", self.values.iter().copied())?;
        if let Some(value) = self.values.iter().find(|value| **value < 0.0) {
            return Err(check::invalid("values of a curve", "at least 0", value));
        }
        let picture = Picture::draw(WIDTH, 210.0, |area| self.draw(area))?;
        Ok(Plot::new(&self.name, &self.title, picture))
    }

    fn draw(&self, area: &Area<'_>) -> Drawn {
        let values = &self.values;
        let highest = values.iter().fold(0.0_f64, |highest, &value| highest.max(value));
        let axes = Axes {
            x_title: "epoch",
            x_labels: (6, whole),
            y_labels: (5, if highest < 0.4 { hundredths } else { tenths }),
            ..Axes::hidden(1.0..values.len() as f64, 0.0..highest * 1.05, [22.0, 14.0, 40.0, 44.0])
        };
        let mut chart = axes.on(area)?;
        let points = values.iter().enumerate().map(|(epoch, &value)| (epoch as f64 + 1.0, value));
        path(&mut chart, points.collect(), line(BLUE, 2.0))?;
        let (x, _) = place(&chart, ((values.len() as f64 + 1.0) / 2.0, highest));
        write(area, &self.values_name, (x, 14.0), text(INK, SMALL, ABOVE))
    }
}

fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}
