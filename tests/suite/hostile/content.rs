//! The contents of the list: escapes, and what `gen:` makes.

use std::io::Write as _;

/// The bytes of a field: `\n \t \r \\`, `\xNN` one raw byte, `\u{HEX}` one character; any other backslash stays.
pub fn unescaped(field: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = field;
    while let Some(c) = rest.chars().next() {
        let Some(escape) = rest.strip_prefix('\\') else {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
        let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let named = match escape.as_bytes().first() {
            Some(b'n') => Some((b"\n".to_vec(), 1)),
            Some(b't') => Some((b"\t".to_vec(), 1)),
            Some(b'r') => Some((b"\r".to_vec(), 1)),
            Some(b'\\') => Some((b"\\".to_vec(), 1)),
            Some(b'x') => escape
                .get(1..3)
                .filter(|digits| is_hex(digits))
                .and_then(hex)
                .map(|byte| (vec![u8::try_from(byte).expect("two digits")], 3)),
            Some(b'u') => {
                let digits =
                    escape.strip_prefix("u{").and_then(|inner| inner.split_once('}')).map(|(digits, _)| digits);
                digits.and_then(|digits| {
                    let c = char::from_u32(hex(digits)?)?;
                    Some((c.to_string().into_bytes(), digits.len() + 3))
                })
            }
            _ => None,
        };
        match named {
            Some((named, length)) => {
                bytes.extend_from_slice(&named);
                rest = &escape[length..];
            }
            None => {
                bytes.push(b'\\');
                rest = escape;
            }
        }
    }
    bytes
}

/// What `gen:` makes.
pub enum Made {
    Bytes(Vec<u8>),
    /// Many files, by their path below the row's.
    Files(Vec<(String, Vec<u8>)>),
}

/// An argument of a generator.
enum Argument {
    Number(usize),
    Bytes(Vec<u8>),
}

/// Makes what an expression such as `body(repeat('x',10))` says; `times` multiplies how often `repeat` repeats.
pub fn made(expression: &str, times: usize, seed: u64) -> Made {
    if let Some(arguments) = expression.strip_prefix("site(").and_then(|rest| rest.strip_suffix(')')) {
        let mut parts = arguments.split(',');
        let pages = parts.next().and_then(|number| number.parse().ok()).expect("a number of pages");
        let folders = parts.next().and_then(|part| part.strip_prefix("dirs=")?.parse().ok()).unwrap_or(5);
        return Made::Files(site(pages, folders));
    }
    let mut parser = Parser { text: expression, times, seed };
    let made = parser.argument();
    assert!(parser.text.is_empty(), "{expression}: `{}` is left over", parser.text);
    match made {
        Argument::Bytes(bytes) => Made::Bytes(bytes),
        Argument::Number(_) => panic!("{expression} is a number"),
    }
}

struct Parser<'a> {
    text: &'a str,
    times: usize,
    seed: u64,
}

impl Parser<'_> {
    fn argument(&mut self) -> Argument {
        if let Some(quoted) = self.text.strip_prefix('\'') {
            let (inner, rest) = quoted.split_once('\'').expect("a closing quotation mark");
            self.text = rest;
            return Argument::Bytes(unescaped(inner));
        }
        let end = self.text.find(['(', ')', ',']).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        if let Ok(number) = word.parse() {
            return Argument::Number(number);
        }
        // The seed is the caller's.
        if word.starts_with("seed=") {
            return Argument::Number(0);
        }
        let Some(inner) = self.text.strip_prefix('(') else { return Argument::Bytes(word.into()) };
        self.text = inner;
        let mut arguments = Vec::new();
        loop {
            match self.text.as_bytes().first() {
                Some(b')') => break,
                Some(b',') => self.text = &self.text[1..],
                Some(_) => arguments.push(self.argument()),
                None => panic!("{word}: a parenthesis is missing"),
            }
        }
        self.text = &self.text[1..];
        Argument::Bytes(self.call(word, &arguments))
    }

    fn call(&self, name: &str, arguments: &[Argument]) -> Vec<u8> {
        let number = |at: usize| match &arguments[at] {
            Argument::Number(number) => *number,
            Argument::Bytes(_) => panic!("{name}: a number is needed"),
        };
        let bytes = |at: usize| match &arguments[at] {
            Argument::Bytes(bytes) => bytes.clone(),
            Argument::Number(_) => panic!("{name}: a text is needed"),
        };
        let lines =
            |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>().into_bytes();
        match name {
            "body" => [b"---\ntitle: T\ndate: 2026-01-02\n---\n".as_slice(), &bytes(0), b"\n"].concat(),
            "fm" => [b"---\n".as_slice(), &bytes(0), b"---\nBody\n"].concat(),
            "raw" => bytes(0),
            "repeat" => bytes(0).repeat(number(1) * self.times),
            "scalar" => [b"title: ".as_slice(), &b"x".repeat(number(1)), b"\n"].concat(),
            "yaml_flow" => {
                [b"title: T\nx: ".to_vec(), b"[".repeat(number(0)), b"]".repeat(number(0)), b"\n".to_vec()].concat()
            }
            "yaml_block" => [b"title: T\n".to_vec(), lines(number(0), &|n| format!("{}k:\n", " ".repeat(n)))].concat(),
            "yaml_bomb" => {
                let level = |n: usize| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); number(1)].join(","));
                let levels: String = (1..=number(0)).map(level).collect();
                format!("title: T\na0: &a0 [\"lol\"]\n{levels}").into_bytes()
            }
            "json_deep" => [b"[".repeat(number(0)), b"]".repeat(number(0))].concat(),
            "nested_list" => lines(number(0), &|n| format!("{}* x\n", "  ".repeat(n))),
            "same_headings" => b"# Same\n\n".repeat(number(0)),
            "broken_links" => lines(number(0), &|n| format!("[x](missing{n}.md)\n")),
            "table" => {
                let row = |cell: &str| format!("{}|\n", cell.repeat(number(1)));
                format!("{}{}{}", row("|a"), row("|-"), row("|x").repeat(number(0))).into_bytes()
            }
            "code" => [b"```".as_slice(), &bytes(0), b"\n", &bytes(1), b"\n```"].concat(),
            "random_utf8" => random_text(number(0), self.seed).into_bytes(),
            "png" => png(number(0), number(1), bytes(2) == b"header"),
            "png_ztxt" => with_text_chunk(number(0)),
            "truncate" => bytes(0)[..number(1)].to_vec(),
            _ => panic!("there is no generator `{name}`"),
        }
    }
}

/// Pages in folders that link to each other.
fn site(pages: usize, folders: usize) -> Vec<(String, Vec<u8>)> {
    let page = |n: usize| {
        let next = (n + 1) % pages;
        let text = format!(
            "---\ntitle: Page {n}\ndate: 2026-01-{:02}\ntags: [t{}, t{}]\n---\n# Head {n}\n\nSee [next](../s{}/p{next}.md).\n",
            1 + n % 28,
            n % 7,
            n % 3,
            next % folders
        );
        (format!("s{}/p{n}.md", n % folders), text.into_bytes())
    };
    (0..pages).map(page).collect()
}

/// Characters that mean something in Markdown, mixed.
pub fn random_text(length: usize, seed: u64) -> String {
    const SIGNS: &[char] = &[
        'a', 'b', 'c', ' ', '*', '_', '[', ']', '(', ')', '{', '}', '<', '>', '#', '!', '`', '|', '~', '$', '&', ':',
        '\\', '/', '"', '\'', '\n', '\n', ' ', '-', '+', '=', '.', '0', '1', '2', '3', '9', 'é', '\u{202e}', '漢',
        '😀',
    ];
    let mut random = super::Random::new(seed);
    (0..length).map(|_| random.of(SIGNS)).collect()
}

fn chunk(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a chunk of a PNG").to_be_bytes();
    let named = [name.as_slice(), bytes].concat();
    let mut sum = flate2::Crc::new();
    sum.update(&named);
    [length.as_slice(), &named, &sum.sum().to_be_bytes()].concat()
}

/// A grey picture; with the header alone there is next to nothing behind it.
pub fn png(width: usize, height: usize, header_alone: bool) -> Vec<u8> {
    let size = |n: usize| u32::try_from(n).expect("a size of a PNG").to_be_bytes();
    let header = [&size(width)[..], &size(height), &[8, 0, 0, 0, 0]].concat();
    let mut rows = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    if header_alone {
        rows.write_all(&[0; 100]).expect("memory");
    } else {
        (0..height).for_each(|_| rows.write_all(&vec![0; width + 1]).expect("memory"));
    }
    let rows = rows.finish().expect("memory");
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &rows), chunk(b"IEND", b"")].concat()
}

/// A picture with a compressed text of so many bytes.
fn with_text_chunk(length: usize) -> Vec<u8> {
    let mut text = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let piece = vec![0; 1 << 20];
    (0..length >> 20).for_each(|_| text.write_all(&piece).expect("memory"));
    let text = [b"Comment\0\0".to_vec(), text.finish().expect("memory")].concat();
    let picture = png(10, 10, false);
    [&picture[..33], &chunk(b"zTXt", &text), &picture[33..]].concat()
}
