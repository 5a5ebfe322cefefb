//! Well-known names of emotions, as corpora write them.

/// Each emotion's name here, and its names elsewhere, in lower case. Names here are RAVDESS's
/// where it has the emotion, and adjectives else.
///
/// Codes of one letter are only listed where no other corpus uses the letter for another emotion:
/// `a` is anger in SAVEE and fear (Angst) in EmoDB, so that it is in the readers' own tables.
const ALIASES: [(&str, &str); 20] = [
    ("amused", "amusement"),
    (
        "angry",
        "anger|ang|w|wut|ärger|rabbia|rab|colère|colere|enojo|ira|enfado|gniew|złość|\
         kızgın",
    ),
    ("anxious", "anxiety"),
    ("apologetic", ""),
    ("assertive", ""),
    ("bored", "boredom|boredem|bor|langeweile"),
    ("calm", "calmness|cal|sakin"),
    ("concerned", "concern"),
    ("contempt", "contemptuous|con|verachtung"),
    ("disgust", "disgusted|dis|ekel|disgusto|dégoût|degout|asco|wstręt"),
    ("encouraging", ""),
    ("excited", "excitement|exc"),
    ("fearful", "fear|fea|scared|afraid|angst|paura|pau|peur|miedo|strach"),
    ("frustrated", "frustration|fru"),
    (
        "happy",
        "happiness|hap|joy|joyful|freude|gioia|gio|joie|alegría|alegria|felicidad|\
         radość|mutlu",
    ),
    ("neutral", "neu|ntr|neutrale|neutro|neutre|neutralny|no emotion"),
    ("other", "oth|others"),
    ("sad", "sadness|trauer|traurig|tristezza|tri|tristesse|tristeza|smutek|üzgün"),
    ("sleepy", "sleepiness"),
    (
        "surprised",
        "surprise|sur|ps|pleasant_surprise|pleasant surprise|pleasant_surprised|\
         überraschung|sorpresa|sor|zaskoczenie",
    ),
];

/// This crate's name for an emotion that a corpus calls `label`, in any case and with spaces
/// around it. `None` for a word that is not in the table, and for undecided labels such as
/// IEMOCAP's `xxx`.
///
/// ```
/// use emo_corpus::label::canonical;
///
/// assert_eq!(canonical("Wut"), Some("angry"));
/// assert_eq!(canonical("pleasant_surprise"), Some("surprised"));
/// assert_eq!(canonical("happy"), Some("happy"));
/// assert_eq!(canonical("nostalgic"), None);
/// ```
pub fn canonical(label: &str) -> Option<&'static str> {
    let label = label.trim().to_lowercase();
    let same = |(name, others): &&(&str, &str)| {
        *name == label || others.split('|').any(|alias| alias == label && !alias.is_empty())
    };
    ALIASES.iter().find(same).map(|(name, _)| *name)
}

/// All emotions that [`canonical`] knows, in alphabetical order, each with its other names in lower
/// case.
pub fn aliases() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    ALIASES.iter().map(|(name, others)| {
        (*name, others.split('|').filter(|alias| !alias.is_empty()).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_means_one_emotion() {
        let mut seen = BTreeSet::new();
        for (name, others) in aliases() {
            for alias in others.iter().chain([&name]) {
                assert!(seen.insert(*alias), "{alias} stands twice");
                assert_eq!(*alias, alias.to_lowercase());
                assert_eq!(canonical(alias), Some(name));
            }
        }
        assert!(aliases().map(|(name, _)| name).is_sorted());
    }
}
