//! A product's pictures: dropped or chosen, shown at once, put in order, described, removed.

mod queue;
mod tile;

use std::collections::HashMap;

use leptos::prelude::*;
use shared::catalog::Image;
use shared::ids::ImageId;
use shared::problem::ErrorCode;
use shared::products::{ArrangeImage, ArrangeImagesRequest, MAX_IMAGE_BYTES, MAX_IMAGES, ProductImages};
use web_logic::gallery::{add, merge};

use self::queue::{Queue, Sending};
use self::tile::Tile;
use super::desk::{Desk, use_desk};
use crate::admin::drop_file::DropBox;
use crate::api::products;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::toast::{self, Told};
use crate::ui::{Button, ButtonKind, ButtonSize, Card, DropZone, Icon, PICTURES, guard_unsaved};

/// What the manager does to pictures. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Gallery {
    desk: Desk,
    /// Removed here, and on the server as soon as nobody can take that back any more; with the toasts that offer to.
    hidden: RwSignal<HashMap<ImageId, Told>>,
    /// Saves are sent one after the other; what came while one was under way is sent next.
    saving: StoredValue<bool>,
    again: StoredValue<bool>,
    /// Order, descriptions or thumbnail are not on the server as they are here.
    unsaved: StoredValue<bool>,
    /// They could not be saved.
    failed: RwSignal<bool>,
    /// Arranged while files were on their way: it is saved once they are there.
    waits: RwSignal<bool>,
    /// Questions to the server that are on their way.
    asking: StoredValue<usize>,
    /// Several were on their way at once: the server may have answered in another order than it heard them, and a revision has
    /// no order.
    mixed: StoredValue<bool>,
}

impl Gallery {
    /// The pictures in sight, in order.
    fn shown(self) -> Vec<Image> {
        let hidden = self.hidden.get();
        self.desk.images.with(|images| images.iter().filter(|image| !hidden.contains_key(&image.id)).cloned().collect())
    }

    /// Something is asked of the server.
    fn begin(self) {
        let others = self.asking.try_update_value(|asking| {
            *asking += 1;
            *asking > 1
        });
        if others == Some(true) {
            self.mixed.try_set_value(true);
        }
    }

    /// It was answered. Whether nothing else was on its way meanwhile: then nothing is newer than the answer.
    fn arrived(self) -> bool {
        self.asking.try_update_value(|asking| *asking = asking.saturating_sub(1));
        self.mixed.try_get_value() == Some(false)
    }

    /// Puts in what the server answered, whole where nothing is newer.
    fn put(self, answer: ProductImages, newest: bool) {
        if newest {
            self.take(answer);
        } else {
            self.desk.images.try_update(|images| add(images, answer));
        }
    }

    /// Once nothing is on its way any more, reads how it stands after answers that may have overtaken each other.
    fn calm_down(self) {
        if self.asking.try_get_value() == Some(0) && self.mixed.try_get_value() == Some(true) {
            self.mixed.try_set_value(false);
            self.read();
        }
    }

    /// Shows what the server answered.
    fn take(self, answer: ProductImages) {
        if self.unsaved.try_get_value() == Some(true) {
            self.desk.images.try_update(|images| *images = merge(images, answer.images));
        } else {
            self.desk.images.try_set(answer.images);
            self.desk.thumbnail.try_set(answer.thumbnail_id);
        }
        self.desk.images_revision.try_set_value(answer.revision);
    }

    /// Moves a picture to another place.
    fn shift(self, id: ImageId, to: usize) {
        let Some(other) = untrack(|| self.shown()).get(to).map(|image| image.id) else { return };
        let place = |images: &[Image], id: ImageId| images.iter().position(|image| image.id == id);
        self.desk.images.update(|images| {
            if let (Some(from), Some(to)) = (place(images, id), place(images, other))
                && from != to
            {
                let image = images.remove(from);
                images.insert(to, image);
            }
        });
        self.save();
    }

    /// Chooses the picture that stands for the product.
    fn choose(self, id: ImageId) {
        self.desk.thumbnail.set(Some(id));
        self.save();
    }

    /// Says what a picture shows.
    fn describe(self, id: ImageId, alt: &str) {
        let alt = alt.trim();
        let same = self.desk.images.with_untracked(|images| images.iter().any(|image| image.id == id && image.alt == alt));
        if !same {
            self.desk.images.update(|images| {
                images.iter_mut().filter(|image| image.id == id).for_each(|image| alt.clone_into(&mut image.alt))
            });
            self.save();
        }
    }

    /// Sends order, descriptions and thumbnail as they are now.
    fn save(self) {
        let Some(id) = self.desk.id_now().map(|id| id.to_string()) else { return };
        self.unsaved.set_value(true);
        self.failed.set(false);
        self.waits.set(false);
        if self.saving.get_value() {
            self.again.set_value(true);
            return;
        }
        let images = self
            .desk
            .images
            .with_untracked(|images| images.iter().map(|image| ArrangeImage { id: image.id, alt: image.alt.clone() }).collect());
        let thumbnail = self.desk.thumbnail.get_untracked();
        let request = ArrangeImagesRequest { images, thumbnail_id: thumbnail };
        let revision = self.desk.images_revision.get_value();
        let answer = products::arrange_product_images(&id, revision, &request);
        self.saving.set_value(true);
        self.begin();
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            let newest = self.arrived();
            self.saving.try_set_value(false);
            let again = self.again.try_get_value() == Some(true);
            self.again.try_set_value(false);
            match answer {
                // Something of ours came between. It is saved once all of that is there.
                Err(error) if error.is(ErrorCode::Stale) && !newest => {
                    self.waits.try_set(true);
                }
                Err(error) if error.is(ErrorCode::Stale) => {
                    toast::error(&error);
                    self.reload();
                }
                answer if again => {
                    // What was arranged meanwhile is arranged on top of that.
                    if let Ok(images) = answer {
                        self.desk.images_revision.try_set_value(images.revision);
                    }
                    self.save();
                }
                Ok(images) => {
                    self.unsaved.try_set_value(false);
                    self.put(images, newest);
                }
                Err(error) => {
                    toast::error(&error);
                    self.failed.try_set(true);
                }
            }
            self.calm_down();
        });
    }

    /// What is on the server is shown: somebody else has changed the pictures, or what was done here is given up.
    fn reload(self) {
        self.unsaved.try_set_value(false);
        self.waits.try_set(false);
        self.read();
    }

    /// Reads the pictures as they are on the server by now. What was not saved yet is arranged and described as it is here.
    fn read(self) {
        let Some(id) = self.desk.id_now().map(|id| id.to_string()) else { return };
        let read = products::get_staff_product(&id);
        self.begin();
        leptos::task::spawn_local(async move {
            let answer = read.await;
            let newest = self.arrived();
            match answer {
                Ok(product) if newest => {
                    self.failed.try_set(false);
                    self.take(ProductImages {
                        images: product.images,
                        thumbnail_id: product.thumbnail_id,
                        added: Vec::new(),
                        revision: product.images_revision,
                    });
                    if self.unsaved.try_get_value() == Some(true) {
                        self.save();
                    }
                }
                Ok(_) => {}
                // What is here may not be what is there.
                Err(_) => {
                    self.failed.try_set(true);
                }
            }
            self.calm_down();
        });
    }

    /// Hides a picture, and removes it unless that is taken back.
    fn remove(self, id: ImageId) {
        let i18n = use_i18n_now();
        let told = toast::undo(i18n.0, i18n.1, move || {
            self.hidden.try_update(|hidden| hidden.remove(&id));
        });
        self.hidden.update(|hidden| {
            hidden.insert(id, told);
        });
        set_timeout(move || self.settle(id, told), UNDO);
    }

    /// Removes a picture for good, if it is still hidden as it was then, and the offer to take that back with it: who still
    /// reads it would press it in vain.
    fn settle(self, id: ImageId, told: Told) {
        let hidden_so = |hidden: &mut HashMap<ImageId, Told>| {
            let still = hidden.get(&id) == Some(&told);
            if still {
                hidden.remove(&id);
            }
            still
        };
        let still = self.hidden.try_update_untracked(hidden_so).unwrap_or(false);
        if still {
            told.take_back();
        }
        let Some(product) = self.desk.product.try_get_untracked().flatten().filter(|_| still) else { return };
        // Not in sight for the moment between, and it stands for nothing any more.
        self.desk.images.try_update(|images| images.retain(|image| image.id != id));
        self.desk.thumbnail.try_update(|shown| {
            if *shown == Some(id) {
                *shown = None;
            }
        });
        let answer = products::remove_product_image(&product.id.to_string(), &id.to_string());
        // Variants that it showed have none of their own any more.
        if let Some(rows) = self.desk.draft.rows.try_get_untracked() {
            rows.iter().filter(|row| row.image.get_untracked() == Some(id)).for_each(|row| row.image.set(None));
        }
        self.begin();
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            let newest = self.arrived();
            match answer {
                Ok(images) => self.put(images, newest),
                Err(error) if error.is(ErrorCode::NotFound) => self.reload(),
                Err(error) => {
                    toast::error(&error);
                    self.reload();
                }
            }
            self.calm_down();
        });
    }
}

/// As long as a toast stays, and a moment.
const UNDO: std::time::Duration = std::time::Duration::from_millis(6_500);

fn use_i18n_now() -> (String, String) {
    let locale = crate::i18n::current();
    let text = crate::i18n::td_string!(locale, goods.images.removed).to_owned();
    (text, crate::i18n::td_string!(locale, common.action.undo).to_owned())
}

/// The pictures and where to drop more.
#[component]
pub fn Images() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let gallery = Gallery {
        desk,
        hidden: RwSignal::new(HashMap::new()),
        saving: StoredValue::new(false),
        again: StoredValue::new(false),
        unsaved: StoredValue::new(false),
        failed: RwSignal::new(false),
        waits: RwSignal::new(false),
        asking: StoredValue::new(0),
        mixed: StoredValue::new(false),
    };
    provide_context(gallery);
    guard_unsaved(Signal::derive(move || gallery.failed.get() || gallery.waits.get()));
    let queue = Queue::new(gallery);
    // What was removed is removed, also when the page is left before its time to be taken back is over.
    on_cleanup(move || {
        for (id, told) in gallery.hidden.try_get_untracked().into_iter().flatten() {
            gallery.settle(id, told);
        }
        queue.forget();
    });
    let told = RwSignal::new(String::new());
    let dragged = RwSignal::new(None::<ImageId>);
    let take =
        Callback::new(move |files: web_sys::FileList| queue.add((0..files.length()).filter_map(|at| files.item(at)).collect()));
    let shown = Memo::new(move |_| gallery.shown());
    let count = move || shown.with(Vec::len);
    let megabytes = MAX_IMAGE_BYTES >> 20;
    view! {
        <Card title=move || t_string!(i18n, goods.images.title)>
            <DropZone
                class="gallery-edit"
                on_files=take
                attr:data-test="images"
                attr:data-count=move || count().to_string()
            >
                <ul class="tiles-edit" role="list">
                    <For each=move || shown.get() key=|image| (image.id, image.url.clone()) let(image)>
                        <Tile image shown dragged told/>
                    </For>
                    <For each=move || queue.items() key=|item| item.key let(item)>
                        <Waiting item queue/>
                    </For>
                </ul>
                <DropBox
                    icon=icondata::LuImagePlus
                    title=move || t_string!(i18n, goods.images.drop)
                    hint=move || t_string!(i18n, goods.images.kinds, size = megabytes, count = MAX_IMAGES).to_string()
                    choose=move || t_string!(i18n, goods.images.choose)
                    accept=PICTURES
                    multiple=true
                    test="image-files"
                    on_files=take
                />
                <Show when=move || desk.id().is_none() && !queue.items().is_empty()>
                    <p class="notice tone-info">
                        <Icon icon=icondata::LuInfo/>
                        {move || t_string!(i18n, goods.images.after_saving)}
                    </p>
                </Show>
                <div role="status">
                    <Show when=move || gallery.failed.get()>
                        <div class="notice tone-danger" data-test="images-unsaved">
                            <Icon icon=icondata::LuCircleAlert/>
                            <span>{move || t_string!(i18n, goods.images.unsaved)}</span>
                            <Button size=ButtonSize::Small on_click=move || gallery.save() attr:data-test="images-retry">
                                {move || t_string!(i18n, common.action.retry)}
                            </Button>
                            <Button kind=ButtonKind::Quiet size=ButtonSize::Small on_click=move || gallery.reload()>
                                {move || t_string!(i18n, goods.images.reload)}
                            </Button>
                        </div>
                    </Show>
                </div>
                <span class="visually-hidden" role="status">{move || told.get()}</span>
            </DropZone>
        </Card>
    }
    .into_any()
}

/// A file on its way.
#[component]
fn Waiting(item: Sending, queue: Queue) -> impl IntoView {
    let i18n = use_i18n();
    let failed = move || item.failure.with(Option::is_some);
    let state = move || match item.failure.get() {
        Some(failure) => failure,
        None => match item.percent.get() {
            0 => t_string!(i18n, goods.images.waiting).to_owned(),
            100 => t_string!(i18n, goods.images.working).to_owned(),
            percent => t_string!(i18n, goods.images.sending, percent = percent).to_string(),
        },
    };
    let name = StoredValue::new(item.name.clone());
    let preview = item.preview.clone();
    view! {
        <li class="tile-edit tile-edit--waiting" class:is-failed=failed data-test="upload" data-state=move || if failed() { "failed" } else { "sending" }>
            <div class="tile-edit__picture">
                <img src=preview alt=""/>
                <Show when=move || !failed()>
                    <progress max="100" value=move || item.percent.get().to_string() aria-label=name.get_value()></progress>
                </Show>
            </div>
            <p class="tile-edit__state" role=move || failed().then_some("alert")>
                <strong>{name.get_value()}</strong>
                <span>{state}</span>
            </p>
            <div class="tile-edit__tools">
                <Show when=move || failed() && item.can_retry.get()>
                    <button type="button" class="link-button" on:click=move |_| queue.retry(item.key)>{move || t_string!(i18n, common.action.retry)}</button>
                </Show>
                <Show when=move || failed() || item.percent.get() == 0>
                    <button type="button" class="link-button" on:click=move |_| queue.drop(item.key)>{move || tu_string!(i18n, goods.remove)}</button>
                </Show>
            </div>
        </li>
    }
    .into_any()
}
