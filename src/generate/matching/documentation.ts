import { MATCH_KINDS, MATCH_RULES, type MatchRule } from '../../intel/match/kinds.ts';
import type { MatchedField } from '../../matching/dataset.ts';
import { MATCHED_DATASETS } from '../../matching/table.ts';
import { SETTINGS } from './macros.ts';
import { matchSearchOf } from './names.ts';

/** Puts the tables of datasets, kinds and macros between their marks: `<!-- datasets -->` … `<!-- end -->`. */
export function matchTables(markdown: string): string {
  const tables = { datasets: datasets(), kinds: kinds(), macros: macros() };
  return Object.entries(tables).reduce(
    (text, [name, lines]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end -->)`),
        (_whole, start: string, end: string) => `${start}\n${lines.join('\n')}\n\n${end}`,
      ),
    markdown,
  );
}

function datasets(): string[] {
  return [
    '| Search | Data model and dataset | Field | Looked for as | Asset | Composites need |',
    '| --- | --- | --- | --- | --- | --- |',
    ...MATCHED_DATASETS.flatMap((one) =>
      one.fields.map((field, index) =>
        line([
          index === 0 ? `\`${matchSearchOf(one)}\`` : '',
          index === 0 ? `${one.model}.${one.dataset}` : '',
          fieldText(field),
          field.kinds.join(', '),
          field.asset,
          field.other === undefined ? '' : `\`${field.other}\``,
        ]),
      ),
    ),
  ];
}

function fieldText({ field, part }: MatchedField): string {
  return `\`${field}\`${part === undefined ? '' : ' (its host)'}`;
}

function kinds(): string[] {
  return [
    '| Kind | Is | From MISP |',
    '| --- | --- | --- |',
    ...Object.entries(MATCH_KINDS).map(([kind, is]) =>
      line([
        kind,
        is,
        MATCH_RULES.filter((rule) => rule.kind === kind)
          .map(ruleText)
          .join('; '),
      ]),
    ),
  ];
}

function ruleText({ types, part, needsOther, matchesBelow, relation }: MatchRule): string {
  const notes = [
    ...(part === 'whole' ? [] : [`the ${part} half`]),
    ...(relation === undefined ? [] : [`objects\u2019 \`${relation}\``]),
    ...(matchesBelow === true ? ['names below it, too'] : []),
    ...(needsOther === true ? ['with the other half'] : []),
  ];
  const list = types.map((type) => `\`${type}\``).join(', ');
  return notes.length === 0 ? list : `${list} (${notes.join('; ')})`;
}

function macros(): string[] {
  return [
    '| Macro | As shipped | What it is for |',
    '| --- | --- | --- |',
    ...SETTINGS.map(({ name, definition, text }) => line([`\`${name}\``, `\`${definition}\``, text])),
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
