//! What comes over the page.

use leptos::prelude::*;

use super::Part;
use crate::api::ApiError;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::*;

#[component]
pub fn OverlaysPart() -> impl IntoView {
    let i18n = use_i18n();
    let (dialog, drawer) = (RwSignal::new(false), RwSignal::new(false));
    let ask = move || {
        leptos::task::spawn_local(async move {
            let question = Ask::new(
                tu_string!(i18n, kit.confirm_title),
                tu_string!(i18n, kit.confirm_text),
                tu_string!(i18n, kit.confirm_verb),
            );
            if question.danger().await {
                toast::undo(tu_string!(i18n, kit.confirmed), tu_string!(i18n, common.action.undo), move || {
                    toast::info(tu_string!(i18n, kit.kept));
                });
            } else {
                toast::info(tu_string!(i18n, kit.kept));
            }
        });
    };
    let items = Signal::derive(move || {
        vec![
            MenuItem::link(move || t_string!(i18n, kit.menu_orders), "/").icon(icondata::LuPackage),
            MenuItem::action(move || t_string!(i18n, kit.menu_out), || toast::info("…")).icon(icondata::LuLogOut),
        ]
    });
    view! {
        <Part title=move || t_string!(i18n, kit.overlays)>
            <div class="row">
                <Button on_click=move || dialog.set(true)>{move || t_string!(i18n, kit.open_dialog)}</Button>
                <Button on_click=move || drawer.set(true)>{move || t_string!(i18n, kit.open_drawer)}</Button>
                <Button on_click=ask>{move || t_string!(i18n, kit.open_confirm)}</Button>
                <Button kind=ButtonKind::Quiet on_click=move || toast::success(tu_string!(i18n, kit.toast_ok))>
                    {move || t_string!(i18n, kit.toast_ok)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=|| toast::error(&ApiError::Timeout)>
                    {move || t_string!(i18n, kit.toast_error)}
                </Button>
                <Menu
                    label=move || t_string!(i18n, kit.menu)
                    trigger=move || view! { <Icon icon=icondata::LuUser/> {move || t_string!(i18n, kit.menu)} <Icon icon=icondata::LuChevronDown/> }
                    items
                />
                <Tooltip text=move || t_string!(i18n, kit.tooltip)>{move || t_string!(i18n, kit.tooltip_on)}</Tooltip>
            </div>
            <Dialog
                open=dialog
                title=move || t_string!(i18n, kit.dialog_title)
                footer=move || {
                    view! {
                        <Button kind=ButtonKind::Primary on_click=move || dialog.set(false)>{move || t_string!(i18n, common.action.done)}</Button>
                    }
                }
            >
                <p>{move || t_string!(i18n, kit.dialog_text)}</p>
            </Dialog>
            <Drawer open=drawer title=move || t_string!(i18n, kit.drawer_title)>
                <EmptyState
                    icon=icondata::LuShoppingCart
                    title=move || t_string!(i18n, kit.empty_title)
                    text=move || t_string!(i18n, kit.empty_text)
                />
            </Drawer>
        </Part>
    }
    .into_any()
}
