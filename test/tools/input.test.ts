import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runTool } from './run-tool.ts';

describe('npm run input', () => {
  it('goes on from the state of the run before', async () => {
    const state = await mkdtemp(join(tmpdir(), 'input state '));
    try {
      const first = await runTool(['tools/input.ts', '--state', state, 'start=all', 'type=domain']);
      expect(first.exitCode).to.equal(0);
      expect(first.stdout)
        .to.match(/│ domain +│ \d+ +│/)
        .and.to.match(/^\d+ attributes indexed, \d+ deleted; /m);
      const second = await runTool(['tools/input.ts', '--state', state, 'start=all', 'type=domain']);
      expect(second.stderr).to.include('Indexed 0 attributes, 0 events, 0 sightings');
    } finally {
      await rm(state, { recursive: true });
    }
  });
});
