import { quote } from '../../common/quote.ts';
import { searchLink } from '../splunk/links.ts';
import type { Connection } from './connections.ts';

/** The address of a search for what a row brings: its events in the index, or MISP itself when nothing is downloaded. */
export function dataLink({ name, input }: Connection): string {
  const instance = (input?.['misp_instance'] ?? '') === '' ? name : (input?.['misp_instance'] ?? '');
  if (!input) return searchLink(`| mispgetioc misp_instance=${quote(name)} last=1d`);
  const index = input['index'] ?? '';
  const where = index === 'default' ? '' : `index=${quote(index)} `;
  return searchLink(`${where}sourcetype="misp:attribute" misp_instance=${quote(instance)}`, '-7d');
}
