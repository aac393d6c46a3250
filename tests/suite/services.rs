//! What `byline new ci` makes: files that can be read, whose commands do what the service is told they do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;
use tempfile::TempDir;

use super::support::{byline, repository, told, tree, write};

const SERVICES: [&str; 5] = ["github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "server"];

/// A site for a service, in the folder `site` of a new one.
fn site(service: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let made = byline(folder.path(), &["new", "site", "site", "--minimal", "--ci", service]);
    assert_eq!(made.status.code(), Some(0), "{}", told(&made));
    let root = folder.path().join("site");
    (folder, root)
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The YAML files of a site for a service.
fn workflows(root: &Path) -> Vec<PathBuf> {
    tree(root).into_keys().filter(|path| path.ends_with(".yml")).map(|path| root.join(path)).collect()
}

/// The scripts of a workflow or of GitLab's file, by the names of their steps or jobs.
fn scripts(path: &Path) -> BTreeMap<String, String> {
    let file = yaml(path);
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut scripts = BTreeMap::new();
    let Some(jobs) = file.get("jobs").and_then(Value::as_mapping) else {
        for (name, job) in file.as_mapping().expect("a mapping") {
            for key in ["before_script", "script"] {
                let Some(lines) = job.get(key).and_then(Value::as_sequence) else { continue };
                let lines: Vec<&str> = lines.iter().map(|line| line.as_str().expect("a command")).collect();
                scripts.insert(format!("{} {key}", name.as_str().unwrap_or_default()), lines.join("\n"));
            }
        }
        return scripts;
    };
    for job in jobs.values() {
        for step in job.get("steps").and_then(Value::as_sequence).expect("steps") {
            let Some(run) = text(step, "run") else { continue };
            scripts.insert(text(step, "name").unwrap_or_default(), run);
        }
    }
    scripts
}

/// Runs a script as the services do, with the byline of these tests on the path.
fn run(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let programs = folder.join("programs");
    fs::create_dir_all(&programs).expect("a folder");
    fs::create_dir_all(folder.join("temporary")).expect("a folder");
    let program = programs.join("byline");
    if !program.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_byline"), &program).expect("a link");
    }
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let mut bash = Command::new("bash");
    bash.args(["-e", "-o", "pipefail", "-c", script]).current_dir(folder.join("site")).env("PATH", path);
    bash.env_remove("SOURCE_DATE_EPOCH").env("HOME", folder).env("RUNNER_TEMP", folder.join("temporary"));
    bash.env("GITHUB_PATH", folder.join("path")).env("GITHUB_OUTPUT", folder.join("output"));
    bash.envs(variables.iter().copied()).output().expect("bash runs")
}

#[test]
fn what_a_service_reads_can_be_read_and_has_nothing_left_to_fill_in() {
    for service in SERVICES {
        let (_folder, root) = site(service);
        let made = tree(&root);
        assert!(made.len() > 3, "{service} has files of its own");
        for (path, bytes) in &made {
            let text = String::from_utf8_lossy(bytes).replace("${{", "");
            assert!(!text.contains("{{"), "{path} has a place that was not filled in");
        }
        for path in workflows(&root) {
            assert!(!scripts(&path).is_empty(), "{} runs something", path.display());
        }
        if let Some(netlify) = made.get("netlify.toml") {
            String::from_utf8_lossy(netlify).parse::<toml::Table>().expect("TOML");
        }
    }
}

#[test]
fn every_script_of_a_service_can_be_read_by_a_shell() {
    for service in SERVICES {
        let (folder, root) = site(service);
        for path in workflows(&root) {
            for (name, script) in scripts(&path) {
                let read = Command::new("bash").args(["-n", "-c", &script]).output().expect("bash runs");
                assert!(read.status.success(), "{name} of {}: {}", path.display(), told(&read));
                assert!(!script.contains("${{"), "{name} puts what somebody else wrote into a script");
            }
        }
        drop(folder);
    }
}

#[test]
fn a_service_installs_the_byline_that_made_its_files_and_no_damaged_one() {
    for service in SERVICES {
        let (folder, root) = site(service);
        let version = env!("CARGO_PKG_VERSION");
        let released = folder.path().join("releases").join(format!("v{version}"));
        let name = format!("byline-{version}-x86_64-unknown-linux-musl.tar.gz");
        write(&released.join("byline"), b"#!/bin/sh\necho installed\n");
        let pack = format!("chmod +x byline && tar -czf {name} byline && sha256sum {name} > {name}.sha256");
        let packed = Command::new("bash").args(["-ec", &pack]).current_dir(&released).status().expect("bash runs");
        assert!(packed.success());
        let downloads = format!("file://{}", folder.path().join("releases").display());
        let variables = [("BYLINE_VERSION", version), ("BYLINE_DOWNLOADS", downloads.as_str())];
        let install = match service {
            "netlify" => {
                let text = fs::read_to_string(root.join("netlify.toml")).expect("the file");
                let table = text.parse::<toml::Table>().expect("TOML");
                let command = table["build"]["command"].as_str().expect("a command").to_owned();
                command[..command.rfind("if [").expect("the build")].trim_end().trim_end_matches("&&").to_owned()
            }
            "gitlab-pages" => {
                let script = scripts(&root.join(".gitlab-ci.yml"))["default before_script"].clone();
                script.replace("/usr/local/bin", "\"$HOME/.local/bin\"")
            }
            _ => scripts(&root.join(".github/workflows/pull-request.yml"))["Install byline"].clone(),
        };
        fs::create_dir_all(folder.path().join(".local/bin")).expect("a folder");
        let installed = run(folder.path(), &install, &variables);
        assert!(installed.status.success(), "{service}: {}", told(&installed));
        let program = folder.path().join(".local/bin/byline");
        let output = Command::new(&program).output().expect("it was installed");
        assert_eq!(output.stdout, b"installed\n");
        fs::remove_file(&program).expect("it was installed");
        write(&released.join(format!("{name}.sha256")), format!("{}  {name}\n", "0".repeat(64)).as_bytes());
        let refused = run(folder.path(), &install, &variables);
        assert!(!refused.status.success() && !program.exists(), "{service}: {}", told(&refused));
    }
}

#[test]
fn a_scheduled_run_builds_only_if_an_article_came_due_or_expired() {
    for (service, file, name) in [
        ("github-pages", ".github/workflows/publish.yml", "Ask whether something is due"),
        ("netlify", ".github/workflows/scheduled.yml", "Ask whether something is due"),
        ("cloudflare-pages", ".github/workflows/publish.yml", "Ask whether something is due"),
        ("server", ".github/workflows/publish.yml", "Ask whether something is due"),
        ("gitlab-pages", ".gitlab-ci.yml", "pages script"),
    ] {
        let (folder, root) = site(service);
        let script = scripts(&root.join(file))[name].clone();
        let output = folder.path().join("output");
        for (published, is_due) in [("2 hours ago", true), ("2 days ago", false), ("now + 2 days", false)] {
            let date =
                Command::new("date").args(["-u", "-d", published, "+%Y-%m-%dT%H:%M:%SZ"]).output().expect("date");
            let article = format!("---\ntitle: A\npublished: {}---\n\nText.\n", String::from_utf8_lossy(&date.stdout));
            write(&root.join("content/a.md"), article.as_bytes());
            write(&output, b"");
            let _ = fs::remove_dir_all(root.join("public"));
            let variables = [("CI_PIPELINE_SOURCE", "schedule"), ("CI_PAGES_URL", "https://pages.example/a")];
            let ran = run(folder.path(), &script, &variables);
            let builds = if service == "gitlab-pages" {
                assert_eq!(ran.status.code(), Some(if is_due { 0 } else { 77 }), "{}", told(&ran));
                root.join("public/index.html").exists()
            } else {
                assert!(ran.status.success(), "{}", told(&ran));
                fs::read_to_string(&output).expect("the output") != "nothing=true\n"
            };
            assert_eq!(builds, is_due, "{service}: published {published}");
        }
    }
}

#[test]
fn what_a_service_publishes_is_the_site_without_bylines_own_record() {
    for service in ["github-pages", "cloudflare-pages"] {
        let (folder, root) = site(service);
        let script = scripts(&root.join(".github/workflows/publish.yml"))["Build"].clone();
        let built = run(folder.path(), &script, &[("ADDRESS", "https://pages.example/here")]);
        assert!(built.status.success(), "{}", told(&built));
        let published = folder.path().join("temporary/site");
        assert!(root.join("public/.byline-site").exists(), "the record stays for the next build");
        assert!(!published.join(".byline-site").exists());
        assert!(tree(&published) == tree(&root.join("public")));
        let home = fs::read_to_string(published.join("index.html")).expect("a home page");
        let address = if service == "github-pages" { "https://pages.example/here/" } else { "https://example.org/" };
        assert!(home.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{home}");
    }
}

#[test]
fn a_release_is_tried_and_has_the_names_and_checksums_that_services_ask_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    for name in ["README.md", "LICENSE", "CHANGELOG.md"] {
        write(&site.join(name), b"text");
    }
    let program = site.join("target/x86_64-unknown-linux-musl/release/byline");
    fs::create_dir_all(program.parent().expect("a folder")).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_byline"), &program).expect("a link");
    let version = env!("CARGO_PKG_VERSION");
    let steps = scripts(&repository().join(".github/workflows/release.yml"));
    let tried = run(folder.path(), &steps["Try"], &[("TARGET", "x86_64-unknown-linux-musl")]);
    assert!(tried.status.success(), "{}", told(&tried));
    let pack = &steps["Pack"];
    let tag = format!("v{version}");
    let packed = run(folder.path(), pack, &[("TARGET", "x86_64-unknown-linux-musl"), ("GITHUB_REF_NAME", &tag)]);
    assert!(packed.status.success(), "{}", told(&packed));
    let name = format!("byline-{version}-x86_64-unknown-linux-musl.tar.gz");
    let check =
        format!("sha256sum --check {name}.sha256 && mkdir out && tar -xzf {name} -C out byline && tar -tzf {name}");
    let checked = run(folder.path(), &check, &[]);
    assert!(checked.status.success(), "{}", told(&checked));
    for file in ["byline", "LICENSE", "man/byline-build.1", "byline.zsh"] {
        assert!(String::from_utf8_lossy(&checked.stdout).lines().any(|line| line == file), "{}", told(&checked));
    }
}

#[test]
fn the_action_installs_what_a_release_has() {
    let action = yaml(&repository().join(".github/actions/install/action.yml"));
    assert_eq!(action["inputs"]["version"]["default"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    let script = action["runs"]["steps"][0]["run"].as_str().expect("a script");
    let targets = yaml(&repository().join(".github/workflows/release.yml"));
    let targets = targets["jobs"]["program"]["strategy"]["matrix"]["include"].as_sequence().expect("a list").clone();
    assert_eq!(targets.len(), 5);
    for target in targets {
        let target = target["target"].as_str().expect("a target").to_owned();
        assert!(script.contains(&format!("target={target}")), "the action does not know {target}");
    }
    let read = Command::new("bash").args(["-n", "-c", script]).output().expect("bash runs");
    assert!(read.status.success(), "{}", told(&read));
}
