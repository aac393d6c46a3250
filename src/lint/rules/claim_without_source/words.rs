//! The words that give a claim away, by language.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lint::phrases::{Found, Phrases};
use crate::parse::passages::Passage;

/// What a word or phrase says of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It looks like one of the others, and says nothing.
    Innocent,
    /// Whoever writes found it out, or says so: a source is not asked for.
    Own,
    /// At the beginning: the sentence tells the reader what to do, or what may be.
    Opening,
    /// The sentence has an example, or says what should be.
    Example,
    /// What percentages are about that anybody can read off a label or a dial.
    Measure,
    /// A claim by itself.
    Claim,
    /// Who finds things out.
    Finder,
    /// What they do; a claim behind who does it.
    Finding,
    /// More than all others; a claim near to who the others are.
    Most,
    /// The others.
    Realm,
    /// A part of all.
    Share,
    /// Behind a number: of a hundred.
    Percent,
    /// A large number in words.
    Magnitude,
    /// What is counted: a claim behind a large number.
    Counted,
}

/// Each kind of words, separated by commas.
type Table = &'static [(Sign, &'static str)];

const ENGLISH: Table = &[
    (
        Sign::Opening,
        "add, adjust, ask, bake, boil, bring, brush, charge, check, choose, click, cook, cover, cut, drain, fill, \
        fold, give, heat, if, increase, keep, knead, let, lower, make sure, measure, mix, pour, preheat, press, raise, reduce, \
        remove, rinse, roll, save, season, select, set, simmer, sort, sprinkle, step, stir, study, take, to, turn, type, use, \
        wait, wash, when, whisk, write, zoom",
    ),
    (
        Sign::Innocent,
        "according to taste, according to the recipe, according to the plan, according to the instructions, \
        according to the rules, according to size, according to the size, according to the manual, according to your, \
        according to our, according to whether, according to how, according to his, according to her, according to their",
    ),
    (Sign::Own, "we, I, our own, our analysis, our survey, our test, our tests, our data, our readers, my own"),
    (
        Sign::Example,
        "should, should not, must, must not, suppose, let us assume, assume, imagine, for example, for instance, \
        in this exercise, e.g.",
    ),
    (
        Sign::Measure,
        "acid, alcohol, battery, brightness, by volume, cocoa, code, commission, cotton, discount, download, fat, \
        fee, humidity, interest, linen, of the dough, off, opacity, percentage, polyester, silk, VAT, wool",
    ),
    (
        Sign::Claim,
        "according to, increases the risk of, increase the risk of, increased the risk of, raises the risk of, raise \
        the risk of, reduces the risk of, reduce the risk of, reduced the risk of, lowers the risk of, lower the risk of, \
        halves the risk of, halve the risk of, doubles the risk of, double the risk of, risk factor for, as likely to, more \
        likely to, less likely to, times as likely, times as much, times as many, times more, times less, most common cause of, leading cause \
        of, main cause of, most frequent cause of, it is known that, has been shown to, have been \
        shown to, has been linked to, have been linked to, is linked to, are linked to, scientifically proven, clinically \
        proven, than anywhere else, on average, per capita, per head, the average household, the average person, protects against, protect against",
    ),
    (
        Sign::Finder,
        "analyses, analysis, analyst, analysts, archaeologists, census, doctors, economists, evidence, excavations, \
        experiment, experiments, expert, experts, historians, meta-analysis, poll, polls, psychologists, research, \
        researcher, researchers, science, scientist, scientists, statistics, studies, study, survey, surveys, trial, trials",
    ),
    (
        Sign::Finding,
        "advise, agree, agreed, argue, argued, believe, believed, claim, claimed, conclude, concluded, confirm, \
        confirmed, confirms, demonstrate, demonstrated, discovered, estimate, estimated, estimates, find, finds, found, \
        indicate, indicated, indicates, link, linked, links, point to, points to, prove, proved, proven, proves, recommend, \
        recommended, reveal, revealed, reveals, said, say, says, show, showed, shown, shows, suggest, suggested, suggests, \
        think, warn, warned",
    ),
    (
        Sign::Most,
        "biggest, busiest, cheapest, deepest, fastest, highest, largest, longest, lowest, most, most dangerous, most \
        expensive, most visited, oldest, poorest, richest, safest, smallest, tallest",
    ),
    (
        Sign::Realm,
        "in Africa, in America, in Asia, in Britain, in decades, in Europe, in history, in the country, in the \
        world, of all time, on earth, that had ever been, there has ever been, worldwide",
    ),
    (
        Sign::Share,
        "one in two, one in three, one in four, one in five, one in six, one in seven, one in eight, one in ten, one \
        in twenty, one in a hundred, two in three, three in four, four in five, nine in ten, two out of three, three out of \
        four, four out of five, nine out of ten, a half of all, half of all, a third of, two thirds of, a quarter of, three \
        quarters of, a fifth of, a tenth of, the majority of, by a third, by a quarter, by half",
    ),
    (Sign::Percent, "per cent, percent"),
    (Sign::Magnitude, "million, millions, billion, billions, trillion, trillions"),
    (
        Sign::Counted,
        "animals, cars, casualties, children, customers, dead, deaths, devices, employees, families, homes, \
        households, inhabitants, jobs, lives, men, migrants, patients, pensioners, people, pupils, refugees, residents, \
        soldiers, species, students, tonnes, tons, tourists, users, vehicles, victims, visitors, voters, women, workers",
    ),
];

const GERMAN: Table = &[
    (Sign::Opening, "bis, falls, geben Sie, lassen Sie, nehmen Sie, rühren Sie, stellen Sie, um, wählen Sie, wenn"),
    (Sign::Innocent, "laut der Anleitung, laut dem Rezept, laut dem Plan, nach Angaben des Rezepts"),
    (Sign::Own, "wir, ich, unsere Auswertung, unsere Messung, unsere Umfrage, unserer Messung, unserer Umfrage"),
    (
        Sign::Example,
        "angenommen, darf, dürfen, muss, müssen, nehmen wir an, sollte, sollten, zum Beispiel, z. B., bis er sich, \
        bis sie sich, bis es sich",
    ),
    (
        Sign::Measure,
        "Akku, Alkohol, Baumwolle, Deckkraft, Fett, Gutschein, Helligkeit, Kakao, Kunstfaser, Leinen, Luftfeuchte, \
        Luftfeuchtigkeit, Provision, Rabatt, Säure, Seide, Skonto, Wolle, Zins, Zinsen",
    ),
    (
        Sign::Claim,
        "laut einer, laut einem, laut eines, laut dem, laut der, laut den, laut Polizei, laut Statistik, laut Studie, \
        laut Studien, laut Umfrage, laut Umfragen, laut WHO, nach Angaben, zufolge, wissenschaftlich erwiesen, erwiesen ist, \
        ist erwiesen, nachgewiesen, Risiko für, Risiko von, Risiko eines, Risiko einer, häufigste Ursache, häufigste \
        Todesursache, häufigsten Ursachen, doppelt so häufig, doppelt so oft, dreimal so häufig, mal so häufig, mal häufiger, \
        mal so oft, pro Kopf, im Schnitt, im Durchschnitt, durchschnittlich, nirgends sonst, Marktführer",
    ),
    (
        Sign::Finder,
        "Analyse, Ärzte, Experten, Expertinnen, Fachleute, Forschende, Forscher, Forscherinnen, Forschung, \
        Historiker, Ökonomen, Statistik, Studie, Studien, Umfrage, Umfragen, Untersuchung, Untersuchungen, Wissenschaft, \
        Wissenschaftler, Wissenschaftlerinnen",
    ),
    (
        Sign::Finding,
        "belegen, belegt, belegte, bestätigen, bestätigt, deutet darauf, deuten darauf, empfehlen, ergab, ergaben, \
        fand, fanden, gehen davon aus, gezeigt, glauben, herausgefunden, kommt zu dem Schluss, legen nahe, legt nahe, sagen, \
        sagt, schätzen, schätzt, vermuten, warnen, warnt, warnten, zeigen, zeigt, zeigte, zeigten",
    ),
    (
        Sign::Most,
        "älteste, ältesten, größte, größten, häufigste, häufigsten, höchste, höchsten, kleinste, längste, längsten, \
        meisten, reichste, teuerste",
    ),
    (Sign::Realm, "aller Zeiten, der Geschichte, der Welt, Deutschlands, Europas, in Deutschland, in Europa, weltweit"),
    (
        Sign::Share,
        "jeder Zweite, jede Zweite, jedes Zweite, jeder Dritte, jede Dritte, jedes Dritte, jeder Vierte, jede Vierte, \
        jeder Fünfte, jede Fünfte, jeder Zehnte, neun von zehn, zwei von drei, drei von vier, die Hälfte aller, die Hälfte \
        der, ein Drittel der, zwei Drittel der, ein Viertel der, drei Viertel der, ein Fünftel der, die Mehrheit der",
    ),
    (Sign::Percent, "Prozent"),
    (Sign::Magnitude, "Million, Millionen, Milliarde, Milliarden, Billion, Billionen, Mio, Mrd"),
    (
        Sign::Counted,
        "Arbeitsplätze, Autos, Beschäftigte, Besucher, Einwohner, Fahrzeuge, Familien, Frauen, Flüchtlinge, \
        Haushalte, Kinder, Kunden, Männer, Menschen, Mitarbeiter, Nutzer, Opfer, Patienten, Schüler, Soldaten, Tiere, \
        Todesfälle, Tonnen, Tote, Wohnungen",
    ),
];

static OF_ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(ENGLISH));
static OF_GERMAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(GERMAN));

/// The words of a language; `None` for one that only numbers are looked at in.
pub fn of(language: &str) -> Option<&'static Lexicon> {
    match language {
        "en" => Some(&OF_ENGLISH),
        "de" => Some(&OF_GERMAN),
        _ => None,
    }
}

/// The words of one language.
pub struct Lexicon {
    phrases: Phrases,
    signs: Vec<Sign>,
}

impl Lexicon {
    fn new(table: Table) -> Lexicon {
        let words = table.iter().flat_map(|(sign, words)| words.split(',').map(|word| (*sign, word.trim())));
        let (signs, words): (Vec<Sign>, Vec<&str>) = words.unzip();
        Lexicon { phrases: Phrases::new(words.into_iter()), signs }
    }

    /// What a sentence of a passage has of them, with ranges of the sentence.
    pub fn signs(&self, passage: &Passage, sentence: &Range<usize>) -> Vec<(Sign, Found)> {
        let sign = |number: usize| self.signs.get(number).copied().unwrap_or(Sign::Innocent);
        let is_meant = |number: usize, place: &Range<usize>| {
            let before = || passage.text.get(sentence.start..place.start).unwrap_or_default();
            sign(number) != Sign::Opening || !before().contains(char::is_alphanumeric)
        };
        let found = self.phrases.find(&passage.text, passage.tokens_in(sentence), is_meant);
        let of_sentence = |Found { number, range }: Found| {
            let range = range.start - sentence.start..range.end - sentence.start;
            (sign(number), Found { number, range })
        };
        found.into_iter().map(of_sentence).collect()
    }
}
