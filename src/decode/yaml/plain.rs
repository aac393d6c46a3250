//! What a value without quotes is.

use super::Value;

/// What a plain scalar is in the core schema of YAML 1.2; `None` for a text.
pub(super) fn value(written: &str) -> Option<Value> {
    match written {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        number if is_number(number) => Some(Value::Number(number.to_owned())),
        _ => None,
    }
}

/// Whether a plain scalar is a number: `[-+]?[0-9]+`, `0o…`, `0x…`, a decimal fraction, `.inf` or `.nan`.
fn is_number(written: &str) -> bool {
    if !matches!(written.as_bytes(), [b'0'..=b'9' | b'.' | b'-' | b'+', ..]) {
        return false;
    }
    let all = |digits: &str, allowed: fn(&u8) -> bool| !digits.is_empty() && digits.bytes().all(|byte| allowed(&byte));
    if let Some(digits) = written.strip_prefix("0x") {
        return all(digits, u8::is_ascii_hexdigit);
    }
    if let Some(digits) = written.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    let unsigned = written.strip_prefix(['-', '+']).unwrap_or(written);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(written, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    if exponent.is_some_and(|digits| !all(digits, u8::is_ascii_digit)) {
        return false;
    }
    match mantissa.split_once('.') {
        Some(("", fraction)) => all(fraction, u8::is_ascii_digit),
        Some((whole, fraction)) => all(whole, u8::is_ascii_digit) && fraction.bytes().all(|byte| byte.is_ascii_digit()),
        None => all(mantissa, u8::is_ascii_digit),
    }
}
