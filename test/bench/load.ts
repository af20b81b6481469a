// Asks a server as fast as it answers, in a process of its own. Argument: a LoadJob as JSON. Prints a LoadResult as JSON.
import autocannon from 'autocannon';

export interface LoadJob {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  /** Lookups of these sessions by their tokens in turn, or logins of new devices with a lookup each. */
  readonly tokens?: readonly string[];
  /** Body of a login; its device gets a new id each time, which begins with this. */
  readonly login?: { readonly body: { device: object }; readonly devices: string };
  /** Requests of browsers without a cookie. Each gets a new web session. */
  readonly guests?: true;
}

export interface LoadResult {
  /** Lookups, or pairs of login and lookup. */
  readonly perSecond: number;
  readonly p99: number;
  /** Answers other than 2xx, and none. */
  readonly failures: number;
}

/** The cheapest request that needs a session. */
export const LOOKUP = '/mobileapp/$licensecheck';
export const LOGIN = '/mobileapp/$authenticate';
/** The cheapest request that creates a web session. */
const GUEST = '/rest/$catalog';

interface Client {
  token?: string;
}

async function run({ url, seconds, connections, tokens, login, guests }: LoadJob): Promise<LoadResult> {
  const headers = { 'x-qmobile': '1', 'content-type': 'application/json' };
  const lookups = tokens?.map((token) => ({
    method: 'GET' as const,
    path: LOOKUP,
    headers: { 'x-qmobile': '1', authorization: `Bearer ${token}` },
  }));
  let devices = 0;
  const pairs = login && [
    {
      method: 'POST' as const,
      path: LOGIN,
      headers,
      setupRequest: (request: autocannon.Request) => {
        const device = { ...login.body.device, id: `${login.devices} ${devices++}` };
        return { ...request, body: JSON.stringify({ ...login.body, device }) };
      },
      onResponse: (_status: number, body: string, client: object) => {
        (client as Client).token = JSON.parse(body).token;
      },
    },
    {
      method: 'GET' as const,
      path: LOOKUP,
      setupRequest: (request: autocannon.Request, client: object) => ({
        ...request,
        headers: { 'x-qmobile': '1', authorization: `Bearer ${(client as Client).token}` },
      }),
    },
  ];
  const requests = lookups ?? pairs ?? (guests ? [{ method: 'GET' as const, path: GUEST }] : []);
  const result = await autocannon({ url, duration: seconds, connections, requests });
  const perSecond = result['2xx'] / result.duration / (login ? 2 : 1);
  return { perSecond, p99: result.latency.p99, failures: result.non2xx + result.errors };
}

if (require.main === module) {
  void run(JSON.parse(process.argv[2] as string) as LoadJob).then((result) => console.log(JSON.stringify(result)));
}
