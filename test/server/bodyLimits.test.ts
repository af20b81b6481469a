import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { optionSetting } from '../../src/core/server/optionSetting';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { temporaryFolder } from '../disk/temporaryFolder';
import { UpstreamServer } from '../support/upstreamServer';
import { devServers, exchange } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { perTest } from './perTest';

interface BodyLimit {
  readonly option: string;
  /** A route that has it. */
  readonly target: string;
  readonly mb: number;
  readonly most: number;
  readonly options: (mb: number, upstream: string) => ServerOptions;
}

interface SchemaPart {
  readonly $ref?: string;
  readonly maximum?: number;
  readonly anyOf?: readonly SchemaPart[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
}

const MOBILE_APPS = '/project/MobileApps';
const LIMITS: readonly BodyLimit[] = [
  {
    option: 'bodyMb',
    target: '/mobileapp/$authenticate',
    mb: 2,
    most: 512,
    options: (bodyMb) => ({ bodyMb, mobileApps: MOBILE_APPS, mobile: { uploadMb: 3 }, web: { bodyMb: 3 } }),
  },
  {
    option: 'mobile.uploadMb',
    target: '/mobileapp/$upload?$rawPict=true',
    mb: 2,
    most: 256,
    options: (uploadMb) => ({ bodyMb: 8, mobileApps: MOBILE_APPS, mobile: { uploadMb } }),
  },
  {
    option: 'web.bodyMb',
    target: '/any/page',
    mb: 2,
    most: 512,
    options: (bodyMb) => ({ bodyMb: 8, web: { bodyMb } }),
  },
  {
    option: 'upstream.bodyMb',
    target: '/mobileapp/Product',
    mb: 2,
    most: 4096,
    options: (bodyMb, url) => ({
      bodyMb: 8,
      mobileApps: MOBILE_APPS,
      upstream: { url, bodyMb, authorization: 'none' },
    }),
  },
];

describe('the limits of bodies', () => {
  const start = devServers();
  const folder = temporaryFolder();
  const upstream = perTest(() => UpstreamServer.start());

  async function refused({ options, target, mb }: BodyLimit, head: string) {
    const whole = options(mb, upstream().url);
    const server = await start({
      ...whole,
      ...(whole.mobileApps && { mobileApps: path.join(folder(), 'MobileApps') }),
    });
    const { url } = server.address();
    const port = Number(new URL(url).port);
    const signedIn = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', body: iosBody() });
    const token = signedIn.json?.token ?? '';
    const answer = await exchange(
      port,
      `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\n${head}`,
    );
    const control = new HttpControlClient(server.address());
    const entry = (await control.journal()).entries.findLast(({ status }) => status === 413);
    return { answer, cause: entry?.causes.at(-1) };
  }

  const MIB = 1024 * 1024;

  for (const limit of LIMITS) {
    const { option, mb, most } = limit;
    const [setting] = optionSetting(option);

    it(`a body that is too large is refused with the words and the value for ${option}`, async () => {
      const { answer, cause } = await refused(limit, `Content-Length: ${(mb + 1) * MIB}\r\n\r\n`);
      const words = `larger than ${mb} MiB; send less, or raise the option ${option} (in VS Code the setting sessionWorkbench.server.${setting})`;
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.ok(answer.includes(words), answer);
      assert.ok(cause?.message.includes(words), cause?.message);
      assert.deepEqual(cause?.remedy, { option, value: mb + 1 });
    });

    it(`a body in pieces that is too large is refused with ${option}, and no value as its length is not known`, async () => {
      const piece = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
      const { answer, cause } = await refused(limit, `Transfer-Encoding: chunked\r\n\r\n${piece.repeat(mb * 16 + 1)}`);
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.deepEqual(cause?.remedy, { option });
    });

    it(`a body that is larger than ${option} can be has no value that would let it in`, async () => {
      const { answer, cause } = await refused(limit, `Content-Length: ${(most + 1) * MIB}\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.ok(answer.includes(`can be ${most} at most`), answer);
      assert.equal(cause?.remedy, undefined);
    });
  }

  it('the table of the limits has each option that is one, with its greatest value', () => {
    const schema: SchemaPart & { readonly definitions: Readonly<Record<string, SchemaPart>> } = JSON.parse(
      fs.readFileSync(path.join(__dirname, '../../../schemas/server.schema.json'), 'utf8'),
    );
    const found: Record<string, unknown> = {};
    const collect = (part: SchemaPart, before: string) => {
      const whole = part.$ref === undefined ? part : schema.definitions[part.$ref.replace('#/definitions/', '')];
      for (const each of whole?.anyOf ?? []) collect(each, before);
      for (const [name, member] of Object.entries<SchemaPart>(whole?.properties ?? {})) {
        if (/^(?:body|upload)Mb$/.test(name)) found[`${before}${name}`] = member.maximum;
        collect(member, `${before}${name}.`);
      }
    };
    collect(schema, '');
    assert.deepEqual(found, Object.fromEntries(LIMITS.map(({ option, most }) => [option, most])));
  });
});
