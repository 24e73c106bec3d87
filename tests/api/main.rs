//! What the shop promises to those who talk to it over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod access;
mod account;
mod asyncapi;
mod audit;
mod audit_goods;
mod bad_input;
mod bulk_orders;
mod cart;
mod catalog;
mod categories;
mod checkout;
mod crash;
mod database_gone;
mod doctor;
mod exports;
mod faults;
mod imports;
mod judges;
mod ledger;
mod letters;
mod live;
mod live_limits;
mod live_processes;
mod mail;
mod migrations;
mod money_edges;
mod notifications;
mod openapi;
mod order_machine;
mod orders;
mod papers;
mod passwords;
mod payments;
mod payments_trouble;
mod product_images;
mod products;
mod products_many;
mod provider_faults;
mod races;
mod refunds;
mod staff_payments;
mod store;
mod tracking;
mod views;
