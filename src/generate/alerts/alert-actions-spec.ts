import type { AlertAction, Parameter } from '../../alerts/action.ts';

/** Generates alert_actions.conf.spec. The settings are also valid in savedsearches.conf, with the prefix `action.<name>.`. */
export function alertActionsSpec(actions: readonly AlertAction[]): string {
  return `# Generated from src/alerts by build.mjs.\n\n${actions.map(stanza).join('\n')}`;
}

function stanza({ name, description, parameters }: AlertAction): string {
  const lines = parameters.flatMap(linesOf);
  return [`[${name}]`, `* ${description}`, '', ...lines, ...CAM].join('\n');
}

function linesOf({ name, text, kind, values = [], default: otherwise, required }: Parameter): string[] {
  const choices = values.filter(({ value }) => value !== '');
  const hint = kind === 'instance' ? '<instance>' : choices.map(({ value }) => value).join('|') || '<string>';
  return [
    `param.${name} = ${choices.length > 0 ? `[${hint}]` : hint}`,
    `* ${text}`,
    ...(choices.length > 0
      ? [`* ${choices.map(({ value, label }) => `${value}: ${label}`).join('. ')}.`]
      : []),
    required === true ? '* Required.' : `* Default: ${otherwise ?? 'none'}`,
    '',
  ];
}

const CAM = [
  'param._cam = <JSON object>',
  '* How Enterprise Security lists the action among its adaptive responses.',
  '',
];
