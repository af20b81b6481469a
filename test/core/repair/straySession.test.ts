import assert from 'node:assert/strict';
import { strayFinding } from '../../../src/core/repair/straySession';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';

const BELONGS = `A session does not count here. By its content it belongs at "${SEED_APPLICATION}/${SEED_NAME}".`;

describe('A session where none counts', () => {
  const places: [place: string, code: string | undefined][] = [
    [SEED_NAME, 'hint/misplaced'],
    ['a-session', 'hint/misplaced'],
    [`${SEED_NAME}.json`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/${SEED_NAME}.json`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/a session`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/session.txt`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/deep/${SEED_NAME}`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/deep/er/${SEED_NAME}.json`, 'hint/misplaced'],
    [`com.example.other/deep/${SEED_NAME}`, 'hint/misplaced'],
    [`${SEED_APPLICATION}/${SEED_NAME}~`, 'hint/leftover'],
    [`${SEED_APPLICATION}/${SEED_NAME} copy.json`, 'hint/leftover'],
    [`${SEED_APPLICATION}/4913`, 'hint/leftover'],
    [`${SEED_NAME}.orig`, 'hint/leftover'],
    [`${SEED_APPLICATION}/backup/${SEED_NAME}`, 'hint/leftover'],
    [`${SEED_APPLICATION}/old 2026/${SEED_NAME}`, 'hint/leftover'],
    [`${SEED_APPLICATION}/${SEED_NAME}.d~/${SEED_NAME}`, 'hint/leftover'],
    // Where session files belong, the checker looks.
    [`${SEED_APPLICATION}/${SEED_NAME}`, undefined],
    ['com.example.other/any_name', undefined],
    [`${SEED_APPLICATION}/TEST_session`, undefined],
  ];
  for (const [place, code] of places) {
    it(`a session at ${place} gets ${code ?? 'no hint'}`, () => {
      const finding = strayFinding(place, `\ufeff${SEED_SESSION}`);
      assert.equal(finding?.code, code);
      assert.equal(finding?.severity, code && 'hint');
      if (code !== 'hint/misplaced') return;
      assert.equal(finding?.message, BELONGS);
      assert.equal(finding?.pointer, '/session/id');
      assert.equal(finding?.range.start.line, 23);
      assert.deepEqual(finding?.detail, { kind: 'place', application: SEED_APPLICATION, name: SEED_NAME });
    });
  }

  const texts: [what: string, text: string][] = [
    ['nothing', ''],
    ['a half of a session', SEED_SESSION.slice(0, -40)],
    ['a list of sessions', `[${SEED_SESSION}]`],
    ['a session without its id', SEED_SESSION.replace('"id":"7023', '"was":"7023')],
    ['a session of no application', SEED_SESSION.replace('"id":"com', '"was":"com')],
    ['another object', '{"session":{"id":"a"},"application":{"id":"b"}}'],
  ];
  for (const [what, text] of texts) {
    it(`a file with ${what} gets no hint, misplaced or left over`, () => {
      assert.equal(strayFinding(`${SEED_APPLICATION}/x.json`, text), undefined);
      assert.equal(strayFinding(`${SEED_APPLICATION}/${SEED_NAME}~`, text), undefined);
    });
  }

  for (const id of ['../../etc/passwd', 'a/b', 'with.dot', `${SEED_NAME}~`, 'nul', '']) {
    it(`a misplaced session that names itself ${JSON.stringify(id)} is sent nowhere`, () => {
      const text = SEED_SESSION.replace(SEED_NAME, id);
      assert.equal(strayFinding('a.json', text), undefined);
    });
  }
});
