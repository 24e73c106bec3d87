//! The tree on one side, the chosen category on the other.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::categories::{MoveCategoryRequest, StaffCategory, may_stand};
use shared::ids::CategoryId;
use shared::permission::Permission;

use super::form::{CategoryForm, NewCategory};
use super::tree::Tree;
use crate::admin::filters::in_place;
use crate::api::categories;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{AsyncView, Button, ButtonKind, EmptyState, Load, PageHead, toast, use_load};

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    /// The tree, each category after those above it.
    pub tree: RwSignal<Vec<StaffCategory>>,
    /// The chosen category.
    pub chosen: Memo<Option<CategoryId>>,
    /// Chooses another.
    pub choose: Callback<Option<CategoryId>>,
    /// A new category is being written, below this one.
    pub making: RwSignal<Option<Option<CategoryId>>>,
    /// Whether it may be changed at all.
    pub may_write: Memo<bool>,
    /// A move is under way.
    pub moving: RwSignal<bool>,
    /// What has just happened, for those who cannot see it.
    pub told: RwSignal<String>,
}

impl Shelf {
    /// A category of the tree.
    pub(super) fn find(self, id: CategoryId) -> Option<StaffCategory> {
        self.tree.with(|tree| tree.iter().find(|category| category.id == id).cloned())
    }

    /// Those right below a category, in order.
    pub(super) fn below(self, parent: Option<CategoryId>) -> Vec<CategoryId> {
        self.tree.with(|tree| tree.iter().filter(|category| category.parent_id == parent).map(|category| category.id).collect())
    }

    /// Whether a category may stand below another one.
    pub(super) fn may_stand(self, id: CategoryId, parent: Option<CategoryId>) -> bool {
        let form: Vec<_> =
            self.tree.with_untracked(|tree| tree.iter().map(|category| (category.id, category.parent_id)).collect());
        may_stand(&form, Some(id), parent).is_ok()
    }

    /// Moves a category, at once on the screen and then on the server.
    pub(super) fn place(self, id: CategoryId, parent_id: Option<CategoryId>, position: usize) {
        if !self.may_write.get_untracked() || self.moving.get_untracked() || !self.may_stand(id, parent_id) {
            return;
        }
        let before = self.tree.get_untracked();
        self.tree.update(|tree| put(tree, id, parent_id, position));
        let ask = MoveCategoryRequest { parent_id, position: i32::try_from(position).unwrap_or(i32::MAX) };
        let answer = categories::move_category(&id.to_string(), &ask);
        self.moving.set(true);
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            self.moving.try_set(false);
            match answer {
                Ok(tree) => {
                    self.tree.try_set(tree);
                }
                Err(error) => {
                    self.tree.try_set(before);
                    toast::error(&error);
                }
            }
        });
    }
}

/// The tree with a category moved, in the order to show it.
fn put(tree: &mut [StaffCategory], id: CategoryId, parent: Option<CategoryId>, position: usize) {
    let below = |tree: &[StaffCategory], parent: Option<CategoryId>| -> Vec<CategoryId> {
        tree.iter().filter(|category| category.parent_id == parent && category.id != id).map(|category| category.id).collect()
    };
    let mut siblings = below(tree, parent);
    siblings.insert(position.min(siblings.len()), id);
    if let Some(moved) = tree.iter_mut().find(|category| category.id == id) {
        moved.parent_id = parent;
    }
    let of = |wanted: Option<CategoryId>| -> Vec<CategoryId> {
        let all = || tree.iter().filter(|category| category.parent_id == wanted).map(|category| category.id).collect();
        if wanted == parent { siblings.clone() } else { all() }
    };
    let mut order = Vec::with_capacity(tree.len());
    let mut open: Vec<CategoryId> = of(None).into_iter().rev().collect();
    while let Some(next) = open.pop() {
        order.push(next);
        open.extend(of(Some(next)).into_iter().rev());
    }
    tree.sort_by_cached_key(|category| order.iter().position(|other| *other == category.id));
}

/// The category tree.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(categories::list_staff_categories);
    view! {
        <PageHead title=move || t_string!(i18n, goods.categories.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, goods.categories.title)}</h1>
            </header>
            <AsyncView load let(tree)>
                <Desk tree load/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn Desk(tree: Vec<StaffCategory>, load: Load<Vec<StaffCategory>>) -> impl IntoView {
    let _ = load;
    let i18n = use_i18n();
    let session = use_session();
    let query = use_query_map();
    let go = use_navigate();
    let choose = Callback::new(move |id: Option<CategoryId>| {
        let address = id.map_or_else(|| routes::admin::CATEGORIES.to_owned(), |id| routes::admin::category(&id.to_string()));
        go(&address, in_place());
    });
    let tree = RwSignal::new(tree);
    let asked = Memo::new(move |_| query.with(|query| query.get_str("id").and_then(|id| id.parse::<CategoryId>().ok())));
    let chosen = Memo::new(move |_| asked.get().filter(|id| tree.with(|tree| tree.iter().any(|category| category.id == *id))));
    let shelf = Shelf {
        tree,
        chosen,
        choose,
        making: RwSignal::new(None),
        may_write: Memo::new(move |_| session.with(|session| session.can(Permission::CatalogWrite))),
        moving: RwSignal::new(false),
        told: RwSignal::new(String::new()),
    };
    provide_context(shelf);
    // Another category, another form; what was typed into a new one is given up with it.
    let panel = move || match (shelf.making.get(), shelf.chosen.get()) {
        (Some(parent), _) => view! { <NewCategory parent/> }.into_any(),
        (None, Some(id)) => match untrack(|| shelf.find(id)) {
            Some(category) => view! { <CategoryForm category/> }.into_any(),
            None => ().into_any(),
        },
        (None, None) => view! {
            <EmptyState
                icon=icondata::LuFolderTree
                title=move || t_string!(i18n, goods.categories.choose)
                text=move || t_string!(i18n, goods.categories.choose_text)
            />
        }
        .into_any(),
    };
    view! {
        <div class="shelves">
            <section class="shelves__tree" aria-label=move || t_string!(i18n, goods.categories.tree)>
                <Tree/>
                <Show when=move || shelf.may_write.get()>
                    <Button kind=ButtonKind::Secondary icon=icondata::LuPlus on_click=move || shelf.making.set(Some(None)) attr:data-test="new-category">
                        {move || t_string!(i18n, goods.categories.add)}
                    </Button>
                    <p class="muted small">{move || t_string!(i18n, goods.categories.keys)}</p>
                </Show>
                <span class="visually-hidden" role="status">{move || shelf.told.get()}</span>
            </section>
            <div class="shelves__panel">{panel}</div>
        </div>
    }
    .into_any()
}
