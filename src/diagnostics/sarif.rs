//! SARIF 2.1.0 (OASIS), as code scanning services read it: one run, every code a rule.

use std::io;

use serde::Serialize;

use super::located::{Located, Position, Range};
use super::{Code, Level, visible};
use crate::route::encode_path;

/// The folder that relative paths start from; the name is the one that code scanning services know.
const BASE: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation<'a> {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: u32,
    byte_length: u32,
}

pub(super) fn write(located: &[Located<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver { name: "byline", semantic_version: env!("CARGO_PKG_VERSION"), rules: rules() },
            },
            column_kind: "unicodeCodePoints",
            results: located.iter().map(result).collect(),
        }],
    };
    out.write_all(visible::json(&serde_json::to_string(&log)?).as_bytes())?;
    out.write_all(b"\n")
}

fn rules() -> Vec<Rule> {
    Code::ALL
        .iter()
        .map(|code| Rule {
            id: code.name(),
            short_description: Message { text: code.summary().to_owned() },
            default_configuration: Configuration { level: level(code.default_level()) },
        })
        .collect()
}

fn result<'a>(Located { diagnostic, place, related }: &'a Located<'_>) -> SarifResult<'a> {
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    SarifResult {
        rule_id: diagnostic.code.name(),
        rule_index: Code::ALL.iter().position(|code| *code == diagnostic.code).unwrap_or_default(),
        level: level(diagnostic.level),
        message: Message { text },
        locations: place.iter().map(|place| location(place, &diagnostic.label)).collect(),
        related_locations: related
            .iter()
            .zip(&diagnostic.related)
            .map(|(place, (_, words))| location(place, words))
            .collect(),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

fn location<'a>(Position { path, range }: &Position, words: &str) -> Location<'a> {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: artifact(path),
            region: range.as_ref().map(|Range { start, end, bytes, excerpt: _ }| Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
                byte_offset: bytes.start,
                byte_length: bytes.end - bytes.start,
            }),
        },
        message: (!words.is_empty()).then(|| Message { text: words.to_owned() }),
    }
}

/// The address of a path: relative to the base, or a `file:` address if the path is absolute.
fn artifact<'a>(path: &str) -> ArtifactLocation<'a> {
    let absolute = path.starts_with('/');
    let mut uri = String::from(if absolute { "file://" } else { "" });
    // A colon in the first part would read as a scheme.
    for (index, part) in path.split(':').enumerate() {
        if index > 0 {
            uri.push_str("%3A");
        }
        encode_path(part, &mut uri);
    }
    ArtifactLocation { uri, uri_base_id: (!absolute).then_some(BASE) }
}
