//! Typed ids. An order can never be looked up by a product's id.

id!(/// A person with an account.
    UserId);
id!(/// A saved address of a user.
    AddressId);
id!(/// A signed-in device: one refresh-token family.
    SessionId);
id!(/// A named set of permissions.
    RoleId);
id!(/// A node of the category tree.
    CategoryId);
id!(/// A product as the shop shows it.
    ProductId);
id!(/// A sellable thing of a product.
    VariantId);
id!(/// A picture of a product.
    ImageId);
id!(/// A supplier.
    SupplierId);
id!(/// A shopping cart.
    CartId);
id!(/// An order.
    OrderId);
id!(/// A line of an order.
    OrderItemId);
id!(/// An entry of an order's timeline.
    OrderEventId);
id!(/// A parcel on its way.
    ShipmentId);
id!(/// One attempt to pay an order.
    PaymentId);
id!(/// Money on its way back.
    RefundId);
id!(/// A courier's service.
    ShippingServiceId);
id!(/// A review of a product.
    ReviewId);
id!(/// A message to a signed-in person.
    NotificationId);
id!(/// An email in the outbox.
    EmailId);
id!(/// A way of looking at a list.
    ViewId);
id!(/// A note of staff about a person.
    NoteId);
id!(/// A file of products on its way into the shop.
    ImportId);
id!(/// Pieces that came into the store or left it.
    MovementId);
id!(/// An order to a supplier.
    RestockOrderId);
id!(/// A delivery of a restock order.
    ReceiptId);
id!(/// A key by which a program asks.
    ApiKeyId);
id!(/// An address that is told what happens.
    WebhookId);
id!(/// Something that webhooks tell; the same for every endpoint and every try.
    WebhookEventId);
id!(/// An event on its way to one endpoint.
    WebhookDeliveryId);
id!(/// A concern of a buyer in the chat.
    ChatRoomId);
id!(/// A message of a room of the chat.
    ChatMessageId);
id!(/// A file sent in the chat.
    ChatAttachmentId);
id!(/// A text that is written often.
    CannedResponseId);
