import { DEFAULT_SOURCE, SIGHTING_TYPES, type SightingType } from '../../misp/sightings/sighting-types.ts';
import { defineCommand } from '../../protocol/command.ts';
import { choiceOption, OptionError, textOption } from '../../protocol/options.ts';
import { oneInstance } from '../shared/instance-options.ts';
import type { Services } from '../shared/services.ts';

const options = {
  misp_instance: oneInstance,
  by: choiceOption({
    values: ['uuid', 'value'],
    default: 'uuid',
    text: 'uuid: the attributes whose uuid or id is in the field. value: all attributes with the value.',
  }),
  field: textOption(
    {
      hint: '<field>',
      text: 'The field with uuids (by default misp_attribute_uuid) or, with by=value, with values.',
    },
    parseField,
  ),
  type: choiceOption({
    values: ['sighting', 'false_positive', 'expiration', '0', '1', '2'],
    default: 'sighting',
    text: 'The type of sighting to report; 0, 1 and 2 mean the same.',
  }),
  source: textOption({
    hint: '<text>',
    default: DEFAULT_SOURCE,
    text: 'Who or what saw it, as MISP shows it.',
  }),
  timestamp_field: textOption(
    { hint: '<field>', text: 'The field with the time in Unix seconds. Without a value, the time is now.' },
    parseField,
  ),
};

export const mispsight = defineCommand<typeof options, Services>({
  kind: 'streaming',
  name: 'mispsight',
  summary: 'Reports sightings, false positives and expirations to MISP.',
  description:
    'Adds sightings to attributes of a MISP instance, by uuid or by value, once for each record and time. Adds misp_sighting to each record: added, or not added with the reason in misp_sighting_message. Records without a value pass unchanged. Needs the capability misp_write.',
  options,
  isRisky: true,
  maxInputs: 5000,
  examples: [
    {
      search:
        'index=proxy | stats latest(_time) AS time BY dest_ip | mispsight misp_instance=misp_covid by=value field=dest_ip timestamp_field=time',
      text: 'Reports to MISP which of its addresses were seen in the proxy log, and when.',
    },
    {
      search:
        'index=proxy | mispsearch misp_instance=misp_covid field=dest_ip | mispsight misp_instance=misp_covid type=false_positive',
      text: 'Reports the matches as false positives.',
    },
  ],
  check: ({ by, field }) =>
    by === 'value' && field === undefined ? ['by=value needs field: the field with the values.'] : [],
  async begin(values, context) {
    // Loaded when the search runs, so that getinfo is answered at once.
    const [{ SightRun }, { searchClient }, instances, access] = await Promise.all([
      import('./run.ts'),
      import('../shared/search-client.ts'),
      context.services.instances(context.info),
      context.services.access(context.info),
    ]);
    await access.assertMayWrite();
    const { connection } = await instances.getOnly(values.misp_instance);
    const { by, field = 'misp_attribute_uuid', source, timestamp_field } = values;
    const type = TYPES[values.type] ?? SIGHTING_TYPES.sighting;
    return new SightRun(
      { by, field, source, type, timestamp_field },
      searchClient(context.info, connection),
      context,
    );
  },
});

const TYPES: Readonly<Record<string, SightingType>> = {
  ...SIGHTING_TYPES,
  ...Object.fromEntries(Object.values(SIGHTING_TYPES).map((type) => [type, type])),
};

function parseField(text: string): string {
  if (/\s/.test(text)) throw new OptionError('is the name of one field');
  return text;
}
