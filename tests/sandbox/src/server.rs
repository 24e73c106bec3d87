//! Routes, the ticker that ends what is overdue, start and stop.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use poem::listener::TcpAcceptor;
use poem::web::Redirect;
use poem::{Route, Server, get, handler};

use crate::config::Config;
use crate::control::Control;
use crate::deliver;
use crate::gate::Api;
use crate::handle::Sandbox;
use crate::pages::{midtrans::MidtransPage, stripe::StripePage};
use crate::state::{App, Provider};
use crate::{midtrans, stripe};

pub(crate) async fn start(config: Config) -> anyhow::Result<Sandbox> {
    let listener =
        tokio::net::TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let (app, due) = App::new(config, public_url.trim_end_matches('/').to_owned())?;
    let app = Arc::new(app);
    app.spawn(deliver::run(Arc::clone(&app), due));
    app.spawn(ticker(Arc::clone(&app)));
    let serving = Arc::clone(&app);
    let server = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?);
    let routes = routes(&app);
    let server = tokio::spawn(async move {
        let stopped = Arc::clone(&serving);
        let stop = async move { stopped.stopped().await };
        if let Err(error) = server.run_with_graceful_shutdown(routes, stop, Some(Duration::from_secs(2))).await {
            tracing::error!("the sandbox stopped: {error}");
        }
    });
    Ok(Sandbox { app, address, server: Some(server) })
}

fn routes(app: &Arc<App>) -> Route {
    let api = |provider| Api { app: Arc::clone(app), provider };
    Route::new()
        .at("/", get(home))
        .at("/healthz", get(healthy))
        .at("/stripe/pay/:session", StripePage(Arc::clone(app)))
        .at("/stripe/*path", api(Provider::Stripe))
        // Stripe's own clients take a host but no path before `/v1`.
        .at("/v1/*path", api(Provider::Stripe))
        .at("/midtrans/pay/:token", MidtransPage(Arc::clone(app)))
        .at("/midtrans/*path", api(Provider::Midtrans))
        .at("/biteship/*path", api(Provider::Biteship))
        .at("/control", Control(Arc::clone(app)))
        .at("/control/*path", Control(Arc::clone(app)))
}

#[handler]
fn home() -> Redirect {
    Redirect::see_other("/control")
}

#[handler]
fn healthy() -> &'static str {
    "ok"
}

async fn ticker(app: Arc<App>) {
    let mut every = tokio::time::interval(Duration::from_millis(500));
    loop {
        every.tick().await;
        tick(&app);
    }
}

/// Ends sessions and payments whose time is up.
pub(crate) fn tick(app: &App) {
    stripe::pay::expire_due(app);
    midtrans::charge::expire_due(app);
}
