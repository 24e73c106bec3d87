//! Hurtrock's server.
//!
//! One room per feature; a room's front door is its `mod.rs`. `http`, `db`, `jobs`, `cache` and
//! `mail` are the walls they share. See `docs/architecture.md`.

pub mod account;
pub mod app;
pub mod audit;
pub mod backup;
pub mod cache;
pub mod cart;
pub mod catalog;
pub mod chat;
pub mod checkout;
pub mod clock;
pub mod config;
pub mod context;
pub mod couriers;
pub mod crash;
pub mod db;
pub mod demo_shop;
pub mod doctor;
pub mod document;
pub mod files;
pub mod http;
pub mod idempotency;
pub mod inventory;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod live;
pub mod mail;
pub mod maintenance;
pub mod metrics;
pub mod notifications;
pub mod orders;
pub mod pages;
pub mod papers;
pub mod payments;
pub mod regions;
pub mod reports;
pub mod secrets;
pub mod shipping;
pub mod store;
pub mod users;
pub mod views;
pub mod web;
pub mod webhooks;
