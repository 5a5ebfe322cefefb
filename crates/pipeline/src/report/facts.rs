//! Where a model is from.

use crate::emotion_model::ModelCard;

/// What a card says, by names.
pub(super) fn of_card(card: &ModelCard) -> Vec<(String, String)> {
    let versions = card.versions.iter().map(|(name, version)| format!("{name} {version}"));
    let hyperparameters =
        card.hyperparameters.iter().map(|(path, value)| format!("{path} = {value}"));
    let facts = [
        ("model", card.name.clone()),
        ("data", card.data.clone()),
        ("licence of the data", card.data_license.clone()),
        ("date", card.date.clone()),
        ("seed", card.seed.to_string()),
        ("hyperparameters", hyperparameters.collect::<Vec<_>>().join(", ")),
        ("scores", card.scores_note.clone()),
        ("made by", versions.collect::<Vec<_>>().join(", ")),
    ];
    facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect()
}
