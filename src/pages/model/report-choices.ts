import { isOn, textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf } from '../splunk/rest.ts';
import { instanceIn } from './macros.ts';
import { DEFAULT, INSTANCES, MACROS, NAME } from './names.ts';

/** The macro with the instance for the menus of events and fields. */
const WORKFLOW_MACRO = 'misp_workflow_instance';

export interface ReportChoices {
  /** Names of the enabled instances. */
  readonly instances: readonly string[];
  /** The instance of the macro. Blank when it does not exist. */
  readonly chosen: string;
}

/** Loads the instances that the user may select. @throws RestError */
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

/** Blank when the macro has no instance, or the user may not see it. */
async function workflowInstance(): Promise<string> {
  try {
    const [macro] = await entriesOf(`${MACROS}/${WORKFLOW_MACRO}`, { only: ['definition'] });
    return instanceIn(textOf(macro?.content['definition']));
  } catch (error) {
    if (error instanceof RestError && (error.status === 403 || error.status === 404)) return '';
    throw error;
  }
}
