//! The people of a graph.

use std::borrow::Cow;

use super::json::{self, Object};
use super::picture;
use crate::compose::Composer;
use crate::compose::brief::{Credited, Member};
use crate::parse::front_matter::PersonFields;
use crate::resolve::Person;

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
                json::object(&mut node, |node| describe(node, fields, &id, None, |_| {}, None));
                (Cow::Owned(id), Cow::Owned(node))
            }
        };
        if !self.nodes.contains(&node) {
            self.nodes.push(node);
        }
        id
    }
}

/// The node of a person on the page of that person, which alone shows the address for mail.
pub(super) fn on_own_page(composer: &Composer<'_>, member: &Member<'_>) -> String {
    let email = member.person.facts.fields.email.as_ref().map(|email| email.value.as_str());
    let mut written = String::new();
    json::object(&mut written, |node| describe_member(node, composer, member.person, email));
    written
}

fn member<'m>(composer: &Composer<'_>, member: &'m Member<'_>) -> &'m Described {
    member.described.get_or_init(|| {
        let mut node = String::new();
        json::object(&mut node, |node| describe_member(node, composer, member.person, None));
        Described { id: member_id(composer, member.person), node }
    })
}

fn member_id(composer: &Composer<'_>, person: &Person) -> String {
    format!("{}#person", composer.absolute(&person.route))
}

fn describe_member(node: &mut Object<'_>, composer: &Composer<'_>, person: &Person, email: Option<&str>) {
    let image = |node: &mut Object<'_>| {
        if let Some(image) = &person.image {
            node.object("image", |node| picture::describe(node, composer, image, None));
        }
    };
    let (id, url) = (member_id(composer, person), composer.absolute(&person.route));
    describe(node, &person.facts.fields, &id, email, image, Some(&url));
}

fn describe(
    node: &mut Object<'_>,
    fields: &PersonFields,
    id: &str,
    email: Option<&str>,
    image: impl FnOnce(&mut Object<'_>),
    url: Option<&str>,
) {
    node.text("@id", id).kind(if fields.organization { "Organization" } else { "Person" });
    if let Some(email) = email {
        node.text("email", email);
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
