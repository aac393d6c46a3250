//! Which of the texts that were joined into one a place stands in: each has its own footnotes and, in an answer, its own
//! headings.

use super::draft::{Draft, MarkKind};

/// One of the joined texts; those of the front matter are told apart by where they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What stands below the front matter, on both sides of the questions.
    Body,
    /// A section of the front matter, without those in it.
    Section(usize),
    /// A question of the front matter and its answer.
    Answer(usize),
}

/// The parts of a draft.
pub(super) struct Parts {
    /// Where each begins after the first, which is the body; by rising offset.
    begin: Vec<(usize, Part)>,
}

impl Parts {
    /// Those of a draft.
    pub fn of(draft: &Draft<'_>) -> Parts {
        let begin = draft.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Heading(..) => Some((mark.at, Part::Section(mark.at))),
            MarkKind::Question(..) => Some((mark.at, Part::Answer(mark.at))),
            MarkKind::FaqsEnd => Some((mark.at, Part::Body)),
            _ => None,
        });
        Parts { begin: begin.collect() }
    }

    /// Whether there is nothing but a body.
    pub fn is_one(&self) -> bool {
        self.begin.is_empty()
    }

    /// The part that an offset stands in.
    pub fn at(&self, at: usize) -> Part {
        let next = self.begin.partition_point(|(begin, _)| *begin <= at);
        next.checked_sub(1).and_then(|last| self.begin.get(last)).map_or(Part::Body, |(_, part)| *part)
    }
}
