//! `[redirects]`: former addresses of pages that are gone, and the files that hosts read.

use super::read::entries;
use crate::decode::{Field, Fields};
use crate::diagnostics::Code;
use crate::text::Spanned;

/// `[redirects]`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Redirects {
    /// `[redirects.from]`: a former address, and where it leads: an address of the site, a content file, another site.
    pub rules: Vec<(Spanned<String>, Spanned<String>)>,
    /// `formats`: the files that hosts read.
    pub formats: Vec<Host>,
}

/// A kind of file that a host reads redirects from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// `_redirects` as Netlify reads it.
    Netlify,
    /// `_redirects` as Cloudflare Pages reads it.
    Cloudflare,
    /// `redirects.map` for nginx.
    Nginx,
}

impl Host {
    /// The hosts by the names that site.toml gives them.
    pub(super) const CHOICES: [(&'static str, Host); 3] =
        [("netlify", Host::Netlify), ("cloudflare", Host::Cloudflare), ("nginx", Host::Nginx)];

    /// The path of its file in the output.
    pub fn file(self) -> &'static str {
        match self {
            Host::Netlify | Host::Cloudflare => "_redirects",
            Host::Nginx => "redirects.map",
        }
    }
}

/// Reads the table.
pub(super) fn redirects(fields: &mut Fields<'_>) -> Redirects {
    fields.hint(&[
        ("rules", "write the table `[redirects.from]` with lines like `\"/old/\" = \"/new/\"`"),
        ("netlify", "write `formats = [\"netlify\"]`"),
        ("cloudflare", "write `formats = [\"cloudflare\"]`"),
        ("nginx", "write `formats = [\"nginx\"]`"),
    ]);
    let rules = entries(fields, "from", "[redirects.from]").into_iter().filter_map(rule).collect();
    let formats = fields.take("formats", &[]).and_then(Field::list_or_one).unwrap_or_default();
    Redirects { rules, formats: hosts(formats) }
}

fn rule(field: Field<'_>) -> Option<(Spanned<String>, Spanned<String>)> {
    Some((field.key.clone(), super::values::target(field)?))
}

/// The kinds of files; two of one name cannot both be written.
fn hosts(formats: Vec<Field<'_>>) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    for field in formats {
        let mistakes = field.mistakes();
        let Some(Spanned { value: host, span }) = field.choice(&Host::CHOICES) else { continue };
        if hosts.contains(&host) {
            continue;
        }
        if hosts.iter().any(|other| other.file() == host.file()) {
            let message = "Netlify and Cloudflare Pages read files of one name, `_redirects`, and not in the same way";
            mistakes
                .add(mistakes.at(Code::InvalidValue, span, message).help("keep the one that the site is served by"));
            continue;
        }
        hosts.push(host);
    }
    hosts.sort_unstable();
    hosts
}
