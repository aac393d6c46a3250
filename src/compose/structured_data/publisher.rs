//! The publisher, with its policies.

use super::json::{self, Object};
use super::picture;
use crate::compose::Composer;
use crate::route::Route;

/// What other nodes call the publisher.
pub(super) fn publisher_id(composer: &Composer<'_>) -> String {
    format!("{}#publisher", composer.absolute(&Route::new("/")))
}

/// The publisher's node, made when a page first names it.
pub(super) fn node<'a>(composer: &'a Composer<'_>) -> &'a str {
    composer.publisher_node.get_or_init(|| {
        let mut node = String::new();
        json::object(&mut node, |node| describe_publisher(node, composer));
        node
    })
}

fn describe_publisher(node: &mut Object<'_>, composer: &Composer<'_>) {
    let config = &composer.config.publisher;
    let policy = |node: &mut Object<'_>, property: &'static str, key: &str| {
        if let Some((_, _, url)) = composer.navigation.policies.iter().rfind(|(policy, ..)| policy == key) {
            node.text(property, &composer.absolute_href(url));
        }
    };
    node.text("@id", &publisher_id(composer)).kind("Organization");
    policy(node, "actionableFeedbackPolicy", "feedback");
    policy(node, "correctionsPolicy", "corrections");
    policy(node, "diversityPolicy", "diversity");
    policy(node, "ethicsPolicy", "ethics");
    if let Some(founded) = config.founded {
        node.text("foundingDate", &founded.to_string());
    }
    if let Some(logo) = &composer.navigation.logo {
        node.object("logo", |node| picture::describe(node, composer, logo, None));
    }
    node.text("name", &config.name);
    policy(node, "ownershipFundingInfo", "ownership");
    policy(node, "publishingPrinciples", "principles");
    node.texts("sameAs", config.same_as.iter().map(|url| &url.value));
    policy(node, "unnamedSourcesPolicy", "sources");
    node.text("url", &composer.absolute(&Route::new("/")));
}
