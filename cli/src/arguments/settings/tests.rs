//! Which settings a document can be given, and where credentials come from.

use super::super::place::{credential, server_variable};
use super::*;

const DOCUMENT: Document = Document::new("d", "D")
    .sources(&[("lib.api", &["region"]), ("shop", &[])])
    .schemes(&[
        Scheme::bearer("lib.api", "BearerAuth"),
        Scheme::api_key("shop", "my.key"),
        Scheme::mutual_tls("shop", "tls"),
    ]);

#[test]
fn settings_for_nothing_are_refused_with_the_nearest_name() {
    let check = |option: &str, given: &str| {
        let mut settings = Settings::default();
        match option {
            "server" => settings.servers.push(place::server(&DOCUMENT, given)),
            "variable" => settings
                .server_variables
                .push(server_variable(&DOCUMENT, given)?),
            _ => settings.credentials.push(credential(&DOCUMENT, given)?),
        }
        settings.check(&DOCUMENT)
    };
    for (option, given) in [
        ("server", "http://all.test"),
        ("server", "api=http://h.test"),
        ("variable", "lib.api.region=eu"),
        ("credential", "BearerAuth=x"),
        ("credential", "api.BearerAuth=x"),
        ("credential", "shop.my.key=x"),
    ] {
        assert_eq!(check(option, given), Ok(()), "{given}");
    }
    for (option, given, told) in [
        (
            "server",
            "shp=http://h.test",
            "there is no source called `shp`; did you mean `shop`?",
        ),
        (
            "variable",
            "api.regoin=eu",
            "there is no server variable of `api` called `regoin`; did you mean `region`?",
        ),
        (
            "variable",
            "shop.region=eu",
            "there is no server variable of `shop` called `region`",
        ),
        (
            "credential",
            "BearerAuht=s3cret",
            "there is no security scheme in use called `BearerAuht`; did you mean `BearerAuth`?",
        ),
        (
            "credential",
            "shop.BearerAuth=s3cret",
            "there is no security scheme in use called `BearerAuth`; known are `my.key`, `tls`",
        ),
    ] {
        assert_eq!(check(option, given), Err(Refused::new(told)), "{given}");
    }
}

#[test]
fn a_certificate_is_taken_from_among_the_credentials_and_may_be_a_file() {
    let mut settings = Settings::default();
    for given in ["shop.my.key=k", "tls=first", "shop.tls=PEM"] {
        let credential = credential(&DOCUMENT, given).unwrap();
        settings.credentials.push(credential);
    }
    settings.take_certificates(&DOCUMENT).unwrap();
    assert_eq!(settings.credentials.len(), 1);
    assert_eq!(settings.certificates, [Identity::from_pem("PEM")]);
    let told = settings.transport().unwrap_err().to_string();
    assert_eq!(
        told,
        "the client certificate is no PEM of a certificate and its private key"
    );
    settings.certificates.push(Identity::from_pem("another"));
    let told = settings.transport().unwrap_err().to_string();
    assert!(told.starts_with("two client certificates"), "{told}");
    let missing = credential(&DOCUMENT, "tls=@/no/such/file.pem").unwrap();
    settings.credentials.push(missing);
    let refused = settings.take_certificates(&DOCUMENT).unwrap_err();
    assert!(refused.to_string().contains("certificate for `tls`"));
}

#[test]
fn the_environment_gives_way_to_the_command_line() {
    let mut settings = Settings::default();
    settings
        .credentials
        .push(credential(&DOCUMENT, "BearerAuth=flag").unwrap());
    settings.add_environment(&DOCUMENT, &|name| {
        (name == "ARAZZO_CREDENTIAL_BEARER_AUTH").then(|| "env".to_owned())
    });
    let values: Vec<&str> = settings
        .credentials
        .iter()
        .map(|credential| credential.value.as_str())
        .collect();
    assert_eq!(values, ["env", "flag"]);
    assert!(!format!("{settings:?}").contains("flag"));
}
