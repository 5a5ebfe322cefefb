//! The picture of a timeline: bands above each other along one axis of time.

use plotters::element::{Polygon, Rectangle};
use plotters::style::{Color, RGBColor};
use serde_json::{Value, json};

use super::{Timeline, columns};
use crate::Result;
use crate::draw::canvas::{
    Axes, Chart, LEFT, MIDDLE, SMALL, legend_width, line, path, place, shortened, text, text_width,
    write, write_legend,
};
use crate::draw::palette::{BLUE, GRID, INK, MUTED, OTHER, SERIES};
use crate::draw::{Area, Drawn, Picture};

/// Sizes in pixels.
const WIDTH: f64 = 720.0;
const LEFT_ROOM: f64 = 84.0;
const RIGHT_ROOM: f64 = 16.0;
const LEGEND_LINE: f64 = 18.0;
const UTTERANCES: f64 = 26.0;
const PROBABILITIES: f64 = 150.0;
const SOUND: f64 = 60.0;
const SPEECH: f64 = 20.0;
const AXIS: f64 = 42.0;
const GAP: f64 = 8.0;

/// Columns of the areas: about one for each pixel.
const COLUMNS: usize = 620;

/// A label that is drawn: its name, its colour, and which probabilities are summed for it.
struct Series {
    name: String,
    color: RGBColor,
    columns: Vec<usize>,
}

/// Draws it.
pub(super) fn draw(timeline: &Timeline) -> Result<Picture> {
    let series = series(timeline);
    let legend = legend_lines(&series);
    let top = LEGEND_LINE * legend.len() as f64 + GAP;
    Picture::draw(WIDTH, top + height_of_bands() + AXIS, |area| {
        for (at, line) in legend.iter().enumerate() {
            let names = line.iter().map(|it| (it.name.as_str(), it.color));
            write_legend(area, (LEFT_ROOM, 10.0 + LEGEND_LINE * at as f64), names)?;
        }
        draw_bands(area, timeline, &series, top)
    })
}

fn height_of_bands() -> f64 {
    UTTERANCES + PROBABILITIES + SOUND + SPEECH + 3.0 * GAP
}

/// Where the bands are, as shares of the picture's width and height: for the script.
pub(super) fn plot_area(timeline: &Timeline) -> Value {
    let top = LEGEND_LINE * legend_lines(&series(timeline)).len() as f64 + GAP;
    let height = top + height_of_bands() + AXIS;
    json!({
        "left": LEFT_ROOM / WIDTH,
        "right": 1.0 - RIGHT_ROOM / WIDTH,
        "top": top / height,
        "bottom": (top + height_of_bands()) / height,
    })
}

/// A colour for each label; of more labels than colours, the likeliest ones, and the sum of the
/// others.
fn series(timeline: &Timeline) -> Vec<Series> {
    let mean = |label: usize| -> f64 {
        timeline.windows.iter().filter_map(|window| window.probabilities.get(label)).sum()
    };
    let mut order: Vec<usize> = (0..timeline.labels.len()).collect();
    let mut others = Vec::new();
    if order.len() > SERIES.len() {
        order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)));
        others = order.split_off(SERIES.len());
        order.sort_unstable();
    }
    let named = order.into_iter().zip(SERIES).filter_map(|(label, color)| {
        let name = timeline.labels.get(label)?.clone();
        Some(Series { name, color, columns: vec![label] })
    });
    let mut series: Vec<Series> = named.collect();
    if !others.is_empty() {
        let name = format!("{} other labels", others.len());
        series.push(Series { name, color: OTHER, columns: others });
    }
    for it in &mut series {
        it.name = shortened(&it.name, SMALL, 150.0);
    }
    series
}

fn legend_lines(series: &[Series]) -> Vec<Vec<&Series>> {
    let mut lines: Vec<Vec<&Series>> = Vec::new();
    let mut width = f64::INFINITY;
    for it in series {
        width += legend_width(&it.name);
        if width > WIDTH - LEFT_ROOM - RIGHT_ROOM {
            lines.push(Vec::new());
            width = legend_width(&it.name);
        }
        if let Some(line) = lines.last_mut() {
            line.push(it);
        }
    }
    lines
}

fn draw_bands(area: &Area<'_>, timeline: &Timeline, series: &[Series], top: f64) -> Drawn {
    let mut y = top;
    let mut band = |name: &str, height: f64| -> std::result::Result<[f64; 2], _> {
        let from = y;
        y += height + GAP;
        write(area, name, (LEFT_ROOM - 8.0, from + height / 2.0), text(MUTED, SMALL, LEFT))?;
        Ok([from, from + height])
    };
    let utterances = band("utterances", UTTERANCES)?;
    let probabilities = band("probability", PROBABILITIES)?;
    let sound = band("sound", SOUND)?;
    let speech = band("speech", SPEECH)?;
    // One chart in pixels from above, so that all bands share the axis of time.
    let room = [top, RIGHT_ROOM, AXIS, LEFT_ROOM];
    let bottom = top + height_of_bands();
    let axes = Axes {
        x_title: "time (minutes:seconds)",
        x_labels: (8, |seconds| super::clock(seconds).trim_end_matches(".0").to_owned()),
        ..Axes::hidden(0.0..timeline.duration, bottom..top, room)
    };
    let mut chart = axes.on(area)?;
    draw_areas(&mut chart, timeline, series, probabilities)?;
    draw_sound(&mut chart, timeline, sound)?;
    for &(start, end) in &timeline.speech {
        let end = end.min(timeline.duration);
        let [from, to] = speech;
        let corners = [(start.min(end), from + 4.0), (end, to - 4.0)];
        chart.draw_series([Rectangle::new(corners, BLUE.filled())])?;
    }
    draw_utterances(area, &mut chart, timeline, series, utterances)
}

/// The stacked probabilities.
fn draw_areas(
    chart: &mut Chart<'_, '_>,
    timeline: &Timeline,
    series: &[Series],
    [from, to]: [f64; 2],
) -> Drawn {
    let columns = columns::probabilities(timeline, COLUMNS);
    let time = |column: usize| column as f64 / COLUMNS as f64 * timeline.duration;
    let mut below = vec![0.0; COLUMNS];
    for it in series {
        let mut above = below.clone();
        for (above, column) in above.iter_mut().zip(&columns) {
            let shares = column
                .iter()
                .flat_map(|shares| it.columns.iter().filter_map(|&label| shares.get(label)));
            *above += shares.sum::<f64>();
        }
        let y = |share: f64| to - share.min(1.0) * (to - from);
        for (first, last) in runs(&columns) {
            let edge = |heights: &[f64]| steps(heights, first, last, time, y);
            let mut corners = edge(&above);
            corners.extend(edge(&below).into_iter().rev());
            chart.draw_series([Polygon::new(corners, it.color.filled())])?;
        }
        below = above;
    }
    for share in [0.0, 0.5, 1.0] {
        let y = to - share * (to - from);
        path(chart, vec![(0.0, y), (timeline.duration, y)], line(GRID, 1.0))?;
    }
    Ok(())
}

/// The first and the last column of each stretch without a gap.
fn runs(columns: &[Option<Vec<f64>>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in columns.iter().enumerate().filter(|(_, column)| column.is_some()) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            _ => runs.push((at, at)),
        }
    }
    runs
}

/// The corners of a line that is level in each column, without those between equal columns.
fn steps(
    heights: &[f64],
    first: usize,
    last: usize,
    time: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for (column, &height) in heights.iter().enumerate().take(last + 1).skip(first) {
        let y = y(height);
        match corners.last_mut() {
            Some(corner) if corner.1 == y => corner.0 = time(column + 1),
            _ => corners.extend([(time(column), y), (time(column + 1), y)]),
        }
    }
    corners
}

/// The waveform's envelope, as high as the loudest sample allows.
fn draw_sound(chart: &mut Chart<'_, '_>, timeline: &Timeline, [from, to]: [f64; 2]) -> Drawn {
    let parts = columns::envelope(timeline, COLUMNS);
    let loudest =
        parts.iter().fold(1e-3_f64, |loudest, (low, high)| loudest.max(low.abs()).max(high.abs()));
    let (middle, half) = ((from + to) / 2.0, (to - from) / 2.0);
    path(chart, vec![(0.0, middle), (timeline.duration, middle)], line(MUTED, 1.0))?;
    if parts.len() < 2 {
        return Ok(());
    }
    let time = |part: usize| (part as f64 + 0.5) / parts.len() as f64 * timeline.duration;
    let y = |sample: f64| middle - sample / loudest * half;
    let highs = parts.iter().enumerate().map(|(part, (_, high))| (time(part), y(*high)));
    let lows = parts.iter().enumerate().rev().map(|(part, (low, _))| (time(part), y(*low)));
    let outline: Vec<(f64, f64)> = highs.chain(lows).collect();
    chart.draw_series([Polygon::new(outline, MUTED.filled())])?;
    Ok(())
}

/// A line in the label's colour for each utterance, and its label where there is room.
fn draw_utterances(
    area: &Area<'_>,
    chart: &mut Chart<'_, '_>,
    timeline: &Timeline,
    series: &[Series],
    [from, to]: [f64; 2],
) -> Drawn {
    for it in &timeline.utterances {
        let end = it.end.min(timeline.duration);
        let label = timeline.labels.iter().position(|label| *label == it.label);
        let own = series.iter().find(|series| label.is_some_and(|it| series.columns.contains(&it)));
        let color = own.map_or(OTHER, |series| series.color);
        let corners = [(it.start.min(end), to - 6.0), (end, to)];
        chart.draw_series([Rectangle::new(corners, color.filled())])?;
        let ((left, _), (right, _)) = (place(chart, (it.start, to)), place(chart, (end, to)));
        if text_width(&it.label, SMALL) <= right - left {
            let middle = ((left + right) / 2.0, (from + to - 6.0) / 2.0);
            write(area, &it.label, middle, text(INK, SMALL, MIDDLE))?;
        }
    }
    Ok(())
}
