//! The text of a file whose bytes may be anything.

use std::borrow::Cow;

use crate::text::Span;

/// A file's text for showing; each stretch of broken bytes is one `�`.
pub(super) struct Source {
    pub text: String,
    /// Where broken bytes end, in the file and in the text, in order; empty if the file is UTF-8.
    repairs: Vec<(usize, usize)>,
    /// The length of the file in bytes.
    len: usize,
}

impl Source {
    pub fn new(bytes: Cow<'_, [u8]>) -> Source {
        let len = bytes.len();
        match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Source { text, repairs: Vec::new(), len },
            Err(error) => {
                let mut text = String::with_capacity(len + 16);
                let mut repairs = Vec::new();
                let mut at = 0;
                for chunk in error.as_bytes().utf8_chunks() {
                    text.push_str(chunk.valid());
                    at += chunk.valid().len() + chunk.invalid().len();
                    if !chunk.invalid().is_empty() {
                        text.push(char::REPLACEMENT_CHARACTER);
                        repairs.push((at, text.len()));
                    }
                }
                Source { text, repairs, len }
            }
        }
    }

    /// The span moved into the file, if the file became shorter since.
    pub fn clamp(&self, span: Span) -> Span {
        Span::new((span.start as usize).min(self.len), (span.end as usize).min(self.len))
    }

    /// The offset in the text of an offset in the file, moved back to the start of its character.
    pub fn offset(&self, byte: usize) -> usize {
        let before = self.repairs.partition_point(|(file, _)| *file <= byte);
        let (file, text) = before.checked_sub(1).and_then(|last| self.repairs.get(last)).copied().unwrap_or((0, 0));
        // Within broken bytes the distance may be longer than the text up to the next stretch.
        let next =
            self.repairs.get(before).map_or(self.text.len(), |(_, text)| text - char::REPLACEMENT_CHARACTER.len_utf8());
        self.text.floor_char_boundary((text + byte.saturating_sub(file)).min(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_behind_broken_bytes_point_to_the_same_text() {
        let file = b"caf\xe9 au \xff\xfe\xfflait\n";
        let source = Source::new(Cow::Borrowed(file));
        assert_eq!(source.text, "caf� au ���lait\n");
        let at = |byte| &source.text[source.offset(byte)..];
        assert_eq!(at(0), source.text);
        assert_eq!(at(3), "� au ���lait\n");
        assert_eq!(at(4), " au ���lait\n");
        assert_eq!(at(8), "���lait\n");
        assert_eq!(at(10), "�lait\n");
        assert_eq!(at(11), "lait\n");
        assert_eq!(at(99), "");
    }

    #[test]
    fn an_offset_within_a_character_is_its_start() {
        let source = Source::new(Cow::Borrowed("aé東".as_bytes()));
        assert_eq!((0..8).map(|byte| source.offset(byte)).collect::<Vec<_>>(), [0, 1, 1, 3, 3, 3, 6, 6]);
        assert_eq!(source.clamp(Span::new(2, 900)), Span::new(2, 6));
    }
}
