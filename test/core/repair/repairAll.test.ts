import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SessionChecker, type SessionText } from '../../../src/core/compliance/sessionChecker';
import { applyEdits } from '../../../src/core/edit/textEdit';
import { repairAll } from '../../../src/core/repair/repairAll';
import { builtInSchema } from '../../../src/disk/builtInSchema';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import { seedWith } from '../compliance/checking';
import { anyDamaged, anyMuchDamaged, DAMAGES } from './damage';

const checker = new SessionChecker(builtInSchema);
const SEED: SessionText = { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text: SEED_SESSION };
const parse = (text: string) => JSON.parse(text.replace(/^\ufeff/, ''));
const errorsIn = (file: SessionText) => checker.check(file).findings.filter(({ severity }) => severity === 'error');

describe('repairAll', () => {
  for (const damage of DAMAGES) {
    const { what, outcome } = damage;
    it(`after repairAll, a session that had this is ${outcome}: ${what}`, () => {
      fc.assert(
        fc.property(anyDamaged(damage), ({ before, file }) => {
          const { change, file: after, findings, repairs } = repairAll(file, checker);
          assert.equal(applyEdits(file.text, change.edits), after.text);
          assert.deepEqual(findings, checker.check(after).findings);
          assert.equal(change.name ?? file.name, after.name);
          assert.equal(change.application ?? file.applicationFolder, after.applicationFolder);
          if (outcome === 'left') {
            // What is not at fault but for a byte order mark loses that.
            const others = repairs.filter(({ code }) => code !== 'hint/bom');
            if (others.length > 0) assert.ok(errorsIn(after).length > 0);
          } else assert.deepEqual(errorsIn(after), []);
          if (outcome === 'whole') {
            assert.deepEqual(parse(after.text), parse(before.text));
            assert.deepEqual([after.applicationFolder, after.name], [before.applicationFolder, before.name]);
            assert.deepEqual(findings, []);
          }
        }),
        { numRuns: 30 },
      );
    });
  }

  it('repairAll never makes a session worse, never accepts anybody, and does nothing the second time', () => {
    fc.assert(
      fc.property(anyMuchDamaged, ({ file }) => {
        const once = repairAll(file, checker);
        assert.ok(errorsIn(once.file).length <= errorsIn(file).length);
        assert.ok(once.repairs.every(({ safe }) => safe));
        const twice = repairAll(once.file, checker);
        assert.deepEqual([twice.repairs, twice.change], [[], { edits: [] }]);
        if (checker.check(file).fields === undefined) return;
        const [was, is] = [parse(file.text).status, parse(once.file.text).status];
        if (is === 'accepted') assert.match(String(was), /^\s*ac+epted\s*$/i);
      }),
      { numRuns: 300 },
    );
  });

  it('repairAll repairs only what is asked for', () => {
    const file = { ...SEED, text: `\ufeff${seedWith('"accepted"', '"Accepted"')}`, name: 'abc' };
    const { file: after, findings } = repairAll(file, checker, ['mobi/3']);
    assert.equal(after.text, `\ufeff${SEED_SESSION}`);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['mobi/1', 'hint/bom'],
    );
  });

  it('repairAll leaves a file where it is when the place it belongs in is taken, and repairs the rest', () => {
    const asked: string[] = [];
    const file = { ...SEED, text: `\ufeff${SEED_SESSION}`, applicationFolder: 'Others', name: 'abc' };
    const isFree = (application: string, name: string) => {
      asked.push(`${application}/${name}`);
      return false;
    };
    const { change, findings, taken } = repairAll(file, checker, undefined, isFree);
    assert.deepEqual(asked, [`${SEED_APPLICATION}/${SEED_NAME}`]);
    assert.deepEqual(taken, { application: SEED_APPLICATION, name: SEED_NAME });
    assert.deepEqual(change, { edits: [{ start: 0, end: 1, text: '' }] });
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['mobi/1', 'mobi/1'],
    );
  });

  it('repairAll does not do what a schema of the user’s does not ask for', () => {
    const strict = new SessionChecker((value) => {
      const { email } = value as { email?: string };
      const missing = { schemaPath: '#/required', keyword: 'required', params: { missingProperty: 'email' } };
      const wrong = { schemaPath: '#/format', keyword: 'format', params: {}, message: 'must be an address' };
      if (email === undefined) return [{ instancePath: '', ...missing }];
      return email === '' ? [{ instancePath: '/email', ...wrong }] : [];
    });
    const file = { ...SEED, text: seedWith('"email":"",\n', '') };
    assert.deepEqual(repairAll(file, strict).change, { edits: [] });
  });
});
