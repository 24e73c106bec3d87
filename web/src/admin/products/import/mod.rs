//! Products from a file: dropped, checked, looked at, applied.

mod report;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::ids::ImportId;
use shared::imports::{Import, ImportStatus, MAX_IMPORT_BYTES, MAX_IMPORT_ROWS};
use shared::live::Topic;

use self::report::Report;
use crate::admin::drop_file::DropFile;
use crate::admin::intake_words;
use crate::admin::words;
use crate::api::imports;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{
    Ask, AsyncView, Breadcrumbs, Button, ButtonKind, Card, Crumb, Icon, PageHead, Status, date_time, toast, use_load,
};

/// Between two looks at an import that is being worked on, should the socket be silent.
const LOOK: std::time::Duration = std::time::Duration::from_millis(1_500);

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let id = Memo::new(move |_| query.with(|query| query.get_str("id").and_then(|id| id.parse::<ImportId>().ok())));
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, admin.products.title), routes::admin::PRODUCTS),
            Crumb::here(t_string!(i18n, intake.import.title)),
        ]
    });
    view! {
        <PageHead title=move || t_string!(i18n, intake.import.title)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, intake.import.title)}</h1></header>
            <Intake/>
            {move || match id.get() {
                Some(id) => view! { <One id/> }.into_any(),
                None => view! { <Latest/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Where a file is dropped, and what is wrong with one that cannot be read.
#[component]
fn Intake() -> impl IntoView {
    let i18n = use_i18n();
    let go = use_navigate();
    let sending = RwSignal::new(None::<u8>);
    let faults = RwSignal::new(Vec::<String>::new());
    let take = move |file: web_sys::File| {
        sending.set(Some(0));
        faults.set(Vec::new());
        let go = go.clone();
        leptos::task::spawn_local(async move {
            let progress = move |percent: u8| {
                sending.try_set(Some(percent));
            };
            let answer = imports::upload_product_import(&file, progress).await;
            if sending.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(import) => go(&routes::admin::import(&import.id.to_string()), Default::default()),
                Err(error) => faults.set(intake_words::file_faults(i18n.get_locale_untracked(), &error)),
            }
        });
    };
    let hint = move || {
        let rows = words::number(i18n.get_locale(), i64::try_from(MAX_IMPORT_ROWS).unwrap_or(i64::MAX));
        t_string!(i18n, intake.import.kinds, rows = rows, size = MAX_IMPORT_BYTES >> 20).to_string()
    };
    view! {
        <Card>
            <DropFile title=move || t_string!(i18n, intake.import.drop) hint sending on_file=take/>
            <div role="alert" data-test="file-faults">
                {move || {
                    let faults = faults.get();
                    (!faults.is_empty())
                        .then(|| {
                            view! {
                                <div class="notice tone-danger">
                                    <Icon icon=icondata::LuTriangleAlert/>
                                    <div>
                                        <strong>{move || t_string!(i18n, intake.import.unreadable)}</strong>
                                        <ul>{faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}</ul>
                                    </div>
                                </div>
                            }
                        })
                }}
            </div>
            <details class="intake__how">
                <summary>{move || t_string!(i18n, intake.import.how)}</summary>
                <p>{move || t_string!(i18n, intake.import.how_begin)}</p>
                <ul>
                    <li>{move || t_string!(i18n, intake.import.how_rows)}</li>
                    <li>{move || t_string!(i18n, intake.import.how_new)}</li>
                    <li>{move || t_string!(i18n, intake.import.how_empty)}</li>
                    <li>{move || t_string!(i18n, intake.import.how_stock)}</li>
                </ul>
            </details>
        </Card>
    }
    .into_any()
}

/// The imports of late.
#[component]
fn Latest() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(imports::list_product_imports);
    live::on_changed(Topic::Imports, move |_| load.reload());
    let one = move |import: Import| {
        let Import { id, status, file_name, rows, counts, sent_by, created_at, .. } = import;
        view! {
            <li class="intake__import">
                <a href=routes::admin::import(&id.to_string())>{if file_name.is_empty() { "CSV".to_owned() } else { file_name }}</a>
                <Status tone=intake_words::status_tone(status)>{move || intake_words::status(i18n.get_locale(), status)}</Status>
                <span class="muted small">
                    {move || {
                        let locale = i18n.get_locale();
                        t_string!(
                            i18n, intake.import.sums, rows = words::number(locale, rows.into()), created = words::number(locale, counts.created.into()),
                            changed = words::number(locale, counts.changed.into()), refused = words::number(locale, counts.refused.into())
                        ).to_string()
                    }}
                </span>
                <span class="muted small">{move || date_time(i18n.get_locale(), created_at)} " · " {sent_by}</span>
            </li>
        }
    };
    view! {
        <AsyncView load let(list)>
            {if list.is_empty() {
                view! { <p class="muted">{move || t_string!(i18n, intake.import.none)}</p> }.into_any()
            } else {
                view! {
                    <Card title=move || t_string!(i18n, intake.import.latest)>
                        <ul class="intake__imports" role="list">{list.into_iter().map(one).collect_view()}</ul>
                    </Card>
                }
                    .into_any()
            }}
        </AsyncView>
    }
    .into_any()
}

/// One import: how far it is, and what becomes of its rows.
#[component]
fn One(id: ImportId) -> impl IntoView {
    let load = use_load(move || imports::get_product_import(&id.to_string()));
    live::on_changed(Topic::Imports, move |changed| {
        if changed.concerns(id.0) {
            load.reload();
        }
    });
    // What was read last stays while it is read again: bars and tables are not drawn anew.
    let import = Memo::new(move |last: Option<&Option<Import>>| load.get().or_else(|| last.cloned().flatten()));
    let busy = Memo::new(move |_| import.with(|import| import.as_ref().is_some_and(|import| import.status.is_busy())));
    Effect::new(move |_| {
        if busy.get()
            && let Ok(handle) = set_interval_with_handle(move || load.reload(), LOOK)
        {
            on_cleanup(move || handle.clear());
        }
    });
    let known = Memo::new(move |_| import.with(Option::is_some));
    view! {
        <Show when=move || known.get() fallback=move || view! { <AsyncView load let(_import)>""</AsyncView> }>
            <Desk id import=Signal::derive(move || import.get())/>
            <Report id import=Signal::derive(move || import.get())/>
        </Show>
    }
    .into_any()
}

/// How far it is, and what can be done with it.
#[component]
fn Desk(id: ImportId, import: Signal<Option<Import>>) -> impl IntoView {
    let i18n = use_i18n();
    let acting = RwSignal::new(false);
    let status = Memo::new(move |_| import.with(|import| import.as_ref().map(|import| import.status)));
    let act = move |apply: bool| {
        if acting.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            let applying = status.try_get_untracked().flatten() == Some(ImportStatus::Applying);
            if !apply && applying {
                let sure = Ask::new(
                    tu_string!(i18n, intake.import.stop_title),
                    tu_string!(i18n, intake.import.stop_text),
                    tu_string!(i18n, intake.import.stop),
                )
                .danger()
                .await;
                if !sure {
                    return;
                }
            }
            if acting.try_set(true).is_some() {
                return;
            }
            let id = id.to_string();
            let answer = if apply { imports::apply_product_import(&id).await } else { imports::cancel_product_import(&id).await };
            if acting.try_set(false).is_some() {
                return;
            }
            // How it goes on is told by the socket, and by looking.
            if let Err(error) = answer {
                toast::error(&error);
            }
        });
    };
    let writes = Memo::new(move |_| {
        import.with(|import| import.as_ref().map_or(0, |import| import.counts.created + import.counts.changed))
    });
    let name = move || import.with(|import| import.as_ref().map(|import| import.file_name.clone()).unwrap_or_default());
    let part =
        Memo::new(move |_| import.with(|import| import.as_ref().map_or((0, 1), |import| (import.done, import.rows.max(1)))));
    let said = move || {
        let locale = i18n.get_locale();
        let (done, rows) = part.get();
        let (done, rows) = (words::number(locale, done.into()), words::number(locale, rows.into()));
        match status.get() {
            Some(ImportStatus::Checking) => t_string!(i18n, intake.import.checking, done = done, rows = rows).to_string(),
            Some(ImportStatus::Applying) => t_string!(i18n, intake.import.applying, done = done, rows = rows).to_string(),
            Some(ImportStatus::Checked) if writes.get() == 0 => t_string!(i18n, intake.import.nothing).to_owned(),
            Some(ImportStatus::Checked) => t_string!(i18n, intake.import.checked).to_owned(),
            Some(ImportStatus::Applied) => t_string!(i18n, intake.import.applied).to_owned(),
            Some(ImportStatus::Cancelled) => t_string!(i18n, intake.import.cancelled).to_owned(),
            None => String::new(),
        }
    };
    let busy = Memo::new(move |_| status.get().is_some_and(ImportStatus::is_busy));
    view! {
        <Card>
            <div class="intake__desk" data-test="import" data-status=move || status.get().map(ImportStatus::as_str)>
                <h2 class="intake__name">{name}</h2>
                {move || {
                    status
                        .get()
                        .map(|status| view! { <Status tone=intake_words::status_tone(status)>{move || intake_words::status(i18n.get_locale(), status)}</Status> })
                }}
            </div>
            <Show when=move || busy.get()>
                <progress
                    class="intake__bar"
                    max=move || part.get().1.to_string()
                    value=move || part.get().0.to_string()
                    aria-label=move || t_string!(i18n, intake.import.progress)
                    aria-valuetext=said
                ></progress>
            </Show>
            <p role="status" aria-live="polite">{said}</p>
            <div class="form__actions">
                <Show when=move || status.get() == Some(ImportStatus::Checked) && writes.get() != 0>
                    <Button kind=ButtonKind::Primary icon=icondata::LuCheck loading=acting on_click=move || act(true) attr:data-test="apply-import">
                        {move || {
                            let count = words::number(i18n.get_locale(), writes.get().into());
                            t_string!(i18n, intake.import.apply, count = count).to_string()
                        }}
                    </Button>
                </Show>
                <Show when=move || status.get().is_some_and(|status| !matches!(status, ImportStatus::Applied | ImportStatus::Cancelled))>
                    <Button kind=ButtonKind::Quiet loading=acting on_click=move || act(false) attr:data-test="cancel-import">
                        {move || if status.get() == Some(ImportStatus::Applying) { t_string!(i18n, intake.import.stop) } else { t_string!(i18n, intake.import.discard) }}
                    </Button>
                </Show>
                <a class="link" href=routes::admin::IMPORT>{move || t_string!(i18n, intake.import.others)}</a>
            </div>
        </Card>
    }
    .into_any()
}
