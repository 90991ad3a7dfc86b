import type { AlertAction } from '../../alerts/action.ts';

/** One stanza for each alert action; `param._cam` makes it an adaptive response of Enterprise Security. */
export function alertActionsConf(actions: readonly AlertAction[]): string {
  return `# Generated from src/alerts by build.mjs.\n\n${actions.map(stanza).join('\n')}`;
}

function stanza({ name, label, description, parameters, response }: AlertAction): string {
  const defaults = parameters
    .filter((one) => one.deprecated !== true)
    .map((one) => `param.${one.name} =${one.default === undefined ? '' : ` ${one.default}`}`);
  return [
    `[${name}]`,
    'is_custom = 1',
    `label = ${label}`,
    `description = ${description}`,
    'icon_path = misp_alert.png',
    'payload_format = json',
    `alert.execute.cmd = ${name}.sh`,
    ...defaults,
    `param._cam = ${JSON.stringify({ ...response, ...COMMON_ACTION_MODEL })}`,
    '',
  ].join('\n');
}

/** Words of Splunk's common action model (alert_actions.conf.spec of Splunk_SA_CIM). */
const COMMON_ACTION_MODEL = {
  category: ['Information Conveyance'],
  technology: [{ vendor: 'MISP', product: 'MISP', version: ['2.4', '2.5'] }],
  supports_adhoc: true,
};
