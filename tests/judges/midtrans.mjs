// Midtrans' own library judges the sandbox, and the shop takes what the sandbox signs as documented.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import midtrans from 'midtrans-client';
import { control, given, listen, post } from './support.mjs';

function snap(serverKey) {
  const client = new midtrans.Snap({ isProduction: false, serverKey, clientKey: 'SB-Mid-client-judge' });
  // The library has no setting for its addresses.
  client.apiConfig.getSnapApiBaseUrl = () => `${given.sandbox}/midtrans/snap/v1`;
  client.apiConfig.getCoreApiBaseUrl = () => `${given.sandbox}/midtrans`;
  return client;
}

const client = snap(given.midtrans.key);
const code = (httpStatusCode) => (error) => {
  assert.equal(String(error.httpStatusCode), String(httpStatusCode), error.message);
  return true;
};
const bill = (order_id, gross_amount) => ({
  transaction_details: { order_id, gross_amount },
  item_details: [{ id: 'RG550', name: 'RG550', price: gross_amount, quantity: 1 }],
  customer_details: { first_name: 'Budi', email: 'budi@example.com' },
});
/** As the documentation has it; the library verifies by asking for the status. */
const signature = ({ order_id, status_code, gross_amount }) =>
  createHash('sha512').update(order_id + status_code + gross_amount + given.midtrans.key).digest('hex');

const shop = await listen();
await control('settings', { shop_url: shop.url });
const heard = async () => {
  const told = JSON.parse((await shop.next()).body);
  assert.equal(told.signature_key, signature(told));
  const asked = await client.transaction.notification(told);
  assert.equal(asked.order_id, told.order_id);
  return told.transaction_status;
};

const opened = await client.createTransaction(bill('JUDGE-1', 250_000));
assert.ok(opened.token && opened.redirect_url.endsWith(opened.token));
await assert.rejects(client.transaction.status('JUDGE-1'), code(404));
const wrong = bill('JUDGE-2', 250_000);
wrong.item_details[0].price = 1;
await assert.rejects(client.createTransaction(wrong), code(400));
await assert.rejects(snap('SB-Mid-server-nobody').createTransaction(bill('JUDGE-2', 250_000)), code(401));

// Chosen, cancelled.
await control(`midtrans/payments/${opened.token}/choose`, { method: 'bca_va' });
assert.equal(await heard(), 'pending');
const pending = await client.transaction.status('JUDGE-1');
assert.deepEqual([pending.transaction_status, pending.payment_type, pending.gross_amount], ['pending', 'bank_transfer', '250000.00']);
assert.ok(pending.va_numbers[0].va_number);
assert.equal((await client.transaction.cancel('JUDGE-1')).transaction_status, 'cancel');
assert.equal(await heard(), 'cancel');
await assert.rejects(client.transaction.cancel('JUDGE-1'), code(412));

// Expired: 407 in the body, which the library lets through.
const late = await client.createTransactionToken(bill('JUDGE-3', 250_000));
await control(`midtrans/payments/${late}/choose`, { method: 'bca_va' });
assert.equal(await heard(), 'pending');
assert.equal(String((await client.transaction.expire('JUDGE-3')).status_code), '407');
assert.equal(await heard(), 'expire');

// Paid, refunded in parts.
const url = await client.createTransactionRedirectUrl(bill('JUDGE-4', 250_000));
await control(`midtrans/payments/${url.split('/').pop()}/pay`, { method: 'gopay' });
assert.deepEqual([await heard(), await heard()], ['pending', 'settlement']);
await assert.rejects(client.transaction.refundDirect('JUDGE-4', { refund_key: 'a', amount: 250_001, reason: 'x' }), code(400));
const part = await client.transaction.refundDirect('JUDGE-4', { refund_key: 'a', amount: 50_000, reason: 'Lecet' });
assert.deepEqual([part.transaction_status, part.refund_amount], ['partial_refund', '50000.00']);
assert.equal(await heard(), 'partial_refund');
// The same key again is the same refund.
assert.equal((await client.transaction.refundDirect('JUDGE-4', { refund_key: 'a', amount: 50_000, reason: 'Lecet' })).refund_key, 'a');
assert.equal((await client.transaction.refundDirect('JUDGE-4', { refund_key: 'b', amount: 200_000, reason: 'Sisanya' })).transaction_status, 'refund');
assert.equal(await heard(), 'refund');
assert.equal((await client.transaction.status('JUDGE-4')).refunds.length, 2);

// A virtual account has no way back.
const token = await client.createTransactionToken(bill('JUDGE-5', 250_000));
await control(`midtrans/payments/${token}/pay`, { method: 'bca_va' });
assert.deepEqual([await heard(), await heard()], ['pending', 'settlement']);
await assert.rejects(client.transaction.refund('JUDGE-5', { refund_key: 'c', amount: 1_000, reason: 'x' }), code(412));
shop.close();

// The shop takes what is signed so, and nothing else.
const body = await client.transaction.status(given.midtrans.reference);
const tell = async (more) => {
  const answer = await post(`${given.shop}/api/v1/payments/midtrans/notifications`, { ...body, ...more });
  return [answer.status, (await answer.json()).code];
};
const refused = [401, 'invalid_signature'];
assert.deepEqual(await tell({ signature_key: signature({ ...body, gross_amount: '1.00' }) }), refused);
assert.deepEqual(await tell({ gross_amount: '1.00', signature_key: signature(body) }), refused);
assert.deepEqual(await tell({ signature_key: '' }), refused);
assert.deepEqual(await tell({ signature_key: signature(body) }), [200, undefined]);
// Kept connections would keep us for another minute.
process.exit();
