//! A question among the questions that asks nothing.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::StatementForAQuestion, looks: Looks::Article(look) };

/// Languages that are written without question marks.
const UNMARKED: [&str; 4] = ["km", "lo", "my", "th"];

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let language = article.subject.config.language.split('-').next().unwrap_or_default();
    if UNMARKED.contains(&language) {
        return;
    }
    for question in &article.facts().references.questions {
        if !question.text.is_empty() && !asks(&question.text, language) {
            let message = format!("`{}` is no question", question.text);
            let help = "end it with a question mark, or ask what a reader would ask";
            found.push(article.at(Code::StatementForAQuestion, question.span, message).help(help));
        }
    }
}

/// Whether a text ends as a question does.
fn asks(text: &str, language: &str) -> bool {
    const MARKS: [char; 9] = ['?', '？', '؟', '⁇', '⁈', '⁉', '‽', '\u{37e}', '፧'];
    // Quotes, brackets, exclamation marks and emojis may stand behind the mark.
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ';' && !MARKS.contains(&c));
    // Armenian puts its mark into the word that is asked about.
    text.ends_with(MARKS)
        || (language == "el" && text.ends_with(';'))
        || (language == "hy" && text.contains('՞'))
        || (language == "ja" && text.ends_with('か'))
}

#[cfg(test)]
mod tests {
    use super::asks;

    #[test]
    fn a_question_ends_with_the_mark_of_its_language() {
        let questions = [
            ("Why?", "en"),
            ("Why is it called “spring tide?”", "en"),
            ("Really?!", "en"),
            ("Why? 😀", "en"),
            ("Who? 👩\u{200d}💻❤\u{fe0f} (you?) ✓", "en"),
            ("Γιατί; 😀", "el"),
            ("لماذا؟!", "ar"),
            ("¿Por qué?", "es"),
            ("Pourquoi ?", "fr"),
            ("Γιατί;", "el"),
            ("Γιατί\u{37e}", "el"),
            ("لماذا؟", "ar"),
            ("为什么？", "zh"),
            ("いつですか。", "ja"),
            ("Ինչո՞ւ", "hy"),
        ];
        for (text, language) in questions {
            assert!(asks(text, language), "{text}");
        }
        for (text, language) in [
            ("Prices", "en"),
            ("How tides work.", "en"),
            ("Tides; moons;", "en"),
            ("潮汐", "ja"),
            ("Tides 😀", "en"),
            ("😀", "en"),
        ] {
            assert!(!asks(text, language), "{text}");
        }
    }
}
