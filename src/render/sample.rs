//! A site that does not exist, as views, for tests and for looking at a theme.

use crate::compose::Page;
use crate::compose::shared::Shared;
use crate::compose::view::*;
use crate::html::{Html, Value};
use crate::route::Route;

fn html(text: &str) -> Html {
    Html(text.to_owned())
}

fn link(title: &str, url: &str) -> LinkView {
    LinkView { title: title.to_owned(), url: url.to_owned() }
}

fn date(iso: &str, text: &str) -> DateView {
    DateView { iso: iso.to_owned(), text: text.to_owned() }
}

fn image(url: &str, alt: &str) -> ImageView {
    ImageView {
        url: url.to_owned(),
        alt: alt.to_owned(),
        width: Some(1500),
        height: Some(1000),
        tint: Some("azure dull light".to_owned()),
        srcset: format!("{url}?480 480w, {url}?960 960w"),
        sources: vec![ImageSourceView {
            media_type: "image/webp",
            srcset: format!("{url}.webp?480 480w, {url}.webp?960 960w"),
        }],
    }
}

fn publisher() -> Shared<PublisherView> {
    Shared::new(&PublisherView {
        name: "The Harbour Review".to_owned(),
        founded: Some(1922),
        logo: None,
        policies: vec![link("Editorial policy", "/about/policy/"), link("Corrections", "/about/corrections/")],
    })
}

fn feeds(title: &str, page: &str) -> Vec<FeedView> {
    vec![FeedView {
        title: format!("{title} (Atom)"),
        url: format!("{page}feed.xml"),
        media_type: "application/atom+xml",
    }]
}

pub fn site(stylesheet: &str) -> SiteView {
    SiteView {
        title: "The Harbour Review".to_owned(),
        description: "The coast, explained with sources.".to_owned(),
        language: "en-GB".to_owned(),
        locale: Some("en_GB".to_owned()),
        direction: "ltr",
        home: "/".to_owned(),
        nav: ["Coast", "Storms", "Towns", "Fishing", "About"]
            .map(|title| link(title, &format!("/{}/", title.to_lowercase())))
            .to_vec(),
        publisher: publisher(),
        icons: vec![IconView {
            rel: "icon",
            url: "/favicon.svg".to_owned(),
            media_type: Some("image/svg+xml"),
            sizes: Some("any"),
        }],
        head_extra: Html("<meta name=\"theme-color\" content=\"#8f2d1f\">".to_owned()),
        stylesheet: stylesheet.to_owned(),
        people_url: Some("/people/".to_owned()),
        feeds: feeds("The Harbour Review", "/"),
        sources_url: Some("/sources/".to_owned()),
        questions_url: Some("/questions/".to_owned()),
        corrections_url: Some("/corrections/".to_owned()),
        search: Some(SearchView {
            url: "/search/".to_owned(),
            engine: "built-in".to_owned(),
            files: "/search/".to_owned(),
            script: Some("/assets/search-0123456789.js".to_owned()),
        }),
    }
}

fn alternate(language: &str, name: &str, url: &str, current: bool) -> AlternateView {
    let locale = crate::compose::meta::locale(language);
    AlternateView { language: language.to_owned(), locale, name: name.to_owned(), url: url.to_owned(), current }
}

fn on_page(alternate: &AlternateView) -> AlternateView {
    AlternateView { url: alternate.url.replace("https://review.example", ""), ..alternate.clone() }
}

pub fn meta(headline: &str, kind: &'static str) -> MetaView {
    let alternates = vec![
        alternate("en-GB", "English", "https://review.example/coast/tides/", true),
        alternate("de-AT", "Deutsch", "https://review.example/de-at/coast/tides/", false),
        alternate("fr", "Français", "https://review.example/fr/coast/tides/", false),
    ];
    MetaView {
        title: format!("{headline} · The Harbour Review"),
        headline: headline.to_owned(),
        description: "What the water does twice a day, and what it takes with it.".to_owned(),
        canonical: Some("https://review.example/coast/tides/".to_owned()),
        noindex: false,
        kind,
        image: Some(image("https://review.example/coast/quay.svg", "A quay at low water")),
        published: Some("2024-02-11".to_owned()),
        modified: Some("2024-06-06".to_owned()),
        authors: vec!["Jane Example".to_owned()],
        author_pages: vec!["https://review.example/people/jane-example/".to_owned()],
        section: Some("Coast".to_owned()),
        tags: vec!["tides".to_owned()],
        previous: None,
        next: Some("https://review.example/coast/page/2/".to_owned()),
        feeds: feeds("Coast – The Harbour Review", "/coast/"),
        markdown: Some("/coast/tides/index.md".to_owned()),
        structured_data: Some(html(r#"{"@context":"https://schema.org","@type":"Article"}"#)),
        languages: alternates.iter().map(on_page).collect(),
        alternates,
        default_alternate: Some("https://review.example/coast/tides/".to_owned()),
    }
}

pub fn person(name: &str, role: &str, credentials: Option<&str>, portrait: bool) -> Shared<PersonView> {
    Shared::new(&PersonView {
        name: name.to_owned(),
        url: Some(format!("/people/{}/", name.to_lowercase().replace(' ', "-"))),
        role: Some(role.to_owned()),
        credentials: credentials.map(str::to_owned),
        image: portrait.then(|| image("/portrait.svg", name)),
        organization: false,
    })
}

pub fn figure(lead: bool) -> FigureView {
    FigureView {
        image: image("/quay.svg", "A quay at low water, boats lying on the mud"),
        caption: Some(html("The quay at <em>six in the morning</em>, an hour before the flood.")),
        credit: Some("Jo Doe / Agency".to_owned()),
        credit_url: Some("https://agency.example/jo".to_owned()),
        copyright: Some("© 2024 Agency".to_owned()),
        license: None,
        license_url: Some("https://example.org/licence".to_owned()),
        digital_source: None,
        made_by_ai: false,
        display_width: None,
        id: None,
        classes: String::new(),
        lead,
    }
}

pub fn callout(kind: &str, kind_title: &str, title: Option<&str>, foldable: bool) -> CalloutView {
    CalloutView {
        kind: kind.to_owned(),
        title: title.map(html),
        kind_title: kind_title.to_owned(),
        foldable,
        open: true,
    }
}

pub fn newsletter() -> NewsletterView {
    NewsletterView {
        title: Some("Read on".to_owned()),
        text: Some(html("<p>One letter a month from the coast, no advertising.</p>")),
        action: Some("https://letters.example/subscribe".to_owned()),
    }
}

pub fn toc() -> TocView {
    let entry = |id: &str, title: &str, entries| TocEntryView { id: id.to_owned(), title: html(title), entries };
    TocView {
        entries: vec![
            entry("why", "Why the water moves", vec![entry("moon", "The moon’s part", vec![])]),
            entry("towns", "What a town does with it", vec![]),
            entry("numbers", "The numbers", vec![]),
        ],
    }
}

pub fn faqs() -> FaqsView {
    let item = |id: &str, question: &str, answer: &str| FaqView {
        id: id.to_owned(),
        question: html(question),
        answer: html(answer),
    };
    FaqsView {
        id: "questions".to_owned(),
        title: None,
        intro: Some(html("<p>Readers ask these most.</p>")),
        items: vec![
            item("why-two", "Why are there two tides a day?", "<p>Two bulges, <em>one Earth</em>.</p>"),
            item("drown", "Can a tide surprise me?", "<p>Yes. Ask for the times before you walk out.</p>"),
        ],
    }
}

pub fn trust() -> TrustView {
    TrustView {
        title: None,
        text: Some(html("<p>Every article is written by people with names and checked by others.</p>")),
        authors: vec![person("Jane Example", "Coast reporter", Some("Twenty years on the quay"), true)],
        reviewers: vec![person("John Sample", "Oceanographer", Some("PhD, University of Nowhere"), true)],
        fact_checkers: vec![],
        reviewed: Some(date("2024-06-01", "1 June 2024")),
        publisher: publisher(),
    }
}

fn source(number: usize, key: &str, title: &str, uses: usize) -> SourceView {
    SourceView {
        number,
        id: format!("source-{key}"),
        formatted: None,
        year: None,
        title: title.to_owned(),
        authors: "Jane Example, John Sample".to_owned(),
        publisher: Some("Journal of Examples".to_owned()),
        date: Some("2020".to_owned()),
        url: Some("https://example.org/paper".to_owned()),
        doi: Some("10.0000/example".to_owned()),
        archive: Some("https://archive.example/paper".to_owned()),
        dead: number == 2,
        accessed: Some("1 February 2024".to_owned()),
        details: "vol. 2, no. 3, pp. 4–5".to_owned(),
        note: None,
        uses: (1..=uses).map(|n| format!("cite-{key}-{n}")).collect(),
        page: (number == 2).then(|| format!("/sources/{key}/")),
    }
}

pub fn sources() -> SourcesView {
    SourcesView {
        style: "numbered",
        items: vec![
            source(1, "example2020", "A paper that does not exist", 3),
            source(2, "ledger", "Tide tables & their errors", 1),
        ],
    }
}

const BODY: &str = r##"<h2 id="why">Why the water moves</h2>
<p>Studies agree<sup class="cite"><a id="cite-example2020-1" href="#source-example2020">1</a>, <a id="cite-ledger-1" href="#source-ledger">2</a></sup> that the moon does most of it. See <a href="/storms/">the guide to storms</a> for the days on which the wind does more, and press :kbd: if you must.<sup class="cite"><a id="cite-example2020-2" href="#source-example2020">1</a></sup></p>
@callouts
<h3 id="moon">The moon’s part</h3>
<p>A spring tide comes after new and full moon.<sup><a href="#note-1" id="note-ref-1">1</a></sup> The <mark>mark on the wall</mark> is from <abbr title="Ante meridiem">a.m.</abbr> readings.</p>
<ul>
<li>Spring tides: high and low</li>
<li>Neap tides: neither</li>
</ul>
@pullquote
<h2 id="towns">What a town does with it</h2>
<p>It builds a wall, then a lock, then a museum. <code>height = mean + range / 2</code> is all the clerk needs to know.</p>
@figure
<blockquote>
<p>The sea gives nothing back that it has not first improved.</p>
</blockquote>
<ul class="tasks">
<li class="task"><input type="checkbox" disabled checked> Look up the moon</li>
<li class="task"><input type="checkbox" disabled> Look up the water</li>
</ul>
<dl>
<dt>Ebb</dt>
<dd>The water goes.</dd>
<dt>Flood</dt>
<dd>The water comes.</dd>
</dl>
<h2 id="numbers">The numbers</h2>
<div class="table-wrap"><table>
<thead><tr><th>Place</th><th class="align-right">High water</th><th class="align-right">Low water</th></tr></thead>
<tbody><tr><td>Quay</td><td class="align-right">4.20 m</td><td class="align-right">0.30 m</td></tr><tr><td>Lock</td><td class="align-right">3.95 m</td><td class="align-right">0.85 m</td></tr></tbody>
</table></div>
<pre><code class="language-rust"><span class="hl-comment">// Half the range above the mean.</span>
<span class="hl-storage">fn</span> <span class="hl-entity">high_water</span>(mean: <span class="hl-support">f64</span>, range: <span class="hl-support">f64</span>) -&gt; <span class="hl-support">f64</span> {
    <span class="hl-keyword">let</span> name = <span class="hl-string">"quay"</span>;
    mean + range / <span class="hl-constant">2.0</span>
}</code></pre>
@newsletter
<p>The last wall was finished in a dry year.</p>
<hr>
<p>The museum opens at low water.</p>
@details"##;

/// Renders a component with its arguments and its body.
pub type Call<'a> = &'a dyn Fn(&'static str, Vec<(&'static str, Value)>, Option<&str>) -> Html;

/// An article; `component` renders what stands in its body.
pub fn article(component: Call<'_>) -> ArticleView {
    let value = Value::from_serializable::<CalloutView>;
    let text = Some("<p>Look up the moon, then the water.</p>");
    let call = |name, arguments, body| component(name, arguments, body).0;
    let callouts = [
        callout("tip", "Tip", Some("Try this tonight"), false),
        callout("warning", "Warning", None, false),
        callout("note", "Note", Some("For sailors"), true),
    ];
    let callouts: Vec<String> =
        callouts.iter().map(|view| call("callout", vec![("callout", value(view))], text)).collect();
    let body = BODY
        .replace("@callouts", &callouts.join("\n"))
        .replace("@figure", &call("figure", vec![("figure", Value::from_serializable(&figure(false)))], None))
        .replace(
            "@newsletter",
            &call("newsletter", vec![("newsletter", Value::from_serializable(&newsletter()))], None),
        )
        .replace(":kbd:", &call("kbd", vec![("label", Value::safe_string("Esc"))], None))
        .replace(
            "@pullquote",
            &call(
                "pullquote",
                vec![("cite", Value::from("Jane Example"))],
                Some("<p>The sea <em>keeps</em> what it takes.</p>"),
            ),
        )
        .replace("@details", &call("details", vec![("label", Value::safe_string("How we counted"))], text));
    ArticleView {
        title: "How tides shape a harbour town".to_owned(),
        dek: Some(html("What the water does <em>twice a day</em>, and what it takes with it.")),
        kind: "analysis",
        breadcrumbs: vec![link("Home", "/"), link("Coast", "/coast/")],
        section: Some(link("Coast", "/coast/")),
        authors: vec![
            person("Jane Example", "Coast reporter", None, true),
            person("Alex Placeholder", "Data editor", None, false),
        ],
        reviewers: vec![person("John Sample", "Oceanographer", Some("PhD, University of Nowhere"), true)],
        editors: vec![],
        fact_checkers: vec![],
        contributors: vec![],
        published: Some(date("2024-02-11", "11 February 2024")),
        updated: Some(date("2024-06-06", "6 June 2024")),
        reviewed: Some(date("2024-06-01", "1 June 2024")),
        reading_minutes: 7,
        lead_image: Some(figure(true)),
        disclosure: Some(html("<p>The author’s aunt owns a boat.</p>")),
        lead: html(
            "<p>Twice a day the harbour empties, and the town holds its breath. What looks like a nuisance to visitors \
             is the reason that the town exists at all: a quay that dries is a quay on which one can work.</p>\n\
             <p>For six hundred years nobody thought of closing it.</p>",
        ),
        toc: Some(toc()),
        body: Html(body),
        faqs: Some(faqs()),
        trust: Some(trust()),
        sources: Some(sources()),
        corrections: vec![CorrectionView {
            date: date("2024-06-06", "6 June 2024"),
            text: html("An earlier version gave the height of the wall in <em>feet</em>."),
        }],
        series: Some(series()),
        related: Some(RelatedView { articles: cards(4) }),
        mentions: Some(MentionsView {
            articles: vec![link("Why sand leaves", "/coast/sand/"), link("Herring by numbers", "/coast/herring/")],
            count: 5,
            more: 3,
        }),
        terms: vec![
            TermView { title: "Tides".to_owned(), url: Some("/tags/tides/".to_owned()), taxonomy: "Topics".to_owned() },
            TermView { title: "Towns".to_owned(), url: None, taxonomy: "Places".to_owned() },
        ],
        previous: Some(link("The lighthouse keeper’s last winter", "/coast/lighthouse/")),
        next: Some(link("Why sand leaves", "/coast/sand/")),
        extra: None,
    }
}

/// An article with nothing but a title and a body.
pub fn bare_article(title: &str) -> ArticleView {
    ArticleView {
        title: title.to_owned(),
        dek: None,
        kind: "page",
        breadcrumbs: vec![],
        section: None,
        authors: vec![],
        reviewers: vec![],
        editors: vec![],
        fact_checkers: vec![],
        contributors: vec![],
        published: None,
        updated: None,
        reviewed: None,
        reading_minutes: 1,
        lead_image: None,
        disclosure: None,
        lead: html("<p>A paragraph.</p>"),
        toc: None,
        body: Html::default(),
        faqs: None,
        trust: None,
        sources: None,
        corrections: vec![],
        series: None,
        related: None,
        mentions: None,
        terms: vec![],
        previous: None,
        next: None,
        extra: None,
    }
}

fn cards(count: usize) -> Vec<Shared<CardView>> {
    const TITLES: [&str; 7] = [
        "How tides shape a harbour town",
        "The lighthouse keeper’s last winter",
        "Why sand leaves",
        "A storm that was forecast to the minute",
        "Who owns the beach?",
        "Herring by numbers",
        "A wall against the sea costs more than the town behind it, and is built all the same",
    ];
    (0..count)
        .map(|n| {
            Shared::new(&CardView {
                title: TITLES[n % TITLES.len()].to_owned(),
                url: format!("/coast/{n}/"),
                excerpt: "What the water does twice a day, and what it takes with it. A report from the quay."
                    .to_owned(),
                published: Some(date("2024-02-11", "11 February 2024")),
                updated: None,
                authors: vec!["Jane Example".to_owned()],
                section: Some(link("Coast", "/coast/")),
                image: (n % 3 != 2).then(|| image("/quay.svg", "A quay")),
                kind: if n == 4 { "opinion" } else { "explainer" },
            })
        })
        .collect()
}

fn front(title: &str) -> SectionFrontView {
    SectionFrontView {
        title: title.to_owned(),
        url: format!("/{}/", title.to_lowercase()),
        dek: "Where land ends, and what begins there.".to_owned(),
        articles: cards(4),
        count: 23,
    }
}

pub fn home() -> HomeView {
    HomeView {
        title: "The Harbour Review".to_owned(),
        dek: None,
        body: Html::default(),
        latest: cards(8),
        sections: vec![front("Coast"), front("Storms")],
        pages: vec![link("About us", "/about-us/"), link("Imprint", "/imprint/")],
    }
}

pub fn section() -> SectionView {
    SectionView {
        title: "Coast".to_owned(),
        dek: Some(html("Where land ends, and what begins there.")),
        breadcrumbs: vec![link("Home", "/")],
        body: html("<p>Reports from the edge.</p>"),
        lead_image: None,
        sections: vec![front("Dunes")],
        articles: cards(7),
        pages: vec![link("How we measure", "/coast/measure/")],
        pagination: pagination("/coast/"),
    }
}

fn pagination(list: &str) -> PaginationView {
    PaginationView {
        current: 5,
        total: 12,
        pages: [1, 3, 4, 5, 6, 7, 12]
            .map(|n| page_of_list(n, 5, &format!("{list}page/{n}/"), [3, 12].contains(&n)))
            .into(),
        previous: Some(format!("{list}page/4/")),
        next: Some(format!("{list}page/6/")),
    }
}

fn page_of_list(number: usize, current: usize, url: &str, gap: bool) -> PageOfListView {
    PageOfListView { title: number.to_string(), url: url.to_owned(), current: number == current, gap }
}

pub fn person_page() -> PersonPageView {
    PersonPageView {
        person: person("Jane Example", "Coast reporter", Some("Twenty years on the quay"), true),
        breadcrumbs: vec![link("Home", "/"), link("People", "/people/")],
        body_language: Some("de".to_owned()),
        body: html("<p>Jane grew up behind the lock and has reported from the coast since 2004.</p>"),
        same_as: vec![link("social.example/@jane", "https://social.example/@jane")],
        knows_about: vec!["Tides".to_owned(), "Harbours".to_owned()],
        email: Some("jane@review.example".to_owned()),
        written: cards(3),
        reviewed: cards(2),
        contributed: vec![],
    }
}

pub fn people() -> PeopleView {
    PeopleView {
        title: None,
        dek: Some(html("Who writes here, and who <em>checks</em> it.")),
        breadcrumbs: vec![link("Home", "/")],
        body: html("<p>Every one of them has a page.</p>"),
        people: vec![
            person("Alex Placeholder", "Data editor", None, false),
            person("Jane Example", "Coast reporter", Some("Twenty years on the quay"), true),
            person("John Sample", "Oceanographer", Some("PhD, University of Nowhere"), true),
        ],
    }
}

fn series() -> SeriesView {
    let part = |number: usize, title: &str| SeriesPartView {
        title: title.to_owned(),
        url: format!("/coast/part-{number}/"),
        number,
        current: number == 2,
    };
    SeriesView {
        title: "The year of the quay".to_owned(),
        url: "/series/quay/".to_owned(),
        number: 2,
        total: 4,
        parts: vec![
            part(1, "The lighthouse keeper’s last winter"),
            part(2, "How tides shape a harbour town"),
            part(3, "Why sand leaves"),
        ],
        previous: Some(link("The lighthouse keeper’s last winter", "/coast/part-1/")),
        next: Some(link("Why sand leaves", "/coast/part-3/")),
    }
}

pub fn series_page() -> SeriesPageView {
    SeriesPageView {
        title: "The year of the quay".to_owned(),
        dek: Some(html("Four <em>seasons</em>, four reports.")),
        breadcrumbs: vec![link("Home", "/")],
        body: html("<p>We went there once in each season.</p>"),
        lead_image: None,
        total: 4,
        parts: cards(3).into_iter().enumerate().map(|(at, card)| SeriesEntryView { number: at + 1, card }).collect(),
    }
}

pub fn source_page() -> SourcePageView {
    let used = |id: &str, section: Option<&str>| CitedView {
        url: format!("/coast/tides/#cite-ledger-{id}"),
        section: section.map(str::to_owned),
    };
    SourcePageView {
        source: SourceView { page: None, ..source(0, "ledger", "Tide tables & their errors", 0) },
        breadcrumbs: vec![link("Home", "/"), link("All sources", "/sources/")],
        citing: vec![
            CitingView {
                title: "How tides shape a harbour town".to_owned(),
                url: "/coast/tides/#source-ledger".to_owned(),
                published: Some(date("2024-02-11", "11 February 2024")),
                uses: vec![used("1", None), used("2", Some("Why the water moves"))],
            },
            CitingView {
                title: "Storms".to_owned(),
                url: "/storms/#source-tables".to_owned(),
                published: None,
                uses: Vec::new(),
            },
        ],
    }
}

pub fn library() -> LibraryView {
    let work = |title: &str, article: Option<LinkView>| WorkView {
        title: title.to_owned(),
        url: "/sources/ledger/".to_owned(),
        authors: "Jane Example and John Sample".to_owned(),
        publisher: Some("Journal of Examples".to_owned()),
        date: Some("March 2020".to_owned()),
        count: if article.is_some() { 1 } else { 3 },
        article,
    };
    LibraryView {
        breadcrumbs: vec![link("Home", "/")],
        works: vec![
            work("A paper that does not exist", Some(link("How tides shape a harbour town", "/coast/tides/"))),
            work("Tide tables & their errors", None),
        ],
        pagination: pagination("/sources/"),
    }
}

pub fn questions() -> QuestionsView {
    let article = |title: &str| QuestionArticleView {
        article: link(title, "/coast/tides/"),
        questions: vec![
            link("Why are there two tides a day?", "/coast/tides/#why-two"),
            link("Is <high> water the same everywhere?", "/coast/tides/#everywhere"),
        ],
    };
    QuestionsView {
        breadcrumbs: vec![link("Home", "/")],
        sections: vec![
            QuestionSectionView {
                section: link("Coast", "/coast/"),
                articles: vec![article("How tides shape a harbour town"), article("Dunes")],
            },
            QuestionSectionView { section: link("Storms", "/storms/"), articles: vec![article("Surge")] },
        ],
        pagination: pagination("/questions/"),
    }
}

pub fn corrections() -> CorrectionsView {
    CorrectionsView {
        breadcrumbs: vec![link("Home", "/")],
        corrections: vec![CorrectedView {
            date: date("2024-06-06", "6 June 2024"),
            text: "The wall is 4 metres high, not 40.".to_owned(),
            article: link("How tides shape a harbour town", "/coast/tides/"),
        }],
        pagination: pagination("/corrections/"),
    }
}

pub fn term_page() -> TermPageView {
    TermPageView {
        title: "Tides".to_owned(),
        dek: Some(html("What the moon does to the <em>harbour</em>.")),
        breadcrumbs: vec![link("Home", "/"), link("Topics", "/tags/")],
        body: html("<p>Begin with the first.</p>"),
        lead_image: None,
        taxonomy: link("Topics", "/tags/"),
        count: 9,
        articles: cards(7),
        pagination: PaginationView {
            current: 1,
            total: 2,
            pages: vec![page_of_list(1, 1, "/tags/tides/", false), page_of_list(2, 1, "/tags/tides/page/2/", false)],
            previous: None,
            next: Some("/tags/tides/page/2/".to_owned()),
        },
    }
}

pub fn terms() -> TermsView {
    let term = |title: &str, count| TermCountView {
        title: title.to_owned(),
        url: format!("/tags/{}/", title.to_lowercase()),
        count,
    };
    TermsView {
        title: "Topics".to_owned(),
        dek: None,
        breadcrumbs: vec![link("Home", "/")],
        body: Html::default(),
        lead_image: None,
        terms: vec![term("Fishing", 4), term("Storms", 12), term("Tides", 9), term("Towns", 1)],
    }
}

pub fn search_page() -> SearchPageView {
    SearchPageView { breadcrumbs: vec![link("Home", "/")] }
}

pub fn not_found() -> NotFoundView {
    NotFoundView { sections: vec![link("Coast", "/coast/"), link("Storms", "/storms/")] }
}

/// A page of a template with its view.
pub fn page(template: &str, site: &SiteView, meta: &MetaView, view: Value) -> Page {
    Page {
        route: Route::page([template]),
        template: template.to_owned(),
        view: vec![("site", Value::from_serializable(site)), ("meta", Value::from_serializable(meta)), ("page", view)],
    }
}
