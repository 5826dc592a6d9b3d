//! Who a client is in TLS: a certificate and its private key, kept out of every message.

use std::fmt;

/// A client certificate with its private key, which a `mutualTLS` security scheme asks for. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(pub(crate) Vec<u8>);

impl Identity {
    /// Reads PEM: the certificate, those that lead to its authority if there are any, and the private key, in PKCS #8
    /// for the feature `native-tls`. Whether it is that is found out when the client is built.
    pub fn from_pem(pem: impl Into<Vec<u8>>) -> Self {
        Self(pem.into())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity([redacted])")
    }
}
