//! One category: its names, address, picture and place.

use leptos::prelude::*;
use shared::categories::{CreateCategoryRequest, StaffCategory, UpdateCategoryRequest};
use shared::ids::CategoryId;
use shared::products::slugify;

use super::delete::DeleteButton;
use super::page::Shelf;
use super::picture::CategoryPicture;
use crate::admin::products::words;
use crate::admin::words::category_path;
use crate::api::categories;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{
    Button, ButtonKind, Card, Choice, ConflictDialog, Form, FormView, IconButton, SaveBar, SelectField, Switch, TextArea,
    TextField, Version, toast, use_editor,
};

/// The fields of a category. Cheap to copy.
#[derive(Clone, Copy, Default)]
struct Draft {
    name: RwSignal<String>,
    name_en: RwSignal<String>,
    slug: RwSignal<String>,
    description: RwSignal<String>,
    description_en: RwSignal<String>,
    active: RwSignal<bool>,
}

impl Draft {
    fn read(self) -> UpdateCategoryRequest {
        UpdateCategoryRequest {
            name: self.name.get(),
            name_en: self.name_en.get(),
            slug: self.slug.get(),
            description: self.description.get(),
            description_en: self.description_en.get(),
            active: self.active.get(),
        }
    }

    fn write(self, request: UpdateCategoryRequest) {
        self.name.set(request.name);
        self.name_en.set(request.name_en);
        self.slug.set(request.slug);
        self.description.set(request.description);
        self.description_en.set(request.description_en);
        self.active.set(request.active);
    }
}

fn version(category: &StaffCategory) -> Version<UpdateCategoryRequest> {
    let StaffCategory { name, name_en, slug, description, description_en, active, revision, .. } = category.clone();
    Version { value: UpdateCategoryRequest { name, name_en, slug, description, description_en, active }, revision }
}

fn field(locale: Locale, name: &str) -> String {
    match name {
        "name" => td_string!(locale, goods.categories.name).to_owned(),
        "name_en" => td_string!(locale, goods.categories.name_en).to_owned(),
        "active" => td_string!(locale, goods.categories.shown).to_owned(),
        other => words::field(locale, other),
    }
}

#[component]
fn Fields(draft: Draft, #[prop(into)] slug_hint: TextProp, #[prop(into)] slug_example: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="form__pair">
            <TextField pointer="/name" label=move || t_string!(i18n, goods.categories.name) value=draft.name maxlength=60/>
            <TextField pointer="/name_en" label=move || t_string!(i18n, goods.categories.name_en) value=draft.name_en maxlength=60/>
        </div>
        <TextField
            pointer="/slug"
            label=move || t_string!(i18n, goods.seo.slug)
            value=draft.slug
            prefix="/categories/"
            maxlength=120
            hint=slug_hint
            placeholder=move || slug_example.get()
        />
        <div class="form__pair">
            <TextArea pointer="/description" label=move || t_string!(i18n, goods.basics.description) value=draft.description rows=3 maxlength=500 optional=true/>
            <TextArea pointer="/description_en" label=move || t_string!(i18n, goods.basics.description_en) value=draft.description_en rows=3 maxlength=500 optional=true/>
        </div>
        <Switch label=move || t_string!(i18n, goods.categories.shown) on=draft.active on_change=move |on| draft.active.set(on)/>
        <p class="muted small">{move || t_string!(i18n, goods.categories.shown_hint)}</p>
    }
    .into_any()
}

/// A category that is there.
#[component]
pub(super) fn CategoryForm(category: StaffCategory) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let id = category.id;
    let form = Form::new();
    let draft = Draft::default();
    let first = version(&category);
    let slug_before = StoredValue::new(category.slug.clone());
    draft.write(first.value.clone());
    let learn = move |category: StaffCategory| {
        let version = version(&category);
        slug_before.try_set_value(category.slug.clone());
        shelf.tree.try_update(|tree| tree.iter_mut().filter(|other| other.id == id).for_each(|other| *other = category.clone()));
        version
    };
    let editor = use_editor(
        form,
        first,
        move || draft.read(),
        move |request| draft.write(request),
        move || {
            let read = categories::list_staff_categories();
            async move {
                let tree = read.await?;
                let fresh = tree.iter().find(|category| category.id == id).cloned();
                shelf.tree.try_set(tree);
                fresh.map(|category| version(&category)).ok_or(crate::api::ApiError::Aborted)
            }
        },
        move |request, revision| {
            let saved = categories::update_category(&id.to_string(), revision, &request);
            async move { saved.await.map(learn) }
        },
        move |_| toast::success(tu_string!(i18n, goods.categories.saved)),
    );
    let (name, name_en) = (category.name.clone(), category.name_en.clone());
    let title = move || crate::admin::words::in_language(i18n.get_locale(), &name, &name_en).to_owned();
    let hint = move || {
        if draft.slug.with(|slug| slug_before.with_value(|before| slug != before)) {
            t_string!(i18n, goods.categories.slug_moves)
        } else {
            t_string!(i18n, goods.categories.slug_hint)
        }
    };
    view! {
        <div class="stack" data-test="category-form">
            <Card title>
                <FormView form on_submit=move || editor.save()>
                    <Fields draft slug_hint=hint slug_example=Signal::derive(move || draft.name.with(|name| slugify(name)))/>
                    <Show when=move || shelf.may_write.get()><SaveBar editor/></Show>
                </FormView>
            </Card>
            <Show when=move || shelf.may_write.get()>
                <Card title=move || t_string!(i18n, goods.categories.picture)><CategoryPicture id/></Card>
                <Card title=move || t_string!(i18n, goods.categories.place)><Place id/></Card>
                <div class="row">
                    <Button
                        kind=ButtonKind::Secondary
                        icon=icondata::LuPlus
                        on_click=move || shelf.making.set(Some(Some(id)))
                        attr:data-test="new-below"
                    >
                        {move || t_string!(i18n, goods.categories.add_below)}
                    </Button>
                    <DeleteButton id/>
                </div>
            </Show>
        </div>
        <ConflictDialog editor label=field value=words::value/>
    }
    .into_any()
}

/// Where it stands, for hands that cannot drag.
#[component]
fn Place(id: CategoryId) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let parent = Memo::new(move |_| shelf.find(id).and_then(|category| category.parent_id));
    let siblings = Memo::new(move |_| shelf.below(parent.get()));
    let at = Memo::new(move |_| siblings.with(|siblings| siblings.iter().position(|other| *other == id)).unwrap_or_default());
    let value = RwSignal::new(String::new());
    Effect::new(move |_| value.set(parent.get().map(|id| id.to_string()).unwrap_or_default()));
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        shelf.tree.with(|tree| {
            let top = Choice::new("", t_string!(i18n, goods.categories.top));
            let others = tree.iter().filter(|category| shelf.may_stand(id, Some(category.id)));
            let others = others.map(|category| Choice::new(category.id.to_string(), category_path(locale, tree, category.id)));
            std::iter::once(top).chain(others).collect::<Vec<_>>()
        })
    });
    Effect::new(move |before: Option<String>| {
        let picked = value.get();
        let now = parent.get_untracked().map(|id| id.to_string()).unwrap_or_default();
        if before.is_some() && picked != now {
            let to = picked.parse::<CategoryId>().ok();
            shelf.place(id, to, untrack(|| shelf.below(to)).len());
        }
        picked
    });
    view! {
        <div class="form__pair">
            <SelectField pointer="/parent_id" label=move || t_string!(i18n, goods.categories.above) value choices/>
            <div class="field">
                <span class="field__label">{move || t_string!(i18n, goods.categories.order)}</span>
                <div class="row">
                    <IconButton
                        icon=icondata::LuArrowUp
                        label=move || t_string!(i18n, goods.categories.up)
                        disabled=Signal::derive(move || at.get() == 0)
                        on_click=move || shelf.place(id, parent.get_untracked(), at.get_untracked().saturating_sub(1))
                    />
                    <IconButton
                        icon=icondata::LuArrowDown
                        label=move || t_string!(i18n, goods.categories.down)
                        disabled=Signal::derive(move || at.get() + 1 >= siblings.with(Vec::len))
                        on_click=move || shelf.place(id, parent.get_untracked(), at.get_untracked() + 1)
                    />
                    <span class="muted num">{move || t_string!(i18n, goods.categories.position, place = at.get() + 1, count = siblings.with(Vec::len)).to_string()}</span>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// A category that is not there yet.
#[component]
pub(super) fn NewCategory(parent: Option<CategoryId>) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let form = Form::new();
    let draft = Draft::default();
    draft.active.set(true);
    let send = move || {
        let UpdateCategoryRequest { name, name_en, slug, description, description_en, active } = untrack(|| draft.read());
        let slug = Some(slug).filter(|slug| !slug.is_empty());
        let request = CreateCategoryRequest { parent_id: parent, name, name_en, slug, description, description_en, active };
        form.submit(
            request,
            |request| async move { categories::create_category(&request).await },
            move |made: StaffCategory| {
                toast::success(tu_string!(i18n, goods.categories.made));
                let id = made.id;
                shelf.tree.update(|tree| {
                    // Behind the last of those below its parent.
                    let inside = |category: &StaffCategory| {
                        let up = |id: CategoryId| tree.iter().find(|other| other.id == id).and_then(|other| other.parent_id);
                        std::iter::successors(Some(category.id), |&id| up(id)).take(tree.len() + 1).any(|id| Some(id) == parent)
                    };
                    let behind = if parent.is_none() { None } else { tree.iter().rposition(inside) };
                    tree.insert(behind.map_or(tree.len(), |at| at + 1), made);
                });
                shelf.making.set(None);
                shelf.choose.run(Some(id));
            },
        );
    };
    let above = move || {
        let locale = i18n.get_locale();
        parent.map(|id| shelf.tree.with(|tree| category_path(locale, tree, id)))
    };
    let title = move || match above() {
        Some(above) => t_string!(i18n, goods.categories.new_below, name = above).to_string(),
        None => t_string!(i18n, goods.categories.new).to_owned(),
    };
    view! {
        <Card title>
            <FormView form on_submit=send>
                <div class="stack" data-test="category-new">
                    <Fields
                        draft
                        slug_hint=move || t_string!(i18n, goods.categories.slug_made)
                        slug_example=Signal::derive(move || draft.name.with(|name| slugify(name)))
                    />
                    <div class="form__actions">
                        <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="create-category">
                            {move || t_string!(i18n, goods.categories.create)}
                        </Button>
                        <Button kind=ButtonKind::Quiet on_click=move || shelf.making.set(None)>{move || t_string!(i18n, common.action.cancel)}</Button>
                    </div>
                </div>
            </FormView>
        </Card>
    }
    .into_any()
}
