//! Random convolutions over descriptors (ROCKET: Dempster, Petitjean and Webb, Data Mining and
//! Knowledge Discovery 34, 2020; its statistics beside the maximum: MultiRocket, 2022).

use std::ops::Range;

use emo_random::RandomState;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, require};
use crate::kernel::lanes::Lanes;
use crate::summary::random_kernel::{Described, Kernel, REACH, Response};
use crate::summary::table::{Table, blocks, named};

/// A column that is convolved, and its divisor, which brings all columns to a similar size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// The column, by name or by the part before `_`.
    pub columns: String,
    /// A typical standard deviation of its values.
    pub scale: f32,
}

/// Random kernels of nine taps, each summarised by four statistics of its response.
///
/// A kernel covers 1, 2, 4 or 8 channels, which are neighbours in seven of ten kernels. Its weights
/// on each channel have mean zero, so that a constant has no influence. The kernels depend only on
/// the seed and on the number of channels: they are the same on every machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RandomConvolutions {
    /// The channels, in the order that makes neighbours.
    pub channels: Vec<Channel>,
    /// Frames between taps; there are `n_kernels` kernels for each.
    pub dilations: Vec<usize>,
    /// Kernels per dilation. Default 200.
    pub n_kernels: usize,
    /// The seed. Default 0.
    pub random_state: u32,
}

crate::params::setters!(RandomConvolutions {
    channels: Vec<Channel>, dilations: Vec<usize>, n_kernels: usize, random_state: u32,
});

impl Default for RandomConvolutions {
    fn default() -> Self {
        Self {
            channels: Vec::new(),
            dilations: vec![1, 2, 3, 4, 6, 8, 12, 16, 22],
            n_kernels: 200,
            random_state: 0,
        }
    }
}

/// The statistics of a kernel's response: its maximum, the share of frames above the kernel's
/// threshold, its standard deviation and its mean.
const STATISTICS: [&str; 4] = ["max", "share", "std", "mean"];

/// Largest dilation in frames.
const MOST_DILATED: usize = 1024;

impl RandomConvolutions {
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for dilation in &self.dilations {
            for kernel in 0..self.n_kernels {
                let name = |statistic| format!("convolution_{dilation}_{kernel:03}_{statistic}");
                names.extend(STATISTICS.map(name));
            }
        }
        names
    }

    fn check(&self) -> Result<()> {
        check::filters("n_kernels", self.n_kernels)?;
        check::filters("dilations", self.dilations.len())?;
        for &dilation in &self.dilations {
            let expected = format!("1 to {MOST_DILATED}");
            require((1..=MOST_DILATED).contains(&dilation), "dilation", expected, dilation)?;
        }
        for channel in &self.channels {
            check::above("scale", f64::from(channel.scale), 0.0)?;
        }
        check::size(self.n_kernels, self.dilations.len())
    }
}

/// Kernels that are ready to be used, and the channels that they lie over.
#[derive(Clone, Debug)]
pub(crate) struct ConvolutionPlan {
    /// Place of each channel in the table, and the factor that it is multiplied by.
    channels: Vec<(usize, f32)>,
    kernels: Vec<Kernel>,
    /// Frames that are added at either end.
    padding: usize,
}

impl ConvolutionPlan {
    pub(crate) fn new(params: &RandomConvolutions, names: &[String]) -> Result<Self> {
        params.check()?;
        let mut channels = Vec::new();
        for Channel { columns, scale } in &params.channels {
            channels.extend(named(names, columns).map(|place| (place, 1.0 / scale)));
        }
        if channels.is_empty() {
            return Err(Error::Empty { what: "channels" });
        }
        let mut random = RandomState::new(params.random_state);
        let mut kernels = Vec::with_capacity(params.dilations.len() * params.n_kernels);
        for &dilation in &params.dilations {
            for _ in 0..params.n_kernels {
                kernels.push(Kernel::draw(dilation, channels.len(), &mut random)?);
            }
        }
        let padding = REACH * params.dilations.iter().copied().max().unwrap_or(0);
        Ok(Self { channels, kernels, padding })
    }

    /// The columns that it lies over.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        self.channels.iter().map(|&(place, _)| place)
    }

    pub(crate) fn push(&self, table: &Table, row: &mut Vec<f64>) -> Result<()> {
        let mut channels = Channels::new(self);
        let mut response = Response::default();
        let mut described = vec![Described::default(); self.kernels.len()];
        for block in blocks(0..table.frames()) {
            let channels = channels.read(table, &block)?;
            for (kernel, described) in self.kernels.iter().zip(&mut described) {
                response.describe(kernel, channels, self.padding, block.len(), described);
            }
        }
        row.extend(described.iter().flat_map(|it| it.numbers(table.frames())).map(f64::from));
        Ok(())
    }
}

/// Reads the channels of a plan block by block.
#[derive(Debug)]
struct Channels<'p> {
    plan: &'p ConvolutionPlan,
    places: Vec<usize>,
    buffer: Vec<Lanes>,
    values: Vec<Vec<f32>>,
    padded: Vec<Vec<f32>>,
}

impl<'p> Channels<'p> {
    fn new(plan: &'p ConvolutionPlan) -> Self {
        let places: Vec<usize> = plan.places().collect();
        let values = vec![Vec::new(); places.len()];
        Self { plan, places, buffer: Vec::new(), padded: values.clone(), values }
    }

    /// Each channel in the frames of a block and around it. The first and last value of the clip
    /// are repeated, so that every tap finds one.
    fn read(&mut self, table: &Table, block: &Range<usize>) -> Result<&[Vec<f32>]> {
        let padding = self.plan.padding;
        let end = block.end + padding + Response::spare(block.len());
        let inside = block.start.saturating_sub(padding)..end.min(table.frames());
        let (before, after) = (padding - (block.start - inside.start), end - inside.end);
        self.values.iter_mut().for_each(Vec::clear);
        table.read_columns(&self.places, inside, &mut self.buffer, &mut self.values)?;
        let channels = self.plan.channels.iter().zip(&self.values).zip(&mut self.padded);
        for (((_, factor), values), padded) in channels {
            let first = values.first().copied().unwrap_or(0.0);
            let last = values.last().copied().unwrap_or(0.0);
            let before = std::iter::repeat_n(first, before);
            let all = before.chain(values.iter().copied()).chain(std::iter::repeat_n(last, after));
            padded.clear();
            padded.extend(all.map(|x| x * factor));
        }
        Ok(&self.padded)
    }
}
