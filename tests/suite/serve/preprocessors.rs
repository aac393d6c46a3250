//! What a pre-processor is made of and reads is a file of the site wherever it lies.

use super::client::Preview;
use crate::support::write;

#[test]
fn a_saved_script_and_what_it_reads_show_at_once_and_so_does_a_new_file_that_a_pattern_fits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n[extensions]\nallow = [\"p\"]\n\
        [preprocessors.p]\ncommand = [\"sh\", \"tools/of/p.sh\"]\ninputs = [\"words/**/*.txt\", \"data/*.txt\"]\n";
    write(&root.join("site.toml"), settings.as_bytes());
    write(&root.join("content/a.md"), b"---\ntitle: Tides\n---\n\nWORDS\n");
    let script = |sign: &str| {
        let text = format!(
            "words=$(cat data/*.txt words/*.txt words/more/*.txt 2>/dev/null)\n\
             sed -e 's/^.*,\"body\":/{{\"body\":/' -e \"s/WORDS/$words{sign}/\"\n"
        );
        write(&root.join("tools/of/p.sh"), text.as_bytes());
    };
    script(".");
    write(&root.join("data/a.txt"), b"One");
    write(&root.join("words/a.txt"), b"Two");
    let preview = Preview::start(root, &[]);
    preview.wait_for("/a/", |shown| shown.contains("<p>OneTwo.</p>"));
    script("!");
    preview.wait_for("/a/", |shown| shown.contains("<p>OneTwo!</p>"));
    write(&root.join("words/a.txt"), b"Three");
    preview.wait_for("/a/", |shown| shown.contains("<p>OneThree!</p>"));
    write(&root.join("data/a.txt"), b"Four");
    preview.wait_for("/a/", |shown| shown.contains("<p>FourThree!</p>"));
    write(&root.join("words/more/b.txt"), b"Five");
    preview.wait_for("/a/", |shown| shown.contains("<p>FourThreeFive!</p>"));
    write(&root.join("content/a.md"), b"---\ntitle: Tides\n---\n\nMore WORDS\n");
    preview.wait_for("/a/", |shown| shown.contains("<p>More FourThreeFive!</p>"));
    // A script that fails keeps the last good page, and what mends it is seen.
    write(&root.join("tools/of/p.sh"), b"exit 1\n");
    let events = preview.events();
    while events.next_of("problems")["problems"].as_array().is_none_or(Vec::is_empty) {}
    preview.wait_for("/a/", |shown| shown.contains("<p>More FourThreeFive!</p>"));
    script("?");
    preview.wait_for("/a/", |shown| shown.contains("<p>More FourThreeFive?</p>"));
}
