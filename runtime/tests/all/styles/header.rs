//! Header parameters: `simple`, as text that nobody escapes.

use proptest::prelude::*;

use super::decode::{at, decode};
use super::values::{Given, list, object, scalar};
use super::{N, sent};

fn header(given: &Given, explode: bool) -> String {
    let request = sent("/p", |it| it.header(N.explode(explode), &given.value)).expect("sent");
    assert_eq!(request.headers().get_all("n").iter().count(), 1);
    let bytes = request.headers()["n"].as_bytes().to_vec();
    String::from_utf8(bytes).expect("UTF-8")
}

proptest! {
    // Items of a header have no escape for the comma between them, nor members one for the equals sign.
    #[test]
    fn simple_comes_back(
        given in prop_oneof![scalar(""), list(","), object(",=")],
        explode: bool,
    ) {
        let text = header(&given, explode);
        let decoded = decode(&given.flat, &text, at(","), explode, str::to_owned);
        prop_assert_eq!(&decoded, &given.flat, "{}", text);
    }

    #[test]
    fn control_characters_never_go_out(before in "[a-z]{0,3}", control in "[\\x00-\\x08\\x0a-\\x1f\\x7f]") {
        let value = format!("{before}{control}x: y");
        prop_assert!(sent("/p", |it| it.header(N, &value)).is_err());
    }
}
