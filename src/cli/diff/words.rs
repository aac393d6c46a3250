//! What both the text for a terminal and the one for a pull request say.

use std::fmt::Write as _;

use crate::build::diff::{Comparison, FileChange, PageChange, Totals, What, With};
use crate::cli::texts::shown;
use crate::diagnostics::escaped;

/// The longest text of a side of a passage, in characters.
const LONGEST: usize = 800;

/// What a site is compared with, as it was named.
pub fn named(with: &With) -> String {
    match with {
        With::Output(folder) => shown(folder),
        With::Revision(name) => escaped(name).into_owned(),
    }
}

/// Such as `2 pages`.
pub fn counted(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

/// That nothing differs.
pub fn same(comparison: &Comparison) -> String {
    let Totals { pages, files, bytes: _ } = comparison.after;
    format!("{} and {} are the same", counted(pages, "page"), counted(files.saturating_sub(pages), "other file"))
}

/// The pages by what became of them; those that changed in nothing that is read are apart.
pub struct Parts<'c> {
    pub lost: Vec<&'c PageChange>,
    pub removed: Vec<&'c PageChange>,
    pub added: Vec<&'c PageChange>,
    pub changed: Vec<&'c PageChange>,
    pub markup: Vec<&'c PageChange>,
}

impl<'c> Parts<'c> {
    pub fn of(comparison: &'c Comparison) -> Parts<'c> {
        let mut parts =
            Parts { lost: Vec::new(), removed: Vec::new(), added: Vec::new(), changed: Vec::new(), markup: Vec::new() };
        for page in &comparison.pages {
            let part = match page.what {
                What::Added => &mut parts.added,
                What::Changed if page.is_markup() => &mut parts.markup,
                What::Changed => &mut parts.changed,
                What::Removed if page.is_lost() => &mut parts.lost,
                What::Removed => &mut parts.removed,
            };
            part.push(page);
        }
        parts
    }
}

/// Where a page that is gone seems to have moved: to the only new one that is called the same.
pub fn moved<'c>(lost: &PageChange, added: &[&'c PageChange]) -> Option<&'c PageChange> {
    let mut alike = added.iter().filter(|page| page.title == lost.title && !page.title.is_empty());
    alike.next().filter(|_| alike.next().is_none()).copied()
}

/// What to write so that an address that is gone leads to where its page has moved.
pub fn way_out(lost: &PageChange, added: &[&PageChange]) -> Option<String> {
    let document = moved(lost, added)?.document.as_ref()?;
    Some(format!("if it has moved, write `aliases: [{}]` in {document}", lost.address))
}

/// One line: how many addresses came, changed and went, and the sizes.
pub fn summary(comparison: &Comparison) -> String {
    let Comparison { with: _, pages, files, before, after } = comparison;
    let count = |what: What| pages.iter().filter(|page| page.what == what).count();
    let lost = pages.iter().filter(|page| page.is_lost()).count();
    let mut text = format!(
        "{} added, {} changed, {} removed",
        match count(What::Added) {
            1 => "1 address".to_owned(),
            added => format!("{added} addresses"),
        },
        count(What::Changed),
        count(What::Removed)
    );
    if lost > 0 {
        let _ = write!(text, " ({lost} without a redirect)");
    }
    let _ = write!(text, " · {}", counted(files.len(), "other file"));
    let turned = |before: String, after: String| if before == after { after } else { format!("{before} → {after}") };
    let _ = write!(text, " · {}", turned(counted(before.pages, "page"), counted(after.pages, "page")));
    let _ = write!(text, " · {}", turned(size(before.bytes), size(after.bytes)));
    text
}

/// Dates, sources, the description and where an address leads, a line each without its mark.
pub fn facts(page: &PageChange) -> Vec<String> {
    let mut lines = Vec::new();
    let date = |date: &Option<String>| date.clone().unwrap_or_else(|| "none".to_owned());
    lines.extend(page.leads_to.iter().map(|to| format!("leads to {to}")));
    lines
        .extend(page.dates.iter().map(|(name, [before, after])| format!("{name}: {} → {}", date(before), date(after))));
    if let Some([before, after]) = &page.description {
        lines.push(format!("description: {} → {}", clipped(before), clipped(after)));
    }
    lines.extend(page.sources_added.iter().map(|source| format!("source added: {}", clipped(source))));
    lines.extend(page.sources_removed.iter().map(|source| format!("source removed: {}", clipped(source))));
    lines
}

/// A text that may be very long, cut.
pub fn clipped(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Such as `1.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// How much a file has grown or shrunk.
pub fn growth(sizes: [Option<u64>; 2]) -> String {
    match sizes {
        [Some(before), Some(after)] if before == after => "same size".to_owned(),
        [Some(before), Some(after)] => {
            let sign = if after > before { '+' } else { '−' };
            format!("{sign}{}", size(before.abs_diff(after)))
        }
        [None, Some(size_now)] => size(size_now),
        [Some(was), None] => format!("was {}", size(was)),
        [None, None] => String::new(),
    }
}

/// Such as `changed feed.xml (+120 B)`.
pub fn file(change: &FileChange) -> (&'static str, String) {
    let FileChange { what, path, sizes } = change;
    (super::word(*what), format!("{} ({})", escaped(path), growth(*sizes)))
}
