/**
 * The floor: fetches the same pages and parses them, nothing else. `floor.mjs URL ATTRIBUTES [KEY] [CONTEXT]`
 * Prints its CPU seconds.
 */
import http from 'node:http';

const [, , url, attributes, key = 'invented', context] = process.argv;
const agent = new http.Agent({ keepAlive: true });
let pending = fetchPage({ limit: 1000, page: 1 });
let rows = 0;
for (let offset = 0; offset < Number(attributes);) {
  const { response } = JSON.parse(await pending);
  const count = response.Attribute.length;
  rows += count;
  offset += count;
  if (offset < Number(attributes)) {
    pending = fetchPage(
      offset < 5000 ? { limit: 1000, page: offset / 1000 + 1 } : { limit: 5000, page: offset / 5000 + 1 },
    );
  }
}
if (rows !== Number(attributes)) throw new Error(`${rows} rows`);
agent.destroy();
const { user, system } = process.cpuUsage();
console.log((user + system) / 1_000_000);

function fetchPage(body) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: key, Accept: 'application/json', 'Content-Type': 'application/json' };
    const options = { method: 'POST', agent, headers };
    const request = http.request(`${url}/attributes/restSearch`, options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
    });
    request.on('error', reject);
    request.end(JSON.stringify(context ? { ...body, includeContext: true } : body));
  });
}
