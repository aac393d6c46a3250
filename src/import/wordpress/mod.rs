//! WordPress: its export file, and its uploads if they lie beside it → the old site.
//!
//! 1. [`wxr`] reads the export; it is the door of quick-xml.
//! 2. [`shortcodes`] makes elements of `[caption]` and the like, [`html`] a tree of the text, [`markdown`] Markdown of
//!    the tree.
//! 3. [`media`] finds what was uploaded, [`page`] makes a page of each post and page.
//! 4. Settings, terms, people and menus are put together here.

mod html;
mod markdown;
mod media;
mod page;
mod shortcodes;
mod wxr;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::markdown::Converter;
use self::media::Media;
use self::page::Context;
use self::wxr::{Export, Item};
use super::Dialect;
use super::links::Wiki;
use super::model::{Finding, OldSite, Page, Person, Settings, Taxonomy};
use super::settings::{in_words, taxonomy_name};
use super::source::Source;
use crate::error::Error;
use crate::slug::slugify;

/// Types of items that only WordPress reads.
const OWN: &[&str] = &[
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_global_styles",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
    "wp_font_family",
    "wp_font_face",
    "nav_menu_item",
    "attachment",
    "acf-field",
    "acf-field-group",
];

/// Reads the export, or all exports of a folder.
///
/// # Errors
/// If a file cannot be read, or there is no export.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Result<(OldSite, Dialect, String), Error> {
    let files: Vec<&String> =
        source.files.iter().filter(|path| !path.contains('/') && path.to_ascii_lowercase().ends_with(".xml")).collect();
    let mut export = Export::default();
    let mut items: Vec<(String, Item)> = Vec::new();
    for file in &files {
        let text = source.text(file, findings)?;
        let read = wxr::read(file, &text, findings);
        items.extend(read.items.into_iter().map(|item| ((*file).clone(), item)));
        if export.title.is_empty() {
            (export.title, export.description, export.language) = (read.title, read.description, read.language);
            export.home = read.home;
        }
        export.authors.extend(read.authors);
        export.terms.extend(read.terms);
    }
    if items.is_empty() {
        let error = Error::new("import a site of WordPress", "there is no export file (WXR) with posts or pages");
        return Err(
            error.with_help("in WordPress, choose Tools, Export, All content; name the file, or the folder it lies in")
        );
    }
    let file = files.first().map(|file| (*file).clone()).unwrap_or_default();
    let mut site = OldSite { settings: settings(&export), ..OldSite::default() };
    site.people = people(&export, &items, &file);
    let media = Media::of(source, &items, &site.settings.base_url);
    site.assets.clone_from(&media.assets);
    let by_id: BTreeMap<&str, &Item> = items.iter().map(|(_, item)| (item.id.as_str(), item)).collect();
    let context = Context { media: &media, by_id: &by_id, base_url: &site.settings.base_url };
    let read: Vec<(Option<Page>, Vec<Finding>)> = items
        .par_iter()
        .map(|(file, item)| {
            let mut findings = Vec::new();
            (context.page(file, item, &mut findings), findings)
        })
        .collect();
    for (page, found) in read {
        site.pages.extend(page);
        findings.extend(found);
    }
    menu(&items, &by_id, &mut site);
    further_taxonomies(&items, &mut site, &file, findings);
    Ok((site, Dialect { wiki: Wiki::Text, calls: |_, _, _, _| {} }, file))
}

fn settings(export: &Export) -> Settings {
    let taxonomy = |name: &str, one: &str, domain: &str| Taxonomy {
        name: name.to_owned(),
        title: in_words(name),
        fields: vec![name.to_owned()],
        old: Some(format!("/{one}/")),
        term: slugify,
        terms: terms(export, domain),
    };
    Settings {
        title: html::decoded(&export.title).into_owned(),
        base_url: export.home.clone(),
        language: export.language.clone(),
        description: html::decoded(&export.description).into_owned(),
        taxonomies: vec![taxonomy("categories", "category", "category"), taxonomy("tags", "tag", "post_tag")],
        ..Settings::default()
    }
}

/// Terms with the part of the address that each had, and what introduces them.
fn terms(export: &Export, domain: &str) -> Vec<(String, String, String)> {
    let of_domain: Vec<_> = export.terms.iter().filter(|term| term.taxonomy == domain).collect();
    let path = |slug: &str| {
        let mut parts = vec![slug.to_owned()];
        let mut slug = slug.to_owned();
        // A term that is above itself would go on for ever.
        while let Some(above) = of_domain.iter().find(|term| term.slug == slug).map(|term| term.parent.clone()) {
            if above.is_empty() || parts.contains(&above) {
                break;
            }
            parts.insert(0, above.clone());
            slug = above;
        }
        parts.join("/")
    };
    of_domain
        .iter()
        .map(|term| (html::decoded(&term.name).into_owned(), path(&term.slug), text_of(&term.description)))
        .collect()
}

/// HTML as Markdown, for short texts.
fn text_of(text: &str) -> String {
    let media = |address: &str| address.to_owned();
    let mut converter = Converter::new(text, true, &media);
    let blocks = converter.blocks(&html::parse(text));
    blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")
}

fn people(export: &Export, items: &[(String, Item)], file: &str) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let named = export.authors.iter().map(|author| (author.login.as_str(), author.name.as_str()));
    let others = items.iter().map(|(_, item)| (item.creator.as_str(), ""));
    for (login, name) in named.chain(others) {
        if login.is_empty() || people.iter().any(|person| person.keys.contains(&login.to_owned())) {
            continue;
        }
        let name = html::decoded(if name.is_empty() { login } else { name }).into_owned();
        // Nobody who exports a site means to publish the addresses of accounts, so the one for mail is not read.
        people.push(Person {
            name,
            keys: vec![login.to_owned()],
            old: vec![format!("/author/{}/", slugify(login))],
            source: file.to_owned(),
            ..Person::default()
        });
    }
    // An account that wrote nothing is nobody whom readers know.
    people.retain(|person| {
        items.iter().any(|(_, item)| person.keys.contains(&item.creator) && !OWN.contains(&item.kind.as_str()))
    });
    people
}

/// The entries of the first menu, or of the one that its name says is the main one.
fn menu(items: &[(String, Item)], by_id: &BTreeMap<&str, &Item>, site: &mut OldSite) {
    let mut menus: BTreeMap<&str, Vec<(i64, String, String)>> = BTreeMap::new();
    for (_, item) in items.iter().filter(|(_, item)| item.kind == "nav_menu_item" && item.status == "publish") {
        let Some((_, slug, _)) = item.terms.iter().find(|(domain, ..)| domain == "nav_menu") else { continue };
        // Entries below others have no place in byline's navigation.
        if item.meta("_menu_item_menu_item_parent").is_some_and(|parent| parent != "0") {
            continue;
        }
        let object = item.meta("_menu_item_object_id").and_then(|id| by_id.get(id));
        let url = item.meta("_menu_item_url").map(str::to_owned).or_else(|| object.map(|object| object.link.clone()));
        let title = if item.title.is_empty() { object.map_or("", |object| object.title.as_str()) } else { &item.title };
        if let Some(url) = url {
            let order = item.order.parse().unwrap_or(0);
            menus.entry(slug).or_default().push((order, html::decoded(title).into_owned(), url));
        }
    }
    let main = ["main", "primary", "header", "top"];
    let chosen =
        menus.keys().find(|slug| main.iter().any(|name| slug.contains(name))).or_else(|| menus.keys().next()).copied();
    let mut entries = chosen.and_then(|slug| menus.remove(slug)).unwrap_or_default();
    entries.sort_by_key(|(order, ..)| *order);
    site.settings.nav = entries.into_iter().map(|(_, title, url)| (title, url)).collect();
}

/// Taxonomies of themes and plugins.
fn further_taxonomies(items: &[(String, Item)], site: &mut OldSite, file: &str, findings: &mut Vec<Finding>) {
    let own = ["category", "post_tag", "post_format", "nav_menu", "language", "post_translations", "wp_theme"];
    let mut domains: Vec<&str> =
        items.iter().flat_map(|(_, item)| item.terms.iter().map(|(domain, ..)| domain.as_str())).collect();
    domains.sort_unstable();
    domains.dedup();
    for domain in domains.into_iter().filter(|domain| !own.contains(domain) && !domain.is_empty()) {
        match taxonomy_name(domain) {
            Some(name) => site.settings.taxonomies.push(Taxonomy {
                title: in_words(&name),
                fields: vec![name.clone()],
                old: Some(format!("/{domain}/")),
                term: slugify,
                terms: Vec::new(),
                name,
            }),
            None => findings.push(Finding::new("taxonomy without a name of its own", file, 0, domain)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::markdown::{Converter, footnotes};
    use super::{html, shortcodes};

    fn converted(text: &str) -> String {
        let media = |address: &str| address.to_owned();
        let mut unknown = Vec::new();
        let text = shortcodes::as_elements(text, &|_: &str| vec![("a.jpg".to_owned(), "A".to_owned())], &mut unknown);
        let classic = !text.contains("<p>");
        let mut converter = Converter::new(&text, classic, &media);
        let blocks = converter.blocks(&html::parse(&text));
        blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")
    }

    #[test]
    fn a_number_that_leads_to_a_footnote_is_one() {
        let media = |address: &str| address.to_owned();
        let text = "<p>High<sup data-fn=\"a-1\" class=\"fn\"><a href=\"#a-1\" id=\"a-1-link\">1</a></sup> and \
                    low<sup data-fn=\"gone\">2</sup>.</p><!-- wp:footnotes /-->";
        let mut converter = Converter::new(text, false, &media);
        converter.footnotes = footnotes(r#"[{"content":"By <em>Jo</em>, 1953.","id":"a-1"},{"id":"b"},7]"#);
        let blocks = converter.blocks(&html::parse(text));
        assert_eq!(blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), ["High[^1] and low<sup>2</sup>."]);
        assert_eq!(converter.definitions_of_footnotes(), ["[^1]: By *Jo*, 1953."]);
        assert!(footnotes("{}").is_empty() && footnotes("no").is_empty());
    }

    #[test]
    fn html_becomes_markdown_that_says_the_same() {
        for (html, markdown) in [
            (
                "<p>A <strong>b </strong>c <em>d</em>, <a href=\"/x y\" title=\"t\">e</a><br>f</p>",
                "A **b** c *d*, [e](/x%20y \"t\")\\\nf",
            ),
            ("<p></p><h2 id=\"x\">One <em>two</em></h2><h1>Top</h1>", "## One *two* {#x}\n\n## Top"),
            ("<p></p><ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>", "- a\n  - b\n- c"),
            ("<p></p><ol start=\"3\"><li>a<pre>x\n  y</pre></li></ol>", "3. a\n\n   ```\n   x\n     y\n   ```"),
            ("<p></p><blockquote><p>a</p><p>b</p><cite>c</cite></blockquote>", "> a\n>\n> b\n>\n> — c"),
            (
                "<p></p><pre class=\"wp-block-code\"><code lang=\"x\" class=\"language-php\">a &lt; b\n</code></pre>",
                "```php\na < b\n```",
            ),
            ("<p>1. no * list_ [x] &amp;lt; a_b</p>", "1\\. no \\* list\\_ \\[x\\] \\&lt; a_b"),
            (
                "<p></p><table><tr><th>a</th><th>b|</th></tr><tr><td>c</td></tr></table>",
                "| a | b\\| |\n| --- | --- |\n| c |  |",
            ),
            (
                "<p></p><figure class=\"wp-block-image\"><a href=\"b.jpg\"><img src=\"b-300x2.jpg\" alt=\"B\"></a><figcaption>C <b>d</b></figcaption></figure>",
                "![B](b-300x2.jpg \"C **d**\")",
            ),
            (
                "<p></p><figure><a href=\"https://x.example/\"><img src=\"b.jpg\" alt=\"B\"></a><figcaption>C</figcaption></figure>",
                "![B](b.jpg \"C\")",
            ),
            (
                "<p></p><h2>One<br>two</h2><table><tr><td>a<br>b</td></tr></table>",
                "## One two\n\n|  |\n| --- |\n| a<br>b |",
            ),
            ("<p>wo<b>rd</b>s and wo<b>(rd)</b>s</p>", "wo**rd**s and wo<strong>(rd)</strong>s"),
            ("One\nline\n\nTwo &nbsp; <b>x</b>", "One\\\nline\n\nTwo \u{a0} **x**"),
            (
                "[caption id=\"x\" width=\"3\"]<img src=\"a.jpg\" alt=\"A\" /> Text <i>here</i>[/caption]",
                "![A](a.jpg \"Text *here*\")",
            ),
            ("<p></p><form><input name=a></form>", "<div>\n<form><input name=a></form>\n</div>"),
            (
                "[gallery ids=\"1\"] and [sic] and [contact-form-7 id=\"4\"]",
                ":::gallery\n\n![A](a.jpg)\n\n:::\n\nand \\[sic\\] and `[contact-form-7 id=\"4\"]`",
            ),
        ] {
            assert_eq!(converted(html), markdown, "{html}");
        }
    }
}
