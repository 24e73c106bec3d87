//! `payment-sandbox`: the sandbox as a program, for demo runs.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use sandbox::{BiteshipConfig, Config, MidtransConfig, Sandbox, StripeConfig};

/// Plays Stripe and Midtrans for a shop under development. No money moves.
#[derive(Parser)]
#[command(name = "payment-sandbox", version)]
struct Options {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:9090")]
    listen: SocketAddr,
    /// The shop: notifications go there.
    #[arg(long, default_value = "http://localhost:8080")]
    shop_url: String,
    /// Address browsers reach the sandbox under [default: the address listened on].
    #[arg(long)]
    public_url: Option<String>,
    /// Secret key the shop authenticates with at Stripe.
    #[arg(long, default_value = "sk_test_hurtrock_demo")]
    stripe_secret_key: String,
    /// Secret Stripe's notifications are signed with.
    #[arg(long, default_value = "whsec_hurtrock_demo")]
    stripe_webhook_secret: String,
    /// Server key the shop authenticates with at Midtrans; signs Midtrans' notifications.
    #[arg(long, default_value = "SB-Mid-server-hurtrock-demo")]
    midtrans_server_key: String,
    /// Key the shop authenticates with at Biteship.
    #[arg(long, default_value = "biteship_test.hurtrock_demo")]
    biteship_api_key: String,
    /// JSON file that keeps the state across restarts.
    #[arg(long)]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,sandbox=info,payment_sandbox=info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let sandbox = Sandbox::start(Config {
        listen: options.listen,
        public_url: options.public_url,
        shop_url: options.shop_url,
        stripe: StripeConfig {
            secret_key: options.stripe_secret_key,
            webhook_secret: options.stripe_webhook_secret,
            ..StripeConfig::default()
        },
        midtrans: MidtransConfig { server_key: options.midtrans_server_key, ..MidtransConfig::default() },
        // Nobody is there to carry parcels.
        biteship: BiteshipConfig { api_key: options.biteship_api_key, lively: true },
        state: options.state,
        ..Config::default()
    })
    .await?;
    tracing::info!("payment sandbox on {}/control", sandbox.base_url());
    stop_asked().await?;
    tracing::info!("stopping");
    sandbox.shutdown().await;
    Ok(())
}

#[cfg(unix)]
async fn stop_asked() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stop_asked() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
