//! Columns that belong together.

use std::collections::BTreeMap;

/// The columns of a feature table by the first word of their names, such as `mfcc`, in the order
/// of the words' first columns: what to permute together.
///
/// ```
/// let columns = ["mfcc_00_mean", "mfcc_01_mean", "zcr_mean"].map(String::from);
/// let groups = emo_learn::inspection::descriptor_groups(&columns);
/// assert_eq!(groups, [("mfcc".to_owned(), vec![0, 1]), ("zcr".to_owned(), vec![2])]);
/// ```
pub fn descriptor_groups(columns: &[String]) -> Vec<(String, Vec<usize>)> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (column, name) in columns.iter().enumerate() {
        let word = name.split('_').next().unwrap_or(name);
        let place = *places.entry(word).or_insert_with(|| {
            groups.push((word.to_owned(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(column);
    }
    groups
}
