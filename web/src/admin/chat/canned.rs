//! The texts that are written often: seen, written, and what becomes of their placeholders.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{CannedResponse, CannedResponseDetails, fill_in};

use crate::api::{ApiError, chat};
use crate::i18n::{self, Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::session;
use crate::ui::{
    AsyncView, Breadcrumbs, Button, ButtonKind, Column, ConflictDialog, Crumb, DataTable, Dialog, EmptyState, Form, FormView,
    IconButton, Load, PageHead, TextArea, TextField, Version, ago, as_it_stands, toast, use_editor, use_load,
};

/// A buyer and an order to show what a text becomes.
const BUYER: &str = "Rina Maharani";
const ORDER: &str = "HRT-20261128-0042";

/// What is being written: a new text, or another form of one there is.
#[derive(Clone, PartialEq)]
enum Draft {
    New,
    Of(CannedResponse),
}

/// The texts that are written often.
#[component]
pub fn CannedPage() -> impl IntoView {
    let i18n = use_i18n();
    let list = use_load(chat::list_canned_responses);
    let open = RwSignal::new(false);
    let draft = RwSignal::new(Draft::New);
    let write = Callback::new(move |wanted: Draft| {
        draft.set(wanted);
        open.set(true);
    });
    let rows = Signal::derive(move || list.get().unwrap_or_default());
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, console.title), routes::admin::CHATS),
            Crumb::here(t_string!(i18n, console.canned.title)),
        ]
    });
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuZap
                title=move || t_string!(i18n, console.canned.empty)
                text=move || t_string!(i18n, console.canned.empty_text)
            />
        }
    };
    let title = move || match draft.get() {
        Draft::New => t_string!(i18n, console.canned.add),
        Draft::Of(_) => t_string!(i18n, console.canned.change),
    };
    view! {
        <PageHead title=move || t_string!(i18n, console.canned.title)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, console.canned.title)}</h1>
                <Button kind=ButtonKind::Primary icon=icondata::LuPlus on_click=move || write.run(Draft::New) attr:data-test="canned-new">
                    {move || t_string!(i18n, console.canned.add)}
                </Button>
            </header>
            <p class="muted">{move || t_string!(i18n, console.canned.about)}</p>
            <AsyncView load=list let(_all)>
                <DataTable
                    caption=move || t_string!(i18n, console.canned.title)
                    columns=columns(list, write)
                    rows=rows
                    key=|row: &CannedResponse| row.id.to_string()
                    empty=empty
                />
            </AsyncView>
            <Dialog open title=title>
                <Writing draft=draft.get_untracked() list open/>
            </Dialog>
        </div>
    }
    .into_any()
}

fn columns(list: Load<Vec<CannedResponse>>, write: Callback<Draft>) -> Vec<Column<CannedResponse>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "shortcut",
            move || t_string!(i18n, console.canned.shortcut),
            move |row: &CannedResponse| {
                let (own, shortcut) = (row.clone(), row.shortcut.clone());
                view! {
                    <button
                        type="button"
                        class="row-link link-button"
                        data-test="canned-row"
                        data-shortcut=shortcut.clone()
                        on:click=move |_| write.run(Draft::Of(own.clone()))
                    >
                        "/" {shortcut.clone()}
                    </button>
                }
            },
        ),
        Column::new("title", move || t_string!(i18n, console.canned.name), |row: &CannedResponse| row.title.clone()),
        Column::new(
            "body",
            move || t_string!(i18n, console.canned.text),
            |row: &CannedResponse| {
                let body = row.body.clone();
                view! { <span class="canned__body">{body}</span> }
            },
        )
        .secondary(),
        Column::new(
            "changed",
            move || t_string!(i18n, console.canned.changed),
            move |row: &CannedResponse| {
                let at = row.updated_at;
                view! { <span class="nowrap">{move || ago(i18n.get_locale(), at)}</span> }
            },
        )
        .secondary(),
        Column::new(
            "delete",
            move || t_string!(i18n, common.action.delete),
            move |row: &CannedResponse| {
                let (own, name) = (row.clone(), row.title.clone());
                view! {
                    <span class="canned__delete">
                        <IconButton
                            icon=icondata::LuTrash2
                            label=move || t_string!(i18n, console.canned.remove, name = name.clone()).to_string()
                            on_click=move || remove(own.clone(), list)
                            attr:data-test="canned-delete"
                        />
                    </span>
                }
            },
        ),
    ]
}

/// What it holds, to be saved.
fn details(response: &CannedResponse) -> CannedResponseDetails {
    CannedResponseDetails { shortcut: response.shortcut.clone(), title: response.title.clone(), body: response.body.clone() }
}

fn version(response: &CannedResponse) -> Version<CannedResponseDetails> {
    Version { value: details(response), revision: response.revision }
}

fn field(locale: Locale, name: &str) -> String {
    let words = match name {
        "shortcut" => td_string!(locale, console.canned.shortcut),
        "title" => td_string!(locale, console.canned.name),
        "body" => td_string!(locale, console.canned.text),
        other => other,
    };
    words.to_owned()
}

/// Removes a text, and offers to write it anew.
fn remove(response: CannedResponse, list: Load<Vec<CannedResponse>>) {
    let locale = i18n::current();
    spawn_local(async move {
        match chat::delete_canned_response(response.id).await {
            Ok(()) => {
                list.reload();
                let text = td_string!(locale, console.canned.removed, name = response.title.clone());
                toast::undo(text, td_string!(locale, common.action.undo), move || {
                    let details = details(&response);
                    spawn_local(async move {
                        match chat::create_canned_response(&details).await {
                            Ok(_) => list.reload(),
                            Err(error) => toast::error(&error),
                        }
                    });
                });
            }
            Err(error) => {
                toast::error(&error);
                list.reload();
            }
        }
    });
}

#[component]
fn Writing(draft: Draft, list: Load<Vec<CannedResponse>>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (id, first) = match &draft {
        Draft::New => (None, Version { value: CannedResponseDetails::default(), revision: 0 }),
        Draft::Of(response) => (Some(response.id), version(response)),
    };
    let known = first.value.clone();
    let (shortcut, title, body) = (RwSignal::new(known.shortcut), RwSignal::new(known.title), RwSignal::new(known.body));
    let editor = use_editor(
        form,
        first,
        move || CannedResponseDetails {
            shortcut: shortcut.with(|text| text.trim().trim_start_matches('/').to_owned()),
            title: title.with(|text| text.trim().to_owned()),
            body: body.with(|text| text.trim().to_owned()),
        },
        move |details: CannedResponseDetails| {
            shortcut.set(details.shortcut);
            title.set(details.title);
            body.set(details.body);
        },
        move || async move {
            let all = chat::list_canned_responses().await?;
            let theirs = all.iter().find(|response| Some(response.id) == id).map(version);
            list.put(all);
            theirs.ok_or_else(ApiError::not_found)
        },
        move |details: CannedResponseDetails, revision: i32| async move {
            let saved = match id {
                Some(id) => chat::update_canned_response(id, revision, &details).await,
                None => chat::create_canned_response(&details).await,
            };
            saved.map(|saved| version(&saved))
        },
        move |_| {
            toast::success(tu_string!(i18n, console.canned.saved));
            list.reload();
            open.set(false);
        },
    );
    let agent = session::current().me().map(|me| me.name.clone()).unwrap_or_default();
    let preview = move || body.with(|body| fill_in(body, BUYER, &agent, ORDER));
    let put = move |placeholder: &'static str| {
        body.update(|body| {
            if !body.is_empty() && !body.ends_with(char::is_whitespace) {
                body.push(' ');
            }
            body.push_str(placeholder);
        });
    };
    let placeholder = move |word: &'static str, label: TextProp| {
        view! {
            <li>
                <button type="button" class="chip" on:click=move |_| put(word)><code>{word}</code> " " {move || label.get()}</button>
            </li>
        }
    };
    view! {
        <FormView form on_submit=move || editor.send()>
            <div class="form__pair">
                <TextField
                    pointer="/shortcut"
                    label=move || t_string!(i18n, console.canned.shortcut)
                    hint=move || t_string!(i18n, console.canned.shortcut_hint)
                    value=shortcut
                    prefix="/"
                    maxlength=30
                />
                <TextField pointer="/title" label=move || t_string!(i18n, console.canned.name) value=title maxlength=80/>
            </div>
            <TextArea pointer="/body" label=move || t_string!(i18n, console.canned.text) value=body rows=7 maxlength=4000/>
            <ul class="chips canned__placeholders" role="list" aria-label=move || t_string!(i18n, console.canned.placeholders)>
                {placeholder("{name}", (move || t_string!(i18n, console.canned.of_buyer)).into())}
                {placeholder("{agent}", (move || t_string!(i18n, console.canned.of_agent)).into())}
                {placeholder("{order}", (move || t_string!(i18n, console.canned.of_order)).into())}
            </ul>
            <div class="canned__preview" data-test="canned-preview">
                <p class="field__label">{move || t_string!(i18n, console.canned.preview)}</p>
                <p class="canned__bubble">{preview}</p>
            </div>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="canned-save">
                    {move || t_string!(i18n, common.action.save)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
        <ConflictDialog editor label=field value=as_it_stands/>
    }
    .into_any()
}
