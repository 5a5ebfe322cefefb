//! Scores under each condition as a picture.

use plotters::prelude::*;

use crate::judged::Uar;
use crate::table::Printed;

/// The scores of one model under each condition.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) scores: Vec<Uar>,
}

/// Width and height a condition, in pixels.
const WIDTH: u32 = 760;
const ROW: u32 = 32;

/// Of Palette99, in their order: red, green, blue.
const COLOURS: [usize; 3] = [0, 1, 3];

/// Chance for eight emotions.
const CHANCE: f64 = 1.0 / 8.0;

/// Draws an SVG: a row a condition, a dot a model, with its interval.
pub(crate) fn plot(path: &str, names: &[String], series: &[Series]) -> Printed {
    let height = ROW * names.len() as u32 + 70;
    let root = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    root.fill(&WHITE)?;
    let n = names.len() as f64;
    let mut chart = ChartBuilder::on(&root)
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(150)
        .build_cartesian_2d(0.0..0.8, n - 0.5..-0.5)?;
    let name = |row: &f64| {
        let place = row.round();
        let exact = (row - place).abs() < 1e-6 && place >= 0.0;
        let name = exact.then(|| names.get(place as usize)).flatten();
        name.cloned().unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(2 * names.len() + 1)
        .y_label_formatter(&name)
        .x_desc("unweighted average recall on speakers not heard, 95 % intervals over actors")
        .draw()?;
    chart.draw_series(LineSeries::new([(CHANCE, -0.5), (CHANCE, n - 0.5)], BLACK.mix(0.4)))?;
    for (at, Series { name, scores }) in series.iter().enumerate() {
        let colour = Palette99::pick(COLOURS[at % COLOURS.len()]).to_rgba();
        let shift = 0.24 * (at as f64 - (series.len() as f64 - 1.0) / 2.0);
        let rows = scores.iter().enumerate().map(|(row, uar)| (row as f64 + shift, uar));
        chart.draw_series(rows.clone().map(|(row, uar)| {
            PathElement::new([(uar.interval.low, row), (uar.interval.high, row)], colour)
        }))?;
        chart
            .draw_series(rows.map(|(row, uar)| Circle::new((uar.value, row), 4, colour.filled())))?
            .label(format!("trained on clips {name}"))
            .legend(move |(x, y)| Circle::new((x + 8, y), 4, colour.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    root.present()?;
    Ok(())
}
