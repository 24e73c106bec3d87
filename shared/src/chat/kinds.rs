//! The words of the chat, and how soon a room is answered.

words!(
    /// Where a room stands.
    ChatStatus {
        /// Somebody is to be answered, or may write on.
        Open = "open",
        /// Settled; the buyer's next message opens another.
        Resolved = "resolved",
        /// Settled and out of the lists.
        Archived = "archived",
    }
);

words!(
    /// Which rooms a list shows.
    ChatListStatus {
        /// Open ones.
        Open = "open",
        /// Settled ones.
        Resolved = "resolved",
        /// Those out of the lists.
        Archived = "archived",
        /// All.
        All = "all",
    }
);

words!(
    /// The order of a list of rooms.
    ChatSort {
        /// The latest activity first.
        Activity = "activity",
        /// Those first whose buyer waits; of these the most urgent, of these the one that is due first.
        Due = "due",
    }
);

words!(
    /// Who speaks.
    ChatSide {
        /// The buyer.
        Buyer = "buyer",
        /// One who answers for the shop.
        Agent = "agent",
        /// The shop itself: what happened in the room.
        System = "system",
    }
);

words!(
    /// How soon a room is to be answered.
    ChatPriority {
        /// Something does not work: paying, or the site.
        Urgent = "urgent",
        /// An order that was placed.
        High = "high",
        /// Everything else.
        Normal = "normal",
    }
);

words!(
    /// What a room is about, as the buyer says on opening it or as staff say later.
    ChatTopic {
        /// Paying does not work, or money is missing.
        Payment = "payment",
        /// The shop does not work as it should.
        Site = "site",
        /// An order that was placed.
        Order = "order",
        /// Gear: advice, stock, price.
        Product = "product",
        /// Anything else.
        Other = "other",
    }
);

impl ChatTopic {
    /// How soon such a room is to be answered.
    #[must_use]
    pub const fn priority(self) -> ChatPriority {
        match self {
            Self::Payment | Self::Site => ChatPriority::Urgent,
            Self::Order => ChatPriority::High,
            Self::Product | Self::Other => ChatPriority::Normal,
        }
    }
}

impl ChatPriority {
    /// Minutes of opening hours within which a waiting buyer is answered.
    #[must_use]
    pub const fn response_minutes(self) -> i64 {
        match self {
            Self::Urgent => 5,
            Self::High => 15,
            Self::Normal => 30,
        }
    }

    /// Minutes after its opening within which a room is settled.
    #[must_use]
    pub const fn resolution_minutes(self) -> i64 {
        match self {
            Self::Urgent => 4 * 60,
            Self::High => 8 * 60,
            Self::Normal => 24 * 60,
        }
    }
}

words!(
    /// What the shop itself says in a room.
    ChatEvent {
        /// An agent took the room.
        Assigned = "assigned",
        /// The room was settled.
        Resolved = "resolved",
        /// The room was opened again.
        Reopened = "reopened",
        /// The buyer wrote outside opening hours: it is answered later.
        OutsideHours = "outside_hours",
        /// The buyer rated the room.
        Rated = "rated",
    }
);

words!(
    /// What kind of file was attached.
    AttachmentKind {
        /// A picture, with renditions.
        Image = "image",
        /// A document.
        Document = "document",
    }
);
