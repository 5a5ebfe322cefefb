//! The files that a command reads and writes.

use std::path::{Path, PathBuf};

use super::{Command, Data, Report, Sources};

impl Command {
    /// The files and folders that the command writes.
    pub(crate) fn outputs(&self) -> Vec<&Path> {
        match self {
            #[cfg(feature = "parquet")]
            Self::Predict(it) => it.output.iter().map(PathBuf::as_path).collect(),
            Self::Extract(it) => vec![&it.output],
            Self::Train(it) => [vec![it.out.as_path()], of_report(&it.report)].concat(),
            Self::Evaluate(it) => of_report(&it.report),
            Self::Timeline(it) => {
                let others = [&it.report, &it.plots].into_iter().flatten();
                others.map(PathBuf::as_path).chain([it.output.as_path()]).collect()
            }
            Self::Convert(it) => vec![&it.output],
            _ => Vec::new(),
        }
    }

    /// The files and folders that the command reads.
    pub(crate) fn inputs(&self) -> Vec<&Path> {
        match self {
            Self::Predict(it) => {
                it.inputs.iter().chain(&it.manifest).map(PathBuf::as_path).collect()
            }
            Self::Extract(it) => {
                it.inputs.iter().map(PathBuf::as_path).chain(of_sources(&it.sources)).collect()
            }
            Self::Train(it) => of_data(&it.data),
            Self::Evaluate(it) => of_data(&it.data),
            Self::Timeline(it) => vec![&it.input],
            _ => Vec::new(),
        }
    }
}

fn of_report(report: &Report) -> Vec<&Path> {
    [&report.file, &report.plots].into_iter().flatten().map(PathBuf::as_path).collect()
}

fn of_data(data: &Data) -> Vec<&Path> {
    data.table.iter().map(PathBuf::as_path).chain(of_sources(&data.sources)).collect()
}

fn of_sources(sources: &Sources) -> impl Iterator<Item = &Path> {
    sources.manifest.iter().chain(&sources.label_map).map(PathBuf::as_path)
}
