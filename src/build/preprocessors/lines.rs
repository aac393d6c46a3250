//! Where the lines of a body come from that a pre-processor returned.
//!
//! A line that is as it was leads to itself. One that is new leads to the end of the line of the author's above it, to
//! no byte: nobody wrote it in the file, so nothing there stands for it that could be mended or renamed.

use std::collections::BTreeMap;

use crate::text::{SourceMap, Span};

/// The way back from a returned body to a file in which the given one begins at `start`.
pub fn map(given: &str, returned: &str, start: usize) -> SourceMap {
    let (before, after) = (lines(given), lines(returned));
    let mut map = SourceMap::default();
    // Where the last line of the author's ends, without its line break.
    let mut end = start;
    let mut decoded = 0;
    let mut given_at = offsets(&before);
    given_at.push(given.len());
    for (line, from) in after.iter().zip(unchanged(&before, &after)) {
        match from {
            Some(from) => {
                let at = start + given_at[from];
                map.copied(decoded, Span::new(at, at + line.len()));
                end = at + line.trim_end_matches(['\n', '\r']).len();
            }
            None => map.stands_for(decoded, Span::at(end)),
        }
        decoded += line.len();
    }
    if after.is_empty() {
        map.stands_for(0, Span::at(start));
    }
    map
}

/// The line of the author's, counted from 0, that a line of a body leads to.
pub fn line_of(body: &str, map: &SourceMap, line: usize) -> Option<Span> {
    let lines = lines(body);
    let at = *offsets(&lines).get(line)?;
    let text = lines.get(line)?.trim_end_matches(['\n', '\r']);
    Some(map.span(at..at + text.len()))
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn offsets(lines: &[&str]) -> Vec<usize> {
    let starts = lines.iter().scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(start)
    });
    starts.collect()
}

/// Which line each line after was before, as far as that is plain; the order is kept.
///
/// Lines that occur once on each side hold the texts together (the patience of Bram Cohen's diff), and what is alike
/// beside them is taken along. The time is that of sorting, whatever the texts.
fn unchanged(before: &[&str], after: &[&str]) -> Vec<Option<usize>> {
    let mut from = vec![None; after.len()];
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    (0..head).for_each(|at| from[at] = Some(at));
    (1..=tail).for_each(|back| from[after.len() - back] = Some(before.len() - back));
    let (first, last) = (head, after.len() - tail);
    let anchors = longest(&once_in_both(&before[head..before.len() - tail], &after[head..last]));
    // A run below an anchor ends where the next begins, on both sides.
    let mut above = (first, head);
    let ends = anchors.iter().copied().map(|(a, b)| (a + head, b + head));
    let ends: Vec<(usize, usize)> = ends.chain([(before.len() - tail, last)]).collect();
    for (index, &(a, b)) in ends.iter().enumerate() {
        let is_anchor = index + 1 < ends.len();
        let (mut up_a, mut up_b) = (a, b);
        while up_a > above.0 && up_b > above.1 && before[up_a - 1] == after[up_b - 1] {
            (up_a, up_b) = (up_a - 1, up_b - 1);
            from[up_b] = Some(up_a);
        }
        if !is_anchor {
            break;
        }
        let until = ends.get(index + 1).copied().unwrap_or((before.len(), after.len()));
        let (mut down_a, mut down_b) = (a, b);
        while down_a < until.0 && down_b < until.1 && before[down_a] == after[down_b] {
            from[down_b] = Some(down_a);
            (down_a, down_b) = (down_a + 1, down_b + 1);
        }
        above = (down_a, down_b);
    }
    from
}

/// Where lines stand that occur once in both texts, in the order of the second.
fn once_in_both(before: &[&str], after: &[&str]) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<&str, [Place; 2]> = BTreeMap::new();
    for (side, lines) in [before, after].into_iter().enumerate() {
        for (at, line) in lines.iter().enumerate() {
            let place = &mut places.entry(line).or_default()[side];
            *place = if *place == Place::Nowhere { Place::Once(at) } else { Place::Often };
        }
    }
    let of = |(at, line): (usize, &&str)| match places.get(line)? {
        [Place::Once(from), Place::Once(_)] => Some((*from, at)),
        _ => None,
    };
    after.iter().enumerate().filter_map(of).collect()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    Once(usize),
    Often,
}

/// The most pairs whose first places rise with the second.
fn longest(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // By length: the pair with the lowest place that ends a run of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; pairs.len()];
    for (index, (from, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].0 < *from);
        previous[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut run: Vec<(usize, usize)> = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        run.push(pairs[index]);
        next = previous[index];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The line of the given text that each line of the returned one leads to, and whether it is copied.
    fn led(given: &str, returned: &str) -> Vec<Option<usize>> {
        unchanged(&lines(given), &lines(returned))
    }

    #[test]
    fn lines_below_and_above_what_was_put_in_lead_to_themselves() {
        assert_eq!(led("a\nb\nc\n", "a\nx\ny\nb\nc\n"), [Some(0), None, None, Some(1), Some(2)]);
        assert_eq!(led("a\nb\nc\n", "a\nc\n"), [Some(0), Some(2)]);
        assert_eq!(led("a\n\nb\n\nc\n", "x\n\nb\n\ny\n"), [None, Some(1), Some(2), Some(3), None]);
        assert_eq!(led("", "a\n"), [None]);
        assert_eq!(led("a\n", ""), [] as [Option<usize>; 0]);
    }

    #[test]
    fn lines_that_changed_places_lead_to_themselves_as_far_as_their_order_stands() {
        assert_eq!(led("a\nb\nc\nd\n", "c\nd\na\nb\n"), [None, None, Some(0), Some(1)]);
    }

    #[test]
    fn a_new_line_leads_to_the_end_of_the_line_above_it_and_to_no_byte() {
        let (given, returned) = ("one\r\ntwo\r\n", "one\r\nnew\r\ntwo\r\n");
        let map = map(given, returned, 100);
        assert_eq!(map.span(5..8), Span::at(103));
        assert_eq!(map.span(10..13), Span::new(105, 108));
        // Even one that begins behind the place that the new line leads to.
        assert_eq!(map.span(4..7), Span::at(104));
        assert_eq!(super::map("a\n", "new\n", 7).span(0..3), Span::at(7));
        assert_eq!(super::map("a\n", "", 7).span(0..0), Span::at(7));
    }

    #[test]
    fn a_text_of_very_many_lines_is_mapped_at_once() {
        let given: String = (0..200_000).map(|n| format!("{}\n", n % 7)).collect();
        let returned: String = (0..200_000).map(|n| format!("{}\n", n % 11)).collect();
        assert_eq!(unchanged(&lines(&given), &lines(&returned)).len(), 200_000);
    }

    proptest! {
        #[test]
        fn a_line_leads_to_one_that_says_the_same_and_places_only_rise(
            given in proptest::collection::vec("[abcde]?", 0..20),
            returned in proptest::collection::vec("[abcdef]?", 0..20),
        ) {
            let (given, returned) = (given.join("\n"), returned.join("\n"));
            let (before, after) = (lines(&given), lines(&returned));
            let mut last = None;
            for (line, from) in after.iter().zip(unchanged(&before, &after)) {
                if let Some(from) = from {
                    prop_assert_eq!(before[from], *line);
                    prop_assert!(last < Some(from));
                    last = Some(from);
                }
            }
            let map = map(&given, &returned, 3);
            let mut at = 0;
            for start in 0..=returned.len() {
                let span = map.span(start..returned.len());
                prop_assert!(span.start as usize >= at && span.end as usize <= 3 + given.len());
                at = span.start as usize;
            }
        }
    }
}
