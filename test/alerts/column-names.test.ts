import { expect } from 'chai';
import { mapColumn } from '../../src/alerts/rows/column-names.ts';

describe('The meaning of columns', () => {
  const types = new Map([
    ['dest', 'ip-dst'],
    ['misp_md5', 'other'],
  ]);
  const typeOf = (column: string) => {
    const meaning = mapColumn(column, types);
    return meaning?.kind === 'attribute' ? meaning.type : meaning;
  };

  for (const [column, type] of [
    ['misp_domain', 'domain'],
    ['misp_ip_dst', 'ip-dst'],
    ['misp_domain_p_ip', 'domain|ip'],
    ['misp_filename_p_sha256', 'filename|sha256'],
    ['misp_ip_dst_p_port', 'ip-dst|port'],
    ['misp_ip-dst|port', 'ip-dst|port'],
    ['misp_sha512/224', 'sha512/224'],
    ['misp_AS', 'AS'],
    ['misp_md5', 'md5'],
    ['dest', 'ip-dst'],
    ['src', undefined],
    ['misp_', undefined],
    ['misp_info', undefined],
    ['misp_sg_id', undefined],
    ['misp_event_uuid', undefined],
    ['misp_sight_t0_count', undefined],
    ['fo', undefined],
  ] as const) {
    it(`${column} is ${type ?? 'nothing'}`, () => {
      expect(typeOf(column)).to.equal(type);
    });
  }

  it('knows relations of objects and their types', () => {
    expect(mapColumn('fo_size_in_bytes', types)).to.include({ kind: 'object', relation: 'size-in-bytes' });
    expect(mapColumn('eo_to_display_name', types)).to.include({ type: 'email-dst-display-name' });
    expect(mapColumn('no_ip', types)).to.include({ type: 'ip-dst' });
    for (const column of ['fo_toString', 'eo_', 'no_url'])
      expect(mapColumn(column, types)).to.include({ kind: 'problem' });
  });
});
