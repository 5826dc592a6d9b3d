//! JSON lines: an object a line.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

/// No honest line is longer.
const LIMIT: usize = 64 << 20;

/// The lines of a file, one at a time.
pub(super) struct JsonLines<R> {
    reader: R,
    line: Vec<u8>,
    number: u64,
    too_long: bool,
}

impl<R: BufRead> JsonLines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            line: Vec::new(),
            number: 0,
            too_long: false,
        }
    }

    /// Goes on to the next line that is not blank; false if there is none.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        loop {
            self.line.clear();
            self.too_long = false;
            if !self.read()? {
                return Ok(false);
            }
            self.number = self.number.saturating_add(1);
            // A byte order mark is none of the first line.
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !self.line.trim_ascii().is_empty() || self.too_long {
                return Ok(true);
            }
        }
    }

    /// Reads a line, of which no more is kept than the limit.
    fn read(&mut self) -> io::Result<bool> {
        let mut any = false;
        loop {
            let part = self.reader.fill_buf()?;
            if part.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr::memchr(b'\n', part);
            let (line, used) = match end {
                Some(end) => (part.get(..end), end.saturating_add(1)),
                None => (Some(part), part.len()),
            };
            let line = line.unwrap_or_default();
            self.too_long |= line.len() > LIMIT.saturating_sub(self.line.len());
            if !self.too_long {
                self.line.extend_from_slice(line);
            }
            self.reader.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// The number of the line, counting from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The object of the line.
    pub(super) fn content(&self) -> Result<Map<String, Value>, String> {
        if self.too_long {
            return Err(format!("this is longer than {LIMIT} bytes"));
        }
        match serde_json::from_slice(&self.line) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err("inputs are a JSON object".to_owned()),
            Err(error) => {
                // It counts lines from the beginning of this one.
                let (text, column) = (error.to_string(), error.column());
                let what = text.split(" at line ").next().unwrap_or(&text);
                Err(format!("this is no JSON: {what} at column {column}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the lines, with the number of members or what is wrong.
    fn read(text: &[u8]) -> Vec<(u64, Result<usize, String>)> {
        let mut lines = JsonLines::new(text);
        let mut found = Vec::new();
        while lines.advance().expect("a readable text") {
            found.push((lines.number(), lines.content().map(|it| it.len())));
        }
        found
    }

    #[test]
    fn a_line_is_an_object_and_blank_ones_are_none() {
        let text = b"\xef\xbb\xbf{\"a\":1}\n\n \r\n{}\r\n{\"a\":1,\"b\":2}";
        assert_eq!(read(text), [(1, Ok(1)), (4, Ok(0)), (5, Ok(2))]);
        assert_eq!(read(b""), []);
    }

    #[test]
    fn a_line_that_is_none_is_not_the_end() {
        let told = |text: &str| Err(text.to_owned());
        assert_eq!(
            read(b"[1]\n{\"a\":\n\xff\n{}"),
            [
                (1, told("inputs are a JSON object")),
                (
                    2,
                    told("this is no JSON: EOF while parsing a value at column 5")
                ),
                (3, told("this is no JSON: expected value at column 1")),
                (4, Ok(0)),
            ]
        );
        let mut long = vec![b'x'; LIMIT + 1];
        long.extend_from_slice(b"\n{}");
        let told = told("this is longer than 67108864 bytes");
        assert_eq!(read(&long), [(1, told), (2, Ok(0))]);
    }
}
