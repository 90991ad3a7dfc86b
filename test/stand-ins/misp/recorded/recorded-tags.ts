import type { StoredTag } from '../store/records.ts';
import type { Exchange } from './recordings.ts';
import type { MispStore } from '../store/store.ts';

/**
 * What is there of the list of tags, which was cut, and a tag that the id is known of from elsewhere.
 *
 * @param last id of those that were not made later
 */
export function recordedTags(exchanges: readonly Exchange[], last: number): StoredTag[] {
  const list = exchanges.find(({ name }) => name === 'tags/index')?.response.body ?? '';
  const texts = list.matchAll(/\{"id":"\d+","name":.*?"numerical_value":(?:null|"\d+")/g);
  const tags = [...texts].map(([text]) => JSON.parse(`${text}}`) as StoredTag);
  return [...tags, WORKFLOW].filter(({ id }) => Number(id) <= last);
}

/** The answer to its attaching has the id. */
const WORKFLOW: StoredTag = {
  id: '168',
  name: 'workflow:state="complete"',
  colour: '#000000',
  numerical_value: null,
};

/** Not every answer says everything of a tag. */
export function defineTag(store: MispStore, { id, name, colour, numerical_value }: StoredTag): void {
  const known = store.tags.find(id)?.numerical_value ?? null;
  store.defineTag({ id, name, colour, numerical_value: numerical_value ?? known });
}
