//! Positions in YAML, by a parser that reports them.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::{Builder, Style};

/// How far nesting may go; the reader of values has stopped long before.
const DEPTH: usize = 1_000;

/// Collects the positions of the first document in `text`, up to what the parser cannot follow.
pub(super) fn scan(text: &str, builder: &mut Builder) {
    let options = granit_parser::options! {
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut complex_keys = 0;
    for event in Parser::new_from_str_with_options(text, options) {
        let Ok((event, span)) = event else {
            return;
        };
        let range = bytes(&span);
        // A key that is no scalar cannot have passed the reader of values; only keep the nesting straight.
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..)
                if complex_keys > 0 || builder.expects_key() =>
            {
                complex_keys += 1;
            }
            Event::SequenceEnd | Event::MappingEnd if complex_keys > 0 => {
                complex_keys -= 1;
                if complex_keys == 0 {
                    builder.key("", range, Style::Other);
                }
            }
            _ if complex_keys > 0 => {}
            Event::Scalar(value, style, anchor, _) => {
                let (range, style) = content(text, range, style);
                if builder.expects_key() {
                    builder.key(&value, range, style);
                } else {
                    let at = builder.scalar(range, style);
                    builder.anchor(anchor, at);
                }
            }
            Event::Alias(_) if builder.expects_key() => builder.key("", range, Style::Other),
            Event::Alias(anchor) => builder.alias(range, anchor),
            Event::SequenceStart(_, anchor, _) => {
                let at = builder.begin(range.start, false);
                builder.anchor(anchor, at);
            }
            Event::MappingStart(_, anchor, _) => {
                let at = builder.begin(range.start, true);
                builder.anchor(anchor, at);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                builder.end((!range.is_empty()).then_some(range.end));
            }
            Event::DocumentEnd => return,
            _ => {}
        }
    }
}

fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

/// The text of a scalar; a block scalar's trailing lines are left out.
fn content(text: &str, range: Range<usize>, style: ScalarStyle) -> (Range<usize>, Style) {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    };
    if style != Style::Block {
        return (range, style);
    }
    let length = text
        .get(range.clone())
        .map_or(0, |raw| raw.trim_end().len());
    (range.start..range.start + length, style)
}
