import { MispError } from '../../misp/errors.ts';
import type { Events } from '../../misp/writes/events.ts';
import { exclusiveNamespace, joinTags } from '../rows/exclusive-tags.ts';
import { distinctTags, tagsBeside } from '../rows/tags.ts';

/**
 * What is to be attached to an event. Its own tag of TLP or PAP stays: another of the results is a problem, one that is only a
 * fallback is not.
 */
export function newTags(
  had: readonly string[],
  given: readonly string[],
  fallback: readonly string[],
): { readonly tags: readonly string[]; readonly problems: string[] } {
  const owned = new Map(had.map((tag) => [exclusiveNamespace(tag), tag]));
  owned.delete(undefined);
  const isShut = (tag: string) => owned.has(exclusiveNamespace(tag));
  const wanted = new Set(joinTags(given, fallback).map((tag) => tag.toLowerCase()));
  const refused = tagsBeside(given, had).filter(isShut);
  return {
    tags: tagsBeside(distinctTags([...fallback, ...given]), had).filter(
      (tag) => wanted.has(tag.toLowerCase()) && !isShut(tag),
    ),
    problems: refused.map(
      (tag) =>
        `The event keeps its tag ${owned.get(exclusiveNamespace(tag)) ?? ''}, and ${tag} was not attached: change it in MISP if that is right.`,
    ),
  };
}

/** Attaches what can be, and says what could not. */
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
