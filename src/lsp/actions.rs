//! What mends a mistake at the cursor, and all that can be mended in a file.

use gen_lsp_types as types;
use gen_lsp_types::{CodeAction, CodeActionKind, Range};

use super::desk::Text;
use super::edits::workspace_edit;
use super::open::Open;
use super::report;
use crate::diagnostics::{Code, Diagnostic, Fix};

/// The actions for a range of an open file, of which `shown` is what it shows.
pub fn list(
    open: &Open,
    shown: &[(Diagnostic, types::Diagnostic)],
    range: Range,
    only: Option<&[CodeActionKind]>,
    versioned: bool,
) -> Vec<CodeAction> {
    let is_wanted = |kind: &CodeActionKind| {
        let name = |kind: &CodeActionKind| String::from(kind.clone());
        let is_kind = |wanted: &CodeActionKind| {
            let (wanted, kind) = (name(wanted), name(kind));
            kind == wanted || kind.strip_prefix(&wanted).is_some_and(|rest| wanted.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(is_kind))
    };
    let text = Text { text: open.text.clone(), lines: open.lines.clone() };
    let edit = |fixes: &[&Fix]| {
        let edits = report::edits(&text, fixes.iter().copied())?;
        workspace_edit(vec![(open.uri.clone(), Some(open.version), edits)], Vec::new(), versioned)
    };
    let mut actions = Vec::new();
    if is_wanted(&CodeActionKind::QuickFix) {
        for (found, diagnostic) in shown.iter().filter(|(_, one)| touches(one.range, range)) {
            let Some(made) = found.fix.as_ref().and_then(|fix| edit(&[fix])) else { continue };
            actions.push(CodeAction {
                title: title(found),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![diagnostic.clone()]),
                is_preferred: Some(true),
                edit: Some(made),
                ..CodeAction::default()
            });
        }
    }
    let fixes: Vec<&Fix> = shown.iter().filter_map(|(found, _)| found.fix.as_ref()).collect();
    if is_wanted(&CodeActionKind::SourceFixAll)
        && let Some(made) = edit(&fixes)
    {
        actions.push(CodeAction {
            title: "mend all that has one right answer".to_owned(),
            kind: Some(CodeActionKind::SourceFixAll),
            edit: Some(made),
            ..CodeAction::default()
        });
    }
    actions
}

/// What a fix does, in the words of the help that goes with it.
fn title(found: &Diagnostic) -> String {
    let meant = found.help.iter().find_map(|help| help.strip_prefix("did you mean ")?.strip_suffix('?'));
    match (meant, found.code) {
        (Some(meant), _) => format!("write {meant}"),
        (None, Code::RepeatedTerm) => "take the second away".to_owned(),
        (None, code) => found.help.first().cloned().unwrap_or_else(|| format!("mend `{code}`")),
    }
}

fn touches(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}
