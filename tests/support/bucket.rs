//! A bucket of a server that speaks S3: moto (`tests/s3`), told to check who asks and how it is signed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::process::free_address;
use crate::programs::{installed, run};

/// The bucket's name.
const NAME: &str = "pictures";
/// What whoever makes the bucket asks for: a user, a policy, a key, the bucket. Then nobody is let in unknown.
const UNCHECKED: &str = "4";
/// Names the service that is asked; moto looks at nothing else in it while it does not check.
const IAM: &str = "AWS4-HMAC-SHA256 Credential=setup/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0";
/// All of S3, and nothing else.
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

/// The server, with an empty bucket.
pub struct Bucket {
    server: Child,
    endpoint: String,
    key_id: String,
    secret: String,
}

/// The interpreter that has moto.
fn python() -> std::path::PathBuf {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("s3/requirements.txt");
    let dir = installed("s3", &lock, |dir| {
        run("python3 (3.10 or newer, with venv)", Command::new("python3").args(["-m", "venv", "."]).current_dir(dir));
        let mut pip = Command::new(dir.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
        run("pip", pip.arg(&lock));
    });
    dir.join("bin/python")
}

impl Bucket {
    /// Starts the server and makes the bucket.
    pub async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let python = tokio::task::spawn_blocking(python).await.expect("moto");
        let address = free_address();
        let (host, port) = address.split_once(':').expect("an address");
        let server = Command::new(python)
            .args(["-m", "moto.server", "--host", host, "--port", port])
            .env("INITIAL_NO_AUTH_ACTION_COUNT", UNCHECKED)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto starts");
        let mut bucket = Self { server, endpoint: format!("http://{address}"), key_id: String::new(), secret: String::new() };
        bucket.answers().await;
        bucket.iam(&[("Action", "CreateUser"), ("UserName", "shop")]).await;
        let policy = [("PolicyName", "all"), ("PolicyDocument", POLICY)];
        bucket.iam(&[("Action", "PutUserPolicy"), ("UserName", "shop"), policy[0], policy[1]]).await;
        let key = bucket.iam(&[("Action", "CreateAccessKey"), ("UserName", "shop")]).await;
        (bucket.key_id, bucket.secret) = (element(&key, "AccessKeyId"), element(&key, "SecretAccessKey"));
        let made = reqwest::Client::new().put(format!("{}/{NAME}", bucket.endpoint)).send().await.expect("an answer");
        assert!(made.status().is_success(), "{}", made.status());
        bucket
    }

    /// The settings of a shop that keeps its pictures there.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("s3_bucket", NAME),
            ("s3_endpoint", &self.endpoint),
            ("s3_access_key_id", &self.key_id),
            ("s3_secret_access_key", &self.secret),
        ]
    }

    async fn answers(&mut self) {
        // An interpreter with much to load, on a machine that is busy.
        for _ in 0..600 {
            if reqwest::get(format!("{}/moto-api/", self.endpoint)).await.is_ok() {
                return;
            }
            if let Ok(Some(status)) = self.server.try_wait() {
                panic!("moto did not start: {status}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("moto never answered");
    }

    async fn iam(&self, ask: &[(&str, &str)]) -> String {
        let request = reqwest::Client::new().post(&self.endpoint).header("authorization", IAM);
        let mut ask = ask.to_vec();
        ask.push(("Version", "2010-05-08"));
        let answer = request.form(&ask).send().await.expect("an answer");
        let (status, text) = (answer.status(), answer.text().await.expect("a body"));
        assert!(status.is_success(), "{status}: {text}");
        text
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// What stands in an element of an answer.
fn element(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {xml}"));
    rest.split('<').next().unwrap_or_default().to_owned()
}
