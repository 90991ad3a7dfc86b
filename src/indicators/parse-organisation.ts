import { isNumericInPhp } from '../common/php-number.ts';
import { isUuid } from '../misp/query/ids.ts';
import { OptionError } from '../protocol/options.ts';

/**
 * Parses one organisation of a filter, with a leading `!` that excludes it. MISP finds a uuid in lower case only.
 * @throws OptionError for what MISP would read as another id than the one written
 */
export function parseOrganisation(text: string): string {
  const [, negation = '', written = ''] = /^(!?)(.*)$/s.exec(text) ?? [];
  const name = written.trim();
  if (isNumericInPhp(name) && !/^\d+$/.test(name))
    throw new OptionError(
      `has "${name}", which MISP reads as the number of an id: use the id (digits) or the uuid of the organisation`,
    );
  return negation + (isUuid(name) ? name.toLowerCase() : name);
}
