//! How the chat goes: now, and in the days that the URL says.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::chat::{ChatAgentFigures, ChatFigures};
use shared::live::Topic;
use web_logic::days::{Span, day_in_shop, last};

use super::words;
use crate::admin::filters::{Change, DateFilter, address, use_filter};
use crate::admin::words::number;
use crate::api::{ApiError, chat};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{AsyncView, Breadcrumbs, Card, Crumb, Icon, PageHead, Skeleton, now, spread, use_fresh_page, use_load};

/// The figures are many: they are read again this often at most.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(4);
/// What is shown without days in the address.
const USUAL: u64 = 30;

/// The day it is in the shop.
fn today() -> NaiveDate {
    day_in_shop(now())
}

fn url(span: &Span) -> String {
    address(routes::admin::CHAT_FIGURES, &[("from", &span.from.to_string()), ("to", &span.to.to_string())])
}

/// How the chat goes.
#[component]
pub fn ChatFiguresPage() -> impl IntoView {
    let i18n = use_i18n();
    let (span, change) = use_filter(
        |asked| {
            let usual = last(USUAL, today());
            let to = asked.word("to").unwrap_or(usual.to);
            Span { from: asked.word("from").unwrap_or(usual.from).min(to), to }
        },
        url,
    );
    let load = use_load(move || {
        let Span { from, to } = span.get();
        chat::chat_figures(from, to)
    });
    let page = use_fresh_page(load, move || {
        let asked = span.get_untracked();
        let coming = chat::chat_figures(asked.from, asked.to);
        async move {
            let came = coming.await;
            // Those of other days than one looks at by now are no news.
            if span.try_get_untracked() == Some(asked) { came } else { Err(ApiError::Aborted) }
        }
    });
    let look = spread(PAUSE, move || page.look());
    live::on_changed(Topic::Chats, move |_| look.run(()));
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, console.title), routes::admin::CHATS),
            Crumb::here(t_string!(i18n, console.figures.title)),
        ]
    });
    let shapes = || {
        view! {
            <div class="tiles" aria-hidden="true">{(0..8).map(|_| view! { <div class="tile"><Skeleton height="3.5rem"/></div> }).collect_view()}</div>
            <Skeleton height="14rem"/>
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, console.figures.title)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, console.figures.title)}</h1></header>
            <Range span change/>
            <AsyncView load skeleton=shapes let(figures)>
                <Whole figures/>
            </AsyncView>
        </div>
    }
    .into_any()
}

/// Spans that one looks at often, and any other.
#[component]
fn Range(span: Memo<Span>, change: Change<Span>) -> impl IntoView {
    let i18n = use_i18n();
    let chip = move |name: &'static str, days: u64, label: TextProp| {
        let preset = last(days, today());
        let here = move || (span.get() == preset).then_some("true");
        // Not `A`, which takes every query of this page for the page itself.
        view! { <li><a href=url(&preset) class="chip" aria-current=here data-test=name>{move || label.get()}</a></li> }
    };
    // An end on the wrong side moves the other along.
    let pick_from = move |day: Option<NaiveDate>| {
        change.run(Box::new(move |span| {
            span.from = day.unwrap_or(span.from);
            span.to = span.to.max(span.from);
        }));
    };
    let pick_to = move |day: Option<NaiveDate>| {
        change.run(Box::new(move |span| {
            span.to = day.unwrap_or(span.to);
            span.from = span.from.min(span.to);
        }));
    };
    view! {
        <div class="range">
            <nav aria-label=move || t_string!(i18n, insights.range.label)>
                <ul class="chips" role="list">
                    {chip("range-today", 1, (move || t_string!(i18n, insights.range.today)).into())}
                    {chip("range-week", 7, (move || t_string!(i18n, insights.range.week)).into())}
                    {chip("range-thirty", USUAL, (move || t_string!(i18n, insights.range.thirty)).into())}
                    {chip("range-ninety", 90, (move || t_string!(i18n, console.figures.ninety)).into())}
                </ul>
            </nav>
            <div class="filters">
                <DateFilter
                    label=move || t_string!(i18n, insights.range.from)
                    value=Signal::derive(move || Some(span.get().from))
                    on_pick=pick_from
                />
                <DateFilter
                    label=move || t_string!(i18n, insights.range.until)
                    value=Signal::derive(move || Some(span.get().to))
                    on_pick=pick_to
                />
            </div>
        </div>
    }
    .into_any()
}

fn seconds(locale: Locale, seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| words::span(locale, seconds))
}

fn rating(locale: Locale, hundredths: Option<i64>) -> String {
    hundredths.map_or_else(|| "–".to_owned(), |hundredths| words::stars(locale, hundredths))
}

#[component]
fn Whole(figures: ChatFigures) -> impl IntoView {
    let i18n = use_i18n();
    let ChatFigures { waiting, overdue, unassigned, opened, resolved, ratings, rating_hundredths, agents, .. } = figures;
    let (first, slowest, settled) =
        (figures.first_response_seconds, figures.first_response_p90_seconds, figures.resolution_seconds);
    let counter = move |name: &'static str, query: &'static str, icon: icondata::Icon, count: i64, label: TextProp| {
        view! {
            <li>
                <a href=format!("{}?{query}", routes::admin::CHATS) class="counter" data-test=name>
                    <Icon icon/>
                    <strong class="counter__figure">{move || number(i18n.get_locale(), count)}</strong>
                    <span>{move || label.get()}</span>
                </a>
            </li>
        }
    };
    let tile = move |label: TextProp, figure: TextProp| {
        view! {
            <div class="tile">
                <dt class="tile__label">{move || label.get()}</dt>
                <dd class="tile__figure">{move || figure.get()}</dd>
            </div>
        }
    };
    view! {
        <section class="stack" aria-label=move || t_string!(i18n, console.figures.now)>
            <h2 class="page__part">{move || t_string!(i18n, console.figures.now)}</h2>
            <ul class="counters" role="list">
                {counter("figures-waiting", "waiting=true", icondata::LuHourglass, waiting, (move || t_string!(i18n, console.figures.waiting)).into())}
                {counter("figures-overdue", "overdue=true", icondata::LuTimer, overdue, (move || t_string!(i18n, console.figures.overdue)).into())}
                {counter("figures-nobody", "assignee=nobody", icondata::LuInbox, unassigned, (move || t_string!(i18n, console.figures.unassigned)).into())}
            </ul>
        </section>
        <section class="stack" aria-label=move || t_string!(i18n, console.figures.days)>
            <h2 class="page__part">{move || t_string!(i18n, console.figures.days)}</h2>
            <dl class="tiles">
                {tile((move || t_string!(i18n, console.figures.opened)).into(), (move || number(i18n.get_locale(), opened)).into())}
                {tile((move || t_string!(i18n, console.figures.resolved)).into(), (move || number(i18n.get_locale(), resolved)).into())}
                {tile((move || t_string!(i18n, console.figures.first)).into(), (move || seconds(i18n.get_locale(), first)).into())}
                {tile((move || t_string!(i18n, console.figures.slowest)).into(), (move || seconds(i18n.get_locale(), slowest)).into())}
                {tile((move || t_string!(i18n, console.figures.settled)).into(), (move || seconds(i18n.get_locale(), settled)).into())}
                {tile((move || t_string!(i18n, console.figures.rating)).into(), (move || rating(i18n.get_locale(), rating_hundredths)).into())}
                {tile((move || t_string!(i18n, console.figures.ratings)).into(), (move || number(i18n.get_locale(), ratings)).into())}
            </dl>
            <p class="small muted">{move || t_string!(i18n, console.figures.hours)}</p>
        </section>
        <Agents agents/>
    }
    .into_any()
}

/// Each who answered: a bar of the rooms, and the figures behind it.
#[component]
fn Agents(agents: Vec<ChatAgentFigures>) -> impl IntoView {
    let i18n = use_i18n();
    let none = agents.is_empty();
    let most = agents.iter().map(|agent| agent.rooms).max().unwrap_or(0).max(1);
    let head = move |name: fn(Locale) -> &'static str| {
        view! { <th scope="col" class="num">{move || name(i18n.get_locale())}</th> }
    };
    let rows = agents
        .into_iter()
        .map(|agent| {
            let ChatAgentFigures {
                name,
                rooms,
                resolved,
                messages,
                first_response_seconds: first,
                resolution_seconds: settled,
                rating_hundredths: stars,
                ..
            } = agent;
            let long = i128::from(rooms.max(0)) * 100 / i128::from(most);
            view! {
                <tr data-test="figures-agent">
                    <th scope="row">
                        {name}
                        <span class="share__bar" aria-hidden="true" style=format!("inline-size: {long}%")></span>
                    </th>
                    <td class="num">{move || number(i18n.get_locale(), rooms)}</td>
                    <td class="num">{move || number(i18n.get_locale(), resolved)}</td>
                    <td class="num wide-only">{move || number(i18n.get_locale(), messages)}</td>
                    <td class="num">{move || seconds(i18n.get_locale(), first)}</td>
                    <td class="num">{move || seconds(i18n.get_locale(), settled)}</td>
                    <td class="num">{move || rating(i18n.get_locale(), stars)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=move || t_string!(i18n, console.figures.agents) flush=true>
            {if none {
                view! { <p class="muted share__none">{move || t_string!(i18n, insights.nothing)}</p> }.into_any()
            } else {
                view! {
                    <div class="table-wrap" tabindex="0" role="region" aria-label=move || t_string!(i18n, console.figures.agents)>
                        <table class="table share">
                            <caption class="visually-hidden">{move || t_string!(i18n, console.figures.agents)}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{move || t_string!(i18n, console.figures.agent)}</th>
                                    {head(|locale| td_string!(locale, console.figures.rooms))}
                                    {head(|locale| td_string!(locale, console.figures.resolved))}
                                    <th scope="col" class="num wide-only">{move || t_string!(i18n, console.figures.messages)}</th>
                                    {head(|locale| td_string!(locale, console.figures.first))}
                                    {head(|locale| td_string!(locale, console.figures.settled))}
                                    {head(|locale| td_string!(locale, console.figures.rating))}
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </Card>
    }
    .into_any()
}
