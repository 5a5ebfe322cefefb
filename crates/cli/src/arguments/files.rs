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
            #[cfg(feature = "parquet")]
            Self::Timeline(it) if !it.manifest.is_empty() => {
                it.manifest.iter().map(PathBuf::as_path).collect()
            }
            Self::Timeline(it) => vec![it.input()],
            _ => Vec::new(),
        }
    }

    /// The files and folders that cannot be URLs.
    pub(crate) fn local_paths(&self) -> Vec<&Path> {
        let own: Vec<Option<&PathBuf>> = match self {
            Self::Predict(it) => vec![it.model.as_ref()],
            Self::Train(it) => vec![Some(&it.out), it.data.table.as_ref()],
            Self::Evaluate(it) => vec![it.data.table.as_ref()],
            Self::Inspect(it) => vec![it.model.as_ref()],
            Self::Timeline(it) => {
                let written = [Some(&it.output), it.report.as_ref(), it.plots.as_ref()];
                written.into_iter().chain([it.measuring.model.as_ref()]).collect()
            }
            Self::Listen(it) => vec![it.measuring.model.as_ref()],
            Self::Convert(it) => vec![Some(&it.model), Some(&it.output)],
            _ => Vec::new(),
        };
        let sources = match self {
            Self::Extract(it) => Some(&it.sources),
            Self::Train(it) => Some(&it.data.sources),
            Self::Evaluate(it) => Some(&it.data.sources),
            _ => None,
        };
        let report = match self {
            Self::Train(it) => of_report(&it.report),
            Self::Evaluate(it) => of_report(&it.report),
            _ => Vec::new(),
        };
        let corpora = sources.into_iter().flat_map(|it| {
            let named = it.corpus.iter().map(|(_, folder)| folder);
            named.chain(&it.audio).chain(&it.label_map)
        });
        let paths = own.into_iter().flatten().chain(corpora).map(PathBuf::as_path);
        paths.chain(report).collect()
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
