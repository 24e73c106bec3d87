//! Biteship: `GET /v1/trackings/{waybill}/couriers/{code}`. Source: <https://biteship.com/id/docs/api/trackings>.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use reqwest::Response;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use shared::orders::TrackingStatus;

use super::{CourierTracking, Step, Tracked, TrackingError};
use crate::config::BiteshipConfig;

/// Our names of couriers, folded, and Biteship's.
const CODES: &[(&str, &str)] = &[
    ("jne", "jne"),
    ("jnt", "jnt"),
    ("sicepat", "sicepat"),
    ("pos", "pos"),
    ("posindonesia", "pos"),
    ("tiki", "tiki"),
    ("anteraja", "anteraja"),
    ("ninja", "ninja"),
    ("ninjaxpress", "ninja"),
    ("lion", "lion"),
    ("lionparcel", "lion"),
    ("idexpress", "idexpress"),
    ("ide", "idexpress"),
    ("sap", "sap"),
    ("sapexpress", "sap"),
    ("rpx", "rpx"),
    ("paxel", "paxel"),
];

/// Most bytes of an answer that are read.
const MOST_BYTES: usize = 512 * 1024;
/// Most steps that are kept of one answer; couriers tell of some dozen.
const MOST_STEPS: usize = 200;
/// Most characters of a note.
const MOST_NOTE: usize = 300;

/// The door to Biteship.
pub(super) struct Biteship {
    http: reqwest::Client,
    api_base: String,
    key: SecretString,
}

#[derive(Deserialize)]
struct Answer {
    success: bool,
    status: Option<String>,
    #[serde(default)]
    history: Vec<Entry>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    status: Option<String>,
    note: Option<String>,
    updated_at: Option<String>,
}

impl Biteship {
    pub(super) fn new(keys: &BiteshipConfig, http: reqwest::Client) -> Self {
        Self { http, api_base: keys.api_base.clone(), key: keys.api_key.clone() }
    }

    async fn ask(&self, code: &str, number: &str) -> Result<Tracked, TrackingError> {
        let url = format!("{}/v1/trackings/{number}/couriers/{code}", self.api_base);
        let broken = |error: reqwest::Error| TrackingError::Unavailable(error.without_url().to_string());
        let answer = self.http.get(url).bearer_auth(self.key.expose_secret()).send().await.map_err(broken)?;
        let status = answer.status().as_u16();
        let body = body(answer).await?;
        match status {
            401..=403 => return Err(TrackingError::Refused(format!("status {status}"))),
            429 | 500.. => return Err(TrackingError::Unavailable(format!("status {status}"))),
            _ => {}
        }
        let odd = |error: serde_json::Error| TrackingError::Unavailable(format!("status {status}: {error}"));
        read(status, serde_json::from_slice(&body).map_err(odd)?)
    }
}

async fn body(mut answer: Response) -> Result<Vec<u8>, TrackingError> {
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| TrackingError::Unavailable(error.without_url().to_string()))? {
        if body.len() + piece.len() > MOST_BYTES {
            return Err(TrackingError::Unavailable("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn read(status: u16, answer: Answer) -> Result<Tracked, TrackingError> {
    if !(200..300).contains(&status) || !answer.success {
        let why = answer.error.unwrap_or_default().chars().take(MOST_NOTE).collect();
        return Err(TrackingError::UnknownNumber(why));
    }
    let steps: Vec<Step> = answer.history.into_iter().filter_map(step).take(MOST_STEPS).collect();
    let last = || steps.iter().max_by_key(|step| step.at).map(|step| step.status);
    // A word that is new there is not a reason to know nothing.
    let status = answer.status.as_deref().and_then(word).or_else(last);
    let status = status.ok_or_else(|| TrackingError::Unavailable("no status that we know".to_owned()))?;
    Ok(Tracked { status, steps })
}

fn step(entry: Entry) -> Option<Step> {
    let at = DateTime::parse_from_rfc3339(entry.updated_at.as_deref()?).ok()?.with_timezone(&Utc);
    let note = entry.note.unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(MOST_NOTE).collect();
    Some(Step { status: word(entry.status.as_deref()?)?, note, at })
}

/// What a word of Biteship's means here.
fn word(word: &str) -> Option<TrackingStatus> {
    Some(match word {
        "confirmed" | "scheduled" | "allocated" => TrackingStatus::Booked,
        "picking_up" => TrackingStatus::PickingUp,
        "picked" => TrackingStatus::InTransit,
        "dropping_off" => TrackingStatus::OutForDelivery,
        "delivered" => TrackingStatus::Delivered,
        "on_hold" => TrackingStatus::OnHold,
        "rejected" => TrackingStatus::Rejected,
        "return_in_transit" => TrackingStatus::Returning,
        "returned" => TrackingStatus::Returned,
        "disposed" => TrackingStatus::Lost,
        "cancelled" | "courier_not_found" => TrackingStatus::Cancelled,
        _ => return None,
    })
}

impl CourierTracking for Biteship {
    fn code(&self, courier: &str) -> Option<&'static str> {
        let folded: String = courier.to_lowercase().replace("j&t", "jnt").chars().filter(char::is_ascii_alphanumeric).collect();
        CODES.iter().find(|(ours, _)| *ours == folded).map(|(_, theirs)| *theirs)
    }

    fn track<'a>(&'a self, code: &'a str, number: &'a str) -> BoxFuture<'a, Result<Tracked, TrackingError>> {
        Box::pin(self.ask(code, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(json: &str) -> Result<Tracked, TrackingError> {
        read(200, serde_json::from_str(json).unwrap())
    }

    #[test]
    fn what_is_told_is_understood_and_what_is_not_is_passed_over() {
        let tracked = answer(
            r#"{"success": true, "object": "tracking", "waybill_id": "JX1", "status": "dropping_off", "history": [
                {"status": "picked", "note": "Diambil\u0000 kurir", "updated_at": "2026-11-21T09:00:00+07:00"},
                {"status": "teleported", "note": "?", "updated_at": "2026-11-21T10:00:00+07:00"},
                {"status": "dropping_off", "note": null, "updated_at": "yesterday"}]}"#,
        );
        let tracked = tracked.unwrap();
        assert_eq!((tracked.status, tracked.steps.len()), (TrackingStatus::OutForDelivery, 1));
        assert_eq!(tracked.steps[0].note, "Diambil kurir");
        assert_eq!(tracked.steps[0].at.to_rfc3339(), "2026-11-21T02:00:00+00:00");
        let new_word = r#"{"success": true, "status": "teleported", "history": [
            {"status": "picked", "note": "", "updated_at": "2026-11-21T09:00:00+07:00"}]}"#;
        assert_eq!(answer(new_word).unwrap().status, TrackingStatus::InTransit);
        assert!(matches!(answer(r#"{"success": true, "status": "teleported"}"#), Err(TrackingError::Unavailable(_))));
        assert!(matches!(answer(r#"{"success": false, "error": "no"}"#), Err(TrackingError::UnknownNumber(_))));
    }

    #[test]
    fn couriers_are_known_however_they_are_written() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let keys = BiteshipConfig { api_base: String::new(), api_key: SecretString::from(String::new()) };
        let biteship = Biteship::new(&keys, reqwest::Client::new());
        for (ours, theirs) in [("JNE", Some("jne")), ("J&T", Some("jnt")), ("SiCepat", Some("sicepat")), ("Ojek", None)] {
            assert_eq!(biteship.code(ours), theirs, "{ours}");
        }
    }
}
