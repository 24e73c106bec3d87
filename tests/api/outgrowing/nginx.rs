//! Two processes behind nginx with the file that is shipped: nobody notices that one of them is restarted.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tests::{Live, Nginx, Process, Shelf, TestApp, free_address};

/// The built web apps of two releases, each with a file that the other does not have.
struct Builds(PathBuf);

const OLD: &str = "shop-0123456789abcdef.js";
const NEW: &str = "shop-fedcba9876543210.js";

impl Builds {
    fn new() -> Self {
        let builds = Self(std::env::temp_dir().join(format!("hurtrock-builds-{}", uuid::Uuid::now_v7().simple())));
        for (build, file) in [("old", OLD), ("new", NEW)] {
            for bundle in ["shop", "admin"] {
                let dir = builds.0.join(build).join(bundle);
                std::fs::create_dir_all(&dir).unwrap();
                std::fs::write(dir.join("index.html"), "<!doctype html><title>Toko</title>").unwrap();
            }
            std::fs::write(builds.0.join(build).join("shop").join(file), format!("// {build}")).unwrap();
        }
        builds
    }

    fn dir(&self, build: &str) -> String {
        self.0.join(build).display().to_string()
    }
}

impl Drop for Builds {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Ends the load when the test ends, however it does.
struct Load(Arc<AtomicBool>);

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

async fn restart(process: &mut Process, app: &TestApp, address: &str) {
    process.terminate();
    assert!(process.stopped().await.success());
    *process = Process::start(app, address, &[]).await;
    // They are asked in turn.
    tokio::time::sleep(Duration::from_millis(500)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_notices_that_each_process_is_restarted() {
    let app = TestApp::new().await;
    let variant = Shelf::new(&app).await.goods("RG550", 12_000_000, 9).await.variant;
    let addresses = [free_address(), free_address()];
    let mut first = Process::start(&app, &addresses[0], &[]).await;
    let mut second = Process::start(&app, &addresses[1], &[]).await;
    let nginx = Nginx::start([addresses[0].as_str(), addresses[1].as_str()]).await;

    let (load, done) = (Load(Arc::default()), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..6)
        .map(|task| {
            let (guest, over, done) = (app.guest().at(nginx.url()), load.0.clone(), done.clone());
            tokio::spawn(async move {
                let mut refused = Vec::new();
                while !over.load(Ordering::SeqCst) {
                    // Those who buy are fewer than those who look.
                    let (answer, pause) = match task % 3 {
                        0 => (guest.get("/products").await, 5),
                        1 => (guest.get("/store").await, 5),
                        _ => (guest.post("/cart/items", json!({ "variant_id": variant, "quantity": 1 })).await, 50),
                    };
                    if answer.status >= 300 {
                        refused.push(format!("{task}: {}: {}", answer.status, answer.text()));
                    }
                    done.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                refused
            })
        })
        .collect();
    let answered = || done.load(Ordering::SeqCst);
    app.eventually("it is busy", async || answered() > 50).await;
    restart(&mut first, &app, &addresses[0]).await;
    let between = answered();
    restart(&mut second, &app, &addresses[1]).await;
    app.eventually("it went on", async || answered() > between + 50).await;
    drop(load);
    for task in tasks {
        assert_eq!(task.await.unwrap(), [] as [&str; 0], "{}", nginx.faults());
    }
    assert!(first.lives() && second.lives());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_says_who_asks_lets_sockets_through_and_finds_the_files_of_both_builds() {
    let app = TestApp::new().await;
    let builds = Builds::new();
    let addresses = [free_address(), free_address()];
    let (old, new) = (builds.dir("old"), builds.dir("new"));
    let _first = Process::start(&app, &addresses[0], &[("web_dir", &old)]).await;
    let _second = Process::start(&app, &addresses[1], &[("web_dir", &new)]).await;
    let nginx = Nginx::start([addresses[0].as_str(), addresses[1].as_str()]).await;

    // Whoever says to be somebody else is not believed: the address is that of the connection.
    let elsewhere = reqwest::Client::builder().local_address(IpAddr::from([127, 0, 0, 9])).build().unwrap();
    let ask = json!({ "name": "Budi", "email": "budi@example.com", "password": "gitar merah di kamar" });
    let register = elsewhere.post(format!("{}/api/v1/auth/registration", nginx.url())).json(&ask);
    let answer = register.header("x-forwarded-for", "103.23.1.9").send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    assert_eq!(app.number("SELECT count(*) AS n FROM sessions WHERE ip = '127.0.0.9'").await, 1);

    // A request keeps its name, and gets one where it brings none that is one.
    let named = async |name: &str| {
        let ask = elsewhere.get(format!("{}/api/v1/store", nginx.url())).header("x-request-id", name);
        ask.send().await.unwrap().headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(named("permintaan-saya-1").await, "permintaan-saya-1");
    for bad in ["pendek", "ada spasi di sini", ""] {
        let given = named(bad).await;
        assert!(given != bad && given.len() == 32, "{given}");
    }

    // A socket: hello, and welcome.
    let buyer = app.buyer().await.at(nginx.url());
    Live::join(&buyer, None, &[]).await;

    let status = async |path: &str| reqwest::get(format!("{}/{path}", nginx.url())).await.unwrap().status().as_u16();
    for round in 0..8 {
        for file in [OLD, NEW] {
            assert_eq!(status(file).await, 200, "{file} in round {round}");
        }
    }
    assert_eq!(status("shop-0123456789abcdee.js").await, 404);
    assert_eq!(status("metrics").await, 404);
    assert_eq!(status("readyz").await, 200);
}
