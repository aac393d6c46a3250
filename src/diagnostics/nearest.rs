//! The known name that was probably meant.

/// The known name nearest to `name`, if it is near enough to be meant.
///
/// Near is at most one slip in three characters (Damerau-Levenshtein), or the same but for case and separators;
/// the first of equally near names wins.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let allowed = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            let other = fold(candidate);
            let distance = if other == folded { 0 } else { strsim::damerau_levenshtein(&folded, &other) };
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}
