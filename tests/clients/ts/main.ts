// Buys as a person (`CLIENT.buy`), or reads an order as a program with a key (`CLIENT.read`).

import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Problem = components["schemas"]["Problem"];
type Shop = Client<paths>;

interface Task {
  shop: string;
  buy?: { login: string; password: string };
  read?: { key: string; number: string };
}

const task = JSON.parse(process.env.CLIENT ?? "{}") as Task;
const baseUrl = `${task.shop}/api/v1`;

/** What was answered; throws what was refused. */
function taken<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.error !== undefined) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
  if (answer.data === undefined) throw new Error("nothing was answered");
  return answer.data;
}

function first<T>(items: T[]): T {
  const item = items[0];
  if (item === undefined) throw new Error("the list is empty");
  return item;
}

function signedBy(token: string): Shop {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

async function buy(login: string, password: string): Promise<unknown> {
  const guest = createClient<paths>({ baseUrl });
  const wrong = await guest.POST("/auth/sign-in", { body: { login, password: "bukan sandinya" } });
  if (wrong.response.status !== 401 || wrong.error?.code !== "wrong_credentials") throw new Error("a wrong password is told");

  const signedIn = taken(await guest.POST("/auth/sign-in", { body: { login, password } }));
  const shop = signedBy(signedIn.access_token);
  const card = first(taken(await shop.GET("/products", { params: { query: { sort: "newest", limit: 10 } } })).items);
  const product = taken(await shop.GET("/products/{slug}", { params: { path: { slug: card.slug } } }));
  const variant = first(product.variants);
  taken(await shop.POST("/cart/items", { body: { variant_id: variant.id, quantity: 1 } }));
  const address = first(taken(await shop.GET("/account/addresses")));
  const { quote, totals } = first(taken(await shop.POST("/checkout/quotes", { body: { address_id: address.id } })).options);
  const body = {
    address_id: address.id,
    shipping_service_id: quote.service_id,
    expected_total: totals.grand,
    note: "Dari TypeScript",
  };
  const once = { header: { "Idempotency-Key": crypto.randomUUID() } };
  const order = taken(await shop.POST("/checkout/orders", { params: once, body }));
  const again = taken(await shop.POST("/checkout/orders", { params: once, body }));
  if (again.number !== order.number) throw new Error("the same request is the same order");
  const path = { number: order.number };
  taken(await shop.POST("/orders/{number}/payments", { params: { path }, body: { provider: "midtrans" } }));
  return { number: order.number };
}

async function read(key: string, number: string): Promise<unknown> {
  const shop = signedBy(key);
  const page = taken(await shop.GET("/admin/orders", { params: { query: { q: number } } }));
  const row = first(page.items.filter((order) => order.number === number));
  const path = { order_id: row.id };
  const found = taken(await shop.GET("/admin/orders/{order_id}", { params: { path } }));
  const once = { path, header: { "Idempotency-Key": `catatan-${row.id}` } };
  for (const _ of [1, 2]) {
    taken(await shop.POST("/admin/orders/{order_id}/notes", { params: once, body: { text: "Dari TypeScript" } }));
  }
  const refused = await shop.GET("/admin/products");
  if (refused.error?.code !== "forbidden") throw new Error("a key does not leave its scopes");
  return { number: found.order.number, status: found.order.status, grand: found.order.totals.grand, placed: found.order.created_at };
}

const said = task.buy
  ? await buy(task.buy.login, task.buy.password)
  : task.read
    ? await read(task.read.key, task.read.number)
    : undefined;
console.log(JSON.stringify(said));
