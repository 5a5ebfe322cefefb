//! A matrix of shares with names at its rows and columns.

use plotters::element::Rectangle;
use plotters::style::Color;

use super::canvas::{
    Axes, LABEL, LEFT, MIDDLE, SMALL, WIDTH, name_room, shortened, text, upwards, write,
};
use super::palette::{HEAT, INK, MUTED, ON_HEAT, ON_PALE};
use super::{Area, Drawn, Picture};
use crate::Result;

/// A cell: how full it is, from 0 to 1, and the lines that are written in it.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) share: f64,
    pub(crate) lines: Vec<String>,
}

/// The matrix; cells without a value stay empty.
pub(crate) struct HeatMap<'a> {
    pub(crate) rows: &'a [String],
    pub(crate) columns: &'a [String],
    pub(crate) cells: Vec<Vec<Option<Cell>>>,
    pub(crate) row_title: &'a str,
    pub(crate) column_title: &'a str,
    /// Least width of a cell that its lines need, and its height, in pixels.
    pub(crate) least_width: f64,
    pub(crate) least_height: f64,
}

/// Most room for names, and the largest cell, in pixels.
const MOST_NAME: f64 = 150.0;
const MOST_CELL: f64 = 72.0;

/// What is drawn of an empty share, so that the cell can be seen.
const FAINT: f64 = 0.04;
/// From this opacity on white letters have more contrast than black ones: at least 4.5 either way.
const DARK: f64 = 0.745;

/// Sizes in pixels.
struct Layout {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl HeatMap<'_> {
    /// Draws it.
    pub(crate) fn picture(&self) -> Result<Picture> {
        // The titles of rows and columns are left of the matrix too.
        let titles = [self.row_title, self.column_title];
        let left = name_room(self.rows.iter().map(String::as_str).chain(titles), MOST_NAME);
        let top = name_room(self.columns.iter().map(String::as_str), MOST_NAME).max(30.0);
        let fitting = (WIDTH - left) / self.columns.len().max(1) as f64;
        let width = fitting.min(MOST_CELL).max(self.least_width);
        let height = width.min(MOST_CELL).max(self.least_height);
        let layout = Layout { left, top, width, height };
        let total_width = (left + width * self.columns.len() as f64).max(WIDTH);
        let total_height = top + height * self.rows.len() as f64;
        Picture::draw(total_width, total_height, |area| self.draw(area, &layout, total_width))
    }

    fn draw(&self, area: &Area<'_>, layout: &Layout, total_width: f64) -> Drawn {
        let Layout { left, top, width, height } = *layout;
        let (n_rows, n_columns) = (self.rows.len() as f64, self.columns.len() as f64);
        let room = [top, total_width - left - width * n_columns, 0.0, left];
        let mut chart = Axes::hidden(0.0..n_columns, n_rows..0.0, room).on(area)?;
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let (x, y) = (column as f64, row as f64);
                let opacity = FAINT + (1.0 - FAINT) * cell.share;
                let corners = [(x + 0.02, y + 0.02), (x + 0.98, y + 0.98)];
                chart.draw_series([Rectangle::new(corners, HEAT.mix(opacity).filled())])?;
                let middle = (left + (x + 0.5) * width, top + (y + 0.5) * height);
                write_lines(area, cell, opacity, middle)?;
            }
        }
        self.draw_names(area, layout)
    }

    fn draw_names(&self, area: &Area<'_>, layout: &Layout) -> Drawn {
        let Layout { left, top, width, height } = *layout;
        for (place, name) in self.rows.iter().enumerate() {
            let name = shortened(name, LABEL, left - 10.0);
            let y = top + (place as f64 + 0.5) * height;
            write(area, &name, (left - 8.0, y), text(INK, LABEL, LEFT))?;
        }
        for (place, name) in self.columns.iter().enumerate() {
            let name = shortened(name, LABEL, top - 8.0);
            let x = left + (place as f64 + 0.5) * width;
            write(area, &name, (x, top - 6.0), upwards(INK, LABEL))?;
        }
        let style = || text(MUTED, SMALL, LEFT);
        write(area, self.row_title, (left - 8.0, top - 8.0), style())?;
        write(area, self.column_title, (left - 8.0, top - 22.0), style())
    }
}

/// The lines of a cell around its middle, the first one larger.
fn write_lines(area: &Area<'_>, cell: &Cell, opacity: f64, (x, y): (f64, f64)) -> Drawn {
    let color = if opacity >= DARK { ON_HEAT } else { ON_PALE };
    let first = y - 6.5 * (cell.lines.len().max(1) - 1) as f64;
    for (place, line) in cell.lines.iter().enumerate() {
        let size = if place == 0 { LABEL } else { 10.0 };
        let at = (x, first + 13.0 * place as f64);
        write(area, line, at, text(color, size, MIDDLE))?;
    }
    Ok(())
}
