import { expect } from 'chai';
import { caseOf } from './case.ts';
import { problemsOf } from './outcome.ts';
import { Random } from './random.ts';

describe('A case of the fuzzer', () => {
  it('is the same for the same numbers, and another for others', () => {
    const told = (seed: number, number: number) => JSON.stringify(caseOf(seed, number));
    expect(told(5, 17)).to.equal(told(5, 17));
    const all = new Set(
      [5, 6].flatMap((seed) => Array.from({ length: 200 }, (_, number) => told(seed, number))),
    );
    // Many have but members that are changed, each in its own way.
    expect(all.size).to.be.above(300);
  });

  it('has numbers that are spread evenly', () => {
    const random = new Random(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 10_000; count += 1) {
      const at = random.below(10);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(850, 1150);
  });

  const outcome = { end: 'a message', written: [], errors: ['MISP failed.'], problems: [] };
  for (const [what, changes, problem] of [
    ['a message that is blank', { errors: [' '] }, /without words/],
    ['a message that is too long', { errors: ['x'.repeat(6000)] }, /6000 characters/],
    ['a message of two lines', { errors: ['a\nb'] }, /several lines/],
    ['a message about nothing', { errors: ['undefined is wrong'] }, /says nothing/],
    ['a stack', { written: ['a\n    at run (file.ts:1:1)'] }, /at run/],
    ['a defect', { written: ['ERROR Internal error in x: TypeError'] }, /Internal error/],
    ['a secret', { written: ['xSECRETx'] }, /a secret/],
    ['what it found itself', { problems: ['exit code 2'] }, /exit code 2/],
  ] as const)
    it(`fails with ${what}`, () => {
      expect(problemsOf({ ...outcome, ...changes }, ['SECRET'])).to.have.length(1);
      expect(problemsOf({ ...outcome, ...changes }, ['SECRET'])[0]).to.match(problem);
    });

  it('holds with one message', () => {
    expect(problemsOf(outcome, ['SECRET'])).to.deep.equal([]);
  });
});
