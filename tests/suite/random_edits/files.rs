//! Edits of pictures, static files, templates, words, settings and the arguments of the build. Each says what it did.

use byline::date::{Date, Instant, Zone};

use super::content;
use super::documents::NOTHING;
use super::random::Random;
use super::site::{Kind, Site, quoted};

/// The file of promised addresses.
pub const LOCK: &str = "urls.lock";

pub fn new_picture(site: &mut Site, random: &mut Random) -> String {
    let beside = random.pick(site.paths(Kind::Article)).filter(|_| random.one_in(2)).unwrap_or_default();
    let folder = beside.rsplit_once('/').map_or("pictures", |(folder, _)| folder);
    put(site, format!("content/{folder}/{}.png", content::fresh(random)), content::picture(random))
}

pub fn replace_picture(site: &mut Site, random: &mut Random) -> String {
    let Some(path) = some(site, random, "content/", ".png") else { return NOTHING.to_owned() };
    put(site, path, content::picture(random))
}

pub fn move_picture(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, "content/", ".png") else { return NOTHING.to_owned() };
    let to = format!("content/{}/{}", content::name(random), from.rsplit('/').next().unwrap_or_default());
    for end in ["", ".yml"] {
        if let Some(bytes) = site.files.remove(&format!("{from}{end}")) {
            site.files.insert(format!("{to}{end}"), bytes);
        }
    }
    format!("move {from} to {to}")
}

pub fn sidecar(site: &mut Site, random: &mut Random) -> String {
    let Some(picture) = some(site, random, "content/", ".png") else { return NOTHING.to_owned() };
    let path = format!("{picture}.yml");
    if site.files.remove(&path).is_some() {
        return format!("delete {path}");
    }
    let (alt, credit) = (content::words(random, 2), quoted(&content::words(random, 2)));
    put(site, path, format!("alt: A {alt}\ncaption: The *{alt}*.\ncredit: {credit}\n").into_bytes())
}

pub fn new_static(site: &mut Site, random: &mut Random) -> String {
    let mut bytes = content::prose(random).into_bytes();
    if random.one_in(12) {
        // Larger than what is copied through memory.
        bytes.resize(1_100_000, bytes[6]);
    }
    let path = match random.below(9) {
        0 => ".nojekyll".to_owned(),
        1 => ".well-known/security.txt".to_owned(),
        2 => format!("{}/{}.txt", content::name(random), content::name(random)),
        // Every page names it in its head.
        3 => "favicon.ico".to_owned(),
        _ => format!("{}.txt", content::fresh(random)),
    };
    put(site, format!("static/{path}"), bytes)
}

/// Other bytes; the length is the same.
pub fn replace_static(site: &mut Site, random: &mut Random) -> String {
    let Some(path) = some(site, random, "static/", "") else { return NOTHING.to_owned() };
    let mut bytes = site.files[&path].clone();
    let at = random.below(bytes.len().max(1));
    if let Some(byte) = bytes.get_mut(at) {
        *byte = if *byte == b'~' { b'-' } else { b'~' };
    }
    put(site, path, bytes)
}

/// A file that becomes a folder of its name with a file in it, and back.
pub fn file_or_folder(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, "static/", "") else { return NOTHING.to_owned() };
    let to = match from.strip_suffix("/inside") {
        Some(folder) => folder.to_owned(),
        None => format!("{from}/inside"),
    };
    relocate(site, from, to)
}

pub fn change_case(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, "static/", ".txt") else { return NOTHING.to_owned() };
    let name = from.trim_start_matches("static/");
    let other = if name.contains(char::is_uppercase) { name.to_lowercase() } else { name.to_uppercase() };
    let to = format!("static/{}", other.replace(".TXT", ".txt"));
    relocate(site, from, to)
}

/// A static file at the address that an article had.
pub fn page_becomes_static(site: &mut Site, random: &mut Random) -> String {
    let Some(article) = random.pick(site.paths(Kind::Article)) else { return NOTHING.to_owned() };
    site.documents.remove(&article);
    let stem = article.trim_end_matches(".md").trim_end_matches("/index").to_lowercase();
    let path = if random.one_in(2) { format!("static/{stem}/index.html") } else { format!("static/{stem}") };
    format!("delete {article}, {}", put(site, path, b"<p>by hand</p>\n".to_vec()))
}

/// Whether a site without a file would be one with a mistake.
fn is_needed(path: &str) -> bool {
    ["themes/", "data/", "templates/row.html", "templates/components/rows.html"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// Rows of data, of which some may be as they were.
pub fn set_rows(site: &mut Site, random: &mut Random) -> String {
    let rows = (0..1 + random.below(4)).map(|at| {
        let note =
            if random.one_in(2) { content::words(random, 1) } else { format!("\"{}, <b>\"", content::fresh(random)) };
        format!("Town {at},{note}\n")
    });
    let text = format!("name,note\n{}", rows.collect::<String>());
    put(site, "data/towns.csv".to_owned(), text.into_bytes())
}

pub fn delete_file(site: &mut Site, random: &mut Random) -> String {
    let Some(path) = random.pick(site.files.keys().filter(|path| !is_needed(path))) else {
        return NOTHING.to_owned();
    };
    site.files.remove(&path);
    format!("delete {path}")
}

/// Overrides a template, a component or the theme's words.
pub fn override_theme(site: &mut Site, random: &mut Random) -> String {
    let word = content::fresh(random);
    let (path, text) = match random.below(6) {
        0 => ("templates/404.html", format!("Not here: {word}.\n")),
        1 => {
            let figure = "{{ figure.image.url }} {{ figure.caption }}";
            let text = format!("{{% component figure(figure) -%}}\n{word} {figure}\n{{%- endcomponent figure %}}\n");
            ("templates/components/figure.html", text)
        }
        2 => ("templates/section.html", format!("{word} {{{{ page.title }}}}\n")),
        3 => ("templates/person.html", format!("{word} {{{{ page.name }}}}\n")),
        4 => ("i18n/en.yml", format!("sources: {word}\n")),
        _ => ("i18n/de.yml", format!("by: {word}\npublished: {word}\nlanguage_name: {word}\n")),
    };
    put(site, path.to_owned(), text.into_bytes())
}

/// Adds a line to a template of the theme, or to its words.
pub fn edit_theme(site: &mut Site, random: &mut Random) -> String {
    let path = if random.one_in(3) {
        Some("themes/plain/templates/base.html".to_owned())
    } else {
        some(site, random, "themes/plain/templates/", ".html")
    };
    let Some(path) = path.filter(|path| site.files.contains_key(path)) else { return NOTHING.to_owned() };
    let mut bytes = site.files[&path].clone();
    let at = match String::from_utf8_lossy(&bytes).rfind("{% endblock") {
        Some(end) => end,
        None => bytes.len(),
    };
    bytes.splice(at..at, format!("{}\n", content::fresh(random)).into_bytes());
    put(site, path, bytes)
}

pub fn set_setting(site: &mut Site, random: &mut Random) -> String {
    let (table, key, value) = content::setting(random, site);
    let told = format!("[{table}] {key} = {value}");
    site.settings.insert((table.to_owned(), key.to_owned()), value);
    told
}

/// A further language, what the site says in it, or none.
pub fn set_language(site: &mut Site, random: &mut Random) -> String {
    if random.one_in(4) {
        site.settings.retain(|(table, _), _| table != "languages.de");
        return "no further language".to_owned();
    }
    let (key, value) = match random.below(3) {
        0 => ("description", quoted(&content::words(random, 2))),
        1 => ("nav", "[{ title = \"Start\", url = \"/de/\" }]".to_owned()),
        _ => ("title", quoted(&content::words(random, 1))),
    };
    let told = format!("[languages.de] {key} = {value}");
    site.settings.insert(("languages.de".to_owned(), key.to_owned()), value);
    told
}

/// A rule, or the files of redirects or headers.
pub fn set_redirect(site: &mut Site, random: &mut Random) -> String {
    let (table, key, value) = if random.one_in(3) {
        let formats = ["[\"netlify\"]", "[\"nginx\", \"netlify\"]", "[\"cloudflare\"]", "[\"nginx\"]"];
        (random.of(&["redirects", "headers"]), "formats", random.of(&formats).to_owned())
    } else {
        let (key, value) = content::redirect(random, site);
        ("redirects.from", key, value)
    };
    let told = format!("[{table}] {key} = {value}");
    site.settings.insert((table.to_owned(), key.to_owned()), value);
    told
}

/// Promises to keep what is there already, once more or not, or what is not.
pub fn promise(site: &mut Site, random: &mut Random) -> String {
    site.settings.insert(("urls".to_owned(), "lock".to_owned()), "true".to_owned());
    let mut lines = site.files.get(LOCK).cloned().unwrap_or_default();
    let line = random.of(&["/", "/", "/people/", "/nowhere/", "no address", ""]);
    lines.extend(format!("{line}\n").bytes());
    put(site, LOCK.to_owned(), lines)
}

/// Gives every promise up.
pub fn unlock(site: &mut Site, random: &mut Random) -> String {
    let setting = site.settings.remove(&("urls".to_owned(), "lock".to_owned()));
    let file = if random.one_in(2) { site.files.remove(LOCK) } else { None };
    if setting.is_none() && file.is_none() { NOTHING.to_owned() } else { "unlock the addresses".to_owned() }
}

/// So many that lists have several pages.
pub fn set_per_page(site: &mut Site, random: &mut Random) -> String {
    let number = 1 + random.below(3);
    site.settings.insert(("pagination".to_owned(), "per_page".to_owned()), number.to_string());
    format!("{number} per page")
}

/// A setting that documents are parsed with.
pub fn set_parsing(site: &mut Site, random: &mut Random) -> String {
    let (table, key, values): (&str, &str, &[&str]) = match random.below(4) {
        0 => ("", "timezone", &["\"UTC\"", "\"Europe/Berlin\"", "\"Pacific/Apia\""]),
        1 => ("", "language", &["\"en\"", "\"de\""]),
        2 => ("markdown", "smart_punctuation", &["true", "false"]),
        _ => ("markdown", "raw_html", &["\"allow\"", "\"deny\""]),
    };
    let value = random.of(values);
    site.settings.insert((table.to_owned(), key.to_owned()), value.to_owned());
    format!("{key} = {value}")
}

pub fn remove_setting(site: &mut Site, random: &mut Random) -> String {
    let needed = ["title", "base_url"];
    let keys: Vec<String> = site
        .settings
        .keys()
        .filter(|(table, key)| !table.is_empty() || !needed.contains(&key.as_str()))
        .filter(|(table, _)| !table.starts_with("queries") && !table.starts_with("pages"))
        .map(|(table, key)| format!("{table} {key}"))
        .collect();
    let Some(name) = random.pick(&keys) else { return NOTHING.to_owned() };
    let (table, key) = name.split_once(' ').expect("it was put together with a space");
    site.settings.remove(&(table.to_owned(), key.to_owned()));
    format!("remove the setting {name}")
}

/// The instant just after the next one at which an article comes, goes or stops being news, wherever its day begins.
fn next_change(site: &Site) -> Option<String> {
    const TWO_DAYS: i64 = 48 * 3600;
    const LATEST_MIDNIGHT: i64 = 14 * 3600;
    let utc = Zone::utc();
    let seconds = |date: &str| Some(date.parse::<Date>().ok()?.instant(&utc).seconds());
    let now = seconds(&site.now)?;
    let dates = |name: &'static str| site.documents.values().filter_map(move |document| document.fields.get(name));
    let published = dates("published").filter_map(|date| seconds(date)).flat_map(|at| [at, at + TWO_DAYS]);
    let changes = published.chain(dates("expires").filter_map(|date| seconds(date)));
    let next = changes.map(|at| at + LATEST_MIDNIGHT).filter(|at| *at > now).min()?;
    Some(Instant::from_seconds(next)?.iso(&utc))
}

pub fn set_now(site: &mut Site, random: &mut Random) -> String {
    if random.one_in(2)
        && let Some(next) = next_change(site)
    {
        site.now = next;
        return format!("--now {}, when something has come or gone", site.now);
    }
    let near = ["2026-01-14T22:30:00Z", "2026-01-15", "2026-01-15T12:00:00Z", "2026-01-16"];
    let far = ["2024-03-01", "2026-02-05", "2026-02-05", "2026-02-15", "2026-02-25", "2027-06-01"];
    let instants = if random.one_in(2) { &near[..] } else { &far };
    site.now = random.of(instants).to_owned();
    format!("--now {}", site.now)
}

pub fn set_argument(site: &mut Site, random: &mut Random) -> String {
    let argument = random.of(&["--drafts", "--future", "--base-url=https://preview.example/x/"]);
    if site.arguments.remove(argument) {
        return format!("no {argument}");
    }
    site.arguments.insert(argument.to_owned());
    argument.to_owned()
}

/// A mistake of the author's.
pub fn mistake(site: &mut Site, random: &mut Random) -> String {
    let body = |front: &str, body: &str| format!("---\ntitle: Broken\n{front}---\n\n{body}\n").into_bytes();
    let (path, bytes) = match random.below(9) {
        0 => ("content/broken.md", body("", "[x](gone.md)")),
        1 => ("content/broken.md", body("authors: [nobody-at-all]\n", "x")),
        2 => ("content/broken.md", body("tags: [open\n", "x")),
        3 => ("content/broken.md", body("", ":::nosuch\nx\n:::")),
        4 => ("content/broken.md", body("", "[@no-such-source] and ![x](gone.png)")),
        5 => ("content/broken.md", b"---\ntitle: \xff\n---\n".to_vec()),
        6 => ("templates/article.html", b"{{ page.no_such_field }}\n".to_vec()),
        7 => ("templates/404.html", b"{% if %}\n".to_vec()),
        _ => ("i18n/en.yml", b"sources: [\n".to_vec()),
    };
    put(site, path.to_owned(), bytes)
}

fn some(site: &Site, random: &mut Random, start: &str, end: &str) -> Option<String> {
    random.pick(site.files.keys().filter(|path| path.starts_with(start) && path.ends_with(end)))
}

fn put(site: &mut Site, path: String, bytes: Vec<u8>) -> String {
    let told = if site.files.contains_key(&path) { format!("replace {path}") } else { format!("new {path}") };
    site.files.insert(path, bytes);
    told
}

fn relocate(site: &mut Site, from: String, to: String) -> String {
    if let Some(bytes) = site.files.remove(&from) {
        site.files.insert(to.clone(), bytes);
    }
    format!("move {from} to {to}")
}
