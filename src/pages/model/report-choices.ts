import { isOn, textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf } from '../splunk/rest.ts';
import { instanceIn } from './macros.ts';
import { DEFAULT, INSTANCES, MACROS, NAME } from './names.ts';

/** The macro that says which MISP the menus of events and fields ask. */
const WORKFLOW_MACRO = 'misp_workflow_instance';

export interface ReportChoices {
  /** Names of those that are not disabled. */
  readonly instances: readonly string[];
  /** That of the macro; blank when there is no such instance. */
  readonly chosen: string;
}

/** The instances that the user may choose from. @throws RestError */
export async function loadReportChoices(): Promise<ReportChoices> {
  const [entries, named] = await Promise.all([
    entriesOf(INSTANCES, { only: ['disabled'] }),
    workflowInstance(),
  ]);
  const instances = entries
    .filter(({ name, content }) => name !== DEFAULT && NAME.test(name) && !isOn(content['disabled']))
    .map(({ name }) => name)
    .sort();
  return { instances, chosen: instances.includes(named) ? named : '' };
}

/** Blank when the macro names none, or the user may not see it. */
async function workflowInstance(): Promise<string> {
  try {
    const [macro] = await entriesOf(`${MACROS}/${WORKFLOW_MACRO}`, { only: ['definition'] });
    return instanceIn(textOf(macro?.content['definition']));
  } catch (error) {
    if (error instanceof RestError && (error.status === 403 || error.status === 404)) return '';
    throw error;
  }
}
