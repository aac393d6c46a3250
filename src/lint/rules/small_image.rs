//! A picture with fewer pixels than its place asks for.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, PictureSubject, Rule, Written};

/// The rule.
pub const RULE: Rule = Rule { code: Code::SmallImage, looks: Looks::Picture(look) };

/// How many pixels across a lead image is shown, here and where others show a card of the article.
const LEAD: u32 = 1_200;

/// How many pixels the longer side of a figure has at least, on a small screen.
const FIGURE: u32 = 640;

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some((width, height)), Some(name)) = (picture.picture.size, picture.file_name()) else { return };
    if !picture.is_photograph() || picture.is_decoration() {
        return;
    }
    let is = |wanted: &str| format!("`{name}` is {width} pixels wide, {wanted}");
    let (message, help) = match picture.written {
        Written::Lead(_) if width < LEAD => {
            (is("which is little for a lead image"), format!("use a copy of at least {LEAD} pixels"))
        }
        Written::Figure(figure) => match figure.width {
            Some(wanted) if width < wanted => {
                (is(&format!("and is shown {wanted} wide")), format!("use a larger copy, or write `width={width}`"))
            }
            // A narrow picture may well be high, such as that of a telephone's screen.
            None if figure.block && width.max(height) < FIGURE => (
                format!("`{name}` is {width} pixels wide and {height} high, which is little for a figure"),
                format!("use a larger copy; if it is to be that small, write `{{width={width}}}` behind it"),
            ),
            _ => return,
        },
        Written::Lead(_) => return,
    };
    found.push(picture.at(Code::SmallImage, message).help(help));
}
