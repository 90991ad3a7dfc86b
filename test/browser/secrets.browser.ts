import type { Traffic } from '../support/page-lab.ts';
import { act, closeLab, expect, labelled, useLab } from './lab.ts';

const SECRET = 'key-of-the-secrets-test'.padEnd(40, 'x');
const PASSWORD = 'password-of-the-secrets-test';

describe('Secrets in the browser', () => {
  const lab = useLab();
  beforeEach(() => {
    lab().reset();
  });
  after(closeLab);

  const has = (text: string) => [SECRET, PASSWORD].some((one) => text.includes(one));
  const isStoring = ({ method, url }: Traffic) => method === 'POST' && url.includes('/storage/passwords');

  it('are in no request and no answer but those that store them', async () => {
    const begun = (await lab().traffic()).length;
    const { state } = lab().splunk;
    state.secrets['other.misp_key'] = SECRET;
    const page = await lab().open();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Create new input' }).click();
    await labelled(dialog, 'Name').fill('misp_covid');
    await labelled(dialog, 'MISP URL').fill(lab().misp.url);
    await labelled(dialog, 'API key').fill(SECRET);
    await dialog.getByRole('checkbox', { name: 'Download indicators to an index' }).click();
    for (const button of ['Test connection', 'Save']) {
      await dialog.getByRole('button', { name: button, exact: true }).click();
      await dialog.getByText('MISP refused the API key').waitFor();
    }
    await dialog.getByRole('button', { name: 'Save anyway, disabled' }).click();
    await page.getByText('misp_covid is saved').waitFor();
    for (const action of ['Edit', 'Clone']) {
      await act(page, `${action} misp_covid`, 'misp_covid');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    }
    await page.getByRole('tab', { name: 'Proxy' }).click();
    await page.getByRole('checkbox', { name: 'Reach MISP through this proxy' }).click();
    await labelled(page, 'Proxy host').fill('proxy.example');
    await labelled(page, 'Proxy port').fill('3128');
    await labelled(page, 'Proxy user').fill('splunk');
    await labelled(page, 'Proxy password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Searches and inputs use the proxy from their next start.').waitFor();
    for (const tab of ['Access', 'Enterprise Security', 'Logging', 'Inputs']) {
      await page.getByRole('tab', { name: tab }).click();
    }
    await act(page, 'Delete misp_covid', 'misp_covid');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('misp_covid is deleted.').waitFor();
    await page.reload();
    await page.getByText('Nothing is set up yet').waitFor();

    const traffic = (await lab().traffic()).slice(begun);
    const carriers = traffic.filter(({ url, sent, received }) => has(url) || has(sent) || has(received));
    expect(carriers.filter((one) => !isStoring(one))).toEqual([]);
    // Two tests and the new instance create the key; of the proxy's password only splunkd knows whether it is.
    const stored = traffic.filter(({ sent }) => has(sent)).map(({ status }) => status);
    expect(stored).toEqual([201, 201, 201, 404, 201]);
    expect(traffic.filter(({ received }) => has(received))).toEqual([]);
    expect(traffic.length).toBeGreaterThan(30);
  });

  it('are not read by the page: splunkd is never asked for them', async () => {
    const asked = (await lab().traffic()).filter(
      ({ method, url }) => method === 'GET' && url.includes('storage/passwords'),
    );
    expect(asked).toEqual([]);
  });

  it('are refused by Splunk Web when the header of the form is not that of the cookie', async () => {
    const page = await lab().open();
    const url = '/en-US/splunkd/__raw/servicesNS/nobody/SA-misp/storage/passwords?output_mode=json';
    const status = await page.evaluate<number>(
      `fetch('${url}', { method: 'POST', headers: { 'X-Splunk-Form-Key': 'forged' }, body: 'name=a&password=b&realm=SA-misp' }).then((answer) => answer.status)`,
    );
    expect(status).toBe(401);
    expect(lab().splunk.state.secrets).toEqual({});
  });
});
