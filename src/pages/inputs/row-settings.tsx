import type { Connection, Values } from '../model/connections.ts';
import { INPUT_DEFAULTS } from '../model/input-settings.ts';
import type { Run } from '../model/runs.ts';
import { isOn } from '../splunk/flags.ts';
import { Definitions, Hint } from '../ui/layout.ts';
import type { SettingField } from '../ui/setting-fields.tsx';
import { countText, timeText } from '../ui/time.ts';
import { intervalText } from './columns.ts';
import {
  ADDRESS,
  CERTIFICATES,
  FILTERS,
  FIRST_PULL,
  INDEX,
  INSTANCE_OF_INPUT,
  LIMITS,
  PROXY,
  SCHEDULE,
  SCOPE,
} from './fields.ts';

const INSTANCE_FIELDS = [...ADDRESS, ...CERTIFICATES, ...PROXY, ...LIMITS];
const INPUT_FIELDS = [...INSTANCE_OF_INPUT, ...SCHEDULE, INDEX, ...FIRST_PULL, ...FILTERS, ...SCOPE];

/** Settings that are shown also when they have their default. */
const ALWAYS = ['misp_url', 'index', 'interval', 'start'];

interface RowSettingsProps {
  readonly row: Connection;
  readonly run: Run | undefined;
  /** The settings of an instance without its own. */
  readonly defaults: Values;
}

/** All settings of a row that are not the default, and what narrow windows do not show in the table. */
export function RowSettings({ row: { instance, input }, run, defaults }: RowSettingsProps) {
  const facts = [
    ...settings(INSTANCE_FIELDS, instance, defaults),
    ...settings(INPUT_FIELDS, input, INPUT_DEFAULTS),
    ...(run
      ? [
          ['Last run', timeText(run.last)],
          ['Rows indexed (7 days)', countText(run.rows)],
        ]
      : []),
  ];
  return (
    <div>
      <Definitions>
        {facts.map(([label = '', value]) => [
          <dt key={label}>{label}</dt>,
          <dd key={`${label} is`}>{value}</dd>,
        ])}
      </Definitions>
      <Hint>All other settings have their defaults.</Hint>
    </div>
  );
}

function settings(
  fields: readonly SettingField[],
  values: Values | undefined,
  defaults: Values,
): readonly (readonly string[])[] {
  if (!values) return [];
  return fields
    .filter(({ name }) => (values[name] ?? '') !== (defaults[name] ?? '') || ALWAYS.includes(name))
    .filter(({ name }) => (values[name] ?? '') !== '')
    .map((field) => [field.label, valueText(field, values[field.name] ?? '')]);
}

function valueText({ name, kind, options = [] }: SettingField, value: string): string {
  if (kind === 'flag') return isOn(value) ? 'Yes' : 'No';
  if (kind === 'choice') return options.find(([one]) => one === value)?.[1] ?? value;
  return name === 'interval' ? intervalText(value) : value;
}
