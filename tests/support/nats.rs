//! A server of NATS, which can be killed and held up.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::process::free_address;
use crate::programs::{run, server};

/// The server, on an address that it keeps.
pub struct Nats {
    address: String,
    running: Option<Child>,
}

impl Nats {
    /// Starts it.
    pub async fn start() -> Self {
        let mut nats = Self { address: free_address(), running: None };
        nats.start_again().await;
        nats
    }

    /// What the setting `nats_url` is to be.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Kills it; it remembers nothing.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.running.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// It takes in what is sent and answers nothing.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// It goes on.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let server = self.running.as_ref().expect("it runs");
        run("kill", Command::new("kill").args([signal, &server.id().to_string()]));
    }

    /// Starts it where it was.
    pub async fn start_again(&mut self) {
        self.kill();
        let (host, port) = self.address.split_once(':').expect("an address");
        let server = Command::new(server("nats-server", "HURTROCK_TEST_NATS"))
            .args(["--addr", host, "--port", port])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server starts");
        self.running = Some(server);
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(&self.address).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nats-server never answered");
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
    }
}
