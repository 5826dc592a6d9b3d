//! Parameters with `content`: one text of a media type, JSON here.

use proptest::prelude::*;
use serde_json::Value;

use super::decode::{pairs, percent};
use super::values::nested;
use super::{N, query_of, sent};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

proptest! {
    #[test]
    fn json_comes_back_from_everywhere(value in nested()) {
        prop_assume!(!value.is_null());
        let parameter = N.content("application/json");
        let request = sent("/p/{n}/e", |it| {
            let it = it.path(parameter, &value).query(parameter, &value);
            it.header(parameter, &value).cookie(parameter, &value)
        }).expect("sent");

        let path = request.uri().path().strip_prefix("/p/").expect("the start");
        prop_assert_eq!(&json(&percent(path.strip_suffix("/e").expect("the end"))), &value);

        let query = pairs(query_of(&request), "&");
        prop_assert_eq!((query.len(), query[0].0), (1, "n"));
        prop_assert_eq!(&json(&percent(query[0].1)), &value);

        let header = std::str::from_utf8(request.headers()["n"].as_bytes()).expect("UTF-8");
        prop_assert_eq!(&json(header), &value);

        let cookie = request.headers()["cookie"].to_str().expect("ASCII");
        prop_assert_eq!(&json(&percent(cookie.strip_prefix("n=").expect("the name"))), &value);
    }
}
