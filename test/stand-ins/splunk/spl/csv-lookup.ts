import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Papa from 'papaparse';
import { cell, type Row } from '../../../../src/protocol/rows.ts';
import type { Lookup } from './lookup-table.ts';
import { type Results, textOf } from './results.ts';

/** A CSV file in the app's folder lookups. Its name must not lead out of there. */
export function csvLookup(filename: string, appDir: string): Pick<Lookup, 'read' | 'write'> {
  if (!/^[\w-][\w.-]*\.csv$/.test(filename)) throw new Error(`A lookup's file is a .csv, not "${filename}".`);
  const path = join(appDir, 'lookups', filename);
  const content = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return {
    read() {
      if (!existsSync(path)) return `The lookup table '${filename}' does not exist.`;
      const text = content();
      return text === '' ? `The lookup table '${filename}' is empty.` : parseTable(text, filename);
    },
    write(results, { append, overrideIfEmpty, keyField }) {
      if (keyField !== undefined) throw new Error('key_field is for lookups of the KV store only.');
      const before = append ? content() : '';
      if (results.rows.length === 0) {
        // create_empty is false unless a search says otherwise: then the file is deleted.
        if (!append && overrideIfEmpty) rmSync(path, { force: true });
        return;
      }
      // A field that begins with _ is a hidden one, which is not written.
      const fields = results.fields.filter((field) => !field.startsWith('_'));
      if (fields.length === 0) throw new Error(`outputlookup has no field to write to ${filename}.`);
      if (before === '') replaceFile(path, `${headerOf(fields)}${linesOf(results.rows, fields)}`);
      else {
        const ending = before.endsWith('\n') ? '' : '\n';
        replaceFile(path, `${before}${ending}${linesOf(results.rows, parseTable(before, filename).fields)}`);
      }
    },
  };
}

/** Empty cells are nulls; a cell with newlines is one value, whatever it was when it was written. */
function parseTable(text: string, filename: string): Results {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',' });
  const [fields = [], ...lines] = data;
  const last = lines.at(-1);
  if (last?.length === 1 && last[0] === '' && text.endsWith('\n')) lines.pop();
  if (new Set(fields).size < fields.length) throw new Error(`${filename} has a column twice.`);
  if (errors[0]) throw new Error(`${filename} is no CSV: ${errors[0].message}`);
  const rows = lines.map((cells) => {
    if (cells.length > fields.length)
      throw new Error(`${filename} has a row that is longer than its header.`);
    const row: Row = {};
    for (const [index, field] of fields.entries()) {
      const value = cells[index];
      if (value !== undefined && value !== '') row[field] = value;
    }
    return row;
  });
  return { fields, rows };
}

function headerOf(fields: readonly string[]): string {
  return `${fields.map(cell).join(',')}\n`;
}

function linesOf(rows: readonly Row[], fields: readonly string[]): string {
  const lines = rows.map((row) => fields.map((field) => cell(textOf(row[field]) ?? '')).join(','));
  // A blank line is no row to a CSV reader: one empty cell must be written as "".
  return lines.map((line) => (line === '' ? '""\n' : `${line}\n`)).join('');
}

/** A reader sees the old content or the new one. */
function replaceFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, content);
  renameSync(`${path}.tmp`, path);
}
