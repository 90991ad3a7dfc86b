import type { AlertAction } from './action.ts';
import { addAttributes } from './add-attributes.ts';
import { createEvent } from './create-event.ts';
import { sighting } from './sighting.ts';

/** All alert actions, by name. */
export const alertActions: Readonly<Record<string, AlertAction>> = Object.fromEntries(
  [createEvent, addAttributes, sighting].map((action) => [action.name, action]),
);
