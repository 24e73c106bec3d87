//! Sending a request, and sending it again when that is safe.

use std::time::Duration;

use reqwest::RequestBuilder;

use super::GatewayError;

/// Tries in all.
const TRIES: u32 = 3;

/// Which failures a request survives being repeated after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// All: it reads, or carries a key that makes the repetition harmless.
    Safe,
    /// Only those where it certainly never arrived.
    IfNotSent,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, GatewayError> {
        // serde's messages name fields and types, never values of secrets: replies hold none.
        serde_json::from_slice(&self.body).map_err(|error| GatewayError::Unexpected(format!("status {}: {error}", self.status)))
    }
}

/// Sends `request`; repeats it after 0.5 s, 1 s … (at most 5 s, with jitter) as Stripe's own
/// libraries do: obeying `Stripe-Should-Retry`, else after a broken connection, 409, 429 and 5xx.
pub(super) async fn send(request: RequestBuilder, repeat: Repeat) -> Result<Reply, GatewayError> {
    let mut tried = 0;
    loop {
        tried += 1;
        let last = tried >= TRIES;
        let this = request.try_clone().ok_or_else(|| GatewayError::Unexpected("the request cannot be repeated".to_owned()))?;
        let outcome = this.send().await;
        match outcome {
            Ok(response) => {
                let status = response.status().as_u16();
                let told = response
                    .headers()
                    .get("stripe-should-retry")
                    .and_then(|value| value.to_str().ok())
                    .map(|value| value == "true");
                if status >= 500 && response.headers().get("idempotent-replayed").is_some_and(|value| value == "true") {
                    return Err(GatewayError::Spent(format!("status {status}")));
                }
                let again = told.unwrap_or(matches!(status, 409 | 429) || status >= 500) && repeat == Repeat::Safe;
                if again && !last {
                    tracing::debug!(status, tried, "repeating a request to a payment provider");
                } else {
                    match response.bytes().await {
                        Ok(body) => return finished(status, body.to_vec()),
                        Err(error) if last || repeat == Repeat::IfNotSent => return Err(broken(error)),
                        Err(_) => {}
                    }
                }
            }
            Err(error) => {
                let again = repeat == Repeat::Safe || error.is_connect();
                if last || !again {
                    return Err(broken(error));
                }
            }
        }
        tokio::time::sleep(pause(tried)).await;
    }
}

fn finished(status: u16, body: Vec<u8>) -> Result<Reply, GatewayError> {
    if status == 429 || status >= 500 {
        return Err(GatewayError::Unavailable(format!("status {status}")));
    }
    Ok(Reply { status, body })
}

/// Without the URL, which is of no use in a log and long.
fn broken(error: reqwest::Error) -> GatewayError {
    let kind = if error.is_timeout() {
        "timed out"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    GatewayError::Unavailable(format!("{kind}: {}", error.without_url()))
}

fn pause(tried: u32) -> Duration {
    let full = Duration::from_millis(500) * 2_u32.saturating_pow(tried.saturating_sub(1));
    full.min(Duration::from_secs(5)).mul_f64(rand::random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        for _ in 0..50 {
            assert!((250..=500).contains(&pause(1).as_millis()));
            assert!((500..=1000).contains(&pause(2).as_millis()));
            assert!(pause(30) <= Duration::from_secs(5));
        }
    }
}
