//! Sentences that end once.

/// The full stop that a text needs behind it: none if there is no text or it ends with a sign of its own.
pub fn full_stop(text: &str) -> &'static str {
    let end = text.trim_end_matches(['"', '\'', '”', '’', '“', '«', '»']).chars().next_back();
    match end {
        None | Some('.' | '?' | '!' | '…' | '。' | '？' | '！') => "",
        Some(_) => ".",
    }
}

#[cfg(test)]
mod tests {
    use super::full_stop;

    #[test]
    fn what_ends_with_a_sign_of_its_own_gets_no_full_stop() {
        for text in ["Tide Ltd.", "Who pays?", "“Who pays?”", "High water!", "And so on…", "潮汐。", ""] {
            assert_eq!(full_stop(text), "", "{text}");
        }
        for text in ["Tides", "The “tides”", "Tides (2nd ed.)", "1987"] {
            assert_eq!(full_stop(text), ".", "{text}");
        }
    }
}
