//! The known name that was probably meant.

/// The most slips in a name.
const SLIPS: u32 = 3;

/// The known name nearest to `name`, if it is near enough to be meant.
///
/// Near is the same but for case and separators, or at most one slip (a letter wrong, missing, too many, or two
/// swapped) in three letters of the shorter name, and three slips in all. In names of up to three letters a wrong
/// letter is another word (`doc` is not `toc`), and names of one or two letters are too short to guess.
/// The first of equally near names wins.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let counts = Counts::of(name);
    known
        .into_iter()
        .filter(|candidate| *candidate != name && counts.is_near(&Counts::of(candidate)))
        .filter_map(|candidate| Some((slips(&folded, &fold(candidate))?, candidate)))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// Whether only the nearest name can be meant, so that it may be written without asking: no other is as near, and the two
/// differ in more than digits, because a second part is no slip for a third.
pub fn is_certain<'a>(name: &str, near: &str, known: impl IntoIterator<Item = &'a str>) -> bool {
    let folded = fold(name);
    let Some(distance) = slips(&folded, &fold(near)) else { return false };
    let without_digits = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    if without_digits(name) == without_digits(near) {
        return false;
    }
    let counts = Counts::of(name);
    let mut others = known.into_iter().filter(|other| *other != near && *other != name);
    !others.any(|other| {
        counts.is_near(&Counts::of(other)) && slips(&folded, &fold(other)).is_some_and(|slips| slips <= distance)
    })
}

/// How often each letter occurs in a name, case and separators aside.
///
/// A thousand mistakes in a site of a thousand articles are a million pairs of names; this sorts out most of them.
struct Counts {
    /// By the low bits of the letter: different letters may share a place, which only lets more pairs through.
    letters: [u8; 32],
}

impl Counts {
    fn of(name: &str) -> Counts {
        let mut letters = [0u8; 32];
        for byte in name.bytes().filter(|byte| byte.is_ascii() && !matches!(byte, b'-' | b'_' | b' ')) {
            let place = &mut letters[usize::from(byte.to_ascii_lowercase() % 32)];
            *place = place.saturating_add(1);
        }
        Counts { letters }
    }

    /// Whether three slips may lead from one name to the other: a slip adds a letter at most, and takes one away.
    fn is_near(&self, other: &Counts) -> bool {
        let (mut more, mut fewer) = (0, 0);
        for (one, other) in self.letters.iter().zip(&other.letters) {
            more += u32::from(one.saturating_sub(*other));
            fewer += u32::from(other.saturating_sub(*one));
        }
        more.max(fewer) <= SLIPS
    }
}

/// How many slips lead from one name to the other (Damerau-Levenshtein), if they are few.
fn slips(name: &str, candidate: &str) -> Option<usize> {
    if name == candidate {
        return (!name.is_empty()).then_some(0);
    }
    let (one, other) = (name.chars().count(), candidate.chars().count());
    let shorter = one.min(other);
    let allowed = (shorter / 3).min(SLIPS as usize);
    // The distance of names of hostile length would take long; it is at least the difference of their lengths.
    if shorter < 3 || one.abs_diff(other) > allowed {
        return None;
    }
    let slips = strsim::damerau_levenshtein(name, candidate);
    let another_word = shorter == 3 && one == other && letters(name) != letters(candidate);
    (slips <= allowed && !another_word).then_some(slips)
}

fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 22] = [
        "title",
        "short_title",
        "dek",
        "description",
        "published",
        "date",
        "updated",
        "reviewed",
        "expires",
        "draft",
        "review_every",
        "authors",
        "tags",
        "series",
        "kind",
        "image",
        "faqs",
        "sources",
        "slug",
        "toc",
        "weight",
        "id",
    ];

    #[test]
    fn only_what_cannot_be_anything_else_is_certain() {
        assert!(is_certain("tide.md", "tides.md", ["tides.md", "storms.md"]));
        assert!(is_certain("titel", "title", FIELDS));
        assert!(!is_certain("part-3.md", "part-1.md", ["part-1.md"]), "another part");
        assert!(!is_certain("heading-2", "heading-1", ["heading-1", "about"]), "another heading");
        assert!(!is_certain("tidez", "tides", ["tides", "tidey"]), "either");
        assert!(!is_certain("z", "x", ["x", "y"]), "too short");
    }

    fn field(name: &str) -> Option<&'static str> {
        nearest(name, FIELDS)
    }

    #[test]
    fn a_slip_of_the_keyboard_is_understood() {
        assert_eq!(field("titel"), Some("title"));
        assert_eq!(field("tilte"), Some("title"));
        assert_eq!(field("autors"), Some("authors"));
        assert_eq!(field("author"), Some("authors"));
        assert_eq!(field("publised"), Some("published"));
        assert_eq!(field("pubilshed"), Some("published"));
        assert_eq!(field("descrption"), Some("description"));
        assert_eq!(field("tag"), Some("tags"));
        assert_eq!(field("dke"), Some("dek"));
        assert_eq!(field("sorces"), Some("sources"));
    }

    #[test]
    fn case_and_separators_make_no_difference() {
        assert_eq!(field("Short-Title"), Some("short_title"));
        assert_eq!(field("reviewEvery"), Some("review_every"));
        assert_eq!(field("TOC"), Some("toc"));
        assert_eq!(field("ID"), Some("id"));
    }

    #[test]
    fn another_word_is_not_explained_away() {
        for word in ["date_published", "doc", "url", "x", "it", "", "lang", "layout", "summary", "de", "cat", "type"] {
            assert_eq!(field(word), None, "{word}");
        }
    }

    #[test]
    fn a_known_name_is_not_explained_by_itself() {
        assert_eq!(nearest("tags", ["tags"]), None);
    }

    #[test]
    fn the_first_of_equally_near_names_wins() {
        assert_eq!(nearest("storn", ["storm", "stern"]), Some("storm"));
        assert_eq!(nearest("storn", ["stern", "storm"]), Some("stern"));
    }

    #[test]
    fn counting_letters_sorts_out_no_name_that_is_near() {
        let mut near = 0;
        for (one, other) in FIELDS.iter().flat_map(|one| FIELDS.map(|other| (*one, other))) {
            let slips = strsim::damerau_levenshtein(&fold(one), &fold(other));
            let kept = Counts::of(one).is_near(&Counts::of(other));
            assert!(kept || slips > SLIPS as usize, "{one} {other}");
            near += usize::from(kept);
        }
        assert!(near < FIELDS.len() * FIELDS.len() / 2, "{near}");
    }

    #[test]
    fn a_name_of_hostile_length_takes_no_time() {
        let long = "x".repeat(1_000_000);
        assert_eq!(nearest(&long, FIELDS), None);
    }
}
