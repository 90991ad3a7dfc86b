import { textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf } from '../splunk/rest.ts';
import { loadInstances } from './known-instances.ts';
import { instanceIn } from './macros.ts';
import { MACROS, NAME } from './names.ts';

/** The macro with the instance for the menus of events and fields. */
const WORKFLOW_MACRO = 'misp_workflow_instance';

export interface ReportChoices {
  /** Names of the enabled instances. */
  readonly instances: readonly string[];
  /** The instance of the macro, or the only one. Blank when it does not exist. */
  readonly chosen: string;
}

/** Loads the instances that the user may select. @throws RestError */
export async function loadReportChoices(): Promise<ReportChoices> {
  const [known, named] = await Promise.all([loadInstances(), workflowInstance()]);
  const all = known.filter(({ name }) => NAME.test(name));
  const instances = all
    .filter(({ isEnabled }) => isEnabled)
    .map(({ name }) => name)
    .sort();
  const chosen = named === '' && all.length === 1 ? (all[0]?.name ?? '') : named;
  return { instances, chosen: instances.includes(chosen) ? chosen : '' };
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
