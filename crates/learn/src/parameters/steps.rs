//! The parameters of several steps as those of one value.

use std::collections::{BTreeMap, BTreeSet};

use super::{Parameters, Value, in_full, unknown};
use crate::Result;

/// A parameter of one of several steps.
struct Place {
    /// The place of its step.
    step: usize,
    /// Its path within the step.
    inner: String,
    /// Its path among all.
    outer: String,
    value: Value,
}

/// The parameters of steps, each behind its step's name and two underscores. A step without a name
/// is a chain, whose own paths stay. The second step of a name gets `_2` behind it, the third `_3`.
pub(crate) fn parameters_of(steps: &[&dyn Parameters]) -> BTreeMap<String, Value> {
    places(steps).into_iter().map(|place| (place.outer, place.value)).collect()
}

/// Sets a parameter of one of several steps, by a path as [`parameters_of`] lists it.
///
/// # Errors
///
/// [`Error::UnknownParameter`](crate::Error::UnknownParameter) when there is none of that path,
/// and the step's error about the value.
pub(crate) fn set_parameter_of(
    steps: &mut [&mut dyn Parameters],
    path: &str,
    value: Value,
) -> Result<()> {
    let places = places(&steps.iter().map(|step| &**step).collect::<Vec<_>>());
    match places.iter().find(|place| place.outer == path) {
        Some(place) => steps[place.step]
            .set_parameter(&place.inner, value)
            .map_err(|error| in_full(error, path)),
        None => Err(unknown(path, places.iter().map(|place| &place.outer))),
    }
}

fn places(steps: &[&dyn Parameters]) -> Vec<Place> {
    let mut taken = BTreeSet::new();
    let mut all = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        // The new name of each first part of this step's paths.
        let mut names = BTreeMap::new();
        for (inner, value) in step.parameters() {
            let name = step.step_name();
            let path = if name.is_empty() { inner.clone() } else { format!("{name}__{inner}") };
            let (head, rest) = path.split_once("__").map_or((&*path, ""), |parts| parts);
            let head = names.entry(head.to_owned()).or_insert_with(|| free_name(head, &taken));
            let outer = if rest.is_empty() { head.clone() } else { format!("{head}__{rest}") };
            all.push(Place { step: place, inner, outer, value });
        }
        taken.extend(names.into_values());
    }
    all
}

/// The name, or the name with the first number from 2 behind it that is not taken.
fn free_name(name: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    let mut number = 2_usize;
    loop {
        let numbered = format!("{name}_{number}");
        if !taken.contains(&numbered) {
            return numbered;
        }
        number += 1;
    }
}
