//! In-app notifications.
