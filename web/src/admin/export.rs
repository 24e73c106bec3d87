//! A list as a file: a menu beside its heading.

use leptos::prelude::*;
use shared::export::ExportFormat;

use crate::api::Call;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Icon, Menu, MenuItem, save};

/// A menu that downloads the list as it is filtered now.
#[component]
pub fn ExportMenu(
    /// The request for a format, with the list's filters.
    #[prop(into)]
    call: Callback<ExportFormat, Call>,
) -> impl IntoView {
    let i18n = use_i18n();
    // Bytes so far, while a file is on its way.
    let received = RwSignal::new(None::<f64>);
    let fetch = move |format: ExportFormat| {
        if received.get_untracked().is_some() {
            return;
        }
        received.set(Some(0.0));
        let progress = move |bytes: f64| {
            received.try_set(Some(bytes));
        };
        let request = call.run(format).progress(progress);
        // It outlives the entry of the menu, which closes, and even the page: it was asked for.
        let owner = Owner::new_root(None);
        let answer = owner.with(|| request.send_file());
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            drop(owner);
            let _ = received.try_set(None);
            save(answer);
        });
    };
    let items = Signal::derive(move || {
        vec![
            MenuItem::action(move || t_string!(i18n, office.export.xlsx), move || fetch(ExportFormat::Xlsx))
                .icon(icondata::LuSheet),
            MenuItem::action(move || t_string!(i18n, office.export.csv), move || fetch(ExportFormat::Csv))
                .icon(icondata::LuFileText),
        ]
    });
    let state = move || {
        let locale = i18n.get_locale();
        received.get().map(|bytes| {
            if bytes > 0.0 {
                t_string!(i18n, office.export.receiving, size = size(locale, bytes))
            } else {
                td_string!(locale, office.export.preparing).to_owned()
            }
        })
    };
    view! {
        <div class="export" data-test="export" class:is-busy=move || received.with(Option::is_some)>
            <span class="muted small" role="status">{state}</span>
            <Menu
                label=move || t_string!(i18n, office.export.label)
                trigger=move || view! { <Icon icon=icondata::LuDownload/> {move || t_string!(i18n, office.export.label)} <Icon icon=icondata::LuChevronDown/> }
                items
            />
        </div>
    }
    .into_any()
}

/// `1,2 MB`, in English `1.2 MB`.
fn size(locale: Locale, bytes: f64) -> String {
    let text = if bytes < 1e6 { format!("{:.0} kB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) };
    match locale {
        Locale::id => text.replace('.', ","),
        Locale::en => text,
    }
}
