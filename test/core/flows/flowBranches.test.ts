import assert from 'node:assert/strict';
import { type FlowBranch, flowBranches, flowsIn, type ListedFlow } from '../../../src/core/flows/flowBranches';

const flow = (stem: string, name: string, folder = '/a'): ListedFlow => ({ folder, stem, name });

/** The rows as lines, indented by what they are below of. */
function lines(branches: readonly FlowBranch<ListedFlow>[], indent = ''): string[] {
  return branches.flatMap((branch) => [
    indent + branch.label,
    ...(branch.kind === 'topic'
      ? lines(branch.branches, `${indent}  `)
      : branch.twins.map(({ label }) => `${indent}  ${label}`)),
  ]);
}

describe('a list of flows', () => {
  it('twins of a flow are below it, and say only what goes wrong', () => {
    const flows = [
      flow('otp', 'OTP with state'),
      flow('otp-lost', 'OTP: cookie lost'),
      flow('otp-gone', 'Nobody there'),
    ];
    assert.deepEqual(lines(flowBranches(flows)), ['OTP with state', '  Cookie lost', '  Nobody there']);
  });

  it('a twin of a twin is below the first flow, and a flow in another folder is no twin', () => {
    const flows = [flow('a', 'A'), flow('a-b', 'A: b'), flow('a-b-c', 'A: c'), flow('a-d', 'A: d', '/b')];
    const branches = flowBranches(flows);
    assert.deepEqual(lines(branches), ['A', '  B', '  C', 'A: d']);
    assert.deepEqual(
      branches.map((each) => flowsIn(each).length),
      [3, 1],
    );
  });

  it('flows whose names begin alike have one topic, in the place of the first of them', () => {
    const flows = [
      flow('cold-none', 'Cold start: no network'),
      flow('sleep', 'The device sleeps'),
      flow('cold-over', 'Cold start: the session is over'),
      flow('cold-over-late', 'Cold start: over, and late'),
    ];
    assert.deepEqual(lines(flowBranches(flows)), [
      'Cold start',
      '  No network',
      '  The session is over',
      '    Over, and late',
      'The device sleeps',
    ]);
  });

  it('a topic of one flow is none, and colons of other languages count', () => {
    assert.deepEqual(lines(flowBranches([flow('a', 'One: two')])), ['One: two']);
    const french = [flow('a', 'Démarrage\u00a0: état'), flow('b', 'Démarrage\u00a0: île')];
    assert.deepEqual(lines(flowBranches(french, 'fr')), ['Démarrage', '  État', '  Île']);
    const japanese = [flow('a', '起動：端末'), flow('b', '起動：通信')];
    assert.deepEqual(lines(flowBranches(japanese, 'ja')), ['起動', '  端末', '  通信']);
  });
});
