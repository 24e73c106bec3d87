//! Where the shop is, when it is open, how to reach it.

use chrono::{Datelike, FixedOffset};
use leptos::prelude::*;
use shared::store::{OpeningHours, StoreProfile};
use web_logic::hours::{self, Door};

use super::use_around;
use crate::api::query::encode;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::shop::chat::AskHere;
use crate::shop::words;
use crate::ui::{AsyncView, Icon, SkeletonText, Status, Tone, day_of_week, time};

/// Address, opening hours, phone and WhatsApp.
#[component]
pub fn StoreCard() -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    view! {
        <section class="foot__shop">
            <h2 class="display display--sm">{move || t_string!(i18n, shop.footer.title)}</h2>
            <AsyncView load=around.store skeleton=|| view! { <SkeletonText lines=6/> } let(store)>
                <Facts store/>
            </AsyncView>
        </section>
    }
    .into_any()
}

#[component]
fn Facts(store: StoreProfile) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let opening = store.hours.clone();
    let door = Memo::new(move |_| hours::door(&opening, around.now.get()));
    let tone = Signal::derive(move || if matches!(door.get(), Door::Open { .. }) { Tone::Success } else { Tone::Neutral });
    let place = format!("{}, {} {}", store.address, store.city, store.postal_code);
    let map = format!("https://www.google.com/maps/search/?api=1&query={}", encode(&format!("{}, {place}", store.name)));
    let chat = (!store.whatsapp.is_empty()).then(|| format!("https://wa.me/{}", store.whatsapp.trim_start_matches('+')));
    let number = words::phone(&store.whatsapp);
    let days = store.hours.clone();
    let (branch, licence) = (store.branch.clone(), store.licence_number.clone());
    view! {
        <p class="foot__door">
            <Status tone>{move || door_text(i18n.get_locale(), &door.get())}</Status>
        </p>
        <address class="foot__place">
            <Icon icon=icondata::LuMapPin/>
            <span>
                {(!branch.is_empty()).then(|| view! { {branch} <br/> })}
                {place} <br/>
                <a href=map target="_blank" rel="external noopener">{move || t_string!(i18n, shop.footer.map)}</a>
            </span>
        </address>
        <ul class="foot__reach" role="list">
            <li><AskHere/></li>
            {chat
                .map(|chat| {
                    view! {
                        <li>
                            <a class="foot__wa" href=chat target="_blank" rel="external noopener">
                                <Icon icon=icondata::LuMessageCircle/>
                                "WhatsApp " {number}
                            </a>
                        </li>
                    }
                })}
            <li>
                <a href=format!("tel:{}", store.phone) rel="external"><Icon icon=icondata::LuPhone/>{words::phone(&store.phone)}</a>
            </li>
            <li><a href=format!("mailto:{}", store.email) rel="external"><Icon icon=icondata::LuMail/>{store.email.clone()}</a></li>
            {store
                .socials
                .links()
                .into_iter()
                .map(|(name, link)| {
                    view! {
                        <li>
                            <a href=link.to_owned() target="_blank" rel="external noopener"><Icon icon=icondata::LuExternalLink/>{name}</a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <dl class="foot__hours" aria-label=move || t_string!(i18n, shop.footer.hours)>
            {move || {
                let locale = i18n.get_locale();
                let today = today(around.now.get());
                groups(&days)
                    .into_iter()
                    .map(|group| {
                        let is_today = group.contains(today);
                        view! {
                            <div class:is-today=is_today>
                                <dt>{group.days(locale)}</dt>
                                <dd>{group.times(locale)}</dd>
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </dl>
        {(!licence.is_empty()).then(|| view! { <p class="small" data-test="licence">"NIB " {licence}</p> })}
    }
    .into_any()
}

/// `Buka sampai 18.00 WIB`.
fn door_text(locale: Locale, door: &Door) -> String {
    match door {
        Door::Open { until } => td_string!(locale, shop.footer.open_until, time = words::clock(locale, until)),
        Door::Opens { at, days_ahead } => {
            td_string!(locale, shop.footer.opens, day = words::day(locale, *at, *days_ahead), time = time(locale, *at))
        }
        Door::Closed => td_string!(locale, shop.footer.closed_now).to_owned(),
    }
}

fn today(now: chrono::DateTime<chrono::Utc>) -> u8 {
    let here = FixedOffset::east_opt(7 * 3600).map(|zone| now.with_timezone(&zone).weekday().number_from_monday());
    here.and_then(|day| u8::try_from(day).ok()).unwrap_or_default()
}

/// Days in a row with the same hours.
struct Group {
    from: u8,
    to: u8,
    hours: Option<(String, String)>,
}

fn groups(hours: &[OpeningHours]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for day in hours {
        let times = day.opens.clone().zip(day.closes.clone());
        match groups.last_mut() {
            Some(last) if last.hours == times && last.to + 1 == day.weekday => last.to = day.weekday,
            _ => groups.push(Group { from: day.weekday, to: day.weekday, hours: times }),
        }
    }
    groups
}

impl Group {
    fn contains(&self, day: u8) -> bool {
        (self.from..=self.to).contains(&day)
    }

    fn days(&self, locale: Locale) -> String {
        let first = day_of_week(locale, self.from);
        if self.from == self.to { first } else { format!("{first}–{}", day_of_week(locale, self.to)) }
    }

    fn times(&self, locale: Locale) -> String {
        match &self.hours {
            Some((opens, closes)) => format!("{}–{}", words::clock(locale, opens), words::clock(locale, closes)),
            None => td_string!(locale, shop.footer.closed).to_owned(),
        }
    }
}
