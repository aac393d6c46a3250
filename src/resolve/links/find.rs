//! Paths, addresses and names, found in the index or reported with what was probably meant.

use super::Origin;
use super::index::{address_key, name_key};
use crate::diagnostics::{self, Code, Diagnostic, Fix};
use crate::resolve::publish::EXPIRED;
use crate::resolve::sections::PEOPLE;
use crate::resolve::{PageId, SETTINGS};
use crate::route::{Route, is_on_disk};
use crate::slug;
use crate::text::{RelPath, Span};

/// What a path leads to.
pub(super) enum Found {
    Page(PageId),
    /// An address of the whole site.
    File(Route),
}

impl Origin<'_> {
    pub(super) fn broken(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, self.path, span, message)
    }

    pub(super) fn find_file(&self, written: &str, span: Span) -> Result<Found, Box<Diagnostic>> {
        let index = self.index;
        if let Some(id) = self.find_plain(written) {
            return Ok(Found::Page(id));
        }
        if is_on_disk(written) {
            let message = format!("`{written}` is on your own disk, where no reader can open it");
            return Err(Box::new(self.broken(span, message).help(match self.path.as_str() {
                SETTINGS => "write a path below `content/`, such as `coast/tides.md`",
                _ => "write a path relative to this file, such as `../coast/tides.md`",
            })));
        }
        // The paths of site.toml begin below content/.
        let path = match self.path.as_str() {
            SETTINGS => RelPath::new(&format!("content/{written}")),
            _ => self.path.sibling(written),
        };
        let published = path.as_ref().and_then(|path| path.below("static")).map(|below| format!("/{below}"));
        let Some(path) = path.filter(|path| path.below("content").is_some() || path.as_str() == "content") else {
            let message = format!("`{written}` leads outside of `content/`");
            if let Some(address) = published.map(|address| as_written(&address)) {
                let fix = Fix::within(span, written, address.as_str());
                let wrong = self.broken(span, message);
                let help = format!("write `{address}`: what is in `static/` is linked by its address on the site");
                return Err(Box::new(wrong.help(help).fix(fix)));
            }
            return Err(Box::new(self.broken(span, message).help("link to a file below `content/`")));
        };
        if let Some(id) = index.page_at(path.as_str()) {
            return Ok(Found::Page(id));
        }
        // A folder stands for its section or for the article of its bundle.
        for name in ["_index.md", "index.md"] {
            if let Some(id) = index.page_at(&format!("{path}/{name}")) {
                return Ok(Found::Page(id));
            }
        }
        let folder = path.below("content").unwrap_or_default();
        if let Some(PageId::Section(id)) = index.section_of_folder(folder) {
            return Ok(Found::Page(PageId::Section(id)));
        }
        if let Some(list) = index.list_of_folder(folder) {
            return Ok(Found::Page(list));
        }
        if matches!(folder, PEOPLE | "people/_index.md")
            && let Some(people) = index.people_index()
        {
            return Ok(Found::File(people));
        }
        if index.input.inventory.assets.binary_search(&path).is_ok() {
            return Ok(Found::File(Route::new(format!("/{folder}"))));
        }
        if let Some(reason) = index.withheld(&path) {
            return Err(Box::new(unpublished(self.path, span, written, reason)));
        }
        let message = format!("there is no file `{path}`");
        let diagnostic = self.broken(span, message);
        if let Some(translation) = index.translation_of(path.as_str()) {
            let near = as_written(&relative(self.path, translation.as_str()));
            return Err(Box::new(diagnostic.help(format!("only its translation is there: `{near}`"))));
        }
        if let Some(address) = address_meant(written) {
            let fix = Fix::within(span, written, address.as_str());
            return Err(Box::new(diagnostic.help(format!("did you mean `{address}`?")).fix(fix)));
        }
        let assets = index.input.inventory.assets.iter().map(RelPath::as_str);
        let others = index.paths().filter(|known| *known != self.path.as_str());
        Err(Box::new(match similar_path(path.as_str(), others.clone().chain(assets)) {
            Some(near) => {
                let is_certain = is_moved(path.as_str(), near);
                let near = as_written(&relative(self.path, near));
                let fix = Fix::within(span, written, near.as_str());
                let diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                if is_certain { diagnostic.fix(fix) } else { diagnostic }
            }
            None if self.path.as_str() == SETTINGS => {
                diagnostic.help("write a path below `content/`, such as `coast/tides.md`")
            }
            None => diagnostic.help("write a path relative to this file, such as `../coast/tides.md`"),
        }))
    }

    /// The page of a path that is written in the shortest way, as most are.
    fn find_plain(&self, written: &str) -> Option<PageId> {
        let mut folder = self.path.parent()?;
        let mut below = written;
        while let Some(rest) = below.strip_prefix("../") {
            folder = &folder[..folder.rfind('/')?];
            below = rest;
        }
        let mut path = String::with_capacity(folder.len() + 1 + below.len());
        path.push_str(folder);
        path.push('/');
        path.push_str(below);
        self.index.page_at(&path)
    }

    pub(super) fn find_address(&self, address: &str, span: Span) -> Result<Option<PageId>, Box<Diagnostic>> {
        let index = self.index;
        let key = address_key(address);
        if let Some(found) = index.at_address(&key) {
            return Ok(found);
        }
        if self.is_asset(address) {
            return Ok(None);
        }
        if let Some((path, reason)) = index.withheld_at(address) {
            return Err(Box::new(unpublished(self.path, span, path.as_str(), reason)));
        }
        let message = format!("the site has nothing at `{address}`");
        let known = index.addresses();
        let diagnostic = self.broken(span, message);
        if let Some(folder) = key.strip_suffix("/index.html").filter(|folder| index.at_address(folder).is_some()) {
            let near = self.spelled(folder);
            let fix = Fix::within(span, address, near.as_str());
            return Err(Box::new(diagnostic.help(format!("did you mean `{near}`?")).fix(fix)));
        }
        Err(Box::new(match diagnostics::nearest(&key, known) {
            Some(near) => diagnostic.help(format!("did you mean `{}`?", self.spelled(near))),
            None => diagnostic.help("link to the article's file instead: it is checked and follows a changed address"),
        }))
    }

    /// An address without the path of `base_url`, which it may carry as it does in the browser.
    pub(super) fn within_site<'w>(&self, address: &'w str) -> &'w str {
        let root_path = self.index.input.config.root_path.as_str();
        let below = address.strip_prefix(root_path).filter(|below| !root_path.is_empty() && below.starts_with('/'));
        let index = self.index;
        let is_known = |key: &str| index.at_address(key).is_some();
        let is_there = |address: &str| {
            is_known(&address_key(address)) || self.is_asset(address) || index.withheld_at(address).is_some()
        };
        below.filter(|below| !is_there(address) && is_there(below)).unwrap_or(address)
    }

    /// Whether a file below content/ has an address.
    fn is_asset(&self, address: &str) -> bool {
        let asset = RelPath::new(&format!("content{address}"));
        asset.is_some_and(|path| self.index.input.inventory.assets.binary_search(&path).is_ok())
    }

    /// An address as it is written in a link: a page's ends with a slash.
    fn spelled(&self, key: &str) -> String {
        let is_page = self.index.at_address(key).flatten().is_some();
        if is_page || key.is_empty() { format!("{key}/") } else { key.to_owned() }
    }

    pub(super) fn find_name(&self, name: &str, span: Span) -> Result<PageId, Box<Diagnostic>> {
        let index = self.index;
        let key = name_key(name);
        match index.named(&key).as_slice() {
            [id] => Ok(index.translated(*id)),
            ids @ [_, _, ..] => {
                // A title as it is written, capitals included, says more than a slug: it decides if it is the only one.
                let titled: Vec<PageId> =
                    ids.iter().copied().filter(|id| *index.target(*id).title == *name.trim()).collect();
                if let [id] = titled.as_slice() {
                    return Ok(index.translated(*id));
                }
                let message = format!("`[[{name}]]` fits {} pages", ids.len());
                let mut diagnostic = Diagnostic::new(Code::AmbiguousLink, self.path, span, message);
                for path in ids.iter().filter_map(|id| index.page(*id)?.path) {
                    diagnostic = diagnostic.related(path, None, "one of them");
                }
                Err(Box::new(diagnostic.help("link to the file instead: `[text](path/to/file.md)`")))
            }
            [] => {
                if let Some((path, reason)) = index.withheld_named(&key) {
                    return Err(Box::new(unpublished(self.path, span, path.as_str(), reason)));
                }
                let message = format!("no page has the title or slug `{name}`");
                let titles = index.pages().map(|page| &*page.title);
                let diagnostic = self.broken(span, message);
                Err(Box::new(match diagnostics::nearest(name, titles) {
                    Some(near) => diagnostic.help(format!("did you mean `[[{near}]]`?")),
                    None => diagnostic
                        .did_you_mean(&key, index.names())
                        .help("write a page's title or slug, or link to its file: `[text](path/to/file.md)`"),
                }))
            }
        }
    }
}

/// The address on another site that is written as no file is: `https//review.example`, `www.review.example`.
fn address_meant(written: &str) -> Option<String> {
    let without_colon =
        ["https", "http"].iter().find_map(|scheme| Some(format!("{scheme}:{}", written.strip_prefix(scheme)?)));
    match without_colon.filter(|address| address.contains("://")) {
        Some(address) => Some(address),
        None => written.starts_with("www.").then(|| format!("https://{written}")),
    }
}

/// A link to an article that is left out, and what to do about it.
pub fn unpublished(from: &RelPath, span: Span, to: &str, reason: &str) -> Diagnostic {
    let message = format!("`{to}` is {reason}, so the link would lead nowhere");
    Diagnostic::new(Code::LinkToUnpublished, from, span, message).help(match reason {
        EXPIRED => "remove the link, or the article's `expires`",
        _ => "publish it, or remove the link until then",
    })
}

/// A path as it is written in a file; in site.toml it begins below content/.
pub fn relative(from: &RelPath, to: &str) -> String {
    if from.as_str() == SETTINGS {
        return to.strip_prefix("content/").unwrap_or(to).to_owned();
    }
    let here: Vec<&str> = from.parent().map(|parent| parent.split('/').collect()).unwrap_or_default();
    let there: Vec<&str> = to.split('/').collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; here.len() - shared];
    parts.extend(&there[shared..]);
    parts.join("/")
}

/// A path as it can stand in Markdown, HTML, YAML and TOML alike: what would end it there, or mean something, is
/// percent-encoded.
pub fn as_written(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() || "-._~/+!$=@;*".contains(c) {
            written.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| written.push_str(&format!("%{byte:02X}")));
        }
    }
    written
}

/// The known path that was probably meant: the only one of the same name, else one that is near as a whole.
pub fn similar_path<'a>(path: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = |path: &str| slug::fold(path.rsplit('/').next().unwrap_or(path));
    let wanted = name(path);
    let mut same = known.clone().filter(|candidate| *candidate != path && name(candidate) == wanted);
    match (same.next(), same.next()) {
        (Some(only), None) if wanted != "index.md" => Some(only),
        (Some(_), Some(_)) if wanted != "index.md" => None,
        // What is near as a path may have another name altogether.
        _ => diagnostics::nearest(path, known)
            .filter(|near| name(near) == wanted || diagnostics::nearest(stem(path), [stem(near)]).is_some()),
    }
}

/// Whether a path can be nothing but the one that is near to it, which has the name of its file: a name that a slip tells from
/// another may be that of an article that is gone, or still to be written.
fn is_moved(path: &str, near: &str) -> bool {
    let (wanted, found) = (slug::fold(stem(path)), slug::fold(stem(near)));
    wanted == found && (wanted != "index" || slug::fold(path) == slug::fold(near))
}

/// The name of a file without its folder and its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::{address_meant, as_written, is_moved, name_key, relative, similar_path};
    use crate::text::RelPath;

    #[test]
    fn a_suggested_path_is_written_as_the_author_would_write_it() {
        let here = RelPath::new("content/coast/tides.md").expect("a clean path");
        assert_eq!(relative(&here, "content/coast/storms/index.md"), "storms/index.md");
        assert_eq!(relative(&here, "content/people/jane.md"), "../people/jane.md");
    }

    #[test]
    fn an_address_that_lacks_its_colon_or_its_scheme_is_told_from_a_path() {
        let meant = |written: &str| address_meant(written).unwrap_or_default();
        assert_eq!(meant("https//review.example/a"), "https://review.example/a");
        assert_eq!(meant("http//review.example"), "http://review.example");
        assert_eq!(meant("www.review.example"), "https://www.review.example");
        for path in ["https.md", "http/a.md", "www", "a/www.b.md", "../https//a.md"] {
            assert_eq!(address_meant(path), None, "{path}");
        }
    }

    #[test]
    fn a_file_that_moved_is_suggested_if_its_name_is_the_only_one() {
        let known = ["content/a/tides.md", "content/b/moon.md", "content/c/moon.md"];
        assert_eq!(similar_path("content/x/y/tides.md", known.into_iter()), Some("content/a/tides.md"));
        assert_eq!(similar_path("content/x/y/moon.md", known.into_iter()), None);
        assert_eq!(similar_path("content/a/tide.md", known.into_iter()), Some("content/a/tides.md"));
    }

    #[test]
    fn a_path_is_written_so_that_no_syntax_reads_it_otherwise() {
        assert_eq!(as_written("../sea, sand [new]/größe #1.md"), "../sea%2C%20sand%20%5Bnew%5D/größe%20%231.md");
        assert_eq!(as_written("coast/high-tides_2.md"), "coast/high-tides_2.md");
    }

    #[test]
    fn a_path_of_another_name_is_not_suggested() {
        let known = ["content/weather/ice.md", "content/weather/fogs.md", "content/a b.md", "content/img/side.png"];
        let similar = |path| similar_path(path, known.into_iter());
        assert_eq!(similar("content/weather/sun.md"), None);
        assert_eq!(similar("content/X.md"), None);
        assert_eq!(similar("content/img/gone.png"), None);
        assert_eq!(similar("content/weather/fog-s.md"), Some("content/weather/fogs.md"));
        assert_eq!(similar("content/weather/foggs.md"), Some("content/weather/fogs.md"));
    }

    #[test]
    fn a_link_is_mended_without_asking_only_if_the_file_has_its_name_elsewhere() {
        assert!(is_moved("content/b/tides.md", "content/a/tides.md"));
        assert!(is_moved("content/a/Tides.md", "content/a/tides.md"));
        assert!(is_moved("content/a/tides.html", "content/a/tides.md"));
        assert!(!is_moved("content/a/hypertension.md", "content/a/hypotension.md"));
        assert!(!is_moved("content/a/tide.md", "content/a/tides.md"));
        assert!(!is_moved("content/hypertension/index.md", "content/hypotension/index.md"));
    }

    #[test]
    fn wiki_names_are_compared_without_case_and_extra_blanks() {
        assert_eq!(name_key("  The  Größe "), name_key("the grösse"));
    }
}
