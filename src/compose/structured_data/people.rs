//! The people of a graph.

use std::borrow::Cow;

use super::json::{self, Object};
use super::picture;
use crate::compose::Composer;
use crate::compose::brief::{Credited, Member};
use crate::parse::front_matter::PersonFields;

/// A person's node, finished.
pub struct Described {
    /// What other nodes call it.
    id: String,
    /// The node.
    node: String,
}

/// The people of a page, each described once.
pub(super) struct People<'a> {
    composer: &'a Composer<'a>,
    url: &'a str,
    /// Their nodes in the order in which they are first named.
    pub nodes: Vec<Cow<'a, str>>,
}

impl<'a> People<'a> {
    /// Nobody yet; `url` is the page's.
    pub fn new(composer: &'a Composer<'a>, url: &'a str) -> People<'a> {
        People { composer, url, nodes: Vec::new() }
    }

    /// The ids of some people, who are described if they are not yet.
    pub fn refer(&mut self, credits: &'a [Credited<'a>]) -> Vec<Cow<'a, str>> {
        credits.iter().map(|credit| self.refer_to(credit)).collect()
    }

    fn refer_to(&mut self, credit: &'a Credited<'a>) -> Cow<'a, str> {
        let (id, node) = match credit {
            Credited::Member(person) => {
                let Described { id, node } = member(self.composer, person);
                (Cow::Borrowed(id.as_str()), Cow::Borrowed(node.as_str()))
            }
            Credited::Inline(fields) => {
                let id = format!("{}#person-{}", self.url, crate::slug::slugify(&fields.name.value));
                let mut node = String::new();
                json::object(&mut node, |node| describe(node, fields, &id, |_| {}, None));
                (Cow::Owned(id), Cow::Owned(node))
            }
        };
        if !self.nodes.contains(&node) {
            self.nodes.push(node);
        }
        id
    }
}

/// The node of a person with a page.
pub(super) fn member_node<'m>(composer: &Composer<'_>, person: &'m Member<'_>) -> &'m str {
    &member(composer, person).node
}

fn member<'m>(composer: &Composer<'_>, member: &'m Member<'_>) -> &'m Described {
    member.described.get_or_init(|| {
        let person = member.person;
        let url = composer.absolute(&person.route);
        let id = format!("{url}#person");
        let image = |node: &mut Object<'_>| {
            if let Some(image) = &person.image {
                node.object("image", |node| picture(node, composer, image));
            }
        };
        let mut node = String::new();
        json::object(&mut node, |node| describe(node, &person.facts.fields, &id, image, Some(&url)));
        Described { id, node }
    })
}

fn describe(
    node: &mut Object<'_>,
    fields: &PersonFields,
    id: &str,
    image: impl FnOnce(&mut Object<'_>),
    url: Option<&str>,
) {
    node.text("@id", id).kind(if fields.organization { "Organization" } else { "Person" });
    if let Some(email) = &fields.email {
        node.text("email", &email.value);
    }
    image(node);
    if let Some(role) = fields.role.as_ref().filter(|_| !fields.organization) {
        node.text("jobTitle", role);
    }
    node.texts("knowsAbout", &fields.knows_about).text("name", &fields.name.value);
    node.texts("sameAs", fields.same_as.iter().map(|url| &url.value));
    if let Some(url) = url {
        node.text("url", url);
    }
}
