/**
 * The floor: fetches the pages that the app asks for, one after the other, and parses them, nothing else.
 * `floor.mjs URL ATTRIBUTES [KEY] [CONTEXT]` Prints its CPU seconds.
 */
import http from 'node:http';

const [, , url, attributes, key = 'invented', context] = process.argv;
const agent = new http.Agent({ keepAlive: true });
// A small page first, whose rows come again with the next one.
let rows = await read({ limit: 1000, page: 1 });
if (Number(attributes) > rows) rows = 0;
for (let page = 1; rows < Number(attributes); page += 1) rows += await read({ limit: 5000, page });
agent.destroy();
const { user, system } = process.cpuUsage();
console.log((user + system) / 1_000_000);

async function read(body) {
  return JSON.parse(await fetchPage(body)).response.Attribute.length;
}

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
