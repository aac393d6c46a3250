//! Requests and their answers.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types as types;
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Server;
use super::greeting::Abilities;
use crate::lsp::desk::Desk;
use crate::lsp::{actions, completion, definition, hover, references, rename, symbols};
use crate::text::RelPath;

/// A request of our own: how much work was done. The tests ask for it.
const WORK: &str = "byline/work";

/// The requests that are answered from the site.
const ANSWERED: [&str; 9] = [
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/hover",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/prepareRename",
    "textDocument/rename",
    "workspace/willRenameFiles",
];

impl Server<'_> {
    /// Answers a request, or keeps it until there is an answer.
    pub(super) fn asked(&mut self, request: Request) {
        if self.is_shut_down {
            self.out.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down");
            return;
        }
        match request.method.as_str() {
            "shutdown" => {
                self.is_shut_down = true;
                self.out.answer(request.id, Value::Null);
            }
            WORK => {
                self.show_stale();
                let work = json!({
                    "passes": self.passes,
                    "documents": self.documents,
                    "busy": self.is_busy || self.due.is_some(),
                });
                self.out.answer(request.id, work);
            }
            method if !ANSWERED.contains(&method) => {
                self.out.refuse(request.id, ErrorCode::MethodNotFound, format!("`{method}` is not answered here"));
            }
            // Before the first pass nothing is known that could be an answer.
            _ if !self.has_passed && self.root.is_some() => self.waiting.push(request),
            _ => self.answer(request),
        }
    }

    pub(super) fn answer_waiting(&mut self) {
        for request in std::mem::take(&mut self.waiting) {
            self.answer(request);
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        // Reads what has changed, so that the answer is about what the editor shows.
        self.show_stale();
        let answered = catch_unwind(AssertUnwindSafe(|| self.answer_to(&method, params)));
        match answered {
            Ok(Ok(result)) => self.out.answer(id, result),
            Ok(Err(text)) => self.out.refuse(id, ErrorCode::InvalidParams, text),
            Err(_) => self.out.refuse(id, ErrorCode::InternalError, "byline has a bug: the answer failed"),
        }
    }

    fn answer_to(&mut self, method: &str, params: Value) -> Result<Value, String> {
        let (Some(known), Some(root)) = (&self.known, &self.root) else { return Ok(Value::Null) };
        for open in self.open.values_mut() {
            let (_, is_new) = open.read(known.output.parse_options());
            self.documents += usize::from(is_new);
        }
        let Abilities { encoding, snippets, watches: _, changes_files } = self.abilities;
        let desk = Desk { known, open: &self.open, root, encoding, snippets };
        match method {
            "textDocument/completion" => {
                let types::CompletionParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.map(|here| completion::complete(&desk, &here)))
            }
            "textDocument/definition" => {
                let types::DefinitionParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| definition::find(&desk, &here)))
            }
            "textDocument/references" => {
                let types::ReferenceParams { context, text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.map(|here| references::find(&desk, &here, context.include_declaration)))
            }
            "textDocument/hover" => {
                let types::HoverParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| hover::show(&desk, &here)))
            }
            "textDocument/documentSymbol" => {
                let types::DocumentSymbolParams { text_document, .. } = read(params)?;
                value(self.path(&text_document.uri).map(|path| symbols::list(&desk, &path)))
            }
            "textDocument/codeAction" => {
                let types::CodeActionParams { text_document, range, context, .. } = read(params)?;
                let path = self.path(&text_document.uri);
                let found = path.as_ref().and_then(|path| Some((self.open.get(path)?, self.shown.get(path)?)));
                value(
                    found
                        .map(|(open, shown)| actions::list(open, shown, range, context.only.as_deref(), changes_files)),
                )
            }
            "textDocument/prepareRename" => {
                let types::PrepareRenameParams { text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position);
                value(here.and_then(|here| rename::prepare(&desk, &here)))
            }
            "textDocument/rename" => {
                let types::RenameParams { new_name, text_document_position_params: at, .. } = read(params)?;
                let here = desk.here(&at.text_document.uri, at.position).ok_or("the file is not open")?;
                value(rename::rename(&desk, &here, &new_name)?.into_edit(&desk, changes_files))
            }
            "workspace/willRenameFiles" => {
                let types::RenameFilesParams { files } = read(params)?;
                let moved =
                    files.iter().filter_map(|file| Some((self.path(&file.old_uri)?, self.path(&file.new_uri)?)));
                let moved: Vec<(RelPath, RelPath)> = moved.collect();
                value(rename::files(&desk, &moved).into_edit(&desk, changes_files))
            }
            _ => Ok(Value::Null),
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|cause| cause.to_string())
}

fn value(result: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(result).map_err(|cause| cause.to_string())
}
