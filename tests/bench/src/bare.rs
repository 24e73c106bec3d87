//! The bare handler: poem, and bytes that lie ready.

use std::fs;
use std::path::Path;

use anyhow::Result;
use bytes::Bytes;
use poem::endpoint::make_sync;
use poem::listener::TcpListener;
use poem::{Response, Route, Server};

/// Serves each file of `dir` at its name.
pub async fn serve(dir: &Path, port: u16) -> Result<()> {
    let mut routes = Route::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let bytes = Bytes::from(fs::read(entry.path())?);
        let answer = make_sync(move |_| Response::builder().content_type("application/json").body(bytes.clone()));
        routes = routes.at(format!("/{}", entry.file_name().to_string_lossy()), answer);
    }
    Server::new(TcpListener::bind(("127.0.0.1", port))).run(routes).await?;
    Ok(())
}
