//! Journeys of people in a real browser, on the real server and the payment sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod answering;
mod buying;
mod chatting;
mod first_look;
mod forgetting;
mod hearing;
mod office;
mod paying;
mod printing;
mod refunding;
mod steps;
mod stocking;
