//! Whose address a request comes from.

use poem::listener::TcpAcceptor;
use serde_json::json;
use tests::TestApp;

#[tokio::test]
async fn of_several_addresses_the_one_that_the_proxy_added_is_believed() {
    let app = TestApp::new().await;
    let guest = app.guest();
    let lines: [&[&str]; 3] = [&["103.23.1.1"], &["1.2.3.4, 103.23.1.2"], &["1.2.3.4", "1.2.3.5, 103.23.1.3"]];
    for (n, lines) in lines.iter().enumerate() {
        let ask = json!({ "name": "Budi", "email": format!("budi{n}@example.com"), "password": "gitar merah di kamar" });
        let request = guest.request(reqwest::Method::POST, "/auth/registration").json(&ask);
        let request = lines.iter().fold(request, |request, line| request.header("x-forwarded-for", *line));
        guest.send(request).await.done();
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM sessions WHERE host(ip::inet) LIKE '103.23.1._'").await, 3);
}

#[tokio::test]
async fn a_proxy_beside_the_shop_is_believed_by_a_socket_of_both_kinds_as_well() {
    let app = TestApp::new().await;
    // Listening for both kinds of addresses, it is told 127.0.0.1 as ::ffff:127.0.0.1.
    let Ok(socket) = std::net::TcpListener::bind("[::]:0") else { return };
    socket.set_nonblocking(true).unwrap();
    let port = socket.local_addr().unwrap().port();
    let (acceptor, endpoint) = (TcpAcceptor::from_std(socket).unwrap(), api::app::endpoint(&app.ctx).unwrap());
    let server = tokio::spawn(async move {
        let _ = poem::Server::new_with_acceptor(acceptor).run(endpoint).await;
    });
    let guest = app.guest().at(&format!("http://127.0.0.1:{port}"));
    let ask = json!({ "name": "Budi", "email": "budi@example.com", "password": "gitar merah di kamar" });
    let request = guest.request(reqwest::Method::POST, "/auth/registration").json(&ask);
    guest.send(request.header("x-forwarded-for", "103.23.1.9")).await.done();
    server.abort();
    assert_eq!(app.number("SELECT count(*) AS n FROM sessions WHERE ip = '103.23.1.9'").await, 1);
}
