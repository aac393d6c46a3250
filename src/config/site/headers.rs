//! `[headers]`: what a host says with every file, and the files in which it is told so.

use super::redirects::Host;
use crate::decode::{Field, Fields};
use crate::diagnostics::Code;
use crate::text::Spanned;

/// `[headers]`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Headers {
    /// `formats`: the files that hosts read, sorted.
    pub formats: Vec<HeaderFile>,
    /// `[headers.policy]`: what pages may load besides what is the site's own, by directive.
    pub policy: Vec<(&'static str, Vec<String>)>,
}

/// A kind of file that a host reads headers from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderFile {
    /// `_headers`, as Netlify and Cloudflare Pages read it.
    Plain,
    /// `headers.conf` for nginx.
    Nginx,
}

impl HeaderFile {
    /// The path of the file in the output.
    pub fn path(self) -> &'static str {
        match self {
            HeaderFile::Plain => "_headers",
            HeaderFile::Nginx => "headers.conf",
        }
    }
}

/// The directives to which a site may add (Content Security Policy Level 3).
const DIRECTIVES: [&str; 9] = [
    "connect-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "media-src",
    "script-src",
    "style-src",
];

/// Reads the table.
pub(super) fn headers(fields: &mut Fields<'_>) -> Headers {
    fields.hint(&[
        (
            "csp",
            "write what pages may load besides as `[headers.policy]`, such as `img-src = [\"https://img.example\"]`",
        ),
        ("netlify", "write `formats = [\"netlify\"]`"),
        ("cloudflare", "write `formats = [\"cloudflare\"]`"),
        ("nginx", "write `formats = [\"nginx\"]`"),
    ]);
    let formats = fields.take("formats", &[]).and_then(Field::list_or_one).unwrap_or_default();
    let of_host = |host: Spanned<Host>| match host.value {
        Host::Netlify | Host::Cloudflare => HeaderFile::Plain,
        Host::Nginx => HeaderFile::Nginx,
    };
    let mut formats: Vec<HeaderFile> =
        formats.into_iter().filter_map(|field| field.choice(&Host::CHOICES).map(of_host)).collect();
    formats.sort_unstable();
    formats.dedup();
    let mut policy = Vec::new();
    if let Some(mut directives) = fields.take("policy", &[]).and_then(|field| field.map("`[headers.policy]`")) {
        policy.extend(DIRECTIVES.into_iter().filter_map(|name| Some((name, sources(directives.take(name, &[])?)?))));
        directives.finish();
    }
    Headers { formats, policy }
}

/// The sources of a directive, each by itself.
fn sources(field: Field<'_>) -> Option<Vec<String>> {
    let mistakes = field.mistakes();
    let is_one = |source: &Spanned<String>| {
        let plain = |c: char| c.is_ascii_graphic() && !";,\"\\".contains(c);
        let is_one = !source.value.is_empty() && source.value.chars().all(plain);
        if !is_one {
            let message = format!("`{}` is not one source of a policy", source.value);
            let help = "write each by itself, such as `\"https://img.example\"` or `\"'unsafe-inline'\"`";
            mistakes.add(mistakes.at(Code::InvalidValue, source.span, message).help(help));
        }
        is_one
    };
    Some(field.list_or_one()?.into_iter().filter_map(Field::text).filter(is_one).map(|source| source.value).collect())
}
