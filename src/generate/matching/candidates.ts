import { MATCH_KINDS } from '../../intel/match/kinds.ts';
import { HASH_LENGTHS } from '../../intel/match/normal-forms.ts';
import { OCCURRENCE_FIELDS } from './names.ts';
import { hostOf, normalFormAssignments } from './normal-forms.ts';

/**
 * `misp_match_candidates`: turns rows of a value, with field, kind and asset, into rows of a key that an indicator may have. It adds up
 * equal values first, so that each is normalised and expanded once.
 *
 * A domain has a key of its own and one for each name above it. No indicator has the key of a public suffix, so nothing matches com or
 * co.uk. A field of hashes may list several: `SHA256=…,MD5=…`.
 */
export function candidates(): string {
  const names = 'misp_match_labels';
  return [
    'where isnotnull(misp_match_seen) AND misp_match_seen!="unknown" AND misp_match_seen!=""',
    '| fillnull value=unknown misp_match_asset',
    `| stats sum(misp_match_count) AS misp_match_count min(misp_match_first) AS misp_match_first max(misp_match_last) AS misp_match_last values(misp_match_field) AS misp_match_field values(misp_match_user) AS misp_match_user BY misp_match_kind misp_match_seen misp_match_other misp_match_asset_field misp_match_asset`,
    `| eval ${normalFormAssignments()
      .map((pair) => pair.join('='))
      .join(', ')}`,
    '| where isnotnull(misp_match_value)',
    `| eval ${names}=if(misp_match_kind="domain", split(misp_match_value, "."), null()), misp_match_label=if(misp_match_kind="domain", mvrange(0, mvcount(${names}) - 1), null())`,
    '| eval misp_match_hash=if(misp_match_kind="hash", split(replace(misp_match_value, "[^0-9a-f]+", " "), " "), null())',
    `| eval misp_match_hash=mvfilter(match(misp_match_hash, "^(${HASH_LENGTHS.map((length) => `[0-9a-f]{${length}}`).join('|')})$"))`,
    `| eval misp_match_key=case(misp_match_kind="domain", mvmap(misp_match_label, "domain:".mvjoin(mvindex(${names}, misp_match_label, -1), ".")), misp_match_kind="hash", mvmap(misp_match_hash, "hash:".misp_match_hash), isnotnull(misp_match_value), misp_match_kind.":".misp_match_value)`,
    `| fields - ${names} misp_match_label misp_match_hash`,
    '| where isnotnull(misp_match_key)',
    '| mvexpand misp_match_key',
    '| eval misp_match_value=if(misp_match_kind="hash", substr(misp_match_key, 6), misp_match_value)',
  ].join(' ');
}

/** `misp_match_any`: turns rows with a column misp_match_value into the rows that datasets have. A value may be of any kind. */
export function anyKind(): string {
  const kinds = Object.keys(MATCH_KINDS).map((kind) => `"${kind}"`);
  const isUrl = 'match(misp_match_seen, "^[A-Za-z][A-Za-z0-9+.-]*://")';
  return [
    `eval misp_match_seen=misp_match_value, misp_match_kind=if(isnull(misp_match_kind), mvappend(${kinds.join(', ')}), misp_match_kind), misp_match_field="misp_match_value", misp_match_other=coalesce(misp_match_other, "-")`,
    'misp_match_asset_field=case(isnotnull(src), "src", isnotnull(dest), "dest", isnotnull(user), "user", isnotnull(misp_match_seen), "src"), misp_match_asset=coalesce(src, dest, user, "unknown"), misp_match_user=user',
    'misp_match_first=coalesce(misp_match_first, _time, now()), misp_match_last=coalesce(misp_match_last, _time, now()), misp_match_count=coalesce(misp_match_count, 1)',
  ]
    .join(', ')
    .concat(
      ` | fields ${OCCURRENCE_FIELDS}`,
      ' | mvexpand misp_match_kind',
      ` | eval misp_match_seen=if((misp_match_kind="domain" OR misp_match_kind="address") AND ${isUrl}, ${hostOf('misp_match_seen')}, misp_match_seen)`,
    );
}
