//! Which machines may be connected to. What counts is the address that is connected to, not the name that led there.

use std::{
    error, fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// Resolves names to addresses of the public internet, and nothing else unless allowed.
#[derive(Debug, Default)]
pub(super) struct Guard {
    pub(super) allow_private: bool,
    inner: DefaultResolver,
}

impl Guard {
    pub(super) fn new(allow_private: bool) -> Self {
        Self {
            allow_private,
            inner: DefaultResolver::default(),
        }
    }

    /// Keeps what may be connected to.
    fn admitted(
        &self,
        uri: &Uri,
        found: ResolvedSocketAddrs,
    ) -> Result<ResolvedSocketAddrs, Error> {
        if self.allow_private {
            return Ok(found);
        }
        let mut admitted = self.inner.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            admitted.push(*address);
        }
        match found.first() {
            Some(first) if admitted.is_empty() => Err(Error::Other(Box::new(NotPublic {
                host: uri.host().unwrap_or_default().to_owned(),
                address: first.ip(),
            }))),
            _ => Ok(admitted),
        }
    }

    /// Judges the host of `uri` where a proxy connects to it and this resolver is not asked: by its address, or by the name
    /// as far as it is known here.
    pub(super) fn behind_proxy(&self, uri: &Uri, config: &Config) -> Result<(), Error> {
        let timeout = NextTimeout {
            after: ureq::unversioned::transport::time::Duration::from_secs(5),
            reason: ureq::Timeout::Resolve,
            ..NextTimeout::default()
        };
        match self.inner.resolve(uri, config, timeout) {
            Ok(found) => self.admitted(uri, found).map(drop),
            // The proxy may know what nobody knows here.
            Err(_) => Ok(()),
        }
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // The proxy is the user's own.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return Ok(found);
        }
        self.admitted(uri, found)
    }
}

/// Why a host is not connected to.
#[derive(Debug)]
pub(super) struct NotPublic {
    host: String,
    address: IpAddr,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.trim_matches(['[', ']']);
        let address = self.address.to_string();
        if host == address {
            write!(f, "`{host}` is no public address")?;
        } else {
            write!(f, "`{host}` is at {address}, which is no public address")?;
        }
        f.write_str("; `--allow-private` allows those of your own network")
    }
}

impl error::Error for NotPublic {}

/// Whether an address belongs to the public internet (the registries that RFC 6890 sets up).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast();
    !special
        && match address.octets() {
            // This network; shared by carriers; protocol assignments and 6to4 relays; benchmarks; reserved.
            [0, ..] | [192, 0, 0, _] | [192, 88, 99, _] | [198, 18..=19, ..] | [240..=255, ..] => {
                false
            }
            [100, second, ..] => second & 0b1100_0000 != 64,
            _ => true,
        }
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // Addresses of version 4 in other clothes: mapped, compatible, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            v4(high, low)
        }
        [0x2002, high, low, ..] => v4(high, low),
        // Protocol assignments with Teredo, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All that is handed out so far.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_all_their_clothes() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "192.0.0.8",
            "198.19.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "224.0.0.1",
            "203.0.113.7",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:200::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
