/** One request a record, one after the other: `one-by-one.mjs URL KEY`, values as lines on standard input. Prints seconds. */
import http from 'node:http';
import { text } from 'node:stream/consumers';

const [, , url, key] = process.argv;
const agent = new http.Agent({ keepAlive: true });
const values = (await text(process.stdin)).trimEnd().split('\n');
const started = performance.now();
for (const value of values) JSON.parse(await lookUp(value));
console.log((performance.now() - started) / 1000);
agent.destroy();

function lookUp(value) {
  const headers = { Authorization: key, Accept: 'application/json', 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/attributes/restSearch`,
      { method: 'POST', agent, headers },
      (response) => text(response).then(resolve, reject),
    );
    request.on('error', reject);
    request.end(JSON.stringify({ returnFormat: 'json', value, limit: 10, page: 1 }));
  });
}
