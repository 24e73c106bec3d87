//! Figures of a span of days beside those of the span before.

use leptos::prelude::*;
use shared::dashboard::{Comparison, Figures};

use super::super::words;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::{Icon, ids, money};

/// Four figures of a span.
#[component]
pub(super) fn Tiles(
    /// The span.
    #[prop(into)]
    title: TextProp,
    /// What it is compared with.
    #[prop(into)]
    against: TextProp,
    /// The figures.
    figures: Comparison,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = ids::unique("tiles");
    let tile = move |label: TextProp, read: fn(&Figures) -> i64, write: fn(Locale, i64) -> String| {
        let (now, before) = (read(&figures.current), read(&figures.previous));
        let against = against.clone();
        view! {
            <div class="tile">
                <dt class="tile__label">{move || label.get()}</dt>
                <dd class="tile__figure">{move || write(i18n.get_locale(), now)}</dd>
                <dd class="tile__change"><Change now before write against/></dd>
            </div>
        }
    };
    view! {
        <section aria-labelledby=id.clone()>
            <h2 class="page__part" id=id.clone()>{move || title.get()}</h2>
            <dl class="tiles">
                {tile((move || t_string!(i18n, admin.dashboard.revenue)).into(), |figures| figures.revenue.0, rupiah)}
                {tile((move || t_string!(i18n, admin.dashboard.orders)).into(), |figures| figures.orders, words::number)}
                {tile((move || t_string!(i18n, admin.dashboard.average)).into(), |figures| figures.average_order.0, rupiah)}
                {tile((move || t_string!(i18n, admin.dashboard.customers)).into(), |figures| figures.new_customers, words::number)}
            </dl>
        </section>
    }
    .into_any()
}

fn rupiah(locale: Locale, amount: i64) -> String {
    money(locale, shared::money::Rupiah(amount))
}

/// Up or down, by how much, and from what.
#[component]
fn Change(now: i64, before: i64, write: fn(Locale, i64) -> String, against: TextProp) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = match now.cmp(&before) {
        std::cmp::Ordering::Greater => ("change change--up", icondata::LuTrendingUp),
        std::cmp::Ordering::Less => ("change change--down", icondata::LuTrendingDown),
        std::cmp::Ordering::Equal => ("change", icondata::LuMinus),
    };
    let figure = match percent(now, before) {
        Some(percent) if percent > 0 => format!("+{percent}%"),
        Some(percent) => format!("{percent}%").replace('-', "−"),
        None => String::new(),
    };
    view! {
        <span class=class>
            <Icon icon/>
            {(!figure.is_empty()).then(|| view! { <strong>{figure}</strong> })}
        </span>
        <span class="muted">{move || t_string!(i18n, admin.dashboard.compared, figure = write(i18n.get_locale(), before), span = against.get().to_string())}</span>
    }
    .into_any()
}

/// The change in whole percent; `None` when there was nothing to compare with.
fn percent(now: i64, before: i64) -> Option<i64> {
    if before <= 0 {
        return None;
    }
    let change = (i128::from(now) - i128::from(before)) * 100 / i128::from(before);
    i64::try_from(change).ok()
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_change_is_told_only_against_something() {
        assert_eq!((percent(150, 100), percent(50, 100), percent(0, 100)), (Some(50), Some(-50), Some(-100)));
        assert_eq!((percent(1, 0), percent(i64::MAX, 1)), (None, None));
    }
}
