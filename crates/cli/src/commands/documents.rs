//! `emo completions` and `emo man`.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;
use emo_pipeline::Result;

use crate::arguments::Arguments;

/// Prints a completion script for the shell.
pub(crate) fn completions(shell: Shell) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "emo", &mut text);
    print(&text)
}

/// Prints the manual page, with one section per command.
pub(crate) fn man() -> Result<()> {
    let mut text = Vec::new();
    let command = Arguments::command();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for command in command.get_subcommands() {
        let page = clap_mangen::Man::new(command.clone());
        writeln!(text, ".SH EMO {}", command.get_name().to_uppercase())?;
        page.render_description_section(&mut text)?;
        page.render_options_section(&mut text)?;
    }
    print(&text)
}

fn print(text: &[u8]) -> Result<()> {
    Ok(std::io::stdout().lock().write_all(text)?)
}
