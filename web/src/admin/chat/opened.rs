//! The room that is open, and what is done to it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{ChatAssignment, ChatRoomChange, ChatRoomDetail, ChatStatus};
use shared::ids::{ChatRoomId, UserId};
use shared::problem::ErrorCode;

use crate::api::{ApiError, chat};
use crate::i18n::{self, td_string};
use crate::session;
use crate::ui::{Load, toast};

/// A room that is open. Cheap to copy; lives as long as the component that made it.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    /// The room.
    pub(super) id: ChatRoomId,
    load: Load<ChatRoomDetail>,
    busy: RwSignal<bool>,
}

impl Opened {
    /// The room that `load` reads.
    pub(super) fn new(id: ChatRoomId, load: Load<ChatRoomDetail>) -> Self {
        Self { id, load, busy: RwSignal::new(false) }
    }

    /// The room as it is known now, not followed.
    pub(super) fn now(self) -> Option<ChatRoomDetail> {
        untrack(move || self.load.get())
    }

    /// One part of it, followed.
    pub(super) fn part<T>(self, read: fn(&ChatRoomDetail) -> T) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.load.get().as_ref().map(read))
    }

    /// Whether something is being done to it.
    pub(super) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Takes in what the server says of it, unless something later is known already.
    pub(super) fn take(self, fresh: ChatRoomDetail) {
        if self.busy.try_get_untracked().is_none() {
            // The page is gone.
            return;
        }
        let is_news = self
            .now()
            .is_none_or(|shown| shown != fresh && shown.revision <= fresh.revision && shown.last_change <= fresh.last_change);
        if is_news {
            self.load.put(fresh);
        }
    }

    /// Reads it again; what is shown stays until the answer is there.
    pub(super) fn reread(self) {
        let call = chat::get_chat(self.id);
        spawn_local(async move {
            // A failure is no news: the next change asks again.
            if let Ok(fresh) = call.await {
                self.take(fresh);
            }
        });
    }

    /// Changes it as it was seen here.
    pub(super) fn change(self, change: &ChatRoomChange, done: impl FnOnce(ChatRoomDetail) + 'static) {
        if let Some(seen) = self.now() {
            self.run(changed(self.id, seen, change.clone()), done);
        }
    }

    /// Gives it to somebody, or to nobody.
    pub(super) fn assign(self, assignee_id: Option<UserId>) {
        if let Some(seen) = self.now() {
            self.run(assigned(self.id, seen, ChatAssignment { assignee_id }), |_| {});
        }
    }

    /// Gives it to who is signed in.
    pub(super) fn take_over(self) {
        let me = session::current().me().map(|me| me.id);
        if self.now().is_some_and(|seen| seen.room.assignee_id != me) {
            self.assign(me);
        }
    }

    /// Settles it, unless something came after `seen`, and offers to take that back.
    pub(super) fn resolve(self, seen: Option<i64>) {
        if self.now().is_none_or(|known| known.room.status != ChatStatus::Open) {
            return;
        }
        let change = ChatRoomChange { status: Some(ChatStatus::Resolved), seen, ..ChatRoomChange::default() };
        self.change(&change, move |settled| {
            let locale = i18n::current();
            let text = td_string!(locale, console.resolved, name = settled.room.buyer_name.clone());
            let revision = settled.revision;
            toast::undo(text, td_string!(locale, common.action.undo), move || self.reopen_at(revision));
        });
    }

    /// Opens it again.
    pub(super) fn reopen(self) {
        if let Some(seen) = self.now() {
            self.reopen_at(seen.revision);
        }
    }

    /// Works also when another room is shown by now.
    fn reopen_at(self, revision: i32) {
        let id = self.id;
        spawn_local(async move {
            let change = ChatRoomChange { status: Some(ChatStatus::Open), ..ChatRoomChange::default() };
            match chat::change_chat(id, revision, &change).await {
                Ok(detail) => self.take(detail),
                Err(error) => {
                    tell(&error);
                    if self.busy.try_get_untracked().is_some() {
                        self.reread();
                    }
                }
            }
        });
    }

    /// Puts it out of the lists.
    pub(super) fn archive(self) {
        let change = ChatRoomChange { status: Some(ChatStatus::Archived), ..ChatRoomChange::default() };
        self.change(&change, |_| {
            let locale = i18n::current();
            toast::success(td_string!(locale, console.archived));
        });
    }

    fn run(
        self,
        call: impl Future<Output = Result<ChatRoomDetail, ApiError>> + 'static,
        done: impl FnOnce(ChatRoomDetail) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            let gone = self.busy.try_set(false).is_some();
            match answer {
                Ok(detail) => {
                    self.take(detail.clone());
                    done(detail);
                }
                Err(error) => {
                    tell(&error);
                    if !gone {
                        self.reread();
                    }
                }
            }
        });
    }
}

/// Changes a room as it was seen, also when nothing of what stands there was changed since: the first answer takes a room that
/// is nobody's, and counts as a change of it.
async fn changed(id: ChatRoomId, seen: ChatRoomDetail, change: ChatRoomChange) -> Result<ChatRoomDetail, ApiError> {
    match chat::change_chat(id, seen.revision, &change).await {
        Err(error) if error.is(ErrorCode::Stale) => {
            let fresh = chat::get_chat(id).await?;
            let stands = |detail: &ChatRoomDetail| (detail.room.status, detail.room.priority, detail.room.topic);
            if stands(&fresh) == stands(&seen) { chat::change_chat(id, fresh.revision, &change).await } else { Err(error) }
        }
        answer => answer,
    }
}

/// Gives a room to somebody as it was seen, or as one's own answer left it.
async fn assigned(id: ChatRoomId, seen: ChatRoomDetail, ask: ChatAssignment) -> Result<ChatRoomDetail, ApiError> {
    match chat::assign_chat(id, seen.revision, &ask).await {
        Err(error) if error.is(ErrorCode::Stale) => {
            let fresh = chat::get_chat(id).await?;
            let whose = fresh.room.assignee_id;
            if whose == ask.assignee_id {
                return Ok(fresh);
            }
            let mine = session::current().me().map(|me| me.id);
            if whose == seen.room.assignee_id || whose == mine {
                chat::assign_chat(id, fresh.revision, &ask).await
            } else {
                Err(error)
            }
        }
        answer => answer,
    }
}

/// Something came that was not shown yet.
fn is_unseen(error: &ApiError) -> bool {
    matches!(error, ApiError::Problem(problem) if problem.params.contains_key("unseen"))
}

/// Says what went wrong, in the words of the chat.
fn tell(error: &ApiError) {
    let locale = i18n::current();
    match error.code() {
        _ if is_unseen(error) => toast::info(td_string!(locale, console.unseen)),
        Some(ErrorCode::Stale) => toast::info(td_string!(locale, console.stale)),
        Some(ErrorCode::IllegalTransition | ErrorCode::Conflict) => toast::failure(td_string!(locale, console.illegal)),
        _ => toast::error(error),
    }
}
