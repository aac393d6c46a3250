//! An article's page, and that of a plain page.

use std::cmp::Reverse;

use super::body::Manuscript;
use super::brief::{ArticleBrief, Crumb};
use super::view::{ArticleView, CorrectionView, LinkView, TermView};
use super::{
    Composer, Page, credit, date, faqs, figure, mentions, meta, related, series, sources, structured_data, toc, trust,
};
use crate::date::Date;
use crate::diagnostics::Diagnostic;
use crate::html::Value;
use crate::parse::document::{Markup, Place, Prose};
use crate::parse::front_matter::{ArticleFields, Kind};
use crate::resolve::Article;

/// How many words a reader reads in a minute.
pub const WORDS_A_MINUTE: u32 = 230;

/// From how many headings on the contents are shown.
const HEADINGS_FOR_CONTENTS: usize = 3;

/// Composes an article's page.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &ArticleBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let ArticleBrief {
        article,
        breadcrumbs,
        section,
        page_type: _,
        credits,
        terms,
        series: part,
        related: _,
        mentions: mentioned,
        previous,
        next,
    } = brief;
    let fields = &article.facts.fields;
    let references = &article.facts.references;
    let manuscript = Manuscript {
        composer,
        references,
        connections: &article.connections,
        prose,
        brief: Some(brief),
        cited: Default::default(),
    };
    let is_page = fields.kind == Kind::Page;
    let (lead, body) = manuscript.fill_body()?;
    let dek = prose.dek.as_ref().map(|dek| manuscript.fill(dek)).transpose()?;
    let caption = prose.image_caption.as_ref().map(|caption| manuscript.fill(caption)).transpose()?;
    let lead_image = article.lead_image.as_ref().map(|picture| figure::lead(picture, caption));
    let usual_faqs = if manuscript.places(Place::Faqs) { None } else { faqs::view(&manuscript)? };
    let usual_trust = if manuscript.places(Place::Trust) || is_page { None } else { trust::view(&manuscript)? };
    let usual_sources = if manuscript.places(Place::Sources) { None } else { sources::view(&manuscript)? };
    let usual_related = if manuscript.places(Place::Related) { None } else { related::view(&manuscript) };
    let wants_toc = fields.toc.unwrap_or(toc::size(references) >= HEADINGS_FOR_CONTENTS);
    let usual_toc = if wants_toc && !manuscript.places(Place::Toc) { toc::view(references) } else { None };
    let date_of = |date: &Option<crate::date::Date>| date.map(|date| date::view(composer, date));
    let corrections = corrections(&manuscript, article)?;

    let view = ArticleView {
        title: fields.title.value.clone(),
        dek,
        kind: fields.kind.name(),
        breadcrumbs: composer.links(breadcrumbs),
        section: section.map(|section| composer.link(section)),
        authors: credit::views(composer, &credits.authors),
        reviewers: credit::views(composer, &credits.reviewers),
        editors: credit::views(composer, &credits.editors),
        fact_checkers: credit::views(composer, &credits.fact_checkers),
        contributors: credit::views(composer, &credits.contributors),
        published: date_of(&article.published),
        updated: date_of(&article.updated),
        reviewed: date_of(&article.reviewed),
        reading_minutes: prose.words.div_ceil(WORDS_A_MINUTE).max(1),
        lead_image,
        disclosure: prose.disclosure.as_ref().map(|text| manuscript.fill(text)).transpose()?,
        lead,
        toc: usual_toc,
        body,
        faqs: usual_faqs,
        trust: usual_trust,
        sources: usual_sources,
        corrections,
        series: part.as_ref().map(|part| series::view(composer, part)),
        related: usual_related,
        mentions: mentions::view(composer, mentioned),
        terms: term_views(composer, fields, terms),
        previous: previous.map(|article| composer.link(article)),
        next: next.map(|article| composer.link(article)),
        extra: fields.extra.as_ref().map(Value::from_serializable),
    };
    let structured_data = structured_data::article(&manuscript, brief, &view);
    let meta = meta::article(composer, brief, &view, structured_data);
    Ok(composer.page(article.route.clone(), brief.template(), &meta, &view))
}

/// The terms of an article; those of a plain page have no pages.
fn term_views(composer: &Composer<'_>, fields: &ArticleFields, terms: &[(Crumb<'_>, &str)]) -> Vec<TermView> {
    if fields.kind == Kind::Page {
        let written = fields.terms.iter().flat_map(|(name, terms)| {
            let taxonomy = composer.config.taxonomies.get(name).map_or(name, |taxonomy| &taxonomy.title);
            terms.iter().map(move |term| TermView { title: term.value.clone(), url: None, taxonomy: taxonomy.clone() })
        });
        return written.collect();
    }
    let view = |(term, taxonomy): &(Crumb<'_>, &str)| {
        let LinkView { title, url } = composer.link(*term);
        TermView { title, url: Some(url), taxonomy: (*taxonomy).to_owned() }
    };
    terms.iter().map(view).collect()
}

/// The corrections, newest first.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn corrections(manuscript: &Manuscript<'_>, article: &Article) -> Result<Vec<CorrectionView>, Box<Diagnostic>> {
    let view =
        |(date, text)| Ok(CorrectionView { date: date::view(manuscript.composer, date), text: manuscript.fill(text)? });
    dated_corrections(manuscript, article).into_iter().map(view).collect()
}

/// The corrections with their dates, newest first; those of one instant as they are written.
pub fn dated_corrections<'m>(manuscript: &'m Manuscript<'_>, article: &Article) -> Vec<(Date, &'m Markup)> {
    let zone = &manuscript.composer.config.timezone;
    let dates = article.facts.fields.corrections.iter().map(|correction| correction.date.value);
    let mut dated: Vec<(Date, &Markup)> = dates.zip(&manuscript.prose.corrections).collect();
    dated.sort_by_key(|(date, _)| Reverse(date.instant(zone)));
    dated
}
