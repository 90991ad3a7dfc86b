import type { AlertAction } from './action.ts';
import { addAttributes } from './add-attributes/action.ts';
import { createEvent } from './create-event/action.ts';
import { sighting } from './sighting/action.ts';

/** All alert actions, by name. */
export const alertActions: Readonly<Record<string, AlertAction>> = Object.fromEntries(
  [createEvent, addAttributes, sighting].map((action) => [action.name, action]),
);
