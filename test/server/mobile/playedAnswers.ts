import fs from 'node:fs';
import path from 'node:path';
import type { MobileDataFile } from '../../../src/core/systems/mobile/mobileData';
import { MOBILE_DATA_ENDING } from '../../../src/core/systems/mobile/mobileData';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { temporaryFolder } from '../../disk/temporaryFolder';
import { type MobileHarness, withServer } from '../mobileHarness';
import { iosBody } from './devices';

/** A file with recorded answers as a test writes it. It may be invalid. */
export type Written = Partial<MobileDataFile> & Record<string, unknown>;

/** Answers of one table. */
export const product = (more: Written = {}): Written => ({
  method: 'GET',
  path: '/mobileapp/Product',
  answers: [{ body: { fits: 'any' } }],
  ...more,
});

/** What the journal says of the last request. */
export const why = async (server: MobileHarness) =>
  (await server.lastEntry()).causes.map(({ message }) => message).join(' ');

/** A folder of recorded answers for each test of a suite, and servers that play them. */
export function playedAnswers() {
  const folder = temporaryFolder();
  const data = () => path.join(folder(), 'answers');

  function write(name: string, file: Written | string): void {
    const whole = path.join(data(), `${name}${MOBILE_DATA_ENDING}`);
    fs.mkdirSync(path.dirname(whole), { recursive: true });
    fs.writeFileSync(whole, typeof file === 'string' ? file : JSON.stringify(file));
  }

  beforeEach(() => fs.mkdirSync(data(), { recursive: true }));

  /** Signs in, and asks for one target after the other. */
  async function playing(
    run: (
      ask: (target: string, method?: string) => ReturnType<MobileHarness['get']>,
      server: MobileHarness,
    ) => Promise<void>,
    { userInfo, ...options }: MobileOptions & { userInfo?: Record<string, unknown> } = {},
  ): Promise<void> {
    const policy = { otherwise: { outcome: 'accept' as const, ...(userInfo && { userInfo }) } };
    await withServer({ data: data(), policy, ...options }, async (server) => {
      const { json } = await server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'jane@example.com' }) });
      await run(
        (target, method = 'GET') => server.request(method, `/mobileapp/${target}`, { token: json.token }),
        server,
      );
    });
  }

  return { folder, data, write, playing };
}
