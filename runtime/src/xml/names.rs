//! Names and characters that XML allows (XML 1.0, sections 2.2 and 2.3).

/// Whether a text is a name, with a prefix at the most.
pub(super) fn is_name(text: &str) -> bool {
    let mut parts = text.split(':');
    let (first, second, more) = (parts.next(), parts.next(), parts.next());
    let prefixed = second.is_none_or(|local| first != Some("xmlns") && is_plain(local));
    text != "xmlns" && first.is_some_and(is_plain) && prefixed && more.is_none()
}

fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(starts) && letters.all(continues)
}

fn starts(letter: char) -> bool {
    matches!(letter,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn continues(letter: char) -> bool {
    starts(letter)
        || matches!(letter,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Whether XML can carry a character, be it by a reference.
pub(super) fn is_carried(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
