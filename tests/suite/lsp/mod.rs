//! `byline lsp`: a real process, and the protocol as editors speak it.

mod asking;
mod client;
#[cfg(unix)]
mod preprocessors;
mod renaming;
mod typing;

use std::path::Path;

use client::{Client, Watches};

use super::support::write;

const TIDES: &str = "\
---
title: Tides
dek: Twice a *day*.
authors: [jane-example]
tags: [moon]
related: [storms/index.md]
sources:
  - id: own2020
    title: A paper of our own
    authors: [\"Example, Jane\"]
    date: 2020
---

😀 The moon pulls [@own2020; @shared2019, p. 3].

See [storms](storms/index.md#surge), [[Lighthouses]] and [below](#why).

## Why {#why}

:::aside[Note]
Because.
:::

## How it began

![A boat](storms/boat.svg \"Aground.\")
";

const STORMS: &str = "\
---
title: Storms
dek: What the wind does.
authors: [jane-example]
tags: [moon, wind]
---

Back to [tides](../tides.md#why) and [the beginning](../tides.md#how-it-began), said [@shared2019].

## Surge {#surge}

High water.
";

const LIGHTHOUSES: &str = "\
---
title: Lighthouses
---

They stand [where it is high](/coast/storms/#surge), above [the tides](tides.md).
";

/// A site in which nothing is wrong.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| write(&folder.path().join(path), text.as_bytes());
    put("site.toml", "title = \"Site\"\nbase_url = \"https://site.example\"\n");
    put("content/coast/tides.md", TIDES);
    put("content/coast/storms/index.md", STORMS);
    put("content/coast/storms/boat.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>\n");
    put("content/coast/storms/boat.svg.yml", "credit: Jo Doe\nlicense: https://license.example/by\n");
    put("content/coast/lighthouses.md", LIGHTHOUSES);
    put("content/people/jane-example.md", "---\nname: Jane Example\nrole: Reporter\n---\nWrites.\n");
    put(
        "content/sources.yml",
        "- id: shared2019\n  title: A paper for all\n  authors: [\"Sample, John\"]\n  date: 2019\n",
    );
    put(
        "templates/components/aside.html",
        "{% component aside(label: string = \"\") {\"directive\": [\"container\"]} -%}\n<aside>{{ label }}{{ body }}</aside>\n{%- endcomponent aside %}\n",
    );
    folder
}

const PATH: &str = "content/coast/tides.md";
const PERSON: &str = "content/people/jane-example.md";
const OTHER: &str = "content/coast/storms/index.md";

fn start(site: &Path) -> Client {
    Client::start(site, Watches::Files)
}
