//! A link whose text does not say where it leads.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::Passage;

/// The rule.
pub const RULE: Rule = Rule { code: Code::VagueLinkText, looks: Looks::Words(look) };

/// Texts that say nothing when a screen reader lists the links of a page, by language.
const VAGUE: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "click here",
            "click",
            "here",
            "this link",
            "link",
            "this",
            "read more",
            "more",
            "learn more",
            "this page",
            "this article",
            "this post",
            "see here",
            "find out more",
            "details",
            "go here",
        ],
    ),
    (
        "de",
        &[
            "hier",
            "hier klicken",
            "klick",
            "klicken sie hier",
            "mehr",
            "mehr erfahren",
            "weiterlesen",
            "link",
            "dieser link",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "haga clic aquí",
            "haz clic aquí",
            "pulse aquí",
            "clic aquí",
            "este enlace",
            "enlace",
            "más",
            "leer más",
            "ver más",
            "más información",
            "saber más",
            "esta página",
            "este artículo",
            "detalles",
            "seguir leyendo",
        ],
    ),
    (
        "fr",
        &[
            "ici",
            "cliquez ici",
            "cliquer ici",
            "clique ici",
            "ce lien",
            "lien",
            "plus",
            "lire plus",
            "lire la suite",
            "en savoir plus",
            "voir plus",
            "plus d'informations",
            "cette page",
            "cet article",
            "par ici",
            "détails",
            "suite",
        ],
    ),
    (
        "it",
        &[
            "qui",
            "clicca qui",
            "fai clic qui",
            "questo link",
            "link",
            "più",
            "leggi",
            "leggi di più",
            "leggi tutto",
            "per saperne di più",
            "scopri di più",
            "questa pagina",
            "questo articolo",
            "continua a leggere",
            "continua",
            "dettagli",
        ],
    ),
    (
        "nl",
        &[
            "hier",
            "klik hier",
            "klik",
            "deze link",
            "link",
            "meer",
            "lees meer",
            "lees verder",
            "verder lezen",
            "meer lezen",
            "meer informatie",
            "meer weten",
            "deze pagina",
            "dit artikel",
            "details",
        ],
    ),
];

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let language = article.settled.language;
    let vague =
        VAGUE.iter().find(|(code, _)| language.split('-').next() == Some(code)).map_or(&[][..], |(_, texts)| texts);
    for passage in passages {
        for link in passage.links.iter().filter(|link| !link.pictured) {
            let text = passage.text.get(link.range.clone()).unwrap_or_default();
            let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
            if vague.contains(&plain.as_str()) {
                let message = format!("`{}` does not say where the link leads", text.trim());
                let help = "link the words that name what is there: many people hear or scan links alone";
                found.push(article.at(Code::VagueLinkText, link.span, message).help(help));
            }
        }
    }
}
