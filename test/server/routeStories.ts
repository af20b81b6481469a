import { lanAddresses } from '../../src/server/kernel/guard/hostNames';
import type { Story } from '../systems/systemTest';
import type { RouteDriver } from './routeDriver';

/** What clients do on the routes of the server itself. `test/systems` has those of the systems. */
export const STORIES: Readonly<Record<string, Story>> = {
  'a device of the network pairs': async (driver) => {
    const [from] = lanAddresses();
    await driver.call('/pair');
    if (from === undefined) return;
    const { pairingCode } = (await driver.prepared('GET', '/state')).json.lan;
    const pair = (code: string) => driver.call(`/pair${code && `?code=${code}`}`, { from });
    for (const code of ['', 'wrong', pairingCode, pairingCode]) await pair(code);
    const other = lanAddresses()[1] ?? '127.0.0.2';
    await driver.call('/pair', { from: other });
  },
  'a device of the network guesses until no code is taken': async (driver) => {
    const [from] = lanAddresses();
    if (from === undefined) return;
    for (let guess = 0; guess < 7; guess++) await driver.call(`/pair?code=AAA-AA${guess}`, { from });
  },
  'a test moves the clock, injects faults and records': async (driver) => {
    const moves = [{ advanceMs: 5 }, { advanceMs: 0 }, { pause: true }, { pause: true }, { advanceMs: 5 }];
    const ends = [{ pause: false }, { pause: false }, { reset: true }, { reset: true }, { advanceMs: -1 }];
    for (const move of [...moves, ...ends]) await driver.controlled('POST', '/clock', move);
    const { id } = (await driver.controlled('POST', '/faults', { kind: 'delay', delayMs: 1 })).json;
    await driver.controlled('GET', '/faults');
    for (let time = 0; time < 2; time++) await driver.controlled('DELETE', `/faults/${id}`);
    await driver.controlled('POST', '/faults', { kind: 'delay', delayMs: -1 });
    for (const on of [true, true, false, false]) await driver.controlled('POST', '/recording', { on });
    await driver.controlled('GET', '/recording');
    for (const target of ['/state', '/changes', '/journal', '/outbox', '/snapshot'])
      await driver.controlled('GET', target);
    await driver.watched('GET /_workbench/v1/events', () => followed(driver), 'GET');
  },
  'a person opens the start page': async (driver) => {
    const { url } = addresses(driver);
    await driver.watched('GET /_workbench/events', () => readOnce(`${url}/_workbench/events`), 'GET');
  },
  'a test puts the state back': async (driver) => {
    const snapshot = (await driver.prepared('GET', '/snapshot')).json;
    await driver.controlled('POST', '/reset');
    await driver.controlled('PUT', '/snapshot', snapshot);
    await driver.controlled('PUT', '/snapshot', snapshot);
    await driver.controlled('PUT', '/snapshot', { version: 1 });
  },
};

export function addresses(driver: RouteDriver): { url: string; platform: string } {
  const origin = (face: string) => driver.routes.find((route) => route.face === face)?.origin ?? '';
  return { url: origin('control'), platform: origin('platform') };
}

/** Follows the events until the first is there. */
function followed(driver: RouteDriver): Promise<{ status: number }> {
  const { url, headers } = driver.controlCall('/events');
  return readOnce(url, headers);
}

/** Reads the first part of an answer that does not end. */
async function readOnce(url: string, headers: Record<string, string> = {}): Promise<{ status: number }> {
  const end = new AbortController();
  const response = await fetch(url, { headers, signal: end.signal });
  await response.body?.getReader().read();
  end.abort();
  return response;
}
