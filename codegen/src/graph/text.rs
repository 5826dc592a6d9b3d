//! How wide text is, and how it is broken into lines.
//!
//! A picture is laid out before anybody knows the font that it will be shown in. So widths are those of the widest of the
//! usual sans-serif fonts, character by character; in another one lines end a little earlier.

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The name of a workflow.
    Title,
    /// The name of a step.
    Strong,
    /// The name of an action.
    Label,
    /// Prose.
    Plain,
    /// Names and expressions of documents.
    Code,
}

impl Face {
    /// Size of the font in pixels.
    pub fn size(self) -> i32 {
        match self {
            Self::Title => 16,
            Self::Strong => 13,
            Self::Label | Self::Plain | Self::Code => 11,
        }
    }

    /// From one line to the next in pixels.
    pub fn line(self) -> i32 {
        match self {
            Self::Title => 22,
            Self::Strong => 19,
            Self::Label | Self::Plain | Self::Code => 15,
        }
    }

    /// The width of a character in thousandths of the size.
    fn advance(self, c: char) -> i32 {
        match self {
            Self::Code if c.is_ascii() => 610,
            Self::Code | Self::Plain => advance(c, &PLAIN),
            Self::Strong | Self::Title | Self::Label => advance(c, &BOLD),
        }
    }

    /// The width of a text in pixels, rounded up.
    pub fn width(self, text: &str) -> i32 {
        let thousandths: i64 = text.chars().map(|c| i64::from(self.advance(c))).sum();
        let pixels = (thousandths.saturating_mul(i64::from(self.size())) + 999) / 1000;
        i32::try_from(pixels).unwrap_or(i32::MAX)
    }
}

/// Advance widths of the characters from space to tilde, none less than in DejaVu Sans, Verdana's cousin, or in Arial.
const PLAIN: [u16; 95] = [
    395, 401, 460, 838, 637, 1077, 780, 275, 455, 455, 637, 838, 364, 455, 364, 455, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 455, 455, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667,
    611, 778, 752, 422, 500, 693, 558, 863, 749, 788, 667, 788, 723, 685, 617, 732, 685, 989, 686,
    667, 686, 455, 455, 455, 838, 637, 637, 613, 635, 550, 635, 616, 353, 635, 634, 278, 345, 592,
    278, 975, 634, 612, 635, 635, 427, 521, 395, 634, 592, 818, 592, 592, 526, 637, 455, 637, 838,
];

/// The same in bold.
const BOLD: [u16; 95] = [
    349, 457, 588, 868, 711, 1273, 873, 333, 544, 544, 711, 868, 380, 480, 380, 690, 711, 711, 711,
    711, 711, 711, 711, 711, 711, 711, 402, 402, 868, 868, 868, 618, 1000, 777, 763, 734, 831, 684,
    684, 821, 838, 547, 557, 775, 638, 996, 847, 851, 733, 851, 783, 721, 683, 813, 774, 1129, 771,
    737, 726, 544, 690, 544, 868, 712, 712, 675, 716, 593, 716, 679, 436, 716, 713, 343, 403, 671,
    343, 1059, 713, 688, 716, 716, 498, 596, 479, 713, 652, 980, 670, 652, 598, 713, 544, 713, 868,
];

fn advance(c: char, ascii: &[u16; 95]) -> i32 {
    let code = u32::from(c);
    let place = code.checked_sub(32).and_then(|at| usize::try_from(at).ok());
    if let Some(width) = place.and_then(|at| ascii.get(at)) {
        return i32::from(*width);
    }
    match code {
        // Accented Latin, Greek, Hebrew: no wider than the widest letters of ASCII, but for a few ligatures.
        0xA0..=0x24F | 0x370..=0x3FF | 0x590..=0x5FF => 1000,
        _ => 1400,
    }
}

/// Text without what a line cannot show: line breaks and tabs become spaces, control characters and marks that turn the
/// direction of writing vanish.
pub fn plain(text: &str) -> String {
    let shown = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    shown.collect()
}

/// Breaks `text` into lines no wider than `width` pixels, at spaces, then behind the marks of paths and names, then
/// anywhere. Of more than `most` lines the last ends with an ellipsis.
pub fn wrap(text: &str, face: Face, width: i32, most: usize) -> Vec<String> {
    let text = plain(text);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(&text) {
        let joined = format!("{line}{piece}");
        if face.width(joined.trim_end()) <= width {
            line = joined;
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line = String::new();
        for c in piece.trim_start().chars() {
            line.push(c);
            if face.width(&line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(c);
            }
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while face.width(&format!("{last}…")) > width && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// The pieces of a text between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut piece = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        piece.push(c);
        let follows = letters.peek().copied();
        let camel = c.is_ascii_lowercase() && follows.is_some_and(|next| next.is_ascii_uppercase());
        let mark = matches!(
            c,
            ' ' | '/' | '.' | '_' | '-' | '&' | '?' | ',' | '#' | ':' | '}' | ')' | ']'
        );
        if mark && follows != Some(' ') && follows != Some(c) || camel && piece.chars().count() > 12
        {
            all.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        all.push(piece);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        let text = "/organizations/{organization_id_or_slug}/teams/{team}/projectsOfAnOrganizationThatIsVeryLong and words";
        for width in [30, 60, 120, 400] {
            for face in [Face::Title, Face::Strong, Face::Plain, Face::Code] {
                let lines = wrap(text, face, width, usize::MAX);
                assert!(
                    lines.iter().all(|line| face.width(line) <= width),
                    "{lines:?}"
                );
                let without = |text: &str| text.replace(' ', "");
                assert_eq!(without(&lines.concat()), without(text));
            }
        }
    }

    #[test]
    fn what_is_left_out_is_marked() {
        let lines = wrap("one two three four five six", Face::Plain, 60, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| Face::Plain.width(line) <= 60));
        assert!(lines.last().unwrap().ends_with('…'), "{lines:?}");
    }

    #[test]
    fn nothing_turns_the_direction_or_breaks_the_line() {
        assert_eq!(plain("a\u{202E}b\nc\u{0}d\u{FEFF}"), "ab cd");
    }
}
