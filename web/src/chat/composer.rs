//! Writing: text, a product, files, and the faces that are used most.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use shared::chat::{BODY_MAX, ChatProduct};
use web_sys::FileList;

use super::cards::ProductLine;
use super::draft::ChatDraft;
use super::files::{ACCEPT, ChatFile};
use super::products::ProductPicker;
use super::thread::ChatThread;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, DropZone, FileChooser, Icon, IconButton, choose_files, ids};

/// The faces that are used most; all others the system's own picker has.
const FACES: [&str; 10] = ["👍", "🙏", "😊", "😂", "😍", "🤘", "🎸", "🔥", "🤔", "😢"];
/// How many characters before the end their number is shown.
const NEAR_END: usize = 200;

/// Where one writes. Enter sends and Shift+Enter begins a line; on phones, Enter begins a line.
#[component]
pub fn Composer(
    /// Where it goes.
    thread: ChatThread,
    /// What is being written.
    draft: ChatDraft,
    /// Names the field.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Shown in the empty field.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Stands beside the other buttons.
    #[prop(optional, into)]
    tools: ViewFn,
    /// Sees keys first; `true` when it has handled one.
    #[prop(optional, into)]
    on_key: Option<Callback<KeyboardEvent, bool>>,
    /// Why nothing can be sent; `None` when it can.
    #[prop(optional, into)]
    blocked: MaybeProp<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = NodeRef::<html::Textarea>::new();
    let chooser = NodeRef::<html::Input>::new();
    let (faces, picking) = (RwSignal::new(false), RwSignal::new(false));
    let (id, why_id) = (ids::unique("chat-text"), ids::unique("chat-why"));
    let (labelled, described) = (id.clone(), why_id.clone());
    let text = draft.text;
    let length = move || text.with(|text| text.chars().count());
    // Why it cannot be sent now.
    let reason = Memo::new(move |_| {
        let length = length();
        if let Some(reason) = blocked.get() {
            Some(reason)
        } else if length > BODY_MAX {
            Some(t_string!(i18n, chat.composer.too_long, count = length - BODY_MAX).to_string())
        } else if draft.files.are_waited_for() {
            Some(t_string!(i18n, chat.composer.file_wait).to_owned())
        } else if draft.is_blank() {
            Some(t_string!(i18n, chat.composer.empty).to_owned())
        } else {
            None
        }
    });
    let is_blank = move || draft.is_blank();
    let focus = move || {
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
        }
    };
    let send = move || {
        if reason.with_untracked(Option::is_none) {
            draft.send(thread.source(), thread.last_shown());
            thread.typing(false);
            faces.set(false);
        }
        focus();
    };
    let pressed = move |event: KeyboardEvent| {
        if on_key.is_some_and(|on_key| on_key.run(event.clone())) {
            event.prevent_default();
            return;
        }
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() && !is_touched() {
            event.prevent_default();
            send();
        }
    };
    let put = move |face: &str| {
        if let Some(area) = area.get_untracked() {
            let start = area.selection_start().ok().flatten().unwrap_or(0);
            if area.set_range_text(face).is_ok() {
                let after = start + u32::try_from(face.encode_utf16().count()).unwrap_or(0);
                let _ = area.set_selection_range(after, after);
            }
            text.set(area.value());
        }
        focus();
    };
    let attach = Callback::new(move |files: FileList| draft.files.add(Some(files)));
    let name =
        move || label.as_ref().map_or_else(|| t_string!(i18n, chat.composer.text).to_owned(), |label| label.get().to_string());
    let hint = move || {
        placeholder.as_ref().map_or_else(|| t_string!(i18n, chat.composer.placeholder).to_owned(), |hint| hint.get().to_string())
    };
    view! {
        <DropZone class="composer" on_files=attach attr:data-drop=move || t_string!(i18n, chat.composer.drop)>
            <Show when=move || picking.get()>
                <ProductPicker
                    on_pick=move |product: ChatProduct| {
                        draft.product.set(Some(product));
                        picking.set(false);
                        focus();
                    }
                    on_close=move || {
                        picking.set(false);
                        focus();
                    }
                />
            </Show>
            <Extras draft/>
            <Show when=move || faces.get()>
                <div class="composer__faces" role="group" aria-label=move || t_string!(i18n, chat.composer.emoji)>
                    {FACES
                        .into_iter()
                        .map(|face| view! { <button type="button" data-test="chat-face" on:click=move |_| put(face)>{face}</button> })
                        .collect_view()}
                </div>
            </Show>
            <label class="visually-hidden" for=id>{name}</label>
            <textarea
                node_ref=area
                class="composer__text"
                id=labelled
                rows="1"
                aria-describedby=described
                placeholder=hint
                data-test="chat-text"
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    thread.typing(text.with_untracked(|text| !text.trim().is_empty()));
                }
                on:keydown=pressed
                on:paste=move |event| {
                    let files = event.clipboard_data().and_then(|data| data.files()).filter(|files| files.length() > 0);
                    if files.is_some() {
                        event.prevent_default();
                        draft.files.add(files);
                    }
                }
                on:blur=move |_| thread.typing(false)
            ></textarea>
            <div class="composer__bar">
                <FileChooser
                    chooser
                    accept=ACCEPT
                    multiple=true
                    label=move || t_string!(i18n, chat.composer.attach)
                    on_files=attach
                    attr:data-test="chat-files"
                />
                <IconButton
                    icon=icondata::LuPaperclip
                    label=move || t_string!(i18n, chat.composer.attach)
                    on_click=move || choose_files(chooser)
                />
                <IconButton
                    icon=icondata::LuTag
                    label=move || t_string!(i18n, chat.composer.product)
                    pressed=Signal::derive(move || Some(picking.get()))
                    on_click=move || picking.update(|picking| *picking = !*picking)
                    attr:data-test="chat-tag"
                />
                <IconButton
                    icon=icondata::LuSmile
                    label=move || t_string!(i18n, chat.composer.emoji)
                    pressed=Signal::derive(move || Some(faces.get()))
                    on_click=move || faces.update(|faces| *faces = !*faces)
                    attr:data-test="chat-emoji"
                />
                {tools.run()}
                <span class="composer__why" id=why_id role="status">
                    {move || {
                        let left = BODY_MAX.saturating_sub(length());
                        if is_blank() {
                            None
                        } else if let Some(reason) = reason.get() {
                            Some(reason)
                        } else if left < NEAR_END {
                            Some(t_string!(i18n, chat.composer.left, count = left).to_string())
                        } else {
                            None
                        }
                    }}
                </span>
                <button
                    type="button"
                    class="btn btn--primary composer__send"
                    aria-disabled=move || reason.with(Option::is_some).then_some("true")
                    title=move || reason.get().unwrap_or_else(|| t_string!(i18n, chat.composer.send).to_owned())
                    data-test="chat-send"
                    on:click=move |_| send()
                >
                    <Icon icon=icondata::LuSendHorizontal/>
                    <span class="visually-hidden">{move || t_string!(i18n, chat.composer.send)}</span>
                </button>
            </div>
        </DropZone>
    }
    .into_any()
}

/// Whether one types on the screen itself.
fn is_touched() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// The product and the files that go with the text.
#[component]
fn Extras(draft: ChatDraft) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || {
            draft
                .product
                .get()
                .map(|product| {
                    let slug = product.slug.clone();
                    view! {
                        <div class="composer__extra" data-test="chat-tagged" data-slug=slug>
                            <ProductLine product/>
                            <IconButton
                                icon=icondata::LuX
                                label=move || t_string!(i18n, chat.composer.product_remove)
                                on_click=move || draft.product.set(None)
                            />
                        </div>
                    }
                })
        }}
        <For each=move || draft.files.items() key=|file| file.key let(file)>
            <Pending file draft/>
        </For>
    }
    .into_any()
}

/// A file on its way to the server.
#[component]
fn Pending(file: ChatFile, draft: ChatDraft) -> impl IntoView {
    let i18n = use_i18n();
    let files = draft.files;
    let ChatFile { key, name, preview, .. } = file;
    let now = Memo::new(move |_| {
        files
            .find(key)
            .map_or((0, false, None, false), |file| (file.percent, file.stored.is_some(), file.failure, file.can_retry))
    });
    let state = move || {
        now.with(|(percent, stored, failure, _)| match failure {
            Some(failure) => failure.clone(),
            None if *stored => t_string!(i18n, chat.composer.file_ready).to_owned(),
            None => t_string!(i18n, chat.composer.file_sending, percent = *percent).to_string(),
        })
    };
    let failed = move || now.with(|(_, _, failure, _)| failure.is_some());
    let word = move || {
        now.with(|(_, stored, failure, _)| {
            if failure.is_some() {
                "failed"
            } else if *stored {
                "ready"
            } else {
                "sending"
            }
        })
    };
    let under_way = move || now.with(|(_, stored, failure, _)| failure.is_none() && !*stored);
    let (labelled, removed) = (name.clone(), name.clone());
    let labelled = StoredValue::new(labelled);
    view! {
        <div class="composer__extra" class:is-failed=failed data-test="chat-pending" data-state=word>
            <span class="composer__thumb">
                {match preview {
                    Some(preview) => view! { <img src=preview alt=""/> }.into_any(),
                    None => view! { <Icon icon=icondata::LuFileText/> }.into_any(),
                }}
            </span>
            <span class="composer__file">
                <span class="composer__file-name">{name}</span>
                <span class="small" role=move || failed().then_some("alert")>{state}</span>
                <Show when=under_way>
                    <progress max="100" value=move || now.with(|now| now.0.to_string()) aria-label=labelled.get_value()></progress>
                </Show>
            </span>
            <Show when=move || now.with(|now| now.3)>
                <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=move || files.retry(key)>
                    {move || t_string!(i18n, common.action.retry)}
                </Button>
            </Show>
            <IconButton
                icon=icondata::LuX
                label=move || t_string!(i18n, chat.composer.file_remove, name = removed.clone()).to_string()
                on_click=move || files.remove(key)
            />
        </div>
    }
    .into_any()
}
