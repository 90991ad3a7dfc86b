import { booleanOption, integerOption, listOption } from '../protocol/options.ts';
import { parseOrganisation } from './parse-organisation.ts';

/** Filters by tags and by the organisation that created the event. */
export const tagAndOrgOptions = {
  tags: listOption({
    hint: '<tag>,...',
    text: 'Attributes that have any of these tags, or whose event has it; % is a wildcard.',
  }),
  not_tags: listOption({ hint: '<tag>,...', text: 'Attributes without any of these tags.' }),
  org: listOption(
    {
      hint: '<organisation>,...',
      text: 'Organisations that created the event, by name, ID or UUID; ! before a value excludes it. Letter case counts, and names have no wildcards.',
    },
    parseOrganisation,
  ),
};

/** Options that filter attributes. */
export const filterOptions = {
  category: listOption({
    hint: '<category>,...',
    text: 'Attributes of these categories; % is a wildcard, ! before a value excludes it.',
  }),
  type: listOption({
    hint: '<type>,...',
    text: 'Attributes of these types, for example ip-dst,domain; % is a wildcard, ! before a value excludes it.',
  }),
  object_relation: listOption({
    hint: '<relation>,...',
    text: 'Attributes of objects with one of these relations, for example issuer,subject.',
  }),
  ...tagAndOrgOptions,
  to_ids: booleanOption({
    text: 'true: only attributes with the IDS flag; false: only attributes without it.',
  }),
  published: booleanOption({
    text: 'true: only attributes of published events; false: only of unpublished events.',
  }),
  threat_level_id: integerOption({
    min: 1,
    max: 4,
    text: 'Threat level of the event: 1 (high) to 4 (undefined).',
  }),
  warning_list: booleanOption({ default: true, text: "Exclude values on MISP's warning lists." }),
  include_deleted: booleanOption({
    default: false,
    text: 'Include soft-deleted attributes.',
  }),
  include_withdrawn: booleanOption({
    default: false,
    text: 'Also return attributes that to_ids and published exclude, and soft-deleted attributes, with misp_withdrawn=True. For searches that keep a lookup current.',
  }),
  exclude_decayed: booleanOption({ default: false, text: 'Exclude decayed attributes.' }),
  decaying_model: integerOption({ min: 1, max: 1_000_000, text: 'ID of the decaying model to use.' }),
  decay_score_threshold: integerOption({
    min: 0,
    max: 100,
    text: 'Attributes with a lower score count as decayed.',
  }),
};
