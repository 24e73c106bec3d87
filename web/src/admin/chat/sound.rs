//! A short sound, made here: two notes of a clean guitar, more or less.

use std::cell::{Cell, RefCell};

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorType};

use crate::storage;

/// What comes within so many milliseconds sounds once.
const PAUSE: f64 = 2_000.0;
/// The notes, in hertz: an E and the B above it.
const NOTES: [f32; 2] = [659.26, 987.77];
/// A note begins so long after the one before, in seconds, and lasts twice as long.
const STEP: f64 = 0.09;

thread_local! {
    static ON: ArcRwSignal<bool> = ArcRwSignal::new(storage::get(storage::CHAT_SOUND).is_some());
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
    static LAST: Cell<f64> = const { Cell::new(0.0) };
}

/// Whether it sounds when somebody writes.
pub(super) fn is_on() -> Signal<bool> {
    ON.with(|on| on.read_only()).into()
}

/// Turns it on or off, and remembers that. Turned on, it is heard once: so one knows it, and the
/// browser has been asked by somebody's hand.
pub(super) fn turn(on: bool) {
    ON.with(|signal| signal.set(on));
    if on {
        storage::set(storage::CHAT_SOUND, "on");
        LAST.set(0.0);
        ring();
    } else {
        storage::remove(storage::CHAT_SOUND);
    }
}

/// Sounds, if it is turned on.
pub(super) fn ring() {
    let now = Date::now();
    if ON.with(|on| on.get_untracked()) && now - LAST.get() > PAUSE {
        LAST.set(now);
        // A browser that will not play leaves the badge and the title.
        let _ = play();
    }
}

fn context() -> Result<AudioContext, JsValue> {
    if let Some(context) = CONTEXT.with_borrow(Clone::clone) {
        return Ok(context);
    }
    let context = AudioContext::new()?;
    CONTEXT.set(Some(context.clone()));
    Ok(context)
}

fn play() -> Result<(), JsValue> {
    let context = context()?;
    // Asleep until somebody has touched the page.
    let _ = context.resume()?;
    let mut at = context.current_time();
    for note in NOTES {
        let (string, volume) = (context.create_oscillator()?, context.create_gain()?);
        string.set_type(OscillatorType::Triangle);
        string.frequency().set_value(note);
        let gain = volume.gain();
        gain.set_value_at_time(0.0001, at)?;
        gain.exponential_ramp_to_value_at_time(0.12, at + 0.01)?;
        gain.exponential_ramp_to_value_at_time(0.0001, at + 2.0 * STEP)?;
        string.connect_with_audio_node(&volume)?;
        volume.connect_with_audio_node(&context.destination())?;
        string.start_with_when(at)?;
        string.stop_with_when(at + 2.0 * STEP)?;
        at += STEP;
    }
    Ok(())
}
