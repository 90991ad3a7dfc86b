/**
 * The normal form of a value of a log, as eval expressions. `src/intel/match/normal-forms.ts` makes the same form of MISP's values, and
 * `test/matching/properties.test.ts` compares the two. Splunk keeps the backslashes of `\s`, `\d` and `\1` in strings; others are avoided.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/TextFunctions
 */
import type { MatchKind } from '../../intel/match/kinds.ts';
import { HIVES } from '../../intel/match/normal-forms.ts';

type Assignments = readonly (readonly [field: string, expression: string])[];

/** Assignments of eval that make misp_match_value of misp_match_seen by misp_match_kind. It is null when the value is not of the kind. */
export function normalFormAssignments(): Assignments {
  return [
    [TEXT, 'lower(trim(replace(misp_match_seen, "\\s+", " ")))'],
    ...addressSteps(TEXT),
    ...urlSteps('misp_match_seen'),
    ...registrySteps(TEXT),
    [
      'misp_match_value',
      `case(${Object.entries(VALUES)
        .map(([kind, expression]) => `misp_match_kind="${kind}", ${expression}`)
        .join(', ')})`,
    ],
    ...[TEXT, ADDRESS, URL_HOST, URL_REST, REGISTRY].map((field) => [field, 'null()'] as const),
  ];
}

/** The host of a URL, with or without a scheme. @param field an expression of eval */
export function hostOf(field: string): string {
  return `replace(${field}, "^([A-Za-z][A-Za-z0-9+.-]*://)?([^/?#@]*@)?(\\[[^\\]]*\\]|[^/?#:]*).*$", "\\3")`;
}

const ADDRESS = 'misp_match_address';
const URL_HOST = 'misp_match_host';
const URL_REST = 'misp_match_rest';
const REGISTRY = 'misp_match_path';

/**
 * IPv4 unchanged, IPv6 as eight groups of four digits, IPv4-mapped IPv6 as IPv4. `::` becomes the missing groups of zero: eight less
 * the number of colons, once a `::` at an end has a zero before or after it.
 */
function addressSteps(text: string): Assignments {
  const digits = (start: number) => `tonumber(substr(${ADDRESS}, ${start}, 2), 16)`;
  const when = (condition: string, then: string, otherwise = ADDRESS) =>
    [ADDRESS, `if(${condition}, ${then}, ${otherwise})`] as const;
  const colons = `(len(${ADDRESS}) - len(replace(${ADDRESS}, ":", "")))`;
  const pad = [ADDRESS, `replace(${ADDRESS}, "(?<![0-9a-f])([0-9a-f]{1,3})(?![0-9a-f])", "0\\1")`] as const;
  const isV6 = `match(${ADDRESS}, ":")`;
  const padded = when(isV6, pad[1]);
  return [
    [ADDRESS, `if(misp_match_kind="address", replace(replace(${text}, "%.*$", ""), "[\\[\\]]", ""), null())`],
    [ADDRESS, `replace(${ADDRESS}, "^[0:]*:ffff:(\\d+[.]\\d+[.]\\d+[.]\\d+)$", "\\1")`],
    [ADDRESS, `replace(replace(${ADDRESS}, "^::", "0::"), "::$", "::0")`],
    when(
      `match(${ADDRESS}, "::") AND ${colons} < 8`,
      `replace(${ADDRESS}, "::", ":".substr("0:0:0:0:0:0:0:", 1, 2 * (8 - ${colons})))`,
      `replace(${ADDRESS}, "::", ":")`,
    ),
    ...[padded, padded, padded],
    when(
      `match(${ADDRESS}, "^(0000:){5}ffff:[0-9a-f]{4}:[0-9a-f]{4}$")`,
      `${digits(31)}.".".${digits(33)}.".".${digits(36)}.".".${digits(38)}`,
    ),
  ];
}

/** Removes scheme, user and fragment. Then puts the host in lower case and removes the ports 80 and 443. */
function urlSteps(seen: string): Assignments {
  return [
    [
      URL_REST,
      `if(misp_match_kind="url", replace(replace(replace(trim(${seen}), "^[A-Za-z][A-Za-z0-9+.-]*://", ""), "#.*$", ""), "^[^/?@]*@", ""), null())`,
    ],
    [
      URL_HOST,
      `replace(replace(lower(replace(${URL_REST}, "[/?].*$", "")), "[.](?=(:[0-9]+)?$)", ""), ":(80|443)$", "")`,
    ],
    [URL_REST, `replace(replace(${URL_REST}, "^[^/?]*", ""), "/$", "")`],
  ];
}

function registrySteps(text: string): Assignments {
  return [
    [
      REGISTRY,
      `if(misp_match_kind="registry", replace(replace(${text}, "^computer[\\\\\\\\]", ""), "[\\\\\\\\]+$", ""), null())`,
    ],
    ...Object.entries(HIVES).map(
      ([short, long]) => [REGISTRY, `replace(${REGISTRY}, "^${short}(?=[\\\\\\\\]|$)", "${long}")`] as const,
    ),
  ];
}

const TEXT = 'misp_match_text';
const IS_ADDRESS = '^([0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-f]{4}(:[0-9a-f]{4}){7})$';
const IS_NAME = '^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?[.])+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$';
const NAME = `replace(replace(${TEXT}, "^[*][.]", ""), "[.]$", "")`;
const MAIL = `replace(replace(${TEXT}, "^.*<([^<>]*)>.*$", "\\1"), "[.]$", "")`;
const mail = `if(match(${MAIL}, "^[^@ ]+@[^@ ]+$"), ${MAIL}, null())`;

/** A hash keeps its text: a field may list several hashes, which `misp_match_candidates` separates. */
const VALUES: Readonly<Record<MatchKind, string>> = {
  address: `if(match(${ADDRESS}, "${IS_ADDRESS}"), ${ADDRESS}, null())`,
  domain: `if(match(${NAME}, "${IS_NAME}"), ${NAME}, null())`,
  url: `if(${URL_HOST}!="", ${URL_HOST}.${URL_REST}, null())`,
  hash: TEXT,
  fingerprint: `replace(${TEXT}, "[ :]", "")`,
  file_name: TEXT,
  email: mail,
  sender: mail,
  recipient: mail,
  subject: TEXT,
  user_agent: TEXT,
  registry: REGISTRY,
  service: TEXT,
  serial: `replace(replace(replace(${TEXT}, "^0x", ""), "[ :-]", ""), "^0+(?=.)", "")`,
  user: TEXT,
};
