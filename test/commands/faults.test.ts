import { expect } from 'chai';
import type { Fault } from '../stand-ins/misp/faults.ts';
import { type MispOptions, type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { freePort } from '../support/free-port.ts';

/** Three pages of 100 and a rest. */
const ROWS = 350;
const SEARCH = 'mispgetioc misp_instance=misp eventid=1 limit=100';

/** `read_timeout` of what never comes; all else has as long as a busy machine may take. */
const IMPATIENT = { read_timeout: 1 };

/** Not as long as the instance is tried again: a quarter of it, for a busy machine. */
const AT_ONCE = { settings: { retry_timeout: 60 }, takes: [0, 15_000] } as const;

interface Case {
  readonly what: string;
  readonly search?: string;
  readonly options?: MispOptions;
  readonly faults?: readonly Fault[];
  readonly settings?: Record<string, string | number>;
  readonly key?: string;
  readonly sid?: string;
  /** Milliseconds that the search takes, from one to the other. */
  readonly takes?: readonly [least: number, most: number];
  readonly isDown?: true;
  readonly arrange?: (misp: MispServer) => unknown;
  /** All the right rows, so many (ROWS when true), or a failure whose message this matches. */
  readonly expected: true | number | RegExp;
}

const cases: readonly Case[] = [
  { what: 'nothing', expected: true },
  { what: 'wrong key', key: 'wrong', expected: /refused the API key: "Authentication failed.*Check the key/ },
  { what: 'expired key', key: 'expired'.padEnd(40, '0'), expected: /refused the API key/ },
  {
    what: 'key bound to another address',
    key: 'ipRestricted'.padEnd(40, '0'),
    expected: /refused the API key: "It is not possible to use this Auth key from your IP/,
  },
  { what: '401', faults: [{ kind: 'status', status: 401 }], expected: /refused the API key: HTTP 401/ },
  {
    what: '403 on page 2',
    faults: [
      {
        kind: 'status',
        status: 403,
        page: 2,
        body: '{"message":"You do not have permission to use this functionality."}',
      },
    ],
    expected: /lacks the permission: "You do not have permission/,
  },
  {
    what: '404',
    faults: [{ kind: 'status', status: 404 }],
    expected: /no MISP answers at misp_url: HTTP 404/,
  },
  {
    what: 'a wrong path in misp_url',
    settings: { misp_url: 'PATH' },
    expected: /MISP has no such page at misp_url: "Not Found" \(HTTP 404\)\. Check the address with its path/,
  },
  {
    what: '404 of something else',
    faults: [{ kind: 'status', status: 404, body: '{"message":"no Route matched with those values"}' }],
    expected: /no MISP answers at misp_url: "no Route matched/,
  },
  {
    what: '429 once, 1 s',
    faults: [{ kind: 'status', status: 429, headers: { 'X-Rate-Limit-Reset': '1' } }],
    expected: true,
  },
  {
    what: '429 once, a date',
    faults: [{ kind: 'status', status: 429, headers: { 'Retry-After': dateIn(1) } }],
    expected: true,
  },
  {
    what: '429 once, a moment',
    faults: [
      {
        kind: 'status',
        status: 429,
        headers: { 'X-Rate-Limit-Reset': String(Math.floor(Date.now() / 1000)) },
      },
    ],
    expected: true,
  },
  {
    what: '429, a date in an hour',
    faults: [{ kind: 'status', status: 429, headers: { 'Retry-After': dateIn(3600) } }],
    expected: /It resets in 3[56]\d\d seconds\./,
  },
  ...['', '-5', 'soon', '1e99', '99999999999999999999'].map((text) => ({
    what: `429, Retry-After "${text}"`,
    faults: [{ kind: 'status', status: 429, headers: { 'Retry-After': text } }] as const,
    expected:
      /rate limit is exhausted: HTTP 429\. The server does not say when it resets\. Search less often/,
  })),
  {
    what: '429, 900 s',
    options: { rateLimit: { limit: 2, resetSeconds: 900 } },
    expected: /rate limit is exhausted: "Rate limit exceeded\.".*900 seconds/,
  },
  {
    what: '500 once',
    faults: [{ kind: 'status', status: 500, body: '{"message":"An Internal Error Has Occurred."}' }],
    expected: /MISP failed: "An Internal Error Has Occurred\." \(HTTP 500\)/,
  },
  {
    what: 'database down',
    arrange: (misp) => (misp.state.databaseDown = true),
    expected: /MISP failed: "An Internal Error/,
  },
  { what: '502 once', faults: [{ kind: 'status', status: 502 }], expected: true },
  {
    what: '503 on page 3, for ever',
    faults: [{ kind: 'status', status: 503, page: 3, times: Infinity }],
    expected: /MISP failed: HTTP 503/,
  },
  {
    what: 'login page with 200',
    faults: [{ kind: 'loginPage' }],
    expected: /the response is a web page/,
  },
  {
    what: 'cut JSON on page 1',
    faults: [{ kind: 'cutJson', page: 1 }],
    expected: /response is truncated or not JSON/,
  },
  {
    what: 'cut JSON on page 3',
    faults: [{ kind: 'cutJson', page: 3 }],
    expected: /response is truncated or not JSON/,
  },
  { what: 'empty body', faults: [{ kind: 'emptyBody', page: 2 }], expected: /response is empty/ },
  { what: 'a list for an answer', faults: [{ kind: 'list' }], expected: /no list of attributes/ },
  {
    what: 'errors member with 200',
    faults: [{ kind: 'errorsMember', page: 2 }],
    expected: /MISP responded without attributes: "Could not search"/,
  },
  { what: 'connection lost mid-body, once', faults: [{ kind: 'connectionLost', page: 2 }], expected: true },
  {
    what: 'connection lost mid-body, always',
    faults: [{ kind: 'connectionLost', page: 2, times: Infinity }],
    expected: /connection to .* was lost/,
  },
  { what: 'reset, once', faults: [{ kind: 'reset' }], expected: true },
  {
    what: 'reset, always',
    faults: [{ kind: 'reset', times: Infinity }],
    expected: /connection to .* was lost \(ECONNRESET\)/,
  },
  {
    what: 'server down',
    isDown: true,
    expected: /nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
  },
  {
    what: 'server down, a person waits',
    isDown: true,
    ...AT_ONCE,
    expected: /nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
  },
  ...['scheduler__admin__search__RMD5_at_1795508383_1', 'rt_scheduler__admin__search__RMD5_at_1_2'].map(
    (sid) => ({
      what: `server down, ${sid.slice(0, 12)}`,
      sid,
      isDown: true as const,
      settings: { retry_timeout: 4 },
      takes: [2500, 20_000] as const,
      expected: /nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
    }),
  ),
  {
    what: 'name not found',
    ...AT_ONCE,
    settings: { ...AT_ONCE.settings, misp_url: 'http://misp.invalid' },
    expected: /name misp\.invalid is not found/,
  },
  {
    what: 'proxy down',
    ...AT_ONCE,
    settings: {
      ...AT_ONCE.settings,
      misp_url: 'https://misp.example',
      misp_use_proxy: '1',
      proxy_host: '127.0.0.1',
      proxy_port: 1,
    },
    expected: /nothing answers at misp\.example through the proxy 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
  },
  {
    what: 'HTTPS:// at an http port',
    ...AT_ONCE,
    settings: { ...AT_ONCE.settings, misp_url: 'HTTPS' },
    expected: /127\.0\.0\.1:\d+ does not speak HTTPS \([a-z ]+\)\. Correct the port/,
  },
  {
    what: 'a key with a dash',
    key: 'key\u2013of'.padEnd(40, '0'),
    ...AT_ONCE,
    expected:
      /the API key \(misp\.misp_key\) has a character that no API key has \(the 4th, U\+2013\): copy the key from MISP again\.$/,
  },
  {
    what: 'hang',
    faults: [{ kind: 'hang', page: 2, times: Infinity }],
    settings: IMPATIENT,
    expected: /did not respond within 1 second \(read_timeout\)/,
  },
  { what: 'slow pages', faults: [{ kind: 'slow', milliseconds: 300, times: 3 }], expected: true },
  {
    what: 'trickled body',
    faults: [{ kind: 'trickle', milliseconds: 20, times: Infinity }],
    settings: IMPATIENT,
    expected: /did not send its whole response within 1 second/,
  },
  { what: 'page past the end', search: `${SEARCH} page=99`, expected: 0 },
  {
    what: 'server caps the limit at 150',
    options: { maxLimit: 150 },
    search: 'mispgetioc misp_instance=misp eventid=1',
    expected: true,
  },
  { what: 'server caps the limit at 70', options: { maxLimit: 70 }, expected: true },
  { what: 'an empty page in the middle', faults: [{ kind: 'emptyPage', page: 2 }], expected: ROWS - 100 },
  { what: 'an empty first page', faults: [{ kind: 'emptyPage', page: 1 }], expected: ROWS - 100 },
  {
    what: 'maintenance (302)',
    arrange: (misp) => (misp.state.maintenance = true),
    expected: /redirects to its login page .*maintenance mode/,
  },
  {
    what: 'another redirection',
    faults: [{ kind: 'status', status: 301, headers: { Location: 'https://elsewhere.example/?x=1' } }],
    expected: /redirects to https:\/\/elsewhere\.example\/ \(HTTP 301\), which is not followed/,
  },
  { what: 'gzip', options: { gzip: true }, expected: true },
  {
    what: 'unknown instance',
    search: 'mispgetioc misp_instance=mips eventid=1',
    expected: /no MISP instance "mips": did you mean "misp"\?/,
  },
  {
    what: 'an instance in another letter case',
    search: 'mispgetioc misp_instance=MISP eventid=1',
    expected: /no MISP instance "MISP": did you mean "misp"\? There are: misp\./,
  },
  { what: 'no instance, where there is only one', search: 'mispgetioc eventid=1', expected: true },
  {
    what: 'limit=-1',
    search: `${SEARCH} limit=-1`,
    expected: /limit="-1" must be a whole number from 0/,
  },
  {
    what: 'last=1w',
    search: 'mispgetioc misp_instance=misp last=1w',
    expected: /last="1w" is not valid: write 7d\. Use a number with d, h, m or s /,
  },
  {
    what: 'last=garbage',
    search: 'mispgetioc misp_instance=misp last=garbage',
    expected: /last="garbage" is not valid\. Use a number with d, h, m or s/,
  },
  {
    what: 'unknown option',
    search: `${SEARCH} lsat=1d`,
    expected: /Unknown option "lsat": did you mean "last"\?/,
  },
  {
    what: 'json_request that is not JSON',
    search: 'mispgetioc misp_instance=misp json_request="{last: 1d}"',
    expected: /json_request="{last: 1d}" is not JSON/,
  },
  {
    what: 'json_request with an unknown filter',
    search: 'mispgetioc misp_instance=misp json_request="{\\"lasst\\": \\"1d\\"}"',
    expected: /has no filter "lasst".*did you mean "last"/,
  },
  {
    what: 'json_request with a blank value',
    search: 'mispgetioc misp_instance=misp json_request="{\\"value\\": [\\"a\\", \\"\\"]}"',
    expected: /"value" is blank or has a blank value/,
  },
  {
    what: 'json_request without a filter',
    search: 'mispgetioc misp_instance=misp json_request="{}"',
    expected: /There is no filter: MISP would send its whole database/,
  },
  {
    what: 'no window at all',
    search: 'mispgetioc misp_instance=misp',
    expected: /Set one of json_request, date, eventid/,
  },
];

describe('A search while something is wrong', () => {
  const table: string[] = [];
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });

  after(async () => {
    await splunk.close();
    console.log(`\n${table.join('\n')}\n`);
  });

  for (const one of cases) {
    const promise =
      one.expected instanceof RegExp ? 'fails the search and says why' : 'gives all the right rows';
    it(`${one.what}: ${promise}`, async () => {
      const misp = await startMisp({
        store: storeOf(ROWS),
        ...one.options,
        ...(one.isDown && { port: await freePort() }),
      });
      try {
        if (one.isDown) await misp.close();
        misp.faults.push(...(one.faults ?? []).map((fault) => ({ ...fault })));
        splunk.state.instances['misp'] = {
          retry_timeout: 2,
          ...one.settings,
          misp_url: urlOf(one, misp),
        };
        splunk.state.secrets['misp.misp_key'] = one.key ?? misp.keys['automation'] ?? '';
        await one.arrange?.(misp);
        const started = performance.now();
        const result = await splunk.search(
          one.search ?? SEARCH,
          one.sid === undefined ? {} : { sid: one.sid },
        );
        const [least, most] = one.takes ?? [0, Infinity];
        expect(performance.now() - started).to.be.within(least, most);
        const errors = result.messages.filter(([level]) => level === 'ERROR');
        table.push(rowOf(one.what, result.failed ? (errors[0]?.[1] ?? '') : `${result.rows.length} rows`));
        if (one.expected instanceof RegExp) {
          expect(result.failed).to.equal(true);
          expect(result.exitCode).to.equal(1);
          expect(errors).to.have.length(1);
          expect(errors[0]?.[1]).to.match(one.expected);
          expect(result.stderr).to.equal('');
        } else {
          expect(errors).to.deep.equal([]);
          expect(result.failed).to.equal(false);
          const ids = result.rows.map((row) => String(row['misp_attribute_id']));
          expect(new Set(ids).size).to.equal(one.expected === true ? ROWS : one.expected);
          expect(ids).to.have.length(one.expected === true ? ROWS : one.expected);
        }
        if (/json_request|no window|limit=-1|last=|option/.test(one.what))
          expect(misp.requests).to.deep.equal([]);
      } finally {
        await misp.close();
      }
    });
  }
});

function storeOf(count: number): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Faults', timestamp: 1_795_000_000 });
  for (let i = 0; i < count; i += 1) store.addAttribute(event, { type: 'domain', value: `d${i}.example` });
  return store;
}

/** misp_url, which for some is made of what the server has. */
function urlOf({ settings }: Case, { url }: MispServer): string {
  const given = settings?.['misp_url'] ?? '';
  const made: Readonly<Record<string, string>> = {
    '': url,
    PATH: `${url}/misp/`,
    HTTPS: url.replace('http:', 'HTTPS:'),
  };
  return made[given] ?? String(given);
}

function dateIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toUTCString();
}

function rowOf(what: string, outcome: string): string {
  return `  ${what.padEnd(36)} ${outcome.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT')}`;
}
