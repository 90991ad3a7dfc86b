import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileStore } from '../../src/inputs/state/file-store.ts';
import { type IndexedRecord, IndexState } from '../../src/inputs/state/index-state.ts';
import { cpuTimeOfAsync } from '../support/cpu-time.ts';

const RECORD_BYTES = 28;
const BLOCK_BYTES = 256 * RECORD_BYTES;
const uuidOf = (id: number) => id.toString(16).padStart(32, '0');

describe('the table of what is indexed, in files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'known '));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function withTable<T>(work: (table: IndexState) => Promise<T>): Promise<T> {
    const store = new FileStore(folder, 'misp_covid', 'linux');
    try {
      return await work(new IndexState(store, 'attributes', 3));
    } finally {
      await store.close();
    }
  }

  const put = (ids: readonly number[]) =>
    withTable(async (table) => {
      for (const id of ids) {
        await table.load([id]);
        table.set(id, uuidOf(id), [1_795_000_000, 7, id % 2 ** 32]);
        await table.save();
      }
    });

  const all = () =>
    withTable(async (table) => {
      const records: IndexedRecord[] = [];
      for await (const some of table.records()) records.push(...some);
      return records;
    });

  const IDS = [1, 255, 256, 100_000, 2 ** 31, 2 ** 32 + 5, 2 ** 45, 2 ** 53 - 1];

  it('holds any id from 1 to 2^53-1, and gives them back in their order', async () => {
    await put(IDS.toReversed());
    expect(await all()).to.deep.equal(
      IDS.map((id) => ({ id, uuid: uuidOf(id), fields: [1_795_000_000, 7, id % 2 ** 32] })),
    );
    await withTable(async (table) => {
      await table.load(IDS);
      for (const id of IDS) expect(table.fieldsOf(id, uuidOf(id))?.[2]).to.equal(id % 2 ** 32);
    });
  });

  it('costs what is in it, on the disk and in time', async () => {
    const time = await cpuTimeOfAsync(async () => {
      await put(IDS);
      await all();
    });
    expect(time, 'ms').to.be.below(2000);
    expect((await stat(join(folder, 'misp_covid.attributes'))).size).to.equal(7 * BLOCK_BYTES);
  });

  /** As version 1.0.0 laid records down: at their ids, in a file with holes. */
  async function putOld(ids: readonly number[]): Promise<void> {
    const file = await open(join(folder, 'misp_covid.attributes'), 'w');
    for (const id of ids) {
      const record = Buffer.alloc(RECORD_BYTES);
      record.write(uuidOf(id), 0, 'hex');
      record.writeUInt32LE(1_795_000_000, 16);
      await file.write(record, 0, RECORD_BYTES, id * RECORD_BYTES);
    }
    await file.close();
  }

  it('reads what version 1.0.0 has left, and adds to it', async () => {
    await putOld([3, 700, 3_000_000]);
    expect((await all()).map(({ id }) => id)).to.deep.equal([3, 700, 3_000_000]);
    await put([4, 5000, 2 ** 40]);
    const ids = (await all()).map(({ id, uuid }) => [id, uuid]);
    expect(ids).to.deep.equal([3, 4, 700, 5000, 3_000_000, 2 ** 40].map((id) => [id, uuidOf(id)]));
  });

  it('does not take what a write that broke off has left for another block', async () => {
    await put([3]);
    await writeFile(join(folder, 'misp_covid.attributes'), Buffer.alloc(BLOCK_BYTES, 7), { flag: 'a' });
    await writeFile(join(folder, 'misp_covid.attributes.index'), Buffer.alloc(20), { flag: 'a' });
    await put([9999]);
    expect((await all()).map(({ id }) => id)).to.deep.equal([3, 9999]);
  });

  it('counts what is about to be written as indexed, in no version', async () => {
    await withTable(async (table) => {
      await table.load([5]);
      for (const time of [1, 2, 1_795_000_000]) {
        table.markPending(5, uuidOf(5), [time, 7, 8]);
        expect(table.fieldsOf(5, uuidOf(5))?.[0]).not.to.equal(time);
      }
    });
  });
});
