import { misreadOrganisation } from '../common/organisations.ts';
import { isUuid } from '../misp/query/ids.ts';
import { OptionError } from '../protocol/options.ts';

/**
 * Parses one organisation of a filter, with a leading `!` that excludes it. MISP finds a UUID in lower case only.
 * @throws OptionError for what MISP would read as another id than the one written
 */
export function parseOrganisation(text: string): string {
  const [, negation = '', written = ''] = /^(!?)(.*)$/s.exec(text) ?? [];
  const name = written.trim();
  const mistake = misreadOrganisation(name);
  if (mistake !== undefined) throw new OptionError(mistake);
  return negation + (isUuid(name) ? name.toLowerCase() : name);
}
