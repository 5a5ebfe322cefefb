//! `emo evaluate`.

use std::io::Write;

use emo_pipeline::Result;
use emo_pipeline::metrics::Bootstrap;
use serde_json::json;

use super::{recipe, scores, table};
use crate::arguments::Evaluate;
use crate::console::Console;

/// Prints how well the training does on clips that it was not shown.
pub(crate) fn run(arguments: &Evaluate, console: &Console) -> Result<()> {
    let table = table::read(&arguments.data, console)?;
    let pipeline = recipe::pipeline(&arguments.recipe);
    let mut all = Vec::new();
    for &protocol in &arguments.protocol {
        all.push(protocol.evaluate(&table, &pipeline)?.summary(&Bootstrap::default())?);
    }
    let mut out = std::io::stdout().lock();
    if !arguments.json {
        return Ok(out.write_all(scores::text(&all).as_bytes())?);
    }
    for scores in all {
        writeln!(out, "{}", json!(scores))?;
    }
    Ok(())
}
