//! Everything the sandbox remembers, behind one mutex, optionally kept in a JSON file.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::clock::Clock;
use crate::config::Config;
use crate::deliver::Outbox;
use crate::faults::Faults;
use crate::gate::Call;
use crate::{biteship, midtrans, stripe};

/// The services played here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// <https://docs.stripe.com/api>
    Stripe,
    /// <https://docs.midtrans.com>
    Midtrans,
    /// <https://biteship.com/id/docs>, which follows parcels and pays nothing
    Biteship,
}

impl Provider {
    /// The name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Provider::Stripe => "stripe",
            Provider::Midtrans => "midtrans",
            Provider::Biteship => "biteship",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Provider> {
        match name {
            "stripe" => Some(Provider::Stripe),
            "midtrans" => Some(Provider::Midtrans),
            "biteship" => Some(Provider::Biteship),
            _ => None,
        }
    }
}

/// The whole state. Only the log of calls is forgotten on a restart.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Store {
    pub stripe: stripe::records::Records,
    pub midtrans: midtrans::records::Records,
    pub outbox: Outbox,
    pub stripe_faults: Faults,
    pub midtrans_faults: Faults,
    #[serde(default)]
    pub biteship: biteship::Records,
    #[serde(default)]
    pub biteship_faults: Faults,
    #[serde(skip)]
    pub calls: VecDeque<Call>,
}

impl Store {
    pub fn faults(&mut self, provider: Provider) -> &mut Faults {
        match provider {
            Provider::Stripe => &mut self.stripe_faults,
            Provider::Midtrans => &mut self.midtrans_faults,
            Provider::Biteship => &mut self.biteship_faults,
        }
    }

    pub fn faults_of(&self, provider: Provider) -> &Faults {
        match provider {
            Provider::Stripe => &self.stripe_faults,
            Provider::Midtrans => &self.midtrans_faults,
            Provider::Biteship => &self.biteship_faults,
        }
    }
}

/// The running sandbox, shared by every request and task.
pub(crate) struct App {
    pub config: Config,
    /// Where browsers reach us, without a trailing slash.
    pub public_url: String,
    pub http: reqwest::Client,
    shop_url: Mutex<String>,
    store: Mutex<Store>,
    clock: Mutex<Clock>,
    wake: mpsc::UnboundedSender<u64>,
    stop: watch::Sender<bool>,
}

impl App {
    /// The shared state, and the receiver of notification ids that are due.
    pub fn new(config: Config, public_url: String) -> anyhow::Result<(App, mpsc::UnboundedReceiver<u64>)> {
        if let Some(folder) = config.state.as_deref().and_then(Path::parent) {
            std::fs::create_dir_all(folder)?;
        }
        let mut store = match &config.state {
            Some(path) if path.exists() => load(path)?,
            _ => Store::default(),
        };
        // What was being worked on when the last run ended will never be answered.
        store.stripe.keys.retain(|_, key| key.answer.is_some());
        let (wake, due) = mpsc::unbounded_channel();
        for id in store.outbox.unfinished() {
            // The receiver is right here, so this cannot fail.
            let _ = wake.send(id);
        }
        // Only plain HTTP is spoken here, but the client asks for a TLS provider when it is built.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let app = App {
            http,
            shop_url: Mutex::new(config.shop_url.trim_end_matches('/').to_owned()),
            config,
            public_url,
            store: Mutex::new(store),
            clock: Mutex::default(),
            wake,
            stop: watch::Sender::new(false),
        };
        Ok((app, due))
    }

    pub fn now(&self) -> DateTime<Utc> {
        held(&self.clock).now()
    }

    pub fn clock(&self) -> MutexGuard<'_, Clock> {
        held(&self.clock)
    }

    pub fn shop_url(&self) -> String {
        held(&self.shop_url).clone()
    }

    pub fn set_shop_url(&self, url: &str) {
        url.trim_end_matches('/').clone_into(&mut held(&self.shop_url));
    }

    /// Looks at the state.
    pub fn read<R>(&self, look: impl FnOnce(&Store) -> R) -> R {
        look(&held(&self.store))
    }

    /// Changes the state, keeps it, and sends the notifications the change called for.
    pub fn change<R>(&self, act: impl FnOnce(&mut Store) -> R) -> R {
        let mut store = held(&self.store);
        let result = act(&mut store);
        let due = store.outbox.take_due();
        if let Some(path) = &self.config.state
            && let Err(error) = save(path, &store)
        {
            tracing::error!("cannot keep the state in {}: {error:#}", path.display());
        }
        for id in due {
            // Fails only while shutting down; the id is then picked up from the file.
            let _ = self.wake.send(id);
        }
        result
    }

    /// Works on the state without keeping it: for reads, and for the log of calls.
    pub fn quiet<R>(&self, act: impl FnOnce(&mut Store) -> R) -> R {
        act(&mut held(&self.store))
    }

    /// Sends a notification again.
    pub fn wake(&self, id: u64) {
        let _ = self.wake.send(id);
    }

    /// Runs `task` until it ends or the sandbox stops.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> tokio::task::JoinHandle<()> {
        let mut stop = self.stop.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                () = task => {}
                _ = stop.wait_for(|stopped| *stopped) => {}
            }
        })
    }

    /// Resolves when the sandbox is asked to stop.
    pub async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        // An error means the sender is gone, which is a stop as well.
        let _ = stop.wait_for(|stopped| *stopped).await;
    }

    pub fn stop(&self) {
        self.stop.send_replace(true);
    }
}

/// Locks even after a panic elsewhere: every change leaves the state readable.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn load(path: &Path) -> anyhow::Result<Store> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not a state of this sandbox", path.display()))
}

// Written beside and renamed, so that a kill leaves the old or the new state, never half of one.
fn save(path: &Path, store: &Store) -> anyhow::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, serde_json::to_vec(store)?)?;
    std::fs::rename(&beside, path)?;
    Ok(())
}
