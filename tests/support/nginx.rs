//! nginx in front of two processes, with the file that is shipped.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::process::free_address;
use crate::programs::server;

/// What is shipped.
const SHIPPED: &str = include_str!("../../ops/nginx/hurtrock.conf");
/// The processes in it.
const SHOPS: [&str; 2] = ["127.0.0.1:8080", "127.0.0.1:8081"];
/// Kept elsewhere otherwise, where only root may write.
const KEPT: [&str; 5] = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/// nginx.
pub struct Nginx {
    server: Child,
    dir: PathBuf,
    url: String,
}

/// The file with the addresses of a test, and without what only a server has: certificates and IPv6.
fn adapted(shops: [&str; 2], open: &str, secure: &str) -> String {
    let kept = SHIPPED.lines().filter(|line| !line.contains("ssl_certificate") && !line.contains("[::]"));
    let lines = kept.map(|line| match line.trim() {
        "listen 80;" => format!("listen {open};"),
        "listen 443 ssl http2;" => format!("listen {secure};"),
        _ => line.to_owned(),
    });
    let mut text = lines.collect::<Vec<_>>().join("\n");
    for (shipped, here) in SHOPS.into_iter().zip(shops) {
        assert!(text.contains(shipped), "{shipped} is not in the file that is shipped");
        text = text.replace(shipped, here);
    }
    assert!(text.contains(open) && text.contains(secure), "it listens elsewhere:\n{text}");
    text
}

impl Nginx {
    /// Starts it in front of the processes at two addresses.
    pub async fn start(shops: [&str; 2]) -> Self {
        let (open, secure) = (free_address(), free_address());
        let dir = std::env::temp_dir().join(format!("hurtrock-nginx-{}", uuid::Uuid::now_v7().simple()));
        fs::create_dir_all(&dir).expect("a directory");
        fs::write(dir.join("shop.conf"), adapted(shops, &open, &secure)).expect("the shop's file");
        let kept = KEPT.map(|name| format!("{name}_temp_path {name}; ")).concat();
        let whole = format!(
            "daemon off;\nmaster_process off;\npid pid;\nerror_log error.log;\nevents {{ worker_connections 512; }}\n\
             http {{ access_log off; {kept}include shop.conf; }}\n"
        );
        fs::write(dir.join("nginx.conf"), whole).expect("its own file");
        let mut command = Command::new(server("nginx", "HURTROCK_TEST_NGINX"));
        command.args(["-e", "error.log", "-c", "nginx.conf", "-p"]).arg(&dir);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut nginx = Self { server: command.spawn().expect("nginx starts"), dir, url: format!("http://{secure}") };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(&secure).await.is_ok() {
                return nginx;
            }
            if let Ok(Some(status)) = nginx.server.try_wait() {
                panic!("nginx did not start: {status}\n{}", nginx.faults());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nginx never answered");
    }

    /// The shop through it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it complained about.
    #[must_use]
    pub fn faults(&self) -> String {
        fs::read_to_string(self.dir.join("error.log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}
