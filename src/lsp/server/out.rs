//! What is said to the editor.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;

/// The way to the editor.
pub(super) struct Out {
    /// Takes a message, if the editor is still there.
    pub send: Box<dyn Fn(Message) -> bool>,
    /// The number of the next request.
    pub next: i32,
}

impl Out {
    pub(super) fn say(&self, message: impl Into<Message>) {
        // An editor that is gone hears nothing.
        let _ = (self.send)(message.into());
    }

    pub(super) fn notify(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.say(Notification { method: method.to_owned(), params });
        }
    }

    pub(super) fn ask(&mut self, method: &str, params: Value) {
        let id = RequestId::from(self.next);
        self.next += 1;
        self.say(Request { id, method: method.to_owned(), params });
    }

    pub(super) fn answer(&self, id: RequestId, result: Value) {
        self.say(Response { id, response_result: Ok(result) });
    }

    pub(super) fn refuse(&self, id: RequestId, code: ErrorCode, text: impl Into<String>) {
        self.say(Response::new_err(id, code as i32, text.into()));
    }
}
