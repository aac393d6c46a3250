//! What byline left behind and reads again: the cache, and the list in the output.

use std::cell::Cell;
use std::path::Path;

use byline::fingerprint::Fingerprint;

use super::run;
use super::sites::build;
use crate::hostile::place::{Things, contents, difference, things};
use crate::support::write;

fn put(root: &Path, text: &str) {
    write(&root.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n[taxonomies.tags]\n");
    write(&root.join("content/a.md"), format!("---\ntitle: A\ntags: [x]\n---\n{text}\n").as_bytes());
    write(&root.join("content/b.md"), b"---\ntitle: B\ntags: [x]\n---\n[a](a.md)\n");
}

fn published(root: &Path) -> Things {
    contents(things(&root.join("public")))
}

/// How a state begins: a line, the program, and the sum of the rest.
const HEAD: usize = "byline-cache 1\n".len() + 2 * size_of::<u128>();

#[test]
fn a_cache_of_any_bytes_is_no_cache_and_one_with_a_forged_sum_makes_no_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    put(root, "First.");
    build(root).expect("a build");
    let (state, facts) = (root.join(".byline/state"), root.join(".byline/facts.1"));
    let seeds = vec![std::fs::read(&state).expect("a state"), std::fs::read(&facts).expect("facts")];
    let (whole_state, whole_facts) = (seeds[0].clone(), seeds[1].clone());
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    put(elsewhere.path(), "Second.");
    build(elsewhere.path()).expect("a build");
    let clean = published(elsewhere.path());
    put(root, "Second.");
    let turn = Cell::new(0_u32);
    run("cache", seeds, 60, |bytes| {
        turn.set(turn.get() + 1);
        let is_forged = turn.get().is_multiple_of(3);
        let (mut of_state, mut of_facts) = (bytes.to_vec(), whole_facts.clone());
        if turn.get() % 3 == 1 {
            (of_state, of_facts) = (whole_state.clone(), bytes.to_vec());
        }
        if is_forged && of_state.len() > HEAD {
            let sum = Fingerprint::of(&of_state[HEAD..]).to_bytes();
            of_state[..HEAD].copy_from_slice(&whole_state[..HEAD]);
            of_state[HEAD - sum.len()..HEAD].copy_from_slice(&sum);
        }
        write(&state, &of_state);
        write(&facts, &of_facts);
        let report = build(root).map_err(|error| error.to_string())?;
        if is_forged {
            // Whoever forges the sums may make it say anything; what is right comes from no cache again.
            std::fs::remove_dir_all(root.join(".byline")).expect("the cache is removed");
            std::fs::remove_dir_all(root.join("public")).expect("the output is removed");
            build(root).map_err(|error| error.to_string())?;
        } else if report.done.is_none() {
            return Err(format!("{:?}", report.diagnostics));
        }
        difference(&clean, &published(root)).map_or(Ok(()), Err)
    });
}

#[test]
fn a_list_of_any_bytes_never_lets_a_foreign_file_be_removed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    put(&root, "First.");
    build(&root).expect("a build");
    let list = root.join("public/.byline-site");
    let seeds = vec![std::fs::read(&list).expect("the list")];
    let whole = seeds[0].clone();
    for foreign in ["public/CNAME", "public/mine/index.html"] {
        write(&root.join(foreign), b"mine\n");
    }
    write(&folder.path().join("outside"), b"mine\n");
    let foreign = |root: &Path| {
        ["public/CNAME", "public/mine/index.html", "../outside"].map(|path| std::fs::read(root.join(path)).ok())
    };
    let before = foreign(&root);
    let turn = Cell::new(0_u32);
    run("list", seeds, 100, |bytes| {
        turn.set(turn.get() + 1);
        let name = if turn.get().is_multiple_of(2) { ".byline-site" } else { ".byline-site.next" };
        write(&list, &whole);
        write(&root.join("public").join(name), bytes);
        let built = build(&root);
        let what = match built {
            Ok(report) if report.done.is_none() => format!("{:?}", report.diagnostics),
            // A damaged list is refused with a way out.
            Err(error) if error.help.is_none() => error.to_string(),
            _ if foreign(&root) != before => "a foreign file is gone".to_owned(),
            _ => return Ok(()),
        };
        Err(what)
    });
}
