//! The front matter of `_index.md`.

use super::{SectionFields, Sort, address, image, mapping};
use crate::decode::{Field, Fields, Mistakes, Syntax};
use crate::diagnostics::Diagnosed;
use crate::text::RelPath;

/// Reads the front matter of an `_index.md`: `yaml` begins at byte `offset` of it.
pub fn section(path: &RelPath, yaml: &str, offset: usize) -> Diagnosed<SectionFields> {
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    let Some(mut fields) = mapping(&mistakes, yaml, offset, "the front matter") else {
        return mistakes.with(SectionFields::default());
    };
    fields.hint(&[
        ("sort_by", "write `sort: date`, `sort: weight` or `sort: title`"),
        ("paginate_by", "`per_page` in site.toml says how long a page of a list is"),
    ]);
    let sorts = [("date", Sort::Date), ("weight", Sort::Weight), ("title", Sort::Title)];
    let section = SectionFields {
        title: fields.take("title", &[]).and_then(Field::filled_line),
        dek: fields.take("dek", &[]).and_then(Field::prose),
        description: fields.take("description", &[]).and_then(Field::line),
        weight: fields.take("weight", &[]).and_then(Field::integer).map(|number| number.value),
        image: fields.take("image", &[]).and_then(image::image),
        template: fields.take("template", &[]).and_then(|field| address::name(field, "section")),
        page_type: fields.take("page_type", &[]).and_then(|field| address::name(field, "MedicalWebPage")),
        sort: fields.take("sort", &[]).and_then(|field| field.choice(&sorts)).map_or(Sort::Usual, |sort| sort.value),
        aliases: list(&mut fields, "aliases").into_iter().filter_map(address::alias).collect(),
        noindex: fields.take("noindex", &[]).and_then(Field::boolean).unwrap_or(false),
    };
    fields.finish();
    mistakes.with(section)
}

fn list<'m>(fields: &mut Fields<'m>, name: &str) -> Vec<Field<'m>> {
    fields.take(name, &[]).and_then(Field::list_or_one).unwrap_or_default()
}
