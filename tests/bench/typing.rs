//! `byline lsp`, as an editor sees it: how soon after a keystroke it has said what is wrong.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use super::process::{self, Cost};

/// How many keys are pressed.
const KEYS: usize = 40;

/// Opens an article and writes into it; gives what the server cost in all, and the seconds from each keystroke to the
/// message that says what it did. The article is given by its path below `content/`.
pub fn keystrokes(command: &mut Command, site: &Path, article: &Path) -> io::Result<(Cost, Vec<f64>)> {
    let started = Instant::now();
    let file = site.join("content").join(article).canonicalize()?;
    let text = std::fs::read_to_string(&file)?;
    let uri = format!("file://{}", file.display());
    let root = format!("file://{}", site.canonicalize()?.display());
    let mut server = Server::start(command)?;
    server.send(json!({ "id": 1, "method": "initialize", "params": {
        "processId": null, "rootUri": root, "capabilities": {},
        "workspaceFolders": [{ "uri": root, "name": "site" }],
    }}))?;
    server.wait(|message| message["id"] == 1)?;
    server.send(json!({ "method": "initialized", "params": {} }))?;
    // A link that leads nowhere: what is said of it tells which keystroke it answers.
    let mut seconds = Vec::new();
    for key in 0..=KEYS {
        let nowhere = format!("nowhere-{key}.md");
        let text = format!("{text}\n[A link]({nowhere})\n");
        let message = match key {
            0 => json!({ "method": "textDocument/didOpen", "params": { "textDocument": {
                "uri": uri, "languageId": "markdown", "version": key, "text": text,
            }}}),
            _ => json!({ "method": "textDocument/didChange", "params": {
                "textDocument": { "uri": uri, "version": key },
                "contentChanges": [{ "text": text }],
            }}),
        };
        let at = Instant::now();
        server.send(message)?;
        server.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["diagnostics"].to_string().contains(&nowhere)
        })?;
        // The first comes when the whole site has been looked at.
        if key > 0 {
            seconds.push(at.elapsed().as_secs_f64());
        }
    }
    let lived = started.elapsed();
    let child = server.child.take().ok_or_else(|| io::Error::other("the server has ended"))?;
    Ok((process::end(child, lived)?, seconds))
}

/// A language server that runs; it ends with the value.
struct Server {
    child: Option<Child>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(command: &mut Command) -> io::Result<Server> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Server { child: Some(child), input, output: BufReader::new(output) }),
            _ => Err(io::Error::other("the server cannot be spoken with")),
        }
    }

    fn send(&mut self, mut message: Value) -> io::Result<()> {
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes())?;
        self.input.flush()
    }

    /// Reads until a message is the one that is waited for; a server that has ended is an error.
    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> io::Result<()> {
        loop {
            let mut length = 0;
            let mut line = String::from("-");
            while !line.trim().is_empty() {
                line.clear();
                if self.output.read_line(&mut line)? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                if let Some(number) = line.strip_prefix("Content-Length: ") {
                    length = number.trim().parse().map_err(io::Error::other)?;
                }
            }
            let mut bytes = vec![0; length];
            self.output.read_exact(&mut bytes)?;
            if is_it(&serde_json::from_slice(&bytes)?) {
                return Ok(());
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // One that cannot be ended has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
