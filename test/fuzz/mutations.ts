import type { Answer } from './answer.ts';
import { BYTE_MUTATIONS } from './bytes.ts';
import { HEAD_MUTATIONS } from './heads.ts';
import { Random } from './random.ts';
import { reshaped } from './shapes.ts';
import { echoing, WIRE_MUTATIONS } from './wires.ts';

type Mutation = (answer: Answer, random: Random) => Answer;

const namesOf = (mutations: Readonly<Record<string, Mutation>>) => Object.keys(mutations);
const ALL: Readonly<Record<string, Mutation>> = {
  ...HEAD_MUTATIONS,
  ...BYTE_MUTATIONS,
  ...WIRE_MUTATIONS,
  'members that are changed': reshaped,
};

/** What is done to the answers of one case. */
export interface Plan {
  /** Names of mutations, in the order in which they are done. */
  readonly mutations: readonly string[];
  /** Whether the answer to a request, counted from 0, is one of those. */
  readonly isMeant: (request: number) => boolean;
  /** The key of the request is in the answers. */
  readonly echoes: boolean;
  /** Answers begin with one that was recorded, where there are recordings. */
  readonly isRecorded: boolean;
}

export function planOf(random: Random): Plan {
  const count = random.weighted([
    [60, 1],
    [25, 2],
    [15, 3],
  ]);
  const mutations = Array.from({ length: count }, () =>
    random.weighted([
      [45, () => 'members that are changed'],
      [25, () => random.pick(namesOf(HEAD_MUTATIONS))],
      [25, () => random.pick(namesOf(BYTE_MUTATIONS))],
      [4, () => random.pick(namesOf(WIRE_MUTATIONS))],
    ])(),
  );
  const from = random.weighted([
    [5, 0],
    [3, 1],
    [2, 2],
  ]);
  const isOne = random.chance(0.4);
  return {
    // What is done to members needs a body that is still JSON.
    mutations: [...new Set(mutations)].sort((one, other) => rankOf(one) - rankOf(other)),
    isMeant: (request) => (isOne ? request === from : request >= from),
    echoes: random.chance(0.15),
    isRecorded: random.chance(0.4),
  };
}

function rankOf(name: string): number {
  if (name === 'members that are changed') return 0;
  return name in BYTE_MUTATIONS ? 1 : name in HEAD_MUTATIONS ? 2 : 3;
}

/** An answer as a plan has it. */
export function mutated(answer: Answer, plan: Plan, key: string, random: Random): Answer {
  const names = plan.echoes ? plan.mutations.filter((name) => rankOf(name) !== 1) : plan.mutations;
  const before = names
    .filter((name) => rankOf(name) < 3)
    .reduce((one, name) => ALL[name]?.(one, random) ?? one, answer);
  const echo = plan.echoes ? echoing(before, key, random) : before;
  return names
    .filter((name) => rankOf(name) === 3)
    .reduce((one, name) => ALL[name]?.(one, random) ?? one, echo);
}
