import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { nearestName } from '../../../src/core/base/nearestName';

const schema = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../../schemas/server.schema.json'), 'utf8'));
const SETTINGS = Object.keys(schema.definitions.mendixSettings.properties);

describe('nearestName', () => {
  for (const [misspelt, meant] of [
    ['SessionTimout', 'SessionTimeout'],
    ['sessiontimeout', 'SessionTimeout'],
    ['HybridAppLoginTimeout', 'com.mendix.webui.HybridAppLoginTimeOut'],
    ['com.mendix.core.HybridAppLoginTimeOut', 'com.mendix.webui.HybridAppLoginTimeOut'],
    ['com.mendix.core.EnableKeepAlive', 'EnableKeepAlive'],
    ['com.mendix.core.SessionIdCookieNam', 'com.mendix.core.SessionIdCookieName'],
    ['com.mendix.webui.HybridAppTimeOut', 'com.mendix.webui.HybridAppLoginTimeOut'],
    ['SessionKeepAliveInterval', 'SessionKeepAliveUpdatesInterval'],
    ['SessionCookieName', 'com.mendix.core.SessionIdCookieName'],
    ['ApplicationUrl', 'ApplicationRootUrl'],
    ['Timeout', undefined],
    ['SessionValidationTimeout', undefined],
    ['ScheduledEventExecution', undefined],
    ['com.mendix.core', undefined],
    ['', undefined],
  ] as const) {
    it(`the custom setting “${misspelt}” is ${meant === undefined ? 'near no other' : `near “${meant}”`}`, () => {
      assert.equal(nearestName(misspelt, SETTINGS), meant);
    });
  }

  it('every name is nearest to itself, without what is before its last dot, and with one letter twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTINGS), fc.nat(), (name, at) => {
        const last = name.slice(name.lastIndexOf('.') + 1);
        const place = 1 + (at % (last.length - 1));
        const twice = last.slice(0, place) + last.slice(place - 1);
        for (const misspelt of [name, last, twice]) assert.equal(nearestName(misspelt, SETTINGS), name);
      }),
    );
  });
});
