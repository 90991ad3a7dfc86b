import { type AlertAction, MAX_MINUTES } from '../../alerts/action.ts';
import { conf, stanza } from '../conf.ts';
import type { Platform } from '../programs/platforms.ts';

/** Generates alert_actions.conf. `param._cam` makes an action an adaptive response of Enterprise Security. */
export function alertActionsConf(actions: readonly AlertAction[], platform: Platform): string {
  return conf(
    'src/alerts',
    actions.map((action) => stanzaOf(action, platform)),
  );
}

function stanzaOf(
  { name, label, description, parameters, response }: AlertAction,
  { extension }: Platform,
): string {
  const current = parameters.filter((one) => one.deprecated !== true);
  return stanza(name, {
    is_custom: 1,
    label,
    description,
    icon_path: 'misp_alert.png',
    payload_format: 'json',
    maxtime: `${MAX_MINUTES}m`,
    'alert.execute.cmd': `${name}${extension}`,
    ...Object.fromEntries(current.map((one) => [`param.${one.name}`, one.default ?? ''])),
    'param._cam': JSON.stringify({ ...response, ...COMMON_ACTION_MODEL }),
  });
}

/** Values of Splunk's common action model (alert_actions.conf.spec of Splunk_SA_CIM). */
const COMMON_ACTION_MODEL = {
  category: ['Information Conveyance'],
  technology: [{ vendor: 'MISP', product: 'MISP', version: ['2.4', '2.5'] }],
  supports_adhoc: true,
};
