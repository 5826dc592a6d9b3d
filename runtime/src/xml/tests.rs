//! Both directions, and that one undoes the other.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::flatten::flatten;

fn written(value: &Value, root: &Xml) -> Result<String, String> {
    write(&flatten(value).expect("flattens"), root)
}

fn parsed(text: &str, root: &Xml) -> Result<Value, String> {
    let json = read(text, root)?.json();
    Ok(serde_json::from_str(&json).expect("JSON"))
}

/// Both directions of a value.
fn both(value: &Value, text: &str, root: &Xml) {
    assert_eq!(written(value, root).as_deref(), Ok(text));
    assert_eq!(parsed(text, root).as_ref(), Ok(value));
}

static TAG: Xml = Xml::element(
    "Tag",
    Content::Object(&[
        Xml::element("Key", Content::Text),
        Xml::element("Value", Content::Text),
    ]),
);

#[test]
fn lists_are_wrapped_or_not() {
    const ITEM: Xml = Xml::element("Part", Content::Number).named("part");
    static WRAPPED: Xml = Xml::element(
        "",
        Content::Object(&[Xml::element("Set", Content::List(&TAG))]),
    )
    .named("Tagging");
    static BARE: Xml = Xml::element(
        "R",
        Content::Object(&[Xml::inline("Part", Content::List(&ITEM)).required()]),
    );
    static OPTIONAL: Xml = Xml::element(
        "R",
        Content::Object(&[Xml::inline("Part", Content::List(&ITEM))]),
    );
    both(
        &json!({"Set": [{"Key": "a<b", "Value": "]]>&\r\n"}, {"Key": "", "Value": " "}]}),
        "<Tagging><Set><Tag><Key>a&lt;b</Key><Value>]]&gt;&amp;&#13;\n</Value></Tag>\
         <Tag><Key></Key><Value> </Value></Tag></Set></Tagging>",
        &WRAPPED,
    );
    both(
        &json!({"Set": []}),
        "<Tagging><Set></Set></Tagging>",
        &WRAPPED,
    );
    both(&json!({"Part": [7]}), "<R><part>7</part></R>", &BARE);
    both(
        &json!({"Part": [7, 8.5]}),
        "<R><part>7</part><part>8.5</part></R>",
        &BARE,
    );
    both(&json!({"Part": []}), "<R></R>", &BARE);
    both(&json!({}), "<R></R>", &OPTIONAL);
}

#[test]
fn items_with_schemas_of_their_own_are_told_by_their_place() {
    const X: Xml = Xml::element("x", Content::Number);
    const Y: Xml = Xml::element("y", Content::Text);
    const Z: Xml = Xml::element("z", Content::Boolean);
    static INLINE: Xml = Xml::element(
        "R",
        Content::Object(&[
            Xml::inline("at", Content::Tuple(&[X, Y, X], &Z)).required(),
            Xml::element("name", Content::Text),
        ]),
    );
    static WRAPPED: Xml = Xml::element("R", Content::Tuple(&[X, Y], &Z));
    both(
        &json!({"at": [1, "2", 3, true, false], "name": "n"}),
        "<R><x>1</x><y>2</y><x>3</x><z>true</z><z>false</z><name>n</name></R>",
        &INLINE,
    );
    both(
        &json!([1.50, "<"]),
        "<R><x>1.5</x><y>&lt;</y></R>",
        &WRAPPED,
    );
    both(&json!({"at": []}), "<R></R>", &INLINE);
    // Items may stand among others, but none can be left out before another.
    assert_eq!(
        parsed("<R><x>1</x><name>n</name><y>2</y></R>", &INLINE),
        Ok(json!({"at": [1, "2"], "name": "n"}))
    );
    for broken in ["<R><y>2</y></R>", "<R><x>1</x><x>3</x></R>"] {
        let error = parsed(broken, &WRAPPED).expect_err(broken);
        assert!(
            error.starts_with("another element stands where its schema has `"),
            "{error}"
        );
    }
}

#[test]
fn attributes_texts_and_namespaces() {
    static PERSON: Xml = Xml::element(
        "person",
        Content::Object(&[
            Xml::attribute("id", Content::Number),
            Xml::attribute("of", Content::Text).namespace("urn:b"),
            Xml::text("name", Content::Text),
        ]),
    )
    .named("Person")
    .namespace("urn:a")
    .prefix("p");
    let person = json!({"id": 1, "of": "a\"\n<b>", "name": "x"});
    both(
        &person,
        "<p:Person xmlns:p=\"urn:a\" id=\"1\" xmlns:ns=\"urn:b\" ns:of=\"a&quot;&#10;&lt;b&gt;\">x</p:Person>",
        &PERSON,
    );
    let other = "<Person xmlns='urn:a' xmlns:q='urn:b' of='no' q:of='a&#34;&#xA;&lt;b>' id=' 1 '>x</Person>";
    assert_eq!(parsed(other, &PERSON), Ok(person));
}

#[test]
fn a_namespace_tells_elements_of_one_name_apart() {
    static TWO: Xml = Xml::element(
        "R",
        Content::Object(&[
            Xml::element("any", Content::Text).named("id"),
            Xml::element("own", Content::Text)
                .named("id")
                .namespace("urn:a"),
            Xml::element("far", Content::Text)
                .named("x")
                .namespace("urn:a"),
        ]),
    );
    let text = "<R xmlns:z='urn:a'><z:id>own</z:id><id>any</id><x>other</x><z:x xmlns:z='urn:c'>no</z:x></R>";
    assert_eq!(parsed(text, &TWO), Ok(json!({"own": "own", "any": "any"})));
}

#[test]
fn a_namespace_is_declared_once() {
    static INNER: Xml = Xml::element("b", Content::Text)
        .namespace("urn:a")
        .prefix("p");
    static OUTER: Xml = Xml::element("a", Content::Object(&[INNER]))
        .namespace("urn:a")
        .prefix("p");
    both(
        &json!({"b": "x"}),
        "<p:a xmlns:p=\"urn:a\"><p:b>x</p:b></p:a>",
        &OUTER,
    );
}

#[test]
fn cdata_and_the_space_around_it() {
    static DOC: Xml = Xml::element(
        "Doc",
        Content::Object(&[Xml::cdata("content", Content::Text)]),
    );
    both(
        &json!({"content": "<b> ]]> \r</b>"}),
        "<Doc><![CDATA[<b> ]]]]><![CDATA[> ]]>&#13;<![CDATA[</b>]]></Doc>",
        &DOC,
    );
    assert_eq!(
        parsed("<Doc>\n  <![CDATA[<b/>]]>\n</Doc>", &DOC),
        Ok(json!({"content": "<b/>"}))
    );
    assert_eq!(
        parsed("<Doc> a &lt; b </Doc>", &DOC),
        Ok(json!({"content": " a < b "}))
    );
}

#[test]
fn members_without_a_node_stand_in_their_parent() {
    static INNER: Content = Content::Object(&[
        Xml::attribute("id", Content::Text),
        Xml::element("x", Content::Number),
    ]);
    static OUTER: Xml = Xml::element(
        "R",
        Content::Object(&[
            Xml::inline("in", INNER),
            Xml::element("y", Content::Boolean),
        ]),
    );
    both(
        &json!({"in": {"id": "i", "x": 1}, "y": true}),
        "<R id=\"i\"><x>1</x><y>true</y></R>",
        &OUTER,
    );
}

#[test]
fn the_only_member_is_the_root_where_nothing_else_names_it() {
    static ROOT: Xml = Xml::inline(
        "",
        Content::Object(&[Xml::element(
            "order",
            Content::Object(&[Xml::element("qty", Content::Number)]),
        )]),
    );
    both(
        &json!({"order": {"qty": 1}}),
        "<order><qty>1</qty></order>",
        &ROOT,
    );
    static ANY: Xml = Xml::inline("", Content::Map(&[], &Xml::element("", Content::Any)));
    assert_eq!(
        written(&json!({"order": {"qty": 1, "tags": ["a", "b"]}}), &ANY).as_deref(),
        Ok("<order><qty>1</qty><tags>a</tags><tags>b</tags></order>")
    );
    assert!(written(&json!({}), &ROOT).is_err());
    assert!(written(&json!({"order": {}, "more": 1}), &ROOT).is_err());
    assert!(written(&json!({"order": [{}, {}]}), &ROOT).is_err());
    assert!(written(&json!(5), &ROOT).is_err());
    // A document as text is one already.
    assert_eq!(written(&json!("<a/>"), &ROOT).as_deref(), Ok("<a/>"));
    // The name of the root is not looked at otherwise.
    assert_eq!(
        parsed("<Other><order><qty>2</qty></order></Other>", &ROOT),
        Ok(json!({"order": {"qty": 2}}))
    );
}

#[test]
fn members_come_in_the_order_of_the_schema_then_of_the_payload() {
    assert_eq!(
        written(
            &json!({"z": 1, "Value": "v", "a": {"b": null}, "Key": "k"}),
            &TAG
        )
        .as_deref(),
        Ok("<Tag><Key>k</Key><Value>v</Value><z>1</z><a>\
            <b xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"></b></a></Tag>")
    );
}

#[test]
fn values_never_become_structure() {
    assert_eq!(
        written(&json!({"Key": "</Key><Admin>1</Admin><Key>"}), &TAG).as_deref(),
        Ok("<Tag><Key>&lt;/Key>&lt;Admin>1&lt;/Admin>&lt;Key></Key></Tag>")
    );
    for name in ["a b", "", "1", "x><y", "a:b:c", "xmlns", "xmlns:a", "-a"] {
        assert!(written(&json!({name: 1}), &TAG).is_err(), "{name}");
    }
    for text in ["\u{0}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
        let problem = written(&json!({"Key": text}), &TAG).unwrap_err();
        assert!(problem.contains("`Key`"), "{problem}");
    }
    assert!(written(&json!({"Key": "\u{1f600}\t\u{85}"}), &TAG).is_ok());
    assert!(written(&json!({"x": [[1]]}), &TAG).is_err());
    static ID: Xml = Xml::element("R", Content::Object(&[Xml::attribute("id", Content::Any)]));
    assert!(written(&json!({"id": [1]}), &ID).is_err());
}

#[test]
fn null_is_an_element_that_says_so_and_no_attribute() {
    static R: Xml = Xml::element(
        "R",
        Content::Object(&[
            Xml::attribute("id", Content::Number).nullable(),
            Xml::element("n", Content::Number).nullable(),
            Xml::element("t", Content::Text),
        ]),
    );
    let text = "<R><n xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"></n><t></t></R>";
    both(&json!({"n": null, "t": "", "id": null}), text, &R);
    assert_eq!(
        parsed("<R id='1'><n/></R>", &R),
        Ok(json!({"id": 1, "n": null}))
    );
}

#[test]
fn values_have_the_types_of_the_schema_and_numbers_their_digits() {
    static R: Xml = Xml::element(
        "R",
        Content::Object(&[
            Xml::element("n", Content::Number),
            Xml::element("b", Content::Boolean),
            Xml::element("t", Content::Text),
            Xml::element("s", Content::Scalar),
        ]),
    );
    let json = |text: &str| read(text, &R).map(|value| value.json());
    for (text, number) in [
        ("12345678901234567890123", "12345678901234567890123"),
        (" +007.50\n", "7.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "-0"),
        ("1E+3", "1e+3"),
    ] {
        assert_eq!(
            json(&format!("<R><n>{text}</n></R>")),
            Ok(format!("{{\"n\":{number}}}"))
        );
    }
    for text in ["", "x", "1,5", "0x1", "1e", "--1", "NaN", "."] {
        assert_eq!(
            json(&format!("<R><n>{text}</n></R>")),
            Ok(format!("{{\"n\":\"{text}\"}}"))
        );
    }
    assert_eq!(
        json("<R><b>1</b><t>1</t><s>1</s></R>").as_deref(),
        Ok("{\"b\":true,\"t\":\"1\",\"s\":1}")
    );
    assert_eq!(
        json("<R><b> false </b><s>false</s></R>").as_deref(),
        Ok("{\"b\":false,\"s\":false}")
    );
    assert_eq!(
        json("<R><s>x1</s><unknown><n>1</n></unknown></R>").as_deref(),
        Ok("{\"s\":\"x1\"}")
    );
}

#[test]
fn references_comments_and_sections_make_one_text() {
    let text = "<?xml version='1.0'?>\n<!-- a --><Tag>\r\n <Key>a<!-- -->&amp;<![CDATA[<b>]]>&#x63;<?pi x?>\r\n</Key>\n</Tag>\n<!-- b -->";
    assert_eq!(parsed(text, &TAG), Ok(json!({"Key": "a&<b>c\n"})));
    assert_eq!(parsed("\u{feff}<Tag/>", &TAG), Ok(json!({})));
}

#[test]
fn what_nobody_declared_is_read_as_it_looks() {
    let root = of_status(418, &[]);
    let text = "<r><a>1</a><b id='7'><c/><c>x</c></b><a>2</a><d k='v'/><e k='v'>t</e><a/></r>";
    let value =
        json!({"a": ["1", "2", ""], "b": {"c": ["", "x"], "id": "7"}, "d": {"k": "v"}, "e": "t"});
    assert_eq!(parsed(text, &root), Ok(value));
    assert_eq!(parsed("<r>text</r>", &root), Ok(json!("text")));
}

#[test]
fn other_members_are_read_where_there_may_be_some() {
    const ITEM: Xml = Xml::element("", Content::Number);
    static MAP: Xml = Xml::element(
        "R",
        Content::Map(
            &[Xml::element("t", Content::Text)],
            &Xml::element("", Content::Number),
        ),
    );
    static LISTS: Xml = Xml::element(
        "R",
        Content::Map(&[], &Xml::inline("", Content::List(&ITEM))),
    );
    both(
        &json!({"t": "1", "a": 2, "b": 3}),
        "<R><t>1</t><a>2</a><b>3</b></R>",
        &MAP,
    );
    both(
        &json!({"a": [1], "b": [2, 3]}),
        "<R><a>1</a><b>2</b><b>3</b></R>",
        &LISTS,
    );
}

#[test]
fn recursive_descriptions_are_followed() {
    static FIELDS: [Xml; 2] = [
        Xml::attribute("id", Content::Text),
        Xml::inline("child", Content::List(&NODE)),
    ];
    static CHILD: Content = Content::Object(&FIELDS);
    static NODE: Xml = Xml::element("child", Content::Like(&CHILD));
    both(
        &json!({"id": "1", "child": [{"id": "2", "child": [{"id": "3"}]}, {}]}),
        "<child id=\"1\"><child id=\"2\"><child id=\"3\"></child></child><child></child></child>",
        &NODE,
    );
}

#[test]
fn lists_at_the_root() {
    static ANY_NAME: Xml = Xml::element("Pets", Content::List(&Xml::element("", Content::Text)));
    static BARE: Xml = Xml::inline("", Content::List(&Xml::element("Pet", Content::Text)));
    both(
        &json!(["a", "b"]),
        "<Pets><Pets>a</Pets><Pets>b</Pets></Pets>",
        &ANY_NAME,
    );
    assert_eq!(
        parsed("<ArrayList><item>a</item></ArrayList>", &ANY_NAME),
        Ok(json!(["a"]))
    );
    assert_eq!(
        parsed("<Pets><Pet>a</Pet><x/></Pets>", &BARE),
        Ok(json!(["a"]))
    );
    both(&json!(["a"]), "<Pet>a</Pet>", &BARE);
    assert!(written(&json!(["a", "b"]), &BARE).is_err());
}

#[test]
fn hostile_documents_are_refused() {
    let any = of_status(200, &[]);
    let told = |text: &str| parsed(text, &any).unwrap_err();
    assert!(told("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").contains("document type declaration"));
    assert!(told("<a>&b;</a>").contains("entity"));
    assert!(told(&format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000))).contains("deeper"));
    for text in [
        "",
        "x",
        "<a>",
        "<a><b></a>",
        "<a/><b/>",
        "<a/>x",
        "</a>",
        "<a",
        "<a b/>",
        "{\"a\": 1}",
        "<a>&#0;</a>",
    ] {
        told(text);
    }
    // Nobody looks into it, so that it may be as deep and large as it likes.
    let deep = format!(
        "<R><skip>{}{}</skip><Key>k</Key></R>",
        "<a>".repeat(20_000),
        "</a>".repeat(20_000)
    );
    assert_eq!(parsed(&deep, &TAG), Ok(json!({"Key": "k"})));
    let many = format!("<R>{}</R>", "<a/>".repeat(100));
    let told = super::read::read_within(100, &many, &any).unwrap_err();
    assert!(told.contains("too many values"), "{told}");
    assert!(super::read::read_within(101, &many, &any).is_ok());
    assert!(super::read::read_within(1, &many, &TAG).is_ok());
}

/// A shape, a value of it, and whether that is worth an own element.
fn shape(depth: u32) -> BoxedStrategy<(Content, BoxedStrategy<Value>)> {
    let scalar = prop_oneof![
        Just((
            Content::Text,
            "[ -~\r\n\t\u{e9}\u{1f600}]{0,6}"
                .prop_map(Value::from)
                .boxed()
        )),
        Just((Content::Number, any::<i64>().prop_map(Value::from).boxed())),
        Just((
            Content::Boolean,
            any::<bool>().prop_map(Value::from).boxed()
        )),
    ];
    if depth == 0 {
        return scalar.boxed();
    }
    let members = proptest::collection::vec((shape(depth - 1), 0..6_u8, any::<bool>()), 0..4);
    let object = members.prop_map(|members| {
        let mut declared = Vec::new();
        let mut values: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
        let mut has_text = false;
        for (index, ((content, value), place, named)) in members.into_iter().enumerate() {
            let member: &'static str = format!("m{index}").leak();
            let is_scalar = matches!(content, Content::Text | Content::Number | Content::Boolean);
            let (xml, value) = match place {
                0 if is_scalar => (Xml::attribute(member, content), value),
                1 if is_scalar && !has_text => {
                    has_text = true;
                    (
                        Xml::cdata(member, Content::Text).required(),
                        "[a-z<>\\]&]{1,6}".prop_map(Value::from).boxed(),
                    )
                }
                2 => {
                    let item: &'static Xml = Box::leak(Box::new(Xml::element(member, content)));
                    (
                        Xml::inline(member, Content::List(item)).required(),
                        list(value),
                    )
                }
                3 => {
                    let item: &'static Xml = Box::leak(Box::new(Xml::element("item", content)));
                    (Xml::element(member, Content::List(item)), list(value))
                }
                4 => (
                    Xml::element(member, content).namespace("urn:n").prefix("n"),
                    value,
                ),
                _ => (Xml::element(member, content), value),
            };
            let xml = if named {
                xml.named(format!("x{index}").leak())
            } else {
                xml
            };
            let always = xml.required;
            declared.push(xml);
            values.push(
                (any::<bool>(), value)
                    .prop_map(move |(there, value)| {
                        (there || always).then(|| (member.to_owned(), value))
                    })
                    .boxed(),
            );
        }
        let value =
            values.prop_map(|members| Value::Object(members.into_iter().flatten().collect()));
        (Content::Object(declared.leak()), value.boxed())
    });
    prop_oneof![1 => scalar, 3 => object].boxed()
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    proptest::collection::vec(item, 0..4)
        .prop_map(Value::from)
        .boxed()
}

proptest! {
    #[test]
    fn reading_undoes_writing((content, value) in shape(3).prop_flat_map(|(content, value)| (Just(content), value))) {
        prop_assume!(!value.is_string());
        let root = Xml::element("root", content);
        let text = written(&value, &root).expect("writes");
        prop_assert_eq!(parsed(&text, &root), Ok(value), "{}", text);
    }

    #[test]
    fn nothing_panics(text in "(<[a-c]( [a-c]='[a-c&;#]{0,3}')?/?>|</[a-c]>|[a-c ]|&[a-z#0-9]{0,3};|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<[?!]){0,12}") {
        let _ = read(&text, &of_status(200, &[]));
        let _ = read(&text, &TAG);
    }
}
