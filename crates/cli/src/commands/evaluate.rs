//! `emo evaluate`.

use std::io::Write;

use emo_pipeline::Result;
use emo_pipeline::metrics::Bootstrap;
use serde_json::json;

use super::recipe::Trainer;
use super::{scores, table};
use crate::arguments::Evaluate;
use crate::console::Console;

/// Prints how well the training does on clips that it was not shown.
pub(crate) fn run(arguments: &Evaluate, console: &Console) -> Result<()> {
    let (table, features) = table::read(&arguments.data, console)?;
    let trainer = Trainer::new(&arguments.recipe, features, &table);
    let mut all = Vec::new();
    for &protocol in &arguments.protocol {
        all.push(trainer.evaluate(protocol, &table)?.summary(&Bootstrap::default())?);
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
