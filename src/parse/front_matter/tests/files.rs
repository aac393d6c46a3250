//! The files that are no articles, and where front matter ends.

use proptest::prelude::*;

use super::*;

#[test]
fn the_fields_of_a_section_are_read() {
    let text = "title: Coast\ndek: The *coast*.\nweight: 3\nsort: date\npage_type: MedicalWebPage\nnoindex: true\n";
    let read = section(&file(), text, 0);
    assert_eq!(read.diagnostics, []);
    assert_eq!((read.value.sort, read.value.weight), (Sort::Date, Some(3)));
    assert_eq!(read.value.page_type.expect("a type").value, "MedicalWebPage");
    let text = "sort: newest\ndate: 2024-01-01\n";
    assert_eq!(
        words(text, &section(&file(), text, 0).diagnostics),
        ["invalid-value: `sort` cannot be `newest` @ newest", "unknown-field: unknown field `date` @ date"]
    );
}

#[test]
fn the_fields_of_a_person_are_read() {
    let text = "name: Jane Example\ntype: person\nrole: Editor\ncredentials: PhD\nimage: jane.jpg\nsame_as: https://a.example/jane\nknows_about: [tides]\nemail: jane@a.example\n";
    let read = person(&file(), text, 0);
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.value.same_as[0].value, "https://a.example/jane");
    assert_eq!(read.value.knows_about, ["tides"]);
    let text = "title: Jane\nsame_as: [\"javascript:x\"]\n";
    assert_eq!(
        words(text, &person(&file(), text, 0).diagnostics),
        [
            "missing-field: the person's file has no `name` @ ",
            "unknown-field: unknown field `title` @ title",
            "unsafe-link: `same_as` is an address that runs a program (`javascript:`) @ \"javascript:x\""
        ]
    );
}

#[test]
fn a_ledger_is_a_list_or_a_mapping() {
    let list = sources(&file(), "- id: a\n  title: A\n- id: b\n  title: B\n");
    let mapping = sources(&file(), "a:\n  title: A\nb: {title: B}\n");
    for read in [list, mapping] {
        assert_eq!(read.diagnostics, []);
        let ids: Vec<&str> = read.value.iter().map(|source| source.id.value.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
    }
    let text = "- id: a\n  title: A\n- id: a\n  listed: true\n";
    assert_eq!(
        words(text, &sources(&file(), text).diagnostics),
        ["missing-field: the source `a` has no `title` @ ", "duplicate-source: two sources have the id `a` @ a"]
    );
    assert_eq!(sources(&file(), "").value, []);
}

#[test]
fn a_sidecar_holds_credits() {
    let read = sidecar(&file(), "credit: Jo Doe / Agency\nlicense: https://example.org/licence\n");
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.value.credit.expect("a credit").value, "Jo Doe / Agency");
    let text = "licence: x\n";
    assert_eq!(words(text, &sidecar(&file(), text).diagnostics), ["unknown-field: unknown field `licence` @ licence"]);
}

#[test]
fn front_matter_is_found_between_its_lines() {
    let parts = |text: &str| {
        let split = split(&file(), text);
        assert_eq!(split.diagnostics, [], "{text:?}");
        (split.value.yaml.map(|range| text[range].to_owned()), text[split.value.body_start..].to_owned())
    };
    let some = |yaml: &str, body: &str| (Some(yaml.to_owned()), body.to_owned());
    assert_eq!(parts("---\na: b\n---\nBody.\n"), some("a: b\n", "Body.\n"));
    assert_eq!(parts("---\na: b\n...\nBody.\n"), some("a: b\n", "Body.\n"));
    assert_eq!(parts("\u{feff}---  \r\na: b\r\n--- \r\nBody.\r\n"), some("a: b\r\n", "Body.\r\n"));
    assert_eq!(parts("---\n---"), some("", ""));
    assert_eq!(parts("---\na: |\n  ---\n---\n"), some("a: |\n  ---\n", ""));
    assert_eq!(parts("Body.\n"), (None, "Body.\n".to_owned()));
    assert_eq!(parts("\u{feff}Body.\n"), (None, "Body.\n".to_owned()));
    assert_eq!(parts("----\na\n"), (None, "----\na\n".to_owned()));
    assert_eq!(parts(""), (None, String::new()));
}

#[test]
fn front_matter_that_cannot_be_read_is_reported_at_its_first_line() {
    let message = |text: &str| {
        let split = split(&file(), text);
        assert_eq!(split.value.yaml, None);
        words(text, &split.diagnostics).join("; ")
    };
    assert_eq!(message("---\na: b\n\nBody.\n"), "yaml-syntax: the front matter is never closed @ ---");
    assert_eq!(message("---"), "yaml-syntax: the front matter is never closed @ ---");
    assert_eq!(message("+++\na = 1\n+++\n"), "yaml-syntax: front matter in TOML (`+++`) is not read @ +++");
    assert!(message("---\rtitle: T\r---\rx\r").contains("line endings"));
}

proptest! {
    #[test]
    fn no_front_matter_panics(
        fields in prop::collection::vec(
            (
                "title|dek|date|updated|review_every|authors|tags|series|kind|image|sections|faqs|sources|corrections|slug|aliases|toc|weight|canonical|extra|url|doi|id",
                "(\\PC|[\\[\\]{}:,\"'/.%?#-]|id|name|title|\\n  ){0,20}",
            ),
            0..6,
        )
    ) {
        let text: String = fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let all = [
            read(&text).diagnostics,
            section(&file(), &text, 0).diagnostics,
            person(&file(), &text, 0).diagnostics,
            sources(&file(), &text).diagnostics,
            sidecar(&file(), &text).diagnostics,
        ];
        for diagnostic in all.iter().flatten() {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            prop_assert!(text.get(span.range()).is_some(), "{:?}", diagnostic);
        }
    }

    #[test]
    fn no_document_panics_when_split(text in "(---|\\+\\+\\+|\\.\\.\\.|[\\r\\n \u{feff}]|\\PC){0,12}") {
        let split = split(&file(), &text).value;
        prop_assert!(text.is_char_boundary(split.body_start));
        prop_assert!(split.yaml.is_none_or(|range| text.get(range).is_some()));
    }
}
