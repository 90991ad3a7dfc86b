import type { Row } from '../../../../src/protocol/rows.ts';
import { type Command, later } from './context.ts';
import { parseAssignments, parseCondition } from './expression.ts';
import { setCell } from './results.ts';
import { cellOfValue } from './values.ts';

/** Keeps the rows for which the condition is true: neither false nor null. */
export const where: Command = later((args, { now }) => {
  const test = parseCondition(args, now);
  return ({ rows, fields }) => ({ fields, rows: rows.filter(test) });
});

/** Puts values into fields, one after the other; a null takes the field away. */
export const evaluate: Command = later((args, { now }) => {
  const assignments = parseAssignments(args, now);
  return (results) => {
    const made = new Set<string>();
    const rows = results.rows.map((before) => {
      const row: Row = { ...before };
      for (const { field, node } of assignments) {
        setCell(row, field, cellOfValue(node.value(row)));
        if (row[field] !== undefined) made.add(field);
      }
      return row;
    });
    return { fields: [...new Set([...results.fields, ...made])], rows };
  };
});
