import { COLLECTION } from '../../intel/documents/collection.ts';
import { defineCommand } from '../../protocol/command.ts';
import { OptionError, textOption } from '../../protocol/options.ts';
import { tableOf } from '../../protocol/table.ts';
import type { Services } from '../shared/services.ts';

const DAY_SECONDS = 86_400;

const options = {
  max_age: textOption(
    {
      hint: '<days>d',
      default: 90,
      text: 'Delete indicators that MISP has neither changed nor published for this many days.',
    },
    parseDays,
  ),
};

export const mispexpire = defineCommand<typeof options, Services>({
  kind: 'generating',
  name: 'mispexpire',
  summary: 'Deletes old and withdrawn indicators from the KV store collection misp_indicators.',
  description:
    'Deletes indicators from misp_indicators that were withdrawn, or that MISP has neither changed nor published for max_age. Returns one row with the numbers of deleted and remaining indicators.',
  options,
  isRisky: true,
  examples: [
    { search: '| mispexpire max_age=180d', text: 'Half a year instead of the three months of the default.' },
  ],
  async *generate(values, { services, info }) {
    const collection = await services.collection(info, COLLECTION);
    const before = Math.floor(services.now() / 1000) - values.max_age * DAY_SECONDS;
    const query = { $or: [{ misp_withdrawn: 'True' }, { misp_seen: { $lt: before } }] };
    const deleted = await collection.count(query);
    if (deleted > 0) await collection.delete(query);
    const left = await collection.count({});
    yield tableOf([{ collection: COLLECTION, deleted: String(deleted), left: String(left) }]);
  },
});

function parseDays(text: string): number {
  const days = Number(/^(\d+)d$/.exec(text)?.[1]);
  if (days >= 1 && days <= 36_500) return days;
  throw new OptionError('must be a number of days, like 90d');
}
