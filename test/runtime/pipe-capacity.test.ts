import { expect } from 'chai';
import { pipeCapacity } from '../../src/runtime/pipe-capacity.ts';

// As fstat() gives them: on Windows with a mode of 0 beside the type.
const MODES = {
  pipe: 0o010_600,
  pipeOfWindows: 0o010_000,
  socket: 0o140_777,
  file: 0o100_644,
  terminal: 0o020_620,
};

describe('How much standard output can hold', () => {
  it('is 64 KiB for a pipe of Linux', () => {
    expect(pipeCapacity(MODES.pipe, 'linux')).to.equal(65_536);
  });

  it('is more for a pipe of Windows, which may be larger, and for a socket', () => {
    expect(pipeCapacity(MODES.pipeOfWindows, 'win32')).to.equal(262_144);
    expect(pipeCapacity(MODES.socket, 'linux')).to.equal(262_144);
  });

  it('is nothing for what is no pipe: what is written has arrived', () => {
    for (const platform of ['linux', 'win32'] as const) {
      expect(pipeCapacity(MODES.file, platform)).to.equal(undefined);
      expect(pipeCapacity(MODES.terminal, platform)).to.equal(undefined);
    }
  });
});
