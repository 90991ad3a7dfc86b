import { MispError } from '../../misp/errors.ts';
import type { Events } from '../../misp/writes/events.ts';
import { exclusiveNamespace, joinTags } from '../rows/exclusive-tags.ts';
import { distinctTags, tagsNotIn } from '../rows/tags.ts';

/**
 * The tags to attach to an event. An event keeps its TLP or PAP tag: a different one in the results is a problem, a
 * different fallback is not.
 * @param existing tags of the event @param requested tags in the results @param fallback tags of parameters
 */
export function tagsToAttach(
  existing: readonly string[],
  requested: readonly string[],
  fallback: readonly string[],
): { readonly tags: readonly string[]; readonly problems: string[] } {
  const existingByNamespace = new Map(existing.map((tag) => [exclusiveNamespace(tag), tag]));
  existingByNamespace.delete(undefined);
  const isOccupied = (tag: string) => existingByNamespace.has(exclusiveNamespace(tag));
  const accepted = new Set(joinTags(requested, fallback).map((tag) => tag.toLowerCase()));
  const refused = tagsNotIn(requested, existing).filter(isOccupied);
  return {
    tags: tagsNotIn(distinctTags([...fallback, ...requested]), existing).filter(
      (tag) => accepted.has(tag.toLowerCase()) && !isOccupied(tag),
    ),
    problems: refused.map(
      (tag) =>
        `The event keeps its tag ${existingByNamespace.get(exclusiveNamespace(tag)) ?? ''}, and ${tag} was not attached. If ${tag} is right, change the tag in MISP.`,
    ),
  };
}

/** Attaches tags to an event. @returns whether anything changed, and a sentence for what could not be attached */
export async function attachTags(
  events: Events,
  uuid: string,
  tags: readonly string[],
): Promise<{ readonly isChanged: boolean; readonly problems: readonly string[] }> {
  const problem = (why: string) => `Not all tags (${tags.join(', ')}) were attached: ${why}`;
  try {
    const why = await events.tag(uuid, tags);
    return { isChanged: true, problems: why === undefined ? [] : [problem(why)] };
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    return { isChanged: false, problems: [problem(error.message)] };
  }
}
