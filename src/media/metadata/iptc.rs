//! IPTC's records in Photoshop's resources (IIM 4.2).

use super::text;
use crate::media::credit::Credit;

/// The resource that holds IPTC's records.
const RECORDS: [u8; 2] = [0x04, 0x04];

const BY_LINE: u8 = 80;
const CREDIT: u8 = 110;
const COPYRIGHT: u8 = 116;

pub fn read(photoshop: &[u8]) -> Credit {
    let mut credit = Credit::default();
    let mut rest = records(photoshop).unwrap_or_default();
    let mut creators: Vec<String> = Vec::new();
    while let [0x1c, record, number, high, low, behind @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        // A length of more than 15 bits is that of a length, and nobody's name is so long.
        let Some((value, next)) = behind.split_at_checked(length) else { break };
        rest = next;
        let value = || text(&decoded(value));
        match (record, *number) {
            (2, BY_LINE) => creators.extend(value()),
            (2, CREDIT) => credit.line = value(),
            (2, COPYRIGHT) => credit.copyright = value(),
            _ => {}
        }
    }
    credit.creator = text(&creators.join(", "));
    credit
}

/// The bytes of the records among the resources.
fn records(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let kind = rest.strip_prefix(b"8BIM")?;
        // A name whose length is even together with the byte that tells it.
        let name = usize::from(*kind.get(2)?) | 1;
        let at = 2 + name + 1;
        let length = usize::try_from(u32::from_be_bytes(kind.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let body = kind.get(at + 4..(at + 4).checked_add(length)?)?;
        if kind.starts_with(&RECORDS) {
            return Some(body);
        }
        rest = kind.get(at + 4 + length + length % 2..)?;
    }
}

/// UTF-8 as most programs write it whatever they declare, else Latin-1.
fn decoded(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_records_among_other_resources_are_read() {
        let mut photoshop = b"8BIM\x03\xed\0\0\0\0\0\x03abc\0".to_vec();
        let records = b"\x1c\x02\x50\0\x03Ann\x1c\x02\x50\0\x02Bo\x1c\x02\x6e\0\x06Z\xfcrich\x1c\x02\x74\0\x04(c) ";
        photoshop.extend(b"8BIM\x04\x04\0\0\0\0\0");
        photoshop.push(records.len() as u8);
        photoshop.extend(records);
        let credit = read(&photoshop);
        assert_eq!(credit.creator.as_deref(), Some("Ann, Bo"));
        assert_eq!(credit.line.as_deref(), Some("Zürich"));
        assert_eq!(credit.copyright.as_deref(), Some("(c)"));
        for end in 0..photoshop.len() {
            read(&photoshop[..end]);
        }
    }
}
