//! Who is counted together.

use std::net::IpAddr;

/// The network that an address is of. By IPv4 a household, or more, has one address; by IPv6 it has a network of its own, the
/// first half of the address, and one machine could come from more addresses of it than anybody can count.
#[must_use]
pub fn network(ip: &str) -> String {
    match ip.parse() {
        Ok(IpAddr::V6(ip)) => format!("{:x}", ip.to_bits() >> 64),
        _ => ip.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_one_place() {
        assert_eq!(network("2001:db8:1:2::7"), network("2001:db8:1:2:aaaa::9"));
        assert_ne!(network("2001:db8:1:2::7"), network("2001:db8:1:3::7"));
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("unknown"), "unknown");
    }
}
