//! Changes of several files at once.

use std::collections::BTreeMap;

use gen_lsp_types as types;
use gen_lsp_types::{TextEdit, Uri, WorkspaceEdit};

use super::desk::Desk;
use crate::text::{RelPath, Span};

/// Changes of files: what becomes of which bytes, and files that get another name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Edits {
    texts: BTreeMap<RelPath, Vec<(Span, String)>>,
    names: Vec<(RelPath, RelPath)>,
}

impl Edits {
    /// Puts a text in the place of some bytes of a file; the same change is made once.
    pub fn replace(&mut self, path: &RelPath, span: Span, text: impl Into<String>) {
        let edits = self.texts.entry(path.clone()).or_default();
        let edit = (span, text.into());
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }

    /// Gives a file another name.
    pub fn rename(&mut self, from: RelPath, to: RelPath) {
        self.names.push((from, to));
    }

    /// As the protocol has it; `None` if nothing changes. A client that does not know changes of `versioned` documents
    /// gets those of texts alone.
    pub fn into_edit(self, desk: &Desk<'_>, versioned: bool) -> Option<WorkspaceEdit> {
        let Edits { texts, names } = self;
        let texts = texts.into_iter().filter_map(|(path, edits)| {
            let text = desk.text(&path)?;
            let edits = edits.into_iter().map(|(span, new_text)| TextEdit { range: text.range(span), new_text });
            let version = desk.open.get(&path).map(|open| open.version);
            Some((desk.uri(&path), version, edits.collect()))
        });
        let names = names.into_iter().filter(|_| versioned).map(|(from, to)| (desk.uri(&from), desk.uri(&to)));
        workspace_edit(texts.collect(), names.collect(), versioned)
    }
}

/// Changes of documents, each with its version if it is open, then of names; `None` if there are none.
pub fn workspace_edit(
    texts: Vec<(Uri, Option<i32>, Vec<TextEdit>)>,
    names: Vec<(Uri, Uri)>,
    versioned: bool,
) -> Option<WorkspaceEdit> {
    if texts.is_empty() && names.is_empty() {
        return None;
    }
    if !versioned {
        let changes = texts.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
    }
    let texts = texts.into_iter().map(|(uri, version, edits)| {
        let id = types::TextDocumentIdentifier { uri };
        let text_document = types::OptionalVersionedTextDocumentIdentifier { version, text_document_identifier: id };
        let edits = edits.into_iter().map(types::Edit::TextEdit).collect();
        types::DocumentChange::TextDocumentEdit(types::TextDocumentEdit { text_document, edits })
    });
    let names = names.into_iter().map(|(old_uri, new_uri)| {
        types::DocumentChange::RenameFile(types::RenameFile { old_uri, new_uri, options: None, annotation_id: None })
    });
    Some(WorkspaceEdit { document_changes: Some(texts.chain(names).collect()), ..WorkspaceEdit::default() })
}
