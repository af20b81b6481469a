import assert from 'node:assert/strict';
import { answerGist, type GistCover } from '../../../src/core/flows/answerGist';
import { textOfPage } from '../../../src/core/flows/textOfPage';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';
import { redactBody, redactUrl } from '../../../src/core/redaction/redactMessage';
import type { Answer } from '../../../src/core/scenario/runEvents';

const NAMES = new NamedSecrets({ names: ['ticket'] });
const COVER: GistCover = {
  url: (url) => redactUrl(url, NAMES),
  body: (body, type) => redactBody(body, type, body.length, NAMES),
  text: (text) => text.replaceAll('A1B2C3', '•••'),
};

function gist(body: string, headers: Answer['headers'] = [], status = 200) {
  const answer = { status, statusText: '', headers, body, setCookies: [] };
  return answerGist(answer, COVER, 'http://127.0.0.1:8080');
}
const words = (body: string, type = 'application/json') => gist(body, [['Content-Type', type]])?.words;

describe('what an answer says in short', () => {
  it('the words of a JSON are its error or its message, with what explains it', () => {
    assert.equal(
      words('{"ok":1,"error":"invalid_grant","error_description":"Used before."}'),
      'invalid_grant: Used before.',
    );
    assert.equal(words('{"success":false,"statusText":"The session is pending."}'), 'The session is pending.');
    assert.equal(words('{"__ERROR":[{"message":"No session.","errCode":1279}]}'), 'No session.');
    assert.equal(words('{"error":{"code":4,"message":"Not here."}}'), 'Not here.');
  });

  it('the words of another JSON are its first members, without what is in them', () => {
    assert.equal(
      words('{"id":7,"names":["a","b"],"more":{"x":1},"on":true}'),
      'id: 7, names: [2], more: {…}, on: true',
    );
    assert.equal(words('[1,2,3]'), '[3]');
    assert.equal(words('{"error":"","id":7}'), 'id: 7');
  });

  it('the words of a page are its title and its first heading, or else its first words that are seen', () => {
    const page = '<!doctype html><html><head><title>Shop &amp; Co</title><style>h1{}</style></head>';
    assert.equal(
      words(`${page}<body><h1>You are <em>not</em> signed in</h1></body>`, 'text/html'),
      'Shop & Co – You are not signed in',
    );
    assert.equal(
      words('<html><body><script>let a</script><!-- b --><p>Good&nbsp;day</p><p>Ada</p>', 'text/html'),
      'Good day Ada',
    );
    assert.equal(textOfPage('<title>A</title><h1>A</h1>'), 'A');
    assert.equal(textOfPage('&#x110000; &#0; &unknown; <broken'), '&#x110000; &#0; &unknown;');
  });

  it('the words of a text are its beginning in one line, cut between two characters', () => {
    assert.equal(words('Bad\n  Request', 'text/plain'), 'Bad Request');
    const long = words('😀'.repeat(200), 'text/plain') ?? '';
    assert.equal([...long].length, 110);
    assert.match(long, /^(?:😀)+…$/u);
    assert.equal(words('', 'text/plain'), undefined);
    assert.equal(words('\u0000PNG', 'image/png'), undefined);
  });

  it('a redirect says where it leads to, without the origin of the server, whatever its body says', () => {
    const to = (location: string) => gist('Found. Go on.', [['Location', location]], 302);
    assert.deepEqual(to('http://127.0.0.1:8080/done?a=1'), { location: '/done?a=1' });
    assert.deepEqual(to('http://127.0.0.1:80801/done'), { location: 'http://127.0.0.1:80801/done' });
  });

  it('secrets are covered in the words of an answer, also those that the options name and those without a name', () => {
    for (const text of [
      words('{"access_token":"s3cr3tT0ken","expires_in":60}'),
      words('{"ticket":"s3cr3tT0ken"}'),
      gist('', [['Location', '/back?code=s3cr3tT0ken&state=1']], 302)?.location,
    ]) {
      assert.ok(text);
      assert.ok(!text.includes('s3cr3tT0ken'), text);
    }
    assert.equal(words('Your code is A1B2C3.', 'text/plain'), 'Your code is •••.');
    const cut = words(`${'x'.repeat(107)}A1B2C3`, 'text/plain') ?? '';
    assert.ok(!cut.includes('A1'), cut);
  });
});
