//! What a file beside a picture says of it.

use super::front_matter::ImageFields;
use super::markdown::{Manuscript, Reading};
use super::{ParseOptions, front_matter, plain, read};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::RelPath;

/// The credits of a picture; the caption may hold nothing that another page numbers or finds.
pub(super) fn sidecar(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> ImageFields {
    let image = front_matter::sidecar(path, text).collect(diagnostics);
    let manuscript = Manuscript { image_caption: image.caption.as_ref(), ..plain(path, "", 0) };
    let Reading { references, prose, .. } = read(&manuscript, options, false, diagnostics);
    let links = references.links.iter().map(|link| (link.span, "link within the site"));
    let citations = references.citations.iter().map(|citation| (citation.span, "citation"));
    for (span, what) in links.chain(citations) {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                path,
                span,
                format!("this caption goes with the picture to every page, so it takes no {what}"),
            )
            .help("write it where the picture stands: `![…](quay.jpg \"the caption\")`"),
        );
    }
    ImageFields { caption_html: prose.image_caption.map(|caption| caption.html), ..image }
}
