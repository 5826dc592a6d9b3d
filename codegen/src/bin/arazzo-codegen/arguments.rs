//! Splits what the shell hands over into options and values.

use std::collections::VecDeque;

/// What is wrong with the arguments, in one sentence for the user.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongUsage(pub(crate) String);

/// One argument.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// `-o` or `--output`, with its dashes.
    Option(String),
    /// Anything else.
    Value(String),
}

/// The arguments still to be read.
pub(crate) struct Arguments {
    rest: VecDeque<String>,
    /// What `--name=value` had after the sign.
    attached: Option<String>,
    only_values: bool,
}

/// The arguments of this process.
pub(crate) fn from_env() -> Result<Arguments, WrongUsage> {
    let arguments = std::env::args_os().skip(1);
    let arguments = arguments.map(|argument| {
        argument
            .into_string()
            .map_err(|argument| WrongUsage(format!("{} is not UTF-8", argument.display())))
    });
    Ok(Arguments::new(arguments.collect::<Result<Vec<_>, _>>()?))
}

impl Arguments {
    pub(crate) fn new(arguments: impl IntoIterator<Item = String>) -> Self {
        Self {
            rest: arguments.into_iter().collect(),
            attached: None,
            only_values: false,
        }
    }

    /// The first argument, if it is one of `words`.
    pub(crate) fn verb(&mut self, words: &[&str]) -> Option<String> {
        let known = |first: &&String| words.contains(&first.as_str());
        self.rest.front().filter(known)?;
        self.rest.pop_front()
    }

    /// The first argument.
    pub(crate) fn first(&self) -> Option<&str> {
        self.rest.front().map(String::as_str)
    }

    /// The next argument.
    pub(crate) fn next(&mut self) -> Result<Option<Argument>, WrongUsage> {
        if let Some(value) = self.attached.take() {
            return Err(WrongUsage(format!("unexpected value `{value}`")));
        }
        let Some(next) = self.rest.pop_front() else {
            return Ok(None);
        };
        if self.only_values || next == "-" || !next.starts_with('-') {
            return Ok(Some(Argument::Value(next)));
        }
        if next == "--" {
            self.only_values = true;
            return self.next();
        }
        if !next.starts_with("--") {
            // `-oFILE` is `-o FILE`.
            let end = next.char_indices().nth(2).map_or(next.len(), |(at, _)| at);
            let (name, value) = next.split_at_checked(end).unwrap_or((&next, ""));
            self.attached = (!value.is_empty()).then(|| value.to_owned());
            return Ok(Some(Argument::Option(name.to_owned())));
        }
        match next.split_once('=') {
            Some((name, value)) => {
                self.attached = Some(value.to_owned());
                Ok(Some(Argument::Option(name.to_owned())))
            }
            None => Ok(Some(Argument::Option(next))),
        }
    }

    /// The value of `option`, which has just been read.
    pub(crate) fn value(&mut self, option: &str) -> Result<String, WrongUsage> {
        let value = self.attached.take().or_else(|| self.rest.pop_front());
        value.ok_or_else(|| WrongUsage(format!("`{option}` needs a value")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str) -> Arguments {
        Arguments::new(text.split(' ').map(str::to_owned))
    }

    #[test]
    fn values_follow_their_options_or_are_attached() {
        let mut arguments = arguments("-oa -o b --out=c=d --out e");
        let mut found = Vec::new();
        while let Some(Argument::Option(name)) = arguments.next().unwrap() {
            found.push((name.clone(), arguments.value(&name).unwrap()));
        }
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        assert_eq!(found, ["-o a", "-o b", "--out c=d", "--out e"]);
    }

    #[test]
    fn a_flag_takes_no_value() {
        let mut arguments = arguments("--strict=yes");
        assert_eq!(
            arguments.next().unwrap(),
            Some(Argument::Option("--strict".into()))
        );
        assert!(arguments.next().is_err());
    }

    #[test]
    fn two_dashes_end_the_options() {
        let mut arguments = arguments("-- -o");
        assert_eq!(
            arguments.next().unwrap(),
            Some(Argument::Value("-o".into()))
        );
        assert_eq!(arguments.next().unwrap(), None);
    }
}
