import { randomBytes } from 'node:crypto';
import type { Context } from 'mocha';
import type { Row } from '../../src/protocol/rows.ts';
import { ownDomain } from './support/changes.ts';
import { lab } from './support/lab.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute, EventView, Sighting } from './support/truth.ts';

const SOURCE = 'SA-misp live test';
const TYPES = { sighting: '0', false_positive: '1', expiration: '2' } as const;

describe('what the app writes, checked by GET requests', function () {
  let event: EventView;
  const attributes = () => event.Attribute ?? [];

  before(async function (this: Context) {
    if (!lab().mayWrite) this.skip();
    event = await lab().own.make('writes', {
      Attribute: [
        ...Array.from({ length: 4 }, () => ({
          type: 'domain',
          category: 'Network activity',
          value: ownDomain(),
        })),
        {
          type: 'filename',
          category: 'Payload delivery',
          value: `%TEMP%\\live ${randomBytes(6).toString('hex')}%20.exe`,
        },
        {
          type: 'ip-dst',
          category: 'Network activity',
          value: `2001:db8:${randomBytes(2).toString('hex')}::1`,
        },
      ],
    });
  });

  it('mispsight by uuid and by value, of three types', async () => {
    const comparison = lab().compare('mispsight');
    const expected: (readonly [string, string])[] = [];
    for (const [name, type] of Object.entries(TYPES)) {
      const byUuid = attributes()
        .slice(0, 3)
        .map(({ uuid }) => ({ misp_attribute_uuid: uuid }));
      await sight(`type=${name}`, byUuid, comparison);
      expected.push(
        ...attributes()
          .slice(0, 3)
          .map(({ id }) => [id, type] as const),
      );
      const byValue = attributes()
        .slice(3)
        .map(({ value }) => ({ dest: value }));
      await sight(`type=${name} by=value field=dest`, byValue, comparison);
      expected.push(
        ...attributes()
          .slice(3)
          .map(({ id }) => [id, type] as const),
      );
    }
    const spelt = attributes()
      .filter(({ type }) => type !== 'filename')
      .map(({ id, value }) => [id, expanded(value).toUpperCase()] as const);
    await sight(
      'by=value field=dest',
      spelt.map(([, dest]) => ({ dest })),
      comparison,
    );
    expected.push(...spelt.map(([id]) => [id, '0'] as const));
    compareSightings(await lab().truth.sightings(event.id), expected, comparison);
    comparison.end();
  });

  it('misprest post, put and delete', async () => {
    const comparison = lab().compare('misprest post, put, delete');
    const value = ownDomain();
    const body = (members: unknown) => `json_request=${JSON.stringify(JSON.stringify(members))}`;
    const rest = async (options: string) =>
      JSON.parse(String((await lab().search(`misprest ${options}`))[0]?.['_raw'])) as unknown;
    const added = (await rest(
      `method=post target=/attributes/add/${event.id} ${body({ type: 'domain', value, category: 'Network activity' })}`,
    )) as { Attribute: Attribute };
    const { id } = added.Attribute;
    comparison.same('post', (await lab().truth.attribute(id)).value, value);
    await rest(`method=put target=/attributes/edit/${id} ${body({ comment: 'put' })}`);
    comparison.same('put', (await lab().truth.attribute(id)).comment, 'put');
    comparison.same(
      'get',
      await rest(`target=/attributes/view/${id}`).then(
        (one) => (one as { Attribute: Attribute }).Attribute.uuid,
      ),
      added.Attribute.uuid,
    );
    await rest(`method=delete target=/attributes/delete/${id}/1`);
    const { status } = await lab().truth.http.ask('GET', `/attributes/view/${id}`);
    comparison.same('after delete', status === 200, false);
    comparison.rows += 1;
    comparison.end();
  });
});

async function sight(options: string, input: readonly Row[], comparison: Comparison): Promise<void> {
  const rows = await lab().search(`mispsight source="${SOURCE}" ${options}`, { input: [input] });
  comparison.rows += rows.length;
  for (const row of rows)
    comparison.same(`mispsight ${options} ${JSON.stringify(row)}`, row['misp_sighting'], 'added');
}

function compareSightings(
  sightings: readonly Sighting[],
  expected: readonly (readonly [string, string])[],
  comparison: Comparison,
): void {
  const counted = (list: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
    return Array.from(counts, ([one, count]) => `${one}: ${count}`);
  };
  comparison.same(
    'sightings by attribute and type',
    counted(sightings.map((one) => `attribute ${one.attribute_id} type ${one.type}`)),
    counted(expected.map(([id, type]) => `attribute ${id} type ${type}`)),
  );
  comparison.same(
    'sources',
    sightings.map(({ source }) => source),
    [SOURCE],
  );
}

/** `2001:db8:1::1` with all its groups; another value as it is. */
function expanded(value: string): string {
  return value.replace(/^(2001:db8:[0-9a-f]+)::1$/, '$1:0:0:0:0:1');
}
