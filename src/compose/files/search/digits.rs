//! Numbers as text: five bits in each character, the lowest first; a sixth says that more follow.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends a number.
pub fn write(mut number: u32, into: &mut String) {
    loop {
        let low = (number & 31) as usize;
        number >>= 5;
        let more = if number > 0 { 32 } else { 0 };
        into.push(char::from(DIGITS[low | more]));
        if number == 0 {
            return;
        }
    }
}

/// Reads the numbers of a text.
#[cfg(test)]
pub fn read(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let (mut number, mut shift) = (0, 0);
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte).expect("a digit") as u32;
        number |= (digit & 31) << shift;
        shift += 5;
        if digit < 32 {
            numbers.push(number);
            (number, shift) = (0, 0);
        }
    }
    numbers
}
