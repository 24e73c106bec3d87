"""Buys as a person (`buy` in the variable `CLIENT`), or reads an order as a program with a key (`read`),
with the client that openapi-python-client made of the document."""

import json
import os
import uuid
from typing import TypeVar

import httpx
from hurtrock import AuthenticatedClient, Client
from hurtrock.api.account import list_addresses, sign_in
from hurtrock.api.admin_catalogue import list_staff_products
from hurtrock.api.admin_orders import add_order_note, get_staff_order, list_staff_orders
from hurtrock.api.cart import add_to_cart
from hurtrock.api.catalog import get_product, list_products
from hurtrock.api.checkout import place_order, quote_checkout
from hurtrock.api.payments import start_payment
from hurtrock.models import (
    AddOrderNoteRequest,
    AddToCartRequest,
    CheckoutQuoteRequest,
    ErrorCode,
    PaymentProvider,
    PlaceOrderRequest,
    Problem,
    SignInRequest,
    StartPaymentRequest,
)
from hurtrock.types import Response

T = TypeVar("T")
# The machine that runs tests may be busy.
PATIENCE = httpx.Timeout(60)


def taken(answer: Response[T | Problem]) -> T:
    """What was answered; raises what was refused."""
    if answer.parsed is None:
        raise RuntimeError(f"nothing was answered: {answer.status_code}")
    if isinstance(answer.parsed, Problem):
        raise RuntimeError(f"{answer.parsed.code}: {answer.parsed.detail}")
    return answer.parsed


def refused(answer: Response[T | Problem], code: ErrorCode) -> None:
    if not isinstance(answer.parsed, Problem) or answer.parsed.code != code:
        raise RuntimeError(f"not refused as {code}: {answer.status_code}")


def buy(base: str, login: str, password: str) -> dict:
    guest = Client(base_url=base, timeout=PATIENCE)
    wrong = SignInRequest(login=login, password="bukan sandinya")
    refused(sign_in.sync_detailed(client=guest, body=wrong), ErrorCode.WRONG_CREDENTIALS)
    signed_in = taken(sign_in.sync_detailed(client=guest, body=SignInRequest(login=login, password=password)))
    shop = AuthenticatedClient(base_url=base, token=signed_in.access_token, timeout=PATIENCE)

    card = taken(list_products.sync_detailed(client=shop)).items[0]
    product = taken(get_product.sync_detailed(card.slug, client=shop))
    variant = product.variants[0]
    taken(add_to_cart.sync_detailed(client=shop, body=AddToCartRequest(variant_id=variant.id, quantity=1)))
    address = taken(list_addresses.sync_detailed(client=shop))[0]
    option = taken(quote_checkout.sync_detailed(client=shop, body=CheckoutQuoteRequest(address_id=address.id))).options[0]
    ask = PlaceOrderRequest(
        address_id=address.id,
        shipping_service_id=option.quote.service_id,
        expected_total=option.totals.grand,
        note="Dari Python",
    )
    key = str(uuid.uuid4())
    order = taken(place_order.sync_detailed(client=shop, body=ask, idempotency_key=key))
    again = taken(place_order.sync_detailed(client=shop, body=ask, idempotency_key=key))
    if again.number != order.number:
        raise RuntimeError("the same request is the same order")
    pay = StartPaymentRequest(provider=PaymentProvider.MIDTRANS)
    taken(start_payment.sync_detailed(order.number, client=shop, body=pay))
    return {"number": order.number}


def read(base: str, key: str, number: str) -> dict:
    shop = AuthenticatedClient(base_url=base, token=key, timeout=PATIENCE)
    rows = taken(list_staff_orders.sync_detailed(client=shop, q=number)).items
    row = next(row for row in rows if row.number == number)
    order = taken(get_staff_order.sync_detailed(row.id, client=shop)).order
    for _ in range(2):
        note = AddOrderNoteRequest(text="Dari Python")
        taken(add_order_note.sync_detailed(row.id, client=shop, body=note, idempotency_key=f"catatan-{row.id}"))
    refused(list_staff_products.sync_detailed(client=shop), ErrorCode.FORBIDDEN)
    return {
        "number": order.number,
        "status": order.status.value,
        "grand": order.totals.grand,
        "placed": order.created_at.isoformat(),
    }


task = json.loads(os.environ["CLIENT"])
base_url = f"{task['shop']}/api/v1"
print(json.dumps(buy(base_url, **task["buy"]) if "buy" in task else read(base_url, **task["read"])))
