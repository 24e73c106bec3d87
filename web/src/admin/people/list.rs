//! All people, with filters.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::permission::Permission;
use shared::users::{StaffUserRow, UserSegment, UserSort};

use super::super::export::ExportMenu;
use super::super::filters::{FilterBar, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{ListTools, use_columns};
use super::super::words::number;
use super::new::NewUserDialog;
use super::words;
use crate::api::users::{self, UserFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, DataTable, EmptyState, LinkButton, PageHead, Sort, Status, Tone, ago, date, money,
    use_load, use_paged,
};

/// The list's name among saved views.
const LIST: &str = "users";

fn active_word(active: Option<bool>) -> &'static str {
    match active {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    }
}

fn url(filter: &UserFilter) -> String {
    address(
        routes::admin::USERS,
        &[
            ("segment", filter.segment.map_or("", UserSegment::as_str)),
            ("role", &filter.role),
            ("active", active_word(filter.active)),
            ("sort", filter.sort.map_or("", UserSort::as_str)),
            ("q", &filter.q),
        ],
    )
}

/// All people, the latest account first.
#[component]
pub fn UsersPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let (filter, change) = use_filter(
        |asked| UserFilter {
            q: asked.text("q"),
            role: asked.text("role"),
            active: asked.word("active"),
            segment: asked.word("segment"),
            sort: asked.word("sort"),
        },
        url,
    );
    let list =
        use_paged(move || filter.with(url), move |cursor| filter.with_untracked(|filter| users::list_users(filter, cursor)));
    let roles = use_load(users::list_roles);
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, people.users.count, count = number(locale, total)))
    };
    let role_choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let known = roles.get().unwrap_or_default();
        let names = known.into_iter().map(|role| Choice::new(role.details.name.clone(), words::role(locale, &role.details.name)));
        std::iter::once(all).chain(names).collect::<Vec<_>>()
    });
    let states = Signal::derive(move || {
        vec![
            Choice::new("", t_string!(i18n, admin.all)),
            Choice::new("true", t_string!(i18n, people.users.active)),
            Choice::new("false", t_string!(i18n, people.users.inactive)),
        ]
    });
    let columns = use_columns(LIST);
    let sort = Signal::derive(move || {
        let (key, descending) = words::sorted(filter.with(|filter| filter.sort).unwrap_or(UserSort::Newest));
        Some(Sort { key: key.to_owned(), descending })
    });
    let on_sort = move |sort: Sort| {
        let sort = match (sort.key.as_str(), sort.descending) {
            ("person", _) => Some(UserSort::Name),
            ("spent", _) => Some(UserSort::Spent),
            (_, false) => Some(UserSort::Oldest),
            // As it is without saying so.
            (_, true) => None,
        };
        change.run(Box::new(move |filter| filter.sort = sort));
    };
    let adding = RwSignal::new(false);
    let may_manage = Memo::new(move |_| session.with(|session| session.can(Permission::UsersManage)));
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuUsers
                title=move || t_string!(i18n, people.users.empty)
                text=move || t_string!(i18n, people.users.empty_text)
            />
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, people.users.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, people.users.title)}</h1>
                <p class="muted" role="status">{count}</p>
                <LinkButton href=routes::admin::ROLES.to_owned() icon=icondata::LuShield>{move || t_string!(i18n, people.roles.title)}</LinkButton>
                <Show when=move || may_manage.get()>
                    <Button kind=ButtonKind::Primary icon=icondata::LuUserPlus on_click=move || adding.set(true) attr:data-test="new-user">
                        {move || t_string!(i18n, people.users.add)}
                    </Button>
                </Show>
            </header>
            <NewUserDialog open=adding roles/>
            <ListTools list=LIST path=routes::admin::USERS columns all=table_columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| users::export_users(filter, format))/>
            </ListTools>
            <Segments filter/>
            <FilterBar>
                <div class="filters__find" data-test="user-search">
                    <SearchBox
                        label=move || t_string!(i18n, people.users.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, people.users.role)
                    value=Signal::derive(move || filter.with(|filter| filter.role.clone()))
                    choices=role_choices
                    on_pick=move |word| change.run(Box::new(move |filter| filter.role = word))
                />
                <FilterSelect
                    label=move || t_string!(i18n, people.users.state)
                    value=Signal::derive(move || filter.with(|filter| active_word(filter.active).to_owned()))
                    choices=states
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.active = word.parse().ok()))
                />
            </FilterBar>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, people.users.title)
                    columns=table_columns()
                    rows=list.items()
                    key=|row: &StaffUserRow| row.id.to_string()
                    shown=columns.shown()
                    sort
                    on_sort=on_sort
                    empty
                />
            </Growing>
        </div>
    }
    .into_any()
}

/// The segments side by side, each a link with the other filters kept.
#[component]
fn Segments(filter: Memo<UserFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let chip = move |segment: Option<UserSegment>| {
        let href = move || filter.with(|filter| url(&UserFilter { segment, ..filter.clone() }));
        let here = move || filter.with(|filter| filter.segment == segment).then_some("true");
        let label =
            move || segment.map_or_else(|| t_string!(i18n, admin.all), |segment| words::segment(i18n.get_locale(), segment));
        let rule = move || segment.map(|segment| words::segment_rule(i18n.get_locale(), segment));
        view! { <li><a href=href class="chip" aria-current=here title=rule>{label}</a></li> }
    };
    let rule = move || filter.with(|filter| filter.segment).map(|segment| words::segment_rule(i18n.get_locale(), segment));
    view! {
        <nav aria-label=move || t_string!(i18n, people.users.segment)>
            <ul class="chips" role="list">{chip(None)} {UserSegment::ALL.iter().map(|&segment| chip(Some(segment))).collect_view()}</ul>
        </nav>
        <Show when=move || rule().is_some()><p class="muted small">{rule}</p></Show>
    }
    .into_any()
}

fn table_columns() -> Vec<Column<StaffUserRow>> {
    let i18n = use_i18n();
    vec![
        Column::new("person", move || t_string!(i18n, people.users.person), |row: &StaffUserRow| {
            let (href, name, email) = (routes::admin::user(&row.id.to_string()), row.name.clone(), row.email.clone());
            view! {
                <span class="two-lines">
                    <A href=href attr:class="row-link" attr:data-test="user-row" attr:data-email=email.clone()>{name}</A>
                    <span class="muted">{email}</span>
                </span>
            }
        })
        .sortable(),
        Column::new("role", move || t_string!(i18n, people.users.role), move |row: &StaffUserRow| {
            let (role, two_factor) = (row.role.clone(), row.two_factor);
            view! {
                <span class="row">
                    {move || words::role(i18n.get_locale(), &role)}
                    {two_factor.then(|| view! { <Badge tone=Tone::Success>{move || t_string!(i18n, people.users.two_factor)}</Badge> })}
                </span>
            }
        }),
        Column::new("state", move || t_string!(i18n, people.users.state), move |row: &StaffUserRow| {
            let active = row.active;
            let tone = if active { Tone::Success } else { Tone::Danger };
            view! {
                <Status tone=tone>
                    {move || if active { t_string!(i18n, people.users.active) } else { t_string!(i18n, people.users.inactive) }}
                </Status>
            }
        })
        .secondary(),
        Column::new("orders", move || t_string!(i18n, people.users.orders), |row: &StaffUserRow| row.orders.to_string())
            .numeric()
            .secondary(),
        Column::new("spent", move || t_string!(i18n, people.users.spent), move |row: &StaffUserRow| {
            let spent = row.spent;
            view! { <span class="money">{move || money(i18n.get_locale(), spent)}</span> }
        })
        .numeric()
        .sortable(),
        Column::new("seen", move || t_string!(i18n, people.users.seen), move |row: &StaffUserRow| {
            let seen = row.last_seen_at;
            view! { <span class="nowrap">{move || seen.map_or_else(|| "–".to_owned(), |seen| ago(i18n.get_locale(), seen))}</span> }
        })
        .secondary(),
        Column::new("registered", move || t_string!(i18n, people.users.registered), move |row: &StaffUserRow| {
            let at = row.created_at;
            view! { <span class="nowrap">{move || date(i18n.get_locale(), at)}</span> }
        })
        .sortable()
        .secondary(),
    ]
}
