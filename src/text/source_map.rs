//! The way back from decoded text to the bytes of the file it came from.

use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

use super::Span;

/// Maps offsets in a decoded text to offsets in the file.
///
/// A decoded text is made of stretches: some are copied from the file byte for byte, some (an escape, a
/// folded line break, text that byline put in) stand for a range of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    stretches: Stretches,
}

/// The stretches, in order. Nearly every text has one, which needs no memory of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Stretches {
    One(Stretch),
    Many(Vec<Stretch>),
}

impl Stretches {
    fn push(&mut self, stretch: Stretch) {
        match self {
            Stretches::Many(all) if all.capacity() == 0 => *self = Stretches::One(stretch),
            Stretches::Many(all) => all.push(stretch),
            Stretches::One(first) => *self = Stretches::Many(vec![*first, stretch]),
        }
    }
}

impl Default for Stretches {
    fn default() -> Stretches {
        Stretches::Many(Vec::new())
    }
}

impl Deref for Stretches {
    type Target = [Stretch];

    fn deref(&self) -> &[Stretch] {
        match self {
            Stretches::One(only) => std::slice::from_ref(only),
            Stretches::Many(all) => all,
        }
    }
}

impl DerefMut for Stretches {
    fn deref_mut(&mut self) -> &mut [Stretch] {
        match self {
            Stretches::One(only) => std::slice::from_mut(only),
            Stretches::Many(all) => all,
        }
    }
}

impl PartialEq for Stretches {
    fn eq(&self, other: &Stretches) -> bool {
        **self == **other
    }
}

impl Eq for Stretches {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    /// Where the stretch begins in the decoded text.
    decoded: u32,
    /// What it stands for in the file.
    source: Span,
    /// Whether each of its bytes is the file's byte at the same distance from the start.
    copied: bool,
}

impl SourceMap {
    /// A map of text copied from the file as it is, beginning at `start`.
    pub fn copied_from(start: usize, len: usize) -> SourceMap {
        let mut map = SourceMap::default();
        map.copied(0, Span::new(start, start + len));
        map
    }

    /// Notes that the decoded text from `decoded` on is a copy of the file's bytes `source`.
    ///
    /// Stretches are noted in order.
    pub fn copied(&mut self, decoded: usize, source: Span) {
        let decoded = Span::at(decoded).start;
        if let Some(last) = self.stretches.last_mut()
            && last.copied
            && last.source.end == source.start
            && decoded - last.decoded == last.source.end - last.source.start
        {
            last.source.end = source.end;
            return;
        }
        self.stretches.push(Stretch { decoded, source, copied: true });
    }

    /// Notes that the decoded text from `decoded` on stands for the file's bytes `source` as a whole.
    pub fn stands_for(&mut self, decoded: usize, source: Span) {
        self.stretches.push(Stretch { decoded: Span::at(decoded).start, source, copied: false });
    }

    /// Appends a map whose decoded text is put at `decoded`.
    pub fn append(&mut self, decoded: usize, other: &SourceMap) {
        for stretch in other.stretches.iter() {
            let at = decoded + stretch.decoded as usize;
            if stretch.copied {
                self.copied(at, stretch.source);
            } else {
                self.stands_for(at, stretch.source);
            }
        }
    }

    /// Appends the part of a map that belongs to its decoded bytes `range`, put at `decoded`.
    pub fn append_part(&mut self, decoded: usize, other: &SourceMap, range: std::ops::Range<usize>) {
        let first = other.stretches.partition_point(|stretch| (stretch.decoded as usize) <= range.start);
        let from = first.saturating_sub(1);
        for (index, stretch) in other.stretches.iter().enumerate().skip(from) {
            let begins = stretch.decoded as usize;
            if begins >= range.end {
                break;
            }
            let ends = other.stretches.get(index + 1).map_or(usize::MAX, |next| next.decoded as usize);
            let skip = range.start.saturating_sub(begins);
            let at = decoded + begins.max(range.start) - range.start;
            if stretch.copied {
                let start = stretch.source.start as usize + skip;
                let end =
                    (stretch.source.end as usize).min(stretch.source.start as usize + range.end.min(ends) - begins);
                self.copied(at, Span::new(start, end));
            } else {
                self.stands_for(at, stretch.source);
            }
        }
    }

    /// The place in the file of a range of the decoded text.
    pub fn span(&self, decoded: std::ops::Range<usize>) -> Span {
        let start = self.locate(decoded.start, false);
        if decoded.end <= decoded.start {
            return Span::new(start, start);
        }
        Span::new(start, self.locate(decoded.end - 1, true))
    }

    /// The file's offset of a decoded byte, or one past the end of what that byte stands for.
    fn locate(&self, decoded: usize, past: bool) -> usize {
        let index = self.stretches.partition_point(|stretch| (stretch.decoded as usize) <= decoded);
        let Some(stretch) = index.checked_sub(1).and_then(|index| self.stretches.get(index)) else {
            return self.stretches.first().map_or(0, |first| first.source.start as usize);
        };
        let end = stretch.source.end as usize;
        match (stretch.copied, past) {
            (true, past) => {
                (stretch.source.start as usize + (decoded - stretch.decoded as usize) + usize::from(past)).min(end)
            }
            (false, false) => stretch.source.start as usize,
            (false, true) => end,
        }
    }
}

/// A text that was decoded from a file, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The decoded text.
    pub value: String,
    /// Its way back to the file.
    pub map: SourceMap,
    /// The whole of what was written, with quotes.
    pub span: Span,
}

/// Hashes the text alone: where it was written says nothing about what a page shows.
impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{SourceMap, Span};

    /// `ab` copied from 10, `X` standing for 12..16, `cd` copied from 20.
    fn map() -> SourceMap {
        let mut map = SourceMap::default();
        map.copied(0, Span::new(10, 12));
        map.stands_for(2, Span::new(12, 16));
        map.copied(3, Span::new(20, 22));
        map
    }

    #[test]
    fn copied_bytes_lead_back_one_by_one_and_others_as_a_whole() {
        assert_eq!(map().span(0..1), Span::new(10, 11));
        assert_eq!(map().span(2..3), Span::new(12, 16));
        assert_eq!(map().span(1..4), Span::new(11, 21));
        assert_eq!(map().span(4..4), Span::at(21));
    }

    #[test]
    fn a_place_past_the_end_stays_within_the_last_stretch() {
        assert_eq!(map().span(4..90), Span::new(21, 22));
        assert_eq!(SourceMap::default().span(3..5), Span::at(0));
    }

    #[test]
    fn a_part_of_a_map_leads_where_the_whole_map_leads() {
        let whole = map();
        let mut part = SourceMap::default();
        part.append_part(100, &whole, 1..4);
        for at in 1..4 {
            assert_eq!(part.span(99 + at..100 + at), whole.span(at..at + 1), "byte {at}");
        }
    }

    #[test]
    fn stretches_that_follow_each_other_become_one() {
        let mut map = SourceMap::default();
        map.copied(0, Span::new(5, 8));
        map.copied(3, Span::new(8, 9));
        assert_eq!(map, SourceMap::copied_from(5, 4));
    }
}
