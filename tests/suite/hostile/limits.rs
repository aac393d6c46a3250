//! The limits that SECURITY.md states: each is a message with its place, and nothing is written.

use std::path::Path;

use super::run;
use super::steps::program;
use crate::support::{repository, write};

/// A limit: its words in SECURITY.md, the file that exceeds it, what that holds, and what the message says.
struct Limit {
    stated: &'static str,
    path: &'static str,
    content: String,
    said: &'static [&'static str],
}

fn article(front_matter: &str, body: &str) -> String {
    format!("---\ntitle: T\n{front_matter}---\n{body}\n")
}

fn limits() -> Vec<Limit> {
    let limit = |stated, path, content, said| Limit { stated, path, content, said };
    let bomb = |levels: usize| {
        let level = |n: usize| format!("  a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "));
        format!("extra:\n  a0: &a0 [x]\n{}", (1..=levels).map(level).collect::<String>())
    };
    vec![
        limit("32 MiB", "content/a.md", article("", &"x ".repeat(17 << 20)), &["content/a.md", "32 MiB"]),
        limit(
            "256 KiB",
            "content/a.md",
            article(&format!("dek: {}\n", "x".repeat(300 << 10)), ""),
            &["content/a.md:3", "too long"],
        ),
        limit(
            "64 levels",
            "content/a.md",
            article(&format!("extra: {}{}\n", "[".repeat(99), "]".repeat(99)), ""),
            &["content/a.md:3", "nest"],
        ),
        limit("100,000 values", "content/a.md", article(&bomb(9), ""), &["content/a.md", "alias"]),
        limit(
            "100 levels",
            "content/a.md",
            article("", &format!("{}x", "> ".repeat(200))),
            &["content/a.md:4", "100 levels"],
        ),
        limit(
            "200 bytes",
            "content/a.md",
            article(&format!("slug: {}\n", "x".repeat(201)), ""),
            &["content/a.md:3", "long"],
        ),
        limit("1 MiB", "site.toml", format!("# {}\n", "x".repeat(1 << 20)), &["site.toml", "1 MiB"]),
        limit("4 MiB", "templates/article.html", "x".repeat(5 << 20), &["templates/article.html"]),
        limit(
            "10,000 rounds",
            "templates/article.html",
            "{% for i in range(end=10001) %}{% endfor %}".to_owned(),
            &["templates/article.html:1", "10000"],
        ),
        limit(
            "64 MiB",
            "templates/article.html",
            format!("{{% for i in range(end=10000) %}}{}{{% endfor %}}", "x".repeat(10_000)),
            &["templates/article.html", "content/a.md", "64 MiB"],
        ),
    ]
}

fn built(root: &Path) -> run::Run {
    run::run(run::command(program(), root, &["build".to_owned()]), |_| {})
}

#[test]
fn each_limit_that_is_stated_ends_in_a_message_with_its_place() {
    let stated = std::fs::read_to_string(repository().join("SECURITY.md")).expect("SECURITY.md");
    let limits = limits();
    for Limit { stated: words, path, content, said } in &limits {
        assert!(stated.contains(words), "SECURITY.md does not state {words}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        write(&root.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
        write(&root.join("content/a.md"), article("", "Text.").as_bytes());
        write(&root.join(path), content.as_bytes());
        let run = built(root);
        assert_eq!(run.code, Some(1), "{words}: {:.500}", run.text());
        assert_eq!(run.faults(), Vec::<String>::new(), "{words}");
        for part in *said {
            assert!(run.text().contains(part), "{words}: `{part}` is not in {:.900}", run.text());
        }
        assert!(!root.join("public").exists(), "{words}: something was written");
    }
    assert_eq!(limits.len(), 10);
}

#[test]
fn four_times_as_much_costs_about_four_times_as_much() {
    type Made = fn(usize) -> Vec<(String, String)>;
    let cases: &[(&str, usize, Made)] = &[
        ("articles that link to each other", 150, |count| {
            let page = |n: usize| {
                let links: String = (1..6).map(|step| format!("[x](p{}.md) ", (n + step) % count)).collect();
                (format!("content/p{n}.md"), format!("---\ntitle: Page {n}\ntags: [t{}]\n---\n{links}\n", n % 9))
            };
            (0..count).map(page).collect()
        }),
        ("headings, footnotes and citations of one article", 500, |count| {
            let part = |n: usize| format!("## Same\n\nText [@s{n}] and a note.[^{n}]\n\n[^{n}]: Note.\n\n");
            let source = |n: usize| format!("  - {{id: s{n}, title: Source {n}}}\n");
            let sources: String = (0..count).map(source).collect();
            vec![(
                "content/a.md".to_owned(),
                article(&format!("sources:\n{sources}"), &(0..count).map(part).collect::<String>()),
            )]
        }),
        ("terms of one article, one of them twice", 400, |count| {
            let terms = (0..count).map(|n| format!("t{n}")).collect::<Vec<_>>().join(", ");
            vec![("content/a.md".to_owned(), article(&format!("tags: [t0, {terms}]\n"), "Text."))]
        }),
        ("one long text", 40_000, |count| {
            vec![(
                "content/a.md".to_owned(),
                article("", &"Some *words* of a `text`, [linked](https://x.example/).\n".repeat(count)),
            )]
        }),
    ];
    for (what, count, made) in cases {
        let computed = |count: usize| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let root = folder.path();
            write(&root.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n[taxonomies.tags]\n");
            for (path, text) in made(count) {
                write(&root.join(path), text.as_bytes());
            }
            let run = built(root);
            assert_eq!(run.code, Some(0), "{what}: {:.600}", run.text());
            run.computed.as_secs_f64()
        };
        // Time of the processor, which a busy machine changes little, and a bound that only a square exceeds.
        let (once, four_times) = (computed(*count).min(computed(*count)).max(0.4), computed(4 * count));
        println!("{what}: {once:.2} s, and four times as much {four_times:.2} s");
        assert!(four_times < 10.0 * once, "{what}: {once:.2} s, and four times as much {four_times:.2} s");
    }
}
