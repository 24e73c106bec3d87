//! Loading, empty, error, offline.

use leptos::prelude::*;

use super::Part;
use crate::api::ApiError;
use crate::i18n::{t_string, use_i18n};
use crate::ui::*;

#[component]
pub fn StatesPart() -> impl IntoView {
    let i18n = use_i18n();
    // Fails first, works when tried again.
    let tries = StoredValue::new(0_u32);
    let load = use_load(move || async move {
        gloo_timers::future::TimeoutFuture::new(700).await;
        tries.update_value(|tries| *tries += 1);
        if tries.get_value() == 1 { Err(ApiError::Unreachable) } else { Ok(tries.get_value()) }
    });
    view! {
        <Part title=move || t_string!(i18n, kit.states)>
            <p class="notice tone-info"><Icon icon=icondata::LuInfo/> {move || t_string!(i18n, kit.notice)}</p>
            <div class="grid" style="--cell: 18rem">
                <Card>
                    <EmptyState
                        icon=icondata::LuGuitar
                        title=move || t_string!(i18n, kit.empty_title)
                        text=move || t_string!(i18n, kit.empty_text)
                    >
                        <LinkButton href="/" kind=ButtonKind::Primary>{move || t_string!(i18n, kit.empty_do)}</LinkButton>
                    </EmptyState>
                </Card>
                <Card><ErrorState error=ApiError::Offline on_retry=|| ()/></Card>
                <Card>
                    <AsyncView load let(tries)>
                        <p>{tries}</p>
                    </AsyncView>
                </Card>
                <Card><SkeletonText lines=4/></Card>
            </div>
        </Part>
    }
    .into_any()
}
