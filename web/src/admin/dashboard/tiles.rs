//! Figures of a span of days beside those of the span before.

use leptos::prelude::*;
use shared::dashboard::{Comparison, Figures};
use web_logic::numbers::change;

use super::super::charts::{Write, percent, rupiah};
use super::super::words;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::{Icon, ids};

/// Figures of a span.
#[component]
pub fn Tiles(
    /// The span.
    #[prop(into)]
    title: TextProp,
    /// What it is compared with.
    #[prop(into)]
    against: TextProp,
    /// Beside the title.
    #[prop(optional, into)]
    note: Option<TextProp>,
    /// The figures.
    figures: Comparison,
    /// All figures, rather than the first five.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = ids::unique("tiles");
    let drawn = move |label: TextProp, read: fn(&Figures) -> Option<i64>, write: Write, is_cost: bool| {
        let (now, before) = (read(&figures.current), read(&figures.previous));
        let against = against.clone();
        view! {
            <div class="tile" class:tile--cost=is_cost>
                <dt class="tile__label">{move || label.get()}</dt>
                <dd class="tile__figure">{move || written(i18n.get_locale(), now, write)}</dd>
                <dd class="tile__change"><Change now before write against/></dd>
            </div>
        }
    };
    let tile = {
        let drawn = drawn.clone();
        move |label: TextProp, read: fn(&Figures) -> Option<i64>, write: Write| drawn(label, read, write, false)
    };
    view! {
        <section aria-labelledby=id.clone()>
            <header class="page__head">
                <h2 class="page__part" id=id.clone()>{move || title.get()}</h2>
                {note.map(|note| view! { <p class="muted small">{move || note.get()}</p> })}
            </header>
            <dl class="tiles" class:tiles--five=!whole>
                {tile((move || t_string!(i18n, admin.dashboard.revenue)).into(), |figures| Some(figures.revenue.0), rupiah)}
                {tile((move || t_string!(i18n, admin.dashboard.orders)).into(), |figures| Some(figures.orders), words::number)}
                {tile((move || t_string!(i18n, admin.dashboard.average)).into(), |figures| Some(figures.average_order.0), rupiah)}
                {tile((move || t_string!(i18n, insights.conversion)).into(), |figures| figures.conversion, percent)}
                {tile((move || t_string!(i18n, admin.dashboard.customers)).into(), |figures| Some(figures.new_customers), words::number)}
                {whole.then(|| {
                    view! {
                        {tile((move || t_string!(i18n, insights.visits)).into(), |figures| Some(figures.visits), words::number)}
                        {tile((move || t_string!(i18n, insights.captured)).into(), |figures| Some(figures.captured.0), rupiah)}
                        {drawn((move || t_string!(i18n, insights.refunded)).into(), |figures| Some(figures.refunded.0), rupiah, true)}
                    }
                })}
            </dl>
        </section>
    }
    .into_any()
}

/// A figure, or a dash where there is none.
fn written(locale: Locale, figure: Option<i64>, write: Write) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| write(locale, figure))
}

/// Up or down, by how much, and from what.
#[component]
fn Change(now: Option<i64>, before: Option<i64>, write: Write, against: TextProp) -> impl IntoView {
    let i18n = use_i18n();
    // Beside what is not known there is neither more nor less.
    let (from, to) = before.zip(now).unwrap_or_default();
    let (class, icon) = match to.cmp(&from) {
        std::cmp::Ordering::Greater => ("change change--up", icondata::LuTrendingUp),
        std::cmp::Ordering::Less => ("change change--down", icondata::LuTrendingDown),
        std::cmp::Ordering::Equal => ("change", icondata::LuMinus),
    };
    let figure = match change(to, from) {
        Some(percent) if percent > 0 => format!("+{percent}%"),
        Some(percent) => format!("{percent}%").replace('-', "−"),
        None => String::new(),
    };
    view! {
        <span class=class>
            <Icon icon/>
            {(!figure.is_empty()).then(|| view! { <strong>{figure}</strong> })}
        </span>
        <span class="muted">
            {move || t_string!(i18n, admin.dashboard.compared, figure = written(i18n.get_locale(), before, write), span = against.get().to_string())}
        </span>
    }
    .into_any()
}
