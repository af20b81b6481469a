import assert from 'node:assert/strict';
import { Cookie } from 'tough-cookie';
import { ActorCookies, COOKIE_SIZE } from '../../src/scenario/actorCookies';
import { COOKIES_LIMIT, COOKIES_OF_SITE } from '../../src/scenario/cookieStore';
import type { SiteContext } from '../../src/scenario/sameSite';

const SAME: SiteContext = { sends: 'strict', mayBeSet: true };
const URL = 'http://127.0.0.1/';

describe('The cookies of an actor', () => {
  const range = (count: number) => Array.from({ length: count }, (_, at) => at);
  const names = (cookies: ActorCookies) => cookies.all().map(({ name }) => name);
  const jar = (now = () => 0) => new ActorCookies(now, true);

  it('an actor keeps as many cookies of a site as a browser, and says which it does not keep', () => {
    const cookies = jar();
    const { count } = COOKIES_OF_SITE;
    const told = cookies.store(
      URL,
      range(count + 2).map((at) => `c${at}=1; Max-Age=99`),
      SAME,
    );
    assert.equal(cookies.all().length, count);
    const refused = told.filter((each) => each.refused !== undefined);
    assert.deepEqual(
      refused.map(({ name }) => name),
      ['c0', 'c1'],
    );
    assert.match(refused[0]?.refused ?? '', /above the limit of 180 \(COOKIES_OF_SITE\)\.$/);
  });

  it('a cookie that was sent lately stays where others are too many', () => {
    const cookies = jar();
    cookies.store(URL, ['session=1; Path=/app', 'old=1; Path=/other'], SAME);
    cookies.store(
      URL,
      range(COOKIES_OF_SITE.count - 2).map((at) => `c${at}=1`),
      SAME,
    );
    assert.ok(cookies.forRequest(`${URL}app`, SAME).cookies.some(({ name }) => name === 'session'));
    cookies.store(URL, ['last=1'], SAME);
    assert.ok(names(cookies).includes('session'));
    assert.ok(!names(cookies).includes('old'));
  });

  it('cookies of subdomains count as those of their site', () => {
    const cookies = jar();
    for (const at of range(COOKIES_OF_SITE.count * 2)) {
      cookies.store(`http://n${at}.example.com/`, [`own=1`, `c${at}=1; Domain=example.com`], SAME);
    }
    assert.equal(cookies.all().length, COOKIES_OF_SITE.count);
  });

  it('an actor keeps as many cookies altogether as a browser', () => {
    const cookies = jar();
    const sites = Math.ceil(COOKIES_LIMIT.count / COOKIES_OF_SITE.count) + 1;
    for (const site of range(sites)) {
      cookies.store(
        `http://s${site}.com/`,
        range(COOKIES_OF_SITE.count).map((at) => `c${at}=1`),
        SAME,
      );
    }
    assert.equal(cookies.all().length, COOKIES_LIMIT.count);
    assert.equal(cookies.forRequest('http://s0.com/', SAME).cookies.length, 0);
    assert.equal(cookies.forRequest(`http://s${sites - 1}.com/`, SAME).cookies.length, COOKIES_OF_SITE.count);
  });

  it('a cookie that is over takes the place of no other one', () => {
    let now = 0;
    const cookies = jar(() => now);
    cookies.store(URL, ['session=1', 'short=1; Max-Age=1', 'gone=1'], SAME);
    cookies.store(
      URL,
      range(1000).map((at) => `c${at}=1; Max-Age=0`),
      SAME,
    );
    cookies.store(URL, ['gone=1; Max-Age=0'], SAME);
    assert.deepEqual(names(cookies), ['session', 'short']);
    now = 1000;
    assert.deepEqual(names(cookies), ['session']);
    cookies.store(
      URL,
      range(COOKIES_OF_SITE.count - 1).map((at) => `c${at}=1`),
      SAME,
    );
    assert.ok(names(cookies).includes('session'));
  });

  it('a cookie that is longer than a browser keeps is refused with the name of the limit', () => {
    const cookies = jar();
    const headers = [
      `a=${'b'.repeat(COOKIE_SIZE.characters)}`,
      `a=1; Path=/${'b'.repeat(COOKIE_SIZE.attribute)}`,
      `a=1; Domain=${'b'.repeat(COOKIE_SIZE.attribute + 1)}`,
    ];
    for (const { refused } of cookies.store(URL, headers, SAME)) assert.match(refused ?? '', /\(COOKIE_SIZE\)\.$/);
    assert.equal(cookies.store(URL, [`a=${'b'.repeat(COOKIE_SIZE.characters - 1)}`], SAME)[0]?.refused, undefined);
    assert.match(cookies.write(URL, headers[0] ?? '') ?? '', /COOKIE_SIZE/);
  });

  it('the cookies of an actor are what they were when they are taken back', () => {
    const cookies = jar();
    cookies.store(URL, ['a=1', 'b=1', 'c=1; Path=/deep'], SAME);
    const [saved, before] = [cookies.save(), cookies.all()];
    cookies.store(URL, ['a=2', 'b=1; Max-Age=0', 'd=1'], SAME);
    assert.deepEqual(names(cookies), ['a', 'c', 'd']);
    cookies.restore(saved);
    assert.deepEqual(cookies.all(), before);
    assert.deepEqual(
      cookies.forRequest(`${URL}deep`, SAME).cookies.map(({ name }) => name),
      ['c', 'a', 'b'],
    );
    cookies.close();
    assert.deepEqual(cookies.all(), []);
  });

  it('the cookies of an actor are listed once as long as they stay the same, and none is copied for a request', () => {
    const cookies = jar();
    cookies.store(
      URL,
      range(100).map((at) => `c${at}=1; Max-Age=99`),
      SAME,
    );
    let copies = 0;
    const { toJSON } = Cookie.prototype;
    Cookie.prototype.toJSON = function counted(this: Cookie) {
      copies++;
      return toJSON.call(this);
    };
    try {
      const before = cookies.all();
      cookies.forRequest(URL, SAME);
      assert.equal(cookies.all(), before);
      cookies.store(URL, ['d=1'], SAME);
      const after = cookies.all();
      assert.equal(after.length, before.length + 1);
      assert.ok(before.every((each, at) => each === after[at]));
      cookies.restore(cookies.save());
      cookies.clear('d');
    } finally {
      Cookie.prototype.toJSON = toJSON;
    }
    assert.equal(copies, 0);
  });
});
