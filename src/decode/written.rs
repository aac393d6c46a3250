//! Texts as YAML and TOML write them.

/// A text as one whole value of YAML, quoted if it has to be.
pub fn in_yaml(text: &str) -> String {
    if is_plain_in_yaml(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a text is itself without quotes, to every reader of YAML, of any version, in a list too.
fn is_plain_in_yaml(text: &str) -> bool {
    let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    let is_doi = text.starts_with("10.") && text.contains('/');
    let marks = if is_address || is_doi { "-.?!'()/:_~=+" } else { " -.?!'’()" };
    (text.starts_with(char::is_alphabetic) || is_doi)
        && text.ends_with(|c: char| c.is_alphanumeric() || ".?!)/".contains(c))
        && text.chars().all(|c| c.is_alphanumeric() || marks.contains(c))
        && !words.contains(&text.to_lowercase().as_str())
}

/// In double quotes, in which YAML and TOML agree: what is not shown is escaped by its number.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
