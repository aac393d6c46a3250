use std::collections::BTreeMap;

use super::*;
use crate::text::Span;

/// Files in memory.
#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    folder: &'static str,
}

impl Files {
    fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Files {
        self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }
}

impl SourceTexts for Files {
    fn bytes(&self, path: &RelPath) -> Option<Cow<'_, [u8]>> {
        self.files.get(path.as_str()).map(|bytes| Cow::Borrowed(bytes.as_slice()))
    }

    fn shown(&self, path: &RelPath) -> String {
        format!("{}{path}", self.folder)
    }
}

fn path(path: &str) -> RelPath {
    RelPath::new(path).expect("a clean path")
}

fn print(diagnostics: &[Diagnostic], files: &Files, format: Format) -> String {
    let mut out = Vec::new();
    write(diagnostics, files, format, Style::Plain, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("output is UTF-8")
}

#[test]
fn look() {
    let files = Files::default()
        .with("content/a.md", "---\ntitle: x\ntitel: How tides\nfoo: 東京 bar\nid: 1\n---\n")
        .with("content/b.md", "a\r\nb\tc d\r\n")
        .with("content/l.md", "x".repeat(1000) + "\n" + &" ".repeat(60) + "deep\n\n");
    let d = vec![
        Diagnostic::at(Code::MissingConfig, None, "there is no `site.toml` here")
            .help("create one")
            .help("or two\nlines"),
        Diagnostic::in_file(Code::TooLarge, &path("content/z.md"), "too large").label("lab").help("h").related(
            &path("content/b.md"),
            Some(Span::new(5, 6)),
            "see here",
        ),
        Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(13, 18), "unknown field `titel`")
            .label("no such field")
            .help("did you mean `title`?")
            .related(&path("content/a.md"), Some(Span::new(34, 40)), "first here")
            .related(&path("content/b.md"), Some(Span::new(5, 6)), "and here")
            .related(&path("content/b.md"), None, "and there"),
        Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(4, 40), "multi").label("x"),
        Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(4, 9), "two").label("x").related(
            &path("content/a.md"),
            Some(Span::new(49, 51)),
            "and",
        ),
        Diagnostic::new(Code::UnknownField, &path("content/l.md"), Span::new(500, 505), "long").label("x").related(
            &path("content/l.md"),
            Some(Span::new(900, 905)),
            "and",
        ),
        Diagnostic::new(Code::UnknownField, &path("content/l.md"), Span::new(1061, 1065), "indent").label("x"),
        Diagnostic::new(Code::UnknownField, &path("content/l.md"), Span::new(1066, 1066), "empty line").label("x"),
        Diagnostic::new(Code::UnknownField, &path("content/l.md"), Span::new(9999, 10000), "past").label("x"),
    ];
    for f in [Format::Human, Format::Short, Format::Json, Format::GitHub, Format::Sarif] {
        eprintln!("{}", print(&d, &files, f));
    }
}
