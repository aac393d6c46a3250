//! The filter `json`: a value as JSON for a script element, and for an attribute in single quotes.

use tera::{Error, Kwargs, State, TeraResult};

use crate::html::Value;

/// The value as JSON without blanks, finished HTML: what would end a script element, begin a tag, end an attribute in
/// single quotes, or end a line of JavaScript is written as `\uXXXX` (RFC 8259, section 7).
///
/// # Errors
/// If the value is none of JSON's, such as a number that is infinite.
pub(super) fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("`json` is given nothing: what stands before it does not exist"));
    }
    let json = serde_json::to_string(value).map_err(|cause| Error::message(format!("this is no JSON: {cause}")))?;
    let mut escaped = String::with_capacity(json.len());
    // Outside of texts JSON has none of them.
    for c in json.chars() {
        match c {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\'' => escaped.push_str("\\u0027"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            c => escaped.push(c),
        }
    }
    Ok(Value::safe_string(&escaped))
}
