//! What somebody reads who asks for help, or gets something wrong.

use crate::support::{golden, shop};

fn transcript(lines: &[&str]) -> String {
    let run = |line: &&str| shop(&line.split(' ').collect::<Vec<_>>()).transcript(line);
    lines.iter().map(run).collect()
}

#[test]
#[cfg_attr(
    any(feature = "postgres", feature = "restate"),
    ignore = "with an engine help says more"
)]
fn help_says_what_there_is() {
    golden(
        "help.txt",
        &transcript(&[
            "--help",
            "place-order --help",
            "help signIn",
            "run --help",
            "--version",
            "list",
        ]),
    );
}

/// The program's source, as the one who gets it reads it.
#[test]
fn the_written_program_is_readable() {
    let text = include_str!(concat!(env!("OUT_DIR"), "/shop/src/main.rs"));
    let (mark, text) = text.split_once('\n').expect("a first line");
    assert!(mark.contains("@generated"), "{mark}");
    golden("main.rs.txt", text);
}

#[test]
fn without_arguments_there_is_help() {
    let (without, with) = (shop(&[]), shop(&["--help"]));
    assert_eq!((without.status, without.stdout), (0, with.stdout));
}

#[test]
fn workflows_are_described() {
    golden(
        "describe.txt",
        &transcript(&[
            "describe placeOrder",
            "describe sign-in",
            "describe pay --json",
        ]),
    );
}

#[test]
fn the_list_for_programs_has_schemas() {
    let text = shop(&["list", "--json"]).stdout;
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let inputs = &list[0]["inputs"];
    assert_eq!(inputs["required"], serde_json::json!(["article", "count"]));
    assert_eq!(inputs["properties"]["count"]["type"], "integer");
    let line = &list[0]["outputs"]["properties"]["lines"]["items"]["$ref"];
    assert_eq!(line, "#/$defs/Line");
    golden("list.json", &text);
}

#[test]
fn mistakes_are_answered_in_a_sentence() {
    golden(
        "errors.txt",
        &transcript(&[
            "lst",
            "plce-order",
            "run placeOrdr",
            "run --json placeOrder",
            "describe",
            "place-order",
            "place-order --artcle tea",
            "place-order --article tea --count many",
            "place-order --article tea --count 1 --gift maybe",
            "place-order --article tea --count 1 --labels tea",
            "place-order --article tea --count 1 --address @none.json",
            "place-order --article tea --count 1 --prerequisite-inputs signIn={}",
            "place-order --article tea --count 1 --prerequisite-inputs signin={}",
            "place-order --inputs [1]",
            "place-order --inputs {\"artcle\":1}",
            "place-order --inputs {\"article\":1,\"count\":1} --prerequisite-inputs signIn={\"user\":\"u\",\"password\":\"p\"}",
            "place-order --credential BearerAuht=s3cret",
            "place-order --server shp=http://h.test",
            "place-order --server-variable shop.regoin=us",
            "place-order --document shp",
            "place-order --timeout soon",
            "sign-in --password",
            "sign-in --pasword=s3cret",
            "sign-in --user u",
            "completions nushell",
        ]),
    );
}
