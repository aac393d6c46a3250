//! Changes inputs at random.

use crate::random_edits::random::Random;

/// Pieces that mean something to one reader or another.
const PIECES: &[&str] = &[
    "---\n",
    "\n---\n",
    ": ",
    "- ",
    "\n  - ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "|\n  ",
    ">-\n  ",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "title: ",
    "date: 2026-01-02\n",
    "tags: [a]\n",
    "slug: ",
    "aliases: [\"/x/\"]\n",
    "sources:\n  - id: s\n    title: S\n",
    "sections:\n  - title: S\n    body: B\n",
    "faqs:\n  - question: Q\n    answer: A\n",
    "authors: [x]\n",
    "# ",
    "## ",
    "> ",
    "> [!NOTE]\n> ",
    "* ",
    "1. ",
    "    ",
    "\t",
    "```\n",
    "~~~rust\n",
    "`",
    "``",
    "**",
    "_",
    "~~",
    "[^a]",
    "[^a]: ",
    "[a]: /x \"t\"\n",
    "[x](/a/ \"t\")",
    "![x](x.png)",
    "<https://x.example>",
    "https://x.example",
    "|a|b|\n|-|-|\n|c|d|\n",
    ":::note\n",
    "\n:::\n",
    "::figure{src=\"x.png\"}",
    "::newsletter",
    ":kbd[x]",
    "[@s]",
    "[@s, p. 3; @t]",
    "{#id .class key=\"v\"}",
    "{width=10}",
    "<script>XSS-CANARY</script>",
    "<img src=x onerror=XSS-CANARY>",
    "<byline-canary>",
    "&lt;byline-canary&gt;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "</script>",
    "</title>",
    "javascript:XSS-CANARY",
    "&#106;avascript&colon;XSS-CANARY",
    "data:text/html,x",
    "%2e%2e%2f",
    "../",
    "/",
    "\\",
    "//",
    "?",
    "#",
    "&",
    "%",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "é",
    "e\u{301}",
    "漢",
    "🙂",
    "ﬁ",
    "İ",
    "ß",
    "{{ page.title }}",
    "{% include \"page.html\" %}",
    "{% for a in page %}",
    "{% endfor %}",
    "{#",
    "#}",
    "\r\n",
    "\r",
    "0",
    "-1",
    "9999999999999999999",
    "1e999",
    "true",
    "null",
    "~",
];

/// A change of one of some inputs.
pub fn changed(random: &mut Random, inputs: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = inputs[random.below(inputs.len())].clone();
    for _ in 0..=random.below(6) {
        change(random, &mut bytes, inputs);
    }
    // What grew by repetition is cut, so that one input takes no minutes.
    bytes.truncate(32 << 10);
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, inputs: &[Vec<u8>]) {
    let at = random.below(bytes.len() + 1);
    let end = at + random.below(bytes.len() - at + 1).min(1 + random.below(64));
    match random.below(10) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).expect("a byte"),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let again = bytes[at..end].to_vec();
            insert(bytes, at, &again);
        }
        4 => {
            let piece = random.of(PIECES).repeat(1 + random.below(40));
            insert(bytes, at, piece.as_bytes());
        }
        5 => {
            let other = &inputs[random.below(inputs.len())];
            let from = random.below(other.len() + 1);
            let to = from + random.below(other.len() - from + 1);
            insert(bytes, at, &other[from..to]);
        }
        6 => bytes.truncate(at),
        _ => insert(bytes, at, random.of(PIECES).as_bytes()),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

/// Characters of all sorts.
pub fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(24) {
        match random.below(4) {
            0 => text.push_str(random.of(PIECES)),
            1 => text.extend(char::from_u32(u32::try_from(random.below(0x11_0000)).expect("a number of a character"))),
            _ => text.push(char::from(u8::try_from(32 + random.below(95)).expect("a letter"))),
        }
    }
    text
}
