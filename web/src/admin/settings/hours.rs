//! Opening hours: a line per day of the week.

use leptos::prelude::*;
use shared::store::OpeningHours;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Checkbox, TextField, day_of_week};

/// One day's fields.
#[derive(Clone, Copy)]
pub(super) struct Day {
    weekday: u8,
    open: RwSignal<bool>,
    opens: RwSignal<String>,
    closes: RwSignal<String>,
}

impl Day {
    /// Monday is 1.
    pub(super) fn new(weekday: u8) -> Self {
        Self { weekday, open: RwSignal::new(false), opens: RwSignal::default(), closes: RwSignal::default() }
    }

    /// What the fields say, followed.
    pub(super) fn read(self) -> OpeningHours {
        let (open, opens, closes) = (self.open.get(), self.opens.get(), self.closes.get());
        OpeningHours { weekday: self.weekday, opens: open.then_some(opens), closes: open.then_some(closes) }
    }

    /// Fills the fields. A day that closes keeps its times, so that opening it again brings them back.
    pub(super) fn write(self, hours: &OpeningHours) {
        self.open.set(hours.opens.is_some() || hours.closes.is_some());
        if let Some(opens) = &hours.opens {
            self.opens.set(opens.clone());
        }
        if let Some(closes) = &hours.closes {
            self.closes.set(closes.clone());
        }
    }
}

/// The week.
#[component]
pub(super) fn HoursFields(days: [Day; 7]) -> impl IntoView {
    let i18n = use_i18n();
    let lines = days
        .into_iter()
        .enumerate()
        .map(|(index, day)| {
            let name = move || day_of_week(i18n.get_locale(), day.weekday);
            view! {
                <li class="hours__day" data-test=format!("hours-{}", day.weekday)>
                    <Checkbox checked=day.open>{name}</Checkbox>
                    <Show
                        when=move || day.open.get()
                        fallback=move || view! { <p class="muted">{move || t_string!(i18n, office.store.closed)}</p> }
                    >
                        <div class="hours__times">
                            <TextField
                                pointer=format!("/hours/{index}/opens")
                                label=move || t_string!(i18n, office.store.opens, day = name())
                                value=day.opens
                                kind="time"
                            />
                            <span aria-hidden="true">"–"</span>
                            <TextField
                                pointer=format!("/hours/{index}/closes")
                                label=move || t_string!(i18n, office.store.closes, day = name())
                                value=day.closes
                                kind="time"
                            />
                        </div>
                    </Show>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="hours" role="list">{lines}</ul> }.into_any()
}
