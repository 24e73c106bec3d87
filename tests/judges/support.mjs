// What both judges need: where things are, an ear for notifications, and the sandbox's switches.

import { createServer } from 'node:http';

/** Addresses and keys, from the test that runs us. */
export const given = JSON.parse(process.env.JUDGE ?? '{}');

/** POSTs JSON. */
export async function post(url, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
}

/** Turns a switch of the sandbox. */
export async function control(path, body = {}) {
  const answer = await post(`${given.sandbox}/control/${path}`, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A shop that only listens; `next()` gives what it is told, in order. */
export async function listen() {
  const heard = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      const told = { body: Buffer.concat(chunks), headers: request.headers, path: request.url };
      const first = waiting.shift();
      if (first) first(told);
      else heard.push(told);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    next: () => (heard.length ? Promise.resolve(heard.shift()) : new Promise((done) => waiting.push(done))),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
