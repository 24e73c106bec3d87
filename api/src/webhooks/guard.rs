//! Keeps webhooks out of one's own network.
//!
//! Whoever sets an address up must not be able to make the server ask what only the server reaches:
//! itself, its neighbours, the cloud's metadata. Names are looked up here and the connection goes to what
//! was looked at, so that a name cannot mean something else a moment later.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::config::Config;

/// Why an address is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    /// It cannot be read.
    #[error("the address cannot be read")]
    Unreadable,
    /// It is not `https`.
    #[error("only https is allowed")]
    Plain,
    /// It holds a name or a password.
    #[error("an address with a name or password in it is not taken")]
    Credentials,
    /// It leads into one's own network.
    #[error("the address leads into a private network")]
    Private,
}

/// Where webhooks may go.
#[derive(Debug)]
pub(super) struct Guard {
    plain: bool,
    allowed: Vec<IpAddr>,
}

impl Guard {
    pub(super) fn new(config: &Config) -> Self {
        Self { plain: config.webhook_http, allowed: config.webhook_allow.clone() }
    }

    /// The address, when it may be asked as far as that can be seen before its name is looked up.
    pub(super) fn check(&self, url: &str) -> Result<Url, Refused> {
        let url: Url = url.trim().parse().map_err(|_| Refused::Unreadable)?;
        match url.scheme() {
            "https" => {}
            "http" if self.plain => {}
            "http" => return Err(Refused::Plain),
            _ => return Err(Refused::Unreadable),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        let host = url.host_str().ok_or(Refused::Unreadable)?;
        // Written as numbers it is not looked up: it must be looked at here.
        match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(ip) if !self.admits(ip) => Err(Refused::Private),
            _ => Ok(url),
        }
    }

    /// Whether a connection may go there.
    fn admits(&self, ip: IpAddr) -> bool {
        is_public(ip) || self.allowed.contains(&ip)
    }
}

/// Looks names up for the guard.
pub(super) struct GuardedNames(pub Arc<Guard>);

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(look_up(Arc::clone(&self.0), name.as_str().to_owned()))
    }
}

async fn look_up(guard: Arc<Guard>, name: String) -> Result<Addrs, Box<dyn std::error::Error + Send + Sync>> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
    // One bad address is enough: whoever mixes them is up to something.
    if found.iter().any(|address| !guard.admits(address.ip())) {
        return Err(Refused::Private.into());
    }
    Ok(Box::new(found.into_iter()))
}

/// Whether an address is one of the open internet (IANA's special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
        || ip.is_documentation()
        // This network, and what is reserved for later.
        || first == 0
        || first >= 240
        // Shared by providers with their customers.
        || (first == 100 && (64..128).contains(&second))
        // Protocol assignments, the old 6to4 relay, benchmarks.
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (18..20).contains(&second));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let low = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        // Others in disguise: translated (NAT64) and 6to4.
        [0x64, 0xff9b, 0, 0, 0, 0, high, rest] => is_public_v4(low(high, rest)),
        [0x2002, high, rest, ..] => is_public_v4(low(high, rest)),
        // Teredo, benchmarks, ORCHID and the like; documentation.
        [0x2001, second, ..] if second < 0x200 => false,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Of the rest only global unicast: neither ::1 nor ::ffff:…, fc00::/7, fe80::/10, ff00::/8.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(plain: bool, allowed: &[&str]) -> Guard {
        Guard { plain, allowed: allowed.iter().filter_map(|ip| ip.parse().ok()).collect() }
    }

    #[test]
    fn only_the_open_internet_is_public() {
        for public in ["1.1.1.1", "8.8.8.8", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::1"]
        {
            assert!(public.parse().is_ok_and(is_public), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:1.1.1.1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "3fff::1",
        ] {
            assert!(private.parse().is_ok_and(|ip| !is_public(ip)), "{private}");
        }
    }

    #[test]
    fn addresses_are_looked_at_however_they_are_written() {
        let strict = guard(false, &[]);
        assert!(strict.check("https://hooks.example/x?y=1").is_ok());
        for (url, why) in [
            ("http://hooks.example", Refused::Plain),
            ("ftp://hooks.example", Refused::Unreadable),
            ("https://", Refused::Unreadable),
            ("https://a:b@hooks.example", Refused::Credentials),
            ("https://127.0.0.1", Refused::Private),
            ("https://[::1]/", Refused::Private),
            // 127.0.0.1 as one number, in hexadecimal, and short.
            ("https://2130706433/", Refused::Private),
            ("https://0x7f000001/", Refused::Private),
            ("https://127.1/", Refused::Private),
            ("https://169.254.169.254/latest/meta-data", Refused::Private),
        ] {
            assert_eq!(strict.check(url).err(), Some(why), "{url}");
        }
        let lenient = guard(true, &["127.0.0.1"]);
        assert!(lenient.check("http://127.0.0.1:9/x").is_ok());
        assert_eq!(lenient.check("http://127.0.0.2:9/x").err(), Some(Refused::Private));
    }

    #[tokio::test]
    async fn names_of_ones_own_machine_are_not_given() {
        let names = GuardedNames(Arc::new(guard(true, &[])));
        let Ok(name) = "localhost".parse() else { panic!("not a name") };
        assert!(names.resolve(name).await.is_err());
    }
}
