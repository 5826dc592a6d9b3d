//! Much in little.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// This many bytes, packed as gzip.
pub(super) fn zeros(length: usize) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let written = packer.write_all(&vec![0; length]);
    written
        .and_then(|()| packer.finish())
        .expect("a vector takes everything")
}
