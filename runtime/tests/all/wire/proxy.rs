//! Which requests go through a proxy.

use arazzo_runtime::{Client, Method, ReqwestTransport};

use super::server::{Answer, Server, answer};
use super::{API, APIS};

fn transport(variable: &'static str, proxy: &Server) -> ReqwestTransport {
    let url = proxy.url.clone();
    ReqwestTransport::with_environment(move |name| (name == variable).then(|| url.clone()))
        .expect("a transport")
}

fn ok() -> Answer {
    answer(200, &[("content-type", "text/plain")], "ok")
}

/// The status that a request to this server is answered with.
async fn get(transport: &ReqwestTransport, url: &str) -> u16 {
    let client = Client::builder(&APIS)
        .base_url("api", url)
        .transport(transport.clone())
        .build()
        .expect("a client");
    let mut step = client.call("w").step("s");
    let request = step.request(Method::GET, &API, "/t").expect("a request");
    step.send(request).await.expect("a response").status()
}

#[tokio::test]
async fn this_machine_is_reached_directly_and_others_by_proxy() {
    for variable in ["HTTP_PROXY", "http_proxy", "all_proxy"] {
        let here = Server::start(vec![ok(), ok(), ok()]);
        let proxy = Server::start(vec![answer(204, &[], "")]);
        let transport = transport(variable, &proxy);
        let (_, port) = here.url.rsplit_once(':').expect("a port");
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
            assert_eq!(get(&transport, &format!("http://{host}:{port}")).await, 200);
            assert!(here.raw().starts_with("GET /t HTTP/1.1\r\n"), "{host}");
        }
        assert!(proxy.is_idle());
        assert_eq!(get(&transport, "http://mock.test").await, 204);
        assert!(
            proxy
                .raw()
                .starts_with("GET http://mock.test/t HTTP/1.1\r\n")
        );
    }
}
