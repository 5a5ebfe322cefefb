//! Where the report is from.

use super::html::facts;
use super::section::Section;
use crate::emotion_model::ModelCard;

/// What a card says, by names.
pub(super) fn of_card(card: &ModelCard) -> Vec<(String, String)> {
    let pairs = |pairs: Vec<String>| pairs.join(", ");
    let versions = card.versions.iter().map(|(name, version)| format!("{name} {version}"));
    let hyperparameters =
        card.hyperparameters.iter().map(|(path, value)| format!("{path} = {value}"));
    let facts = [
        ("model", card.name.clone()),
        ("data", card.data.clone()),
        ("licence of the data", card.data_license.clone()),
        ("date", card.date.clone()),
        ("seed", card.seed.to_string()),
        ("hyperparameters", pairs(hyperparameters.collect())),
        ("scores", card.scores_note.clone()),
        ("made by", pairs(versions.collect())),
    ];
    facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect()
}

/// The section.
pub(super) fn section(named: &[(String, String)]) -> Section {
    Section::new("How it was made").html(facts(named))
}
