//! Sends notifications to the shop, and again when it does not take them.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::faults::Trouble;
use crate::state::{App, Provider, Store};
use crate::{midtrans, stripe};

const KEPT: usize = 20_000;

/// One notification and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// Counts up from 1.
    pub id: u64,
    /// Who sends it.
    pub provider: Provider,
    /// Event type (Stripe) or `transaction_status` (Midtrans).
    pub kind: String,
    /// Session id (Stripe) or `order_id` (Midtrans).
    pub subject: String,
    /// Where it goes.
    pub url: String,
    /// The exact bytes sent.
    pub body: String,
    /// The switch it was made under.
    pub trouble: Option<Trouble>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Tries so far, oldest first.
    pub attempts: Vec<Attempt>,
    /// Unix seconds.
    pub created: i64,
    // Notifications of one lane are sent one after the other.
    lane: String,
    wait_ms: u64,
}

/// Where a notification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Kept back until released.
    Held,
    /// Waiting for its next try.
    Queued,
    /// Answered with 2xx.
    Delivered,
    /// Given up after the last try.
    Failed,
    /// Lost on purpose.
    Dropped,
}

/// One try.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// Unix seconds.
    pub at: i64,
    /// The shop's HTTP status, if it answered.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// How long it took.
    pub milliseconds: u64,
}

/// All notifications ever made.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    pub list: BTreeMap<u64, Delivery>,
    last: u64,
    reversed: Vec<u64>,
    #[serde(skip)]
    due: VecDeque<u64>,
}

/// A notification about to be queued.
pub(crate) struct Notice {
    pub kind: String,
    pub subject: String,
    pub urls: Vec<String>,
    pub body: String,
    pub created: i64,
}

impl Outbox {
    pub fn take_due(&mut self) -> VecDeque<u64> {
        std::mem::take(&mut self.due)
    }

    pub fn unfinished(&self) -> Vec<u64> {
        self.list.values().filter(|delivery| delivery.state == DeliveryState::Queued).map(|delivery| delivery.id).collect()
    }

    fn add(&mut self, provider: Provider, notice: &Notice, url: &str, trouble: Option<Trouble>) -> u64 {
        self.last += 1;
        let delivery = Delivery {
            id: self.last,
            provider,
            kind: notice.kind.clone(),
            subject: notice.subject.clone(),
            url: url.to_owned(),
            body: notice.body.clone(),
            trouble,
            state: DeliveryState::Held,
            attempts: Vec::new(),
            created: notice.created,
            lane: notice.subject.clone(),
            wait_ms: 0,
        };
        self.list.insert(self.last, delivery);
        self.forget();
        self.last
    }

    // The oldest go first, unless they still have to be sent.
    fn forget(&mut self) {
        while self.list.len() > KEPT {
            let oldest =
                self.list.first_entry().filter(|entry| !matches!(entry.get().state, DeliveryState::Held | DeliveryState::Queued));
            let Some(entry) = oldest else { return };
            entry.remove();
        }
    }

    /// Queues `ids` in this order.
    pub fn release(&mut self, ids: impl IntoIterator<Item = u64>, lane: Option<&str>) {
        for id in ids {
            let Some(delivery) = self.list.get_mut(&id) else {
                continue;
            };
            delivery.state = DeliveryState::Queued;
            if let Some(lane) = lane {
                lane.clone_into(&mut delivery.lane);
            }
            self.due.push_back(id);
        }
    }
}

impl Store {
    /// Queues a notification; `body` is made knowing what will go wrong with it.
    pub fn notify(&mut self, provider: Provider, make: impl FnOnce(&mut Store, Option<Trouble>) -> Notice) {
        let held = self.faults(provider).held;
        let (trouble, more) = self.faults(provider).take_trouble().unzip();
        let notice = make(self, trouble);
        let outbox = &mut self.outbox;
        for url in &notice.urls {
            let id = outbox.add(provider, &notice, url, trouble);
            match trouble {
                Some(Trouble::Drop) => {
                    if let Some(delivery) = outbox.list.get_mut(&id) {
                        delivery.state = DeliveryState::Dropped;
                    }
                    continue;
                }
                Some(Trouble::Duplicate) => {
                    let twin = outbox.add(provider, &notice, url, trouble);
                    if let Some(delivery) = outbox.list.get_mut(&twin) {
                        delivery.lane.push_str(" again");
                    }
                    if !held {
                        outbox.release([twin], None);
                    }
                }
                Some(Trouble::Late(wait_ms)) => {
                    if let Some(delivery) = outbox.list.get_mut(&id) {
                        delivery.wait_ms = wait_ms;
                        delivery.lane.push_str(" late");
                    }
                }
                Some(Trouble::Reversed) => {
                    outbox.reversed.push(id);
                    continue;
                }
                _ => {}
            }
            if !held {
                outbox.release([id], None);
            }
        }
        if trouble == Some(Trouble::Reversed) && more == Some(0) {
            let mut gathered = std::mem::take(&mut outbox.reversed);
            gathered.reverse();
            let lane = format!("reversed {}", outbox.last);
            outbox.release(gathered, Some(&lane));
        }
    }
}

/// Sorts due notifications into lanes until the sandbox stops.
pub(crate) async fn run(app: Arc<App>, mut due: mpsc::UnboundedReceiver<u64>) {
    let mut lanes: HashMap<String, mpsc::UnboundedSender<u64>> = HashMap::new();
    while let Some(id) = due.recv().await {
        let Some(lane) = app.read(|store| store.outbox.list.get(&id).map(|delivery| delivery.lane.clone())) else {
            continue;
        };
        lanes.retain(|_, sender| !sender.is_closed());
        let sent = lanes.get(&lane).is_some_and(|sender| sender.send(id).is_ok());
        if !sent {
            let (sender, receiver) = mpsc::unbounded_channel();
            let _ = sender.send(id);
            lanes.insert(lane, sender);
            app.spawn(drive(Arc::clone(&app), receiver));
        }
    }
}

async fn drive(app: Arc<App>, mut lane: mpsc::UnboundedReceiver<u64>) {
    while let Ok(Some(id)) = tokio::time::timeout(Duration::from_secs(5), lane.recv()).await {
        attempt(&app, id).await;
    }
    // Closed first and then emptied, so that nothing sent in between is lost.
    lane.close();
    while let Ok(id) = lane.try_recv() {
        attempt(&app, id).await;
    }
}

async fn attempt(app: &Arc<App>, id: u64) {
    let queued = |store: &Store| store.outbox.list.get(&id).filter(|delivery| delivery.state == DeliveryState::Queued).cloned();
    let Some(delivery) = app.read(queued) else {
        return;
    };
    if delivery.attempts.is_empty() && delivery.wait_ms > 0 {
        tokio::time::sleep(Duration::from_millis(delivery.wait_ms)).await;
    }
    let at = app.now().timestamp();
    let started = Instant::now();
    let outcome = post(app, &delivery).await;
    let attempt = Attempt {
        at,
        status: outcome.as_ref().ok().copied(),
        error: outcome.as_ref().err().map(ToString::to_string),
        milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    tracing::info!(
        id,
        kind = delivery.kind,
        subject = delivery.subject,
        status = attempt.status,
        error = attempt.error,
        "notification"
    );
    let retries = match delivery.provider {
        Provider::Stripe => stripe::sign::retries(attempt.status),
        Provider::Midtrans => midtrans::notify::retries(attempt.status),
        // It tells nothing by itself here.
        Provider::Biteship => &[],
    };
    let taken = attempt.status.is_some_and(|status| (200..300).contains(&status));
    let wait = retries.get(delivery.attempts.len()).map(|minutes| app.config.retry_minute.mul_f64(*minutes));
    app.change(|store| {
        let Some(delivery) = store.outbox.list.get_mut(&id) else {
            return;
        };
        delivery.attempts.push(attempt);
        delivery.state = match wait {
            _ if taken => DeliveryState::Delivered,
            Some(_) => DeliveryState::Queued,
            None => DeliveryState::Failed,
        };
    });
    if let (false, Some(wait)) = (taken, wait) {
        let later = Arc::clone(app);
        app.spawn(async move {
            tokio::time::sleep(wait).await;
            later.wake(id);
        });
    }
}

/// The shop's status. Midtrans follows 307 and 308, at most five times; nothing else is followed.
async fn post(app: &App, delivery: &Delivery) -> Result<u16, reqwest::Error> {
    let mut url = delivery.url.clone();
    for _ in 0..=5 {
        let mut request = app
            .http
            .post(&url)
            .timeout(app.config.notification_timeout)
            .header("Content-Type", "application/json")
            .body(delivery.body.clone());
        if delivery.provider == Provider::Stripe {
            request = request
                .header("User-Agent", "Stripe/1.0 (payment sandbox)")
                .header("Stripe-Signature", stripe::sign::for_delivery(app, delivery));
        } else {
            request = request.header("User-Agent", "Veritrans (payment sandbox)");
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let next = response.headers().get("Location").and_then(|value| value.to_str().ok());
        match next.and_then(|next| response.url().join(next).ok()) {
            Some(next) if delivery.provider == Provider::Midtrans && matches!(status, 307 | 308) => url = next.to_string(),
            _ => return Ok(status),
        }
    }
    Ok(308)
}
