import { isIdOrUuid } from '../../misp/query/ids.ts';
import { listOption, OptionError, textOption, type Values } from '../../protocol/options.ts';
import { parsePrefix } from '../shared/attribute-options.ts';
import { oneInstance } from '../shared/instance-options.ts';

export const options = {
  misp_instance: oneInstance,
  attributeid: textOption(
    {
      hint: '<ID or UUID>',
      text: 'The attribute for all results. Default: the field attributeid of each result.',
    },
    parseId,
  ),
  fields: listOption({
    hint: '<field>,...',
    text: "Add only these members of MISP's attribute, for example value,type,comment.",
  }),
  prefix: textOption({ hint: '<prefix>', text: 'Prefix of field names. Default: none.' }, parsePrefix),
};

export type GetAttributeValues = Values<typeof options>;

function parseId(text: string): string {
  if (isIdOrUuid(text)) return text.toLowerCase();
  throw new OptionError('must be the ID (digits) or UUID of an attribute');
}
