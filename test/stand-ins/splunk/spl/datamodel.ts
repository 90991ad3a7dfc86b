import type { Row } from '../../../../src/protocol/rows.ts';
import { type Dataset, DATASETS } from '../cim/models.ts';
import type { Command } from './context.ts';
import { rowsOf } from './dataset-rows.ts';
import { resultsOf } from './results.ts';

/**
 * `datamodel <model> <dataset> flat`: the events of a dataset in the time range, the newest first, with its fields under their own
 * names. Those of a child dataset are no fields of its root.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/Datamodel
 */
export const datamodel: Command = (args, context, { isFirst }) => {
  if (!isFirst) throw new Error('datamodel must be the first command.');
  const [, model, name, mode] = /^(\w+)\s+(\w+)\s+(\w+)$/.exec(args) ?? [];
  if (model === undefined || name === undefined || mode !== 'flat')
    throw new Error(`datamodel is supported as <model> <dataset> flat, not: ${args}`);
  const [root, dataset] = datasetOf(model, name);
  const prefix = `${root.slice(root.indexOf('.') + 1)}.`;
  const isOwn = (field: string) => !field.includes('.') || field.startsWith(`${name}.`);
  const { earliest = 0, latest = 0 } = context.options;
  return () => {
    const rows = rowsOf(root, dataset, context)
      .filter(({ _time: time }) => Number(time) >= earliest && (latest === 0 || Number(time) < latest))
      .map((row): Row => {
        const named = Object.entries(row).map(
          ([field, cell]) => [field.startsWith(prefix) ? field.slice(prefix.length) : field, cell] as const,
        );
        return Object.fromEntries(
          named.filter(([field]) => isOwn(field)).map(([field, cell]) => [field.replace(/^.*\./, ''), cell]),
        );
      });
    return resultsOf(rows.sort((one, other) => Number(other['_time']) - Number(one['_time'])));
  };
};

/** The root dataset of this name, or the one that has a child of it. */
function datasetOf(model: string, name: string): readonly [root: string, dataset: Dataset] {
  const found = Object.entries(DATASETS).find(
    ([root, { fields }]) =>
      root === `${model}.${name}` ||
      (root.startsWith(`${model}.`) && fields.some((field) => field.startsWith(`${name}.`))),
  );
  if (!found) throw new Error(`There is no dataset ${model}.${name} here.`);
  return found;
}
