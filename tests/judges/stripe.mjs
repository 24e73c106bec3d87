// Stripe's own library judges the shop's notifications and the sandbox's API.

import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { control, given, listen, post } from './support.mjs';

const { hostname, port } = new URL(given.sandbox);
const client = (key, more = {}) => new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 2, telemetry: false, ...more });
const stripe = client(given.stripe.key);
const asked = (reference, sen) => ({
  mode: 'payment',
  success_url: 'https://shop.example/ok?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.example/no',
  client_reference_id: reference,
  line_items: [{ quantity: 1, price_data: { currency: 'idr', unit_amount: sen, product_data: { name: 'RG550' } } }],
  payment_intent_data: { metadata: { reference } },
  metadata: { reference },
});

/** Notifications that Stripe's library signs: good ones are taken, all others refused. */
async function notifications() {
  const session = await stripe.checkout.sessions.retrieve(given.stripe.session);
  assert.equal(session.payment_status, 'paid');
  const event = (id) =>
    JSON.stringify({
      id, object: 'event', api_version: session.lastResponse?.apiVersion ?? null, created: Math.floor(Date.now() / 1000), livemode: false,
      pending_webhooks: 1, request: { id: null, idempotency_key: null }, type: 'checkout.session.completed', data: { object: session },
    }, null, 2);
  const tell = async (payload, header) => {
    const answer = await post(`${given.shop}/api/v1/payments/stripe/notifications`, payload, { 'stripe-signature': header });
    return [answer.status, (await answer.json()).code];
  };
  const sign = (payload, more = {}) => stripe.webhooks.generateTestHeaderString({ payload, secret: given.stripe.webhookSecret, ...more });
  const now = Math.floor(Date.now() / 1000);
  const refused = [401, 'invalid_signature'];

  const tampered = event('evt_judge_tampered');
  assert.deepEqual(await tell(tampered.replace('"paid"', '"paid" '), sign(tampered)), refused);
  const wrong = event('evt_judge_wrong');
  assert.deepEqual(await tell(wrong, sign(wrong, { secret: 'whsec_of_somebody_else' })), refused);
  const old = event('evt_judge_old');
  assert.deepEqual(await tell(old, sign(old, { timestamp: now - 360 })), refused);
  const scheme = event('evt_judge_scheme');
  assert.deepEqual(await tell(scheme, sign(scheme, { scheme: 'v0' })), refused);
  assert.deepEqual(await tell(scheme, ''), refused);

  const good = event('evt_judge_good');
  assert.deepEqual(await tell(good, sign(good, { timestamp: now - 240 })), [200, undefined]);
  assert.deepEqual(await tell(good, sign(good)), [200, undefined]);
  // While a secret is being rotated there are two signatures.
  const rotated = event('evt_judge_rotated');
  const two = `${sign(rotated, { secret: 'whsec_of_yesterday' })},${sign(rotated).split(',')[1]}`;
  assert.deepEqual(await tell(rotated, two), [200, undefined]);
}

/** The sandbox is a Stripe to Stripe's own client. */
async function sandbox() {
  const shop = await listen();
  await control('settings', { shop_url: shop.url });
  const heard = async () => {
    const told = await shop.next();
    // Throws unless the signature is right.
    return stripe.webhooks.constructEvent(told.body, told.headers['stripe-signature'], given.stripe.webhookSecret);
  };

  const session = await stripe.checkout.sessions.create(asked('JUDGE-1', 25_000_000), { idempotencyKey: 'judge-1' });
  assert.equal(session.object, 'checkout.session');
  assert.deepEqual([session.status, session.payment_status, session.amount_total, session.currency], ['open', 'unpaid', 25_000_000, 'idr']);
  assert.equal((await stripe.checkout.sessions.create(asked('JUDGE-1', 25_000_000), { idempotencyKey: 'judge-1' })).id, session.id);
  await assert.rejects(stripe.checkout.sessions.create(asked('JUDGE-1', 26_000_000), { idempotencyKey: 'judge-1' }), { type: 'StripeIdempotencyError' });
  await assert.rejects(stripe.checkout.sessions.create(asked('JUDGE-2', 100)), { type: 'StripeInvalidRequestError', code: 'amount_too_small' });
  await assert.rejects(stripe.checkout.sessions.retrieve('cs_test_nobody'), { type: 'StripeInvalidRequestError', statusCode: 404 });
  await assert.rejects(client('sk_test_nobody').checkout.sessions.retrieve(session.id), { type: 'StripeAuthenticationError' });

  // A failure is tried again under the same key.
  await control('stripe/faults', { times: 1, path: 'sessions', answer: { status: 500 } });
  const other = await stripe.checkout.sessions.create(asked('JUDGE-3', 25_000_000));
  const expired = await stripe.checkout.sessions.expire(other.id);
  assert.deepEqual([expired.status, expired.url], ['expired', null]);
  assert.equal((await heard()).type, 'checkout.session.expired');
  await assert.rejects(stripe.checkout.sessions.expire(other.id), { type: 'StripeInvalidRequestError' });

  await control(`stripe/sessions/${session.id}/pay`);
  const types = [];
  while (!types.includes('checkout.session.completed')) types.push((await heard()).type);
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
  assert.deepEqual([paid.status, paid.payment_status, paid.payment_intent.latest_charge.paid], ['complete', 'paid', true]);
  assert.equal((await stripe.checkout.sessions.listLineItems(session.id)).data[0].amount_total, 25_000_000);

  const intent = paid.payment_intent.id;
  const part = await stripe.refunds.create({ payment_intent: intent, amount: 5_000_000, metadata: { refund_id: '1' } }, { idempotencyKey: 'judge-refund' });
  assert.deepEqual([part.object, part.status, part.amount], ['refund', 'succeeded', 5_000_000]);
  const again = { payment_intent: intent, amount: 5_000_000, metadata: { refund_id: '1' } };
  assert.equal((await stripe.refunds.create(again, { idempotencyKey: 'judge-refund' })).id, part.id);
  assert.equal((await stripe.refunds.retrieve(part.id)).amount, 5_000_000);
  assert.equal((await stripe.refunds.create({ payment_intent: intent })).amount, 20_000_000);
  await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 100 }), { type: 'StripeInvalidRequestError' });
  const all = [];
  for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 1 })) all.push(refund.amount);
  assert.deepEqual(all.sort(), [20_000_000, 5_000_000]);
  const told = await heard();
  assert.equal((await stripe.events.retrieve(told.id)).type, told.type);
  shop.close();
}

await notifications();
await sandbox();
// Kept connections would keep us for another minute.
process.exit();
