use std::collections::BTreeMap;

use super::super::layers::{Layer, Source};
use super::shapes::{Known, unknown_fields};
use super::views::{Shape, Views};
use crate::text::RelPath;

/// The messages about some templates, each given by its path below templates/ and its text.
fn told(templates: &[(&str, &str)]) -> Vec<String> {
    let sources: BTreeMap<&str, Source> = templates
        .iter()
        .map(|(path, text)| {
            let file = RelPath::new(&format!("templates/{path}")).expect("a path");
            (*path, Source { path: file, text: (*text).to_owned(), built_in: false })
        })
        .collect();
    let templates: Vec<(&str, &Source)> = sources.iter().map(|(path, source)| (*path, source)).collect();
    let known = Known { words: ["people".to_owned()].into(), queries: ["towns".to_owned()].into() };
    unknown_fields(&templates, &known).into_iter().map(|one| one.message).collect()
}

#[test]
fn a_query_that_nobody_declares_is_told() {
    let told = told(&[(
        "home.html",
        "{% for town in queries.towns %}{{ town.name }}{% endfor %}{% if queries.twns %}x{% endif %}",
    )]);
    assert_eq!(told, ["there is no query `twns`"]);
}

#[test]
fn every_view_is_read_from_what_theme_authors_read() {
    let views = Views::read();
    let article = ["ArticleView"].into();
    assert_eq!(views.field(&article, "title"), Some(Shape::Plain));
    assert_eq!(views.field(&article, "section"), Some(Shape::view("LinkView")));
    assert_eq!(views.field(&article, "authors"), Some(Shape::List(Box::new(Shape::view("PersonView")))));
    assert_eq!(views.field(&article, "extra"), Some(Shape::Any));
    assert_eq!(views.field(&article, "titel"), None);
    for (_, view) in super::shapes::PAGES.into_iter().chain(super::shapes::CALLED) {
        assert!(!views.fields(&[view].into()).is_empty(), "{view}");
    }
}

#[test]
fn a_field_that_no_view_has_is_found_where_the_engine_would_be_silent() {
    for (template, expected) in [
        ("{% if page.titel %}{% endif %}", "`page` is a ArticleView, which has no field `titel`"),
        ("{% if page?.section?.ulr %}{% endif %}", "`page.section` is a LinkView, which has no field `ulr`"),
        ("{{ page.subtitle or page.title }}", "`page` is a ArticleView, which has no field `subtitle`"),
        ("{% for one in page.authors %}{{ one.nam }}{% endfor %}", "`one` is a PersonView, which has no field `nam`"),
        (
            "{% for one in page.authors[1:] %}{{ one.nam }}{% endfor %}",
            "`one` is a PersonView, which has no field `nam`",
        ),
        ("{{ page.authors[0].nam }}", "`page.authors[…]` is a PersonView, which has no field `nam`"),
        ("{{ page[\"titel\"] }}", "`page` is a ArticleView, which has no field `titel`"),
        ("{% set s = page.series %}{{ s.part }}", "`s` is a SeriesView, which has no field `part`"),
        (
            "{{ <x link={page.section} /> }}{% component x(link: map) %}{{ link.ulr }}{% endcomponent x %}",
            "`link` is a LinkView, which has no field `ulr`",
        ),
        (
            "{% component figure(figure: map) %}{{ figure.img }}{% endcomponent figure %}",
            "`figure` is a FigureView, which has no field `img`",
        ),
        ("{%- if meta.tilte == \"a\" -%}{%- endif -%}", "`meta` is a MetaView, which has no field `tilte`"),
        ("{{ site.titel | upper }}", "`site` is a SiteView, which has no field `titel`"),
        ("{{ words.people }}{{ words.peopel }}", "no translation has the word `peopel`"),
        ("{{ pagee.title }}", "there is no `pagee` in a template"),
    ] {
        let expected = expected.replace("is a ArticleView", "is an ArticleView");
        assert_eq!(told(&[("article.html", template)]), [expected], "{template}");
    }
}

#[test]
fn what_cannot_be_known_is_taken_to_be_right() {
    for template in [
        "{{ page.extra.whatever }}",
        "{{ words[\"kind_\" ~ page.kind] }}",
        "{% for one in page.authors %}{{ loop.index }}{{ one.name | fill(name=one.url) }}{% endfor %}",
        "{% component x(a: map) %}{{ a.b }}{% endcomponent x %}",
        "{% for key, value in page.extra %}{{ value.x }}{% endfor %}",
        "{% raw %}{{ page.titel }}{% endraw %}{# page.titel #}",
        "{{ [one.name for one in page.authors] }}",
        "{% if page.kind is string and page.title is not number %}{% endif %}",
        "{% include \"head.html\" %}{% block main %}{% endblock main %}",
        "{{ <x a={[page.section]} b=\"c\" /> }}{% component x(a: array, b: string) %}{% for one in a %}{{ one.url }}{% endfor %}{{ b }}{% endcomponent x %}",
        "{% component toc(toc: map) %}{{ <t entries={toc.entries} /> }}{% endcomponent toc %}{% component t(entries: array) %}{% for e in entries %}{{ e.title }}{{ <t entries={e.entries} /> }}{% endfor %}{% endcomponent t %}",
    ] {
        assert_eq!(told(&[("article.html", template)]), [] as [&str; 0], "{template}");
    }
}

#[test]
fn a_template_that_several_pages_extend_may_read_what_one_of_them_has() {
    let base = ("base.html", "{{ page.breadcrumbs }}{{ page.pagination }}{{ page.nothing }}");
    let article = ("article.html", "{% extends \"base.html\" %}");
    let section = ("section.html", "{% extends \"wire/base.html\" %}");
    assert_eq!(told(&[base, article, section]), ["`page` has no field `nothing`, whichever page it is"]);
}

#[test]
fn no_theme_of_the_repository_reads_a_field_that_is_not_there_or_has_a_part_that_nobody_uses() {
    let themes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for theme in ["default", "wire"] {
        let mut layer = Layer::empty(theme);
        let templates = themes.join(theme).join("templates");
        for folder in [templates.clone(), templates.join("components")] {
            for file in std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()) {
                if file.is_dir() {
                    continue;
                }
                let name = file.strip_prefix(&templates).expect("below").to_string_lossy().into_owned();
                let path = RelPath::new(&format!("themes/{theme}/templates/{name}")).expect("a path");
                let text = std::fs::read_to_string(&file).expect("a text");
                layer.templates.insert(name, Source { path, text, built_in: false });
            }
        }
        let found = super::look(&[layer], std::iter::empty());
        assert_eq!(found.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>(), [] as [&str; 0], "{theme}");
    }
}

#[test]
fn an_article_cannot_have_a_template_that_is_made_for_another_view() {
    let others = super::shapes::PAGES.into_iter().filter(|(_, view)| *view != "ArticleView").map(|(name, _)| name);
    let mut others: Vec<&str> = others.collect();
    let mut refused = crate::resolve::routes::OF_OTHER_PAGES.to_vec();
    others.sort_unstable();
    refused.sort_unstable();
    assert_eq!(refused, others);
}
