//! What sold best.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::dashboard::BestSeller;

use super::super::words;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Card, Money, Picture};

/// Products by what they brought in, the first one most.
#[component]
pub fn BestSellers(
    /// Of which days.
    #[prop(into)]
    title: TextProp,
    /// Said when nothing was sold.
    #[prop(into)]
    nothing: TextProp,
    /// The products.
    best: Vec<BestSeller>,
) -> impl IntoView {
    let i18n = use_i18n();
    let none = best.is_empty();
    view! {
        <Card title>
            {none.then(|| view! { <p class="muted">{move || nothing.get()}</p> })}
            <ol class="best" role="list">
                {best
                    .into_iter()
                    .map(|best| {
                        let pieces = best.quantity;
                        view! {
                            <li class="best__item">
                                <span class="thumb">{best.image.map(|image| view! { <Picture image sizes="3rem" ratio="1 / 1" alt=""/> })}</span>
                                <span class="best__name">
                                    <A href=routes::admin::products_like(&best.name)>{best.name}</A>
                                    <span class="muted">
                                        {move || t_string!(i18n, admin.dashboard.sold, count = words::number(i18n.get_locale(), pieces))}
                                    </span>
                                </span>
                                <Money amount=Signal::stored(best.revenue)/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </Card>
    }
    .into_any()
}
