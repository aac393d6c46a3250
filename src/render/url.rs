//! The filter `url`: a text as an address that a page may lead to.

use std::fmt::Write;

use tera::{Error, Kwargs, State, TeraResult};

use crate::html::Value;

/// What a link may begin with; any other program of the reader's machine is not started by a text of the content.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// The address as it is, without blanks around it; blanks and what no address holds are percent-encoded (WHATWG URL,
/// "URL code points"). Nothing is an empty address.
///
/// # Errors
/// If it begins with another scheme than those of links, read as browsers do, which drop blanks and controls.
pub(super) fn url(address: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    if address.is_undefined() {
        return Err(Error::message("`url` is given nothing: what stands before it does not exist"));
    }
    if address.is_none() {
        return Ok(String::new());
    }
    let Some(text) = address.as_str() else {
        return Err(Error::message(format!("`{address}` is no text of which `url` can make an address")));
    };
    match scheme(text) {
        Some(scheme) if !SCHEMES.contains(&scheme.as_str()) => {
            let known = SCHEMES.iter().map(|scheme| format!("`{scheme}:`")).collect::<Vec<_>>().join(", ");
            let text: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
            Err(Error::message(format!("`{text}` is no address to lead to: one begins with {known}, or has no scheme")))
        }
        _ => Ok(encoded(text.trim())),
    }
}

/// What stands before the first colon, if a browser may take it for a scheme.
fn scheme(text: &str) -> Option<String> {
    let shown: String = text.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = shown.split_once(':')?;
    let is_scheme = !scheme.contains(['/', '?', '#']);
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn encoded(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing into a text does not fail.
                let _ = write!(address, "%{byte:02X}");
            }
        } else {
            address.push(c);
        }
    }
    address
}
