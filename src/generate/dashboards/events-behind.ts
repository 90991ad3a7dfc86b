import { MATCHED_DATASETS } from '../../matching/table.ts';

/**
 * An expression: the search for the events behind a match, of the rows' model, fields, value, kind, and asset with its field.
 * Whatever is no letter, digit or plain mark becomes a star, so that nothing of a value or of an asset is read as anything else.
 */
export function eventsBehind(): string {
  const conditions = `" | search (".mvjoin(misp_match_field, "=\\"*".${PATTERN}."*\\" OR ")."=\\"*".${PATTERN}."*\\")".${ASSET}`;
  return `case(misp_match_model="custom", "| \`misp_match_custom\`".${conditions}, replace(misp_match_model, "^[0-9A-Za-z_]+[.][0-9A-Za-z_]+", "")="", "| datamodel ".replace(${DATASET}, "[.]", " ")." flat".${conditions}, true(), "| makeresults count=0")`;
}

const PLAIN = '"[^0-9A-Za-z._@/-]+", "*"';

/** Where the form that is compared is another than that of logs, asset and time have to do. */
const PATTERN = `case(misp_match_kind="serial" OR misp_match_kind="fingerprint", "", misp_match_kind="address" AND match(misp_match_value, ":"), ":", misp_match_kind="registry", replace(replace(misp_match_value, "^hkey_[a-z_]+", ""), ${PLAIN}), true(), replace(misp_match_value, ${PLAIN}))`;

const ASSET = `if(misp_match_asset="unknown", "", " ".misp_match_asset_field."=\\"".replace(misp_match_asset, ${PLAIN})."\\"")`;

/** A field of a child dataset is none of its root. */
const DATASET = `case(${[...childrenOf(), 'true(), misp_match_model'].join(', ')})`;

function childrenOf(): string[] {
  return MATCHED_DATASETS.flatMap(({ model, dataset, fields }) => {
    const named = fields.flatMap(({ field }) => {
      const [child = '', own] = field.split('.');
      return own === undefined ? [] : [{ child, own }];
    });
    return [...new Set(named.map(({ child }) => child))].map((child) => {
      const own = named.filter((one) => one.child === child).map((one) => one.own);
      return `misp_match_model="${model}.${dataset}" AND isnotnull(mvfind(misp_match_field, "^(${own.join('|')})")), "${model}.${child}"`;
    });
  });
}
