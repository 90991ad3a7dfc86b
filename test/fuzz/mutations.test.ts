import { expect } from 'chai';
import { type Failure, fuzz, MAX_MEMORY } from './pool.ts';

const SEED = Number(process.env['SEED'] ?? 20261125);
/** `npm run fuzz` tries more. */
const CASES = 600;

describe('Whatever MISP answers', function () {
  this.timeout(900_000);

  it(`ends with rows or one message, without a secret, within time and memory: ${CASES} answers that something was done to`, async () => {
    const numbers = Array.from({ length: CASES }, (_, index) => index);
    const { cases, ends, failures, peak, seconds } = await fuzz({ seed: SEED, numbers });
    console.log(`      ${cases} cases in ${seconds.toFixed(0)} s, most memory ${Math.round(peak)} MB`);
    expect(failures.map(told).join('\n')).to.equal('');
    expect(cases).to.equal(CASES);
    expect(peak).to.be.below(MAX_MEMORY);
    // Or nothing of what was done would have come to anybody.
    expect(ends['rows']).to.be.above(CASES / 10);
    expect(ends['a message']).to.be.above(CASES / 10);
  });
});

function told({ number, what, problems }: Failure): string {
  return `npm run fuzz -- --seed ${SEED} --case ${number}: ${what}\n  ${problems.join('\n  ')}`;
}
