import assert from 'node:assert/strict';
import { FLOW_PROTOCOL, readFlowPlace } from '../../../src/core/flows/flowMessages';
import { FLOW_WORDS, filled, flowStrings } from '../../../src/core/flows/flowWords';
import { headerLines, readHeaderLines, requestParts, withLength } from '../../../src/core/flows/requestText';
import { sentCurl } from '../../../src/core/flows/sentCurl';
import type { SentRequest } from '../../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../../src/core/systems';
import { CHANGED_THINGS } from '../../../src/core/systemWords';

const REQUEST: SentRequest = {
  method: 'POST',
  url: 'http://127.0.0.1:8080/a?%244DSID=OTP&x=1',
  headers: [
    ['Host', '127.0.0.1:8080'],
    ['Cookie', 'one=1; two=2'],
    ['Authorization', 'Bearer abc'],
    ['Content-Length', '2'],
  ],
  body: "it's",
};

describe('a request as text', () => {
  it('a request that nobody has changed is the same again after it was a text', () => {
    assert.deepEqual(readHeaderLines(headerLines(REQUEST.headers)), { headers: REQUEST.headers });
    assert.deepEqual(readHeaderLines('\n a'), { badLine: ' a' });
  });

  it('a request as text says the length that the body has now', () => {
    assert.deepEqual(withLength({ ...REQUEST, body: 'é' }).headers.at(-1), ['Content-Length', '2']);
    const { body: _, ...bare } = REQUEST;
    assert.deepEqual(withLength({ ...bare, headers: [] }).headers, []);
  });

  it('a request tells what can be left out and altered', () => {
    assert.deepEqual(requestParts(REQUEST), {
      drop: ['cookie:one', 'cookie:two', 'authorization'],
      tamper: ['token', 'cookie:one', 'cookie:two', 'query:$4DSID', 'query:x'],
    });
  });

  it('a request is shown as a command line that sends the same', () => {
    assert.equal(
      sentCurl(REQUEST),
      `curl -H 'Cookie: one=1; two=2' -H 'Authorization: Bearer abc' -H 'content-type:' --data-raw 'it'\\''s' 'http://127.0.0.1:8080/a?%244DSID=OTP&x=1'`,
    );
    const line = sentCurl({ method: 'GET', url: 'https://127.0.0.1:1/', headers: [] });
    assert.equal(line, "curl --insecure 'https://127.0.0.1:1/'");
  });
});

describe('messages between page and extension', () => {
  it('the place of a page is kept, and nothing besides', () => {
    const place = { version: FLOW_PROTOCOL, file: '/a.scenario.json', selected: 's3' };
    assert.deepEqual(readFlowPlace({ ...place, cookie: 'secret' }), place);
    for (const other of [undefined, null, {}, { ...place, version: 0 }, { ...place, file: 1 }]) {
      assert.equal(readFlowPlace(other), undefined);
    }
  });

  it('the page is given every word that it says', () => {
    const { ofSystems, ofChanges, ofThings, ...own } = flowStrings(
      SYSTEM_PARTS,
      ({ template }) => template.toUpperCase(),
      CHANGED_THINGS,
    );
    assert.deepEqual(Object.keys(own), Object.keys(FLOW_WORDS));
    assert.equal(own.play, 'PLAY');
    for (const { name, presenter } of SYSTEM_PARTS) {
      assert.deepEqual(Object.keys(ofSystems[name] ?? {}), Object.keys(presenter?.words ?? {}), name);
    }
    assert.equal(ofSystems.web?.sessions, 'WEB SESSIONS');
    assert.deepEqual(
      [ofThings.webSession, ofChanges.created, ofChanges['{0}: {1}']],
      ['WEB SESSION', 'CREATED', '{0}: {1}'],
    );
    assert.equal(filled('{1} of {0}', 3, 'two'), 'two of 3');
  });
});
