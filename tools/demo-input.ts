import type { MispServer } from '../test/stand-ins/misp/server.ts';
import { type InputResult, runInput } from '../test/stand-ins/splunk/programs/input.ts';
import { runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { tableOf } from './table.ts';

const STANZA = { start: 'all', index: 'misp' };
const SEARCH =
  'search index=misp sourcetype="misp:attribute" | `misp_current` | stats count BY misp_type | sort 5 -num(count)';

/** The third part: the modular input fills an index, MISP changes, and the next run finds only the change. */
export async function showInput(
  splunk: StandInSplunk,
  misp: MispServer,
  say: (text: string) => void,
): Promise<void> {
  say('7. The modular input [misp://misp], with index = misp and start = all, runs for the first time.');
  say(`   ${summaryOf(await run(splunk))}`);
  say(`   ${SEARCH}\n`);
  await showTypes(splunk, say);

  const [attribute] = misp.store.attributes.filter(({ type, deleted }) => type === 'domain' && !deleted);
  if (!attribute) throw new Error('the embedded MISP has no domain');
  say(
    `\n8. In MISP, somebody adds a comment to ${attribute.value} and publishes the event with its ${countIn(misp, attribute.event.id)} attributes again.`,
  );
  const now = Math.floor(Date.now() / 1000);
  misp.store.editAttribute(attribute, { comment: 'sinkholed' }, now);
  misp.store.publish(attribute.event, now);
  const second = await run(splunk);
  say(`   The next run: ${summaryOf(second)}`);
  for (const one of second.of('misp:attribute'))
    say(`   ${JSON.stringify({ misp_value: one['misp_value'], misp_comment: one['misp_comment'] })}`);
  const third = await run(splunk);
  say(`   The run after that, with nothing new: ${summaryOf(third)}`);
}

async function run(splunk: StandInSplunk): Promise<InputResult> {
  const result = await runInput(splunk, 'misp', { settings: STANZA });
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result;
}

function summaryOf({ lines }: InputResult): string {
  return lines('INFO').at(-1) ?? '';
}

async function showTypes(splunk: StandInSplunk, say: (text: string) => void): Promise<void> {
  const { rows, failed, messages } = await runSpl(splunk, SEARCH);
  if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
  const cells = rows.map((row) => [String(row['misp_type']), String(row['count'])]);
  say(tableOf(['misp_type', 'count'], cells));
}

function countIn(misp: MispServer, eventId: string): number {
  return misp.store.attributes.filter(({ event, deleted }) => event.id === eventId && !deleted).length;
}
