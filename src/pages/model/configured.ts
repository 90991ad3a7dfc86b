import { APP } from '../../common/app.ts';
import { isOn } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf, update } from '../splunk/rest.ts';

const APPS = 'apps/local';
const OF_SYSTEM = { inApp: false } as const;

/**
 * Marks the app as configured: until then Splunk redirects users of the app to this page. Does nothing for a user who may
 * not change it. @throws RestError
 */
export async function markConfigured(): Promise<void> {
  try {
    const [app] = await entriesOf(`${APPS}/${APP}`, OF_SYSTEM);
    if (app && !isOn(app.content['configured'])) await update(APPS, APP, { configured: '1' }, OF_SYSTEM);
  } catch (error) {
    if (error instanceof RestError && (error.status === 403 || error.status === 404)) return;
    throw error;
  }
}
