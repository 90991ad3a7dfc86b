import { plural } from '../../common/plural.ts';
import type { Result } from '../splunk/search.ts';
import { Definitions } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';

/** Labels for the fields of mispstatus, and how a value is written. */
const FACTS: Readonly<Record<string, readonly [label: string, text?: (value: string) => string]>> = {
  misp_url: ['Address'],
  insecure: ['Not secure'],
  version: ['MISP version'],
  user: ['User of the key'],
  organisation: ['Organisation'],
  role: ['Role'],
  rights: ['Permissions'],
  key_expires: ['Key expires'],
  warning_lists: ['Enabled warning lists'],
  clock_difference: ['Clock', clockText],
  certificate_days_left: ['Certificate', (days) => `expires in ${plural(Number(days), 'day')}`],
};

/** What mispstatus reports of an instance that responds. */
export function StatusFacts({ row }: { readonly row: Result }) {
  const shown = Object.entries(FACTS).filter(([name]) => row[name] !== undefined);
  return (
    <>
      <Notice type="success" text="Connected. MISP accepted the API key." />
      <Definitions>
        {shown.map(([name, [label, text = String]]) => [
          <dt key={name}>{label}</dt>,
          <dd key={`${name} is`}>{text(row[name] ?? '')}</dd>,
        ])}
      </Definitions>
    </>
  );
}

/** @param difference seconds that MISP's clock is ahead */
function clockText(difference: string): string {
  const seconds = Number(difference);
  if (seconds === 0) return 'MISP and Splunk agree';
  return `MISP is ${plural(Math.abs(seconds), 'second')} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
