//! The line between browsers and a shop, which can be cut, or go silent.

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::TestApp;

/// What becomes of what is sent.
#[derive(Clone, Debug)]
enum Line {
    /// Every connection ends at once.
    Cut,
    /// Connections stay, but nothing comes through.
    Silent,
    /// It is carried to this address.
    Carries(String),
}

/// A line with an address of its own, which is to be the shop's `public_url`. Whatever changes about
/// it ends the connections there are.
pub struct Wire {
    url: String,
    line: watch::Sender<Line>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Lays it; it leads nowhere yet.
    pub async fn lay() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (line, seen) = watch::channel(Line::Cut);
        Self { url, line, task: tokio::spawn(carry(listener, seen)) }
    }

    /// Its near end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Leads to this shop from now on.
    pub fn join(&self, app: &TestApp) {
        self.line.send_replace(Line::Carries(app.url().trim_start_matches("http://").to_owned()));
    }

    /// Cuts it.
    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    /// Lets nothing through any more: what is asked gets no answer, and no refusal either.
    pub fn hush(&self) {
        self.line.send_replace(Line::Silent);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(listener: TcpListener, line: watch::Receiver<Line>) {
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(serve(near, line.clone()));
    }
}

/// One connection, as long as the line stays what it is; a silent one stays open until it is no more.
async fn serve(mut near: TcpStream, mut line: watch::Receiver<Line>) {
    let now = line.borrow_and_update().clone();
    if let Line::Carries(address) = now {
        let Ok(mut far) = TcpStream::connect(address).await else { return };
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
            _ = line.changed() => {}
        }
    }
    while matches!(*line.borrow_and_update(), Line::Silent) {
        if line.changed().await.is_err() {
            return;
        }
    }
}
