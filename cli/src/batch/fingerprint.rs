//! What a line of inputs is known by.

/// FNV-1a with 64 bits, the same on every machine and in every version. It tells lines apart that were mixed up; it is no
/// proof against somebody who makes up two of the same.
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// As it is written down.
pub(super) fn written(fingerprint: u64) -> String {
    format!("{fingerprint:016x}")
}

/// A fingerprint as it was written down.
pub(super) fn read(written: &str) -> Option<u64> {
    u64::from_str_radix(written, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_for_ever() {
        // The values that the authors of the function give.
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
        let hash = fingerprint("{\"a\":1}");
        assert_eq!(read(&written(hash)), Some(hash));
    }
}
