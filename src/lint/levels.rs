//! What a diagnostic matters: by site.toml, by its exceptions, and by the comments in articles.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use crate::config::site::{Exception, Lints};
use crate::date::{Instant, Zone};
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::parse::document::Allowance;
use crate::resolve::SETTINGS;
use crate::text::RelPath;

/// What a command line says of levels; it goes above site.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Whether every warning is an error.
    pub deny_warnings: bool,
    /// Codes that are errors.
    pub deny: BTreeSet<Code>,
    /// Codes that nobody wants to hear of.
    pub allow: BTreeSet<Code>,
}

impl Overrides {
    /// The level of a code; `None` if it is switched off.
    pub fn level(&self, code: Code, lints: &Lints) -> Option<Level> {
        let by_default = (!code.is_on_request()).then(|| code.default_level());
        self.raised(code, lints.levels.get(&code).map_or(by_default, |level| level.value))
    }

    fn raised(&self, code: Code, level: Option<Level>) -> Option<Level> {
        if self.deny.contains(&code) {
            return Some(Level::Error);
        }
        if self.allow.contains(&code) && code.default_level() != Level::Error {
            return None;
        }
        if self.deny_warnings && level == Some(Level::Warning) { Some(Level::Error) } else { level }
    }
}

/// Which rules have run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ran {
    /// Those that fail a build.
    Build,
    /// All, but for those that look at built pages or ask other sites.
    Sources,
    /// All, but for those that ask other sites: what excuses nothing now is needed no more.
    Check,
    /// All.
    External,
}

impl Ran {
    /// Whether an excuse from a code that excused nothing is needed no more.
    fn tells_unused(self, code: Code) -> bool {
        // What a clone knows of the history depends on how deep it is.
        if matches!(code, Code::UpdatedWithoutChange | Code::ChangedWithoutUpdate) {
            return false;
        }
        let asks_others = matches!(code, Code::DeadLink | Code::DeadSource | Code::MovedLink);
        match self {
            Ran::Build => false,
            Ran::Sources => !asks_others && !rules::look_at_pages(code),
            Ran::Check => !asks_others,
            Ran::External => true,
        }
    }
}

/// What every diagnostic of a site matters.
pub struct Levels {
    levels: BTreeMap<Code, Option<Level>>,
    exceptions: Vec<(Exception, bool)>,
    allowances: BTreeMap<RelPath, Vec<Allowance>>,
    overrides: Overrides,
}

impl Levels {
    /// By the settings and by the comments of documents; whether an exception has expired is known at an instant.
    pub fn new<'a>(
        lints: &Lints,
        documents: impl IntoIterator<Item = (&'a RelPath, &'a [Allowance])>,
        (now, zone): (Instant, &Zone),
        overrides: &Overrides,
    ) -> Levels {
        let exception = |exception: &Exception| {
            let is_over = exception.until.as_ref().is_some_and(|until| until.value.instant(zone) <= now);
            (exception.clone(), is_over)
        };
        let mut allowances: BTreeMap<RelPath, Vec<Allowance>> = BTreeMap::new();
        for (path, all) in documents {
            if !all.is_empty() {
                allowances.insert(path.clone(), all.to_vec());
            }
        }
        Levels {
            levels: lints.levels.iter().map(|(code, level)| (*code, level.value)).collect(),
            exceptions: lints.exceptions.iter().map(exception).collect(),
            allowances,
            overrides: overrides.clone(),
        }
    }

    /// What the diagnostics of one document matter, with the comments that it has now.
    pub fn of_document(&self, path: &RelPath, allowances: &[Allowance]) -> Levels {
        let Levels { levels, exceptions, allowances: _, overrides } = self;
        Levels {
            levels: levels.clone(),
            exceptions: exceptions.clone(),
            allowances: BTreeMap::from([(path.clone(), allowances.to_vec())]),
            overrides: overrides.clone(),
        }
    }

    /// Gives each diagnostic its level, takes out what is switched off or excused, and adds what is wrong with the
    /// excuses.
    pub fn judge(&self, diagnostics: Vec<Diagnostic>, ran: Ran) -> Vec<Diagnostic> {
        let mut used = Used::default();
        let mut judged = self.weigh_with(diagnostics, &mut used);
        let of_excuses = self.faults(&used, ran);
        // What is wrong with an excuse cannot be excused by another.
        judged.extend(of_excuses.into_iter().filter_map(|found| self.levelled(found)));
        judged
    }

    /// Gives each diagnostic its level, and takes out what is switched off or excused: for what is found later than all
    /// else, when what is wrong with the excuses has been said.
    pub fn weigh(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.weigh_with(diagnostics, &mut Used::default())
    }

    fn weigh_with(&self, diagnostics: Vec<Diagnostic>, used: &mut Used) -> Vec<Diagnostic> {
        diagnostics.into_iter().filter_map(|found| self.judged(found, used)).collect()
    }

    /// With its level; `None` if it is switched off. What is an error by itself is never less than it was: without it
    /// there would be nothing to show.
    fn levelled(&self, mut found: Diagnostic) -> Option<Diagnostic> {
        let of_site = self.levels.get(&found.code).copied().unwrap_or(Some(found.level));
        let of_site = match found.code.default_level() {
            Level::Error => Some(of_site.map_or(found.level, |level| level.min(found.level))),
            Level::Warning | Level::Advice => of_site,
        };
        found.level = self.overrides.raised(found.code, of_site)?;
        Some(found)
    }

    fn judged(&self, found: Diagnostic, used: &mut Used) -> Option<Diagnostic> {
        let found = self.levelled(found)?;
        if found.code.default_level() == Level::Error {
            return Some(found);
        }
        let Some(place) = &found.place else { return Some(found) };
        let code = found.code;
        let mut is_excused = false;
        for (index, (exception, is_over)) in self.exceptions.iter().enumerate() {
            if exception.code.value == code && !is_over && exception.paths.value.fits(place.path.as_str()) {
                used.exceptions.insert(index);
                is_excused = true;
            }
        }
        for (index, allowance) in self.allowances.get(&place.path).into_iter().flatten().enumerate() {
            if allowance.rule.value == code.name() {
                used.allowances.insert((place.path.clone(), index));
                is_excused = true;
            }
        }
        (!is_excused).then_some(found)
    }

    /// What is wrong with the excuses themselves.
    fn faults(&self, used: &Used, ran: Ran) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (path, allowances) in &self.allowances {
            for (index, allowance) in allowances.iter().enumerate() {
                let is_used = used.allowances.contains(&(path.clone(), index));
                faults.extend(fault(path, allowance, |code| !is_used && self.tells_unused(code, ran)));
            }
        }
        let settings = RelPath::new(SETTINGS);
        let Some(settings) = settings.filter(|_| ran != Ran::Build) else { return faults };
        for (index, (exception, is_over)) in self.exceptions.iter().enumerate() {
            let Exception { code, paths, reason: _, until } = exception;
            let pattern = paths.value.pattern();
            if let Some(until) = until.as_ref().filter(|_| *is_over) {
                let message = format!("the exception of `{pattern}` from `{}` has expired", code.value);
                let help = "mend what it excused and delete it, or give it another day";
                faults.push(Diagnostic::new(Code::ExpiredException, &settings, until.span, message).help(help));
            } else if code.value.default_level() == Level::Error {
                let message = format!("`{}` is always an error, and nothing is excused from it", code.value);
                let help = "mend what it names, and delete the exception";
                faults.push(Diagnostic::new(Code::UnusedException, &settings, code.span, message).help(help));
            } else if !used.exceptions.contains(&index) && self.tells_unused(code.value, ran) {
                let message = format!("`{}` finds nothing in `{pattern}` that has to be excused", code.value);
                let help = match folder(pattern) {
                    Some(folder) => format!("a folder's name fits none of its files: write `{folder}/**`"),
                    None => "delete the exception".to_owned(),
                };
                faults.push(Diagnostic::new(Code::UnusedException, &settings, paths.span, message).help(help));
            }
        }
        faults
    }

    /// Whether an excuse that excused nothing is needed no more; of a code that the command line leaves out nobody knows.
    fn tells_unused(&self, code: Code, ran: Ran) -> bool {
        ran.tells_unused(code) && !self.overrides.allow.contains(&code)
    }
}

/// Which excuses were needed.
#[derive(Default)]
struct Used {
    exceptions: BTreeSet<usize>,
    allowances: BTreeSet<(RelPath, usize)>,
}

/// The folder that was probably meant by a pattern of no file.
fn folder(pattern: &str) -> Option<&str> {
    let folder = pattern.trim_end_matches('/');
    let is_plain = !folder.contains(['*', '?', '[', '{']);
    (is_plain && !folder.is_empty() && !folder.rsplit('/').next()?.contains('.')).then_some(folder)
}

/// What is wrong with a comment that excuses its document.
fn fault(path: &RelPath, allowance: &Allowance, is_unused: impl Fn(Code) -> bool) -> Option<Diagnostic> {
    let Allowance { rule, reason } = allowance;
    let at = |code, message: String| Diagnostic::new(code, path, rule.span, message);
    let Some(code) = Code::from_name(&rule.value) else {
        let message = format!("`{}` is no rule, so nothing is excused from it", rule.value);
        let known = Code::ALL.iter().map(|code| code.name());
        let unknown = at(Code::UnknownRule, message).did_you_mean(&rule.value, known);
        let unknown = unknown.help("write `<!-- byline-allow: RULE reason -->`; `byline explain` lists all rules");
        return Some(Diagnostic { level: Level::Warning, ..unknown });
    };
    if code.default_level() == Level::Error {
        let message = format!("`{code}` is always an error, and no article is excused from it");
        return Some(at(Code::UnusedException, message).help("mend what it names, and delete the comment"));
    }
    if reason.is_empty() {
        let help = format!("say why: `<!-- byline-allow: {code} reason -->`");
        return Some(at(Code::AllowWithoutReason, format!("no reason is given for allowing `{code}`")).help(help));
    }
    is_unused(code).then(|| {
        let message = format!("`{code}` finds nothing in this file that has to be excused");
        at(Code::UnusedException, message).help("delete the comment")
    })
}
