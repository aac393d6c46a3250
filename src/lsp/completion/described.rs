//! What the fields of a mapping are for, in the words of the schemas.

use crate::schema::Subject;
use crate::schema::table::{Entry, Kind, Table};
use crate::text::RelPath;

/// The fields of the mapping of a file that has most of some names.
pub fn fields(path: &RelPath, names: &[String]) -> &'static [Entry] {
    let mut tables = Vec::new();
    collect(&subject(path).kind(), &mut tables);
    let has = |table: &&&Table| {
        names.iter().filter(|name| table.fields.iter().any(|field| field.name == name.as_str())).count()
    };
    tables.iter().rev().max_by_key(has).map_or(&[], |table| table.fields)
}

/// What a file is, by its path.
fn subject(path: &RelPath) -> Subject {
    let is_markdown = path.extension().eq_ignore_ascii_case("md");
    let person = path.below("content/people").is_some_and(|name| !name.contains('/'));
    match (is_markdown, path.stem().split('.').next()) {
        (true, Some("_index")) => Subject::Section,
        (true, _) if person => Subject::Person,
        (true, _) => Subject::FrontMatter,
        (false, _) if path.below("content/sources").is_some() || path.stem() == "sources" => Subject::Sources,
        (false, _) => Subject::Picture,
    }
}

/// Every table within a kind, each once.
fn collect(kind: &Kind, tables: &mut Vec<&'static Table>) {
    match kind {
        Kind::Map(table) => {
            let table: &'static Table = table;
            if !tables.iter().any(|known| std::ptr::eq(*known, table)) {
                tables.push(table);
                table.fields.iter().for_each(|field| collect(&field.kind, tables));
            }
        }
        Kind::List(kind) | Kind::ListOrOne(kind) | Kind::MapOf(_, kind) => collect(kind, tables),
        Kind::Either(kinds) => kinds.iter().for_each(|kind| collect(kind, tables)),
        Kind::Text
        | Kind::Filled
        | Kind::Slug
        | Kind::Former
        | Kind::Elsewhere
        | Kind::Doi
        | Kind::Date
        | Kind::PartialDate
        | Kind::Period
        | Kind::Boolean
        | Kind::Integer(_)
        | Kind::Choice(_)
        | Kind::Names
        | Kind::Any => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_described_as_that_of_its_mapping() {
        let described = |path: &str, names: &[&str], wanted: &str| {
            let path = RelPath::new(path).expect("a clean path");
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let field = fields(&path, &names).iter().find(|field| field.name == wanted).expect("a field");
            field.description
        };
        let of_article = described("content/a.md", &["dek", "published", "slug", "title"], "title");
        let of_source = described("content/a.md", &["doi", "publisher", "title", "url"], "title");
        let of_section = described("content/_index.md", &["sort", "page_type", "title"], "title");
        assert_ne!(of_article, of_source);
        assert_ne!(of_source, of_section);
        assert_eq!(described("content/sources.yml", &["doi", "publisher", "title"], "title"), of_source);
    }
}
