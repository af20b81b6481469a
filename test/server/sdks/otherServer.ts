import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the server got. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Records for each table, as its JSON has them. */
export type OtherTables = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/**
 * A second server with data, which stands for a 4D Server: one session, tables in pages, one action, uploads. It gives
 * what the SDKs' own sample answers give, and asks for the token that its login gave.
 */
export class OtherServer {
  readonly seen: SeenRequest[] = [];
  readonly token = 'b3RoZXItc2VydmVy';

  private constructor(
    private readonly server: http.Server,
    private readonly tables: OtherTables,
  ) {}

  static async start(tables: OtherTables): Promise<OtherServer> {
    const server = http.createServer();
    const other = new OtherServer(server, tables);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const seen = { method, url, headers, body: Buffer.concat(chunks) };
        other.seen.push(seen);
        const { status, body } = other.answer(seen);
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        response.writeHead(status, {
          Server: '4D/20.5.0 (Build 0.101864)',
          'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
          'Set-Cookie': '4DSID_Other=0123456789ABCDEF0123456789ABCDEF; Path=/; HttpOnly',
        });
        response.end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return other;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer({ method, url, headers, body }: SeenRequest): { status: number; body: unknown } {
    const { pathname, searchParams } = new URL(url, 'http://other.test');
    const path = decodeURIComponent(pathname);
    if (path === '/4dwebtest') return ok('Date: now\nServer: 4D/20.5.0 (Build 0.101864)\nUser-Agent: it @ ::1\n');
    if (path === '/mobileapp/') return ok({ ok: true });
    if (path === '/mobileapp/$authenticate') {
      const { email } = JSON.parse(body.toString());
      return ok({ id: '0123456789abcdef', token: this.token, success: true, userInfo: { email } });
    }
    if (headers.authorization !== `Bearer ${this.token}`) {
      const errors = [{ message: 'The request is unauthorized', componentSignature: 'mobi', errCode: 1907 }];
      return { status: 401, body: { success: false, __ERROR: errors, __ERRORS: errors } };
    }
    if (path === '/mobileapp/$catalog/$all') return ok({ dataClasses: Object.keys(this.tables).map(this.dataClass) });
    if (path === '/mobileapp/$upload') return ok({ ID: `U${body.length}` });
    if (path.startsWith('/mobileapp/$action/')) return ok({ success: true, statusText: `${path.slice(19)} is done` });
    if (path.startsWith('/mobileapp/$')) return ok({ ok: true, success: true });
    const name = path.slice('/mobileapp/'.length);
    const records = name === '__DeletedRecords' ? [] : this.tables[name];
    if (!records) {
      const errors = [{ message: 'Data class not found', componentSignature: 'dbmg', errCode: 1500 }];
      return { status: 404, body: { __ERROR: errors, __ERRORS: errors } };
    }
    const first = Number(searchParams.get('$skip') ?? 0);
    const sent = records.slice(first, first + Math.min(Number(searchParams.get('$limit') ?? 100), 100));
    const page = { __COUNT: records.length, __SENT: sent.length, __FIRST: first, __ENTITIES: sent };
    return {
      status: method === 'GET' || method === 'POST' ? 200 : 405,
      body: { __entityModel: name, __GlobalStamp: 7, ...page },
    };
  }

  private readonly dataClass = (name: string) => {
    const fields = Object.keys(this.tables[name]?.[0] ?? {}).filter((field) => !field.startsWith('__'));
    const attributes = fields.map((field) => ({ name: field, kind: 'storage', scope: 'public', type: 'string' }));
    const uris = { uri: `/mobileapp/$catalog/${name}`, dataURI: `/mobileapp/${name}` };
    return {
      name,
      className: name,
      collectionName: `${name}Selection`,
      scope: 'public',
      ...uris,
      attributes,
      key: [{ name: fields[0] }],
    };
  };
}

function ok(body: unknown) {
  return { status: 200, body };
}
