//! Where the report is from.

use crate::{Section, html};

/// Names and what they stand for, such as the command, the seed and the versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Name and value; a fact with an empty value is left out.
    pub facts: Vec<(String, String)>,
}

impl Facts {
    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }

    /// The section.
    pub fn section(&self) -> Section {
        Section::new("How it was made").html(html::facts(&self.facts))
    }
}
