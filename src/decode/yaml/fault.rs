//! The words for faults of YAML, and the place where each begins.

/// A fault of the syntax; offsets are bytes of the text that was read.
pub(super) struct Fault {
    pub start: usize,
    pub end: usize,
    pub message: String,
    pub label: String,
    pub help: Vec<String>,
}

impl Fault {
    pub(super) fn new(start: usize, end: usize, message: impl Into<String>) -> Fault {
        Fault { start, end, message: message.into(), label: String::new(), help: Vec::new() }
    }

    fn help(mut self, help: impl Into<String>) -> Fault {
        self.help.push(help.into());
        self
    }

    fn label(mut self, label: &str) -> Fault {
        label.clone_into(&mut self.label);
        self
    }
}

/// The end of the line that holds byte `at`, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    at + text[at..end].trim_end().len()
}

/// The start of the line below byte `at`.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |before| before + 1)
}

/// The name before the colon, of a line that begins a field in the first column.
pub(super) fn field_name(line: &str) -> Option<&str> {
    let end = line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))?;
    let rest = &line[end..];
    let colon = rest.strip_prefix(':')?;
    (end > 0 && (colon.is_empty() || colon.starts_with([' ', '\t', '\n', '\r']))).then(|| &line[..end])
}

/// Says what the parser's complaint `info` at byte `at` means.
///
/// `outer` and `inner` are the outermost and innermost bracket that is open there; `last` is the scalar read last.
pub(super) fn word(
    text: &str,
    at: usize,
    info: &str,
    outer: Option<usize>,
    inner: Option<usize>,
    last: (usize, usize),
) -> Fault {
    // The parser counts some places past the end of a text without a last line break.
    let at = text.floor_char_boundary(at);
    if info.contains("tab")
        && let Some(fault) = tab(text, at)
    {
        return fault;
    }
    if text[..at].ends_with(":\t") {
        let tab = at - 1;
        return Fault::new(tab, tab + 1, "a tab stands where YAML allows only spaces")
            .help("replace the tab with a space");
    }
    if info.contains("trailing content") {
        return trailing(text, at);
    }
    if info.contains("quoted scalar") || info.contains("escape") || info.contains("hexadecimal") {
        return quoted(text, at, info);
    }
    if let (Some(outer), Some(inner)) = (outer, inner) {
        return in_brackets(text, at, outer, inner);
    }
    let start = line_start(text, at);
    let first = start + (text[start..].len() - text[start..].trim_start_matches([' ', '\t']).len());
    let end = line_end(text, at);
    match info {
        _ if info.contains("mapping values") || info.contains("illegal placement") => colon(text, at, last),
        _ if info.contains("simple key") => stray_line(text, at),
        _ if info.contains("expected key") => odd_line(text, first, end),
        _ if info.contains("expected '-'") => {
            Fault::new(first, line_end(text, first), "a list goes on above, and this line does not begin with `- `")
                .help("begin the line with `- ` if it is an item, or indent it if it belongs to the item above")
        }
        _ if info.contains("unknown anchor") => {
            Fault::new(at, end, format!("`{}` refers to an anchor that is not defined", word_at(text, at)))
                .help(quote(&text[at..end], "a text that begins with `*` needs quotes"))
        }
        _ if info.contains("anchor or alias") || info.contains("a tag") || info.contains("handle wasn't declared") => {
            needs_quotes(text, at)
        }
        _ if info.contains("unexpected character") => needs_quotes(text, at),
        _ if info.contains("misplaced bracket") => {
            let bracket = text[at..].chars().next().map_or(0, char::len_utf8);
            Fault::new(at, at + bracket, format!("this `{}` closes nothing", &text[at..at + bracket]))
                .help("delete it, or put the whole value in quotes")
        }
        _ if info.contains("sequence entries are not allowed") => {
            Fault::new(at, end, "a list cannot begin behind the colon")
                .help("put each `- item` on a line of its own below, indented, or write `[item, item]`")
        }
        _ if info.contains("block scalar") => {
            Fault::new(at, end.max(at), "the lines of this text are not written as YAML needs them")
                .help("behind `|` or `>` stands nothing; the text follows below, each line indented by the same spaces")
        }
        _ if info.contains("document") || info.contains("directive") => {
            Fault::new(first, end.max(first), "this line is neither a field nor part of one")
                .help("write one `field: value` on each line")
        }
        _ => Fault::new(at.min(end), end.max(at), "this cannot be read as YAML")
            .help("write one `field: value` on each line, and put values with special characters in quotes"),
    }
}

/// A tab in the indentation of the line, or else the first one behind `at`.
fn tab(text: &str, at: usize) -> Option<Fault> {
    let start = line_start(text, at);
    let from = [start, at].into_iter().find_map(|from| {
        let until = if from == start { at + 1 } else { text.len() };
        let range = text.get(from..until.min(text.len())).or_else(|| text.get(from..))?;
        range.find('\t').map(|found| from + found)
    })?;
    let length = text[from..].len() - text[from..].trim_start_matches('\t').len();
    Some(
        Fault::new(from, from + length, "a tab is used for indentation, and YAML allows only spaces")
            .help("replace each tab with two spaces"),
    )
}

fn quoted(text: &str, at: usize, info: &str) -> Fault {
    let quote = text[at..].chars().next().unwrap_or('"');
    let end = line_end(text, at);
    if info.contains("escape") || info.contains("hexadecimal") {
        let mut characters = text[at..].char_indices().skip(1);
        while let Some((back, c)) = characters.next() {
            if c != '\\' {
                continue;
            }
            let Some((next, escaped)) = characters.next() else { break };
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ if "0abt\tnvfre \"/\\N_LP\n\r".contains(escaped) => continue,
                _ => 0,
            };
            let code = text.get(at + next + 1..at + next + 1 + digits);
            if digits > 0 && code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32).is_some()
            {
                continue;
            }
            let (start, end) = (at + back, at + next + escaped.len_utf8());
            if digits > 0 {
                return number(text, start, digits);
            }
            let written = &text[start..end];
            return Fault::new(start, end, format!("`{written}` is not an escape that YAML knows"))
                .help("write `\\\\` for a backslash, or put the text in single quotes");
        }
    }
    let shown = if quote == '\'' { "single" } else { "double" };
    let behind = text.get(at + quote.len_utf8()..end).unwrap_or_default();
    let closes_on_its_line = behind.contains(quote);
    let fault = Fault::new(at, end, format!("the {shown} quote that opens here is never closed")).label("opened here");
    if closes_on_its_line && quote == '\'' {
        return fault.help("within single quotes, an apostrophe is written twice: `''`");
    }
    fault
        .help(format!("put `{quote}` at the end of the text"))
        .help("a text in quotes that goes on over several lines is indented")
}

/// An escape of a character by its number that stands for none.
fn number(text: &str, start: usize, digits: usize) -> Fault {
    let behind = text.get(start + 2..).unwrap_or_default();
    let given = behind.bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    let end = start + 2 + given;
    let written = &text[start..end];
    if given < digits {
        let message =
            format!("an escape with `{}` has {digits} digits, and this one has fewer", &text[start..start + 2]);
        return Fault::new(start, end, message).help("write `\\\\` for a backslash, or put the text in single quotes");
    }
    let unit = |at: usize| {
        let code = text.get(at..).and_then(|rest| rest.strip_prefix("\\u")).and_then(|rest| rest.get(..4))?;
        u16::from_str_radix(code, 16).ok()
    };
    let halves = unit(start).zip(unit(end)).map(|(high, low)| [high, low]);
    match halves.and_then(|halves| char::decode_utf16(halves).next()) {
        Some(Ok(c)) => {
            let (written, code) = (&text[start..end + 6], u32::from(c));
            Fault::new(start, end + 6, format!("`{written}` is one character in two halves, which YAML does not know"))
                .help(format!("write the character itself, `{c}`, or `\\U{code:08X}`"))
        }
        _ => Fault::new(start, end, format!("there is no character `{written}`")).help("write the character itself"),
    }
}

fn in_brackets(text: &str, at: usize, outer: usize, inner: usize) -> Fault {
    match unclosed(text, outer) {
        Some((opener, wrong)) => {
            let (open, close) = if text[opener..].starts_with('[') { ('[', ']') } else { ('{', '}') };
            let fault = Fault::new(opener, opener + 1, format!("the `{open}` that opens here is never closed"))
                .label("opened here");
            match wrong {
                Some(wrong) => fault.help(format!("it ends with `{wrong}`: write `{close}` instead")),
                None => fault.help(format!("put `{close}` behind the last item")),
            }
        }
        None => {
            let end = line_end(text, at);
            let what = if text[inner..].starts_with('[') { "list" } else { "mapping" };
            let found = text[at..end].chars().next();
            let end = found.map_or(at, |c| at + c.len_utf8());
            Fault::new(at, end, format!("a comma or the end of the {what} is missing here"))
                .help("put commas between items, and quotes around an item that holds `,`, `:`, a bracket or a quote")
        }
    }
}

/// The innermost bracket from `opener` on that nothing closes, and the wrong bracket that stands in its place.
///
/// A line that begins in the first column with a new field ends the search: nothing closes a bracket behind it.
fn unclosed(text: &str, opener: usize) -> Option<(usize, Option<char>)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote: Option<char> = None;
    let mut before = ' ';
    let mut characters = text[opener..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let at = opener + offset;
        match quote {
            Some('"') if c == '\\' => {
                characters.next();
            }
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None => match c {
                '[' => open.push((at, ']')),
                '{' => open.push((at, '}')),
                ']' | '}' => match open.pop() {
                    Some((_, close)) if close == c => {
                        if open.is_empty() {
                            return None;
                        }
                    }
                    Some((start, _)) => return Some((start, Some(c))),
                    None => return None,
                },
                '"' | '\'' if matches!(before, ' ' | '\n' | '\t' | '[' | '{' | ',' | ':') => quote = Some(c),
                '#' if matches!(before, ' ' | '\n' | '\t') => {
                    while characters.next_if(|(_, c)| *c != '\n').is_some() {}
                }
                _ => {}
            },
        }
        if c == '\n' && quote.is_none() && field_name(&text[at + 1..]).is_some() {
            break;
        }
        before = c;
    }
    open.last().map(|(start, _)| (*start, None))
}

/// A colon where no field can begin: mostly a value with a colon in it.
fn colon(text: &str, at: usize, last: (usize, usize)) -> Fault {
    let start = line_start(text, at);
    if last.0 >= start && last.0 <= at {
        let end = line_end(text, at);
        let value = &text[last.0..end];
        return Fault::new(last.0, end, "a value with `: ` in it needs quotes")
            .help(quote(value, "write it in quotes"));
    }
    let above = line_start(text, last.0);
    let name = &text[above..line_end(text, above)];
    if let Some((name, value)) = name.split_once(':')
        && !value.is_empty()
        && !value.starts_with([' ', '\t'])
        && !name.contains(' ')
    {
        let end = line_end(text, above);
        return Fault::new(above, end, "a space is missing behind the colon").help(format!("write `{name}: {value}`"));
    }
    let first = start + (text[start..].len() - text[start..].trim_start().len());
    Fault::new(first.min(at), line_end(text, at), "this line is indented as if it went on with the text above it")
        .help("take the spaces in front of it away if it is a field of its own")
        .help("put the whole text in quotes, or behind `|` on lines of its own, if it belongs to the text above")
}

/// A line that is no field: the parser notices at the next one.
fn stray_line(text: &str, at: usize) -> Fault {
    let above = text[..at].trim_end();
    let mut start = line_start(text, above.len());
    if !above.is_empty() && field_name(&text[start..]).is_none() {
        start += text[start..].len() - text[start..].trim_start().len();
    } else {
        start = at.min(text.len());
    }
    let end = line_end(text, start);
    let line = &text[start..end];
    let help = match line.split_once(':') {
        Some((name, value)) if !value.is_empty() => format!("put a space behind the colon: `{name}: {value}`"),
        _ => "write `field: value`, or indent the line if it belongs to the text above".to_owned(),
    };
    Fault::new(start, end, "this line is neither a field nor part of the one above").help(help)
}

fn odd_line(text: &str, first: usize, end: usize) -> Fault {
    let end = end.max(first);
    if text[first..].starts_with('-') {
        return Fault::new(first, end, "a list item stands where a field is expected")
            .help("indent it below the field it belongs to, or write `field: value`");
    }
    Fault::new(first, end, "this line is not indented like the lines it belongs to")
        .help("give all fields of one mapping, and all lines of one text, the same number of spaces")
}

fn needs_quotes(text: &str, at: usize) -> Fault {
    let end = line_end(text, at);
    let first = match text[at..].chars().next() {
        Some('`') | None => "a backtick".to_owned(),
        Some(c) => format!("`{c}`"),
    };
    Fault::new(at, end.max(at), format!("a value that begins with {first} needs quotes"))
        .help(quote(&text[at..end.max(at)], "write it in quotes"))
}

/// Text behind a closing quote.
fn trailing(text: &str, at: usize) -> Fault {
    let start = line_start(text, at);
    let end = line_end(text, at);
    let opener = text[start..at].find(['"', '\'']).map_or(at, |found| start + found);
    let fault = Fault::new(opener, end.max(opener), "text follows behind the closing quote");
    if text[opener..].starts_with('\'') {
        return fault.help("within single quotes, an apostrophe is written twice: `''`");
    }
    fault.help(quote(&text[opener..end.max(opener)], "put all of it in quotes"))
}

fn word_at(text: &str, at: usize) -> &str {
    text[at..].split(char::is_whitespace).next().unwrap_or("")
}

/// `words: QUOTED`, if the value is short enough to show.
fn quote(value: &str, words: &str) -> String {
    if value.chars().count() > 80 || value.chars().any(char::is_control) {
        return words.to_owned();
    }
    if value.contains(['"', '\\']) {
        format!("{words}: `'{}'`", value.replace('\'', "''"))
    } else {
        format!("{words}: `\"{value}\"`")
    }
}
