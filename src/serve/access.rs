//! Which requests are answered: those of the person at this machine, and of no other page's script.
//!
//! A page on the internet can make a browser ask a server on the same machine, and a name that its owner turns to
//! 127.0.0.1 (DNS rebinding) makes the answer readable. So a request must name this very server as its host, and may
//! come from another site only as a link that was clicked.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// Where the server can be reached.
#[derive(Clone, Debug)]
pub struct Own {
    /// The port.
    pub port: u16,
    /// The address that it listens on.
    pub bind: IpAddr,
}

impl Own {
    /// Whether a host and port is this server.
    ///
    /// A server that was told to be reached from outside has whatever address the machine has: any address is taken
    /// there, because only names can be turned to another place.
    fn is(&self, authority: &str) -> bool {
        let default_port = self.port == 80;
        let suffix = format!(":{}", self.port);
        let host = match authority.strip_suffix(&suffix) {
            Some(host) => host,
            None if default_port => authority,
            None => return false,
        };
        if host.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let address: Option<IpAddr> = match bare {
            Some(bare) => bare.parse().ok().map(IpAddr::V6),
            None => host.parse().ok().map(IpAddr::V4),
        };
        address.is_some_and(|address| {
            !address.is_unspecified() && (address == self.bind || address.is_loopback() || !self.bind.is_loopback())
        })
    }

    /// Whether an origin is this server's.
    fn is_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|authority| self.is(authority))
    }
}

/// Why a request is refused; `None` if it is answered.
pub fn refused(method: &Method, uri: &Uri, headers: &HeaderMap, own: &Own) -> Option<StatusCode> {
    if method != Method::GET && method != Method::HEAD {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Some(StatusCode::BAD_REQUEST) };
    let is_own = |value: &HeaderValue| value.to_str().is_ok_and(|host| own.is(host));
    if !is_own(host) || uri.authority().is_some_and(|authority| !own.is(authority.as_str())) {
        return Some(StatusCode::FORBIDDEN);
    }
    let origins = headers.get_all(ORIGIN).iter();
    let is_foreign = |value: &HeaderValue| !value.to_str().is_ok_and(|origin| own.is_origin(origin));
    if origins.into_iter().any(is_foreign) {
        return Some(StatusCode::FORBIDDEN);
    }
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_near = matches!(said("sec-fetch-site"), None | Some("same-origin" | "none"));
    let is_clicked = said("sec-fetch-mode") == Some("navigate") && said("sec-fetch-dest") == Some("document");
    (!is_near && !is_clicked).then_some(StatusCode::FORBIDDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(bind: &str) -> Own {
        Own { port: 4000, bind: bind.parse().expect("an address") }
    }

    fn asked(bind: &str, headers: &[(&'static str, &str)]) -> Option<u16> {
        let map = headers.iter().map(|(name, value)| {
            (hyper::header::HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        });
        let map: HeaderMap = map.collect();
        refused(&Method::GET, &Uri::from_static("/"), &map, &own(bind)).map(|status| status.as_u16())
    }

    #[test]
    fn only_this_servers_own_hosts_are_answered() {
        for host in ["localhost:4000", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert_eq!(asked("127.0.0.1", &[("host", host)]), None, "{host}");
        }
        for host in [
            "evil.example:4000",
            "localhost",
            "localhost:1",
            "localhost.evil.example:4000",
            "0.0.0.0:4000",
            "2130706433:4000",
            "localhost:4000@evil.example",
            "evil.example#localhost:4000",
            "[::1",
            "",
            "192.168.1.2:4000",
            "localhost:4000, evil.example",
        ] {
            assert_eq!(asked("127.0.0.1", &[("host", host)]), Some(403), "{host}");
        }
        assert_eq!(asked("127.0.0.1", &[]), Some(400));
    }

    #[test]
    fn a_server_that_was_told_to_be_reached_from_outside_answers_to_addresses_and_not_to_names() {
        assert_eq!(asked("0.0.0.0", &[("host", "192.168.1.2:4000")]), None);
        assert_eq!(asked("0.0.0.0", &[("host", "desk.example:4000")]), Some(403));
        assert_eq!(asked("0.0.0.0", &[("host", "0.0.0.0:4000")]), Some(403));
    }

    #[test]
    fn other_sites_may_link_here_and_nothing_else() {
        let host = ("host", "localhost:4000");
        assert_eq!(asked("127.0.0.1", &[host, ("origin", "http://localhost:4000")]), None);
        for origin in ["null", "http://evil.example", "https://localhost:4000", "http://localhost:4000.evil", "://"] {
            assert_eq!(asked("127.0.0.1", &[host, ("origin", origin)]), Some(403), "{origin}");
        }
        let cross = ("sec-fetch-site", "cross-site");
        let navigate = ("sec-fetch-mode", "navigate");
        assert_eq!(asked("127.0.0.1", &[host, cross]), Some(403));
        assert_eq!(asked("127.0.0.1", &[host, cross, navigate, ("sec-fetch-dest", "document")]), None);
        assert_eq!(asked("127.0.0.1", &[host, cross, navigate, ("sec-fetch-dest", "iframe")]), Some(403));
        assert_eq!(asked("127.0.0.1", &[host, ("sec-fetch-site", "same-site")]), Some(403));
    }
}
