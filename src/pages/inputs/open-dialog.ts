import type { Connection, Connections } from '../model/connections.ts';
import { blankForm, cloneOf, formOf } from '../model/form.ts';
import type { Surroundings } from '../model/surroundings.ts';
import type { Editing } from './input-dialog.tsx';
import type { DialogAction } from './inputs-table.tsx';

/** A dialog of the tab Inputs, with what it is about. */
export type OpenDialog =
  | { readonly kind: 'edit'; readonly editing: Editing }
  | { readonly kind: 'delete'; readonly connection: Connection }
  | { readonly kind: 'test'; readonly name: string };

/** A dialog that somebody has asked for. */
export interface WantedDialog {
  readonly action: DialogAction | 'create';
  /** The name of the connection; undefined for a new one. */
  readonly row?: string;
}

/** @returns undefined when somebody else has deleted the connection meanwhile */
export function dialogOf(
  { action, row }: WantedDialog,
  all: Connections,
  surroundings: Surroundings,
): OpenDialog | undefined {
  if (action === 'create')
    return { kind: 'edit', editing: { title: 'New MISP input', form: blankForm(all, surroundings) } };
  const connection = all.all.find(({ name }) => name === row);
  return connection && DIALOGS[action](connection, all);
}

const DIALOGS: Readonly<Record<DialogAction, (connection: Connection, all: Connections) => OpenDialog>> = {
  edit: (connection) => ({
    kind: 'edit',
    editing: { title: `Edit ${connection.name}`, form: formOf(connection), before: connection },
  }),
  clone: (connection, all) => ({
    kind: 'edit',
    editing: {
      title: `Clone of ${connection.name}`,
      form: cloneOf(connection, all),
      hint: 'Secrets are not copied: enter the API key and passwords again.',
    },
  }),
  delete: (connection) => ({ kind: 'delete', connection }),
  test: ({ name }) => ({ kind: 'test', name }),
};
