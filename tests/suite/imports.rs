//! `byline import`: every folder of tests/import is an old site with the new one that is expected of it.
//!
//! `GENERATOR-NAME/source` is imported, `expected` is what comes of it, and `addresses.txt` says, worked out by hand, at
//! which old address which words must still be found.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::support::{blesses, byline, copy, difference, names, repository, told, tree, write};

/// The instant of every import and build.
const NOW: &str = "2026-01-15T12:00:00Z";

fn cases() -> Vec<PathBuf> {
    let cases = names(&repository().join("tests/import"));
    assert!(!cases.is_empty(), "the old sites are there");
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn generator(case: &Path) -> String {
    name(case).split('-').next().unwrap_or_default().to_owned()
}

/// The new site, without what the import keeps for itself.
fn site(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(folder).into_iter().filter(|(path, _)| !path.starts_with("public/") && !path.starts_with(".byline")).collect()
}

/// Imports a case into a folder.
fn import(case: &Path, folder: &Path, further: &[&str]) -> std::process::Output {
    let (generator, source, folder) = (generator(case), case.join("source"), folder.to_string_lossy().into_owned());
    let source = source.to_string_lossy().into_owned();
    let arguments = ["import", &generator, &source, &folder, "--now", NOW];
    byline(&repository().join("tests"), &[&arguments, further].concat())
}

#[test]
fn every_old_site_becomes_the_one_expected_of_it_and_builds_and_is_imported_again_to_the_same_bytes() {
    let mut failures = Vec::new();
    for case in cases() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = temporary.path().join("new");
        let before = tree(&case.join("source"));
        let run = import(&case, &folder, &[]);
        if run.status.code() != Some(0) {
            failures.push(format!("{}: {}", name(&case), told(&run)));
            continue;
        }
        assert_eq!(before, tree(&case.join("source")), "{}: the source is as it was", name(&case));
        let first = site(&folder);
        let build = byline(&folder, &["build", "--now", NOW]);
        if build.status.code() != Some(0) {
            failures.push(format!("{}: {}", name(&case), told(&build)));
        }
        failures.extend(unanswered(&case, &folder.join("public")));
        let again = import(&case, &folder, &[]);
        if again.status.code() != Some(0) || site(&folder) != first {
            failures.push(format!("{}: the second import differs: {}", name(&case), told(&again)));
        }
        let first: BTreeMap<String, Vec<u8>> = first.into_iter().filter(|(path, _)| !is_of_editors(path)).collect();
        let expected_folder = case.join("expected");
        if blesses() {
            let _ = fs::remove_dir_all(&expected_folder);
            first.keys().for_each(|path| copy_file(&folder, &expected_folder, path));
            continue;
        }
        failures.extend(differences(&name(&case), &tree(&expected_folder), &first));
    }
    assert!(failures.is_empty(), "read the difference, then BLESS=1:\n{}", failures.join("\n"));
}

/// Whether a file is what editors need, which other tests hold against the readers.
fn is_of_editors(path: &str) -> bool {
    [".taplo.toml", ".vscode/", ".zed/", ".helix/", "schemas/"].iter().any(|start| path.starts_with(start))
}

#[test]
fn editors_know_the_fields_and_the_taxonomies_of_an_imported_site() {
    let case = cases().into_iter().find(|case| name(case) == "hugo-messy").expect("a site of Hugo");
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = temporary.path().join("new");
    let run = import(&case, &folder, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(folder.join(".vscode/settings.json").is_file());
    // Somebody's own settings stay, and are in nobody's way.
    super::support::write(&folder.join(".vscode/settings.json"), b"{}\n");
    super::support::write(&folder.join(".zed/tasks.json"), b"[]\n");
    let run = import(&case, &folder, &[]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert_eq!(fs::read(folder.join(".vscode/settings.json")).expect("a file"), b"{}\n");
    assert!(folder.join(".zed/tasks.json").is_file());
    let printed = byline(&folder, &["schema", "front-matter"]);
    let written = fs::read(folder.join("schemas/front-matter.schema.json")).expect("a schema");
    assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&printed.stdout));
}

fn copy_file(from: &Path, to: &Path, path: &str) {
    super::support::write(&to.join(path), &fs::read(from.join(path)).expect("a readable file"));
}

fn differences(name: &str, expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let missing =
        expected.keys().filter(|path| !found.contains_key(*path)).map(|path| format!("{name}: {path} is missing"));
    let other = found.iter().filter_map(|(path, bytes)| match expected.get(path) {
        Some(wanted) if wanted == bytes => None,
        Some(wanted) => {
            let difference = difference(&String::from_utf8_lossy(wanted), &String::from_utf8_lossy(bytes));
            Some(format!("{name}: {path}: {difference}"))
        }
        None => Some(format!("{name}: {path} is not expected")),
    });
    missing.chain(other).collect()
}

/// Old addresses at which the new site does not say what it should, at once or after one redirect.
fn unanswered(case: &Path, public: &Path) -> Vec<String> {
    let table = fs::read_to_string(case.join("addresses.txt")).expect("a table of old addresses");
    let mut failures = Vec::new();
    for line in table.lines().filter(|line| line.starts_with('/')) {
        let (address, words) = line.split_once(' ').unwrap_or((line, ""));
        let found = answer(public, address).and_then(|html| match html.split_once("http-equiv=\"refresh\"") {
            Some((_, rest)) => {
                let to = rest.split_once("url=")?.1.split('"').next()?.to_owned();
                let path =
                    to.split_once("://").map_or(to.as_str(), |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
                let path = path.strip_prefix(base_path(case).as_str()).unwrap_or(path);
                answer(public, path.split('#').next().unwrap_or(path))
            }
            None => Some(html),
        });
        match found {
            Some(html) if html.contains(words) => {}
            Some(_) => failures.push(format!("{}: {address} does not say `{words}`", name(case))),
            None => failures.push(format!("{}: nothing answers at {address}", name(case))),
        }
    }
    failures
}

/// The path of the address of a site's home page.
fn base_path(case: &Path) -> String {
    let settings = fs::read_to_string(case.join("expected/site.toml")).unwrap_or_default();
    let url =
        settings.lines().find_map(|line| line.strip_prefix("base_url = \"")).unwrap_or_default().trim_end_matches('"');
    url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned())).unwrap_or_default()
}

fn answer(public: &Path, address: &str) -> Option<String> {
    let decoded = percent_decoded(address);
    let path = public.join(decoded.trim_start_matches('/'));
    let file = if path.is_dir() { path.join("index.html") } else { path };
    Some(String::from_utf8_lossy(&fs::read(file).ok()?).into_owned())
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn what_is_not_public_yet_stays_so_and_the_site_builds_on_its_day_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let old = folder.path().join("old");
    for (path, text) in [
        ("hugo.toml", "baseURL = \"https://old.example/\"\ntitle = \"Old\"\n"),
        ("content/posts/embargo.md", "---\ntitle: Embargo\ndate: 2019-01-01\npublishDate: 2031-01-01\n---\nSecret.\n"),
        ("content/posts/due.md", "---\ntitle: Due\ndate: 2027-01-01\n---\nQuoted [@smith] here.\n"),
        ("content/posts/draft.md", "---\ntitle: Draft\ndraft: true\n---\nA [@a] and [m](#nope).\n\n::faqs\n"),
        (
            "content/posts/plain.md",
            "---\ntitle: Plain\ndate: 2020-01-01\n---\nTo [the part](#My%20Part), <a href=\"#gone\">gone</a>, <a href=gone.md>x</a>.\n\n## My Part\n\n<script>\n1\n",
        ),
    ] {
        write(&old.join(path), text.as_bytes());
    }
    let run = byline(folder.path(), &["import", "hugo", "old", "new", "--now", NOW]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let new = folder.path().join("new");
    let report = fs::read_to_string(new.join("import-report.md")).expect("a report");
    assert!(report.contains("`2019-01-01`"), "{report}");
    for arguments in [&["--now", NOW][..], &["--now", "2028-01-01"], &["--drafts", "--future", "--now", NOW]] {
        let build = byline(&new, &[&["build"], arguments].concat());
        assert_eq!(build.status.code(), Some(0), "{arguments:?}: {}", told(&build));
        let is_embargoed = !new.join("public/posts/embargo/index.html").exists();
        assert_eq!(is_embargoed, !arguments.contains(&"--future"), "{arguments:?}");
    }
    let page = fs::read_to_string(new.join("public/posts/plain/index.html")).expect("a page");
    assert!(page.contains("<a href=\"#my-part\">the part</a>"), "{page}");
    let draft = fs::read_to_string(new.join("public/posts/draft/index.html")).expect("a page");
    assert!(draft.contains("::faqs") && draft.contains("[@a]"), "{draft}");
}

#[test]
fn what_somebody_changed_is_never_overwritten() {
    let case = &cases()[0];
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = temporary.path().join("new");
    assert_eq!(import(case, &folder, &[]).status.code(), Some(0));
    let edited = folder.join("site.toml");
    let mine = fs::read_to_string(&edited).expect("site.toml") + "# mine\n";
    fs::write(&edited, &mine).expect("an edit");
    fs::write(folder.join("content/mine.md"), "---\ntitle: Mine\n---\n").expect("a file of mine");
    let refused = import(case, &folder, &[]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("`content/mine.md` and 1 more was changed or added"), "{}", told(&refused));
    let kept = import(case, &folder, &["--keep-edits"]);
    assert_eq!(kept.status.code(), Some(0), "{}", told(&kept));
    assert_eq!(fs::read_to_string(&edited).expect("site.toml"), mine);
    assert!(folder.join("content/mine.md").exists());
}

#[test]
fn a_folder_that_import_did_not_write_is_refused_and_so_is_one_within_the_old_site() {
    let case = &cases()[0];
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let foreign = temporary.path().join("foreign");
    super::support::write(&foreign.join("letter.txt"), b"mine");
    let refused = import(case, &foreign, &[]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("the folder is not empty: it holds `letter.txt`"), "{}", told(&refused));
    assert_eq!(tree(&foreign).len(), 1, "nothing was written");
    let old = temporary.path().join("old");
    copy(&case.join("source"), &old);
    let within = old.join("new");
    let (generator, old, within) = (generator(case), old.to_string_lossy(), within.to_string_lossy());
    let refused = byline(temporary.path(), &["import", &generator, &old, &within]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("lie in one another"), "{}", told(&refused));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_old_site_is_not_followed() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let (old, new) = (temporary.path().join("old"), temporary.path().join("new"));
    super::support::write(&old.join("content/page.md"), b"---\ntitle: A page\n---\nText.\n");
    super::support::write(&temporary.path().join("secret.md"), b"---\ntitle: Secret\n---\nHush.\n");
    super::support::write(&temporary.path().join("more/secret.md"), b"---\ntitle: Secret\n---\nHush.\n");
    std::os::unix::fs::symlink("../../secret.md", old.join("content/secret.md")).expect("a link to a file");
    std::os::unix::fs::symlink("../../more", old.join("content/more")).expect("a link to a folder");
    let (old, new) = (old.to_string_lossy(), new.to_string_lossy());
    let run = byline(temporary.path(), &["import", "hugo", &old, &new]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let written = tree(Path::new(&*new));
    assert!(written.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Hush")), "{:?}", written.keys());
    let report = String::from_utf8_lossy(&written["import-report.md"]);
    assert!(report.contains("`content/secret.md`") && report.contains("`content/more`"), "{report}");
}

/// Numbers without an order that anybody sees, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }

    fn pick<'p>(&mut self, pieces: &[&'p str]) -> &'p str {
        pieces[self.below(pieces.len())]
    }
}

/// What old articles are full of, and what byline means otherwise.
const PIECES: &[&str] = &[
    "word ",
    "\n",
    "\n\n",
    "# ",
    "## A {#b}\n",
    "- ",
    "> ",
    "> [!WHAT] x\n",
    "    ",
    "\t",
    "```\n",
    "```go {x}\n",
    "~~~",
    "`",
    "``",
    "{{< a b=\"c\" >}}",
    "{{< /a >}}",
    "{{% note %}}\n",
    "{{% /note %}}",
    "{{< figure src=\"x.png\" >}}",
    "{{</* x */>}}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{% raw %}",
    "{% endraw %}",
    "{% highlight c %}\n",
    "{% endhighlight %}",
    "{{ youtube(id=\"x\") }}",
    "{% end %}",
    "{% quote() %}",
    "[a](b.md)",
    "[a](/x/#y)",
    "[a](#z)",
    "[a]: /x\n",
    "[a][a]",
    "![p](q.png){width=x}",
    "![p](/q.png \"c\"){.d}",
    "[[W|x]]",
    "![[y.png]]",
    "[@key, p. 3]",
    "[^1]",
    "[^1]: n\n",
    ":::",
    "\n:::tip\n",
    "\n::toc\n",
    "\n::faqs\n",
    ":kbd[x]",
    ":no[x]{y=z}",
    "\n::nope{a=1}\n",
    "<div>",
    "</div>",
    "<p id=\"b\">",
    "<img src=\"q.png\">",
    "<!--",
    "-->",
    "<!-- more -->",
    "<script>",
    "| a | b |\n|---|---|\n",
    "*",
    "**",
    "_",
    "~",
    "\\",
    "&amp;",
    "&#0;",
    "\u{feff}",
    "\u{2028}",
    "é",
    "漢字",
    "🙂",
    "{: .x}",
    "{:toc}",
    "\n!!! note \"x\"\n    ",
    "[caption]",
    "[gallery ids=\"1\"]",
    "[/caption]",
    "[x y=\"z\"]",
    "<!-- wp:html -->",
    "<ul><li>",
    "<table><tr><td>",
    "<b>",
    "<i>",
    "<a href=\"javascript:x\">",
    "[j](javascript:x)",
    "<pre>",
    "<blockquote>",
    "<h2 id=\"b\">",
    "<figure>",
    "%%",
    "$$",
    "---\n",
    "+++\n",
    "===\n",
    "1. ",
    "\u{1}",
    "\r\n",
    "]]>",
];

#[test]
fn whatever_an_old_article_says_the_new_site_builds() {
    let mut failures = Vec::new();
    for generator in ["hugo", "zola", "jekyll", "markdown", "wordpress"] {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let (old, new) = (temporary.path().join("old"), temporary.path().join("new"));
        let mut dice = Dice(7);
        let mut items = String::new();
        for number in 0..120 {
            let length = 1 + dice.below(60);
            let body: String = (0..length).map(|_| dice.pick(PIECES)).collect();
            let title = dice.pick(&["A: b", "\"q\"", "x", "[1]", "- y", "🙂", "{{ z }}"]);
            let front = match dice.below(3) {
                0 => format!(
                    "---\ntitle: {title}\ntags: [a, {title}]\naliases: [\"/old/{}\", x y]\n---\n",
                    dice.below(50)
                ),
                1 => format!("+++\ntitle = '''{title}'''\nslug = \"s-{}\"\n+++\n", dice.below(30)),
                _ => String::new(),
            };
            let name =
                format!("{}{}", dice.pick(&["a", "B", "a b", "ü", "index", "_index", "2020-01-02-x"]), dice.below(40));
            let path = match generator {
                "jekyll" => format!("_posts/2020-01-{:02}-{name}.md", 1 + dice.below(28)),
                "markdown" => format!("{}/{name}.md", dice.pick(&["p", "q/r"])),
                _ => format!("content/{}/{name}.md", dice.pick(&["p", "q/r", "people", "tags"])),
            };
            items.push_str(&format!(
                "<item><title>{number}</title><link>https://a.example/{name}/</link><content:encoded><![CDATA[{}]]></content:encoded>\
                 <wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n",
                body.replace("]]>", "")
            ));
            super::support::write(&old.join(path), format!("{front}{body}").as_bytes());
        }
        if generator == "wordpress" {
            let _ = fs::remove_dir_all(&old);
            let text = format!("<rss><channel><title>T</title><link>https://a.example</link>{items}</channel></rss>");
            super::support::write(&old.join("export.xml"), text.as_bytes());
        }
        let (old, folder) = (old.to_string_lossy(), new.to_string_lossy());
        let run = byline(temporary.path(), &["import", generator, &old, &folder, "--now", NOW]);
        let build = byline(&new, &["build", "--now", NOW]);
        if run.status.code() != Some(0) || build.status.code() != Some(0) {
            failures.push(format!("{generator}: {}\n{}", told(&run), told(&build)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn an_export_of_3000_posts_is_imported_whole() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let (file, new) = (temporary.path().join("export.xml"), temporary.path().join("new"));
    let mut text = String::from("<rss><channel><title>Many</title><link>https://many.example</link>\n");
    for number in 0..3000 {
        let (year, month, next) = (2000 + number / 300, 1 + number % 12, (number + 1) % 3000);
        text.push_str(&format!(
            "<item><title>Post {number}</title><link>https://many.example/{year}/{month:02}/post-{number}/</link><dc:creator>a{}</dc:creator>\
             <content:encoded><![CDATA[<!-- wp:paragraph -->\n<p>See <a href=\"https://many.example/?p={next}\">the next</a>.</p>\n<!-- /wp:paragraph -->]]>\
             </content:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>{year}-{month:02}-03 10:00:00</wp:post_date>\
             <wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
             <category domain=\"post_tag\" nicename=\"t{}\">T{}</category></item>\n",
            number % 7,
            number % 50,
            number % 50
        ));
    }
    text.push_str("</channel></rss>\n");
    fs::write(&file, text).expect("an export");
    let (file, folder) = (file.to_string_lossy(), new.to_string_lossy());
    let run = byline(temporary.path(), &["import", "wordpress", &file, &folder, "--now", NOW]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(told(&run).contains("imported 3000 articles, 7 people, 3058 redirects"), "{}", told(&run));
    let last = fs::read_to_string(new.join("content/posts/post-2999.md")).expect("the last post");
    assert!(last.contains("aliases: [\"/2009/12/post-2999/\"]") && last.contains("[the next](post-0.md)"), "{last}");
}

#[test]
fn what_the_old_site_kept_from_the_public_in_any_spelling_is_a_draft() {
    let hidden = [
        "draft: yes",
        "draft: Yes",
        "draft: on",
        "draft: 1",
        "draft: \"true\"",
        "draft: maybe",
        "published: no",
        "published: off",
        "published: \"false\"",
        "publish: false",
        "bad: [\ndraft: true",
        "\tx: 1\ndraft: true",
    ];
    let shown =
        ["draft: no", "draft: false", "draft:", "published: yes", "published: 2024-01-02", "publish: true", "x: 1"];
    for generator in ["hugo", "jekyll", "markdown"] {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let (source, new) = (temporary.path().join("old"), temporary.path().join("new"));
        let put = |path: &str, text: &str| super::support::write(&source.join(path), text.as_bytes());
        match generator {
            "hugo" => put("hugo.toml", "baseURL = \"https://old.example/\"\ntitle = \"Old\"\n"),
            "jekyll" => put("_config.yml", "title: Old\nurl: https://old.example\n"),
            _ => {}
        }
        let place = |name: &str| match generator {
            "hugo" => format!("content/posts/{name}.md"),
            "jekyll" => format!("_posts/2024-01-02-{name}.md"),
            _ => format!("notes/{name}.md"),
        };
        for (at, field) in hidden.iter().enumerate() {
            put(&place(&format!("hidden{at}")), &format!("---\ntitle: Hidden {at}\n{field}\n---\nSECRET-{at}-TEXT\n"));
        }
        for (at, field) in shown.iter().enumerate() {
            put(&place(&format!("shown{at}")), &format!("---\ntitle: Shown {at}\n{field}\n---\nPUBLIC-{at}-TEXT\n"));
        }
        let (from, to) = (source.to_string_lossy().into_owned(), new.to_string_lossy().into_owned());
        let run = byline(temporary.path(), &["import", generator, &from, &to, "--now", NOW]);
        assert_eq!(run.status.code(), Some(0), "{generator}: {}", told(&run));
        let run = byline(&new, &["build", "--now", NOW]);
        assert_eq!(run.status.code(), Some(0), "{generator}: {}", told(&run));
        let pages = tree(&new.join("public"));
        let text: String = pages.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        for (at, field) in hidden.iter().enumerate() {
            assert!(!text.contains(&format!("SECRET-{at}-TEXT")), "{generator}: `{field}` is public");
        }
        for (at, field) in shown.iter().enumerate() {
            assert!(text.contains(&format!("PUBLIC-{at}-TEXT")), "{generator}: `{field}` is not public");
        }
    }
}
