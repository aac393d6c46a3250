//! The templates, compiled, and all that they may call.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use tera::value::Key;
use tera::{Context, Error, ErrorKind, Kwargs, Map, State, Tera, TeraResult};

use super::fault::TOO_LONG;
use super::json::json;
use super::layers::Layer;
use super::permalinks::permalinks;
use super::references::{self, Sources};
use super::url::url;
use super::{fault, fingerprints};
use crate::diagnostics::{Code, Diagnosed, Diagnostic, Place};
use crate::html::{Html, Value, run_without};
use crate::text::{RelPath, full_stop};

/// The largest page that is rendered, in bytes.
const MAX_PAGE: usize = 64 << 20;

/// How long the template of one page may go on; a usual one takes less than a thousandth of a second.
const MAX_TIME: Duration = Duration::from_secs(10);

/// How many numbers `range` makes.
///
/// The clock is looked at where a template prints and where it asks for a range, so that two loops within each other that
/// print nothing end, too.
const MAX_RANGE: i128 = 10_000;

thread_local! {
    /// Until when what this thread renders must be there.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// After how many pieces of a page the clock is looked at.
const PIECES: u32 = 1 << 10;

/// Room for a page, in bytes: most need no more.
const USUAL_PAGE: usize = 64 << 10;

/// The templates, compiled.
pub(super) struct Engine {
    pub tera: Tera,
    pub sources: Sources,
    /// The themes, as they stand in front of the names of their templates.
    prefixes: Vec<String>,
    /// The names of page templates, without `.html`.
    pub templates: BTreeSet<String>,
    /// By page template: what tells all that can reach a page of it from what else it could be.
    pub fingerprints: BTreeMap<String, u64>,
    /// What took too long, so that a thousand pages of one template do not take as long each.
    slow: RwLock<BTreeMap<String, Box<Diagnostic>>>,
}

/// Compiles the templates of all layers; `None` if one of them is broken.
pub(super) fn compile(layers: Vec<Layer>) -> Diagnosed<Option<Engine>> {
    let prefixes: Vec<String> =
        layers.iter().filter(|layer| !layer.name.is_empty()).map(|layer| layer.engine_name("")).collect();
    let mut diagnostics = Vec::new();
    let mut sources = Sources::new();
    for layer in layers {
        for (name, source) in &layer.templates {
            if layer.name.is_empty()
                && let Some(prefix) = prefixes.iter().find(|prefix| name.starts_with(prefix.as_str()))
            {
                let message = format!("a folder of `templates/` may not be called like the theme `{prefix}`");
                diagnostics.push(
                    Diagnostic::in_file(Code::TemplateError, &source.path, message)
                        .help("to override a template of the theme, put it directly below `templates/`"),
                );
                continue;
            }
            sources.insert(layer.engine_name(name), source.clone());
        }
    }
    let templates = page_templates(&sources, &prefixes);
    let mut tera = empty();
    let registered = tera.set_fallback_prefixes(prefixes.clone());
    registered.expect("prefixes are set while there is no template");
    let find = |name: &str| find(&sources, &prefixes, name);
    let mut mistakes = references::check(&sources, find);
    if mistakes.is_empty() {
        let texts = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        if let Err(error) = tera.add_raw_templates(texts) {
            mistakes.extend(fault::all(&error, &sources));
        }
    }
    if !mistakes.is_empty() {
        // What else is wrong with a template whose syntax is broken is not known.
        let broken = broken(&sources);
        diagnostics.extend(if broken.is_empty() { mistakes } else { broken });
    }
    let fingerprints = fingerprints::of(&sources, &templates, &prefixes, find);
    let value = diagnostics.is_empty().then_some(Engine {
        tera,
        sources,
        prefixes,
        templates,
        fingerprints,
        slow: RwLock::default(),
    });
    Diagnosed { value, diagnostics }
}

impl Engine {
    /// The file of a template.
    pub fn file(&self, name: &str) -> Option<&RelPath> {
        let found = find(&self.sources, &self.prefixes, name)?;
        self.sources.get(found).map(|source| &source.path)
    }
}

/// The template that a name means: the site's own, else that of the first theme that has it.
fn find<'a>(sources: &'a Sources, prefixes: &[String], name: &str) -> Option<&'a str> {
    let exact = sources.get_key_value(name);
    let found = exact.or_else(|| prefixes.iter().find_map(|prefix| sources.get_key_value(&format!("{prefix}{name}"))));
    found.map(|(name, _)| name.as_str())
}

fn page_templates(sources: &Sources, prefixes: &[String]) -> BTreeSet<String> {
    let unprefixed = |name: &String| {
        let prefix = prefixes.iter().find(|prefix| name.starts_with(prefix.as_str()));
        name[prefix.map_or(0, String::len)..].strip_suffix(".html").map(str::to_owned)
    };
    sources.keys().filter_map(unprefixed).filter(|name| !name.contains('/') && name != "base").collect()
}

/// The syntax errors of every template, so that one does not hide another.
fn broken(sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (name, source) in sources {
        // By itself a template lacks what it includes and extends; only its syntax is judged here.
        let alone = Tera::default().add_raw_template(name, &source.text);
        if let Err(error) = alone
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.extend(fault::all(&error, sources));
        }
    }
    diagnostics
}

/// An engine without templates: what it registers by itself reaches neither disk nor clock nor chance, but for
/// `group_by`, whose groups come in a random order. `fill`, `full_stop`, `json`, `permalinks` and `url` are ours alone.
fn empty() -> Tera {
    let mut tera = Tera::default();
    tera.register_filter("group_by", group_by);
    tera.register_filter("fill", fill);
    tera.register_filter("full_stop", |text: &str, _: Kwargs, _: &State<'_>| full_stop(text));
    tera.register_filter("json", json);
    tera.register_filter("permalinks", permalinks);
    tera.register_filter("url", url);
    tera.register_function("range", range);
    tera.set_escape_fn(escape);
    tera
}

/// Escapes as the engine does by itself, but looks at whole chunks.
fn escape(text: &str, output: &mut dyn Write) -> io::Result<()> {
    let is_escaped = |byte| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    let mut rest = text.as_bytes();
    loop {
        let (plain, after) = rest.split_at(run_without(rest, is_escaped));
        output.write_all(plain)?;
        output.write_all(match after.first() {
            None => return Ok(()),
            Some(b'&') => b"&amp;",
            Some(b'<') => b"&lt;",
            Some(b'>') => b"&gt;",
            Some(b'"') => b"&quot;",
            Some(_) => b"&#39;",
        })?;
        rest = &after[1..];
    }
}

/// Groups a list by an attribute, in the order in which each group first appears; items without it are left out.
fn group_by(items: &[Value], arguments: Kwargs, _: &State<'_>) -> TeraResult<Map> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for item in items {
        let value = item
            .get_from_path(attribute)
            .ok_or_else(|| Error::message(format!("an item of the list has no `{attribute}` to be grouped by")))?;
        if value.is_none() {
            continue;
        }
        let key = value.to_string();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((key, vec![item.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(key, items)| (Key::from(key), Value::from(items))).collect())
}

/// The numbers from `start`, 0 if it is not given, up to `end`, which is not among them, by steps of `step_by`.
fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i128>> {
    if UNTIL.get().is_some_and(|until| Instant::now() > until) {
        return Err(Error::message(TOO_LONG));
    }
    let start = arguments.get::<i128>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i128>("end")?;
    let step = arguments.get::<i128>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("`range` cannot go on by steps of 0"));
    }
    if step > 0 && start > end {
        return Err(Error::message(format!("`range` begins at {start}, behind its end {end}")));
    }
    let goes_on = |number: &i128| if step > 0 { *number < end } else { *number > end };
    let mut numbers = Vec::new();
    let mut next = Some(start).filter(goes_on);
    while let Some(number) = next {
        if i128::try_from(numbers.len()).unwrap_or(i128::MAX) == MAX_RANGE {
            return Err(Error::message(format!("`range` makes {MAX_RANGE} numbers at most, and is asked for more")));
        }
        numbers.push(number);
        next = number.checked_add(step).filter(goes_on);
    }
    Ok(numbers)
}

/// Puts the arguments into a word: `{n}` becomes the argument `n`. What has no argument stays as it is.
fn fill(word: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut filled = String::with_capacity(word.len() + 16);
    let mut rest = word;
    while let Some(open) = rest.find('{') {
        let (before, at) = rest.split_at(open);
        filled.push_str(before);
        let name = at[1..].split('}').next().filter(|name| name.len() + 1 < at.len()).unwrap_or_default();
        match arguments.get::<&Value>(name)? {
            Some(value) => {
                match value.as_str() {
                    Some(text) => filled.push_str(text),
                    None => filled.push_str(&value.to_string()),
                }
                rest = &at[name.len() + 2..];
            }
            None => {
                filled.push('{');
                rest = &at[1..];
            }
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

impl Engine {
    /// Renders a page with all that its template sees.
    pub fn page(&self, template: &str, names: Vec<(&'static str, Value)>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let name = format!("{template}.html");
        self.is_quick(&name)?;
        let mut page = Bounded::new(USUAL_PAGE, Instant::now() + MAX_TIME);
        let context = context(names);
        match self.tera.render_to(&name, &context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(error) => {
                let diagnostic = fault::of_page(&error, &self.sources, Some(&context));
                // The engine tells no place of what does not end: it is somewhere below the template of the page.
                let place = self.file(&name).map(|path| Place { path: path.clone(), span: None });
                let mistake = Diagnostic { place: diagnostic.place.clone().or(place), ..diagnostic };
                Err(self.noted(name, Box::new(mistake)))
            }
        }
    }

    /// An error if something took too long before.
    fn is_quick(&self, name: &str) -> Result<(), Box<Diagnostic>> {
        let slow = self.slow.read().unwrap_or_else(PoisonError::into_inner);
        slow.get(name).map_or(Ok(()), |mistake| Err(mistake.clone()))
    }

    /// The mistake, which is noted if it is that something takes too long.
    fn noted(&self, name: String, mistake: Box<Diagnostic>) -> Box<Diagnostic> {
        if mistake.message == TOO_LONG {
            self.slow.write().unwrap_or_else(PoisonError::into_inner).insert(name, mistake.clone());
        }
        mistake
    }

    /// Renders a component; `implicits` are what its `@name` arguments find.
    pub fn component(
        &self,
        name: &str,
        arguments: Vec<(String, Value)>,
        implicits: [(&'static str, Value); 2],
        body: Option<Html>,
    ) -> Result<Html, Box<Diagnostic>> {
        self.is_quick(name)?;
        let arguments = context(arguments);
        let implicits = context(implicits);
        // One that is called on a line of its own has an empty content, not none.
        let body = Some(body.as_ref().map_or("", |body| body.0.as_str()));
        let mut html = Bounded::new(1 << 10, Instant::now() + MAX_TIME);
        let rendered =
            self.tera.render_component_with_implicits_to(name, &arguments, &implicits, body, true, &mut html);
        let html = rendered.and_then(|()| Ok(String::from_utf8(html.bytes)?));
        let mistake = |error| Box::new(fault::of_component(&error, name, &self.sources));
        html.map(Html).map_err(|error| self.noted(name.to_owned(), mistake(error)))
    }
}

fn context<N: Into<Cow<'static, str>>>(names: impl IntoIterator<Item = (N, Value)>) -> Context {
    let mut context = Context::new();
    for (name, value) in names {
        context.insert_value(name, value);
    }
    context
}

/// Bytes, up to [`MAX_PAGE`], that come before an instant.
struct Bounded {
    bytes: Vec<u8>,
    until: Instant,
    pieces: u32,
}

impl Bounded {
    fn new(room: usize, until: Instant) -> Bounded {
        UNTIL.set(Some(until));
        Bounded { bytes: Vec::with_capacity(room), until, pieces: 0 }
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.bytes.len() + bytes.len() > MAX_PAGE {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.pieces = self.pieces.wrapping_add(1);
        if self.pieces.is_multiple_of(PIECES) && Instant::now() > self.until {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page of many pieces comes to that has to be there at an instant.
    fn rendered(until: Instant) -> Result<usize, String> {
        let mut tera = empty();
        let text = "{% for a in range(end=3000) %}{{ a }}{% endfor %}";
        tera.add_raw_template("page.html", text).expect("a template");
        let mut page = Bounded::new(USUAL_PAGE, until);
        let rendered = tera.render_to("page.html", &Context::new(), &mut page);
        rendered.map(|()| page.bytes.len()).map_err(|error| fault::first(&error, &Sources::new()).message)
    }

    #[test]
    fn loops_within_each_other_end_though_they_print_nothing() {
        let loops = |list: &str| {
            let text = "{% for a in LIST %}{% for b in LIST %}{% for c in LIST %}{% endfor %}{% endfor %}{% endfor %}";
            let mut tera = empty();
            tera.add_raw_template("page.html", &text.replace("LIST", list)).expect("a template");
            let mut page = Bounded::new(USUAL_PAGE, Instant::now() + Duration::from_millis(50));
            let error = tera.render_to("page.html", &Context::new(), &mut page).expect_err("it does not end");
            fault::first(&error, &Sources::new()).message
        };
        assert_eq!(loops("range(end=10000)"), TOO_LONG);
        assert_eq!(loops("range(end=10001)"), "`range` makes 10000 numbers at most, and is asked for more");
    }

    #[test]
    fn a_range_has_the_numbers_that_the_language_says() {
        let mut tera = empty();
        for (index, (call, numbers)) in [
            ("end=3", "[0, 1, 2]"),
            ("start=2, end=7, step_by=2", "[2, 4, 6]"),
            ("start=3, end=0, step_by=-1", "[3, 2, 1]"),
            ("start=0, end=3, step_by=-1", "[]"),
            ("end=0", "[]"),
            ("start=-1, end=1", "[-1, 0]"),
        ]
        .into_iter()
        .enumerate()
        {
            let name = format!("{index}.html");
            tera.add_raw_template(&name, &format!("{{{{ range({call}) }}}}")).expect("a template");
            assert_eq!(tera.render(&name, &Context::new()).expect("it renders"), numbers, "{call}");
        }
    }

    #[test]
    fn a_template_that_goes_on_printing_for_too_long_is_an_error() {
        let now = Instant::now();
        assert_eq!(rendered(now), Err(TOO_LONG.to_owned()));
        assert_eq!(rendered(now + MAX_TIME), Ok(10 + 90 * 2 + 900 * 3 + 2000 * 4));
    }
}
