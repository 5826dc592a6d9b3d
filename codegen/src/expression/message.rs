//! What expressions read from requests, responses and messages.

use std::ops::Range;

use super::{
    Expression, Message, Spanned, SyntaxError,
    nearest::nearest,
    parser::{Parser, Place, is_brace, is_token_char},
    pointer,
};

impl Parser<'_> {
    /// What follows `$request.` or `$response.`.
    pub(super) fn message(&mut self, request: bool) -> Result<Message, SyntaxError> {
        let start = self.cursor.at();
        let word = self.cursor.take_while(|c| c.is_alphanumeric() || c == '_');
        let span = self.cursor.range(start);
        match word {
            "header" => self.header(),
            "headers" => {
                self.deviations.note(
                    span,
                    "header".to_owned(),
                    "headers are read with `header`, in the singular",
                    "write `header.NAME`",
                )?;
                self.header()
            }
            "query" if request => self.parameter("query").map(Message::Query),
            "path" if request => self.parameter("path").map(Message::Path),
            "body" => self.body(),
            _ => Err(unknown_part(span, word, request)),
        }
    }

    fn header(&mut self) -> Result<Message, SyntaxError> {
        self.dot("header", "a header's name")?;
        let start = self.cursor.at();
        while self.cursor.peek().is_some_and(is_token_char) && !self.at_operator() {
            self.cursor.bump();
        }
        self.named(start, "a header's name").map(Message::Header)
    }

    fn parameter(&mut self, location: &str) -> Result<Spanned<String>, SyntaxError> {
        self.dot(location, "a parameter's name")?;
        let start = self.cursor.at();
        while let Some(next) = self.cursor.peek() {
            let ends = match self.place {
                Place::Value => next.is_whitespace() || next.is_control() || is_brace(next),
                Place::Condition => self.at_stop(),
            };
            if ends {
                break;
            }
            self.cursor.bump();
        }
        self.named(start, "a parameter's name")
    }

    fn body(&mut self) -> Result<Message, SyntaxError> {
        if self.cursor.looking_at("#") {
            return Ok(Message::Body(self.pointer()?));
        }
        if self.place == Place::Value && matches!(self.cursor.peek(), Some('.' | '[')) {
            let (span, read) = pointer::path(&mut self.cursor)?;
            self.deviations.note(
                span.clone(),
                format!("#{read}"),
                "a value in a body is read with a JSON Pointer",
                format!("write `$response.body#{read}` or `$request.body#{read}`"),
            )?;
            return Ok(Message::Body(Some(Spanned { value: read, span })));
        }
        Ok(Message::Body(None))
    }

    /// `$message.payload[#pointer]`, `$message.header.name`: recognised, so that it can be refused by name.
    pub(super) fn channel_message(&mut self) -> Result<Expression, SyntaxError> {
        let start = self.cursor.at();
        match self.cursor.take_while(char::is_alphanumeric) {
            "payload" | "body" => {
                self.pointer()?;
            }
            "header" => {
                self.header()?;
            }
            _ => {
                return Err(SyntaxError::new(
                    self.cursor.range(start),
                    "a message has `payload` and `header.NAME`",
                ));
            }
        }
        Ok(Expression::Message)
    }
}

fn unknown_part(span: Range<usize>, word: &str, request: bool) -> SyntaxError {
    let (whose, known): (_, &[&'static str]) = if request {
        ("a request", &["header", "query", "path", "body"])
    } else {
        ("a response", &["header", "body"])
    };
    let message = match word {
        "" => format!("the part of {whose} is missing"),
        _ => format!("`{word}` is no part of {whose}"),
    };
    let error = SyntaxError::new(span, message);
    if word.to_lowercase().starts_with("status") {
        return error.help("the status is `$statusCode`");
    }
    let help = format!("{whose} has `{}`", known.join("`, `"));
    match nearest(word, known) {
        Some(meant) => error.help(help).replace_by(meant),
        None => error.help(help),
    }
}
