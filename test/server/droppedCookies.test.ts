import assert from 'node:assert/strict';
import { type CookieCall, droppedCookie } from '../../src/server/kernel/http/droppedCookie';
import { WEB } from '../../src/server/systems/web/webPlugin';
import { assertNamesOption } from '../support/namedOption';
import { call } from './httpCall';
import { withWebServer } from './webHarness';

const LOCAL: CookieCall = { isSecure: false, host: '127.0.0.1' };
const LAN: CookieCall = { isSecure: false, host: '192.168.1.5' };
const SECURE: CookieCall = { isSecure: true, host: 'app.example.com' };

describe('Cookies that a browser drops', () => {
  it('each cookie that a browser drops is told with the rule, and no other', () => {
    const table: [string, CookieCall, RegExp | undefined][] = [
      ['a=1', LAN, undefined],
      ['a=1; Path=/; HttpOnly; SameSite=Strict', LAN, undefined],
      ['a=1; SameSite=None', LOCAL, /SameSite=None without Secure/],
      ['a=1; samesite=NONE', SECURE, /SameSite=None without Secure/],
      ['a=1; SameSite=None; Secure', SECURE, undefined],
      ['a=1; Secure', LOCAL, undefined],
      ['a=1; Secure', { isSecure: false, host: 'x.localhost' }, undefined],
      ['a=1; Secure', LAN, /has Secure, but came over HTTP from 192\.168\.1\.5/],
      ['a=1; SameSite=None; Secure', LAN, /has Secure/],
      ['__Host-a=1; Path=/', SECURE, /needs Secure/],
      ['__Host-a=1; Secure; Path=/', SECURE, undefined],
      ['__Host-a=1; Secure; Path=/app', SECURE, /path \/ and no domain/],
      ['__Host-a=1; Secure; Path=/; Domain=example.com', SECURE, /path \/ and no domain/],
      ['__Secure-a=1', SECURE, /needs Secure/],
      ['a=1; Domain=example.com', SECURE, undefined],
      ['a=1; Domain=.example.com', SECURE, undefined],
      ['a=1; Domain=app.example.com', SECURE, undefined],
      ['a=1; Domain=ample.com', SECURE, /its domain is ample\.com, but the server was called as app\.example\.com/],
      ['a=1; Domain=example.com', LOCAL, /its domain is example\.com/],
      ['a=1; Domain=0.0.1', LOCAL, /its domain is 0\.0\.1/],
      ['a=1; Domain=127.0.0.1', LOCAL, undefined],
      ['a=1; Domain=localhost', { isSecure: false, host: 'localhost' }, undefined],
      ['a=Secure=1; Path=/; x=SameSite=None', LAN, undefined],
    ];
    for (const [line, asked, words] of table) {
      const dropped = droppedCookie(line, asked);
      if (words === undefined) assert.equal(dropped, undefined, line);
      else assert.match(dropped?.reason ?? '', words, line);
    }
  });

  it('an answer whose cookie a browser drops says so in the journal, and the reason that decided stays the last', async () => {
    await withWebServer({ cookie: { sameSite: 'None' } }, async (server) => {
      const { headers } = await call(`${server.url}/rest/$info`);
      assert.match(String(headers['set-cookie']), /SameSite=None/);
      const { causes } = await server.lastEntry();
      const cause = causes.find(({ rule }) => rule === 'server.cookie-dropped');
      assert.match(
        cause?.message ?? '',
        /^A browser drops the cookie 4DSID_Contact: it has SameSite=None without Secure.*another SameSite in the option web\.cookie\.sameSite/,
      );
      assertNamesOption(await server.lastEntry(), 'https', true);
    });
    await withWebServer({ cookie: { domain: 'app.example.com' } }, async (server) => {
      await call(`${server.url}/rest/$info`);
      assertNamesOption(await server.lastEntry(), 'web.cookie.domain');
    });
    await withWebServer({}, async (server) => {
      await call(`${server.url}/rest/$info`);
      assert.ok(!(await server.rules()).includes('server.cookie-dropped'));
    });
  });

  it('a session cookie with a path is told at each call of another path, and at the start', async () => {
    const table: [string, string, boolean][] = [
      ['/rest', '/rest/$info', false],
      ['/rest/', '/rest/$info', false],
      ['/rest/$info', '/rest/$info?a=/b', false],
      ['/res', '/rest/$info', true],
      ['/app', '/rest/$info', true],
      ['/', '/rest/$info', false],
    ];
    for (const [path, target, isTold] of table) {
      await withWebServer({ cookie: { path } }, async (server) => {
        await call(server.url + target);
        assert.equal((await server.rules()).includes('server.cookie-unsent'), isTold, `${path} ${target}`);
        if (isTold) assertNamesOption(await server.lastEntry(), 'web.cookie.path');
      });
      const lines: string[] = [];
      await WEB.check?.({ web: { cookie: { path } } }, [], (line) => lines.push(line));
      assert.equal(/^web\.cookie\.path is “.*the option web\.cookie\.path/.test(lines.join()), path !== '/', path);
    }
  });

  it('the start warns of SameSite=None over HTTP, and of nothing else', async () => {
    const told = async (options: Parameters<NonNullable<typeof WEB.check>>[0]) => {
      const lines: string[] = [];
      await WEB.check?.(options, [], (line) => lines.push(line));
      return lines.join();
    };
    assert.match(
      await told({ web: { cookie: { sameSite: 'None' } } }),
      /browsers drop every session cookie.*the option https /,
    );
    assert.equal(await told({ web: { cookie: { sameSite: 'None' } }, https: true }), '');
    assert.equal(await told({ web: { cookie: { sameSite: 'Lax' } } }), '');
  });
});
