import assert from 'node:assert/strict';
import { HINT_CODES, makeFinding } from '../../../src/core/compliance/finding';
import { phrase } from '../../../src/core/compliance/phrase';
import type { HintSeverities } from '../../../src/core/configuration/configuration';
import { type IndexDelta, SessionIndex } from '../../../src/core/index/sessionIndex';
import { entry, listed } from './changes';

const at = { folder: '/a', application: 'TEAM.com.app' };
const START = { line: 0, character: 0 };
const finding = (code: Parameters<typeof makeFinding>[0]) =>
  makeFinding(code, phrase('something'), '', { start: START, end: START });

function indexWith(hints: HintSeverities = {}): { index: SessionIndex; deltas: IndexDelta[] } {
  const index = new SessionIndex(hints);
  const deltas: IndexDelta[] = [];
  index.onDidChange((delta) => deltas.push(delta));
  index.apply({ kind: 'folderState', folder: at.folder, state: { kind: 'ready' } });
  index.apply(listed(at.folder, at.application));
  const findings = [finding('mobi/1'), finding('hint/id')];
  index.apply({
    kind: 'checked',
    ...at,
    entries: [
      { ...entry('1', { condition: 'atFault' }), findings },
      { ...entry('2'), findings: [finding('hint/bom')] },
      entry('3'),
    ],
  });
  const others = [{ name: 'ID~', kind: 'file', finding: finding('hint/leftover') } as const];
  index.apply({ kind: 'applicationListed', ...at, others });
  return { index, deltas };
}

const severities = (index: SessionIndex) =>
  [...index.entries(at.folder, at.application)].flatMap(({ name, findings }) =>
    findings.map(({ code, severity }) => `${name} ${code} ${severity}`),
  );

describe('hints in the session index', () => {
  for (const hints of [
    {},
    { 'hint/id': 'off' },
    { 'hint/id': 'warning', 'hint/bom': 'off' },
    { 'hint/leftover': 'off' },
  ] as const) {
    it(`an index that is judged later is as one that was made with ${JSON.stringify(hints)}`, () => {
      const made = indexWith(hints).index;
      const { index } = indexWith({ 'hint/id': 'warning' });
      index.judge(hints);
      assert.deepEqual(severities(index), severities(made));
      assert.deepEqual(index.strays(at.folder), made.strays(at.folder));
      assert.deepEqual(index.applications(at.folder), made.applications(at.folder));
    });
  }

  it('a hint that is off is nowhere, and no error can be', () => {
    const all = Object.fromEntries([...HINT_CODES, 'mobi/1'].map((code) => [code, 'off']));
    const { index } = indexWith(all);
    assert.deepEqual(severities(index), ['1 mobi/1 error']);
    assert.deepEqual(index.strays(at.folder), []);
    assert.deepEqual(
      [...index.notable(at.folder, at.application)].map(({ name }) => name),
      ['1'],
    );
    assert.equal(index.strayFinding({ ...at, name: 'ID~' }), undefined);
  });

  it('the index tells only what is different when hints count for something else', () => {
    const { index, deltas } = indexWith();
    deltas.length = 0;
    assert.equal(index.judge({ 'hint/id': 'hint' }), undefined);
    assert.equal(deltas.length, 0);
    const delta = index.judge({ 'hint/bom': 'off' });
    assert.deepEqual(deltas, [delta]);
    assert.deepEqual(
      delta?.changed.map(({ key, before, after }) => [key.name, before?.findings.length, after?.findings.length]),
      [['2', 1, 0]],
    );
    index.judge({ 'hint/leftover': 'warning' });
    assert.ok(deltas.at(-1)?.applications.some(({ application }) => application === at.application));
  });

  it('the hints of one folder are judged by its own configuration, also one that is not known yet', () => {
    const { index, deltas } = indexWith();
    deltas.length = 0;
    assert.equal(index.judge({ 'hint/id': 'warning' }, '/b'), undefined);
    assert.deepEqual(severities(index), ['1 mobi/1 error', '1 hint/id hint', '2 hint/bom hint']);
    index.apply({ kind: 'folderState', folder: '/b', state: { kind: 'ready' } });
    index.apply(listed('/b', at.application));
    const entries = [{ ...entry('4'), findings: [finding('hint/id')] }];
    index.apply({ kind: 'checked', folder: '/b', application: at.application, entries });
    const severityIn = () => index.entry({ ...at, folder: '/b', name: '4' })?.findings[0]?.severity;
    assert.equal(severityIn(), 'warning');
    deltas.length = 0;
    index.judge({ 'hint/id': 'off' }, at.folder);
    assert.deepEqual(severities(index), ['1 mobi/1 error', '2 hint/bom hint']);
    assert.equal(severityIn(), 'warning');
    assert.deepEqual(
      deltas.map(({ changed }) => changed.map(({ key }) => `${key.folder} ${key.name}`)),
      [['/a 1']],
    );
  });
});
