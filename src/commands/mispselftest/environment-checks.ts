import * as v from 'valibot';
import { COLLECTION } from '../../intel/documents/collection.ts';
import { FEEDS } from '../../intel/mapping.ts';
import { feedLookup } from '../../intel/feed-names.ts';
import { capabilitiesOf } from '../../splunkd/access.ts';
import { BROKER } from '../../splunkd/broker-endpoint.ts';
import { APP } from '../../common/app.ts';
import { serverInfoOf } from '../../splunkd/server-info.ts';
import { type Check, describeJob, failed, passed, skipped, type CheckContext } from './check.ts';

/** A stanza of the app's web.conf that lets the page Configuration reach the inputs. */
const EXPOSED = 'configs/conf-web/expose%3Amisp_inputs';
const KEYS = 'storage/passwords';

/** Checks of splunkd itself and of what the search's user can reach. */
export const environmentChecks: readonly Check[] = [
  {
    name: 'The app runs on Node.js 20 or newer',
    run({ context: { services } }) {
      const { version, path } = services.runtime;
      return Promise.resolve(passed(`${version} at ${path}`));
    },
  },
  {
    name: 'splunkd responds with the expected certificate',
    async run({ splunkd, context: { info } }) {
      const { role, startupTime } = await serverInfoOf(splunkd);
      const found = `Splunk ${info.splunkVersion} at ${info.splunkdUri}, ${DESCRIPTIONS[role]}`;
      if (startupTime !== undefined) return passed(found);
      return failed(
        `${found}; server/info has no startup_time`,
        'Inputs cannot detect a restart of splunkd.',
      );
    },
  },
  {
    name: 'splunkd returns your capabilities',
    async run({ splunkd }) {
      const capabilities = await capabilitiesOf(splunkd);
      if (!capabilities)
        return failed(
          'authentication/current-context has no capabilities',
          'Nobody can write to MISP. Report it to the maintainers of the app.',
        );
      const own = [BROKER.capability, 'list_storage_passwords', 'misp_write'].map(
        (name) => `${name}: ${capabilities.has(name) ? 'yes' : 'no'}`,
      );
      return passed(own.join(', '));
    },
  },
  {
    name: 'Keys can be read',
    async run({ splunkd }) {
      const entries = await splunkd.entries(KEYS);
      const own = entries?.filter(({ content }) => content['realm'] === APP) ?? [];
      if (entries && own.length > 0) return passed(`entries of the app in ${KEYS}: ${own.length}`);
      return entries
        ? skipped(`no entry of the app in ${KEYS}`, SET_UP)
        : skipped(`you may not read ${KEYS}`, 'Users with the role misp_searcher do not need to.');
    },
  },
  { name: 'Searches get keys that their users may not read', run: handsOverKey },
  { name: `The KV store has the collection ${COLLECTION}`, run: readsCollection },
  { name: 'The lookups of Enterprise Security can be read', run: readsLookups },
  {
    name: 'Splunk Web forwards the requests of the Configuration page',
    async run({ splunkd }) {
      const stanza = await splunkd.entries(EXPOSED);
      if (stanza && stanza.length > 0) return passed('web.conf has the stanza expose:misp_inputs');
      return skipped(
        'you may not read web.conf, or it has no stanza expose:misp_inputs',
        'Run it as an administrator.',
      );
    },
  },
];

const SET_UP = 'Create a MISP instance in Configuration > Inputs.';

const DESCRIPTIONS = {
  alone: 'a single search head',
  captain: 'the captain of a search head cluster',
  member: 'a member of a search head cluster',
};

/** Fetches a key from the broker without using it. */
async function handsOverKey({ splunkd, instances }: CheckContext) {
  const capabilities = await capabilitiesOf(splunkd);
  if (!capabilities?.has(BROKER.capability))
    return skipped(
      `you do not have the capability ${BROKER.capability}`,
      'Grant misp_searcher to your role in Configuration > Access.',
    );
  const [name] = await instances.enabled();
  if (name === undefined) return skipped('there is no MISP instance', SET_UP);
  await instances.fetchSecretsFromBroker(name);
  return passed(`that of ${name}, by ${BROKER.program}`);
}

async function readsCollection({ context: { services, info } }: CheckContext) {
  const collection = await services.collection(info, COLLECTION);
  const documents = await collection.find({}, v.array(v.unknown()), { limit: 1 });
  return passed(documents.length === 0 ? 'it is empty' : 'it has documents');
}

async function readsLookups({ jobs }: CheckContext) {
  const names = Object.keys(FEEDS).map(feedLookup);
  const found: string[] = [];
  for (const name of names) {
    const job = await jobs.run(`| inputlookup strict=true ${name} | stats count`);
    if (job.hasFailed)
      return failed(
        `${name}: ${describeJob(job)}`,
        'Install the app again, or let your role read its lookups.',
      );
    found.push(`${name} ${job.rows[0]?.['count'] ?? 'unknown'}`);
  }
  return passed(`rows: ${found.join(', ')}`);
}
