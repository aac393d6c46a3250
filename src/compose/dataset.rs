//! Data: what templates see of queries, and the page of a row.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::brief::RowBrief;
use super::view::RowPageView;
use super::{Composer, Page, meta, structured_data};
use crate::html::Value;
use crate::parse::dataset::{Datum, Row};

/// Composes the page of a row.
pub fn compose(composer: &Composer<'_>, brief: &RowBrief<'_>) -> Page {
    let RowBrief { page, home } = brief;
    let breadcrumbs = vec![composer.link(*home)];
    let view = RowPageView {
        title: page.title.clone(),
        description: page.description.clone(),
        breadcrumbs: breadcrumbs.clone(),
        row: fields(&page.fields),
    };
    let structured_data = structured_data::row(composer, &page.title, &page.route, &breadcrumbs);
    let meta = meta::row(composer, page, structured_data);
    composer.page(page.route.clone(), &page.template, &meta, &view)
}

/// The rows of a query, as a template sees them.
pub fn rows(rows: &[Row]) -> Value {
    Value::from(rows.iter().map(|row| fields(&row.fields)).collect::<Vec<Value>>())
}

/// The rows of several queries, by name.
pub fn named(queries: Vec<(String, Value)>) -> Value {
    Value::from(queries.into_iter().collect::<BTreeMap<String, Value>>())
}

fn fields(fields: &[(String, Datum)]) -> Value {
    Value::from_serializable(&Shown::Map(fields))
}

/// A value in the order in which it was written.
enum Shown<'d> {
    One(&'d Datum),
    Map(&'d [(String, Datum)]),
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shown::One(Datum::Nothing) => serializer.serialize_unit(),
            Shown::One(Datum::Bool(value)) => serializer.serialize_bool(*value),
            Shown::One(Datum::Whole(value)) => serializer.serialize_i64(*value),
            Shown::One(Datum::Text(value)) => serializer.serialize_str(value),
            Shown::One(Datum::List(items)) => serializer.collect_seq(items.iter().map(Shown::One)),
            Shown::One(Datum::Map(entries)) => Shown::Map(entries).serialize(serializer),
            Shown::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(name, datum)| (name, Shown::One(datum))))
            }
        }
    }
}
