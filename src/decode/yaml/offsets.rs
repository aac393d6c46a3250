//! From characters, which the parser counts, to bytes.

/// The byte offsets of characters, which is what the parser counts.
pub(super) struct ByteOffsets {
    /// Every [`ByteOffsets::STEP`]th; empty for ASCII, where both are the same.
    checkpoints: Vec<usize>,
}

impl ByteOffsets {
    const STEP: usize = 64;

    pub(super) fn new(text: &str) -> ByteOffsets {
        if text.is_ascii() {
            return ByteOffsets { checkpoints: Vec::new() };
        }
        ByteOffsets { checkpoints: text.char_indices().step_by(ByteOffsets::STEP).map(|(at, _)| at).collect() }
    }

    /// The byte offset of a character; the end for one past it.
    pub(super) fn of(&self, text: &str, character: usize) -> usize {
        if self.checkpoints.is_empty() {
            return character.min(text.len());
        }
        let Some(from) = self.checkpoints.get(character / ByteOffsets::STEP) else {
            return text.len();
        };
        text[*from..].char_indices().nth(character % ByteOffsets::STEP).map_or(text.len(), |(at, _)| from + at)
    }
}
