//! Journeys of people in a real browser, on the real server and the payment sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod accessible;
mod analytics;
mod answering;
mod buying;
mod chatting;
mod checking_out;
mod choosing;
mod day;
mod first_look;
mod forgetting;
mod gathering;
mod going_back;
mod hearing;
mod keyboard;
mod office;
mod paying;
mod people;
mod printing;
mod receiving;
mod reference;
mod refunding;
mod second_factor;
mod settings;
mod slow;
mod steps;
mod stocking;
