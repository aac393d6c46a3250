//! What both sides can do.

use gen_lsp_types as types;

use crate::lsp::positions::Encoding;

/// What the client can do.
#[derive(Clone, Copy)]
pub(super) struct Abilities {
    /// What positions count.
    pub encoding: Encoding,
    /// Whether it fills in the parts of a snippet.
    pub snippets: bool,
    /// Whether it tells of changed files.
    pub watches: bool,
    /// Whether it makes changes of versioned documents, and of names.
    pub changes_files: bool,
}

impl Abilities {
    pub(super) fn of(client: &types::ClientCapabilities) -> Abilities {
        let encodings = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let counts_bytes = encodings.is_some_and(|all| all.contains(&types::PositionEncodingKind::UTF8));
        let item = || client.text_document.as_ref()?.completion.as_ref()?.completion_item.as_ref()?.snippet_support;
        let watched = || client.workspace.as_ref()?.did_change_watched_files.as_ref()?.dynamic_registration;
        let changes = || client.workspace.as_ref()?.workspace_edit.as_ref()?.document_changes;
        Abilities {
            encoding: if counts_bytes { Encoding::Utf8 } else { Encoding::Utf16 },
            snippets: item().unwrap_or(false),
            watches: watched().unwrap_or(false),
            changes_files: changes().unwrap_or(false),
        }
    }
}

/// What the server can do.
pub(super) fn capabilities(encoding: Encoding) -> types::ServerCapabilities {
    let triggers = ["@", "[", "(", "#", ":", "/", "\"", "!", "{"];
    let renamed = types::FileOperationRegistrationOptions {
        filters: vec![types::FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: types::FileOperationPattern { glob: "**/content/**".to_owned(), matches: None, options: None },
        }],
    };
    types::ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => types::PositionEncodingKind::UTF8,
            Encoding::Utf16 => types::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(types::TextDocumentSync::Options(types::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(types::TextDocumentSyncKind::Incremental),
            save: Some(types::Save::Bool(true)),
            ..types::TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(types::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..types::CompletionOptions::default()
        }),
        hover_provider: Some(types::HoverProvider::Bool(true)),
        definition_provider: Some(types::DefinitionProvider::Bool(true)),
        references_provider: Some(types::ReferencesProvider::Bool(true)),
        document_symbol_provider: Some(types::DocumentSymbolProvider::Bool(true)),
        code_action_provider: Some(types::CodeActionProvider::CodeActionOptions(types::CodeActionOptions {
            code_action_kinds: Some(vec![types::CodeActionKind::QuickFix, types::CodeActionKind::SourceFixAll]),
            ..types::CodeActionOptions::default()
        })),
        rename_provider: Some(types::RenameProvider::RenameOptions(types::RenameOptions {
            prepare_provider: Some(true),
            ..types::RenameOptions::default()
        })),
        workspace: Some(types::WorkspaceOptions {
            file_operations: Some(types::FileOperationOptions {
                will_rename: Some(renamed),
                ..types::FileOperationOptions::default()
            }),
            ..types::WorkspaceOptions::default()
        }),
        ..types::ServerCapabilities::default()
    }
}
