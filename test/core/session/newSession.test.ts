import assert from 'node:assert/strict';
import { decodeToken } from '../../../src/core/session/connectionToken';
import { type NewSessionFacts, newSession } from '../../../src/core/session/newSession';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { findingsOf } from '../compliance/checking';

const FACTS: NewSessionFacts = {
  teamId: 'UTT7VDX8W5',
  applicationId: 'com.contactApp.Contact',
  deviceId: '6B2F6D2C-9A51-4B0F-8E53-0A5F2B7F8C11',
  deviceDescription: 'iPhone 15',
  email: 'jane.doe@example.com',
  status: 'accepted',
};

describe('a new session', () => {
  const table: readonly (readonly [string, Partial<NewSessionFacts>])[] = [
    ['that is accepted', {}],
    ['that is pending', { status: 'pending' }],
    ['of a guest', { email: '' }],
    ['of an Android app', { teamId: '', deviceId: '3f9a1c7be2d04586', deviceDescription: 'Pixel 8' }],
    ['of an Android app that is pending', { teamId: '', status: 'pending' }],
    ['of a project without a team', { teamId: 'FAKETEAMID' }],
    [
      'whose names are in Japanese',
      { applicationName: '連絡先', deviceDescription: '花子の iPhone', email: '花子@例え.jp' },
    ],
    ['whose device has quotes and backslashes', { deviceId: '"a\\b"', deviceDescription: '"x" \\ y' }],
    ['whose device id is a long token', { deviceId: 'AgAAA'.repeat(400) }],
    ['with a name and a version', { applicationName: 'Contacts', applicationVersion: '2.3.4' }],
    ['of an application with one part in its id', { applicationId: 'Contact' }],
  ];

  for (const [what, more] of table) {
    it(`a new session ${what} has no finding, and the id and the token that 4D would give it`, () => {
      const facts = { ...FACTS, ...more };
      const { application, name, text } = newSession(facts);
      assert.deepEqual(findingsOf(text, { applicationFolder: application, name }), []);
      const { teamId, applicationId, deviceId } = facts;
      assert.equal(name, deriveSessionId({ teamId, applicationId, deviceId }));
      assert.equal(application, teamId === '' ? applicationId : `${teamId}.${applicationId}`);
      const session = JSON.parse(text);
      assert.equal(session.email, facts.email);
      assert.equal(session.status, facts.status);
      const token = decodeToken(session.token);
      assert.deepEqual(token.ok && token.value, { appNameID: applicationId, id: name, teamID: teamId });
    });
  }

  it('a new session is checked by what checks all session files', () => {
    const { text, name } = newSession(FACTS);
    assert.notDeepEqual(findingsOf(text, { applicationFolder: 'other', name }), []);
  });
});
