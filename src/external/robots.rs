//! robots.txt (RFC 9309): whether a host wants to be asked.

use super::address;
use super::ask::{Client, NAME};

/// The most that is read of it, in bytes (RFC 9309, section 2.5).
const LARGEST: u64 = 500 * 1024;

/// What a host allows.
#[derive(Debug, Default)]
pub struct Robots(Vec<(bool, String)>);

impl Robots {
    /// Asks the host of an address. One that has no such file, or cannot tell, allows everything: what it does not want
    /// it can refuse when it is asked.
    pub fn of(client: &Client, address: &str) -> Robots {
        let Some(host) = address::host(address) else { return Robots::default() };
        client.text(&format!("{host}/robots.txt"), LARGEST).map_or_else(Robots::default, |text| Robots::read(&text))
    }

    /// The rules for byline: those of its own name, else those for everybody.
    fn read(text: &str) -> Robots {
        let (mut own, mut all): (Option<Vec<_>>, Vec<_>) = (None, Vec::new());
        let (mut names, mut begun): (Vec<String>, bool) = (Vec::new(), false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            match field.as_str() {
                "user-agent" => {
                    if begun {
                        names.clear();
                        begun = false;
                    }
                    names.push(value.to_ascii_lowercase());
                    if names.last().is_some_and(|name| name == NAME) {
                        own.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    begun = true;
                    let rule = (field == "allow", value.to_owned());
                    if names.iter().any(|name| name == NAME) {
                        own.get_or_insert_default().push(rule.clone());
                    }
                    if names.iter().any(|name| name == "*") {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        Robots(own.unwrap_or(all))
    }

    /// Whether an address may be asked for: the longest rule that fits decides, and allowing goes before forbidding.
    pub fn allow(&self, address: &str) -> bool {
        let path = address::path(address);
        let fitting = self.0.iter().filter(|(_, rule)| !rule.is_empty() && fits(rule, path));
        fitting.max_by_key(|(allows, rule)| (rule.len(), *allows)).is_none_or(|(allows, _)| *allows)
    }
}

/// Whether a rule fits a path: `*` is any text, `$` the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides_and_a_group_of_ones_own_goes_before_that_of_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Byline\nDisallow: /private/\nAllow: /private/press/ # open\nDisallow: /*.pdf$\n";
        let robots = Robots::read(text);
        let allows = |path: &str| robots.allow(&format!("https://a.example{path}"));
        assert_eq!(
            [allows("/"), allows("/private/x"), allows("/private/press/x"), allows("/a/b.pdf"), allows("/a/b.pdf?x")],
            [true, false, true, false, true]
        );
        let robots = Robots::read("User-agent: *\nDisallow: /a\nAllow: /a\nDisallow:\n");
        assert!(robots.allow("https://a.example/a") && robots.allow("https://a.example/b"));
        assert!(!Robots::read("user-agent:*\ndisallow:/").allow("https://a.example"));
        assert!(Robots::read("nonsense\n:\nDisallow: /").allow("https://a.example/x"), "it is for nobody");
    }
}
