//! WordPress: its export file, and its uploads if they lie beside it → the old site.
//!
//! 1. [`wxr`] reads the export; it is the door of quick-xml.
//! 2. [`shortcodes`] makes elements of `[caption]` and the like, [`html`] a tree of the text, [`markdown`] Markdown of
//!    the tree.
//! 3. Posts, pages, media, terms, people and menus are put together here.

mod html;
mod markdown;
mod shortcodes;
mod wxr;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::markdown::Converter;
use self::wxr::{Export, Item};
use super::Dialect;
use super::body::Body;
use super::links::Wiki;
use super::model::{Asset, Field, Finding, OldSite, Page, Person, Role, Settings, Taxonomy};
use super::settings::{in_words, taxonomy_name};
use super::source::{Source, line_number};
use super::value::Value;
use crate::date::Date;
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
    let mut converter = Converter { html: text, classic: true, media: &media, found: Vec::new(), faqs: Vec::new() };
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

/// Pictures and other files.
struct Media {
    assets: Vec<Asset>,
    /// Those that are at hand, by their old addresses.
    here: BTreeMap<String, ()>,
    /// The address of the home page.
    base_url: String,
}

impl Media {
    fn of(source: &Source, items: &[(String, Item)], base_url: &str) -> Media {
        let mut media =
            Media { assets: Vec::new(), here: BTreeMap::new(), base_url: base_url.trim_end_matches('/').to_owned() };
        let tail_of = |path: &str| path.find("uploads/").map(|at| path[at..].to_owned());
        let known: BTreeMap<String, &str> =
            items.iter().filter_map(|(_, item)| Some((tail_of(&item.attachment)?, item.attachment.as_str()))).collect();
        // The uploads lie where they did, or as they are under any folder of that name.
        for path in &source.files {
            let Some(tail) = tail_of(path) else { continue };
            let address = known.get(&tail).and_then(|url| local(url, base_url));
            let old = address.unwrap_or_else(|| format!("/wp-content/{tail}"));
            media.here.insert(old.clone(), ());
            media.assets.push(Asset { source: path.clone(), beside: None, old: Some(old), names: Vec::new() });
        }
        media
    }

    /// The address of a file: the file itself if it is at hand, else the larger one that it was made of, else as it was.
    fn address(&self, address: &str) -> String {
        let path = local(address, &self.base_url);
        let Some(path) = path.filter(|path| path.contains("/uploads/")) else { return address.to_owned() };
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        if self.here.contains_key(&path) {
            return path;
        }
        match without_size(&path).filter(|original| self.here.contains_key(original)) {
            Some(original) => original,
            None => address.to_owned(),
        }
    }

    fn is_missing(&self, address: &str) -> bool {
        local(address, &self.base_url).is_some_and(|path| path.contains("/uploads/") && !self.here.contains_key(&path))
    }
}

/// The path of an address of the old site.
fn local(url: &str, base_url: &str) -> Option<String> {
    let plain =
        |url: &str| url.split_once("://").map_or(url.trim_start_matches('/').to_owned(), |(_, rest)| rest.to_owned());
    if url.starts_with('/') && !url.starts_with("//") {
        return Some(url.to_owned());
    }
    let host = plain(base_url);
    let url = plain(url);
    let bare = |text: &str| text.strip_prefix("www.").unwrap_or(text).to_owned();
    let (url, host) = (bare(&url), bare(host.trim_end_matches('/')));
    let rest = url.strip_prefix(&host)?;
    rest.starts_with('/').then(|| rest.to_owned())
}

/// `boat.jpg` for `boat-300x200.jpg` and `boat-scaled.jpg`.
pub fn without_size(path: &str) -> Option<String> {
    let (stem, extension) = path.rsplit_once('.')?;
    if let Some(stem) = stem.strip_suffix("-scaled") {
        return Some(format!("{stem}.{extension}"));
    }
    let (stem, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(width) && digits(height)).then(|| format!("{stem}.{extension}"))
}

struct Context<'a> {
    media: &'a Media,
    by_id: &'a BTreeMap<&'a str, &'a Item>,
    base_url: &'a str,
}

impl Context<'_> {
    /// The page of an item; `None` if it is none.
    fn page(&self, file: &str, item: &Item, findings: &mut Vec<Finding>) -> Option<Page> {
        if OWN.contains(&item.kind.as_str()) || matches!(item.status.as_str(), "trash" | "auto-draft" | "inherit") {
            return None;
        }
        let mut front: Vec<Field> = Vec::new();
        let mut say = |key: &str, value: Value| front.push(Field { key: key.to_owned(), value, line: item.line });
        let title = html::decoded(&text_of(&item.title).replace('\\', "")).into_owned();
        say("title", Value::text(title.as_str()));
        if let Some(published) = moment(&item.date, &item.date_gmt) {
            if item.kind != "page" {
                say("date", Value::text(published.as_str()));
            }
            let updated =
                moment(&item.modified, &item.modified_gmt).filter(|updated| updated.get(..10) > published.get(..10));
            updated.into_iter().for_each(|updated| say("updated", Value::Text(updated)));
        }
        if item.kind != "page" && !item.creator.is_empty() {
            say("author", Value::text(item.creator.as_str()));
        }
        let hidden = match item.status.as_str() {
            _ if !item.password.is_empty() => Some("page with a password"),
            "private" => Some("private page"),
            "draft" | "pending" => Some(""),
            _ => None,
        };
        if let Some(kind) = hidden {
            say("draft", Value::Bool(true));
            if !kind.is_empty() {
                findings.push(Finding::new(kind, file, item.line, format!("{title}: it is a draft now")));
            }
        }
        let excerpt = text_of(&item.excerpt).replace("\n\n", " ");
        if !excerpt.trim().is_empty() {
            say("excerpt", Value::Text(excerpt));
        }
        self.search(item, &mut say);
        for (domain, name) in [("category", "categories"), ("post_tag", "tags")] {
            let uncategorized = |slug: &str| domain == "category" && slug == "uncategorized";
            let terms = item.terms.iter().filter(|(of, slug, _)| of == domain && !uncategorized(slug));
            let terms: Vec<Value> = terms.map(|(.., name)| Value::text(html::decoded(name))).collect();
            say(name, Value::List(terms));
        }
        for (domain, _, name) in &item.terms {
            let known = ["category", "post_tag", "post_format", "nav_menu", "language", "post_translations"];
            if let Some(taxonomy) = taxonomy_name(domain).filter(|_| !known.contains(&domain.as_str())) {
                say(&taxonomy, Value::text(html::decoded(name)));
            }
        }
        if let Some(image) = item.meta("_thumbnail_id").and_then(|id| self.by_id.get(id)) {
            let mut entries = vec![("src".to_owned(), Value::Text(self.media.address(&image.attachment)))];
            entries.extend(image.meta("_wp_attachment_image_alt").map(|alt| ("alt".to_owned(), Value::text(alt))));
            entries.push(("caption".to_owned(), Value::Text(text_of(&image.excerpt))));
            if self.media.is_missing(&image.attachment) {
                findings.push(Finding::new("picture that is not at hand", file, item.line, image.attachment.as_str()));
            }
            say("image", Value::Map(entries));
        }
        for (key, value) in
            item.meta.iter().filter(|(key, value)| !key.starts_with(['_', '#']) && !value.trim().is_empty())
        {
            if !key.starts_with("rank_math") && !key.starts_with("yoast") {
                say(&format!("meta_{key}"), Value::text(value.trim()));
            }
        }
        if item.comments > 0 {
            let text = format!("{}: {}", title, item.comments);
            findings.push(Finding::new("comments that are not imported", file, item.line, text));
        }
        if item.kind == "page" && !matches!(item.order.as_str(), "" | "0") {
            say("menu_order", Value::Plain(item.order.clone()));
        }
        let (body, faqs) = self.body(file, item, findings);
        if !faqs.is_empty() {
            front.push(Field { key: "faqs".to_owned(), value: Value::List(faqs), line: item.content_line });
        }
        // The same field twice is a list.
        let front = joined(front);
        let (role, place) = self.place(item, file, findings);
        let old = self.old(item);
        Some(Page {
            source: file.to_owned(),
            front,
            unread: None,
            body,
            role,
            place,
            bundle: false,
            language: None,
            old,
            names: Vec::new(),
        })
    }

    /// What an address in a text becomes: a number of a page its address, a file the one that is at hand.
    fn address(&self, address: &str) -> String {
        let own = local(address, self.base_url).filter(|path| path.contains('?'));
        let query = own.as_ref().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query);
        let id = query.split(['&', '#']).find_map(|part| part.strip_prefix("p=").or(part.strip_prefix("page_id=")));
        match id.and_then(|id| self.by_id.get(id)).filter(|item| !item.link.contains('?')) {
            Some(item) => item.link.clone(),
            None => self.media.address(address),
        }
    }

    /// What plugins for search engines say.
    fn search(&self, item: &Item, say: &mut impl FnMut(&str, Value)) {
        let first =
            |keys: &[&str]| keys.iter().find_map(|key| item.meta(key)).map(|text| Value::text(html::decoded(text)));
        if let Some(description) =
            first(&["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_seopress_titles_desc"])
        {
            // One with variables was never read by anybody.
            if description.as_text().is_some_and(|text| !text.contains("%%")) {
                say("description", description);
            }
        }
        if let Some(canonical) = first(&["_yoast_wpseo_canonical", "rank_math_canonical_url"]) {
            say("canonical", canonical);
        }
        if item.meta("_yoast_wpseo_meta-robots-noindex") == Some("1")
            || item.meta("rank_math_robots").is_some_and(|text| text.contains("noindex"))
        {
            say("noindex", Value::Bool(true));
        }
    }

    fn body(&self, file: &str, item: &Item, findings: &mut Vec<Finding>) -> (Body, Vec<Value>) {
        let gallery = |ids: &str| -> Vec<(String, String)> {
            let found = ids.split(',').filter_map(|id| self.by_id.get(id.trim()));
            found
                .map(|image| {
                    (image.attachment.clone(), image.meta("_wp_attachment_image_alt").unwrap_or_default().to_owned())
                })
                .collect()
        };
        let line = |at: usize| {
            let before = &item.content.as_bytes()[..at.min(item.content.len())];
            item.content_line + line_number(before.iter().filter(|byte| **byte == b'\n').count())
                - leading_lines(&item.content)
        };
        let mut unknown = Vec::new();
        let text = shortcodes::as_elements(&item.content, &gallery, &mut unknown);
        for (name, at, written) in unknown {
            findings.push(Finding::new(format!("shortcode {name}"), file, line(at), written));
        }
        // Blank lines part paragraphs in every text that has no blocks, whatever else it has.
        let is_classic = !text.contains("<!-- wp:");
        let media = |address: &str| self.address(address);
        let mut converter =
            Converter { html: &text, classic: is_classic, media: &media, found: Vec::new(), faqs: Vec::new() };
        let blocks = converter.blocks(&html::parse(&text));
        let Converter { found, faqs, .. } = converter;
        findings.extend(found.into_iter().map(|(kind, at, text)| Finding::new(kind, file, line(at), text)));
        let mut body = String::new();
        let mut lines = Vec::new();
        for (at, block) in &blocks {
            if !body.is_empty() {
                body.push_str("\n\n");
                lines.push(line(*at));
            }
            body.push_str(block);
            lines.extend(std::iter::repeat_n(line(*at), block.matches('\n').count() + 1));
        }
        for address in addresses(&body).filter(|address| self.media.is_missing(address)) {
            let at = body.find(address).unwrap_or(0);
            let line = lines.get(body[..at].matches('\n').count()).copied().unwrap_or(item.content_line);
            findings.push(Finding::new("picture that is not at hand", file, line, address));
        }
        if !body.is_empty() {
            body.push('\n');
            lines.push(lines.last().copied().unwrap_or(item.content_line));
        }
        (Body::with_lines(body, lines), faqs)
    }

    fn place(&self, item: &Item, file: &str, findings: &mut Vec<Finding>) -> (Role, String) {
        let slug = |item: &Item| if item.slug.is_empty() { slugify(&item.title) } else { item.slug.clone() };
        let own =
            Some(slug(item)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("{}-{}", item.kind, item.id));
        let own = crate::route::decode(&own).unwrap_or(own);
        match item.kind.as_str() {
            "post" => (Role::Article, format!("posts/{own}")),
            "page" if local(&item.link, self.base_url).as_deref() == Some("/") => (Role::Section, String::new()),
            "page" => {
                let mut parts = vec![own];
                let mut above = item.parent.as_str();
                let mut seen = vec![item.id.as_str()];
                while let Some(page) =
                    self.by_id.get(above).filter(|page| page.kind == "page" && !seen.contains(&page.id.as_str()))
                {
                    parts.insert(0, slug(page));
                    seen.push(page.id.as_str());
                    above = &page.parent;
                }
                (Role::Plain, parts.join("/"))
            }
            kind => {
                findings.push(Finding::new(
                    format!("type {kind}"),
                    file,
                    item.line,
                    format!("{}: it is an article now", item.title),
                ));
                (Role::Article, format!("{kind}/{own}"))
            }
        }
    }

    /// The old address, if it is more than a number.
    fn old(&self, item: &Item) -> Vec<String> {
        let path = local(&item.link, self.base_url).filter(|path| !path.contains('?') && path.len() > 1);
        path.into_iter().collect()
    }
}

/// How many line breaks a text begins with: the line of its first words is known.
fn leading_lines(text: &str) -> u32 {
    let lead = text.len() - text.trim_start().len();
    line_number(text[..lead].matches('\n').count())
}

/// The addresses of links and pictures of a Markdown text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

/// Fields of one name as one.
fn joined(front: Vec<Field>) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for field in front {
        match out.iter_mut().find(|known| known.key == field.key) {
            Some(known) => {
                let mut items: Vec<Value> = known.value.items().into_iter().cloned().collect();
                items.extend(field.value.items().into_iter().cloned());
                known.value = Value::List(items);
            }
            None => out.push(field),
        }
    }
    out
}

/// A local time with the offset that the time in UTC tells; `None` if it is none.
fn moment(local: &str, utc: &str) -> Option<String> {
    let read = |text: &str| format!("{}Z", text.trim().replacen(' ', "T", 1)).parse::<Date>().ok();
    let zone = crate::date::Zone::utc();
    let here = read(local)?;
    let Some(there) = read(utc) else { return Some(local.trim().replacen(' ', "T", 1)) };
    let minutes = (here.instant(&zone).seconds() - there.instant(&zone).seconds()) / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    (hours < 24).then(|| format!("{}{sign}{hours:02}:{minutes:02}", local.trim().replacen(' ', "T", 1)))
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
    use super::*;

    #[test]
    fn a_local_time_has_the_offset_that_utc_tells() {
        assert_eq!(moment("2020-06-01 10:00:00", "2020-06-01 08:00:00").as_deref(), Some("2020-06-01T10:00:00+02:00"));
        assert_eq!(moment("2020-06-01 10:00:00", "2020-06-01 13:30:00").as_deref(), Some("2020-06-01T10:00:00-03:30"));
        assert_eq!(moment("2020-06-01 10:00:00", "0000-00-00 00:00:00").as_deref(), Some("2020-06-01T10:00:00"));
        assert_eq!(moment("0000-00-00 00:00:00", "0000-00-00 00:00:00"), None);
    }

    #[test]
    fn a_picture_is_known_in_every_size() {
        assert_eq!(without_size("/a/boat-300x200.jpg").as_deref(), Some("/a/boat.jpg"));
        assert_eq!(without_size("/a/boat-scaled.jpg").as_deref(), Some("/a/boat.jpg"));
        assert_eq!(without_size("/a/boat-3x.jpg"), None);
        assert_eq!(local("http://www.a.example/x/y.jpg", "https://a.example"), Some("/x/y.jpg".to_owned()));
        assert_eq!(local("https://b.example/x", "https://a.example"), None);
    }

    fn converted(text: &str) -> String {
        let media = |address: &str| address.to_owned();
        let mut unknown = Vec::new();
        let text = shortcodes::as_elements(text, &|_: &str| vec![("a.jpg".to_owned(), "A".to_owned())], &mut unknown);
        let classic = !text.contains("<p>");
        let mut converter = Converter { html: &text, classic, media: &media, found: Vec::new(), faqs: Vec::new() };
        let blocks = converter.blocks(&html::parse(&text));
        blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")
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
