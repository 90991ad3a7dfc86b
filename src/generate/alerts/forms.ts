import type { AlertAction, Parameter } from '../../alerts/action.ts';
import { escaped } from '../escaped.ts';

/**
 * Generates the form of each alert action for Splunk Web. Uses only Splunk's own elements: newer releases reject other
 * HTML as malformed.
 */
export function alertForms(
  actions: readonly AlertAction[],
): readonly (readonly [path: string, html: string])[] {
  return actions.map((action) => [`default/data/ui/alerts/${action.name}.html`, formOf(action)]);
}

function formOf({ name, parameters }: AlertAction): string {
  const groups = parameters
    .filter((parameter) => parameter.deprecated !== true)
    .map((parameter) => groupOf(`action.${name}.param.${parameter.name}`, parameter));
  return `<form class="form form-horizontal form-complex">\n${groups.join('')}</form>\n`;
}

function groupOf(name: string, parameter: Parameter): string {
  const { label, text } = parameter;
  return `  <splunk-control-group label="${escaped(label)}" help="${escaped(text)}">
${controlOf(name, parameter)}
  </splunk-control-group>
`;
}

function controlOf(name: string, { kind, values = [], default: otherwise = '' }: Parameter): string {
  if (kind === 'instance') {
    return `    <splunk-search-dropdown name="${name}" search="${escaped(INSTANCES)}" value-field="title" label-field="title" earliest="-1m" latest="now"></splunk-search-dropdown>`;
  }
  if (kind === 'text') return `    <splunk-text-input name="${name}"></splunk-text-input>`;
  const element = kind === 'radio' ? 'splunk-radio-input' : 'splunk-select';
  const options = values.map(
    ({ value, label }) => `      <option value="${escaped(value)}">${escaped(label)}</option>`,
  );
  return `    <${element} name="${name}" value="${escaped(otherwise)}">\n${options.join('\n')}\n    </${element}>`;
}

/** Lists the enabled instances. */
const INSTANCES =
  '| rest splunk_server=local count=0 /servicesNS/nobody/SA-misp/configs/conf-misp_instances | search disabled=0 | dedup title | sort title | table title';
