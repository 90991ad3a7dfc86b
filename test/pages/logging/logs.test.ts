import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { LOGS } from '../../../src/pages/logging/logs.ts';

describe('The searches of the tab Logging', () => {
  it('are those of the documentation of the input', () => {
    const text = readFileSync(new URL('../../../docs/input.md', import.meta.url), 'utf8');
    const search = LOGS.find(({ name }) => name === 'Messages of inputs')?.search ?? 'missing';
    expect(text).to.contain(search);
  });
});
