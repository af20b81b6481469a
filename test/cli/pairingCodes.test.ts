import assert from 'node:assert/strict';
import { PairingCodes } from '../../src/cli/serve/pairingCodes';
import type { ServerState } from '../../src/core/protocol/state';

describe('PairingCodes', () => {
  const lan = (pairingCode: string) => ({ urls: [], pairingCode, paired: [] });
  const said = (codes: PairingCodes, change: Parameters<PairingCodes['after']>[0]) =>
    codes.after(change).map(String).join('\n');

  it('a new pairing code is said once, whether a change or a snapshot told of it', () => {
    const codes = new PairingCodes('AAA-AAA');
    assert.equal(said(codes, { kind: 'lan', lan: lan('AAA-AAA') }), '');
    assert.match(said(codes, { kind: 'lan', lan: lan('BBB-BBB-BBB-BBB') }), /BBB-BBB-BBB-BBB/);
    assert.equal(said(codes, { kind: 'lan', lan: lan('BBB-BBB-BBB-BBB') }), '');
    const state = { lan: lan('CCC-CCC-CCC-CCC') } as unknown as ServerState;
    assert.match(said(codes, { kind: 'snapshot', state }), /CCC-CCC-CCC-CCC/);
  });

  it('changes of other things say nothing of the pairing code', () => {
    const codes = new PairingCodes('AAA-AAA');
    assert.equal(said(codes, { kind: 'faultRemoved', id: '1' }), '');
    assert.equal(said(codes, { kind: 'snapshot', state: {} as ServerState }), '');
  });
});
