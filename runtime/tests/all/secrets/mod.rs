//! One secret as every credential and every password, and a search for it in everything that a run shows.

use std::io;
use std::time::Duration;

use arazzo_runtime::{
    Api, Client, ClientBuilder, Credential, Event, Failure, Journaled, Method, Outgoing, Parameter,
    Retry, Run, RunOptions, Scheme, Secret, Step, StepError, Termination, Transport, redacted,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::faults::host::{Host, Peer};
use crate::journal::Memory;
use crate::shown::{CORE, SECRET, Shown, form_in, watched};

mod refused;

static API: Api = Api::new("api", "openapi.yaml", &[]);
static APIS: [&Api; 1] = [&API];

static BEARER: Scheme = Scheme::bearer("api", "it");
static BASIC: Scheme = Scheme::basic("api", "it");
static OTHER: Scheme = Scheme::http("api", "it", "Token");
static HEADER: Scheme = Scheme::api_key_header("api", "it", "X-Pass");
static QUERY: Scheme = Scheme::api_key_query("api", "it", "api_key");
static COOKIE: Scheme = Scheme::api_key_cookie("api", "it", "sid");
static OAUTH: Scheme = Scheme::oauth2("api", "it").token_url("/token");

/// A scheme, and a credential for it.
type Given = (&'static str, &'static Scheme, fn() -> Credential);

const GIVEN: [Given; 10] = [
    ("a bearer token", &BEARER, || Credential::bearer(SECRET)),
    ("user and password", &BASIC, || {
        Credential::basic("user", SECRET)
    }),
    ("user and password as a text", &BASIC, || {
        format!("user:{SECRET}").into()
    }),
    ("another scheme of HTTP", &OTHER, || SECRET.into()),
    ("a key in a header", &HEADER, || Credential::api_key(SECRET)),
    ("a key in the query", &QUERY, || SECRET.into()),
    ("a key in a cookie", &COOKIE, || SECRET.into()),
    ("a client", &OAUTH, || {
        Credential::client_credentials("id", SECRET)
    }),
    ("a client as a text", &OAUTH, || {
        format!("client:id:{SECRET}").into()
    }),
    ("a provider", &OAUTH, || {
        Credential::provider(|| async { Ok(SECRET.to_owned()) })
    }),
];

/// What a server does, and whether it sends the secret back.
type Does = (&'static str, bool, fn(&mut Peer) -> io::Result<()>);

const DOES: [Does; 10] = [
    ("succeeds", false, |peer| peer.json(r#"{"name":"n"}"#)),
    ("quotes what it got", true, |peer| {
        peer.json(format!("{{\"name\":[\"{CORE}\"]}}"))
    }),
    ("wants other credentials", false, |peer| {
        peer.answer(401, "", "")
    }),
    ("fails and quotes", true, |peer| {
        let header = format!("x-error: {CORE}\r\n");
        peer.answer(500, &header, format!("<p>{CORE}"))
    }),
    ("hangs up", false, Peer::request),
    ("says nothing", false, |peer| {
        peer.request()?;
        peer.silence()
    }),
    ("speaks another protocol", true, |peer| {
        peer.raw(format!("220 {CORE}\r\n"))
    }),
    ("leads round and round", true, |peer| {
        peer.answer(302, &format!("location: /v1/{CORE}\r\n"), "")
    }),
    ("leads elsewhere", false, |peer| {
        let place = format!("location: http://{}/x\r\n", peer.elsewhere);
        peer.answer(303, &place, "")
    }),
    ("leads elsewhere with the body", true, |peer| {
        let place = format!("location: http://{}/{CORE}\r\n", peer.elsewhere);
        peer.answer(307, &place, "")
    }),
];

/// Inputs with a password, as generated code has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inputs {
    password: Secret,
    user: Secret<Value>,
}

/// Outputs that hand it on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Outputs {
    password: Option<Secret>,
    name: Option<String>,
}

arazzo_runtime::completed!(Outputs => Done { password [?], name [?] });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Done {
    password: Option<Secret>,
    name: Option<String>,
}

type Ended = Result<Run<Inputs, (), Done>, Failure<Outputs>>;

/// A workflow that calls another one, handles its failure, and does the same itself.
async fn outer<T: Transport>(client: &Client<T>, inputs: Inputs, scheme: &'static Scheme) -> Ended {
    let call = client.call("outer");
    let mut outputs = Outputs::default();
    let result = async {
        nest(call.step("nest"), &inputs, scheme).await?;
        outputs.password = Some(inputs.password.clone());
        outputs.name = send(call.step("last"), &inputs, scheme).await?;
        Ok(((), Termination::Completed))
    };
    let result = result.await;
    call.over(inputs, result, outputs)
}

async fn nest<T: Transport>(
    mut step: Step<'_, T>,
    inputs: &Inputs,
    scheme: &'static Scheme,
) -> Result<(), StepError> {
    step.enter()?;
    let call = step.call("inner");
    let result = send(call.step("send"), inputs, scheme).await;
    let outputs = Outputs::default();
    let result = result.map(|_| ((), Termination::Completed));
    let ended: Ended = call.over(inputs.clone(), result, outputs);
    match ended.map_err(|failure| step.nested(failure)) {
        Ok(_) => Ok(()),
        Err(failure) if failure.is_final() => Err(failure),
        Err(failure) => {
            step.handled("go on", &failure);
            Ok(())
        }
    }
}

/// A step that sends the secret wherever a request has a place for it, and is retried once.
async fn send<T: Transport>(
    mut step: Step<'_, T>,
    inputs: &Inputs,
    scheme: &'static Scheme,
) -> Result<Option<String>, StepError> {
    let mut again = Retry::new("again", 1, Duration::ZERO);
    loop {
        let mut failure = match attempt(&mut step, inputs, scheme).await {
            Ok(name) => return Ok(name),
            Err(failure) if failure.is_final() => return Err(failure),
            Err(failure) => failure,
        };
        if !step.may_retry(&mut again, &mut failure) {
            return Err(failure);
        }
        step.wait(&again, &failure).await?;
    }
}

async fn attempt<T: Transport>(
    step: &mut Step<'_, T>,
    inputs: &Inputs,
    scheme: &'static Scheme,
) -> Result<Option<String>, StepError> {
    #[derive(Deserialize)]
    struct Body {
        name: Option<String>,
    }
    let parameter = |name| Parameter::new(name, "$inputs.password");
    let request = step
        .request(Method::POST, &API, "/{password}")?
        .accept("application/json")
        .path(parameter("password"), &inputs.password)
        .query(parameter("password"), &inputs.password)
        .header(parameter("X-Password"), &inputs.password)
        .cookie(parameter("password"), &inputs.password)
        .json("application/json", inputs)
        .security(&[&[scheme]]);
    let response = step.send(request).await?;
    step.succeeded(&response)?;
    let body = step.decode::<Body>(&response)?;
    Ok(body.name)
}

fn inputs() -> Inputs {
    Inputs {
        password: SECRET.into(),
        user: Secret::from(serde_json::json!({"name": "n", "password": SECRET})),
    }
}

/// Answers requests for tokens, and does to others what it is there for.
fn host(does: fn(&mut Peer) -> io::Result<()>, elsewhere: &str) -> Host {
    let serve = move |peer: &mut Peer| match peer.is_asked_for("/token")? {
        true => peer.json(format!("{{\"access_token\":\"{CORE}\"}}")),
        false => does(peer),
    };
    Host::start(serve, elsewhere)
}

/// A client that has the secret as this credential, in default headers and where else there is a place for it.
fn builder(host: &Host, credential: Credential, shown: &Shown) -> ClientBuilder {
    shown.debug(&credential);
    let (observer, hook) = (shown.clone(), shown.clone());
    Client::builder(&APIS)
        .base_url("api", format!("http://{}/v1", host.address))
        .credential("api", "it", credential)
        .header("X-Own", SECRET)
        .timeout(Duration::from_millis(300))
        .observer(move |event: &Event<'_>| observer.event(event))
        .hook(move |request: &mut Outgoing<'_>| {
            hook.debug(request);
            hook.debug(request.headers());
            Ok(())
        })
}

/// Runs into what the server does, with and without a journal, and says where the secret is shown.
fn hunt((given, scheme, credential): Given, does: Does, wrong: &mut Vec<String>) {
    let (what, quotes, does) = does;
    let shown = Shown::new();
    let elsewhere = Host::start(|peer| peer.json("{}"), "");
    let host = host(does, &elsewhere.address);
    let builder = builder(&host, credential(), &shown);
    shown.debug(&builder);
    let client = builder.build().expect("a client");
    let options = RunOptions::new().label("l").header("X-Run", SECRET);
    shown.debug(&options);
    let client = client.for_run(options);
    let inputs = inputs();
    shown.debug(&inputs);
    shown.add(redacted(&inputs).expect("JSON").to_string());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let ended = watched(&shown, || {
        runtime.block_on(outer(&client, inputs.clone(), scheme))
    });
    show(&ended, &shown);
    shown.debug(&client);
    shown.debug(client.transport());
    // A journal keeps responses as they came.
    if !quotes {
        let memory = Memory::default();
        let transport = Journaled::new(client.transport().clone(), memory.clone());
        let ended = watched(&shown, || {
            runtime.block_on(outer(&client.over(transport), inputs, scheme))
        });
        show(&ended, &shown);
        shown.add(memory.text());
    }
    if let Some(line) = shown.leak() {
        wrong.push(format!("{given}, a server that {what}: shown is {line}"));
    }
    if form_in(&host.received()).is_none() {
        wrong.push(format!("{given}, a server that {what}: got no secret"));
    }
    if let Some(form) = form_in(&elsewhere.received()) {
        wrong.push(format!(
            "{given}, a server that {what}: `{form}` went elsewhere"
        ));
    }
}

fn show(ended: &Ended, shown: &Shown) {
    shown.debug(ended);
    match ended {
        Ok(run) => {
            shown.add(redacted(run).expect("JSON").to_string());
            for handled in &run.handled {
                shown.add(format!("{handled}"));
            }
        }
        Err(failure) => {
            shown.failure(&failure.error);
            shown.error(failure);
            shown.add(redacted(&failure.steps).expect("JSON").to_string());
            if let Some(response) = failure.response() {
                shown.debug(response);
                shown.add(response.url());
            }
            for handled in &failure.handled {
                shown.add(format!("{handled}"));
                shown.add(serde_json::to_string(handled).expect("JSON"));
            }
        }
    }
}

#[test]
fn no_credential_and_no_password_is_shown_whatever_the_server_does() {
    let wrong = std::sync::Mutex::new(Vec::new());
    let waiting = std::sync::Mutex::new(GIVEN.into_iter());
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some(given) = next else { return };
                    let mut found = Vec::new();
                    for does in DOES {
                        hunt(given, does, &mut found);
                    }
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
