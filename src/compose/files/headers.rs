//! What a host is to say with every file, in the files that hosts read: a strict Content Security Policy, and how long
//! a file may be kept.

use crate::compose::Composer;
use crate::config::Config;
use crate::config::site::headers::HeaderFile;

/// What is said with every file besides the policy.
const PLAIN: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// What pages load if a site adds nothing: what is its own. Scripts come with the hashes of those within the templates.
const POLICY: [(&str, &[&str]); 12] = [
    ("default-src", &["'none'"]),
    ("base-uri", &["'none'"]),
    ("connect-src", &["'self'"]),
    ("font-src", &["'self'"]),
    ("form-action", &["'self'"]),
    ("frame-ancestors", &["'self'"]),
    ("frame-src", &[]),
    ("img-src", &["'self'", "data:"]),
    ("manifest-src", &["'self'"]),
    ("media-src", &["'self'"]),
    ("script-src", &["'self'"]),
    ("style-src", &["'self'"]),
];

/// Files whose names change with what they say.
const NAMED_BY_CONTENT: &str = "/assets/";
/// A year, as long as anything is kept (RFC 9111, section 5.2; RFC 8246).
const FOREVER: (&str, &str) = ("Cache-Control", "public, max-age=31536000, immutable");

/// The text of the file; `scripts` are the hashes of the scripts within the theme's templates.
pub fn compose(composer: &Composer<'_>, file: HeaderFile, scripts: &[String]) -> String {
    let config = composer.config;
    let policy = policy(config, scripts);
    let all = || std::iter::once(("Content-Security-Policy", policy.as_str())).chain(PLAIN);
    let base = config.root_path.as_str();
    match file {
        HeaderFile::Plain => {
            let block = |pattern: &str, headers: &mut dyn Iterator<Item = (&str, &str)>| {
                let lines: String = headers.map(|(name, value)| format!("  {name}: {value}\n")).collect();
                format!("{base}{pattern}*\n{lines}")
            };
            block("/", &mut all()) + &block(NAMED_BY_CONTENT, &mut std::iter::once(FOREVER))
        }
        HeaderFile::Nginx => {
            let lines = |indent: &str| -> String {
                all().map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n")).collect()
            };
            // A place with headers of its own inherits none.
            let (name, value) = FOREVER;
            format!(
                "# Within server {{ }}:  include headers.conf;\n{}location ^~ {base}{NAMED_BY_CONTENT} {{\n{}  add_header {name} \"{value}\";\n}}\n",
                lines(""),
                lines("  ")
            )
        }
    }
}

/// The policy: the site's own, and what site.toml adds.
fn policy(config: &Config, scripts: &[String]) -> String {
    let pagefind: &[&str] = if config.search_engine.value == "pagefind" { &["'wasm-unsafe-eval'"] } else { &[] };
    let directive = |(name, own): (&str, &[&str])| {
        let added = config.headers.policy.iter().filter(|(added, _)| *added == name).flat_map(|(_, sources)| sources);
        let inline = if name == "script-src" { (scripts, pagefind) } else { (&[][..], &[][..]) };
        let own = own.iter().chain(inline.1).copied();
        let sources: Vec<&str> = own.chain(inline.0.iter().chain(added).map(String::as_str)).collect();
        (!sources.is_empty()).then(|| format!("{name} {}", sources.join(" ")))
    };
    POLICY.into_iter().filter_map(directive).collect::<Vec<String>>().join("; ")
}
